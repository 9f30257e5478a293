package worker_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/worker"
)

func start(i int) evidence.OutboxRow {
	return evidence.OutboxRow{ID: strconv.Itoa(i), Kind: evidence.OutboxStart, Request: evidence.RequestID(fmt.Sprint("r", i))}
}

func closeMerged(attempts int) evidence.OutboxRow {
	return evidence.OutboxRow{
		ID: "1", Kind: evidence.OutboxCommand, Request: "r1", Attempts: attempts,
		Command: evidence.Command{ID: "key", Name: evidence.CloseMerged, Actor: evidence.Engine()},
	}
}

func merged() evidence.State {
	return evidence.State{Seq: 4, Stage: evidence.Merged, Survivor: "r2", Before: &evidence.Before{Stage: evidence.Triage}}
}

// TestRelay decides what becomes of a row by the answer it gets.
func TestRelay(t *testing.T) {
	t.Parallel()
	open := merged()
	open.Stage = evidence.Triage
	for name, c := range map[string]struct {
		row     evidence.OutboxRow
		state   evidence.State
		err     error
		done    bool
		alerted bool
		event   string
	}{
		"started":                        {row: start(1), state: open, done: true, event: worker.EventOutboxDone},
		"request unknown":                {row: start(1), event: worker.EventOutboxRetry},
		"engine down":                    {row: start(1), state: open, err: &evidence.Error{Code: evidence.EngineUnavailable}, event: worker.EventOutboxRetry},
		"command carried out":            {row: closeMerged(0), state: merged(), done: true, event: worker.EventOutboxDone},
		"command of unknown outcome":     {row: closeMerged(0), state: merged(), err: &evidence.Error{Code: evidence.OutcomeUnknown}, event: worker.EventOutboxRetry},
		"refused: the request moved on":  {row: closeMerged(0), state: open, err: &evidence.Error{Code: evidence.NotAllowedInStage}, done: true, event: worker.EventOutboxRefused},
		"refused: the store is ahead":    {row: closeMerged(0), state: merged(), err: &evidence.Error{Code: evidence.NotAllowedInStage}, event: worker.EventOutboxRetry},
		"refused: the store is away":     {row: closeMerged(0), err: &evidence.Error{Code: evidence.NotAllowedInStage}, event: worker.EventOutboxRetry},
		"a bug":                          {row: closeMerged(3), state: merged(), err: errors.New("CANARY"), event: worker.EventOutboxRetry},
		"the attempt before the alert":   {row: closeMerged(18), state: merged(), err: errors.New("x"), event: worker.EventOutboxRetry},
		"the attempt that alerts":        {row: closeMerged(19), state: merged(), err: errors.New("x"), alerted: true, event: worker.EventOutboxRetry},
		"after the alert, for ever more": {row: closeMerged(200), state: merged(), err: errors.New("x"), event: worker.EventOutboxRetry},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log bytes.Buffer
			o, n := newOutbox(c.row), &counts{}
			d := worker.Deps{Outbox: o, States: states{c.state}, Commander: &engine{err: c.err}, Log: logTo(&log), Count: n.add}
			more, err := worker.RelayTurn(t.Context(), d)
			if err != nil || more {
				t.Errorf("%t, %v", more, err)
			}
			if done := o.left() == 0; done != c.done {
				t.Errorf("done %t", done)
			}
			if alerted := len(o.alerted) > 0; alerted != c.alerted || n.n[c.event] != 1 {
				t.Errorf("alerted %t, counted %v", alerted, n.n)
			}
			if strings.Contains(log.String(), "CANARY") {
				t.Error(log.String())
			}
			if !c.done && !o.rows["1"].next.After(time.Now()) {
				t.Error("tried again at once")
			}
		})
	}
}

// TestTheReadingOfAnImport is ordered by the outbox too, and needs no request in the store.
func TestTheReadingOfAnImport(t *testing.T) {
	t.Parallel()
	o, e := newOutbox(evidence.OutboxRow{ID: "1", Kind: evidence.OutboxImport, Request: "r", Import: "i"}), &engine{}
	if _, err := worker.RelayTurn(t.Context(), worker.Deps{Outbox: o, States: states{}, Commander: e, Log: quiet()}); err != nil {
		t.Fatal(err)
	}
	if o.left() != 0 || len(e.imports) != 1 || e.imports[0] != "i" || len(e.started) != 0 {
		t.Errorf("%d left, %v", o.left(), e.imports)
	}
}

// TestManyRelays lets eight of them empty one outbox: nothing is left and nothing is sent twice.
func TestManyRelays(t *testing.T) {
	t.Parallel()
	var rows []evidence.OutboxRow
	for i := range 300 {
		rows = append(rows, start(i))
	}
	o, e := newOutbox(rows...), &engine{}
	d := worker.Deps{Outbox: o, States: states{evidence.State{Seq: 1}}, Commander: e, Log: quiet()}
	ctx, stop := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if err := worker.RunRelay(ctx, d, time.Millisecond); err != nil {
				t.Error(err)
			}
		})
	}
	for o.left() > 0 {
		time.Sleep(time.Millisecond)
	}
	stop()
	wg.Wait()
	if len(e.started) != len(rows) {
		t.Errorf("%d rows, %d starts", len(rows), len(e.started))
	}
}

// TestRelaySurvivesTheStore goes on after the store was away, and ends in peace.
func TestRelaySurvivesTheStore(t *testing.T) {
	t.Parallel()
	o := newOutbox(start(1))
	o.err = errors.New("down")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	d := worker.Deps{Outbox: o, States: states{evidence.State{Seq: 1}}, Commander: &engine{}, Log: quiet()}
	go func() { ended <- worker.RunRelay(ctx, d, time.Millisecond) }()
	time.Sleep(20 * time.Millisecond)
	o.mu.Lock()
	o.err = nil
	o.mu.Unlock()
	for o.left() > 0 {
		time.Sleep(time.Millisecond)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for attempts, most := range map[int]time.Duration{0: time.Second, 1: 2 * time.Second, 5: 32 * time.Second, 9: 5 * time.Minute, 100: 5 * time.Minute} {
		for range 50 {
			if d := worker.Backoff(attempts); d < most/2 || d > most {
				t.Errorf("after %d: %v, want at most %v and at least half of it", attempts, d, most)
			}
		}
	}
}
