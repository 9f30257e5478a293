package evidence

import (
	"slices"
	"time"
)

// ImpactState is everything the follow-up of one request knows: who was asked what difference the answer made, and when
// to ask, remind and stop. There is one follow-up per request for life, however often the request is delivered.
type ImpactState struct {
	V         int         `json:"v"`
	Request   RequestID   `json:"request"`
	Library   LibraryID   `json:"library"`
	Type      string      `json:"type"` // type of search; it decides how long to wait before asking
	Seq       int         `json:"seq"`  // number of the newest transition; 0 before the first
	Stage     ImpactStage `json:"stage,omitempty"`
	At        time.Time   `json:"at,omitzero"`
	Anchor    time.Time   `json:"anchor"` // the delivery from which the times are counted
	Suspended bool        `json:"suspended,omitempty"`
	Stopped   bool        `json:"stopped,omitempty"`
	Round     int         `json:"round,omitempty"` // 2 from the second look on; the instants below are those of this round

	AskedAt    time.Time   `json:"asked_at,omitzero"`
	RemindedAt time.Time   `json:"reminded_at,omitzero"`
	GaveUpAt   time.Time   `json:"gave_up_at,omitzero"`
	Due        ImpactDue   `json:"due,omitzero"`   // computed by Settle
	Asks       []ImpactAsk `json:"asks,omitempty"` // made by the store when the time to ask has come
}

// ImpactDue holds the instants of a follow-up; zero where none is in force.
type ImpactDue struct {
	Ask    time.Time `json:"ask,omitzero"`
	Remind time.Time `json:"remind,omitzero"`
	GiveUp time.Time `json:"give_up,omitzero"`
	Again  time.Time `json:"again,omitzero"` // the second look
	End    time.Time `json:"end,omitzero"`   // answers are taken until then
}

// ImpactStage is where a follow-up stands.
type ImpactStage string

// The stages of a follow-up.
const (
	ImpactScheduled  ImpactStage = "scheduled"
	ImpactSuspended  ImpactStage = "suspended" // the request was reopened
	ImpactAsked      ImpactStage = "asked"
	ImpactReminded   ImpactStage = "reminded"
	ImpactAnswered   ImpactStage = "answered"
	ImpactNoResponse ImpactStage = "no_response" // a late answer still makes it answered
	ImpactOptedOut   ImpactStage = "opted_out"
	ImpactNotAsked   ImpactStage = "not_asked" // everybody was asked recently or has left, or the request ended undelivered
)

// ImpactStages lists every stage of a follow-up.
func ImpactStages() []ImpactStage {
	return []ImpactStage{
		ImpactScheduled, ImpactSuspended, ImpactAsked, ImpactReminded, ImpactAnswered, ImpactNoResponse, ImpactOptedOut, ImpactNotAsked,
	}
}

// ImpactAsk is one person asked about one request.
type ImpactAsk struct {
	ID     string    `json:"id"`
	Person PersonID  `json:"person"`
	State  AskState  `json:"state"`
	Reason AskReason `json:"reason,omitempty"` // why the person was not asked
	Answer string    `json:"answer,omitempty"` // the row that holds the answer
	Left   bool      `json:"left,omitempty"`   // the person asked never to be asked again
	Round  int       `json:"round,omitempty"`  // 2 for the second look
	End    time.Time `json:"end,omitzero"`     // answers to it are taken until then
}

// AskState is where one ask stands.
type AskState string

// The states of an ask.
const (
	AskAsked      AskState = "asked"
	AskReminded   AskState = "reminded"
	AskAnswered   AskState = "answered"
	AskNoResponse AskState = "no_response"
	AskOptedOut   AskState = "opted_out"
	AskNotAsked   AskState = "not_asked"
)

// AskReason says why somebody was not asked.
type AskReason string

// The reasons for not asking.
const (
	NotAskedRecent  AskReason = "recent" // asked about another request less than AskEvery ago
	NotAskedErased  AskReason = "erased"
	NotAskedSampled AskReason = "not_sampled" // the request is not in the share that the library asks about
)

// The periods of a follow-up (domain rule 7.5). All but the last are moved to the next working morning.
const (
	AskPatientAfter = 14 * 24 * time.Hour // after delivery, for the care of a specific patient
	AskOthersAfter  = 28 * 24 * time.Hour
	ImpactRemind    = 7 * 24 * time.Hour  // after asking
	ImpactGiveUp    = 7 * 24 * time.Hour  // after reminding: one week more, as the reminder gave
	AskAgainAfter   = 90 * 24 * time.Hour // after delivery: what came of it in the end
	AnswerWindow    = 90 * 24 * time.Hour // after asking; a later answer is refused
	AskEvery        = 30 * 24 * time.Hour // nobody is asked more often
)

