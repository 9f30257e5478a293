package devstack

import (
	"context"
	"os/exec"
	"time"
)

// Explain is explain, for its table test.
func Explain(code Code, err error, printed, doing, place string) *Error {
	return explain(code, err, printed, doing, place)
}

// Supervised runs a shell command under supervision with the given delays and returns its error when it is given up.
func Supervised(ctx context.Context, script string, progress func(string), delays ...time.Duration) error {
	s := newSpawner()
	defer s.close()
	sv := &service{
		name: "the script", progress: progress, delays: delays,
		begin: func(ctx context.Context) (*child, error) {
			return s.spawn(exec.Command("/bin/sh", "-c", script))
		},
	}
	if err := sv.first(ctx); err != nil {
		return err
	}
	failed := make(chan error, 1)
	sv.supervise(ctx, failed)
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}
