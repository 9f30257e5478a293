package workflows_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/proxy"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/internal/temporalx"
	"evidencedesk/worker"
	"evidencedesk/workflows"
)

// maxEventsPerCommand is how many events of history one command may cost.
const maxEventsPerCommand = 20

// TestReplay runs today's code over every recorded history. The manifest says how many there must be.
func TestReplay(t *testing.T) {
	t.Parallel()
	replayed := manifest{}
	for path, h := range recordings(t) {
		kind := filepath.Base(filepath.Dir(path))
		replayed[kind]++
		r := newReplayer(t)
		worker.RegisterWorkflows(r)
		if err := r.ReplayWorkflowHistory(quietLog(), h); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	text, err := os.ReadFile(filepath.Join(histories, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want manifest
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	for kind, least := range map[string]int{workflows.EvidenceRequestType: 10, workflows.ImpactFollowUpType: 10, workflows.HousekeepingType: 3, workflows.ImportRecordsType: 4, workflows.RunSearchType: 3, workflows.LivingSearchType: 3, workflows.ManagerReportType: 4} {
		if want[kind] < least || replayed[kind] != want[kind] {
			t.Errorf("%s: replayed %d histories, the manifest says %d", kind, replayed[kind], want[kind])
		}
	}
}

// TestReplayNoticesAChange replays over code that does something else, which must not pass.
func TestReplayNoticesAChange(t *testing.T) {
	t.Parallel()
	r := newReplayer(t)
	r.RegisterWorkflowWithOptions(func(ctx workflow.Context, _ workflows.RequestInput) error {
		return workflow.Sleep(ctx, time.Hour)
	}, workflow.RegisterOptions{Name: workflows.EvidenceRequestType})
	if err := r.ReplayWorkflowHistory(quietLog(), read(t, filepath.Join(histories, workflows.EvidenceRequestType, "decline.json.gz"))); err == nil {
		t.Error("it passed")
	}
}

func newReplayer(t *testing.T) sdkworker.WorkflowReplayer {
	t.Helper()
	data, failure, err := temporalx.Converters(testKeys(), false)
	if err != nil {
		t.Fatal(err)
	}
	r, err := sdkworker.NewWorkflowReplayerWithOptions(sdkworker.WorkflowReplayerOptions{DataConverter: data, FailureConverter: failure})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEventsPerCommand counts what the transitions of every recording cost.
func TestEventsPerCommand(t *testing.T) {
	t.Parallel()
	for path, h := range recordings(t) {
		if filepath.Base(filepath.Dir(path)) != workflows.EvidenceRequestType {
			continue
		}
		commands, most := eventsPerCommand(h)
		if most > maxEventsPerCommand {
			t.Errorf("%s: a command costs %d events", path, most)
		}
		if name := filepath.Base(path); name == "full-life.json.gz" || name == "reopen.json.gz" {
			t.Logf("%s: %d events for %d transitions, at most %d for one", name, len(h.GetEvents()), commands, most)
		}
	}
}

// eventsPerCommand counts the activities that store a transition, and the events from one to the next, shared with the
// Updates among them that lost a race and stored nothing.
func eventsPerCommand(h *historypb.History) (commands, most int) {
	last, accepted := 0, 0
	for i, e := range h.GetEvents() {
		switch e.GetEventType() {
		case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED:
			accepted++
		case enumspb.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
			if commands > 0 {
				most = max(most, (i-last)/max(1, accepted))
			}
			commands, last, accepted = commands+1, i, 0
		}
	}
	return commands, most
}

// TestHistoriesHoldNoText reads every payload and failure: nothing but identifiers, codes, versions and instants, and
// nothing of what the store complained about.
func TestHistoriesHoldNoText(t *testing.T) {
	t.Parallel()
	for path, h := range recordings(t) {
		encrypted := strings.HasPrefix(filepath.Base(path), "encrypted")
		visited := 0
		err := proxy.VisitPayloads(t.Context(), h, proxy.VisitPayloadsOptions{
			Visitor: func(_ *proxy.VisitPayloadsContext, payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
				for _, p := range payloads {
					visited++
					checkPayload(t, path, p, encrypted)
				}
				return payloads, nil
			},
		})
		if err != nil || visited < 2 {
			t.Errorf("%s: visited %d payloads: %v", path, visited, err)
		}
		if text := h.String(); strings.Contains(text, "CANARY") || strings.Contains(text, "patient's") {
			t.Errorf("%s holds what the store complained about", path)
		}
	}
}

// code is what a string in a history may look like. A refusal may also explain itself, in words of the process.
var code = regexp.MustCompile(`^[A-Za-z0-9_./:+-]*$`)

func checkPayload(t *testing.T, path string, p *commonpb.Payload, encrypted bool) {
	t.Helper()
	attribute := len(p.GetMetadata()["type"]) > 0 // a search attribute, never encrypted
	if encrypted && !attribute {
		if string(p.GetMetadata()["encoding"]) != "binary/encrypted" {
			t.Errorf("%s: a payload is not encrypted: %s", path, p.GetData())
		}
		return
	}
	var value any
	if len(p.GetData()) == 0 {
		return
	}
	if err := json.Unmarshal(p.GetData(), &value); err != nil {
		t.Errorf("%s: a payload is not JSON: %v", path, err)
	}
	checkValue(t, path, "", value)
}

func checkValue(t *testing.T, path, key string, value any) {
	t.Helper()
	switch v := value.(type) {
	case map[string]any:
		for k, inner := range v {
			checkValue(t, path, k, inner)
		}
	case []any:
		for _, inner := range v {
			checkValue(t, path, key, inner)
		}
	case string:
		if !code.MatchString(v) && key != "detail" {
			t.Errorf("%s: %s is %q", path, key, v)
		}
	}
}

// recordings reads every recorded history.
func recordings(t *testing.T) map[string]*historypb.History {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(histories, "*", "*.json.gz"))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*historypb.History{}
	for _, p := range paths {
		all[p] = read(t, p)
	}
	return all
}

func read(t *testing.T, path string) *historypb.History {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	h, err := client.HistoryFromJSON(io.Reader(z), client.HistoryJSONOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func quietLog() sdklog.Logger { return sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)) }
