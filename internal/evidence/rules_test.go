package evidence_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
)

func refused(t *testing.T, s evidence.State, c evidence.Command, now time.Time) *evidence.Error {
	t.Helper()
	_, err := evidence.Decide(s, c, now)
	var e *evidence.Error
	if !errors.As(err, &e) {
		t.Fatalf("%s: want a refusal, got %v", c.Name, err)
	}
	return e
}

func TestAnswerOnHoldClearsTheQuestionAndStays(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.OnHold) // held while clarifying, asked in triage
	s = give(t, s, evidence.Answer, asAnn, now)
	if s.Stage != evidence.OnHold || s.Question != "" || s.HeldFrom != evidence.Triage || s.Clock.Running {
		t.Fatalf("after the answer: %+v", s)
	}
	s = give(t, s, evidence.Resume, asLib, now.Add(time.Hour))
	if s.Stage != evidence.Triage || !s.Clock.Running {
		t.Fatalf("after resume: %s, running %v", s.Stage, s.Clock.Running)
	}
}

func TestAnAnswerToAReleasedRequestFindsNoTriage(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Clarifying) // asked in triage
	s = give(t, s, evidence.Release, asLib, now)
	s = give(t, s, evidence.Answer, asAnn, now.Add(time.Hour))
	if s.Stage != evidence.Submitted || s.Owner != "" || !s.Clock.Running {
		t.Fatalf("after the answer: %s with owner %q", s.Stage, s.Owner)
	}
}

func TestMinutesAreKeptWhileTheClockIsStopped(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Clarifying)
	kept := s.Clock.Remaining
	if s.Clock.Running || !s.Clock.PromiseDue.IsZero() {
		t.Fatalf("the clock runs while clarifying: %+v", s.Clock)
	}
	now = now.Add(100 * time.Hour)
	s = give(t, s, evidence.Answer, asAnn, now)
	if want := now.Add(time.Duration(kept) * time.Minute); !s.Clock.PromiseDue.Equal(want) {
		t.Fatalf("due %v, want %v", s.Clock.PromiseDue, want)
	}
}

func TestPromiseAfterDecisionMustBeAgreed(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Searching)
	s.Clock.DecisionAt = now.Add(50 * time.Hour)
	s = give(t, s, evidence.Ask, asLib, now)
	s = give(t, s, evidence.Answer, asAnn, now.Add(20*time.Hour))
	if !s.MustAgree {
		t.Fatal("the promise falls after the decision and nobody is told")
	}
	now = now.Add(21 * time.Hour)
	c := evidence.Command{Name: evidence.CompleteSearch, Actor: asLib, Args: args(evidence.CompleteSearch, s.Stage, now)}
	if e := refused(t, s, c, now); e.Code != evidence.DeadlineMustBeAgreed {
		t.Fatalf("refused with %s", e.Code)
	}
	for _, tc := range []struct {
		reason string
		ahead  time.Duration
		free   bool
	}{
		{"other", 10 * time.Hour, true},
		{"other", 40 * time.Hour, false},
		{evidence.CannotMeetDecision, 40 * time.Hour, true},
	} {
		agreed := give(t, s, evidence.AgreeDeadline, asLib, now, func(a *evidence.Args) {
			a.Reason, a.PromiseDue = tc.reason, now.Add(tc.ahead)
		})
		if agreed.MustAgree == tc.free {
			t.Errorf("%s, %v ahead: must agree %v", tc.reason, tc.ahead, agreed.MustAgree)
		}
	}
}

func TestLateAnswerRevivesALapsedRequest(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Clarifying)
	s = give(t, s, evidence.Lapse, evidence.Engine(), now)
	if s.Done(now) || !s.Done(now.Add(evidence.ReviveWindow)) {
		t.Fatal("a lapsed request is done after 30 days, not before")
	}
	if d, ok := s.NextDeadline(); !ok || d.Name != evidence.Finish {
		t.Fatalf("next deadline %v", d)
	}
	late := now.Add(29 * 24 * time.Hour)
	revived := give(t, s, evidence.Answer, asAnn, late)
	if revived.Stage != evidence.Triage || revived.Owner != lib || revived.Outcome != "" || !revived.Clock.Running {
		t.Fatalf("revived as %+v", revived)
	}
	c := evidence.Command{Name: evidence.Answer, Actor: asAnn, Args: args(evidence.Answer, s.Stage, late)}
	if e := refused(t, s, c, now.Add(evidence.ReviveWindow)); e.Code != evidence.NotAllowedInStage {
		t.Fatalf("after 30 days refused with %s", e.Code)
	}
}

