package devstack

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// restartDelays between attempts to bring a dead child back; after the last the stack has failed. A child that lived a
// minute starts the count anew.
func restartDelays() []time.Duration {
	return []time.Duration{0, 250 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second}
}

// service keeps one child alive.
type service struct {
	name     string
	begin    func(ctx context.Context) (*child, error) // starts it and waits until it accepts work
	end      func(ctx context.Context, c *child) error // stops it
	progress func(string)
	delays   []time.Duration // nil means restartDelays

	mu      sync.Mutex
	current *child
}

// first starts the child for the first time.
func (s *service) first(ctx context.Context) error {
	c, err := s.begin(ctx)
	if err == nil {
		s.set(c)
	}
	return err
}

func (s *service) set(c *child) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = c
}

func (s *service) get() *child {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

// pid is 0 while there is no child.
func (s *service) pid() int {
	c := s.get()
	if c == nil {
		return 0
	}
	select {
	case <-c.done:
		return 0
	default:
		return c.cmd.Process.Pid
	}
}

// supervise restarts the child whenever it dies, until ctx ends or it cannot be brought back, which it reports.
func (s *service) supervise(ctx context.Context, failed chan<- error) {
	failures := 0
	for {
		born := time.Now()
		select {
		case <-ctx.Done():
			return
		case <-s.get().done:
		}
		if time.Since(born) > time.Minute {
			failures = 0
		}
		s.progress(fmt.Sprintf("%s ended unexpectedly (%s): starting it again", s.name, s.get().ending()))
		var err error
		if failures, err = s.revive(ctx, failures); err != nil {
			if ctx.Err() == nil {
				failed <- err
			}
			return
		}
		s.progress(fmt.Sprintf("%s is back (process %d)", s.name, s.pid()))
	}
}

// revive tries until the child runs or the delays are used up, and returns how many were.
func (s *service) revive(ctx context.Context, failures int) (int, error) {
	delays := s.delays
	if delays == nil {
		delays = restartDelays()
	}
	var last error
	for failures < len(delays) {
		select {
		case <-ctx.Done():
			return failures, ctx.Err()
		case <-time.After(delays[failures]):
		}
		failures++
		c, err := s.begin(ctx)
		if err == nil {
			s.set(c)
			return failures, nil
		}
		last = err
		s.progress(fmt.Sprintf("%s did not start (attempt %d of %d): %v", s.name, failures, len(delays), err))
	}
	var known *Error
	if errors.As(last, &known) {
		return failures, newError(known.Code, last, "%s is given up: %v", s.name, last)
	}
	return failures, newError(StartFailed, last, "%s keeps ending and is given up; its log is in the data folder", s.name)
}

// finish stops the child. Supervision must have ended.
func (s *service) finish(ctx context.Context) error {
	c := s.get()
	if c == nil {
		return nil
	}
	return s.end(ctx, c)
}
