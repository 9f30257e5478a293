package evidence

import (
	"slices"
	"time"
)

func unowned(s State, a Actor) error {
	switch s.Owner {
	case "":
		return nil
	case a.Person:
		return &Error{Code: AlreadyClaimed, Detail: "It is yours already.", Stage: s.Stage, Seq: s.Seq}
	}
	return &Error{Code: AlreadyClaimed, Stage: s.Stage, Seq: s.Seq}
}

func owned(s State, _ Actor) error {
	if s.Owner == "" {
		return &Error{Code: NotAllowedInStage, Detail: "Nobody owns it.", Stage: s.Stage, Seq: s.Seq}
	}
	return nil
}

func questionOpen(s State, _ Actor) error {
	if s.Question == "" {
		return &Error{Code: NotAllowedInStage, Detail: "No question is waiting for an answer.", Stage: s.Stage, Seq: s.Seq}
	}
	return nil
}

func agreed(s State, _ Actor) error {
	if s.MustAgree {
		return &Error{Code: DeadlineMustBeAgreed, Stage: s.Stage, Seq: s.Seq}
	}
	return nil
}

func claim(t *step) error {
	t.own(t.cmd.Actor.Person)
	return nil
}

func release(t *step) error {
	t.Next.Owner = ""
	if t.Next.Stage == Triage {
		t.Next.Stage = Submitted
	}
	return nil
}

func reassign(t *step) error {
	if t.cmd.Args.Person == t.Next.Owner {
		return InvalidField("person", "unchanged", "This person owns it already.")
	}
	t.own(t.cmd.Args.Person)
	t.tell(NoticeAssigned, ToOwner)
	return nil
}

func (t *step) own(p PersonID) {
	t.Next.Owner = p
	if t.Next.Stage == Submitted {
		t.Next.Stage = Triage
	}
}

func accept(t *step) error {
	a := t.cmd.Args
	if a.Estimate > MaxEstimateMinutes {
		return InvalidField("estimate_minutes", "too-large", "At most sixty working days.")
	}
	if err := t.promise(a.PromiseDue); err != nil {
		return err
	}
	if !slices.Contains([]CheckPolicy{CheckNone, CheckStrategy, CheckSummary, CheckBoth}, a.Policy) {
		return InvalidField("check_policy", "unknown", "Use none, strategy, summary or both.")
	}
	t.Next.Stage, t.Next.Type, t.Next.Product = Searching, a.Type, a.Product
	t.Next.Estimate, t.Next.Policy = a.Estimate, a.Policy
	return nil
}

// promise makes a new date the promise. It lay ahead when it was agreed, which a late record may tell of.
func (t *step) promise(due time.Time) error {
	if due.Before(t.Next.At) {
		return InvalidField("promise_due", "in-the-past", "Agree a date that is still to come.")
	}
	if due.After(t.now.Add(MaxPromiseAhead)) {
		return InvalidField("promise_due", "too-far", "Agree a date within three years.")
	}
	t.Clock = ClockRule{Do: ClockAgree, At: due}
	t.Next.MustAgree = false
	t.Next.forget(DueSoon, Due, Overdue)
	return nil
}

func ask(t *step) error {
	t.Next.ReturnTo, t.Next.Question, t.Next.AskedAt = t.Next.Stage, t.cmd.Args.Message, t.Next.At
	t.Next.Stage = Clarifying
	t.Next.forget(Remind1, Remind2, LapseWarning, Lapse)
	t.Clock = ClockRule{Do: ClockStop}
	t.tell(NoticeClarification, ToRequester)
	return nil
}

func answer(t *step) error {
	n := &t.Next
	if !ByRequester.is(*n, t.cmd.Actor) && !ByDelegate.is(*n, t.cmd.Actor) && t.cmd.Args.Channel == "" {
		return InvalidField("channel", "required", "Say how the requester's answer reached you.")
	}
	switch n.Stage {
	case OnHold:
		n.HeldFrom = n.ReturnTo
	case Closed:
		n.Outcome, n.ClosedAt = "", time.Time{}
		t.goBack(Triage)
		t.restart()
	default:
		t.goBack(n.ReturnTo)
		t.restart()
	}
	n.ReturnTo, n.Question, n.AskedAt = "", "", time.Time{}
	n.forget(Remind1, Remind2, LapseWarning, Lapse)
	t.tell(NoticeAnswered, ToOwner)
	return nil
}

// goBack brings the request to where it was. If its owner released it in between, there is no triage to go back to.
func (t *step) goBack(to Stage) {
	t.Next.Stage = to
	if to == Triage && t.Next.Owner == "" {
		t.Next.Stage = Submitted
	}
}

// restart lets the clock run on. Settle keeps MustAgree only where the promise now falls after the decision.
func (t *step) restart() {
	t.Clock = ClockRule{Do: ClockResume}
	t.Next.MustAgree = true
}

func hold(t *step) error {
	if !t.cmd.Args.ReviewAt.After(t.now) || t.cmd.Args.ReviewAt.After(t.now.Add(MaxHold)) {
		return InvalidField("review_at", "out-of-range", "Choose a date after today and within a year.")
	}
	t.Next.HeldFrom, t.Next.ReviewAt = t.Next.Stage, t.cmd.Args.ReviewAt
	t.Next.Stage = OnHold
	t.Next.forget(Review)
	t.Clock = ClockRule{Do: ClockStop}
	t.tell(NoticeOnHold, ToRequester)
	return nil
}

func resume(t *step) error {
	n := &t.Next
	t.goBack(n.HeldFrom)
	n.HeldFrom, n.ReviewAt = "", time.Time{}
	n.forget(Review)
	if n.Stage != Clarifying {
		t.restart()
	}
	return nil
}

func completeSearch(t *step) error {
	if p, ok := t.Next.passed(Strategy); t.Next.Policy.requires(Strategy) {
		if !ok {
			return &Error{Code: CheckRequired, Detail: "The strategy has not been checked.", Stage: t.Next.Stage, Seq: t.Next.Seq - 1}
		}
		if p.Digest != t.cmd.Args.Digest {
			return &Error{Code: ChangedAfterCheck, Stage: t.Next.Stage, Seq: t.Next.Seq - 1}
		}
	}
	t.Next.Stage, t.Next.SearchDigest = Summarising, t.cmd.Args.Digest
	return nil
}

func resumeSearch(t *step) error {
	t.Next.Stage = Searching
	return nil
}
