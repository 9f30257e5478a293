package evidence_test

import (
	"sort"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
)

// The people of the tests. The fixtures make ann the requester, sec her delegate, lib the owner.
const (
	ann     evidence.PersonID = "ann"
	sec     evidence.PersonID = "sec"
	lib     evidence.PersonID = "lib"
	other   evidence.PersonID = "other"
	learner evidence.PersonID = "learner"
	boss    evidence.PersonID = "boss"
	guest   evidence.PersonID = "guest"
	nobody  evidence.PersonID = "nobody"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func actor(p evidence.PersonID, roles ...evidence.Role) evidence.Actor {
	return evidence.Actor{Person: p, Roles: roles}
}

var (
	asAnn     = actor(ann, evidence.Requester)
	asSec     = actor(sec, evidence.Requester)
	asLib     = actor(lib, evidence.Librarian)
	asOther   = actor(other, evidence.Librarian)
	asLearner = actor(learner, evidence.Trainee)
	asBoss    = actor(boss, evidence.Manager)
	asGuest   = actor(guest)
	asNobody  = actor(nobody, evidence.Requester)
	asLead    = actor("lead", evidence.SystemLead)
	asAdmin   = actor("admin", evidence.Admin)
)

func opening() *evidence.Opening {
	return &evidence.Opening{
		Request: "r1", Library: "l1", Requester: ann, Delegates: []evidence.PersonID{sec},
		Urgency: "routine", Type: "patient_care", Product: "search_with_summary",
	}
}

// args gives every command what it needs, so that only who and where decide.
func args(n evidence.Name, at evidence.Stage, now time.Time) evidence.Args {
	checked := evidence.Args{Subject: evidence.Summary, Version: 1, Digest: "d1", Authors: []evidence.PersonID{lib}, Reason: "code"}
	if at == evidence.Searching {
		checked.Subject = evidence.Strategy
	}
	switch n {
	case evidence.Submit, evidence.OpenPartner:
		return evidence.Args{Opening: opening()}
	case evidence.OpenChild:
		o := opening()
		o.Owner = lib
		return evidence.Args{Opening: o}
	case evidence.AnswerLive:
		return evidence.Args{Opening: opening(), Outcome: evidence.AnsweredLive}
	case evidence.Reassign, evidence.ChangeRequester:
		return evidence.Args{Person: other, Reason: "code"}
	case evidence.Accept:
		return evidence.Args{
			Type: "patient_care", Product: "search_with_summary", Estimate: 195, PromiseDue: now.Add(48 * time.Hour), Policy: evidence.CheckNone,
		}
	case evidence.Ask:
		return evidence.Args{Message: "m1"}
	case evidence.Answer:
		return evidence.Args{Message: "m2", Channel: "phone"}
	case evidence.Hold:
		return evidence.Args{Reason: "code", ReviewAt: now.Add(72 * time.Hour)}
	case evidence.CompleteSearch:
		return evidence.Args{Searches: []string{"s1"}, Digest: "d1"}
	case evidence.SubmitForCheck, evidence.WaiveCheck:
		return checked
	case evidence.Approve:
		return evidence.Args{Version: 1, Digest: "d1", Press: "p1"}
	case evidence.Deliver:
		return evidence.Args{Version: 1, Digest: "d1", Authors: []evidence.PersonID{lib}, Outcome: evidence.Answered}
	case evidence.Correct:
		return evidence.Args{Version: 2, Digest: "d2", Authors: []evidence.PersonID{lib}, Reason: "code"}
	case evidence.Reopen:
		return evidence.Args{Reason: "code", BackTo: evidence.Searching}
	case evidence.Refer:
		return evidence.Args{Reason: "code", Consent: true, Request: "r9"}
	case evidence.Return:
		return evidence.Args{Reason: "code", BackTo: evidence.Triage}
	case evidence.Merge:
		return evidence.Args{Survivor: "r2"}
	case evidence.SplitRequest:
		return evidence.Args{Children: []evidence.RequestID{"c1", "c2"}}
	case evidence.ChildEnded:
		return evidence.Args{Request: "c1"}
	case evidence.PartnerEnded:
		return evidence.Args{Request: "r9", Outcome: evidence.Answered}
	case evidence.Withdraw:
		return evidence.Args{Reason: "code", Left: true}
	case evidence.AgreeDeadline:
		return evidence.Args{PromiseDue: now.Add(48 * time.Hour), Reason: "code"}
	case evidence.SetUrgency:
		return evidence.Args{Urgency: "urgent", Reason: "code"}
	}
	return evidence.Args{Reason: "code"}
}

// budgets are the working minutes of the urgencies in these tests.
var budgets = map[string]int{"routine": 4800, "soon": 1440, "urgent": 480}

// settle is the store's part with a calendar that never closes: a working minute is a minute.
func settle(before evidence.State, tr evidence.Transition) evidence.State {
	s, c, at := tr.Next, tr.Next.Clock, tr.Next.At
	used := func() int {
		if !c.Running {
			return c.Budget - c.Remaining
		}
		return c.Budget - c.Remaining + int(at.Sub(c.Since)/time.Minute)
	}
	run := func(remaining int) {
		c.Running, c.Remaining, c.Since = true, remaining, at
		c.PromiseDue = at.Add(time.Duration(remaining) * time.Minute)
	}
	switch tr.Clock.Do {
	case evidence.ClockStart:
		c.Budget = budgets[s.Urgency]
		run(c.Budget)
	case evidence.ClockStop:
		c.Remaining = c.Budget - used()
		c.Running, c.Since, c.PromiseDue = false, at, time.Time{}
	case evidence.ClockResume:
		run(c.Remaining)
	case evidence.ClockAgree:
		u := used()
		left := int(tr.Clock.At.Sub(at) / time.Minute)
		c.Budget = u + left
		if c.Running {
			run(left)
		} else {
			c.Remaining = left
		}
	case evidence.ClockRebase:
		u := used()
		c.Budget = budgets[s.Urgency]
		if c.Running {
			run(c.Budget - u)
		} else {
			c.Remaining = c.Budget - u
		}
	case evidence.ClockEnd:
		c = evidence.Clock{DecisionAt: c.DecisionAt}
	case evidence.ClockKeep, evidence.ClockAgain:
	}
	_ = before
	c.Deadlines = nil
	probe := s
	probe.Clock = c
	for _, r := range probe.Rules() {
		d := evidence.Deadline{Name: r.Name, At: r.From.Add(time.Duration(r.Minutes)*time.Minute + r.Wait)}
		c.Deadlines = append(c.Deadlines, d)
	}
	sort.SliceStable(c.Deadlines, func(i, j int) bool { return c.Deadlines[i].At.Before(c.Deadlines[j].At) })
	return s.Settle(c)
}

// give carries out one command and settles it, or fails the test.
func give(t *testing.T, s evidence.State, n evidence.Name, a evidence.Actor, now time.Time, change ...func(*evidence.Args)) evidence.State {
	t.Helper()
	c := evidence.Command{ID: string(n), Name: n, Actor: a, Args: args(n, s.Stage, now)}
	for _, f := range change {
		f(&c.Args)
	}
	d, err := evidence.Decide(s, c, now)
	if err != nil {
		t.Fatalf("%s in %s: %v", n, s.Stage, err)
	}
	return settle(s, evidence.Of(s, c, d, now))
}

// at brings a request to a stage by the shortest way, owned by lib except when submitted.
func at(t *testing.T, stage evidence.Stage) (evidence.State, time.Time) {
	t.Helper()
	now := start
	s := evidence.State{}
	do := func(n evidence.Name, a evidence.Actor, change ...func(*evidence.Args)) {
		now = now.Add(10 * time.Minute)
		s = give(t, s, n, a, now, change...)
	}
	steps := map[evidence.Stage][]evidence.Name{
		evidence.Submitted:   {},
		evidence.Triage:      {evidence.Claim},
		evidence.Clarifying:  {evidence.Claim, evidence.Ask},
		evidence.Searching:   {evidence.Claim, evidence.Accept},
		evidence.Summarising: {evidence.Claim, evidence.Accept, evidence.CompleteSearch},
		evidence.Checking:    {evidence.Claim, evidence.Accept, evidence.CompleteSearch, evidence.SubmitForCheck},
		evidence.OnHold:      {evidence.Claim, evidence.Ask, evidence.Hold},
		evidence.Referred:    {evidence.Claim, evidence.Refer},
		evidence.Merged:      {evidence.Claim, evidence.Merge},
		evidence.Split:       {evidence.Claim, evidence.SplitRequest},
		evidence.Delivered:   {evidence.Claim, evidence.Accept, evidence.CompleteSearch, evidence.Deliver},
		evidence.Closed:      {evidence.Claim, evidence.Decline},
	}
	do(evidence.Submit, asAnn)
	for _, n := range steps[stage] {
		do(n, asLib, func(a *evidence.Args) {
			if n == evidence.SubmitForCheck {
				a.Reviewer = guest
			}
		})
	}
	if s.Stage != stage {
		t.Fatalf("fixture reached %s, not %s", s.Stage, stage)
	}
	return s, now.Add(10 * time.Minute)
}
