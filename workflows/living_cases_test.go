package workflows_test

import (
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/pubmed"
	"evidencedesk/internal/pubmed/pubmedtest"
	"evidencedesk/workflows"
)

func TestASearchIsRunAndFetched(t *testing.T) {
	t.Parallel()
	v := &vigil{lines: []string{"falls[ti]", "#1 NOT zzz[ti]"}, fetch: true, most: 1000, pubmed: papers(450), fails: map[string]int{"job": 1, "note": 1, "counted": 1, "append": 2, "end": 1}}
	done, err := v.run(t)
	if err != nil || done.Records != 450 || done.Problem != "" {
		t.Fatalf("%+v, %v", done, err)
	}
	want := []evidence.LineHits{{N: 1, Hits: 450}, {N: 2, Hits: 450, NotFound: []string{"zzz"}}}
	if diff := cmp.Diff(want, v.written); diff != "" {
		t.Error(diff)
	}
	if v.numbers() != 450 || len(v.pieces) != 3 || !v.sealed || !v.ended || v.problem != "" {
		t.Errorf("%d records in %d pieces, sealed %t, ended %t with %q", v.numbers(), len(v.pieces), v.sealed, v.ended, v.problem)
	}
}

func TestOnlyHitsWereWanted(t *testing.T) {
	t.Parallel()
	v := &vigil{lines: []string{"falls[ti]"}, most: 10, pubmed: papers(3)}
	if done, err := v.run(t); err != nil || done.Records != 3 || !v.ended || v.problem != "" || v.called("begin") != 0 {
		t.Errorf("%+v, %v, %+v", done, err, v.calls)
	}
}

func TestSearchesThatAreRefused(t *testing.T) {
	t.Parallel()
	unreadable := papers(3)
	unreadable.Fail(pubmedtest.Fault{Status: http.StatusOK, Body: "<eSearchResult><ERROR>CANARY</ERROR></eSearchResult>"})
	away := papers(3)
	for range 1000 {
		away.Fail(pubmedtest.Fault{Status: http.StatusBadGateway})
	}
	for name, c := range map[string]struct {
		v       *vigil
		problem string
		line    int
	}{
		"not configured": {&vigil{lines: []string{"x"}, off: true}, "not-configured", 0},
		"changed":        {&vigil{lines: []string{"x"}, changed: true, pubmed: papers(1)}, "search-changed", 0},
		"a bad line":     {&vigil{lines: []string{"x", "#4"}, pubmed: papers(1)}, pubmed.LineUnknown, 2},
		"unreadable":     {&vigil{lines: []string{"falls"}, pubmed: unreadable}, string(pubmed.QueryRefused), 1},
		"too many":       {&vigil{lines: []string{"falls"}, fetch: true, most: 2, pubmed: papers(3)}, string(pubmed.OutOfReach), 1},
		"away for hours": {&vigil{lines: []string{"falls"}, pubmed: away}, string(pubmed.Unreachable), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := c.v.run(t)
			if err != nil || !c.v.ended || c.v.problem != c.problem || c.v.line != c.line || c.v.sealed {
				t.Errorf("%v: ended %t with %q in line %d", err, c.v.ended, c.v.problem, c.v.line)
			}
		})
	}
}

func (v *vigil) look(t *testing.T) (evidence.WatchOutcome, error) {
	t.Helper()
	env := v.env(t)
	env.ExecuteWorkflow(workflows.LivingSearch, evidence.WatchID("watch"))
	var done evidence.WatchOutcome
	if err := env.GetWorkflowError(); err != nil {
		return done, err
	}
	return done, env.GetWorkflowResult(&done)
}

// Only what was added since the last look is fetched, and the conclusion waits until it has been read.
func TestALook(t *testing.T) {
	t.Parallel()
	v := &vigil{
		lines: []string{"falls[ti]"}, pubmed: papers(10), searches: 2, pending: 4, outcome: evidence.WatchOutcome{New: 8, Exports: 1},
		fails: map[string]int{"plan": 1, "watch-job": 1, "noted": 1, "conclude": 1},
	}
	done, err := v.look(t)
	if err != nil || done != v.outcome {
		t.Fatalf("%+v, %v", done, err)
	}
	if diff := cmp.Diff(map[string]int{"search-1": 8, "search-2": 8}, v.found); diff != "" {
		t.Error(diff)
	}
	if v.called("await") != 5 {
		t.Errorf("asked %d times whether the imports are ready", v.called("await"))
	}
}