func TestApprovalBindsToTheDigest(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Summarising)
	s.Policy = evidence.CheckSummary
	deliver := evidence.Command{Name: evidence.Deliver, Actor: asLib, Args: args(evidence.Deliver, s.Stage, now)}
	if e := refused(t, s, deliver, now); e.Code != evidence.CheckRequired {
		t.Fatalf("unchecked: %s", e.Code)
	}
	s = give(t, s, evidence.SubmitForCheck, asLib, now)
	s = give(t, s, evidence.Approve, asOther, now)
	deliver.Args.Digest = "changed"
	if e := refused(t, s, deliver, now); e.Code != evidence.ChangedAfterCheck {
		t.Fatalf("changed: %s", e.Code)
	}
	deliver.Args.Digest = "d1"
	if _, err := evidence.Decide(s, deliver, now); err != nil {
		t.Fatal(err)
	}
}

func TestTraineesWorkIsAlwaysChecked(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Summarising)
	trainee := func(a *evidence.Args) { a.Trainee, a.Authors = true, []evidence.PersonID{learner} }
	deliver := evidence.Command{Name: evidence.Deliver, Actor: asLib, Args: args(evidence.Deliver, s.Stage, now)}
	trainee(&deliver.Args)
	if e := refused(t, s, deliver, now); e.Code != evidence.CheckRequired {
		t.Fatalf("unchecked: %s", e.Code)
	}
	waive := evidence.Command{Name: evidence.WaiveCheck, Actor: asBoss, Args: args(evidence.WaiveCheck, s.Stage, now)}
	trainee(&waive.Args)
	if e := refused(t, s, waive, now); e.Code != evidence.NotPermitted {
		t.Fatalf("waived: %s", e.Code)
	}
	// A waiver given before the trainee wrote a word does not cover the trainee's text.
	s = give(t, s, evidence.WaiveCheck, asBoss, now)
	if e := refused(t, s, deliver, now); e.Code != evidence.CheckRequired {
		t.Fatalf("waived before: %s", e.Code)
	}
}

func TestUnmergeRestoresStageOwnerAndMinutes(t *testing.T) {
	t.Parallel()
	before, now := at(t, evidence.Searching)
	merged := give(t, before, evidence.Merge, asLib, now)
	later := now.Add(500 * time.Hour)
	after := give(t, merged, evidence.Unmerge, asLib, later)
	if after.Stage != evidence.Searching || after.Owner != lib || after.Survivor != "" {
		t.Fatalf("unmerged to %+v", after)
	}
	if want := before.Clock.PromiseDue.Add(500 * time.Hour); !after.Clock.PromiseDue.Equal(want) {
		t.Fatalf("due %v, want %v", after.Clock.PromiseDue, want)
	}
}

func TestOccurredAt(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Submitted)
	for _, tc := range []struct {
		who  evidence.Actor
		when time.Time
		code string
	}{
		{asLib, now.Add(time.Minute), "in-the-future"},
		{asLib, s.At.Add(-time.Second), "out-of-order"},
		{asAnn, now, "not-allowed"},
	} {
		c := evidence.Command{Name: evidence.Claim, Actor: tc.who, At: tc.when}
		if tc.who.Person == ann {
			c.Name, c.Args.Reason = evidence.Withdraw, "code"
		}
		e := refused(t, s, c, now)
		want := []evidence.FieldError{{Field: "occurred_at", Code: tc.code}}
		for i := range e.Fields {
			e.Fields[i].Detail = ""
		}
		if diff := cmp.Diff(want, e.Fields); diff != "" {
			t.Errorf("%v", diff)
		}
	}
	d, err := evidence.Decide(s, evidence.Command{Name: evidence.Claim, Actor: asLib, At: s.At.Add(time.Second)}, now)
	if err != nil || !d.Next.At.Equal(s.At.Add(time.Second)) {
		t.Fatalf("recorded late: %v, %v", d.Next.At, err)
	}
}

