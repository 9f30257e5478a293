package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
	"golang.org/x/sync/errgroup"

	"evidencedesk/activities"
	"evidencedesk/internal/temporalx"
	"evidencedesk/workflows"
)

// Config says how the process works. The zero value is usable.
type Config struct {
	Versioning  Versioning
	StopTimeout time.Duration // for what is under way when the process stops; 30 s when 0
	Activities  int           // at once; at most the database connections there are. 16 when 0
	Poll        time.Duration // between two looks at the outbox and the ledger; 1 s when 0
}

// Versioning is Temporal's worker versioning. A versioned worker is given nothing until its version is promoted.
type Versioning struct {
	Enabled    bool
	Deployment string
	BuildID    string
}

// Deps is what the process works with.
type Deps struct {
	Temporal  client.Client
	Requests  activities.RequestStore
	FollowUps activities.FollowUpStore
	Outbox    Outbox
	States    States
	Commander Commander
	Notices   *activities.Notices
	Keeper    activities.Housekeeper // nil: this process keeps no house
	Imports   activities.ImportStore // nil: this process reads no imports
	Living    *activities.Living     // nil: this process runs no searches
	Orders    LivingOrders           // which searches to run and reports to watch; nil: this process starts none
	Reports   activities.ReportMaker // nil: this process makes no reports of figures
	Planned   ReportOrders           // which of them are planned; nil: this process follows no plans
	Log       *slog.Logger

	// Count is told what happened and how often, for metrics; nil is fine. The events are constants of this package.
	Count func(event string, n int)
}

const (
	defaultStopTimeout = 30 * time.Second
	defaultActivities  = 16
	defaultPoll        = time.Second
	connectPause       = 2 * time.Second
)

func (c Config) complete() Config {
	if c.StopTimeout == 0 {
		c.StopTimeout = defaultStopTimeout
	}
	if c.Activities == 0 {
		c.Activities = defaultActivities
	}
	if c.Poll == 0 {
		c.Poll = defaultPoll
	}
	return c
}

// Run works until ctx ends, and then finishes what is under way. Neither an absent Temporal nor an absent database ends
// it: both are tried again. Errors: incomplete versioning, and what the Temporal worker gives up for.
func Run(ctx context.Context, c Config, d Deps) error {
	c = c.complete()
	if c.Versioning.Enabled && (c.Versioning.Deployment == "" || c.Versioning.BuildID == "") {
		return errors.New("worker versioning needs the name of a deployment and a build ID")
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return Serve(ctx, c, d) })
	g.Go(func() error { return newRelay(d).run(ctx, c.Poll) })
	g.Go(func() error { return newPost(d).run(ctx, c.Poll) })
	if d.Keeper != nil {
		g.Go(func() error { return keepSchedule(ctx, d) })
	}
	if d.Orders != nil {
		l := &living{orders: d.Orders, client: d.Temporal, log: d.Log}
		g.Go(func() error { return loop(ctx, c.Poll, d.Log, "living", l.turn) })
		r := standingWatches(d.Orders, d.Temporal.ScheduleClient(), d.Log)
		g.Go(func() error { return loop(ctx, repairPause, d.Log, "watch schedules", r.turn) })
	}
	if d.Planned != nil {
		p := &planned{orders: d.Planned, client: d.Temporal, log: d.Log, now: time.Now}
		g.Go(func() error { return loop(ctx, c.Poll, d.Log, "planned reports", p.turn) })
		r := standingReports(d.Planned, d.Temporal.ScheduleClient(), d.Log)
		g.Go(func() error { return loop(ctx, repairPause, d.Log, "report schedules", r.turn) })
	}
	return g.Wait()
}

// Serve runs the Temporal worker alone, without the relays, until ctx ends. It waits for the server for as long as it takes.
func Serve(ctx context.Context, c Config, d Deps) error {
	c = c.complete()
	fatal := make(chan error, 1)
	for {
		w := newWorker(c, d, fatal)
		err := w.Start()
		if err == nil {
			d.Log.InfoContext(ctx, "worker started", slog.String("queue", workflows.TaskQueue))
			defer w.Stop()
			select {
			case <-ctx.Done():
				return nil
			case err := <-fatal:
				return fmt.Errorf("worker: %w", err)
			}
		}
		d.Log.WarnContext(ctx, "Temporal is not there yet", slog.String("error", temporalx.ErrorCode(err)))
		if !pause(ctx, connectPause) {
			return nil
		}
	}
}