func TestALookWithoutPubMed(t *testing.T) {
	t.Parallel()
	away := papers(3)
	for range 2000 {
		away.Fail(pubmedtest.Fault{Status: http.StatusBadGateway})
	}
	for name, c := range map[string]struct {
		v       *vigil
		problem string
	}{
		"not configured": {&vigil{lines: []string{"x"}, off: true, searches: 1}, "not-configured"},
		"away for days":  {&vigil{lines: []string{"x"}, pubmed: away, searches: 1}, string(pubmed.Unreachable)},
	} {
		if _, err := c.v.look(t); err != nil || c.v.problems["search-1"] != c.problem || c.v.called("conclude") != 1 {
			t.Errorf("%s: %v, %v, %v", name, err, c.v.problems, c.v.calls)
		}
	}
}

// The look goes on when PubMed is back, and nobody is asked for anything. The test's engine gives up after ten attempts.
func TestPubMedComesBack(t *testing.T) {
	t.Parallel()
	const failures = 48 // six an attempt
	v := &vigil{lines: []string{"falls[ti]"}, pubmed: papers(10), searches: 1}
	for range failures {
		v.pubmed.Fail(pubmedtest.Fault{Status: http.StatusBadGateway})
	}
	if _, err := v.look(t); err != nil || v.problems["search-1"] != "" || v.found["search-1"] != 8 {
		t.Errorf("%v, %v, %v", err, v.problems, v.found)
	}
}

// It may be away for a day and more: a real engine was told to try for three days, however often.
func TestPubMedMayBeAwayForDays(t *testing.T) {
	t.Parallel()
	asked := 0
	for _, e := range read(t, filepath.Join(histories, workflows.LivingSearchType, "look.json.gz")).GetEvents() {
		a := e.GetActivityTaskScheduledEventAttributes()
		if a.GetActivityType().GetName() != "FetchWatchedSearch" {
			continue
		}
		asked++
		if within, policy := a.GetScheduleToCloseTimeout().AsDuration(), a.GetRetryPolicy(); within < 72*time.Hour || policy.GetMaximumAttempts() != 0 || policy.GetMaximumInterval().AsDuration() > time.Hour {
			t.Errorf("%s, %v", within, policy)
		}
	}
	if asked != 2 {
		t.Errorf("asked for %d searches", asked)
	}
}

// The lines of a search may be taken out while a look is under way: a person is asked.
func TestASearchLostItsLines(t *testing.T) {
	t.Parallel()
	v := &vigil{pubmed: papers(3), searches: 1}
	if _, err := v.look(t); err != nil || v.problems["search-1"] != activities.SearchChanged || v.called("conclude") != 1 {
		t.Errorf("%v, %v", err, v.problems)
	}
}

func TestAWatchThatEnded(t *testing.T) {
	t.Parallel()
	v := &vigil{over: true, searches: 1, pubmed: papers(1)}
	if _, err := v.look(t); err != nil || v.called("watch-job")+v.called("conclude") != 0 {
		t.Errorf("%v, %v", err, v.calls)
	}
}

func livingScenarios() []scenario {
	keep := func(kind, name string, v *vigil, play func(t *take)) scenario {
		return scenario{kind: kind, name: name, pace: calm(), vigil: v, play: play}
	}
	run := func(k *take) { k.living(evidence.PubMedRunID("run")); k.ended() }
	look := func(k *take) { k.living(evidence.WatchID("watch")); k.ended() }
	return []scenario{
		keep(workflows.RunSearchType, "fetched", &vigil{lines: []string{"falls[ti]"}, fetch: true, most: 1000, pubmed: papers(250)}, run),
		keep(workflows.RunSearchType, "hits", &vigil{lines: []string{"falls[ti]"}, most: 10, pubmed: papers(3)}, run),
		keep(workflows.RunSearchType, "refused", &vigil{lines: []string{"#7"}, pubmed: papers(3)}, run),
		keep(workflows.LivingSearchType, "look", &vigil{lines: []string{"falls[ti]"}, searches: 2, pending: 1, pubmed: papers(5)}, look),
		keep(workflows.LivingSearchType, "over", &vigil{over: true, pubmed: papers(1)}, look),
		keep(workflows.LivingSearchType, "cancelled", &vigil{lines: []string{"falls[ti]"}, searches: 1, hang: true, pubmed: papers(5)}, func(k *take) {
			k.living(evidence.WatchID("watch"))
			k.until("the conclusion", func() bool { return k.vigil.called("conclude") == 1 })
			k.cancel()
			k.ended()
		}),
	}
}

// living starts a run or a look, as the worker and the schedule do.
func (k *take) living(of any) {
	k.t.Helper()
	k.r.worker.RegisterActivityWithOptions(k.vigil.living(k.t), activity.RegisterOptions{DisableAlreadyRegisteredCheck: true})
	kind := workflows.RunSearchType
	if _, ok := of.(evidence.WatchID); ok {
		kind = workflows.LivingSearchType
	}
	_, err := k.r.client.ExecuteWorkflow(k.t.Context(), client.StartWorkflowOptions{
		ID: k.workflow, TaskQueue: workflows.TaskQueue, WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, kind, of)
	if err != nil {
		k.t.Fatal(err)
	}
}
