package devstack

import (
	"context"
	"fmt"
	"path/filepath"
	"syscall"
	"time"
)

// leftover looks for the servers of a data folder whose parent is gone.
type leftover struct {
	what string
	dir  string // they work in this directory
	name string // of their executable; a prefix
	// pidFile holds the process ID of the main one in its first line; the only trace on systems without /proc.
	pidFile string
	pleas   []plea
}

// leftovers in the order in which they have to end.
func leftovers(o *Options) []leftover {
	return []leftover{temporalLeftover(o), postgresLeftover(o)}
}

func temporalLeftover(o *Options) leftover {
	name := temporalBinaryPrefix
	if o.TemporalBinary != "" {
		name = filepath.Base(o.TemporalBinary)
	}
	return leftover{
		what: "Temporal", dir: o.DataDir, name: name, pidFile: temporalPIDPath(o.DataDir),
		// Temporal loses nothing by a kill; a short time only spares its log the complaints.
		pleas: []plea{{syscall.SIGTERM, 2 * time.Second}, {syscall.SIGKILL, 10 * time.Second}},
	}
}

func postgresLeftover(o *Options) leftover {
	return leftover{
		what: "PostgreSQL", dir: pgDataPath(o.DataDir), name: "postgres", pidFile: pgPIDPath(o.DataDir),
		// Fast, then immediate shutdown. Single processes that lost their main one follow SIGQUIT too.
		pleas: []plea{{syscall.SIGINT, 30 * time.Second}, {syscall.SIGQUIT, 5 * time.Second}, {syscall.SIGKILL, 10 * time.Second}},
	}
}

// stopLeftovers ends what an earlier run left behind, so that ports and files are free. The caller holds the lock of
// the data folder, so nobody else's servers can be meant.
func stopLeftovers(ctx context.Context, o *Options) error {
	for _, l := range leftovers(o) {
		if err := l.stop(ctx, o.Progress); err != nil {
			return err
		}
	}
	return nil
}

func (l leftover) stop(ctx context.Context, progress func(string)) error {
	pids := l.find()
	if len(pids) == 0 {
		l.forget()
		return nil
	}
	progress(fmt.Sprintf("stopping what is left of an earlier %s (process %d)", l.what, pids[0]))
	for _, p := range l.pleas {
		for _, pid := range l.find() {
			_ = syscall.Kill(pid, p.signal)
		}
		gone, err := l.await(ctx, p.grace)
		if err != nil {
			return err
		}
		if gone {
			l.forget()
			return nil
		}
	}
	return newError(StopFailed, nil, "an earlier %s (process %d) does not end: stop it by hand and start again", l.what, pids[0])
}

func (l leftover) await(ctx context.Context, grace time.Duration) (gone bool, err error) {
	const pause = 20 * time.Millisecond
	for deadline := time.Now().Add(grace); time.Now().Before(deadline); {
		if len(l.find()) == 0 {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-time.After(pause):
		}
	}
	return false, nil
}
