package workflows_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// TestFullLife takes a request from submission to the end of its 30 days, past every check, with refusals on the way.
func TestFullLife(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.stubFollowUp()
	d.refused(time.Minute, cmd(evidence.Claim, requester, evidence.Args{}), evidence.NotPermitted)
	d.refused(0, cmd(evidence.Accept, owner, accepted(d.now(), evidence.CheckNone), "early"), evidence.NotAllowedInStage)
	d.ok(time.Hour, cmd(evidence.Claim, owner, evidence.Args{}))
	d.refused(0, cmd(evidence.Claim, colleague, evidence.Args{}), evidence.AlreadyClaimed)
	d.refused(time.Hour, cmd(evidence.Accept, owner, evidence.Args{}), evidence.Invalid)
	d.ok(0, cmd(evidence.Accept, owner, accepted(d.now(), evidence.CheckBoth)))
	d.refused(time.Hour, cmd(evidence.CompleteSearch, owner, completed()), evidence.CheckRequired)
	d.ok(0, cmd(evidence.SubmitForCheck, owner, checked(evidence.Strategy), "s"))
	d.stage(time.Minute, evidence.Checking, owner, true)
	d.refused(0, cmd(evidence.Approve, owner, approved(evidence.Strategy)), evidence.OwnWork)
	d.ok(0, cmd(evidence.ReturnForChanges, colleague, reason("search_terms")))
	d.ok(time.Hour, cmd(evidence.SubmitForCheck, owner, checked(evidence.Strategy), "s2"))
	d.ok(time.Hour, cmd(evidence.Approve, colleague, approved(evidence.Strategy), "s"))
	d.ok(time.Hour, cmd(evidence.CompleteSearch, owner, evidence.Args{Searches: []string{"s1"}, Digest: "digest-strategy"}, "2"))
	d.ok(time.Minute, cmd(evidence.ResumeSearch, owner, evidence.Args{}))
	d.ok(time.Minute, cmd(evidence.CompleteSearch, owner, evidence.Args{Searches: []string{"s1"}, Digest: "digest-strategy"}, "3"))
	d.refused(time.Hour, cmd(evidence.Deliver, owner, delivered(1)), evidence.CheckRequired)
	d.ok(0, cmd(evidence.SubmitForCheck, owner, checked(evidence.Summary), "m"))
	d.ok(time.Minute, cmd(evidence.WaiveCheck, manager, func() evidence.Args {
		a := checked(evidence.Summary)
		a.Reason = "urgent_care"
		return a
	}()))
	d.refused(time.Minute, cmd(evidence.Deliver, owner, delivered(2)), evidence.ChangedAfterCheck)
	d.ok(0, cmd(evidence.Deliver, owner, delivered(1), "ok"))
	d.stage(time.Minute, evidence.Delivered, owner, false)
	d.ok(day, cmd(evidence.Correct, owner, func() evidence.Args {
		a := delivered(1)
		a.Reason = "figure"
		return a
	}()))
	d.runOpened()

	want := []evidence.Stage{
		evidence.Triage, evidence.Searching, evidence.Checking, evidence.Searching, evidence.Checking, evidence.Searching,
		evidence.Summarising, evidence.Searching, evidence.Summarising, evidence.Checking, evidence.Summarising,
		evidence.Delivered, evidence.Delivered, evidence.Closed,
	}
	if diff := cmp.Diff(want, d.store.stages()); diff != "" {
		t.Error(diff)
	}
	if last := d.store.rows[len(d.store.rows)-1]; last.Command.Name != evidence.Close || last.Next.Outcome != evidence.Answered {
		t.Errorf("ended by %s with %s", last.Command.Name, last.Next.Outcome)
	}
	if len(d.children) != 1 || d.children[0].State.Type != "patient_care" || d.children[0].State.Anchor.IsZero() {
		t.Errorf("follow-ups started: %+v", d.children)
	}
	if ended := d.env.Now().Sub(d.started); ended < 30*day || ended > 33*day {
		t.Errorf("ended after %v", ended)
	}
}

