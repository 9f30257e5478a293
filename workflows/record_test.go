package workflows_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
	"evidencedesk/worker"
	"evidencedesk/workflows"
)

// Histories are recorded on a real server: start one with the four search attributes, then
//
//	TEMPORAL_ADDRESS=127.0.0.1:7233 TEMPORAL_NAMESPACE=default go test ./workflows -run TestRecord -record
//
// Recording overwrites the histories of this release. Those of earlier releases stay, in folders of their own.
func recording() *bool { return recordFlag }

var recordFlag = flag.Bool("record", false, "record histories on the Temporal server of TEMPORAL_ADDRESS")

const histories = "testdata/histories"

// manifest counts the histories of each folder, so that a replay of nothing cannot pass.
type manifest map[string]int

func TestRecord(t *testing.T) {
	if !*recording() {
		t.Skip("histories are recorded with -record only")
	}
	counts := manifest{}
	for _, encrypted := range []bool{false, true} { // one worker at a time: they share a queue
		var keys temporalx.Keys
		if encrypted {
			keys = testKeys()
		}
		r := newRecorder(t, keys)
		for _, s := range scenarios() {
			if s.encrypted == encrypted {
				t.Run(s.kind+"/"+s.name, func(t *testing.T) { r.record(t, s, counts) })
			}
		}
		r.worker.Stop()
		r.client.Close()
	}
	writeManifest(t, counts)
}

func (r *recorder) record(t *testing.T, s scenario, counts manifest) {
	t.Helper()
	for _, h := range r.histories(t, r.play(t, s)) {
		counts[s.kind]++
		write(t, filepath.Join(histories, s.kind, h.name+".json.gz"), h.history)
	}
}

// testKeys encrypt one of the recordings. They protect nothing.
func testKeys() temporalx.Keys {
	return temporalx.Keys{{ID: "recorded", Secret: bytes.Repeat([]byte{7}, 32)}}
}

// recorder is a worker and a Commander on a real server, with a store in memory for every request.
type recorder struct {
	worker    sdkworker.Worker
	client    client.Client
	commander *temporalx.Commander
	desks     *desks
}

func newRecorder(t *testing.T, keys temporalx.Keys) *recorder {
	t.Helper()
	c, err := temporalx.Dial(temporalx.Options{Keys: keys, Log: slog.New(slog.DiscardHandler), Identity: "recorder"})
	if err != nil {
		t.Fatal(err)
	}
	d := &desks{stores: map[evidence.RequestID]*store{}}
	w := sdkworker.New(c, workflows.TaskQueue, sdkworker.Options{})
	worker.Register(w, d, d.FollowUps())
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	return &recorder{worker: w, client: c, commander: temporalx.NewCommander(c, d, 20*time.Second), desks: d}
}

// take is one recorded run.
type take struct {
	t         *testing.T
	r         *recorder
	request   evidence.RequestID
	store     *store
	workflow  string // ID of the workflow that is recorded
	name      string
	commander *temporalx.Commander
	keeper    *keeper
	shelf     *shelf
	vigil     *vigil
	maker     *maker
}

func (r *recorder) play(t *testing.T, s scenario) *take {
	t.Helper()
	id := evidence.RequestID(uuid.NewSHA1(uuid.NameSpaceURL, []byte(s.kind+"/"+s.name+time.Now().String())).String())
	k := &take{t: t, r: r, request: id, store: newStore(s.pace), name: s.name, commander: r.commander, keeper: s.keeper, shelf: s.shelf, vigil: s.vigil, maker: s.maker}
	k.workflow = workflows.RequestWorkflowID(id)
	switch s.kind {
	case workflows.ImpactFollowUpType:
		k.workflow = workflows.FollowUpWorkflowID(id)
	case workflows.HousekeepingType:
		k.workflow = workflows.HousekeepingID + "/" + string(id)
	case workflows.ImportRecordsType:
		k.workflow = workflows.ImportWorkflowID(evidence.ImportID(id))
	case workflows.RunSearchType:
		k.workflow = workflows.RunSearchID(evidence.PubMedRunID(id))
	case workflows.LivingSearchType:
		k.workflow = workflows.LivingSearchID(id)
	case workflows.ManagerReportType:
		k.workflow = workflows.ManagerReportID(evidence.ReportScheduleID(id))
	}
	r.desks.add(id, k.store)
	s.play(k)
	return k
}

type recorded struct {
	name    string
	history *historypb.History
}

