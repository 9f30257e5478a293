package worker_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/evidence"
	"evidencedesk/worker"
	"evidencedesk/workflows"
)

// watches is a list of orders in memory, and the schedules that Temporal has of them.
type watches struct {
	client.ScheduleClient

	all    []evidence.WatchID
	there  map[string]bool
	down   map[string]bool // asking about these fails once
	lost   []evidence.WatchID
	asked  []evidence.WatchID // pages begin after these
	broken error
}

func (w *watches) Unstarted(context.Context, int) ([]evidence.PubMedRunID, error) { return nil, nil }
func (w *watches) Started(context.Context, evidence.PubMedRunID) error            { return nil }
func (w *watches) Unsynced(context.Context, int) ([]evidence.WatchOrder, error)   { return nil, nil }
func (w *watches) Synced(context.Context, evidence.WatchOrder) error              { return nil }

func (w *watches) Watched(_ context.Context, after evidence.WatchID, most int) (page []evidence.WatchOrder, _ error) {
	w.asked = append(w.asked, after)
	for _, id := range w.all {
		if id > after && len(page) < most {
			page = append(page, evidence.WatchOrder{ID: id, Request: evidence.RequestID(id)})
		}
	}
	return page, w.broken
}

func (w *watches) Lost(_ context.Context, id evidence.WatchID) error {
	w.lost = append(w.lost, id)
	return nil
}

func (w *watches) GetHandle(_ context.Context, id string) client.ScheduleHandle {
	return schedule{watches: w, id: id}
}

type schedule struct {
	client.ScheduleHandle

	watches *watches
	id      string
}

func (s schedule) Describe(context.Context) (*client.ScheduleDescription, error) {
	switch {
	case s.watches.down[s.id]:
		delete(s.watches.down, s.id)
		return nil, serviceerror.NewUnavailable("away")
	case !s.watches.there[s.id]:
		return nil, serviceerror.NewNotFound("no such schedule")
	}
	return &client.ScheduleDescription{}, nil
}

// newWatches has as many watches with schedules as asked for.
func newWatches(n int) *watches {
	w := &watches{there: map[string]bool{}, down: map[string]bool{}}
	for i := range n {
		id := evidence.WatchID([]byte{byte('a' + i/26), byte('a' + i%26)})
		w.all = append(w.all, id)
		w.there[workflows.LivingSearchID(evidence.RequestID(id))] = true
	}
	return w
}

// A round goes over every watch, page by page, notes those whose schedule is gone, and then begins anew.
func TestLostSchedulesAreNoted(t *testing.T) {
	t.Parallel()
	w := newWatches(120)
	delete(w.there, workflows.LivingSearchID("aa"))
	delete(w.there, workflows.LivingSearchID("ep"))
	turn := worker.RepairTurns(w, w, slog.New(slog.DiscardHandler))
	for i, more := range []bool{true, true, false} {
		if got, err := turn(t.Context()); err != nil || got != more {
			t.Errorf("turn %d: %t, %v", i, got, err)
		}
	}
	if diff := cmp.Diff([]evidence.WatchID{"aa", "ep"}, w.lost); diff != "" {
		t.Error(diff)
	}
	if _, err := turn(t.Context()); err != nil || w.asked[3] != "" {
		t.Errorf("the next round begins after %q, %v", w.asked[3], err)
	}
}

// Without Temporal nothing counts as lost, and the round goes on with the watch that could not be asked about.
func TestAnAbsentTemporalLosesNothing(t *testing.T) {
	t.Parallel()
	w := newWatches(3)
	w.down[workflows.LivingSearchID("ab")] = true
	turn := worker.RepairTurns(w, w, slog.New(slog.DiscardHandler))
	ended, cancel := context.WithCancel(t.Context())
	cancel() // it does not wait
	if more, err := turn(ended); !more || err != nil {
		t.Errorf("%t, %v", more, err)
	}
	if more, err := turn(t.Context()); more || err != nil || len(w.lost) != 0 {
		t.Errorf("%t, %v, lost %v", more, err, w.lost)
	}
	if diff := cmp.Diff([]evidence.WatchID{"", "aa"}, w.asked); diff != "" {
		t.Error(diff)
	}
	w.broken = errors.New("no database")
	if _, err := turn(t.Context()); !errors.Is(err, w.broken) {
		t.Error(err)
	}
}
