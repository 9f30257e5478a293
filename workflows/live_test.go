package workflows_test

import (
	"context"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
	"evidencedesk/worker"
	"evidencedesk/workflows"
)

// The tests of this file run against the Temporal server of TEMPORAL_ADDRESS, one after the other: they share its queue.

// liveServer is a server with no worker yet.
type liveServer struct {
	*recorder

	t    *testing.T
	keys temporalx.Keys
}

func newLive(t *testing.T, keys temporalx.Keys) *liveServer {
	t.Helper()
	if os.Getenv("TEMPORAL_ADDRESS") == "" {
		t.Skip("set TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE to run on a Temporal server")
	}
	d := &desks{stores: map[evidence.RequestID]*store{}}
	c := dial(t, temporalx.Options{Keys: keys, Log: slog.New(slog.DiscardHandler)})
	return &liveServer{t: t, keys: keys, recorder: &recorder{client: c, desks: d, commander: temporalx.NewCommander(c, d, 3*time.Second)}}
}

func dial(t *testing.T, o temporalx.Options) client.Client {
	t.Helper()
	c, err := temporalx.Dial(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// work starts a worker and returns how to stop it.
func (l *liveServer) work(keys temporalx.Keys) (stop func()) {
	l.t.Helper()
	w := sdkworker.New(dial(l.t, temporalx.Options{Keys: keys, Log: slog.New(slog.DiscardHandler), ForWorker: true}), workflows.TaskQueue, sdkworker.Options{})
	worker.Register(w, l.desks, l.desks.FollowUps())
	if err := w.Start(); err != nil {
		l.t.Fatal(err)
	}
	stop = sync.OnceFunc(w.Stop)
	l.t.Cleanup(stop)
	return stop
}

// submitted stores a request without starting its workflow.
func (l *liveServer) submitted() *take {
	l.t.Helper()
	id := evidence.RequestID(uuid.NewString())
	k := &take{
		t: l.t, r: l.recorder, request: id, store: newStore(calm()), workflow: workflows.RequestWorkflowID(id),
		name: l.t.Name(), commander: l.commander,
	}
	s := opened(k.store.pace, time.Now())
	s.Request = id
	k.store.rows = []evidence.Transition{{Command: evidence.Command{ID: "submit", Name: evidence.Submit}, Next: s}}
	k.store.clocks["submit"] = s.Clock
	l.desks.add(id, k.store)
	return k
}

// TestLiveLateExecution sends a command while no worker is up: its outcome is unknown, it happens later, and sending it
// again gives its answer.
func TestLiveLateExecution(t *testing.T) {
	l := newLive(t, nil)
	k := l.submitted()
	claim := cmd(evidence.Claim, owner, evidence.Args{})
	k.do(claim, evidence.OutcomeUnknown) // the workflow was missing, too: it was started with the command
	l.work(nil)
	k.stored(evidence.Claim)
	k.ok(claim)
	k.do(cmd(evidence.Claim, colleague, evidence.Args{}), evidence.AlreadyClaimed)
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
	k.do(cmd(evidence.Claim, colleague, evidence.Args{}), evidence.NotAllowedInStage)
	k.ok(claim)
	want := []evidence.Name{evidence.Submit, evidence.Claim, evidence.Decline}
	if diff := cmp.Diff(want, k.store.commands()); diff != "" {
		t.Error(diff)
	}
}

// TestLiveTerminated goes on from the store after an operator terminated a workflow, by a command and by Revive.
func TestLiveTerminated(t *testing.T) {
	l := newLive(t, nil)
	l.work(nil)
	k := l.submitted()
	k.ok(cmd(evidence.Claim, owner, evidence.Args{}))
	terminate := func() {
		t.Helper()
		if err := l.client.TerminateWorkflow(t.Context(), k.workflow, "", "test"); err != nil {
			t.Fatal(err)
		}
	}
	terminate()
	k.ok(cmd(evidence.Accept, owner, accepted(time.Now(), evidence.CheckNone)))
	terminate()
	s, _ := l.desks.State(t.Context(), k.request)
	for _, want := range []temporalx.Presence{temporalx.PresenceStarted, temporalx.PresenceRunning} {
		if got, err := l.commander.Revive(t.Context(), s); err != nil || got != want {
			t.Errorf("revived: %q, %v, want %q", got, err, want)
		}
	}
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
	if got, err := l.commander.Revive(t.Context(), s); err != nil || got != temporalx.PresenceEnded {
		t.Errorf("revived: %q, %v", got, err)
	}
}

// TestLiveMissingKey lets a worker without the key take a request: it waits, unharmed, for one that has it.
func TestLiveMissingKey(t *testing.T) {
	l := newLive(t, testKeys())
	k := l.submitted()
	stop := l.work(nil)
	s, _ := l.desks.State(t.Context(), k.request)
	k.start(s)
	k.do(cmd(evidence.Claim, owner, evidence.Args{}), evidence.OutcomeUnknown)
	stop()
	l.work(testKeys())
	k.stored(evidence.Claim)
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope")))
	k.ended()
}

// TestLiveVersioning gives a versioned worker nothing before its version is promoted.
func TestLiveVersioning(t *testing.T) {
	l := newLive(t, nil)
	deployment := "evidence-desk-" + uuid.NewString()
	run := func(build string) {
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			c := worker.Config{Versioning: worker.Versioning{Enabled: true, Deployment: deployment, BuildID: build}}
			if err := worker.Serve(ctx, c, worker.Deps{
				Temporal: dial(t, temporalx.Options{Log: slog.New(slog.DiscardHandler), ForWorker: true}),
				Requests: l.desks, FollowUps: l.desks.FollowUps(), Log: slog.New(slog.DiscardHandler),
			}); err != nil {
				t.Errorf("worker %s: %v", build, err)
			}
		}()
		t.Cleanup(func() { stop(); <-done })
	}
	run("one")
	k := l.submitted()
	k.do(cmd(evidence.Claim, owner, evidence.Args{}), evidence.OutcomeUnknown)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := worker.Promote(ctx, l.client, worker.Promotion{Deployment: deployment, BuildID: "one"}); err != nil {
		t.Fatal(err)
	}
	k.stored(evidence.Claim)
	run("two")
	if err := worker.Promote(ctx, l.client, worker.Promotion{Deployment: deployment, BuildID: "two", Percent: 50}); err != nil {
		t.Fatal(err)
	}
	if err := worker.Promote(ctx, l.client, worker.Promotion{Deployment: deployment, BuildID: "two"}); err != nil {
		t.Fatal(err)
	}
	k.ok(cmd(evidence.Decline, owner, reason("out_of_scope"))) // the request moves to the new version
	k.ended()
	short, stop := context.WithTimeout(t.Context(), time.Second)
	defer stop()
	if err := worker.Promote(short, l.client, worker.Promotion{Deployment: deployment, BuildID: "three"}); err == nil {
		t.Error("a version that no worker has was promoted")
	}
	// Give the queue back to unversioned workers.
	if _, err := l.client.WorkerDeploymentClient().GetHandle(deployment).SetCurrentVersion(ctx, client.WorkerDeploymentSetCurrentVersionOptions{IgnoreMissingTaskQueues: true}); err != nil {
		t.Error(err)
	}
}

// TestLiveAttributes registers the search attributes twice.
func TestLiveAttributes(t *testing.T) {
	l := newLive(t, nil)
	for range 2 {
		if err := temporalx.RegisterSearchAttributes(t.Context(), l.client, os.Getenv("TEMPORAL_NAMESPACE")); err != nil {
			t.Error(err)
		}
	}
}

// TestNoServer dials a port where nobody listens: nothing was sent, and the caller is told so.
func TestNoServer(t *testing.T) {
	t.Parallel()
	d := &desks{stores: map[evidence.RequestID]*store{}}
	c := temporalx.NewCommander(dial(t, temporalx.Options{Address: "127.0.0.1:1", Log: slog.New(slog.DiscardHandler)}), d, 8*time.Second)
	if _, err := c.Do(t.Context(), request, cmd(evidence.Claim, owner, evidence.Args{})); evidence.CodeOf(err) != evidence.EngineUnavailable {
		t.Error(err)
	}
	if err := c.Start(t.Context(), opened(calm(), time.Now())); evidence.CodeOf(err) != evidence.EngineUnavailable {
		t.Error(err)
	}
}