// histories fetches every run of the workflow, oldest first.
func (r *recorder) histories(t *testing.T, k *take) []recorded {
	t.Helper()
	described, err := r.client.DescribeWorkflowExecution(t.Context(), k.workflow, "")
	if err != nil {
		t.Fatal(err)
	}
	run := described.GetWorkflowExecutionInfo().GetFirstRunId()
	var all []recorded
	for run != "" {
		h := r.history(t, k.workflow, run)
		name := k.name
		last := h.GetEvents()[len(h.GetEvents())-1]
		run = last.GetWorkflowExecutionContinuedAsNewEventAttributes().GetNewExecutionRunId()
		if len(all) > 0 || run != "" {
			name += "-" + strconv.Itoa(len(all)+1)
		}
		all = append(all, recorded{name: name, history: h})
	}
	return all
}

func (r *recorder) history(t *testing.T, id, run string) *historypb.History {
	t.Helper()
	h := &historypb.History{}
	events := r.client.GetWorkflowHistory(t.Context(), id, run, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		e, err := events.Next()
		if err != nil {
			t.Fatal(err)
		}
		h.Events = append(h.Events, anonymous(e))
	}
	return h
}

// anonymous takes out the name of the machine, which is part of the name of a worker's own queue.
func anonymous(e *historypb.HistoryEvent) *historypb.HistoryEvent {
	if a := e.GetWorkflowTaskScheduledEventAttributes(); a.GetTaskQueue().GetKind() == enumspb.TASK_QUEUE_KIND_STICKY {
		a.TaskQueue.Name = "sticky"
	}
	return e
}

func write(t *testing.T, path string, h *historypb.History) {
	t.Helper()
	text, err := (temporalproto.CustomJSONMarshalOptions{}).Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// writeManifest counts what was recorded now; what was not played stays as it was.
func writeManifest(t *testing.T, counts manifest) {
	t.Helper()
	before, err := os.ReadFile(filepath.Join(histories, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	all := manifest{}
	if err := json.Unmarshal(before, &all); err != nil {
		t.Fatal(err)
	}
	maps.Copy(all, counts)
	counts = all
	text, err := json.MarshalIndent(counts, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(histories, "manifest.json"), append(text, '\n'), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// start starts the request's workflow from a state, as the relay does.
func (k *take) start(s evidence.State) {
	k.t.Helper()
	s.Request = k.request
	if err := k.commander.Start(k.t.Context(), s); err != nil {
		k.t.Fatal(err)
	}
}

// do gives a command and expects it to be carried out, or to be refused with a code.
func (k *take) do(c evidence.Command, code evidence.Code) {
	k.t.Helper()
	_, err := k.commander.Do(k.t.Context(), k.request, c)
	if code == "" && err != nil || code != "" && evidence.CodeOf(err) != code {
		k.t.Fatalf("%s: %v, want %q", c.ID, err, code)
	}
}

func (k *take) ok(c evidence.Command) {
	k.t.Helper()
	k.do(c, "")
}

func (k *take) signal(name string, arg any) {
	k.t.Helper()
	if err := k.r.client.SignalWorkflow(k.t.Context(), k.workflow, "", name, arg); err != nil {
		k.t.Fatal(err)
	}
}

func (k *take) cancel() {
	k.t.Helper()
	if err := k.r.client.CancelWorkflow(k.t.Context(), k.workflow, ""); err != nil {
		k.t.Fatal(err)
	}
}

// until waits for something to be true of the store.
func (k *take) until(what string, done func() bool) {
	k.t.Helper()
	for range 600 {
		if done() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	k.t.Fatalf("%s: %s did not happen; commands %v, steps %v", k.name, what, k.store.commands(), k.store.impactSteps())
}

// stored waits for a command to be stored.
func (k *take) stored(n evidence.Name) {
	k.t.Helper()
	k.until(string(n), func() bool {
		names := k.store.commands()
		names = append(names, k.store.impactSteps()...)
		return slices.Contains(names, n)
	})
}

// ended waits for the workflow to end, in whichever way.
func (k *take) ended() {
	k.t.Helper()
	ctx, cancel := context.WithTimeout(k.t.Context(), time.Minute)
	defer cancel()
	_ = k.r.client.GetWorkflow(ctx, k.workflow, "").Get(ctx, nil)
	if ctx.Err() != nil {
		k.t.Fatalf("%s did not end", k.name)
	}
}
