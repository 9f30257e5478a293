package evidence

// CannotMeetDecision is the reason code that lets work go on although the promise falls after the decision.
const CannotMeetDecision = "cannot_meet_decision"

func agreeDeadline(t *step) error {
	if err := t.promise(t.cmd.Args.PromiseDue); err != nil {
		return err
	}
	t.Next.MustAgree = t.cmd.Args.Reason != CannotMeetDecision
	t.tell(NoticeDeadlineChanged, ToRequester)
	return nil
}

func setUrgency(t *step) error {
	if t.cmd.Args.Urgency == t.Next.Urgency {
		return InvalidField("urgency", "unchanged", "It has this urgency already.")
	}
	t.Next.Urgency = t.cmd.Args.Urgency
	t.Next.forget(DueSoon, Due, Overdue)
	t.Clock = ClockRule{Do: ClockRebase}
	t.tell(NoticeDeadlineChanged, ToRequester)
	return nil
}

func changeRequester(t *step) error {
	if t.cmd.Args.Person == t.Next.Requester {
		return InvalidField("person", "unchanged", "This person is the requester already.")
	}
	t.Next.Requester = t.cmd.Args.Person
	t.tell(NoticeAcknowledged, ToRequester)
	return nil
}

func recompute(t *step) error {
	t.Next.At = t.before
	t.Clock = ClockRule{Do: ClockAgain}
	return nil
}

// fire records that a deadline has passed, once.
func fire(kind NoticeKind, to ...Audience) func(*step) error {
	return func(t *step) error {
		if t.Next.fired(t.cmd.Name) {
			return &Error{Code: NotAllowedInStage, Detail: "It has fired already.", Stage: t.Next.Stage}
		}
		if isDueName(t.cmd.Name) && !t.Next.Clock.Running {
			return &Error{Code: NotAllowedInStage, Detail: "The clock is stopped.", Stage: t.Next.Stage}
		}
		// What people write down later may have happened before the engine noticed this.
		t.Next.At = t.before
		t.Next.Fired = append(t.Next.Fired[:len(t.Next.Fired):len(t.Next.Fired)], t.cmd.Name)
		t.tell(kind, to...)
		return nil
	}
}

func isDueName(n Name) bool { return n == DueSoon || n == Due || n == Overdue }
