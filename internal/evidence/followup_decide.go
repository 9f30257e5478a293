package evidence

import (
	"slices"
	"time"
)

// Commands of a follow-up. The first three come from the request, the next four from the timer, then two from people.
const (
	ImpactAnchor    Name = "impact-anchor"  // delivered: count the times from here
	ImpactSuspend   Name = "impact-suspend" // reopened: ask and remind nobody
	ImpactStop      Name = "impact-stop"    // ended without another delivery, or an operator cancelled the workflow
	ImpactAskDue    Name = "impact-ask"
	ImpactRemindDue Name = "impact-remind"
	ImpactGiveUpDue Name = "impact-give-up"
	ImpactAskAgain  Name = "impact-ask-again"
	ImpactAnswer    Name = "impact-answer"
	ImpactOptOut    Name = "impact-opt-out"
)

// ImpactCommand asks for a change to one follow-up.
type ImpactCommand struct {
	ID     string    `json:"id"`
	Name   Name      `json:"name"`
	Anchor time.Time `json:"anchor,omitzero"`  // anchor: the delivery
	Type   string    `json:"type,omitempty"`   // anchor: the type of search
	Ask    string    `json:"ask,omitempty"`    // answer, opt-out: which ask
	Answer string    `json:"answer,omitempty"` // answer: the row that holds it
}

// ImpactTransition is a decided command of a follow-up on its way to the store, which writes the follow-up, its asks and
// its notices in one transaction. For [ImpactAskDue] and [ImpactAskAgain] the store makes the asks: one per person the answer was for, each
// asked, or recorded as opted out or not asked with its reason. The store then settles Next and returns it. It is
// idempotent by (request, seq): a step that is stored already returns the stored state.
type ImpactTransition struct {
	Command    ImpactCommand `json:"command"`
	From       ImpactStage   `json:"from,omitempty"`
	Next       ImpactState   `json:"next"`
	Notice     NoticeKind    `json:"notice,omitempty"` // owed to everybody whose ask is now asked or reminded
	RecordedAt time.Time     `json:"recorded_at"`
}

// DecideImpact says what a command does to a follow-up, or refuses it with an *Error: NotFound for an ask that is not of
// this request, AlreadyAnswered for a second and different answer, Expired for one that comes too late. It is pure.
func DecideImpact(s ImpactState, c ImpactCommand, now time.Time) (ImpactTransition, error) {
	n := s
	n.V, n.Seq, n.At = StateVersion, s.Seq+1, later(s.At, now)
	n.Asks = slices.Clone(s.Asks)
	t := ImpactTransition{Command: c, From: s.Stage, Next: n, RecordedAt: now}
	return t, t.decide(s)
}

func (t *ImpactTransition) decide(s ImpactState) error {
	n, c := &t.Next, t.Command
	switch c.Name {
	case ImpactAnchor:
		return n.anchor(c)
	case ImpactSuspend:
		return n.suspend()
	case ImpactStop:
		return n.stop()
	case ImpactAskDue, ImpactRemindDue, ImpactGiveUpDue, ImpactAskAgain:
		return t.fire(s)
	case ImpactAnswer:
		return n.answer(c)
	case ImpactOptOut:
		return n.optOut(c)
	default:
		return InvalidField("command", "unknown", "There is no such command.")
	}
}

func (s *ImpactState) anchor(c ImpactCommand) error {
	if s.Stopped || s.Seq > 1 && !s.Suspended {
		return refuseImpact("It counts from a delivery already.")
	}
	s.Suspended = false
	if !c.Anchor.IsZero() {
		s.Anchor = c.Anchor
	}
	if c.Type != "" {
		s.Type = c.Type
	}
	return nil
}

func (s *ImpactState) suspend() error {
	if s.Suspended || s.Stopped {
		return refuseImpact("It waits or has stopped already.")
	}
	s.Suspended = true
	s.Due.Remind, s.Due.GiveUp = time.Time{}, time.Time{}
	return nil
}

func (s *ImpactState) stop() error {
	if s.Stopped {
		return refuseImpact("It has stopped already.")
	}
	s.Stopped, s.Suspended = true, false
	s.move(AskNoResponse, AskAsked, AskReminded)
	return nil
}

// fire carries out the deadline that is in force, and no other.
func (t *ImpactTransition) fire(s ImpactState) error {
	if !slices.ContainsFunc(s.Deadlines(), func(d Deadline) bool { return d.Name == t.Command.Name }) {
		return refuseImpact("This is not due.")
	}
	n := &t.Next
	switch t.Command.Name {
	case ImpactAskDue:
		n.AskedAt, t.Notice = n.At, NoticeImpactAsked
	case ImpactRemindDue:
		n.RemindedAt, t.Notice = n.At, NoticeImpactReminder
		n.move(AskReminded, AskAsked)
	case ImpactAskAgain:
		n.move(AskNoResponse, AskAsked, AskReminded) // of the first round; its links still take answers
		n.Round, n.AskedAt, n.RemindedAt, n.GaveUpAt = secondLook, n.At, time.Time{}, time.Time{}
		n.Due, t.Notice = ImpactDue{}, NoticeImpactAgain
	default:
		n.GaveUpAt = n.At
		n.move(AskNoResponse, AskAsked, AskReminded)
	}
	return nil
}

func (s *ImpactState) answer(c ImpactCommand) error {
	i, ok := s.ask(c.Ask)
	switch {
	case !ok:
		return &Error{Code: NotFound}
	case c.Answer == "":
		return InvalidField("answer", "required", "This is needed.")
	case s.Asks[i].State == AskAnswered:
		return &Error{Code: AlreadyAnswered}
	case s.Asks[i].State == AskOptedOut, s.Asks[i].State == AskNotAsked, !s.At.Before(s.end(s.Asks[i])):
		return &Error{Code: Expired}
	}
	s.Asks[i].State, s.Asks[i].Answer = AskAnswered, c.Answer
	return nil
}

// end is until when answers to an ask are taken.
func (s *ImpactState) end(a ImpactAsk) time.Time {
	if !a.End.IsZero() {
		return a.End
	}
	return s.Due.End
}

// optOut ends the asking of one person. An answer that was given stays.
func (s *ImpactState) optOut(c ImpactCommand) error {
	i, ok := s.ask(c.Ask)
	switch {
	case !ok:
		return &Error{Code: NotFound}
	case s.Asks[i].Left:
		return refuseImpact("You will not be asked again.")
	}
	s.Asks[i].Left = true
	if s.Asks[i].State != AskAnswered {
		s.Asks[i].State = AskOptedOut
	}
	return nil
}

// Repeats reports whether the command asks for what has been done: the same answer to the same ask, or the same opt-out.
func (s ImpactState) Repeats(c ImpactCommand) bool {
	i, ok := s.ask(c.Ask)
	if !ok {
		return false
	}
	return c.Name == ImpactAnswer && c.Answer != "" && s.Asks[i].Answer == c.Answer || c.Name == ImpactOptOut && s.Asks[i].Left
}

func (s *ImpactState) move(to AskState, from ...AskState) {
	for i := range s.Asks {
		if slices.Contains(from, s.Asks[i].State) {
			s.Asks[i].State = to
		}
	}
}

func refuseImpact(detail string) *Error { return &Error{Code: NotAllowedInStage, Detail: detail} }
