package evidence

import (
	"cmp"
	"slices"
	"time"
)

// anothersWork is the four-eyes rule: nobody checks what they wrote or submitted.
func anothersWork(s State, a Actor) error {
	if s.Check == nil || a.Person == s.Owner || slices.Contains(s.Check.Authors, a.Person) {
		return &Error{Code: OwnWork, Stage: s.Stage, Seq: s.Seq}
	}
	return nil
}

func librarianOnly(_ State, a Actor) error {
	if !a.Is(Librarian) {
		return Refuse(NotPermitted, "This is for a librarian.")
	}
	return nil
}

func subjectOf(s Stage) Subject {
	if s == Searching {
		return Strategy
	}
	return Summary
}

func (t *step) check() Check {
	a := t.cmd.Args
	return Check{Subject: a.Subject, Version: a.Version, Digest: a.Digest, Authors: a.Authors, Trainee: a.Trainee, Reviewer: a.Reviewer}
}

func submitForCheck(t *step) error {
	a := t.cmd.Args
	if a.Subject != subjectOf(t.Next.Stage) {
		return InvalidField("subject", "not-allowed", "A strategy is checked while searching, a summary while summarising.")
	}
	if a.Reviewer != "" && (a.Reviewer == t.Next.Owner || slices.Contains(a.Authors, a.Reviewer)) {
		return &Error{Code: OwnWork, Stage: t.Next.Stage}
	}
	c := t.check()
	c.From = t.Next.Stage
	if by := t.cmd.Actor.Person; !slices.Contains(c.Authors, by) {
		c.Authors = append(slices.Clone(c.Authors), by) // who sent it answers for it, also after it is handed on
	}
	t.Next.Check, t.Next.Stage = &c, Checking
	if a.Reviewer != "" {
		t.tell(NoticeCheckAsked, ToReviewer)
	}
	return nil
}

func approve(t *step) error {
	c := *t.Next.Check
	if t.cmd.Args.Version != c.Version || t.cmd.Args.Digest != c.Digest {
		return &Error{Code: ChangedAfterCheck, Detail: "What you read is not what was submitted for check.", Stage: Checking, Seq: t.Next.Seq - 1}
	}
	if c.Subject == Strategy && t.cmd.Args.Press == "" {
		return InvalidField("press", "required", "A strategy is checked with the PRESS form.")
	}
	c.By = t.cmd.Actor.Person
	t.endCheck(&c)
	return nil
}

func returnForChanges(t *step) error {
	t.endCheck(nil)
	return nil
}

func (t *step) endCheck(passed *Check) {
	t.Next.Stage, t.Next.Check = t.Next.Check.From, nil
	if passed != nil {
		t.Next.pass(*passed)
	}
	t.tell(NoticeChecked, ToOwner)
}

func waiveCheck(t *step) error {
	c := t.check()
	if t.Next.Stage == Checking {
		if c.Subject != t.Next.Check.Subject || c.Digest != t.Next.Check.Digest {
			return &Error{Code: ChangedAfterCheck, Stage: Checking, Seq: t.Next.Seq - 1}
		}
		c = *t.Next.Check
	}
	switch {
	case c.Trainee || t.cmd.Args.Trainee:
		return Refuse(NotPermitted, "A trainee's work is always checked.")
	case slices.Contains(c.Authors, t.cmd.Actor.Person) || t.cmd.Actor.Person == t.Next.Owner:
		return &Error{Code: OwnWork, Stage: t.Next.Stage}
	}
	c.By, c.Waived = t.cmd.Actor.Person, true
	if t.Next.Stage == Checking {
		t.endCheck(&c)
		return nil
	}
	t.Next.pass(c)
	return nil
}

// checked refuses to send out a summary that policy wants checked and nobody checked in exactly this form.
func (t *step) checked() error {
	a := t.cmd.Args
	refuse := func(code Code, detail string) error {
		return &Error{Code: code, Detail: detail, Stage: t.Next.Stage, Seq: t.Next.Seq - 1}
	}
	if p, ok := t.Next.passed(Strategy); t.Next.Policy.requires(Strategy) {
		if !ok {
			return refuse(CheckRequired, "The strategy has not been checked.")
		}
		// As it is sent; histories from before this was carried know it only as it was when searching ended.
		if sent := cmp.Or(a.Strategy, t.Next.SearchDigest); sent != "" && p.Digest != sent {
			return refuse(ChangedAfterCheck, "The strategy changed after it was checked.")
		}
	}
	p, ok := t.Next.passed(Summary)
	switch required := t.Next.Policy.requires(Summary) || a.Trainee; {
	case required && !ok:
		return refuse(CheckRequired, "The summary has not been checked.")
	case required && (p.Digest != a.Digest || p.Version != a.Version):
		return refuse(ChangedAfterCheck, "")
	case a.Trainee && p.Waived:
		return refuse(CheckRequired, "A trainee's work is always checked.")
	}
	return nil
}

func deliver(t *step) error {
	if !slices.Contains(deliveredWith(), t.cmd.Args.Outcome) {
		return InvalidField("outcome", "not-allowed", "Deliver with answered, nothing_found or referred.")
	}
	if err := t.checked(); err != nil {
		return err
	}
	n := &t.Next
	n.Stage, n.Outcome, n.DeliveredAt, n.MustAgree = Delivered, t.cmd.Args.Outcome, n.At, false
	if n.FirstDeliveredAt.IsZero() {
		n.FirstDeliveredAt = n.At
	}
	n.FollowUp, n.Sent = FollowUpWanted, t.cmd.Args.Digest
	n.forget(Close)
	t.Clock = ClockRule{Do: ClockEnd}
	t.tell(NoticeDelivered, ToRequester)
	return nil
}

func correct(t *step) error {
	// Histories from before it was carried what a correction replaces hold some that replaced nothing.
	if a := t.cmd.Args; a.Replaces != "" && a.Digest == cmp.Or(t.Next.Sent, a.Replaces) {
		return InvalidField("summary", "unchanged", "Nothing that the requester reads has changed since the report was sent. Change it, then send the correction.")
	}
	if err := t.checked(); err != nil {
		return err
	}
	t.Next.Sent = t.cmd.Args.Digest
	t.tell(NoticeCorrected, ToRequester)
	return nil
}

func reopen(t *step) error {
	if t.cmd.Args.BackTo != Searching && t.cmd.Args.BackTo != Summarising {
		return InvalidField("back_to", "not-allowed", "Go on from searching or summarising.")
	}
	if !t.now.Before(t.Next.DeliveredAt.Add(ReopenWindow)) {
		return &Error{Code: NotAllowedInStage, Detail: "It was delivered more than 30 days ago. Ask a new, linked question.", Stage: Delivered, Seq: t.Next.Seq - 1}
	}
	n := &t.Next
	n.Stage, n.Outcome, n.DeliveredAt = t.cmd.Args.BackTo, "", time.Time{}
	if n.FollowUp == FollowUpWanted {
		n.FollowUp = FollowUpSuspended
	}
	n.forget(DueSoon, Due, Overdue, Close)
	t.Clock = ClockRule{Do: ClockStart}
	t.tell(NoticeReopened, ToOwner)
	return nil
}