// TestDeadlinesOfThePromise lets an owner do nothing until a manager hears of it.
func TestDeadlinesOfThePromise(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.cancel(20 * workingDay)
	if err := d.run(workflows.RequestInput{State: opened(realPace(), d.started)}); err == nil {
		t.Error("a cancelled workflow should say so")
	}
	want := []evidence.Name{evidence.Claim, evidence.DueSoon, evidence.Due, evidence.Overdue, evidence.Cancel}
	if diff := cmp.Diff(want, d.store.commands()); diff != "" {
		t.Error(diff)
	}
	for i, after := range map[int]time.Duration{1: 9 * workingDay, 2: 10 * workingDay, 3: 11 * workingDay} {
		if got := d.store.rows[i].RecordedAt.Sub(d.started); got != after {
			t.Errorf("%s after %v, want %v", d.store.rows[i].Command.Name, got, after)
		}
	}
	wantID := "timer/2/" + string(evidence.DueSoon)
	if got := d.store.rows[1].Command.ID; got != wantID {
		t.Errorf("command ID %s, want %s", got, wantID)
	}
}

// TestDeadlineMovesWithTheDate agrees a later date just before due-soon: nothing fires by the old one.
func TestDeadlineMovesWithTheDate(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.after(9*workingDay-time.Minute, func() {})
	d.ok(0, cmd(evidence.AgreeDeadline, owner, evidence.Args{PromiseDue: d.now().Add(20 * workingDay), Reason: "requester_asked"}))
	d.check(2*workingDay, func(s evidence.State) {
		if len(s.Fired) != 0 {
			t.Errorf("fired %v", s.Fired)
		}
	})
	d.ok(0, cmd(evidence.SetUrgency, manager, evidence.Args{Urgency: "urgent", Reason: "patient_waiting"}))
	d.check(time.Minute, func(s evidence.State) { // an urgent promise made eleven days ago is overdue at once
		if !slices.Contains(s.Fired, evidence.Overdue) {
			t.Errorf("fired %v", s.Fired)
		}
	})
	d.ok(0, cmd(evidence.Decline, owner, reason("out_of_scope")))
	d.runOpened()
}

// TestClarificationStopsTheClock asks, is reminded, holds meanwhile, and finds every minute again.
func TestClarificationStopsTheClock(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.ok(workingDay, cmd(evidence.Ask, owner, evidence.Args{Message: "0199e000-0000-7000-8000-000000000001"}))
	d.stage(time.Minute, evidence.Clarifying, owner, false)
	d.ok(3*workingDay, cmd(evidence.Hold, owner, evidence.Args{Reason: "waiting_for_patient", ReviewAt: d.now().Add(30 * day)}))
	d.refused(time.Minute, cmd(evidence.Ask, owner, evidence.Args{Message: "m"}, "2"), evidence.NotAllowedInStage)
	d.ok(20*workingDay, cmd(evidence.Answer, requester, evidence.Args{Message: "0199e000-0000-7000-8000-000000000002"}))
	d.stage(time.Minute, evidence.OnHold, owner, false)
	d.ok(time.Hour, cmd(evidence.Resume, owner, evidence.Args{}))
	d.check(time.Minute, func(s evidence.State) {
		if s.Stage != evidence.Triage || !s.Clock.Running || s.Clock.Remaining != 9*evidence.WorkingDay {
			t.Errorf("%s running %t with %d minutes", s.Stage, s.Clock.Running, s.Clock.Remaining)
		}
		if got := s.Clock.PromiseDue.Sub(s.At); got != 9*workingDay {
			t.Errorf("due %v after resuming", got)
		}
	})
	d.ok(0, cmd(evidence.Withdraw, requester, reason("no_longer_needed")))
	d.runOpened()
	want := []evidence.Name{
		evidence.Claim, evidence.Ask, evidence.Remind1, evidence.Hold, evidence.Answer, evidence.Resume, evidence.Withdraw,
	}
	if diff := cmp.Diff(want, d.store.commands()); diff != "" {
		t.Error(diff)
	}
}

// TestReviewOfAHold fires on the review date and goes on being on hold.
func TestReviewOfAHold(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.ok(0, cmd(evidence.Hold, owner, evidence.Args{Reason: "awaiting_article", ReviewAt: d.now().Add(3 * day)}))
	d.stage(4*day, evidence.OnHold, owner, false)
	d.ok(0, cmd(evidence.Signpost, owner, evidence.Args{Reason: "guideline"}))
	d.runOpened()
	want := []evidence.Name{evidence.Claim, evidence.Hold, evidence.Review, evidence.Signpost}
	if diff := cmp.Diff(want, d.store.commands()); diff != "" {
		t.Error(diff)
	}
}