// AskAfter says how long after delivery to ask about a search of this type.
func AskAfter(searchType string) time.Duration {
	if searchType == "patient_care" {
		return AskPatientAfter
	}
	return AskOthersAfter
}

// LooksAgain reports whether people are asked a second time what came of a search of this type: where the decision that it
// was for takes its time.
func LooksAgain(searchType string) bool {
	switch searchType {
	case "business_case", "guideline_policy_pathway", "quality_improvement", "service_development_management":
		return true
	}
	return false
}

// Morning gives the opening of the first working day that begins after t.
type Morning func(t time.Time) (time.Time, error)

// Mornings makes a Morning of a calendar's zone and the function that gives the first open instant at or after another.
func Mornings(zone *time.Location, nextOpen func(time.Time) (time.Time, error)) Morning {
	return func(t time.Time) (time.Time, error) {
		d := t.In(zone)
		return nextOpen(time.Date(d.Year(), d.Month(), d.Day()+1, 0, 0, 0, 0, zone))
	}
}

// Settle returns the state with its stage and its instants. The store calls it after making the asks.
func (s ImpactState) Settle(morning Morning) (ImpactState, error) {
	s.Stage = s.stage()
	var err error
	instant := func(from time.Time, wait time.Duration) (at time.Time) {
		if err == nil && !s.Suspended && !s.Stopped {
			at, err = morning(from.Add(wait))
		}
		return at
	}
	switch {
	case s.AskedAt.IsZero():
		s.Due = ImpactDue{Ask: instant(s.Anchor, AskAfter(s.Type))}
		return s, err
	case s.RemindedAt.IsZero():
		s.Due.Remind = instant(later(s.AskedAt, s.Anchor), ImpactRemind)
	case s.GaveUpAt.IsZero():
		s.Due.GiveUp = instant(later(s.RemindedAt, s.Anchor), ImpactGiveUp)
	}
	switch {
	case s.Stopped, s.Round == secondLook, !LooksAgain(s.Type):
		s.Due.Again = time.Time{}
	case !s.Suspended: // while it waits, it stays known that there is one to come
		s.Due.Again = instant(later(s.Anchor.Add(AskAgainAfter), s.AskedAt.Add(AskEvery)), 0)
	}
	s.Due.End = s.AskedAt.Add(AnswerWindow)
	return s, err
}

// secondLook is the round after the first, and the last.
const secondLook = 2

func (s ImpactState) stage() ImpactStage {
	switch {
	case s.now(AskAnswered):
		return ImpactAnswered
	case s.Suspended:
		return ImpactSuspended
	case s.AskedAt.IsZero() && !s.Stopped:
		return ImpactScheduled
	case s.now(AskReminded):
		return ImpactReminded
	case s.now(AskAsked):
		return ImpactAsked
	case s.now(AskNoResponse):
		return ImpactNoResponse
	case s.now(AskOptedOut):
		return ImpactOptedOut
	}
	return ImpactNotAsked
}

// Deadlines lists what the engine has to do and when: at most one step of this round, and the second look or the end.
// [Finish] is the end of the time in which answers are taken.
func (s ImpactState) Deadlines() []Deadline {
	var due []Deadline
	add := func(name Name, at time.Time) {
		if !at.IsZero() {
			due = append(due, Deadline{name, at})
		}
	}
	switch waits := s.now(AskAsked) || s.now(AskReminded); {
	case s.AskedAt.IsZero():
		add(ImpactAskDue, s.Due.Ask)
	case waits && s.RemindedAt.IsZero():
		add(ImpactRemindDue, s.Due.Remind)
	case waits && s.GaveUpAt.IsZero():
		add(ImpactGiveUpDue, s.Due.GiveUp)
	}
	switch {
	case s.Due.Again.IsZero():
		add(Finish, s.Due.End)
	case !s.Suspended:
		add(ImpactAskAgain, s.Due.Again)
	}
	return due
}

// Done reports that nothing more can happen: nobody is to be asked and nobody's answer would be taken.
func (s ImpactState) Done(now time.Time) bool {
	if s.AskedAt.IsZero() {
		return s.Stopped
	}
	over := !now.Before(s.Due.End) || !s.has(AskAsked) && !s.has(AskReminded) && !s.has(AskNoResponse)
	return over && s.Due.Again.IsZero()
}

func (s ImpactState) has(state AskState) bool {
	return slices.ContainsFunc(s.Asks, func(a ImpactAsk) bool { return a.State == state })
}

// now is has for the asks of this round.
func (s ImpactState) now(state AskState) bool {
	return slices.ContainsFunc(s.Asks, func(a ImpactAsk) bool { return a.State == state && a.Round == s.Round })
}

func (s ImpactState) ask(id string) (int, bool) {
	i := slices.IndexFunc(s.Asks, func(a ImpactAsk) bool { return a.ID == id })
	return i, i >= 0
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
