package evidence_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// mornings is the default calendar of England: Monday to Friday from nine, less the bank holidays.
func mornings(tb testing.TB) evidence.Morning {
	tb.Helper()
	holidays, err := calendar.BundledHolidays()
	if err != nil {
		tb.Fatal(err)
	}
	c, err := calendar.New(calendar.DefaultSpec(), holidays)
	if err != nil {
		tb.Fatal(err)
	}
	return evidence.Mornings(c.Location(), c.NextOpen)
}

// followUp plays commands against the rules, with the store's part done by one ask for ann.
type followUp struct {
	t       testing.TB
	morning evidence.Morning
	state   evidence.ImpactState
}

func (f *followUp) do(c evidence.ImpactCommand, now time.Time) (evidence.ImpactTransition, error) {
	before := f.state
	tr, err := evidence.DecideImpact(f.state, c, now)
	if diff := cmp.Diff(before, f.state); diff != "" {
		f.t.Fatalf("the state given to %s was changed: %s", c.Name, diff)
	}
	if err != nil {
		return tr, err
	}
	if c.Name == evidence.ImpactAskDue {
		tr.Next.Asks = []evidence.ImpactAsk{{ID: "a1", Person: ann, State: evidence.AskAsked}}
	}
	if f.state, err = tr.Next.Settle(f.morning); err != nil {
		f.t.Fatal(err)
	}
	return tr, nil
}

func (f *followUp) must(name evidence.Name, now time.Time) {
	if _, err := f.do(evidence.ImpactCommand{Name: name, Anchor: now, Ask: "a1", Answer: "row"}, now); err != nil {
		f.t.Fatalf("%s: %v", name, err)
	}
}

// TestInstantsOfAFollowUp counts from a delivery before Christmas: every instant falls on a working morning.
func TestInstantsOfAFollowUp(t *testing.T) {
	t.Parallel()
	delivered := time.Date(2026, 12, 11, 15, 30, 0, 0, time.UTC) // a Friday
	for searchType, want := range map[string]time.Time{
		"patient_care":         time.Date(2026, 12, 29, 9, 0, 0, 0, time.UTC), // 14 days: Christmas Day; Boxing Day is moved to the 28th
		"patient_question":     time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC),
		"audit":                time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC), // 28 days: Friday the 8th, so Monday
		"research_publication": time.Date(2027, 1, 11, 9, 0, 0, 0, time.UTC),
	} {
		f := &followUp{t: t, morning: mornings(t), state: evidence.ImpactState{Request: "r1", Type: searchType, Anchor: delivered}}
		f.must(evidence.ImpactAnchor, delivered)
		if got := f.state.Due.Ask; !got.Equal(want) {
			t.Errorf("%s: ask at %v, want %v", searchType, got, want)
		}
		f.must(evidence.ImpactAskDue, want)
		if got := f.state.Due.End.Sub(want); got != evidence.AnswerWindow {
			t.Errorf("%s: answers are taken for %v", searchType, got)
		}
		f.must(evidence.ImpactRemindDue, f.state.Due.Remind)
		if wait := f.state.Due.GiveUp.Sub(f.state.RemindedAt); wait < evidence.ImpactGiveUp || wait > evidence.ImpactGiveUp+5*24*time.Hour {
			t.Errorf("%s: given up %v after reminding", searchType, wait)
		}
	}
}

