// Package devstack is the embedded default: a private PostgreSQL and a real Temporal server, started as children of the
// calling program, kept alive while it runs and stopped with it. Nothing has to be installed or configured by hand.
//
// Whatever is given from outside (a database URL, a Temporal address) is used and not started. Production gives both.
// Data is durable: fsync and synchronous_commit are on, Temporal's state is in the same PostgreSQL cluster, and a kill
// of any process, this one included, loses nothing that was acknowledged.
package devstack

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Addresses tell where a running stack is reached. Everything listens on 127.0.0.1 only.
type Addresses struct {
	DatabaseURL       string // superuser, with password: for migrations, never for a log
	TemporalAddress   string // host:port; empty with PostgresOnly
	TemporalNamespace string
	UIAddress         string // http URL of Temporal's web UI; empty when there is none
}

// Stack is what Start started. Its methods may be called from several goroutines.
type Stack struct {
	Addresses

	failed   chan error
	spawner  *spawner
	lock     *folderLock
	cancel   context.CancelFunc // ends the supervision, not the children
	postgres *service
	temporal *service
	watchers sync.WaitGroup
	stop     sync.Once
	stopErr  error
}

// Start brings up what is not given from outside and returns when it accepts work. Ending ctx while Start runs undoes
// everything; afterwards ctx has no effect and Stop must be called. An error is ctx's own or wraps an *Error, one clear line.
func Start(ctx context.Context, o Options) (*Stack, error) {
	s := &Stack{failed: make(chan error, 2), Addresses: Addresses{
		DatabaseURL: o.DatabaseURL, TemporalAddress: o.TemporalAddress, TemporalNamespace: o.namespace(),
	}}
	if o.DatabaseURL != "" && !o.startsTemporal() {
		return s, nil
	}
	if err := o.complete(); err != nil {
		return nil, err
	}
	supervision, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	var err error
	if s.lock, err = lockFolder(ctx, o.DataDir); err != nil {
		cancel()
		return nil, err
	}
	s.spawner = newSpawner()
	if err := s.bringUp(ctx, &o); err != nil {
		undo, done := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer done()
		return nil, startError(ctx, err, s.Stop(undo))
	}
	for _, sv := range []*service{s.postgres, s.temporal} {
		if sv != nil {
			s.watchers.Go(func() { sv.supervise(supervision, s.failed) })
		}
	}
	return s, nil
}

// startError keeps a plain *Error plain and prefers the caller's own cancellation to its consequences.
func startError(ctx context.Context, err, stopErr error) error {
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	if stopErr != nil {
		return errors.Join(err, stopErr)
	}
	return err
}

// bringUp builds the Temporal server while PostgreSQL comes up, then starts it.
func (s *Stack) bringUp(ctx context.Context, o *Options) error {
	st, err := openState(o.DataDir)
	if err != nil {
		return err
	}
	if err := stopLeftovers(ctx, o); err != nil {
		return err
	}
	if err := st.choosePorts(o); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	build := make(chan built, 1)
	if o.startsTemporal() {
		go func() { build <- buildTemporal(ctx, s.spawner, o) }()
	} else {
		build <- built{}
	}
	if err := s.startPostgres(ctx, o, st); err != nil {
		cancel()
		<-build
		return err
	}
	b := <-build
	if b.err != nil {
		return b.err
	}
	if o.startsTemporal() {
		return s.startTemporal(ctx, o, st, b.path)
	}
	return nil
}

func (s *Stack) startPostgres(ctx context.Context, o *Options, st *state) error {
	if o.DatabaseURL != "" {
		return nil
	}
	p, err := newPostgres(ctx, s.spawner, o, st)
	if err != nil {
		return err
	}
	s.postgres = &service{name: "PostgreSQL", begin: p.start, end: p.stop, progress: o.Progress}
	if err := s.postgres.first(ctx); err != nil {
		return err
	}
	if err := p.ensureDatabase(ctx, DatabaseName); err != nil {
		return err
	}
	s.DatabaseURL = p.url(DatabaseName)
	return nil
}

func (s *Stack) startTemporal(ctx context.Context, o *Options, st *state, binary string) error {
	t, err := newTemporal(s.spawner, o, st, binary, s.DatabaseURL)
	if err != nil {
		return err
	}
	s.temporal = &service{name: "Temporal", begin: t.start, end: t.stop, progress: o.Progress}
	if err := s.temporal.first(ctx); err != nil {
		return err
	}
	s.TemporalAddress, s.UIAddress = t.address(), t.uiURL()
	return nil
}

// Failed delivers the error of a child that died and could not be brought back; the caller should then call Stop.
// A child that was restarted is only a progress line.
func (s *Stack) Failed() <-chan error { return s.failed }

// PIDs are the process IDs of the running children by name, "postgres" and "temporal". They change with a restart.
func (s *Stack) PIDs() map[string]int {
	pids := map[string]int{}
	for name, sv := range map[string]*service{"postgres": s.postgres, "temporal": s.temporal} {
		if sv == nil {
			continue
		}
		if pid := sv.pid(); pid != 0 {
			pids[name] = pid
		}
	}
	return pids
}

// Stop ends Temporal, then PostgreSQL, each gently and, when ctx ends or it does not listen, by force. When it returns
// nothing that Start started is running. It can be called more than once.
func (s *Stack) Stop(ctx context.Context) error {
	s.stop.Do(func() {
		if s.spawner == nil {
			return // nothing was started
		}
		s.cancel()
		s.watchers.Wait()
		var errs []error
		for _, sv := range []*service{s.temporal, s.postgres} {
			if sv != nil {
				errs = append(errs, sv.finish(ctx))
			}
		}
		s.spawner.close()
		s.lock.release()
		s.stopErr = errors.Join(errs...)
	})
	return s.stopErr
}
