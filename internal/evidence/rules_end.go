package evidence

import (
	"slices"
	"time"
)

func refer(t *step) error {
	a, n := t.cmd.Args, &t.Next
	switch {
	case !a.Consent:
		return InvalidField("consent", "required", "The requester must agree first.")
	case a.Outside && a.ReviewAt.IsZero():
		return InvalidField("review_at", "required", "Give the date that the partner promised.")
	case !a.Outside && a.Request == "":
		return InvalidField("request", "required", "Name the request at the partner library.")
	case !a.ReviewAt.IsZero() && a.ReviewAt.Before(t.now):
		return InvalidField("review_at", "in-the-past", "Give a date that is still to come.")
	}
	stopped := !t.Next.Clock.Running
	t.leaveWaiting()
	n.Stage, n.Partner, n.Check = Referred, &Partner{Request: a.Request, Expected: a.ReviewAt}, nil
	n.forget(ReferralDue)
	if stopped {
		t.restart()
	}
	t.tell(NoticeReferred, ToRequester)
	return nil
}

// leaveWaiting forgets a question or a hold that no longer matters.
func (t *step) leaveWaiting() {
	n := &t.Next
	n.ReturnTo, n.Question, n.AskedAt, n.HeldFrom, n.ReviewAt = "", "", time.Time{}, "", time.Time{}
	n.forget(Remind1, Remind2, LapseWarning, Lapse, Review)
}

func returnFromPartner(t *step) error {
	if t.cmd.Args.BackTo != Triage && t.cmd.Args.BackTo != Summarising {
		return InvalidField("back_to", "not-allowed", "Go on from triage or summarising.")
	}
	t.comeBack(t.cmd.Args.BackTo)
	return nil
}

func (t *step) comeBack(to Stage) {
	t.Next.Partner = nil
	t.goBack(to)
}

func partnerEnded(t *step) error {
	if t.Next.Partner == nil || t.Next.Partner.Request != t.cmd.Args.Request {
		return &Error{Code: NotAllowedInStage, Detail: "It was not referred to that request.", Stage: t.Next.Stage}
	}
	to := Triage
	if slices.Contains([]Outcome{Answered, AnsweredLive, NothingFound}, t.cmd.Args.Outcome) {
		to = Summarising
	}
	t.comeBack(to)
	t.tell(NoticePartnerAnswered, ToOwner)
	return nil
}

func merge(t *step) error {
	if t.cmd.Args.Survivor == t.Next.Request {
		return Refuse(LinkRefused, "A request cannot be merged into itself.")
	}
	n := &t.Next
	n.Before = &Before{Stage: n.Stage, Running: n.Clock.Running}
	n.Stage, n.Survivor = Merged, t.cmd.Args.Survivor
	t.Clock = ClockRule{Do: ClockStop}
	t.tell(NoticeMerged, ToRequester)
	return nil
}

func unmerge(t *step) error {
	n := &t.Next
	n.Stage = n.Before.Stage
	if n.Before.Running {
		t.restart()
	}
	n.Before, n.Survivor = nil, ""
	return nil
}

func closeMerged(t *step) error {
	t.end(OutcomeMerged)
	return nil
}

func split(t *step) error {
	children := t.cmd.Args.Children
	if len(children) < 2 || len(children) > MaxParts {
		return InvalidField("children", "out-of-range", "Split into two to ten parts.")
	}
	t.Next.Stage, t.Next.Children = Split, slices.Clone(children)
	t.Clock = ClockRule{Do: ClockEnd}
	return nil
}

func childEnded(t *step) error {
	i := slices.Index(t.Next.Children, t.cmd.Args.Request)
	if i < 0 {
		return &Error{Code: NotAllowedInStage, Detail: "It is not a part of this request, or ended before.", Stage: t.Next.Stage}
	}
	t.Next.Children = slices.Delete(slices.Clone(t.Next.Children), i, i+1)
	if len(t.Next.Children) == 0 {
		t.Next.Children = nil
		t.end(OutcomeSplit)
	}
	return nil
}

// end closes the request and puts away everything that waited.
func (t *step) end(o Outcome) {
	n := &t.Next
	t.leaveWaiting()
	n.Stage, n.Outcome, n.ClosedAt = Closed, o, n.At
	n.Check, n.Before, n.Partner, n.MustAgree = nil, nil, nil, false
	if n.FollowUp == FollowUpSuspended {
		n.FollowUp = FollowUpNone
	}
	t.Clock = ClockRule{Do: ClockEnd}
}

func decline(t *step) error {
	t.end(Declined)
	t.tell(NoticeClosed, ToRequester)
	return nil
}

func signpost(t *step) error {
	t.end(Signposted)
	t.tell(NoticeClosed, ToRequester)
	return nil
}

func withdraw(t *step) error {
	a := t.cmd.Actor
	if !ByRequester.is(t.Next, a) && !ByDelegate.is(t.Next, a) && !t.cmd.Args.Left {
		return InvalidField("left", "required", "A manager withdraws only for a requester who has left.")
	}
	t.end(Withdrawn)
	t.tell(NoticeWithdrawn, ToOwner)
	return nil
}

func lapse(t *step) error {
	question, asked, back := t.Next.Question, t.Next.AskedAt, t.Next.ReturnTo
	t.end(Lapsed)
	// A late answer still belongs to the question that was asked.
	t.Next.Question, t.Next.AskedAt, t.Next.ReturnTo = question, asked, back
	t.Clock = ClockRule{Do: ClockStop}
	t.tell(NoticeLapsed, ToRequester, ToOwner)
	return nil
}

func closeDelivered(t *step) error {
	outcome := t.Next.Outcome
	t.end(outcome)
	return nil
}

func cancel(t *step) error {
	outcome := t.Next.Outcome
	if outcome == "" {
		outcome = Withdrawn
	}
	t.end(outcome)
	t.tell(NoticeClosed, ToRequester)
	t.tell(NoticeWithdrawn, ToOwner)
	return nil
}
