package workflows_test

import (
	"slices"
	"strconv"
	"sync"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// scenario is a life to be recorded.
type scenario struct {
	kind      string
	name      string
	pace      pace
	encrypted bool
	keeper    *keeper // of a night's housekeeping
	shelf     *shelf  // of an import
	vigil     *vigil  // of a run in PubMed, or a look
	maker     *maker  // of a report of figures
	play      func(k *take)
}

// quick makes a working day take a tenth of a second; a wait at most a second and a half, every morning comes soon.
func quick() pace { return lively(200*time.Microsecond, 1500*time.Millisecond) }

// calm lets no promise come due while it is recorded.
func calm() pace { return lively(100*time.Millisecond, 1500*time.Millisecond) }

func lively(minute, wait time.Duration) pace {
	return pace{
		minute:  minute,
		wait:    func(d time.Duration) time.Duration { return min(d, wait) },
		morning: func(time.Time) time.Time { return time.Now().Add(300 * time.Millisecond) },
	}
}

func scenarios() []scenario {
	request := func(name string, p pace, play func(k *take)) scenario {
		return scenario{kind: workflows.EvidenceRequestType, name: name, pace: p, play: play}
	}
	encrypted := request("encrypted", calm(), recordDecline)
	encrypted.encrypted = true
	return append([]scenario{
		request("full-life", calm(), recordFullLife),
		request("two-claims", calm(), recordTwoClaims),
		request("clarify-lapse-revive", quick(), recordLapse),
		request("hold-review", calm(), recordHold),
		request("reopen", calm(), recordReopen),
		request("reopen-decline", calm(), recordReopenDecline),
		request("refer", calm(), recordRefer),
		request("merge", calm(), recordMerge),
		request("split", calm(), recordSplit),
		request("decline", calm(), recordDecline),
		request("withdraw", calm(), recordWithdraw),
		request("signpost", calm(), recordSignpost),
		request("promise", quick(), recordPromise),
		request("cancel", calm(), recordCancel),
		request("continue", calm(), recordContinue),
		request("live", calm(), func(k *take) { k.start(live(k.store.pace, time.Now())); k.ended() }),
		request("signals", calm(), recordSignals),
		request("store-fails", calm(), recordStoreFails),
		request("conflict", quick(), recordConflict),
		request("follow-up-exists", calm(), recordFollowUpExists),
		encrypted,
	}, slices.Concat(impactScenarios(), housekeepingScenarios(), importScenarios(), livingScenarios(), reportScenarios())...)
}

func recordFullLife(k *take) {
	k.begin()
	k.do(cmd(evidence.Claim, colleague, evidence.Args{}), evidence.AlreadyClaimed)
	k.ok(cmd(evidence.Accept, owner, accepted(time.Now(), evidence.CheckBoth)))
	k.ok(cmd(evidence.Ask, owner, evidence.Args{Message: "0199e000-0000-7000-8000-000000000001"}))
	k.ok(cmd(evidence.Answer, requester, evidence.Args{Message: "0199e000-0000-7000-8000-000000000002"}))
	k.ok(cmd(evidence.SetUrgency, manager, evidence.Args{Urgency: "soon", Reason: "clinic"}))
	k.ok(cmd(evidence.AgreeDeadline, owner, evidence.Args{PromiseDue: time.Now().Add(day), Reason: "requester_asked"}))
	k.ok(cmd(evidence.SubmitForCheck, owner, checked(evidence.Strategy), "1"))
	k.do(cmd(evidence.Approve, owner, approved(evidence.Strategy)), evidence.OwnWork)
	k.ok(cmd(evidence.ReturnForChanges, colleague, reason("search_terms")))
	k.ok(cmd(evidence.SubmitForCheck, owner, checked(evidence.Strategy), "2"))
	k.ok(cmd(evidence.Approve, colleague, approved(evidence.Strategy), "2"))
	k.ok(cmd(evidence.CompleteSearch, owner, completed()))
	k.ok(cmd(evidence.ResumeSearch, owner, evidence.Args{}))
	k.ok(cmd(evidence.CompleteSearch, owner, completed(), "2"))
	waive := checked(evidence.Summary)
	waive.Reason = "urgent_care"
	k.ok(cmd(evidence.WaiveCheck, manager, waive))
	k.ok(cmd(evidence.Release, owner, evidence.Args{}))
	k.ok(cmd(evidence.Claim, owner, evidence.Args{}, "2"))
	k.ok(cmd(evidence.Deliver, owner, delivered(1)))
	correct := delivered(1)
	correct.Reason = "figure"
	k.ok(cmd(evidence.Correct, owner, correct))
	k.ended()
}

// begin starts a submitted request and claims it.
func (k *take) begin() {
	k.start(opened(k.store.pace, time.Now()))
	k.ok(cmd(evidence.Claim, owner, evidence.Args{}))
}

func recordTwoClaims(k *take) {
	k.start(opened(k.store.pace, time.Now()))
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			p := []evidence.PersonID{owner, colleague}[i%2]
			_, _ = k.commander.Do(k.t.Context(), k.request, cmd(evidence.Claim, p, evidence.Args{}, strconv.Itoa(i)))
		})
	}
	wg.Wait()
	k.ok(cmd(evidence.Decline, manager, reason("out_of_scope")))
	k.ended()
}

