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
	"go.temporal.io/sdk/testsuite"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// keeper writes down its chores. Each fails as often as it is told to; a chore of hang waits until it is stopped.
type keeper struct {
	mu    sync.Mutex
	done  []string
	fails map[string]int
	hang  string
}

func (k *keeper) chore(ctx context.Context, name string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.done = append(k.done, name)
	if k.hang == name {
		k.mu.Unlock()
		<-ctx.Done()
		k.mu.Lock()
		return ctx.Err()
	}
	if k.fails[name] == 0 {
		return nil
	}
	k.fails[name]--
	return errors.New("CANARY: the patient's name stands here")
}

// RefreshLexemes implements activities.Housekeeper.
func (k *keeper) RefreshLexemes(ctx context.Context) (int, error) {
	return 1200, k.chore(ctx, "lexemes")
}

// Retain implements activities.Housekeeper.
func (k *keeper) Retain(ctx context.Context) (requests, people int, err error) {
	return 3, 2, k.chore(ctx, "retain")
}

// Tidy implements activities.Housekeeper.
func (k *keeper) Tidy(ctx context.Context) (int, error) { return 40, k.chore(ctx, "tidy") }

func (k *keeper) chores() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]string{}, k.done...)
}

func night(t *testing.T, k *keeper) *testsuite.TestWorkflowEnvironment {
	t.Helper()
	var s testsuite.WorkflowTestSuite
	s.SetLogger(quietLog())
	env := s.NewTestWorkflowEnvironment()
	env.RegisterActivity(&activities.Housekeeping{Keeper: k})
	env.RegisterWorkflow(workflows.Housekeeping)
	env.SetTestTimeout(time.Minute)
	return env
}

func TestANightOfHousekeeping(t *testing.T) {
	t.Parallel()
	k := &keeper{fails: map[string]int{"lexemes": 2}}
	env := night(t, k)
	env.ExecuteWorkflow(workflows.Housekeeping)
	var done workflows.Housekept
	if err := env.GetWorkflowResult(&done); err != nil {
		t.Fatal(err)
	}
	want := workflows.Housekept{Words: 1200, Retained: activities.Retained{Requests: 3, People: 2}, Rows: 40}
	if diff := cmp.Diff(want, done); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"retain", "lexemes", "lexemes", "lexemes", "tidy"}, k.chores()); diff != "" {
		t.Error(diff)
	}
}

// TestAChoreThatFailsAllNight is given up, and the others are done all the same; what the store complained about stays out.
func TestAChoreThatFailsAllNight(t *testing.T) {
	t.Parallel()
	k := &keeper{fails: map[string]int{"retain": 1 << 20}}
	env := night(t, k)
	began := env.Now()
	env.ExecuteWorkflow(workflows.Housekeeping)
	err := env.GetWorkflowError()
	if err == nil || evidence.CodeOf(err) != evidence.Internal || strings.Contains(err.Error(), "CANARY") {
		t.Errorf("the workflow ends with %v", err)
	}
	if took := env.Now().Sub(began); took < time.Hour || took > 20*time.Hour {
		t.Errorf("it was tried for %v", took)
	}
	counts := map[string]int{}
	for _, c := range k.chores() {
		counts[c]++
	}
	if counts["retain"] < 5 || counts["lexemes"] != 1 || counts["tidy"] != 1 {
		t.Errorf("%v", counts)
	}
}

func housekeepingScenarios() []scenario {
	keep := func(name string, k *keeper, play func(t *take)) scenario {
		return scenario{kind: workflows.HousekeepingType, name: name, pace: calm(), keeper: k, play: play}
	}
	return []scenario{
		keep("night", &keeper{}, func(k *take) { k.night(); k.ended() }),
		keep("tried-again", &keeper{fails: map[string]int{"lexemes": 1}}, func(k *take) { k.night(); k.ended() }),
		keep("cancelled", &keeper{hang: "tidy"}, func(k *take) {
			k.night()
			k.until("the last chore", func() bool { return len(k.keeper.chores()) == 3 })
			k.cancel()
			k.ended()
		}),
	}
}

// night starts the housekeeping as the schedule does.
func (k *take) night() {
	k.t.Helper()
	k.r.worker.RegisterActivityWithOptions(&activities.Housekeeping{Keeper: k.keeper}, activity.RegisterOptions{DisableAlreadyRegisteredCheck: true})
	_, err := k.r.client.ExecuteWorkflow(k.t.Context(), client.StartWorkflowOptions{
		ID: k.workflow, TaskQueue: workflows.TaskQueue, WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.HousekeepingType)
	if err != nil {
		k.t.Fatal(err)
	}
}
