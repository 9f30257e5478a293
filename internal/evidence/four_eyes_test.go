package evidence_test

import (
	"testing"
	"time"

	"evidencedesk/internal/evidence"
)

// sentBy brings a summary to checking: its owner lib sent it, these wrote it.
func sentBy(t *testing.T, authors ...evidence.PersonID) (evidence.State, time.Time) {
	t.Helper()
	s, now := at(t, evidence.Summarising)
	s.Policy = evidence.CheckSummary
	return give(t, s, evidence.SubmitForCheck, asLib, now, func(a *evidence.Args) { a.Authors = authors }), now
}

func approving(s evidence.State, who evidence.Actor, now time.Time) evidence.Command {
	return evidence.Command{Name: evidence.Approve, Actor: who, Args: args(evidence.Approve, s.Stage, now)}
}

// TestNobodyGetsRoundFourEyes tries each way in which somebody could come to approve what they wrote, sent or own.
func TestNobodyGetsRoundFourEyes(t *testing.T) {
	t.Parallel()
	bossToo := actor(boss, evidence.Manager, evidence.Librarian)
	for name, try := range map[string]func(*testing.T) (evidence.State, evidence.Command, time.Time){
		"the owner": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, other)
			return s, approving(s, asLib, now), now
		},
		"a co-author": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, lib, other)
			return s, approving(s, asOther, now), now
		},
		"a trainee who wrote some of it and is a librarian by now": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, lib, learner)
			return s, approving(s, actor(learner, evidence.Librarian), now), now
		},
		"who sent what others wrote, and then handed it on": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, learner)
			s = give(t, s, evidence.Reassign, asLib, now)
			return s, approving(s, asLib, now), now
		},
		"who sent it, and then released it": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, learner)
			s = give(t, s, evidence.Release, asLib, now)
			return s, approving(s, asLib, now), now
		},
		"to whom it was handed on": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, lib)
			s = give(t, s, evidence.Reassign, asLib, now)
			return s, approving(s, asOther, now), now
		},
		"who claimed it from the pool": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, lib)
			s = give(t, give(t, s, evidence.Release, asLib, now), evidence.Claim, asOther, now)
			return s, approving(s, asOther, now), now
		},
		"after a merge that was undone": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, lib, other)
			s = give(t, give(t, s, evidence.Merge, asLib, now), evidence.Unmerge, asLib, now)
			return s, approving(s, asOther, now), now
		},
		"a manager who wrote some of it waives": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, lib, boss)
			return s, evidence.Command{Name: evidence.WaiveCheck, Actor: asBoss, Args: args(evidence.WaiveCheck, evidence.Summarising, now)}, now
		},
		"a manager who wrote some of it waives before it is sent": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := at(t, evidence.Summarising)
			c := evidence.Command{Name: evidence.WaiveCheck, Actor: bossToo, Args: args(evidence.WaiveCheck, s.Stage, now)}
			c.Args.Authors = []evidence.PersonID{boss}
			return s, c, now
		},
		"inviting a co-author": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := at(t, evidence.Summarising)
			c := evidence.Command{Name: evidence.SubmitForCheck, Actor: asLib, Args: args(evidence.SubmitForCheck, s.Stage, now)}
			c.Args.Authors, c.Args.Reviewer = []evidence.PersonID{lib, other}, other
			return s, c, now
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c, now := try(t)
			if e := refused(t, s, c, now); e.Code != evidence.OwnWork {
				t.Fatalf("refused with %s: %v", e.Code, e)
			}
		})
	}
}

// TestWhatWasNotCheckedIsNotSent tries each way in which other words than those that were approved could go out.
func TestWhatWasNotCheckedIsNotSent(t *testing.T) {
	t.Parallel()
	approved := func(t *testing.T) (evidence.State, time.Time) {
		s, now := sentBy(t, lib)
		return give(t, s, evidence.Approve, asOther, now), now
	}
	send := func(s evidence.State, n evidence.Name, now time.Time, change func(*evidence.Args)) evidence.Command {
		c := evidence.Command{Name: n, Actor: asLib, Args: args(n, s.Stage, now)}
		change(&c.Args)
		return c
	}
	for name, try := range map[string]func(*testing.T) (evidence.State, evidence.Command, time.Time){
		"an author changes it after the check": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := approved(t)
			return s, send(s, evidence.Deliver, now, func(a *evidence.Args) { a.Version, a.Digest = 2, "d2" }), now
		},
		"the reviewer edits it and then approves what they read": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := approved(t)
			return s, send(s, evidence.Deliver, now, func(a *evidence.Args) { a.Version, a.Digest, a.Authors = 2, "d2", []evidence.PersonID{lib, other} }), now
		},
		"a correction after delivery": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := approved(t)
			s = give(t, s, evidence.Deliver, asLib, now)
			return s, send(s, evidence.Correct, now, func(*evidence.Args) {}), now
		},
		"after it was reopened": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := approved(t)
			s = give(t, s, evidence.Deliver, asLib, now)
			s = give(t, s, evidence.Reopen, asLib, now, func(a *evidence.Args) { a.BackTo = evidence.Summarising })
			return s, send(s, evidence.Deliver, now, func(a *evidence.Args) { a.Version, a.Digest = 2, "d2" }), now
		},
		"after a referral came back": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := sentBy(t, lib)
			s = give(t, s, evidence.Refer, asLib, now)
			s = give(t, s, evidence.PartnerEnded, evidence.Engine(), now)
			return s, send(s, evidence.Deliver, now, func(*evidence.Args) {}), now
		},
		"a search changed while the summary was written": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := at(t, evidence.Searching)
			s.Policy = evidence.CheckStrategy
			s = give(t, give(t, s, evidence.SubmitForCheck, asLib, now), evidence.Approve, asOther, now)
			s = give(t, s, evidence.CompleteSearch, asLib, now)
			return s, send(s, evidence.Deliver, now, func(a *evidence.Args) { a.Strategy = "another" }), now
		},
		"a trainee joins after the check": func(t *testing.T) (evidence.State, evidence.Command, time.Time) {
			s, now := at(t, evidence.Summarising)
			return s, send(s, evidence.Deliver, now, func(a *evidence.Args) { a.Trainee, a.Authors = true, []evidence.PersonID{lib, learner} }), now
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c, now := try(t)
			if e := refused(t, s, c, now); e.Code != evidence.ChangedAfterCheck && e.Code != evidence.CheckRequired {
				t.Fatalf("refused with %s: %v", e.Code, e)
			}
		})
	}
}

func TestPartsOfASplitRequestHaveChecksOfTheirOwn(t *testing.T) {
	t.Parallel()
	now := start
	c := evidence.Command{ID: "1", Name: evidence.OpenChild, Actor: asLib, Args: args(evidence.OpenChild, "", now)}
	d, err := evidence.Decide(evidence.State{}, c, now)
	if err != nil || len(d.Next.Passed) != 0 || d.Next.Policy != "" {
		t.Fatalf("a part begins with %v, policy %q: %v", d.Next.Passed, d.Next.Policy, err)
	}
}
