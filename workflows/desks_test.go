package workflows_test

import (
	"context"
	"sync"

	"evidencedesk/internal/evidence"
)

// desks is the database of many requests. It implements what the worker and the Commander ask of it.
type desks struct {
	mu     sync.Mutex
	stores map[evidence.RequestID]*store
}

func (d *desks) add(id evidence.RequestID, s *store) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stores[id] = s
}

func (d *desks) of(id evidence.RequestID) *store {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stores[id]
}

// Apply implements activities.RequestStore.
func (d *desks) Apply(ctx context.Context, t evidence.Transition) (evidence.Clock, error) {
	return d.of(t.Next.Request).Apply(ctx, t)
}

// FollowUps gives the desks as an activities.FollowUpStore.
func (d *desks) FollowUps() deskFollowUps { return deskFollowUps{d} }

type deskFollowUps struct{ *desks }

// Apply implements activities.FollowUpStore.
func (f deskFollowUps) Apply(ctx context.Context, t evidence.ImpactTransition) (evidence.ImpactState, error) {
	return f.of(t.Next.Request).FollowUps().Apply(ctx, t)
}

// Applied implements temporalx.Lookup.
func (d *desks) Applied(_ context.Context, id evidence.RequestID, commandID string) (evidence.State, bool, error) {
	s := d.of(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.rows {
		if r.Command.ID == commandID {
			return r.Next.Settle(s.clocks[commandID]), true, nil
		}
	}
	return evidence.State{}, false, nil
}

// State implements temporalx.Lookup.
func (d *desks) State(_ context.Context, id evidence.RequestID) (evidence.State, error) {
	s := d.of(id)
	if s == nil {
		return evidence.State{}, &evidence.Error{Code: evidence.NotFound}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.rows) == 0 {
		return evidence.State{}, &evidence.Error{Code: evidence.NotFound}
	}
	last := s.rows[len(s.rows)-1]
	return last.Next.Settle(s.clocks[last.Command.ID]), nil
}

// FollowUp implements temporalx.Lookup.
func (d *desks) FollowUp(_ context.Context, id evidence.RequestID) (evidence.ImpactState, error) {
	s := d.of(id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.impact.Seq == 0 {
		return evidence.ImpactState{}, &evidence.Error{Code: evidence.NotFound}
	}
	return s.impact, nil
}