func TestRefusalsNameEverythingThatIsMissing(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Triage)
	e := refused(t, s, evidence.Command{Name: evidence.Accept, Actor: asLib}, now)
	if e.Code != evidence.Invalid || len(e.Fields) != 5 {
		t.Fatalf("%v", e)
	}
	if e := refused(t, s, evidence.Command{Name: evidence.Accept, Actor: asLib, Seq: 1}, now); e.Code != evidence.VersionStale || e.Seq != 2 {
		t.Fatalf("%+v", e)
	}
	if e := refused(t, s, evidence.Command{Name: "publish", Actor: asLib}, now); e.Code != evidence.Invalid {
		t.Fatalf("%+v", e)
	}
}

func TestSplitClosesWithItsLastPart(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Split)
	s = give(t, s, evidence.ChildEnded, evidence.Engine(), now, func(a *evidence.Args) { a.Request = "c2" })
	again := evidence.Command{Name: evidence.ChildEnded, Actor: evidence.Engine(), Args: evidence.Args{Request: "c2"}}
	if e := refused(t, s, again, now); e.Code != evidence.NotAllowedInStage {
		t.Fatalf("a part ended twice: %v", e)
	}
	s = give(t, s, evidence.ChildEnded, evidence.Engine(), now)
	if s.Stage != evidence.Closed || s.Outcome != evidence.OutcomeSplit {
		t.Fatalf("%s %s", s.Stage, s.Outcome)
	}
}

func TestErrorTableIsComplete(t *testing.T) {
	t.Parallel()
	seen := map[evidence.Code]bool{}
	last := 0
	for _, r := range evidence.ErrorTable() {
		if seen[r.Code] || r.Title == "" || r.Status < last {
			t.Errorf("row %s", r.Code)
		}
		seen[r.Code], last = true, r.Status
	}
	if evidence.Code("surprise").Row().Code != evidence.Internal {
		t.Error("an unknown code must be internal")
	}
}

// TestACorrectionCorrectsSomething refuses one that would tell people of nothing, whoever else sent one meanwhile.
func TestACorrectionCorrectsSomething(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Delivered) // version 1 with digest d1
	correct := func(digest, replaces string) evidence.Command {
		c := evidence.Command{Name: evidence.Correct, Actor: asLib, Args: args(evidence.Correct, s.Stage, now)}
		c.Args.Digest, c.Args.Replaces = digest, replaces
		return c
	}
	unchanged := func(s evidence.State, c evidence.Command) {
		t.Helper()
		if e := refused(t, s, c, now); e.Code != evidence.Invalid || e.Fields[0].Field != "summary" || e.Fields[0].Code != "unchanged" {
			t.Errorf("refused with %v", e)
		}
	}
	unchanged(s, correct("d1", "d1"))
	unchanged(s, correct("d1", "d0")) // what the state knows counts
	d, err := evidence.Decide(s, correct("d2", "d1"), now)
	if err != nil || d.Next.Sent != "d2" || len(d.Notices) != 1 || d.Notices[0] != (evidence.Notice{Kind: evidence.NoticeCorrected, To: evidence.ToRequester}) {
		t.Fatalf("%+v, %v", d, err)
	}
	unchanged(d.Next, correct("d2", "d1")) // the same correction from another window
	if d, err = evidence.Decide(d.Next, correct("d1", "d2"), now); err != nil || d.Next.Sent != "d1" {
		t.Errorf("back to what was sent first: %+v, %v", d.Next, err)
	}
	older := s
	older.Sent = "" // of the time before it was kept
	unchanged(older, correct("d1", "d1"))
	if _, err := evidence.Decide(s, correct("d1", ""), now); err != nil {
		t.Errorf("a command of the time before what it replaces was carried: %v", err)
	}
}
