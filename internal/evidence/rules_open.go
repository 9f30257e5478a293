package evidence

import "slices"

// ByRequesterOf is the requester or delegate named in an opening, which makes no request for anybody else.
const ByRequesterOf Who = "requester or delegate"

func submit(t *step) error {
	if err := t.open(Submitted); err != nil {
		return err
	}
	o := t.cmd.Args.Opening
	if a := t.cmd.Actor; !a.Staff() && !a.System && a.Person != o.Requester && !slices.Contains(o.Delegates, a.Person) {
		return Refuse(NotPermitted, "Only library staff submit for somebody else.")
	}
	t.Next.Owner = ""
	t.Clock = ClockRule{Do: ClockStart}
	t.tell(NoticeAcknowledged, ToRequester)
	return nil
}

func openChild(t *step) error {
	if err := t.open(Triage); err != nil {
		return err
	}
	if t.Next.Owner == "" {
		return InvalidField("opening.owner", "required", "A part keeps the owner of the whole.")
	}
	t.Clock = ClockRule{Do: ClockStart}
	return nil
}

func answerLive(t *step) error {
	if err := t.open(Delivered); err != nil {
		return err
	}
	if t.cmd.Args.Outcome != AnsweredLive && t.cmd.Args.Outcome != NothingFound {
		return InvalidField("outcome", "not-allowed", "A live answer is answered_live or nothing_found.")
	}
	t.Next.Owner = t.cmd.Actor.Person
	t.Next.Outcome = t.cmd.Args.Outcome
	t.Next.FirstDeliveredAt, t.Next.DeliveredAt = t.Next.At, t.Next.At
	if t.cmd.Args.Opening.FollowUp {
		t.Next.FollowUp = FollowUpWanted
	}
	t.Clock = ClockRule{Do: ClockEnd}
	return nil
}

func (t *step) open(stage Stage) error {
	o := t.cmd.Args.Opening
	if len(o.Delegates) > MaxDelegates {
		return InvalidField("opening.delegates", "too-many", "Name fewer people.")
	}
	n := &t.Next
	n.Request, n.Library, n.Requester, n.Delegates, n.Owner = o.Request, o.Library, o.Requester, o.Delegates, o.Owner
	n.Urgency, n.Type, n.Product, n.Stage = o.Urgency, o.Type, o.Product, stage
	n.ReceivedAt = o.ReceivedAt
	if n.ReceivedAt.IsZero() {
		n.ReceivedAt = n.At
	}
	if n.ReceivedAt.After(n.At) {
		return InvalidField("opening.received_at", "in-the-future", "It cannot be later than now.")
	}
	n.Clock.DecisionAt = o.DecisionAt
	return nil
}
