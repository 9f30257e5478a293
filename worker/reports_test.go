package worker_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/worker"
	"evidencedesk/workflows"
)

// noon of a day in winter, for clocks of which summer time was not long ago.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

type scheduleClient = client.ScheduleClient

// planner is what libraries plan, in memory, and the schedules that Temporal has of it.
type planner struct {
	client.Client
	scheduleClient

	orders  []evidence.ReportOrder
	runs    []evidence.ReportRunOrder
	has     map[string]client.ScheduleOptions
	started []string
	synced  []evidence.ReportScheduleID
	lost    []evidence.ReportScheduleID
	away    bool
	missed  []time.Time // that no run has reported
	asked   [][]time.Time
}

func (p *planner) UnstartedRuns(context.Context, int) ([]evidence.ReportRunOrder, error) {
	return p.runs, nil
}

func (p *planner) RunStarted(context.Context, evidence.ReportRunID) error {
	p.runs = p.runs[1:]
	return nil
}

func (p *planner) UnsyncedSchedules(context.Context, int) ([]evidence.ReportOrder, error) {
	return p.orders, nil
}

func (p *planner) ScheduleSynced(_ context.Context, o evidence.ReportOrder) error {
	p.synced = append(p.synced, o.ID)
	return nil
}

func (p *planner) StandingSchedules(_ context.Context, after evidence.ReportScheduleID, _ int) (page []evidence.ReportOrder, _ error) {
	for _, o := range p.orders {
		if o.ID > after && o.State != evidence.ScheduleEnded {
			page = append(page, o)
		}
	}
	return page, nil
}

func (p *planner) ScheduleLost(_ context.Context, id evidence.ReportScheduleID) error {
	p.lost = append(p.lost, id)
	return nil
}

func (p *planner) MissedRuns(_ context.Context, _ evidence.ReportScheduleID, nominal []time.Time) ([]time.Time, error) {
	p.asked = append(p.asked, nominal)
	return p.missed, nil
}

func (p *planner) ScheduleClient() client.ScheduleClient { return p }

func (p *planner) Create(_ context.Context, o client.ScheduleOptions) (client.ScheduleHandle, error) {
	if p.away {
		return nil, serviceerror.NewUnavailable("away")
	}
	if _, there := p.has[o.ID]; there {
		return nil, temporal.ErrScheduleAlreadyRunning
	}
	p.has[o.ID] = o
	return nil, nil
}

func (p *planner) GetHandle(_ context.Context, id string) client.ScheduleHandle {
	return &planned{planner: p, id: id}
}

func (p *planner) ExecuteWorkflow(_ context.Context, o client.StartWorkflowOptions, _ any, _ ...any) (client.WorkflowRun, error) {
	p.started = append(p.started, o.ID)
	return nil, nil
}

type planned struct {
	client.ScheduleHandle

	planner *planner
	id      string
}

func (h *planned) Delete(context.Context) error {
	if _, there := h.planner.has[h.id]; !there {
		return serviceerror.NewNotFound("no such schedule")
	}
	delete(h.planner.has, h.id)
	return nil
}

func (h *planned) Update(_ context.Context, o client.ScheduleUpdateOptions) error {
	in := client.ScheduleUpdateInput{Description: client.ScheduleDescription{Schedule: client.Schedule{State: &client.ScheduleState{}}}}
	u, err := o.DoUpdate(in)
	if err != nil {
		return err
	}
	now := h.planner.has[h.id]
	now.Spec, now.Paused, now.Overlap = *u.Schedule.Spec, u.Schedule.State.Paused, u.Schedule.Policy.Overlap
	h.planner.has[h.id] = now
	return nil
}

func (h *planned) Describe(context.Context) (*client.ScheduleDescription, error) {
	if h.planner.away {
		return nil, serviceerror.NewUnavailable("away")
	}
	if _, there := h.planner.has[h.id]; !there {
		return nil, serviceerror.NewNotFound("no such schedule")
	}
	return &client.ScheduleDescription{}, nil
}

func order(id evidence.ReportScheduleID, months, first int, state evidence.ScheduleState) evidence.ReportOrder {
	return evidence.ReportOrder{ID: id, Version: 1, Months: months, First: first, Day: 5, Zone: "Europe/London", State: state, Since: noon.AddDate(-1, 0, 0)}
}

// The engine's schedules become what the rows say: made, changed, paused and taken away, each as often as the rows say so.
func TestSchedulesFollowThePlans(t *testing.T) {
	t.Parallel()
	p := &planner{has: map[string]client.ScheduleOptions{}, runs: []evidence.ReportRunOrder{{Run: "r1", Schedule: "a"}}}
	turn := worker.ReportTurns(p, p, slog.New(slog.DiscardHandler), noon)
	take := func(orders ...evidence.ReportOrder) {
		t.Helper()
		p.orders = orders
		for range 2 { // twice does no harm
			if more, err := turn(t.Context()); more || err != nil {
				t.Fatal(more, err)
			}
		}
	}
	take(order("a", 1, 1, evidence.ScheduleActive), order("b", 12, 4, evidence.SchedulePaused))
	a, b := p.has[workflows.ManagerReportID("a")], p.has[workflows.ManagerReportID("b")]
	if a.Overlap != enumspb.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE || a.CatchupWindow != 31*24*time.Hour || a.Paused || !b.Paused || a.Spec.TimeZoneName != "Europe/London" {
		t.Errorf("%+v, %+v", a, b)
	}
	if diff := cmp.Diff([]client.ScheduleRange{{Start: 4, End: 12, Step: 12}}, b.Spec.Calendars[0].Month); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{workflows.ReportRunWorkflowID(evidence.ReportRunOrder{Run: "r1", Schedule: "a"})}, p.started); diff != "" {
		t.Error(diff)
	}
	take(order("a", 3, 1, evidence.SchedulePaused), order("b", 12, 4, evidence.ScheduleEnded))
	a = p.has[workflows.ManagerReportID("a")]
	if !a.Paused || a.Spec.Calendars[0].Month[0].Step != 3 || len(p.has) != 1 {
		t.Errorf("%+v", p.has)
	}
	p.away, p.synced = true, nil
	p.has, p.orders = map[string]client.ScheduleOptions{}, p.orders[:1]
	if more, err := turn(t.Context()); more || err != nil || len(p.synced) != 0 {
		t.Errorf("without Temporal: %t, %v, %v", more, err, p.synced)
	}
}

