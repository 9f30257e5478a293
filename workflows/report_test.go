package workflows_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/report"
	"evidencedesk/workflows"
)

// maker makes reports in memory. Each step fails as often as it is told to.
type maker struct {
	mu      sync.Mutex
	nominal []time.Time
	keys    []string
	made    []evidence.ReportRunID
	fails   int
	ended   bool
}

const plan evidence.ReportScheduleID = "01990000-0000-7000-8000-000000000001"

// BeginReport implements activities.ReportMaker.
func (m *maker) BeginReport(_ context.Context, _ evidence.ReportScheduleID, key string, nominal time.Time) (evidence.ReportPlan, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.nominal, m.keys = append(m.nominal, nominal), append(m.keys, key)
	return evidence.ReportPlan{Run: "run-1", Ended: m.ended}, nil
}

// MakeReport implements activities.ReportMaker.
func (m *maker) MakeReport(_ context.Context, run evidence.ReportRunID) (evidence.ReportOutcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails > 0 {
		m.fails--
		return evidence.ReportOutcome{}, errors.New("CANARY: the patient's name stands here")
	}
	m.made = append(m.made, run)
	return evidence.ReportOutcome{Outcome: evidence.ReportPublished, Report: "report-1", Letters: 2}, nil
}

func planning(t *testing.T, m *maker) *testsuite.TestWorkflowEnvironment {
	t.Helper()
	var s testsuite.WorkflowTestSuite
	s.SetLogger(quietLog())
	env := s.NewTestWorkflowEnvironment()
	env.RegisterActivity(&activities.Reports{Maker: m})
	env.RegisterWorkflow(workflows.ManagerReport)
	env.SetTestTimeout(time.Minute)
	return env
}

// A run that is three weeks late is begun with the time that its schedule meant, so it reports the month before that; and a store
// that is away for hours is waited for.
func TestALateRunReportsTheRightPeriod(t *testing.T) {
	t.Parallel()
	m := &maker{fails: 5}
	env := planning(t, m)
	nominal := time.Date(2026, 10, 5, 5, 0, 0, 0, time.UTC)
	env.SetStartTime(nominal.AddDate(0, 0, 28)) // in November
	key := temporal.NewSearchAttributeKeyTime("TemporalScheduledStartTime")
	if err := env.SetTypedSearchAttributesOnStart(temporal.NewSearchAttributes(key.ValueSet(nominal))); err != nil {
		t.Fatal(err)
	}
	began := env.Now()
	env.ExecuteWorkflow(workflows.ManagerReport, workflows.ReportInput{Schedule: plan})
	var done evidence.ReportOutcome
	if err := env.GetWorkflowResult(&done); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(evidence.ReportOutcome{Outcome: evidence.ReportPublished, Report: "report-1", Letters: 2}, done); diff != "" {
		t.Error(diff)
	}
	if len(m.nominal) != 1 || !m.nominal[0].Equal(nominal) || m.keys[0] == "" {
		t.Errorf("begun at %v under %v", m.nominal, m.keys)
	}
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	if p, err := report.At(m.nominal[0], zone, report.Monthly); err != nil || p != report.Month(2026, time.September) {
		t.Errorf("%v, %v", p, err)
	}
	if took := env.Now().Sub(began); took < time.Minute {
		t.Errorf("it did not wait for the store: %v", took)
	}
}

func TestARunThatWasAskedForHasItsPeriod(t *testing.T) {
	t.Parallel()
	m := &maker{}
	env := planning(t, m)
	env.ExecuteWorkflow(workflows.ManagerReport, workflows.ReportInput{Schedule: plan, Run: "run-7"})
	if err := env.GetWorkflowError(); err != nil {
		t.Fatal(err)
	}
	if len(m.nominal) != 0 || len(m.made) != 1 || m.made[0] != "run-7" {
		t.Errorf("begun %v, made %v", m.nominal, m.made)
	}
}

func TestAScheduleThatEndedMakesNothing(t *testing.T) {
	t.Parallel()
	m := &maker{ended: true}
	env := planning(t, m)
	env.ExecuteWorkflow(workflows.ManagerReport, workflows.ReportInput{Schedule: plan})
	if err := env.GetWorkflowError(); err != nil || len(m.made) != 0 {
		t.Errorf("%v, made %v", err, m.made)
	}
}

// What the store complains about stays out of the history.
func TestAReportTellsNothingOfTheStore(t *testing.T) {
	t.Parallel()
	r := &activities.Reports{Maker: &maker{fails: 1}}
	var s testsuite.WorkflowTestSuite
	s.SetLogger(quietLog())
	env := s.NewTestActivityEnvironment()
	env.RegisterActivity(r)
	_, err := env.ExecuteActivity(r.MakeReport, evidence.ReportRunID("run-1"))
	if err == nil || strings.Contains(err.Error(), "CANARY") {
		t.Error(err)
	}
}

func reportScenarios() []scenario {
	life := func(name string, m *maker, in workflows.ReportInput) scenario {
		return scenario{kind: workflows.ManagerReportType, name: name, pace: calm(), maker: m, play: func(k *take) { k.reports(in); k.ended() }}
	}
	return []scenario{
		life("scheduled", &maker{}, workflows.ReportInput{Schedule: plan}),
		life("asked", &maker{}, workflows.ReportInput{Schedule: plan, Run: "run-2"}),
		life("tried-again", &maker{fails: 1}, workflows.ReportInput{Schedule: plan}),
		life("ended", &maker{ended: true}, workflows.ReportInput{Schedule: plan}),
	}
}

// reports starts the making of a report as its schedule does.
func (k *take) reports(in workflows.ReportInput) {
	k.t.Helper()
	k.r.worker.RegisterActivityWithOptions(&activities.Reports{Maker: k.maker}, activity.RegisterOptions{DisableAlreadyRegisteredCheck: true})
	_, err := k.r.client.ExecuteWorkflow(k.t.Context(), client.StartWorkflowOptions{
		ID: k.workflow, TaskQueue: workflows.TaskQueue, WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.ManagerReportType, in)
	if err != nil {
		k.t.Fatal(err)
	}
}
