package evidence

import (
	"slices"
	"time"
)

// StateVersion is the version of the State schema. Fields are only ever added.
const StateVersion = 1

// State is everything the process knows about a request. It is what continue-as-new carries and what every audit row
// keeps, so the newest row restarts a lost workflow.
type State struct {
	V         int        `json:"v"`
	Request   RequestID  `json:"request"`
	Library   LibraryID  `json:"library"`
	Seq       int        `json:"seq"` // number of the newest transition, from 1 without gaps
	Stage     Stage      `json:"stage"`
	Outcome   Outcome    `json:"outcome,omitempty"`
	Owner     PersonID   `json:"owner,omitempty"` // empty: the shared pool
	Requester PersonID   `json:"requester"`
	Delegates []PersonID `json:"delegates,omitempty"`
	Urgency   string     `json:"urgency"`
	Type      string     `json:"type"`
	Product   string     `json:"product,omitempty"`

	ReceivedAt time.Time `json:"received_at"`
	At         time.Time `json:"at"`               // when the newest thing happened, other than what the engine noticed; clocks use it
	LateAt     time.Time `json:"late_at,omitzero"` // when the newest transition was written down, if that was after it happened
	Clock      Clock     `json:"clock"`
	Fired      []Name    `json:"fired,omitempty"` // deadlines that have passed and are not to fire again
	MustAgree  bool      `json:"must_agree,omitempty"`

	ReturnTo Stage     `json:"return_to,omitempty"` // where an answer brings a clarifying request
	Question string    `json:"question,omitempty"`  // the message that waits for an answer
	AskedAt  time.Time `json:"asked_at,omitzero"`
	HeldFrom Stage     `json:"held_from,omitempty"`
	ReviewAt time.Time `json:"review_at,omitzero"`

	Policy       CheckPolicy `json:"check_policy,omitempty"`
	Estimate     int         `json:"estimate_minutes,omitempty"`
	SearchDigest string      `json:"search_digest,omitempty"`
	Check        *Check      `json:"check,omitempty"`  // the check that is under way
	Passed       []Check     `json:"passed,omitempty"` // at most one per subject
	Sent         string      `json:"sent,omitempty"`   // the digest of the version that was sent last

	Survivor RequestID   `json:"survivor,omitempty"`
	Before   *Before     `json:"before,omitempty"`   // what unmerge restores
	Children []RequestID `json:"children,omitempty"` // parts that have not ended
	Partner  *Partner    `json:"partner,omitempty"`

	FirstDeliveredAt time.Time `json:"first_delivered_at,omitzero"`
	DeliveredAt      time.Time `json:"delivered_at,omitzero"`
	ClosedAt         time.Time `json:"closed_at,omitzero"`
	FollowUp         FollowUp  `json:"follow_up,omitempty"`
}

// Clock is the promise to the requester. Dates in it are computed by the store from the library's calendar.
type Clock struct {
	Running    bool       `json:"running"`
	Budget     int        `json:"budget_minutes"`    // working minutes promised from the time of receipt
	Remaining  int        `json:"remaining_minutes"` // working minutes left at Since; negative when late
	Since      time.Time  `json:"since,omitzero"`    // when Remaining was counted
	PromiseDue time.Time  `json:"promise_due,omitzero"`
	Agreed     bool       `json:"agreed,omitempty"`     // PromiseDue is the date people agreed; a change of calendar does not move it
	DecisionAt time.Time  `json:"decision_at,omitzero"` // when the decision is taken; never moves
	Deadlines  []Deadline `json:"deadlines,omitempty"`  // in the order of their instants
}

// Deadline is an instant at which the engine gives a command.
type Deadline struct {
	Name Name      `json:"name"`
	At   time.Time `json:"at"`
}

// DueBy is the date the queue sorts and warns by: the earlier of the promise and the decision; zero when neither is known.
func (c Clock) DueBy() time.Time {
	switch {
	case c.PromiseDue.IsZero():
		return c.DecisionAt
	case c.DecisionAt.IsZero() || c.PromiseDue.Before(c.DecisionAt):
		return c.PromiseDue
	}
	return c.DecisionAt
}

// CheckPolicy says what a second librarian must have read before delivery.
type CheckPolicy string

// The check policies.
const (
	CheckNone     CheckPolicy = "none"
	CheckStrategy CheckPolicy = "strategy"
	CheckSummary  CheckPolicy = "summary"
	CheckBoth     CheckPolicy = "both"
)

func (p CheckPolicy) requires(s Subject) bool {
	return p == CheckBoth || string(p) == string(s)
}

// Subject is what a check reads.
type Subject string

// The subjects of a check.
const (
	Strategy Subject = "strategy"
	Summary  Subject = "summary"
)

// Check is one reading by a second librarian: under way, passed or waived. It binds to a digest, so a text that
// changed after approval has not been approved.
type Check struct {
	Subject  Subject    `json:"subject"`
	Version  int        `json:"version"`
	Digest   string     `json:"digest"`
	Authors  []PersonID `json:"authors"`
	Trainee  bool       `json:"trainee,omitempty"`
	From     Stage      `json:"from,omitempty"`
	Reviewer PersonID   `json:"reviewer,omitempty"` // invited, possibly from another library
	By       PersonID   `json:"by,omitempty"`
	Waived   bool       `json:"waived,omitempty"`
}

// Before is what a merge put aside.
type Before struct {
	Stage   Stage `json:"stage"`
	Running bool  `json:"running"`
}

// Partner is the library that a request was referred to.
type Partner struct {
	Request  RequestID `json:"request,omitempty"` // empty for a partner outside this system
	Expected time.Time `json:"expected,omitzero"`
}

// FollowUp says whether the impact of a request is to be asked about.
type FollowUp string

// The states of the wish for a follow-up; the follow-up itself is a workflow of its own.
const (
	FollowUpNone      FollowUp = ""
	FollowUpWanted    FollowUp = "wanted"
	FollowUpSuspended FollowUp = "suspended" // reopened: ask only after the next delivery
)

// passed returns the check of a subject that was approved or waived.
func (s State) passed(subject Subject) (Check, bool) {
	for _, c := range s.Passed {
		if c.Subject == subject {
			return c, true
		}
	}
	return Check{}, false
}

func (s *State) pass(c Check) {
	s.Passed = slices.DeleteFunc(slices.Clone(s.Passed), func(p Check) bool { return p.Subject == c.Subject })
	s.Passed = append(s.Passed, c)
}

func (s State) fired(n Name) bool { return slices.Contains(s.Fired, n) }

func (s *State) forget(names ...Name) {
	s.Fired = slices.DeleteFunc(slices.Clone(s.Fired), func(n Name) bool { return slices.Contains(names, n) })
	if len(s.Fired) == 0 {
		s.Fired = nil
	}
}

// Settle returns the state with the clock that the store computed for it.
func (s State) Settle(c Clock) State {
	s.Clock = c
	s.MustAgree = s.MustAgree && conflicts(c)
	return s
}

func conflicts(c Clock) bool {
	return !c.PromiseDue.IsZero() && !c.DecisionAt.IsZero() && c.PromiseDue.After(c.DecisionAt)
}

// Done reports that nothing can happen to the request any more, so that its workflow may end.
func (s State) Done(now time.Time) bool {
	if s.Stage != Closed {
		return false
	}
	return s.Outcome != Lapsed || !now.Before(s.ClosedAt.Add(ReviveWindow))
}