// TestMorningsAcrossTheClockChange asks at nine by the clock on the wall, in winter and in summer.
func TestMorningsAcrossTheClockChange(t *testing.T) {
	t.Parallel()
	got, err := mornings(t)(time.Date(2027, 3, 26, 12, 0, 0, 0, time.UTC)) // Good Friday; clocks change on Sunday; Easter Monday is closed
	if want := time.Date(2027, 3, 30, 8, 0, 0, 0, time.UTC); err != nil || !got.Equal(want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

func TestRefusalsOfAFollowUp(t *testing.T) {
	t.Parallel()
	delivered := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	at := func(names ...evidence.Name) *followUp {
		f := &followUp{t: t, morning: mornings(t), state: evidence.ImpactState{Request: "r1", Type: "audit", Anchor: delivered}}
		for _, n := range names {
			now := delivered
			if d := f.state.Deadlines(); len(d) > 0 && d[0].Name == n {
				now = d[0].At
			}
			f.must(n, now)
		}
		return f
	}
	asked := []evidence.Name{evidence.ImpactAnchor, evidence.ImpactAskDue}
	answer := evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: "a1", Answer: "row"}
	for name, c := range map[string]struct {
		from    []evidence.Name
		command evidence.ImpactCommand
		late    time.Duration
		want    evidence.Code
	}{
		"unknown command":          {asked, evidence.ImpactCommand{Name: evidence.Claim}, 0, evidence.Invalid},
		"answer before asking":     {asked[:1], answer, 0, evidence.NotFound},
		"answer of another":        {asked, evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: "a2", Answer: "row"}, 0, evidence.NotFound},
		"answer without a row":     {asked, evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: "a1"}, 0, evidence.Invalid},
		"second answer":            {slices.Concat(asked, []evidence.Name{evidence.ImpactAnswer}), evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: "a1", Answer: "other"}, 0, evidence.AlreadyAnswered},
		"answer after opting out":  {slices.Concat(asked, []evidence.Name{evidence.ImpactOptOut}), answer, 0, evidence.Expired},
		"answer too late":          {asked, answer, 200 * 24 * time.Hour, evidence.Expired},
		"opt out of another":       {asked, evidence.ImpactCommand{Name: evidence.ImpactOptOut, Ask: "a2"}, 0, evidence.NotFound},
		"opt out twice":            {slices.Concat(asked, []evidence.Name{evidence.ImpactOptOut}), evidence.ImpactCommand{Name: evidence.ImpactOptOut, Ask: "a1"}, 0, evidence.NotAllowedInStage},
		"ask twice":                {asked, evidence.ImpactCommand{Name: evidence.ImpactAskDue}, 0, evidence.NotAllowedInStage},
		"remind before asking":     {asked[:1], evidence.ImpactCommand{Name: evidence.ImpactRemindDue}, 0, evidence.NotAllowedInStage},
		"give up before reminding": {asked, evidence.ImpactCommand{Name: evidence.ImpactGiveUpDue}, 0, evidence.NotAllowedInStage},
		"ask while suspended":      {[]evidence.Name{evidence.ImpactAnchor, evidence.ImpactSuspend}, evidence.ImpactCommand{Name: evidence.ImpactAskDue}, 0, evidence.NotAllowedInStage},
		"suspend twice":            {[]evidence.Name{evidence.ImpactAnchor, evidence.ImpactSuspend}, evidence.ImpactCommand{Name: evidence.ImpactSuspend}, 0, evidence.NotAllowedInStage},
		"anchor twice":             {asked, evidence.ImpactCommand{Name: evidence.ImpactAnchor}, 0, evidence.NotAllowedInStage},
		"anchor after stopping":    {[]evidence.Name{evidence.ImpactAnchor, evidence.ImpactStop}, evidence.ImpactCommand{Name: evidence.ImpactAnchor}, 0, evidence.NotAllowedInStage},
		"stop twice":               {[]evidence.Name{evidence.ImpactAnchor, evidence.ImpactStop}, evidence.ImpactCommand{Name: evidence.ImpactStop}, 0, evidence.NotAllowedInStage},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := at(c.from...)
			_, err := f.do(c.command, f.state.At.Add(c.late))
			if got := evidence.CodeOf(err); err == nil || got != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

// TestFollowUpProperties gives random commands at random times. Nobody is asked twice, numbers have no gaps, time does
// not run backwards, nothing is due while suspended but the end, and a stage is one of the list.
func TestFollowUpProperties(t *testing.T) {
	t.Parallel()
	morning := mornings(t)
	rapid.Check(t, func(rt *rapid.T) {
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		f := &followUp{t: t, morning: morning, state: evidence.ImpactState{Request: "r1", Type: "audit", Anchor: now}}
		asked := 0
		names := []evidence.Name{
			evidence.ImpactAnchor, evidence.ImpactSuspend, evidence.ImpactStop, evidence.ImpactAskDue, evidence.ImpactRemindDue,
			evidence.ImpactGiveUpDue, evidence.ImpactAnswer, evidence.ImpactOptOut,
		}
		f.must(evidence.ImpactAnchor, now)
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			c := evidence.ImpactCommand{Name: rapid.SampledFrom(names).Draw(rt, "name"), Ask: "a1", Answer: "row", Anchor: now}
			if d := f.state.Deadlines(); len(d) > 0 && rapid.Bool().Draw(rt, "due") {
				c.Name, now = d[0].Name, d[0].At
			}
			before := f.state
			_, err := f.do(c, now)
			var refusal *evidence.Error
			if err != nil && !errors.As(err, &refusal) {
				rt.Fatalf("%s: %v", c.Name, err)
			}
			if err == nil {
				checkFollowUp(rt, before, f.state)
				if c.Name == evidence.ImpactAskDue {
					asked++
				}
			}
			now = now.Add(time.Duration(rapid.IntRange(0, 200).Draw(rt, "hours")) * time.Hour)
		}
		if asked > 1 {
			rt.Errorf("asked %d times", asked)
		}
	})
}

func checkFollowUp(rt *rapid.T, before, after evidence.ImpactState) {
	if after.Seq != before.Seq+1 || after.At.Before(before.At) {
		rt.Errorf("%d at %v follows %d at %v", after.Seq, after.At, before.Seq, before.At)
	}
	if !slices.Contains(evidence.ImpactStages(), after.Stage) {
		rt.Errorf("stage %q", after.Stage)
	}
	for _, d := range after.Deadlines() {
		if after.Suspended && d.Name != evidence.Finish {
			rt.Errorf("%s is due while suspended", d.Name)
		}
	}
	if before.Stage == evidence.ImpactAnswered && after.Stage != evidence.ImpactAnswered {
		rt.Errorf("an answer was lost: %s", after.Stage)
	}
}
