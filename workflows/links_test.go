package workflows_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// TestReferral waits for a partner past its date and goes on with its report.
func TestReferral(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	refer := evidence.Args{Reason: "specialist_stock", Request: partner, ReviewAt: d.now().Add(3 * day)}
	d.refused(0, cmd(evidence.Refer, owner, refer), evidence.Invalid)
	refer.Consent = true
	d.ok(0, cmd(evidence.Refer, owner, refer, "consented"))
	d.stage(time.Minute, evidence.Referred, owner, true)
	d.ok(0, cmd(evidence.Return, owner, evidence.Args{Reason: "partner_declined", BackTo: evidence.Triage}))
	refer.ReviewAt = d.now().Add(2 * day)
	d.ok(0, cmd(evidence.Refer, owner, refer, "again"))
	d.refused(3*day, engine(evidence.PartnerEnded, evidence.Args{Request: partA, Outcome: evidence.Answered}, "outbox-1"), evidence.NotAllowedInStage)
	d.ok(0, engine(evidence.PartnerEnded, evidence.Args{Request: partner, Outcome: evidence.Answered}, "outbox-2"))
	d.stage(time.Minute, evidence.Summarising, owner, true)
	d.ok(0, cmd(evidence.Decline, manager, reason("duplicate")))
	d.runOpened()
	want := []evidence.Name{
		evidence.Claim, evidence.Refer, evidence.Return, evidence.Refer, evidence.ReferralDue, evidence.DueSoon,
		evidence.PartnerEnded, evidence.Decline,
	}
	if diff := cmp.Diff(want, d.store.commands()); diff != "" {
		t.Error(diff)
	}
}

// TestMerge stops the clock, is undone with every minute kept, and then ends with its survivor.
func TestMerge(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	merge := evidence.Args{Survivor: partner}
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.refused(workingDay, cmd(evidence.Merge, owner, evidence.Args{Survivor: request}), evidence.LinkRefused)
	d.ok(0, cmd(evidence.Merge, owner, merge, "1"))
	d.stage(30*workingDay, evidence.Merged, owner, false)
	d.refused(0, cmd(evidence.Accept, owner, accepted(d.now(), evidence.CheckNone)), evidence.NotAllowedInStage)
	d.ok(0, cmd(evidence.Unmerge, owner, evidence.Args{}))
	d.check(time.Minute, func(s evidence.State) {
		if s.Stage != evidence.Triage || s.Owner != owner || s.Clock.Remaining != 9*evidence.WorkingDay {
			t.Errorf("%s of %s with %d minutes", s.Stage, s.Owner, s.Clock.Remaining)
		}
	})
	d.ok(0, cmd(evidence.Merge, manager, merge, "2"))
	d.ok(time.Hour, engine(evidence.CloseMerged, evidence.Args{}, "outbox-1"))
	d.runOpened()
	if last := d.store.rows[len(d.store.rows)-1].Next; last.Outcome != evidence.OutcomeMerged {
		t.Errorf("ended as %s", last.Outcome)
	}
}

// TestSplit ends when the last part has.
func TestSplit(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.ok(0, cmd(evidence.SplitRequest, owner, evidence.Args{Children: []evidence.RequestID{partA, partB}}))
	d.ok(day, engine(evidence.ChildEnded, evidence.Args{Request: partA}, "outbox-1"))
	d.stage(20*workingDay, evidence.Split, owner, false)
	d.refused(0, engine(evidence.ChildEnded, evidence.Args{Request: partA}, "outbox-2"), evidence.NotAllowedInStage)
	d.refused(0, cmd(evidence.Claim, colleague, evidence.Args{}), evidence.NotAllowedInStage)
	d.ok(0, engine(evidence.ChildEnded, evidence.Args{Request: partB}, "outbox-3"))
	d.runOpened()
	if last := d.store.rows[len(d.store.rows)-1].Next; last.Outcome != evidence.OutcomeSplit {
		t.Errorf("ended as %s", last.Outcome)
	}
}

// TestOwnership hands a request over, and every change of hands keeps the work.
func TestOwnership(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.refused(0, cmd(evidence.Reassign, colleague, evidence.Args{Person: colleague, Reason: "leave"}), evidence.NotPermitted)
	d.ok(0, cmd(evidence.Release, owner, evidence.Args{}))
	d.stage(time.Minute, evidence.Submitted, "", true)
	d.ok(0, cmd(evidence.Claim, colleague, evidence.Args{}))
	d.ok(0, cmd(evidence.Accept, colleague, accepted(d.now(), evidence.CheckNone)))
	d.ok(0, cmd(evidence.Reassign, manager, evidence.Args{Person: owner, Reason: "leave"}))
	d.stage(time.Minute, evidence.Searching, owner, true)
	d.ok(0, cmd(evidence.ChangeRequester, owner, evidence.Args{Person: delegate, Reason: "left"}))
	d.refused(0, cmd(evidence.Withdraw, requester, reason("no_longer_needed")), evidence.NotPermitted)
	d.ok(0, cmd(evidence.Withdraw, delegate, reason("no_longer_needed")))
	d.runOpened()
}

// TestLiveAnswer starts delivered: the follow-up that was asked for is started, and 30 days later it is over.
func TestLiveAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.stubFollowUp()
	if err := d.run(workflows.RequestInput{State: live(realPace(), d.started)}); err != nil {
		t.Error(err)
	}
	if len(d.children) != 1 || !d.children[0].State.Anchor.Equal(d.started) {
		t.Errorf("follow-ups started: %+v", d.children)
	}
	if got := d.env.Now().Sub(d.started); got != evidence.ReopenWindow {
		t.Errorf("ended after %v", got)
	}
}

func TestLiveAnswerWithoutFollowUp(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.stubFollowUp()
	s := live(realPace(), d.started)
	s.FollowUp = evidence.FollowUpNone
	if err := d.run(workflows.RequestInput{State: s}); err != nil {
		t.Error(err)
	}
	if len(d.children) != 0 {
		t.Errorf("follow-ups started: %+v", d.children)
	}
}

// TestFollowUpIsStartedOnce goes on as a second run: the first has started the follow-up.
func TestFollowUpIsStartedOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.stubFollowUp()
	if err := d.run(workflows.RequestInput{State: live(realPace(), d.started), Continued: true}); err != nil {
		t.Error(err)
	}
	if len(d.children) != 0 {
		t.Errorf("follow-ups started: %+v", d.children)
	}
}

// TestFollowUpIsGone delivers again after the follow-up of a lost Temporal vanished: a new one is started.
func TestFollowUpIsGone(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.stubFollowUp()
	d.deaf = true
	toSummarising(d)
	d.ok(time.Hour, cmd(evidence.Deliver, owner, delivered(1)))
	d.ok(day, cmd(evidence.Reopen, owner, evidence.Args{Reason: "error_found", BackTo: evidence.Summarising}))
	d.ok(day, cmd(evidence.Deliver, owner, delivered(2), "again"))
	d.stage(time.Minute, evidence.Delivered, owner, false)
	d.cancel(day)
	_ = d.run(workflows.RequestInput{State: opened(realPace(), d.started)})
	if got := d.store.commands(); got[len(got)-1] != evidence.Cancel {
		t.Errorf("commands %v", got)
	}
}
