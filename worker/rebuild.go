package worker

import (
	"context"
	"log/slog"

	"golang.org/x/sync/errgroup"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
)

// OpenWork lists what the store holds open, in pages: everything whose workflow should run.
type OpenWork interface {
	// OpenRequests returns up to limit states whose workflow should run (evidence.State.Done is false), after the given
	// ID in the order of IDs, each from the newest transition. The first page follows the empty ID.
	OpenRequests(ctx context.Context, after evidence.RequestID, limit int) ([]evidence.State, error)
	// OpenFollowUps does the same for follow-ups that are not done.
	OpenFollowUps(ctx context.Context, after evidence.RequestID, limit int) ([]evidence.ImpactState, error)
}

// Reviver starts what is missing: *temporalx.Commander.
type Reviver interface {
	Revive(ctx context.Context, s evidence.State) (temporalx.Presence, error)
	ReviveFollowUp(ctx context.Context, s evidence.ImpactState) (temporalx.Presence, error)
}

// Rebuilt counts what Rebuild found.
type Rebuilt struct {
	Requests  map[temporalx.Presence]int
	FollowUps map[temporalx.Presence]int
	Ended     []evidence.RequestID // held open by the store, ended in Temporal: the runbook says what to do
}

const (
	rebuildPage   = 200
	rebuildAtOnce = 8
)

// Rebuild starts the workflow of every open request and follow-up that Temporal does not know, each from its newest
// stored state. It may be repeated and may run beside working processes: what runs is left alone.
func Rebuild(ctx context.Context, open OpenWork, reviver Reviver, log *slog.Logger) (Rebuilt, error) {
	found := Rebuilt{Requests: map[temporalx.Presence]int{}, FollowUps: map[temporalx.Presence]int{}}
	note := func(counts map[temporalx.Presence]int) func(evidence.RequestID, temporalx.Presence) {
		return func(id evidence.RequestID, p temporalx.Presence) {
			counts[p]++
			if p == temporalx.PresenceEnded {
				found.Ended = append(found.Ended, id)
				log.WarnContext(ctx, "workflow ended before its request", slog.String("request", string(id)))
			}
		}
	}
	err := pages(ctx, open.OpenRequests, func(s evidence.State) evidence.RequestID { return s.Request },
		reviver.Revive, note(found.Requests))
	if err != nil {
		return found, err
	}
	err = pages(ctx, open.OpenFollowUps, func(s evidence.ImpactState) evidence.RequestID { return s.Request },
		reviver.ReviveFollowUp, note(found.FollowUps))
	return found, err
}

// pages goes through every page of a list, revives its items side by side and notes the findings one by one.
func pages[S any](
	ctx context.Context, list func(context.Context, evidence.RequestID, int) ([]S, error), id func(S) evidence.RequestID,
	revive func(context.Context, S) (temporalx.Presence, error), note func(evidence.RequestID, temporalx.Presence),
) error {
	for after := evidence.RequestID(""); ; {
		page, err := list(ctx, after, rebuildPage)
		if err != nil || len(page) == 0 {
			return err
		}
		found := make([]temporalx.Presence, len(page))
		g, gctx := errgroup.WithContext(ctx)
		g.SetLimit(rebuildAtOnce)
		for i, s := range page {
			g.Go(func() (err error) {
				found[i], err = revive(gctx, s)
				return err
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		for i, s := range page {
			note(id(s), found[i])
		}
		after = id(page[len(page)-1])
	}
}
