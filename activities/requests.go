package activities

import (
	"context"

	"evidencedesk/internal/evidence"
)

// RequestStore writes the decisions of the process.
type RequestStore interface {
	// Apply writes one transition with everything that belongs to it in one transaction and returns the settled clock. It
	// is idempotent: a transition that is stored already (same request, seq and command ID) returns its stored clock. The
	// same seq with another command, or the same command ID with another seq, is an error that [ErrConflict] matches.
	Apply(ctx context.Context, t evidence.Transition) (evidence.Clock, error)
}

// Requests are the activities of a request.
type Requests struct {
	Store RequestStore
}

// Apply stores one transition of a request. It is retried until the store takes it, except after a conflict.
func (r *Requests) Apply(ctx context.Context, t evidence.Transition) (evidence.Clock, error) {
	clock, err := r.Store.Apply(ctx, t)
	if err != nil {
		return evidence.Clock{}, conceal(err)
	}
	return clock, nil
}

// FollowUpStore writes the steps of impact follow-ups.
type FollowUpStore interface {
	// Apply writes one step, its asks and its notices in one transaction and returns the settled state: see
	// [evidence.ImpactTransition]. A step whose seq is stored already returns the newest stored state.
	Apply(ctx context.Context, t evidence.ImpactTransition) (evidence.ImpactState, error)
}

// FollowUps are the activities of an impact follow-up.
type FollowUps struct {
	Store FollowUpStore
}

// ApplyImpact stores one step of a follow-up. It is retried like [Requests.Apply].
func (f *FollowUps) ApplyImpact(ctx context.Context, t evidence.ImpactTransition) (evidence.ImpactState, error) {
	state, err := f.Store.Apply(ctx, t)
	if err != nil {
		return evidence.ImpactState{}, conceal(err)
	}
	return state, nil
}
