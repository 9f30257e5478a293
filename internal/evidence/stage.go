package evidence

import "slices"

// Stage is where a request stands. Who holds it is separate: a request in any open stage may have no owner, which
// means it waits in the shared pool.
type Stage string

// The stages of a request.
const (
	Submitted   Stage = "submitted"   // in the shared pool, nobody has read it
	Triage      Stage = "triage"      // a librarian is reading it
	Clarifying  Stage = "clarifying"  // a question waits for the requester; the clock is stopped
	Searching   Stage = "searching"   // searching, screening, selecting
	Summarising Stage = "summarising" // writing the report
	Checking    Stage = "checking"    // a second librarian reads it
	OnHold      Stage = "on_hold"     // paused by agreement; the clock is stopped
	Referred    Stage = "referred"    // with another library; our promise runs on
	Merged      Stage = "merged"      // waits for the request it was merged into
	Split       Stage = "split"       // waits for its children
	Delivered   Stage = "delivered"   // sent; may be corrected or reopened
	Closed      Stage = "closed"      // finished; see Outcome
)

// Stages lists every stage in the order of a request's life.
func Stages() []Stage {
	return []Stage{
		Submitted, Triage, Clarifying, Searching, Summarising, Checking, OnHold, Referred, Merged, Split, Delivered, Closed,
	}
}

// OpenStages lists the stages in which a librarian works on a request or waits for somebody: those a queue shows.
func OpenStages() []Stage {
	return []Stage{Submitted, Triage, Clarifying, Searching, Summarising, Checking, OnHold, Referred}
}

// Open reports whether s is one of [OpenStages].
func (s Stage) Open() bool { return slices.Contains(OpenStages(), s) }

// Outcome says how a request ended. It is set when a request is delivered or closed.
type Outcome string

// The outcomes of a request.
const (
	Answered        Outcome = "answered"
	AnsweredLive    Outcome = "answered_live"
	NothingFound    Outcome = "nothing_found"
	Declined        Outcome = "declined"
	Signposted      Outcome = "signposted"
	Withdrawn       Outcome = "withdrawn"
	OutcomeMerged   Outcome = "merged"
	OutcomeSplit    Outcome = "split"
	Lapsed          Outcome = "lapsed"
	OutcomeReferred Outcome = "referred"
)

// Outcomes lists every outcome.
func Outcomes() []Outcome {
	return []Outcome{
		Answered, AnsweredLive, NothingFound, Declined, Signposted, Withdrawn, OutcomeMerged, OutcomeSplit, Lapsed, OutcomeReferred,
	}
}

// deliveredWith lists the outcomes that a librarian may give when delivering.
func deliveredWith() []Outcome { return []Outcome{Answered, NothingFound, OutcomeReferred} }
