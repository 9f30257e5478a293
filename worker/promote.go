package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
)

// Promotion says which version of the worker is to be given work.
type Promotion struct {
	Deployment string
	BuildID    string
	Percent    int // 1 to 99 lets the version take that share; 0 or 100 makes it current
}

const promotePause = 500 * time.Millisecond

// Promote makes a version of the worker current, or lets it take a share. It waits, as long as ctx allows, for the first
// worker of that version to be seen. Errors: a share outside 0 to 100; ctx ended, with the server's last answer.
func Promote(ctx context.Context, c client.Client, p Promotion) error {
	if p.Deployment == "" || p.BuildID == "" {
		return errors.New("promote: name the deployment and the build ID")
	}
	if p.Percent < 0 || p.Percent > 100 {
		return errors.New("promote: the share is 1 to 100 per cent")
	}
	for {
		err := promote(ctx, c.WorkerDeploymentClient().GetHandle(p.Deployment), p)
		if err == nil || !notSeenYet(err) {
			return err
		}
		if !pause(ctx, promotePause) {
			return fmt.Errorf("promote: no worker of this version was seen: %w", err)
		}
	}
}

func promote(ctx context.Context, h client.WorkerDeploymentHandle, p Promotion) error {
	if p.Percent == 0 || p.Percent == 100 {
		_, err := h.SetCurrentVersion(ctx, client.WorkerDeploymentSetCurrentVersionOptions{BuildID: p.BuildID})
		return err
	}
	_, err := h.SetRampingVersion(ctx, client.WorkerDeploymentSetRampingVersionOptions{BuildID: p.BuildID, Percentage: float32(p.Percent)})
	return err
}

// notSeenYet reports that the server does not know the version, or has seen no worker of it poll.
func notSeenYet(err error) bool {
	var missing *serviceerror.NotFound
	var early *serviceerror.FailedPrecondition
	return errors.As(err, &missing) || errors.As(err, &early)
}
