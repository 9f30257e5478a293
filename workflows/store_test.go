package workflows_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
)

// canary stands for the text that must never reach a history: the store's errors quote it.
const canary = "CANARY the patient's question CANARY"

// pace says how long working minutes and ordinary waits are. The tests skip real ones; recordings live fast ones.
type pace struct {
	minute time.Duration // of one working minute
	wait   func(time.Duration) time.Duration

	morning func(time.Time) time.Time // the working morning after an instant
}

func realPace() pace {
	return pace{
		minute:  time.Minute,
		wait:    func(d time.Duration) time.Duration { return d },
		morning: func(t time.Time) time.Time { return t },
	}
}

// store is the database of the tests: a calendar that never closes, and the idempotence that the contract asks for.
type store struct {
	mu       sync.Mutex
	pace     pace
	rows     []evidence.Transition
	clocks   map[string]evidence.Clock // by command ID
	impact   evidence.ImpactState
	steps    []evidence.ImpactTransition
	asks     func(evidence.ImpactState) []evidence.ImpactAsk
	failures int           // attempts still to fail
	conflict evidence.Name // the command that meets a conflict
	lost     int           // attempts whose answer is still to be lost after they were stored
}

func newStore(p pace) *store {
	return &store{pace: p, clocks: map[string]evidence.Clock{}, asks: oneAsk}
}

func oneAsk(evidence.ImpactState) []evidence.ImpactAsk {
	return []evidence.ImpactAsk{{ID: "ask-1", Person: requester, State: evidence.AskAsked}}
}

// Apply implements activities.RequestStore.
func (s *store) Apply(_ context.Context, t evidence.Transition) (evidence.Clock, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failures > 0 {
		s.failures--
		return evidence.Clock{}, errors.New("insert failed: " + canary)
	}
	if c, ok := s.clocks[t.Command.ID]; ok {
		return c, nil
	}
	if s.conflict == t.Command.Name || len(s.rows) > 0 && s.rows[len(s.rows)-1].Next.Seq+1 != t.Next.Seq {
		return evidence.Clock{}, fmt.Errorf("seq %d: %w", t.Next.Seq, activities.ErrConflict)
	}
	c := s.pace.settle(t)
	s.rows, s.clocks[t.Command.ID] = append(s.rows, t), c
	if s.lost > 0 {
		s.lost--
		return evidence.Clock{}, errors.New("connection lost: " + canary)
	}
	return c, nil
}

// FollowUps gives the store as an activities.FollowUpStore.
func (s *store) FollowUps() followUpStore { return followUpStore{s} }

type followUpStore struct{ *store }

// Apply implements activities.FollowUpStore.
func (f followUpStore) Apply(_ context.Context, t evidence.ImpactTransition) (evidence.ImpactState, error) {
	s := f.store
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failures > 0 {
		s.failures--
		return evidence.ImpactState{}, errors.New("insert failed: " + canary)
	}
	if s.conflict == t.Command.Name {
		return evidence.ImpactState{}, activities.ErrConflict
	}
	if s.impact.Seq >= t.Next.Seq {
		return s.impact, nil
	}
	next := t.Next
	switch t.Command.Name {
	case evidence.ImpactAskDue:
		next.Asks = s.asks(next)
	case evidence.ImpactAskAgain:
		next.Asks = append(next.Asks, evidence.ImpactAsk{ID: "ask-again", Person: requester, State: evidence.AskAsked, Round: next.Round})
	}
	next, err := next.Settle(func(t time.Time) (time.Time, error) { return s.pace.morning(t), nil })
	if err != nil {
		return next, err
	}
	if !next.AskedAt.IsZero() {
		next.Due.End = next.AskedAt.Add(s.pace.wait(evidence.AnswerWindow))
	}
	s.impact, s.steps = next, append(s.steps, t)
	return next, nil
}

func (s *store) stages() []evidence.Stage {
	s.mu.Lock()
	defer s.mu.Unlock()
	var stages []evidence.Stage
	for _, r := range s.rows {
		stages = append(stages, r.Next.Stage)
	}
	return stages
}

func (s *store) commands() []evidence.Name {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []evidence.Name
	for _, r := range s.rows {
		names = append(names, r.Command.Name)
	}
	return names
}

func (s *store) impactSteps() []evidence.Name {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []evidence.Name
	for _, r := range s.steps {
		names = append(names, r.Command.Name)
	}
	return names
}

// budgets are the working minutes promised for the urgencies of the tests.
func budgets() map[string]int { return map[string]int{"routine": 4800, "soon": 1440, "urgent": 480} }

func (p pace) working(minutes int) time.Duration { return time.Duration(minutes) * p.minute }

// settle does the store's part: it carries out the clock rule and turns the deadline rules into instants.
func (p pace) settle(t evidence.Transition) evidence.Clock {
	c := p.runClock(t.Next.Clock, t)
	settled := t.Next.Settle(c)
	c.Deadlines = nil
	for _, r := range settled.Rules() {
		when := r.From.Add(p.working(r.Minutes)).Add(p.wait(r.Wait))
		c.Deadlines = append(c.Deadlines, evidence.Deadline{Name: r.Name, At: when})
	}
	slices.SortStableFunc(c.Deadlines, func(a, b evidence.Deadline) int { return a.At.Compare(b.At) })
	return c
}

func (p pace) runClock(c evidence.Clock, t evidence.Transition) evidence.Clock {
	at := t.Next.At
	used := c.Budget - c.Remaining
	if c.Running {
		used += int(at.Sub(c.Since) / p.minute)
	}
	run := func(remaining int) {
		c.Running, c.Remaining, c.Since, c.PromiseDue = true, remaining, at, at.Add(p.working(remaining))
	}
	switch t.Clock.Do {
	case evidence.ClockStart:
		c.Budget = budgets()[t.Next.Urgency]
		run(c.Budget)
	case evidence.ClockStop, evidence.ClockEnd:
		c.Remaining = c.Budget - used
		c.Running, c.Since, c.PromiseDue = false, at, time.Time{}
	case evidence.ClockResume:
		run(c.Remaining)
	case evidence.ClockAgree:
		left := int(t.Clock.At.Sub(at) / p.minute)
		c.Budget, c.Remaining = used+left, left
		if c.Running {
			run(left)
		}
	case evidence.ClockRebase:
		c.Budget = budgets()[t.Next.Urgency]
		if c.Running {
			run(c.Budget - used)
		} else {
			c.Remaining = c.Budget - used
		}
	case evidence.ClockKeep, evidence.ClockAgain:
	}
	return c
}
