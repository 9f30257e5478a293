package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/sdk/client"
	"golang.org/x/sync/errgroup"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// submissions compares submitting with storing the same rows and starting a bare workflow. A submission counts when its
// workflow has finished its first task and its outbox row is done.
func (s *stage) submissions(ctx context.Context, z sizes) error {
	var ours, bare, accepted, ratios []float64
	for round := range z.rounds {
		a, ok, err := s.batch(ctx, z, func(ctx context.Context, i int) (string, error) {
			body := map[string]any{"question": question, "type": "audit"}
			opened, _, err := s.asClinician.Submit(ctx, body)
			return workflows.RequestWorkflowID(opened.ID), err
		})
		if err != nil {
			return err
		}
		b, _, err := s.batch(ctx, z, func(ctx context.Context, i int) (string, error) {
			state, err := s.bareSubmit(ctx, fmt.Sprintf("bare-%d-%d", round, i))
			return "bare/" + string(state.Request), err
		})
		if err != nil {
			return err
		}
		ours, bare, accepted, ratios = append(ours, a), append(bare, b), append(accepted, ok), append(ratios, a/b)
	}
	row("submissions/s, first task and outbox done", fmt.Sprintf("%.1f (bare %.1f)", median(ours), median(bare)), "")
	row("  accepted 201s/s", fmt.Sprintf("%.1f", median(accepted)), "")
	row("  ratio to bare", fmt.Sprintf("%.2f", median(ratios)), "goal ≥ 0.80")
	return nil
}

// batch does one thing many times and gives how many a second were finished, and how many a second were accepted.
func (s *stage) batch(ctx context.Context, z sizes, do func(context.Context, int) (string, error)) (finished, accepted float64, err error) {
	ids := make([]string, z.batch)
	g, gctx := errgroup.WithContext(ctx)
	g.SetLimit(z.clients)
	began := time.Now()
	for i := range ids {
		g.Go(func() (err error) {
			ids[i], err = do(gctx, i)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return 0, 0, err
	}
	answered := time.Since(began)
	for _, id := range ids {
		if err := s.begun(ctx, id); err != nil {
			return 0, 0, err
		}
	}
	for {
		var left int
		if err := s.pool.QueryRow(ctx, `SELECT count(*) FROM outbox WHERE done_at IS NULL`).Scan(&left); err != nil {
			return 0, 0, err
		}
		if left == 0 {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	n := float64(z.batch)
	return n / time.Since(began).Seconds(), n / answered.Seconds(), nil
}

// claims compares a claim over HTTP with a bare Update whose one ordinary activity runs the same transaction.
func (s *stage) claims(ctx context.Context, z sizes) error {
	var p50, p95, ourP50, bareP50 []float64
	for round := range z.rounds {
		a, err := s.claimOurs(ctx, z.claims)
		if err != nil {
			return err
		}
		b, err := s.claimBare(ctx, z.claims, round)
		if err != nil {
			return err
		}
		p50 = append(p50, quantile(a, 0.5)/quantile(b, 0.5))
		p95 = append(p95, quantile(a, 0.95)/quantile(b, 0.95))
		ourP50, bareP50 = append(ourP50, quantile(a, 0.5)), append(bareP50, quantile(b, 0.5))
	}
	row("claim p50, ms", fmt.Sprintf("%.1f (bare %.1f)", median(ourP50), median(bareP50)), "")
	row("  p50 ratio to a bare Update with the same activity", fmt.Sprintf("%.2f", median(p50)), "goal ≤ 1.25")
	row("  p95 ratio", fmt.Sprintf("%.2f", median(p95)), "goal ≤ 1.50")
	return nil
}

func (s *stage) claimOurs(ctx context.Context, n int) ([]float64, error) {
	var ids []evidence.RequestID
	for range n {
		opened, _, err := s.asClinician.Submit(ctx, map[string]any{"question": question, "type": "audit"})
		if err != nil {
			return nil, err
		}
		if err := s.begun(ctx, workflows.RequestWorkflowID(opened.ID)); err != nil {
			return nil, err
		}
		ids = append(ids, opened.ID)
	}
	var took []float64
	for _, id := range ids {
		began := time.Now()
		if _, _, err := s.asLibrarian.Command(ctx, id, evidence.Claim, map[string]any{}); err != nil {
			return nil, err
		}
		took = append(took, milliseconds(began))
	}
	return took, nil
}

func (s *stage) claimBare(ctx context.Context, n, round int) ([]float64, error) {
	var states []evidence.State
	for i := range n {
		state, err := s.bareSubmit(ctx, fmt.Sprintf("bare-claim-%d-%d", round, i))
		if err != nil {
			return nil, err
		}
		if err := s.begun(ctx, "bare/"+string(state.Request)); err != nil {
			return nil, err
		}
		states = append(states, state)
	}
	var took []float64
	for _, state := range states {
		c := evidence.Command{ID: "bare-claim", Name: evidence.Claim, Actor: evidence.Actor{Person: s.librarian, Roles: []evidence.Role{evidence.Librarian}}}
		began := time.Now()
		now := began.UTC()
		d, err := evidence.Decide(state, c, now)
		if err != nil {
			return nil, err
		}
		h, err := s.temporal.UpdateWorkflow(ctx, client.UpdateWorkflowOptions{
			WorkflowID: "bare/" + string(state.Request), UpdateName: "apply", WaitForStage: client.WorkflowUpdateStageCompleted,
			Args: []any{evidence.Of(state, c, d, now)},
		})
		if err != nil {
			return nil, err
		}
		if err := h.Get(ctx, nil); err != nil {
			return nil, err
		}
		took = append(took, milliseconds(began))
	}
	return took, nil
}

func milliseconds(since time.Time) float64 { return float64(time.Since(since).Microseconds()) / 1000 }

func median(list []float64) float64 { return quantile(list, 0.5) }

func quantile(list []float64, q float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}
