package workflows_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
	"evidencedesk/workflows"
)

// shelf is one import in memory. It fails as often as it is told to, and hangs where it is told to.
type shelf struct {
	mu       sync.Mutex
	chunks   [][]byte
	room     int
	records  []reference.Item
	warnings reference.Summary
	pairs    []duplicate.Pair
	problem  string
	undone   bool
	ready    bool
	fails    map[string]int // by method
	hang     string
	calls    []string
}

// exported makes a shelf with a file of n records, cut into pieces that end in the middle of lines.
func exported(n int) *shelf {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "TY  - JOUR\r\nTI  - Trial %d of a treatment for wounds\r\nAU  - Author%d, A.\r\nPY  - 2020\r\nER  - \r\n\r\n", i+1, i+1)
	}
	s := &shelf{room: evidence.MaxReferences, fails: map[string]int{}}
	for piece := range slices.Chunk([]byte(b.String()), 4001) {
		s.chunks = append(s.chunks, piece)
	}
	return s
}

func (s *shelf) call(ctx context.Context, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, name)
	if s.hang == name {
		s.mu.Unlock()
		<-ctx.Done()
		s.mu.Lock()
		return ctx.Err()
	}
	if s.undone {
		return evidence.Refuse(evidence.NotFound, "")
	}
	if s.fails[name] > 0 {
		s.fails[name]--
		return errors.New("CANARY: the patient's name stands here")
	}
	return nil
}

// Reading implements activities.ImportStore.
func (s *shelf) Reading(ctx context.Context, _ evidence.ImportID) (done, room int, err error) {
	return len(s.records), s.room, s.call(ctx, "reading")
}

// Chunk implements activities.ImportStore.
func (s *shelf) Chunk(ctx context.Context, _ evidence.ImportID, n int) ([]byte, error) {
	if n > len(s.chunks) {
		return nil, s.call(ctx, "chunk")
	}
	return s.chunks[n-1], s.call(ctx, "chunk")
}

// AddRecords implements activities.ImportStore. It stores before it fails, as a connection does that breaks with the answer.
func (s *shelf) AddRecords(ctx context.Context, _ evidence.ImportID, items []reference.Item, soFar reference.Summary) error {
	s.mu.Lock()
	for _, it := range items {
		if it.Number > len(s.records) {
			s.records = append(s.records, it)
		}
	}
	s.warnings = soFar
	s.mu.Unlock()
	return s.call(ctx, "add")
}

// Refuse implements activities.ImportStore.
func (s *shelf) Refuse(ctx context.Context, _ evidence.ImportID, problem string) error {
	s.problem, s.records = problem, nil
	return s.call(ctx, "refuse")
}

// Compared implements activities.ImportStore.
func (s *shelf) Compared(ctx context.Context, _ evidence.ImportID, each func(duplicate.Item, bool)) error {
	for _, r := range s.records {
		each(duplicate.Item{ID: fmt.Sprintf("%06d", r.Number), Record: r.Record}, true)
	}
	return s.call(ctx, "compared")
}

// Link implements activities.ImportStore.
func (s *shelf) Link(ctx context.Context, _ evidence.ImportID, pairs []duplicate.Pair) error {
	s.pairs, s.ready = pairs, true
	return s.call(ctx, "link")
}

func (s *shelf) called(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, c := range s.calls {
		if c == name {
			n++
		}
	}
	return n
}

const anImport = evidence.ImportID("01890000-0000-7000-8000-000000000001")

func imported(t *testing.T, s *shelf) (workflows.Imported, error) {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(quietLog())
	env := suite.NewTestWorkflowEnvironment()
	env.RegisterActivity(&activities.Imports{Store: s})
	env.RegisterWorkflow(workflows.ImportRecords)
	env.SetTestTimeout(time.Minute)
	env.ExecuteWorkflow(workflows.ImportRecords, anImport)
	var done workflows.Imported
	err := env.GetWorkflowError()
	if err == nil {
		err = env.GetWorkflowResult(&done)
	}
	return done, err
}

