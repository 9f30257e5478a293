package postgres_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// factRow is what the reports count of a request, as the test reads it and as the test works it out.
type factRow struct {
	Purpose, Product, Urgency, Outcome, Checked string
	Received, Delivered, Ended                  string
	First, Promised, Taken, Elapsed             int
	MetAgreed                                   string
	Reopened, Corrected, LateRecords            int
}

// TestFactsFollowFromTheAudit leads requests through random lives and works out from the audit alone what is counted of
// them: the minutes from the stretches in which the promise ran, not from the clock that the store keeps.
func TestFactsFollowFromTheAudit(t *testing.T) {
	o := newOffice(t)
	random := rand.New(rand.NewPCG(20, 26))
	cal, err := usual{}.Calendar(t.Context(), o.library)
	if err != nil {
		t.Fatal(err)
	}
	delivered, lives := 0, map[evidence.RequestID]factRow{}
	for range 60 {
		s := o.submit()
		for range 14 {
			o.now = o.now.Add(time.Duration(random.IntN(9*60)) * time.Minute)
			s = o.wander(s, random)
		}
		want := worked(t, o.audit(s.Request), cal)
		if diff := cmp.Diff(want, o.fact(s.Request)); diff != "" {
			t.Errorf("after %v (-from the audit +stored):\n%s", o.names(s.Request), diff)
		}
		lives[s.Request] = want
		if want.Delivered != "" {
			delivered++
		}
	}
	o.figuresFollow(lives)
	if delivered < 20 {
		t.Errorf("only %d of the lives were delivered: they say little", delivered)
	}
}

// wander gives one command that is allowed, of the kinds that lead through the stages.
func (o *office) wander(s evidence.State, random *rand.Rand) evidence.State {
	text := evidence.Args{Subject: evidence.Summary, Version: 1, Digest: "d", Authors: []evidence.PersonID{o.lib.Person}, Outcome: evidence.Answered}
	moves := []struct {
		name evidence.Name
		by   evidence.Actor
		args evidence.Args
	}{
		{evidence.Claim, o.lib, evidence.Args{}},
		{evidence.Accept, o.lib, evidence.Args{
			Type: "audit", Product: "reference_list", Estimate: 60, PromiseDue: o.now.Add(time.Duration(1+random.IntN(72)) * time.Hour),
			Policy: evidence.CheckNone,
		}},
		{evidence.CompleteSearch, o.lib, evidence.Args{Searches: []string{"s"}, Digest: "d"}},
		{evidence.Deliver, o.lib, text},
		{evidence.Deliver, o.lib, text},
		{evidence.Hold, o.lib, evidence.Args{Reason: "other", ReviewAt: o.now.Add(48 * time.Hour)}},
		{evidence.Resume, o.lib, evidence.Args{}},
		{evidence.SetUrgency, o.lib, evidence.Args{Urgency: "urgent", Reason: "other"}},
		{evidence.AgreeDeadline, o.lib, evidence.Args{PromiseDue: o.now.Add(50 * time.Hour), Reason: "other"}},
		{evidence.WaiveCheck, o.boss, text},
		{evidence.Correct, o.lib, evidence.Args{Version: 2, Digest: "d2", Authors: text.Authors, Reason: "other"}},
		{evidence.Reopen, o.ann, evidence.Args{Reason: "other", BackTo: evidence.Searching}},
		{evidence.Withdraw, o.ann, evidence.Args{Reason: "other"}},
	}
	for _, i := range random.Perm(len(moves)) {
		m := moves[i]
		if m.name == evidence.Withdraw && random.IntN(8) > 0 {
			continue
		}
		if next, err := o.try(s, m.name, m.by, m.args); err == nil {
			return next
		}
	}
	return s
}

// step is a row of the audit.
type step struct {
	name         evidence.Name
	at, recorded time.Time
	clock        string
	state        evidence.State
}

func (o *office) audit(id evidence.RequestID) (steps []step) {
	o.Helper()
	rows, err := o.db.App.Query(o.Context(), `SELECT command, at, recorded_at, clock_action, state FROM transition WHERE request_id = $1 ORDER BY seq`, id)
	if err != nil {
		o.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s step
		var raw []byte
		if err := rows.Scan(&s.name, &s.at, &s.recorded, &s.clock, &raw); err != nil {
			o.Fatal(err)
		}
		if err := json.Unmarshal(raw, &s.state); err != nil {
			o.Fatal(err)
		}
		steps = append(steps, s)
	}
	return steps
}

func (o *office) names(id evidence.RequestID) (names []string) {
	for _, s := range o.audit(id) {
		names = append(names, string(s.name))
	}
	return names
}

// worked is what is counted, worked out from the steps.
func worked(t *testing.T, steps []step, cal *calendar.Calendar) factRow {
	t.Helper()
	first, last := steps[0], steps[len(steps)-1]
	day := func(at time.Time) string { return at.In(cal.Location()).Format(time.DateOnly) }
	f := factRow{
		Purpose: last.state.Type, Product: last.state.Product, Urgency: last.state.Urgency, Outcome: string(last.state.Outcome), Checked: "none",
		Received: day(first.state.ReceivedAt), First: first.state.Clock.Budget, Promised: -1, Taken: -1, Elapsed: -1,
	}
	for _, c := range last.state.Passed {
		f.Checked = "approved"
		if c.Waived {
			f.Checked = "waived"
			break
		}
	}
	ran := 0
	for i, s := range steps {
		if i > 0 && steps[i-1].state.Clock.Running {
			ran += cal.Between(steps[i-1].at, s.at)
		}
		f.Reopened += once(s.name == evidence.Reopen)
		f.Corrected += once(s.name == evidence.Correct)
		f.LateRecords += once(s.recorded.After(s.at))
		if s.name == evidence.Deliver && f.Delivered == "" {
			f.Delivered, f.Taken, f.Elapsed = day(s.at), ran, cal.Between(first.at, s.at)
			f.Promised = s.state.Clock.Budget
			f.MetAgreed = fmt.Sprint(ran <= f.Promised)
		}
	}
	if last.state.Outcome == "" {
		return f
	}
	if f.Ended = f.Delivered; f.Ended == "" {
		i := slices.IndexFunc(steps, func(s step) bool { return s.state.Outcome != "" })
		f.Ended = day(steps[i].at)
	}
	return f
}

func once(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (o *office) fact(id evidence.RequestID) (f factRow) {
	o.Helper()
	err := o.db.App.QueryRow(o.Context(), `SELECT purpose, product, urgency, coalesce(outcome, ''), checked, received_on::text,
		coalesce(delivered_on::text, ''), coalesce(ended_on::text, ''), minutes_first, coalesce(minutes_promised, -1), coalesce(minutes_taken, -1),
		coalesce(minutes_elapsed, -1), coalesce(met_agreed::text, ''), reopened, corrected, late_records FROM request_fact WHERE request_id = $1`, id).
		Scan(&f.Purpose, &f.Product, &f.Urgency, &f.Outcome, &f.Checked, &f.Received, &f.Delivered, &f.Ended, &f.First, &f.Promised, &f.Taken, &f.Elapsed,
			&f.MetAgreed, &f.Reopened, &f.Corrected, &f.LateRecords)
	if err != nil {
		o.Fatal(err)
	}
	return f
}
