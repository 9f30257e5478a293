package vocabulary_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"evidencedesk/internal/vocabulary"
)

func TestProposeDue(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)
	in := func(d time.Duration) time.Time { return now.Add(d) }
	const day = 24 * time.Hour
	tests := []struct {
		name                string
		in                  vocabulary.DueInput
		at                  time.Time
		rule                vocabulary.DueRule
		lateAsked, lateDone bool
	}{
		{name: "only a date", in: vocabulary.DueInput{NeededBy: in(5 * day), EarliestAt: in(2 * time.Hour)}, at: in(5 * day), rule: vocabulary.DueNeededBy},
		{name: "clinic in four weeks", in: vocabulary.DueInput{DecisionAt: in(28 * day)}, at: in(14 * day), rule: vocabulary.DueDecisionMidpoint},
		{name: "midpoint before the date", in: vocabulary.DueInput{NeededBy: in(9 * day), DecisionAt: in(10 * day)}, at: in(5 * day), rule: vocabulary.DueDecisionMidpoint},
		{name: "date before the midpoint", in: vocabulary.DueInput{NeededBy: in(3 * day), DecisionAt: in(10 * day)}, at: in(3 * day), rule: vocabulary.DueNeededBy},
		{name: "date at the midpoint", in: vocabulary.DueInput{NeededBy: in(5 * day), DecisionAt: in(10 * day)}, at: in(5 * day), rule: vocabulary.DueNeededBy},
		{name: "decision within the hour", in: vocabulary.DueInput{DecisionAt: in(40 * time.Minute), EarliestAt: in(90 * time.Minute)}, at: in(40 * time.Minute), rule: vocabulary.DueDecisionImminent},
		{name: "decision in an hour exactly", in: vocabulary.DueInput{DecisionAt: in(time.Hour)}, at: in(time.Hour), rule: vocabulary.DueDecisionImminent},
		{name: "decision just after the hour", in: vocabulary.DueInput{DecisionAt: in(time.Hour + 2*time.Second)}, at: in(30*time.Minute + time.Second), rule: vocabulary.DueDecisionMidpoint},
		{name: "the estimate is the floor", in: vocabulary.DueInput{NeededBy: in(time.Hour), EarliestAt: in(3 * time.Hour)}, at: in(3 * time.Hour), rule: vocabulary.DueLowerEstimate, lateAsked: true},
		{name: "the floor passes the decision", in: vocabulary.DueInput{DecisionAt: in(2 * time.Hour), EarliestAt: in(3 * time.Hour)}, at: in(3 * time.Hour), rule: vocabulary.DueLowerEstimate, lateDone: true},
		{name: "the floor equals the date", in: vocabulary.DueInput{NeededBy: in(3 * time.Hour), EarliestAt: in(3 * time.Hour)}, at: in(3 * time.Hour), rule: vocabulary.DueNeededBy},
		{name: "neither date", in: vocabulary.DueInput{PromiseAt: in(14 * day), EarliestAt: in(time.Hour)}, at: in(14 * day), rule: vocabulary.DueUrgencyPromise},
		{name: "a date beats the promise", in: vocabulary.DueInput{NeededBy: in(20 * day), PromiseAt: in(14 * day)}, at: in(20 * day), rule: vocabulary.DueNeededBy},
		{name: "nothing known", in: vocabulary.DueInput{EarliestAt: in(10 * day)}, rule: vocabulary.DueToBeAgreed},
		{name: "the decision has passed", in: vocabulary.DueInput{DecisionAt: in(-day)}, at: in(-day), rule: vocabulary.DueDecisionImminent},
	}
	c := load(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.in.Now = now
			got := vocabulary.ProposeDue(tt.in)
			if !got.At.Equal(tt.at) || got.Rule != tt.rule || got.AfterNeededBy != tt.lateAsked || got.AfterDecision != tt.lateDone {
				t.Errorf("got %+v", got)
			}
			if !c.Has(vocabulary.DueRules, string(got.Rule)) {
				t.Errorf("rule %s has no words", got.Rule)
			}
		})
	}
}

func TestProposeDueProperties(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 27, 9, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		instant := func(name string) time.Time {
			if rapid.Bool().Draw(t, name+" unknown") {
				return time.Time{}
			}
			return now.Add(time.Duration(rapid.Int64Range(1, 60*24*3600).Draw(t, name)) * time.Second)
		}
		in := vocabulary.DueInput{
			Now: now, NeededBy: instant("needed by"), DecisionAt: instant("decision"), PromiseAt: instant("promise"), EarliestAt: instant("earliest"),
		}
		got := vocabulary.ProposeDue(in)
		known := !in.NeededBy.IsZero() || !in.DecisionAt.IsZero() || !in.PromiseAt.IsZero()
		if known == got.At.IsZero() || known == (got.Rule == vocabulary.DueToBeAgreed) {
			t.Fatalf("something is known: %v, got %+v", known, got)
		}
		if !known {
			return
		}
		if got.Rule != vocabulary.DueDecisionImminent && got.At.Before(in.EarliestAt) {
			t.Fatalf("before the work can be done: %+v", got)
		}
		floored := got.Rule == vocabulary.DueLowerEstimate
		if !floored && !in.NeededBy.IsZero() && got.At.After(in.NeededBy) {
			t.Fatalf("after the date asked for, for no reason: %+v", got)
		}
		if !floored && !in.DecisionAt.IsZero() && got.At.After(in.DecisionAt) {
			t.Fatalf("after the decision, for no reason: %+v", got)
		}
		if got.AfterDecision != (!in.DecisionAt.IsZero() && got.At.After(in.DecisionAt)) {
			t.Fatalf("says nothing of the decision: %+v", got)
		}
	})
}
