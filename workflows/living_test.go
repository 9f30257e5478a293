package workflows_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/pubmed"
	"evidencedesk/internal/pubmed/pubmedtest"
	"evidencedesk/workflows"
)

// vigil is a store of runs and watches in memory, with a PubMed of invented records. A call fails as often as fails says.
type vigil struct {
	lines    []string
	fetch    bool
	most     int
	changed  bool
	off      bool // no PubMed is configured
	searches int  // of a watch, that can be run again
	over     bool // the report is not watched any more
	pending  int  // how often the imports are not ready yet
	hang     bool // concluding waits until it is stopped
	outcome  evidence.WatchOutcome
	pubmed   *pubmedtest.Server
	fails    map[string]int

	mu       sync.Mutex
	calls    []string
	counted  []evidence.LineHits
	written  []evidence.LineHits
	pieces   map[int]string
	sealed   bool
	problem  string
	line     int
	ended    bool
	problems map[string]string
	found    map[string]int
}

func (v *vigil) call(name string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.calls = append(v.calls, name)
	if v.fails[name] > 0 {
		v.fails[name]--
		return errors.New("CANARY: the text of a query stands here")
	}
	return nil
}

func (v *vigil) called(name string) (n int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, c := range v.calls {
		if c == name {
			n++
		}
	}
	return n
}

func (v *vigil) texts() []evidence.StrategyText {
	list := make([]evidence.StrategyText, len(v.lines))
	for i, l := range v.lines {
		list[i] = evidence.StrategyText{N: i + 1, Text: l}
	}
	return list
}

func (v *vigil) PubMedJob(context.Context, evidence.PubMedRunID) (evidence.PubMedJob, error) {
	err := v.call("job")
	v.mu.Lock()
	defer v.mu.Unlock()
	return evidence.PubMedJob{Lines: v.texts(), Counted: v.counted, Fetch: v.fetch, Most: v.most, Changed: v.changed, Ended: v.ended}, err
}

func (v *vigil) NoteLines(_ context.Context, _ evidence.PubMedRunID, lines []evidence.LineHits) error {
	if err := v.call("note"); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.counted = lines
	return nil
}

func (v *vigil) Counted(_ context.Context, _ evidence.PubMedRunID, lines []evidence.LineHits) (bool, error) {
	if err := v.call("counted"); err != nil {
		return false, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.written = lines
	return !v.changed, nil
}

func (v *vigil) EndRun(_ context.Context, _ evidence.PubMedRunID, problem string, line int) error {
	if err := v.call("end"); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.ended {
		v.ended, v.problem, v.line = true, problem, line
	}
	return nil
}

func (v *vigil) BeginFetch(context.Context, evidence.Fetching) error {
	if err := v.call("begin"); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.pieces = map[int]string{}
	return nil
}

func (v *vigil) Append(_ context.Context, _ evidence.ImportID, n int, bytes []byte, _ int) error {
	if err := v.call("append"); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, there := v.pieces[n]; !there {
		v.pieces[n] = string(bytes)
	}
	return nil
}

func (v *vigil) Seal(context.Context, evidence.ImportID) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sealed = true
	return nil
}

func (v *vigil) Refuse(context.Context, evidence.ImportID, string) error { return nil }

func (v *vigil) BeginWatchRun(context.Context, evidence.WatchID, string) (evidence.WatchPlan, error) {
	plan := evidence.WatchPlan{Run: "run", Ended: v.over}
	for i := range v.searches {
		plan.Searches = append(plan.Searches, fmt.Sprint("search-", i+1))
	}
	return plan, v.call("plan")
}

func (v *vigil) WatchJob(context.Context, evidence.WatchRunID, string) (evidence.WatchJob, error) {
	return evidence.WatchJob{Lines: v.texts(), Since: time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)}, v.call("watch-job")
}

func (v *vigil) NoteWatched(_ context.Context, _ evidence.WatchRunID, search string, found int, problem string) error {
	if err := v.call("noted"); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.found == nil {
		v.found, v.problems = map[string]int{}, map[string]string{}
	}
	v.found[search], v.problems[search] = found, problem
	return nil
}

func (v *vigil) WatchImportsEnded(context.Context, evidence.WatchRunID) (bool, error) {
	err := v.call("await")
	v.mu.Lock()
	defer v.mu.Unlock()
	v.pending--
	return v.pending < 0, err
}

func (v *vigil) ConcludeWatchRun(ctx context.Context, _ evidence.WatchRunID) (evidence.WatchOutcome, error) {
	err := v.call("conclude")
	if v.hang {
		<-ctx.Done()
		return v.outcome, ctx.Err()
	}
	return v.outcome, err
}

// papers are records that were added to PubMed day after day from the first of January.
func papers(n int) *pubmedtest.Server {
	s := &pubmedtest.Server{}
	for i := range n {
		s.Records = append(s.Records, pubmedtest.Record{PMID: i + 1, Title: fmt.Sprint("Falls on ward ", i+1), Added: time.Date(2026, 1, 1+i, 8, 0, 0, 0, time.UTC)})
	}
	return s
}

// living are the activities over the vigil, with a real client of its PubMed that waits for nothing.
func (v *vigil) living(t testing.TB) *activities.Living {
	t.Helper()
	l := &activities.Living{Store: v, Now: time.Now}
	if v.off {
		return l
	}
	web := httptest.NewServer(v.pubmed)
	t.Cleanup(web.Close)
	c, err := pubmed.New(pubmed.Options{Base: web.URL, Rate: 1e6, Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	l.PubMed = c
	return l
}

func (v *vigil) env(t *testing.T) *testsuite.TestWorkflowEnvironment {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quietLog())
	env := suite.NewTestWorkflowEnvironment()
	env.RegisterActivity(v.living(t))
	env.RegisterWorkflow(workflows.RunSearch)
	env.RegisterWorkflow(workflows.LivingSearch)
	env.SetTestTimeout(time.Minute)
	return env
}

func (v *vigil) run(t *testing.T) (done activities.Ran, err error) {
	t.Helper()
	env := v.env(t)
	env.ExecuteWorkflow(workflows.RunSearch, evidence.PubMedRunID("run"))
	if err := env.GetWorkflowError(); err != nil {
		return done, err
	}
	return done, env.GetWorkflowResult(&done)
}

func (v *vigil) numbers() (n int) {
	for _, p := range v.pieces {
		n += strings.Count(p, "PMID- ")
	}
	return n
}