// TestLapseAndRevival lets a question go unanswered, takes the late answer, and lets the next one lapse for good.
func TestLapseAndRevival(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	question := evidence.Args{Message: "0199e000-0000-7000-8000-000000000001"}
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.ok(0, cmd(evidence.Ask, owner, question))
	d.stage(11*workingDay, evidence.Closed, owner, false)
	d.refused(0, cmd(evidence.Ask, owner, question, "late"), evidence.NotAllowedInStage)
	d.ok(10*day, cmd(evidence.Answer, requester, question))
	d.stage(time.Minute, evidence.Triage, owner, true)
	d.ok(0, cmd(evidence.Ask, owner, question, "again"))
	d.runOpened()
	reminders := []evidence.Name{evidence.Remind1, evidence.Remind2, evidence.LapseWarning, evidence.Lapse}
	want := slices.Concat([]evidence.Name{evidence.Claim, evidence.Ask}, reminders, []evidence.Name{evidence.Answer, evidence.Ask}, reminders)
	if diff := cmp.Diff(want, d.store.commands()); diff != "" {
		t.Error(diff)
	}
	lapsed := d.store.rows[len(d.store.rows)-1].RecordedAt
	if got := d.env.Now().Sub(lapsed); got != evidence.ReviveWindow {
		t.Errorf("the workflow ended %v after the lapse", got)
	}
}

// TestReopenAndDeliverAgain suspends the follow-up and anchors it again; it is started once.
func TestReopenAndDeliverAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.stubFollowUp()
	toSummarising(d)
	d.ok(time.Hour, cmd(evidence.Deliver, owner, delivered(1)))
	first := d.now()
	d.ok(10*day, cmd(evidence.Reopen, requester, evidence.Args{Reason: "new_information", BackTo: evidence.Summarising}))
	d.stage(time.Minute, evidence.Summarising, owner, true)
	d.ok(day, cmd(evidence.Deliver, owner, delivered(2), "again"))
	again := d.now()
	d.runOpened()
	want := []told{
		{name: workflows.SuspendSignal},
		{name: workflows.AnchorSignal, anchor: workflows.ImpactAnchor{At: again, Type: "patient_care"}},
	}
	if diff := cmp.Diff(want, d.told, cmp.AllowUnexported(told{})); diff != "" {
		t.Error(diff)
	}
	if len(d.children) != 1 {
		t.Errorf("%d follow-ups were started", len(d.children))
	}
	last := d.store.rows[len(d.store.rows)-1].Next
	if !last.FirstDeliveredAt.Equal(first) || !last.DeliveredAt.Equal(again) {
		t.Errorf("first delivered %v, delivered %v", last.FirstDeliveredAt, last.DeliveredAt)
	}
}

// TestReopenAndDecline ends a reopened request without another delivery: its follow-up is stopped.
func TestReopenAndDecline(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.stubFollowUp()
	d.env.SetDetachedChildWait(true)
	toSummarising(d)
	d.ok(time.Hour, cmd(evidence.Deliver, owner, delivered(1)))
	d.ok(29*day, cmd(evidence.Reopen, requester, evidence.Args{Reason: "new_information", BackTo: evidence.Searching}))
	d.refused(0, cmd(evidence.Reopen, requester, evidence.Args{Reason: "new_information", BackTo: evidence.Searching}, "2"), evidence.NotAllowedInStage)
	d.ok(time.Hour, cmd(evidence.Decline, owner, reason("out_of_scope")))
	d.runOpened()
	want := []told{{name: workflows.SuspendSignal}, {name: workflows.StopSignal}}
	if diff := cmp.Diff(want, d.told, cmp.AllowUnexported(told{})); diff != "" {
		t.Error(diff)
	}
}

// toSummarising plans the steps to a request that is being written up, without a check.
func toSummarising(d *desk) {
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.ok(time.Minute, cmd(evidence.Accept, owner, accepted(d.now(), evidence.CheckNone)))
	d.ok(time.Minute, cmd(evidence.CompleteSearch, owner, completed()))
}