// A schedule that Temporal has lost is noted, and nothing counts as lost while Temporal is away.
func TestLostPlansAreNoted(t *testing.T) {
	t.Parallel()
	p := &planner{has: map[string]client.ScheduleOptions{workflows.ManagerReportID("a"): {}}, away: true}
	p.orders = []evidence.ReportOrder{order("a", 1, 1, evidence.ScheduleActive), order("b", 1, 1, evidence.SchedulePaused), order("c", 1, 1, evidence.ScheduleEnded)}
	turn := worker.ReportRepairTurns(p, p, slog.New(slog.DiscardHandler))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if more, err := turn(ended); !more || err != nil || len(p.lost) > 0 {
		t.Errorf("%t, %v, %v", more, err, p.lost)
	}
	p.away = false
	if more, err := turn(t.Context()); more || err != nil {
		t.Error(more, err)
	}
	if diff := cmp.Diff([]evidence.ReportScheduleID{"b"}, p.lost); diff != "" {
		t.Error(diff)
	}
}

// A schedule that has to be made makes up for the nominal times that were missed since its plan ran, and no plan for what was due
// before, while it is paused, or once more.
func TestWhatALostScheduleMissedIsMadeUpFor(t *testing.T) {
	t.Parallel()
	at := func(month time.Month, day, utc int) time.Time {
		return time.Date(2026, month, day, utc, 0, 0, 0, time.UTC)
	}
	for name, c := range map[string]struct {
		order evidence.ReportOrder
		now   time.Time
		due   []time.Time
	}{
		"monthly":                       {order("a", 1, 1, evidence.ScheduleActive), noon, []time.Time{at(11, 5, 6)}},
		"before the hour":               {order("a", 1, 1, evidence.ScheduleActive), at(11, 5, 5), []time.Time{at(10, 5, 5)}}, // summer time
		"twice in the shortest month":   {order("a", 1, 1, evidence.ScheduleActive), at(3, 6, 6), []time.Time{at(2, 5, 6), at(3, 5, 6)}},
		"planned since":                 {since(order("a", 1, 1, evidence.ScheduleActive), at(11, 5, 7)), noon, nil},
		"planned just before":           {since(order("a", 1, 1, evidence.ScheduleActive), at(11, 5, 5)), noon, []time.Time{at(11, 5, 6)}},
		"quarterly, not yet":            {order("a", 3, 1, evidence.ScheduleActive), noon, nil},
		"quarterly":                     {order("a", 3, 1, evidence.ScheduleActive), at(10, 20, 9), []time.Time{at(10, 5, 5)}},
		"yearly":                        {order("a", 12, 1, evidence.ScheduleActive), at(1, 9, 9), []time.Time{at(1, 5, 6)}},
		"yearly from April":             {order("a", 12, 4, evidence.ScheduleActive), at(4, 9, 9), []time.Time{at(4, 5, 5)}},
		"yearly from April, in January": {order("a", 12, 4, evidence.ScheduleActive), at(1, 9, 9), nil},
		"paused":                        {order("a", 1, 1, evidence.SchedulePaused), noon, nil},
		"ended":                         {order("a", 1, 1, evidence.ScheduleEnded), noon, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &planner{has: map[string]client.ScheduleOptions{}, orders: []evidence.ReportOrder{c.order}, missed: c.due}
			if _, err := worker.ReportTurns(p, p, slog.New(slog.DiscardHandler), c.now)(t.Context()); err != nil {
				t.Fatal(err)
			}
			var asked []time.Time
			for _, due := range p.asked {
				asked = append(asked, due...)
			}
			if !slices.EqualFunc(asked, c.due, time.Time.Equal) {
				t.Errorf("%v may be missed, want %v", asked, c.due)
			}
			ranges := p.has[workflows.ManagerReportID("a")].ScheduleBackfill
			if len(ranges) != len(c.due) {
				t.Fatalf("made up for %v, want %v", ranges, c.due)
			}
			for i, r := range ranges {
				if !r.Start.Equal(c.due[i]) || r.End.Sub(r.Start) != 10*time.Minute || r.Overlap != enumspb.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL {
					t.Errorf("%+v for %v", r, c.due[i])
				}
			}
		})
	}
}

func since(o evidence.ReportOrder, at time.Time) evidence.ReportOrder {
	o.Since = at
	return o
}