func newWorker(c Config, d Deps, fatal chan<- error) sdkworker.Worker {
	options := sdkworker.Options{
		MaxConcurrentActivityExecutionSize: c.Activities,
		WorkflowTaskPollerBehavior:         sdkworker.NewPollerBehaviorAutoscaling(sdkworker.PollerBehaviorAutoscalingOptions{}),
		ActivityTaskPollerBehavior:         sdkworker.NewPollerBehaviorAutoscaling(sdkworker.PollerBehaviorAutoscalingOptions{}),
		WorkerStopTimeout:                  c.StopTimeout,
		OnFatalError: func(err error) {
			select {
			case fatal <- err:
			default:
			}
		},
	}
	if c.Versioning.Enabled {
		options.DeploymentOptions = sdkworker.DeploymentOptions{
			UseVersioning: true,
			Version:       sdkworker.WorkerDeploymentVersion{DeploymentName: c.Versioning.Deployment, BuildID: c.Versioning.BuildID},
		}
	}
	w := sdkworker.New(d.Temporal, workflows.TaskQueue, options)
	Register(w, d.Requests, d.FollowUps)
	if d.Keeper != nil {
		w.RegisterActivityWithOptions(&activities.Housekeeping{Keeper: d.Keeper}, activity.RegisterOptions{})
	}
	if d.Imports != nil {
		w.RegisterActivityWithOptions(&activities.Imports{Store: d.Imports}, activity.RegisterOptions{})
	}
	if d.Living != nil {
		w.RegisterActivityWithOptions(d.Living, activity.RegisterOptions{})
	}
	if d.Reports != nil {
		w.RegisterActivityWithOptions(&activities.Reports{Maker: d.Reports}, activity.RegisterOptions{})
	}
	return w
}

// Register makes a worker, or a replayer or test environment, know the workflows and the activities of requests and
// follow-ups. Both types of workflow live for weeks, so they move to a new version as soon as it is current; see
// workflows.Changes.
func Register(r interface {
	RegisterWorkflowWithOptions(w any, options workflow.RegisterOptions)
	RegisterActivityWithOptions(a any, options activity.RegisterOptions)
}, requests activities.RequestStore, followUps activities.FollowUpStore,
) {
	RegisterWorkflows(r)
	r.RegisterActivityWithOptions(&activities.Requests{Store: requests}, activity.RegisterOptions{})
	r.RegisterActivityWithOptions(&activities.FollowUps{Store: followUps}, activity.RegisterOptions{})
}

// RegisterWorkflows makes a replayer know the workflows.
func RegisterWorkflows(r interface {
	RegisterWorkflowWithOptions(w any, options workflow.RegisterOptions)
},
) {
	r.RegisterWorkflowWithOptions(workflows.EvidenceRequest, workflow.RegisterOptions{
		Name: workflows.EvidenceRequestType, VersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	})
	r.RegisterWorkflowWithOptions(workflows.ImpactFollowUp, workflow.RegisterOptions{
		Name: workflows.ImpactFollowUpType, VersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	})
	r.RegisterWorkflowWithOptions(workflows.Housekeeping, workflow.RegisterOptions{
		Name: workflows.HousekeepingType, VersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	})
	r.RegisterWorkflowWithOptions(workflows.ImportRecords, workflow.RegisterOptions{
		Name: workflows.ImportRecordsType, VersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	})
	r.RegisterWorkflowWithOptions(workflows.RunSearch, workflow.RegisterOptions{
		Name: workflows.RunSearchType, VersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	})
	r.RegisterWorkflowWithOptions(workflows.LivingSearch, workflow.RegisterOptions{
		Name: workflows.LivingSearchType, VersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	})
	r.RegisterWorkflowWithOptions(workflows.ManagerReport, workflow.RegisterOptions{
		Name: workflows.ManagerReportType, VersioningBehavior: workflow.VersioningBehaviorAutoUpgrade,
	})
}

// pause waits; it answers false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
