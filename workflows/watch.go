package workflows

import (
	"slices"
	"time"

	"go.temporal.io/sdk/workflow"

	"evidencedesk/internal/evidence"
)

// process is one long life that waits for messages and deadlines.
type process interface {
	// deadlines are the instants at which the process does something by itself.
	deadlines() []evidence.Deadline
	// done reports that nothing can happen any more.
	done(now time.Time) bool
	// fire carries out a deadline that is still in force, or refuses. It is called with the lock held.
	fire(ctx workflow.Context, d evidence.Deadline) error
	// signal carries out one signal. It is called with the lock held.
	signal(ctx workflow.Context, name string)
	// cancel ends the process for an operator. It is called with the lock held.
	cancel(ctx workflow.Context)
	// continued is what the next run starts with.
	continued(ctx workflow.Context) error
}

// watcher waits for one process: it holds the lock under which anything changes, and the one timer.
type watcher struct {
	process process
	mu      workflow.Mutex
	limit   int
	signals []signalChannel

	dropped  []evidence.Deadline // refused when they came; forgotten at the next change
	finished bool                // the last deadline has come
	closing  bool                // this run takes no more commands
}

type signalChannel struct {
	name    string
	channel workflow.ReceiveChannel
}

func newWatcher(ctx workflow.Context, p process, limit int, signals ...string) watcher {
	if limit == 0 {
		limit = DefaultHistoryLimit
	}
	w := watcher{process: p, mu: workflow.NewMutex(ctx), limit: limit}
	for _, name := range signals {
		w.signals = append(w.signals, signalChannel{name, workflow.GetSignalChannel(ctx, name)})
	}
	return w
}

// watch takes signals and deadlines in turn until the process is done, is cancelled or goes on in a new run. It never
// returns while a command is being carried out or a signal waits.
func (w *watcher) watch(ctx workflow.Context) error {
	for {
		switch {
		case ctx.Err() != nil:
			return w.endCancelled(ctx)
		case w.takeSignal(ctx):
		case w.over(ctx):
			if workflow.AllHandlersFinished(ctx) {
				return nil
			}
			w.awaitHandlers(ctx)
		case w.full(ctx):
			w.closing = true
			if workflow.AllHandlersFinished(ctx) {
				return w.process.continued(ctx)
			}
			w.awaitHandlers(ctx)
		default:
			w.wait(ctx)
		}
	}
}

// wait sleeps until the next deadline, which it rings, or until something has changed.
func (w *watcher) wait(ctx workflow.Context) {
	d, armed := w.next()
	if armed && !d.At.After(workflow.Now(ctx)) {
		w.ring(ctx, d)
		return
	}
	ctx, disarm := workflow.WithCancel(ctx)
	defer disarm() // a timer that is left behind would wake the workflow for nothing
	due := func() bool { return false }
	if armed {
		timer := workflow.NewTimerWithOptions(ctx, d.At.Sub(workflow.Now(ctx)), workflow.TimerOptions{Summary: string(d.Name)})
		due = timer.IsReady
	}
	err := workflow.Await(ctx, func() bool {
		now, still := w.next()
		moved := still != armed || now.Name != d.Name || !now.At.Equal(d.At)
		return due() || moved || w.signalled() || w.over(ctx) || w.full(ctx)
	})
	if err == nil && ctx.Err() == nil && due() { // a cancelled timer is ready, too; the loop sees to a cancelled ctx
		w.ring(ctx, d)
	}
}

// next is the earliest deadline that has not been dropped.
func (w *watcher) next() (d evidence.Deadline, ok bool) {
	if w.finished {
		return d, false
	}
	for _, c := range w.process.deadlines() {
		if (!ok || c.At.Before(d.At)) && !slices.Contains(w.dropped, c) {
			d, ok = c, true
		}
	}
	return d, ok
}

// ring carries out a deadline under the lock, unless a command changed it while the lock was awaited. A deadline that is
// refused is not tried again before the state changes.
func (w *watcher) ring(ctx workflow.Context, d evidence.Deadline) {
	w.locked(ctx, func(ctx workflow.Context) {
		if now, ok := w.next(); !ok || now != d {
			return
		}
		if d.Name == evidence.Finish {
			w.finished = true
			return
		}
		if err := w.process.fire(ctx, d); err != nil {
			w.dropped = append(w.dropped, d)
			workflow.GetLogger(ctx).Warn("deadline refused", "Name", d.Name, "Error", err)
		}
	})
}

// changed forgets what was refused before the state changed.
func (w *watcher) changed() { w.dropped, w.finished = nil, false }

// locked runs do under the lock, in a context that an operator's cancellation does not reach: nothing that has begun is
// cut in half. The context is left uncancelled, since cancelling it would cancel a follow-up started with it.
func (w *watcher) locked(ctx workflow.Context, do func(workflow.Context)) {
	ctx, _ = workflow.NewDisconnectedContext(ctx)
	if err := w.mu.Lock(ctx); err != nil {
		return // only a cancelled context makes it fail, and this one never is
	}
	defer w.mu.Unlock()
	do(ctx)
}

func (w *watcher) signalled() bool {
	return slices.ContainsFunc(w.signals, func(s signalChannel) bool { return s.channel.Len() > 0 })
}

// takeSignal carries out one waiting signal.
func (w *watcher) takeSignal(ctx workflow.Context) bool {
	for _, s := range w.signals {
		if s.channel.Len() > 0 {
			w.locked(ctx, func(ctx workflow.Context) { w.process.signal(ctx, s.name) })
			return true
		}
	}
	return false
}

func (w *watcher) over(ctx workflow.Context) bool {
	return w.finished || w.process.done(workflow.Now(ctx))
}

// full reports that the history is long enough for a new run, at a quiet moment unless the server insists.
func (w *watcher) full(ctx workflow.Context) bool {
	info := workflow.GetInfo(ctx)
	return w.closing || info.GetContinueAsNewSuggested() ||
		info.GetCurrentHistoryLength() > w.limit && workflow.AllHandlersFinished(ctx)
}

func (w *watcher) awaitHandlers(ctx workflow.Context) {
	_ = workflow.Await(ctx, func() bool { return workflow.AllHandlersFinished(ctx) }) // a cancelled ctx is the loop's
}

// endCancelled ends the process as an operator's cancellation asks, after what has begun.
func (w *watcher) endCancelled(ctx workflow.Context) error {
	w.locked(ctx, w.process.cancel)
	w.closing = true
	rest, _ := workflow.NewDisconnectedContext(ctx)
	for !workflow.AllHandlersFinished(rest) || w.signalled() {
		if !w.takeSignal(rest) {
			w.awaitHandlers(rest)
		}
	}
	return ctx.Err()
}