// TestAnImportGoesOnWhereItStopped breaks off in the middle of the reading and of the comparing, again and again.
func TestAnImportGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	s := exported(1700)
	s.fails = map[string]int{"reading": 1, "chunk": 3, "add": 2, "compared": 2, "link": 1}
	done, err := imported(t, s)
	if err != nil {
		t.Fatal(err)
	}
	if done.Read.Records != 1700 || done.Read.Problem != "" || !s.ready {
		t.Errorf("%+v", done)
	}
	for i, r := range s.records {
		if r.Number != i+1 {
			t.Fatalf("record %d is number %d", i, r.Number)
		}
	}
	if len(s.records) != 1700 || s.warnings.Format != reference.RIS {
		t.Errorf("%d records of %s", len(s.records), s.warnings.Format)
	}
}

// TestWhatCannotBeImported ends as an ordinary refusal, and nothing stays.
func TestWhatCannotBeImported(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		shelf   *shelf
		problem string
	}{
		"a spreadsheet":      {&shelf{chunks: [][]byte{[]byte("PK\x03\x04\x14\x00\x06\x00[Content_Types].xml xl/workbook.xml")}, room: 10}, string(reference.Spreadsheet)},
		"nothing":            {&shelf{room: 10}, string(reference.Empty)},
		"prose":              {&shelf{chunks: [][]byte{[]byte("Dear all,\n\nplease find the results below.\n")}, room: 10}, string(reference.NotRecognised)},
		"more than may be":   {withRoom(exported(600), 550), activities.RequestIsFull},
		"no record at all":   {&shelf{chunks: [][]byte{[]byte("Title,Authors,Year\n")}, room: 10}, activities.NoRecords},
		"entities that grow": {&shelf{chunks: [][]byte{[]byte(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><xml><records><record><titles><title>&a;</title></titles></record></records></xml>`)}, room: 10}, string(reference.XMLEntities)},
	} {
		done, err := imported(t, c.shelf)
		if err != nil || done.Read.Problem != c.problem || c.shelf.problem != c.problem || len(c.shelf.records) != 0 || c.shelf.ready {
			t.Errorf("%s: %+v, %v, stored %q with %d records", name, done, err, c.shelf.problem, len(c.shelf.records))
		}
	}
}

func withRoom(s *shelf, n int) *shelf {
	s.room = n
	return s
}

// TestAnImportThatWasUndone ends quietly.
func TestAnImportThatWasUndone(t *testing.T) {
	t.Parallel()
	s := exported(3)
	s.undone = true
	done, err := imported(t, s)
	if diff := cmp.Diff(workflows.Imported{Read: activities.ImportRead{Gone: true}}, done); err != nil || diff != "" || s.ready {
		t.Errorf("%v\n%s", err, diff)
	}
}

func importScenarios() []scenario {
	keep := func(name string, s *shelf, play func(t *take)) scenario {
		return scenario{kind: workflows.ImportRecordsType, name: name, pace: calm(), shelf: s, play: play}
	}
	again := exported(40)
	again.fails = map[string]int{"add": 1, "link": 1}
	hanging := exported(2)
	hanging.hang = "compared"
	return []scenario{
		keep("file", exported(1200), func(k *take) { k.importing(); k.ended() }),
		keep("tried-again", again, func(k *take) { k.importing(); k.ended() }),
		keep("refused", &shelf{chunks: [][]byte{[]byte("%PDF-1.7\n")}, room: 10}, func(k *take) { k.importing(); k.ended() }),
		keep("cancelled", hanging, func(k *take) {
			k.importing()
			k.until("the comparing", func() bool { return k.shelf.called("compared") == 1 })
			k.cancel()
			k.ended()
		}),
	}
}

// importing starts the reading of an import as the relay does.
func (k *take) importing() {
	k.t.Helper()
	k.r.worker.RegisterActivityWithOptions(&activities.Imports{Store: k.shelf}, activity.RegisterOptions{DisableAlreadyRegisteredCheck: true})
	_, err := k.r.client.ExecuteWorkflow(k.t.Context(), client.StartWorkflowOptions{
		ID: k.workflow, TaskQueue: workflows.TaskQueue, WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.ImportRecordsType, evidence.ImportID(k.request))
	if err != nil {
		k.t.Fatal(err)
	}
}