func recordLapse(k *take) {
	question := evidence.Args{Message: "0199e000-0000-7000-8000-000000000001"}
	k.begin()
	k.ok(cmd(evidence.Ask, owner, question))
	k.stored(evidence.Lapse)
	k.ok(cmd(evidence.Answer, requester, question))
	k.ok(cmd(evidence.Ask, owner, question, "2"))
	k.ended()
}

func recordHold(k *take) {
	k.begin()
	k.ok(cmd(evidence.Hold, owner, evidence.Args{Reason: "awaiting_article", ReviewAt: time.Now().Add(400 * time.Millisecond)}))
	k.stored(evidence.Review)
	k.ok(cmd(evidence.Resume, owner, evidence.Args{}))
	k.ok(cmd(evidence.Reassign, owner, evidence.Args{Person: colleague, Reason: "leave"}))
	k.ok(cmd(evidence.ChangeRequester, colleague, evidence.Args{Person: delegate, Reason: "left"}))
	k.ok(cmd(evidence.Decline, colleague, reason("out_of_scope")))
	k.ended()
}

func (k *take) deliver() {
	k.begin()
	k.ok(cmd(evidence.Accept, owner, accepted(time.Now(), evidence.CheckNone)))
	k.ok(cmd(evidence.CompleteSearch, owner, completed()))
	k.ok(cmd(evidence.Deliver, owner, delivered(1)))
}

func recordReopen(k *take) {
	k.deliver()
	k.ok(cmd(evidence.Reopen, requester, evidence.Args{Reason: "new_information", BackTo: evidence.Summarising}))
	k.ok(cmd(evidence.Deliver, owner, delivered(2), "2"))
	k.ended()
}

func recordReopenDecline(k *take) {
	k.deliver()
	k.ok(cmd(evidence.Reopen, requester, evidence.Args{Reason: "new_information", BackTo: evidence.Searching}))
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

func recordRefer(k *take) {
	k.begin()
	refer := evidence.Args{Reason: "specialist_stock", Request: partner, ReviewAt: time.Now().Add(700 * time.Millisecond), Consent: true}
	k.ok(cmd(evidence.Refer, owner, refer))
	k.ok(cmd(evidence.Return, owner, evidence.Args{Reason: "partner_declined", BackTo: evidence.Triage}))
	refer.ReviewAt = time.Now().Add(400 * time.Millisecond)
	k.ok(cmd(evidence.Refer, owner, refer, "2"))
	k.stored(evidence.ReferralDue)
	k.ok(engine(evidence.PartnerEnded, evidence.Args{Request: partner, Outcome: evidence.Answered}, "outbox-1"))
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

func recordMerge(k *take) {
	k.begin()
	k.ok(cmd(evidence.Merge, owner, evidence.Args{Survivor: partner}))
	k.ok(cmd(evidence.Unmerge, owner, evidence.Args{}))
	k.ok(cmd(evidence.Merge, owner, evidence.Args{Survivor: partner}, "2"))
	k.ok(engine(evidence.CloseMerged, evidence.Args{}, "outbox-1"))
	k.ended()
}

func recordSplit(k *take) {
	k.begin()
	k.ok(cmd(evidence.SplitRequest, owner, evidence.Args{Children: []evidence.RequestID{partA, partB}}))
	k.ok(engine(evidence.ChildEnded, evidence.Args{Request: partA}, "outbox-1"))
	k.ok(engine(evidence.ChildEnded, evidence.Args{Request: partB}, "outbox-2"))
	k.ended()
}

func recordDecline(k *take) {
	k.begin()
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

func recordWithdraw(k *take) {
	k.start(opened(k.store.pace, time.Now()))
	k.ok(cmd(evidence.Withdraw, requester, reason("no_longer_needed")))
	k.ended()
}

func recordSignpost(k *take) {
	k.begin()
	k.ok(cmd(evidence.Signpost, owner, evidence.Args{Reason: "guideline", Offered: "nice"}))
	k.ended()
}

func recordPromise(k *take) {
	k.begin()
	k.stored(evidence.Overdue)
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

func recordCancel(k *take) {
	k.begin()
	k.cancel()
	k.stored(evidence.Cancel)
	k.ended()
}

// recordContinue goes through several runs and sends the first command again to the last.
func recordContinue(k *take) {
	s := opened(k.store.pace, time.Now())
	s.Request = k.request
	k.startWith(workflows.RequestInput{State: s, HistoryLimit: 30})
	claim := cmd(evidence.Claim, owner, evidence.Args{})
	k.ok(claim)
	for i := range 6 {
		k.ok(cmd(evidence.SetUrgency, owner, evidence.Args{Urgency: []string{"soon", "routine"}[i%2], Reason: "clinic"}, strconv.Itoa(i)))
	}
	k.ok(claim)
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

func recordSignals(k *take) {
	k.begin()
	k.signal(workflows.CalendarChangedSignal, nil)
	k.stored(evidence.Recompute)
	k.signal(workflows.ReprojectSignal, nil)
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

func recordStoreFails(k *take) {
	k.store.failures, k.store.lost = 3, 1
	k.begin()
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

func recordConflict(k *take) {
	k.store.conflict = evidence.DueSoon
	k.begin()
	k.stored(evidence.Due)
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

// recordFollowUpExists starts a delivered request again whose follow-up still runs.
func recordFollowUpExists(k *take) {
	k.survey()
	k.start(live(k.store.pace, time.Now()))
	k.ended()
}
