package e2e_test

import (
	"bytes"
	"context"
	"path/filepath"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	visit "go.temporal.io/api/proxy"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/converter"
	"google.golang.org/protobuf/proto"

	"evidencedesk/internal/temporalx"
)

// private checks that no word that anybody wrote, no name, no address and no token stands where it must not: in the
// histories, with and without their encryption, in what Temporal lists, and in the logs.
func (d *desk) private() {
	d.Helper()
	for _, p := range d.all() {
		d.silent(filepath.Base(p.log), []byte(d.read(p.log)+d.read(p.out())))
	}
	if d.count(d, "SELECT count(*) FROM request_text WHERE question LIKE '%' || $1 || '%'", canary) == 0 {
		d.Error("nothing was written, so nothing was looked for")
	}
	if n := d.count(d, `SELECT (SELECT count(*) FROM transition WHERE args::text || state::text LIKE $1) +
		(SELECT count(*) FROM outbox WHERE payload::text || key LIKE $1) + (SELECT count(*) FROM notice WHERE key || last_error LIKE $1)`,
		"%"+canary+"%"); n > 0 {
		d.Errorf("%d rows that are kept for ever hold what was written", n)
	}
	keys, err := temporalx.ParseKeys(d.keys)
	d.must(err)
	codec, err := temporalx.NewCodec(keys)
	d.must(err)
	var events, payloads int
	for _, execution := range d.executions() {
		id := execution.GetExecution().GetWorkflowId()
		d.silent("the list entry of "+id, marshalled(execution))
		for _, event := range d.history(id, execution.GetExecution().GetRunId()) {
			events++
			d.silent("an event of "+id, marshalled(event))
			payloads += d.decode(codec, event)
			d.silent("a decoded event of "+id, marshalled(event))
		}
	}
	if events > 0 && payloads == 0 {
		d.Error("no payload of the histories could be decoded, so nothing was looked at")
	}
	d.Logf("%d answers as documented; %d events and %d payloads without a word of what was written", d.spec.checked.Load(), events, payloads)
}

// silent fails when the text holds a word that people wrote, or a secret.
func (d *desk) silent(where string, text []byte) {
	d.Helper()
	if bytes.Contains(text, []byte(canary)) {
		i := bytes.Index(text, []byte(canary))
		d.Errorf("%s holds what was written: …%q…", where, text[max(0, i-80):min(len(text), i+40)])
	}
	for _, secret := range d.secrets.all() {
		if bytes.Contains(text, []byte(secret)) {
			d.Errorf("%s holds a token", where)
		}
	}
}

func (d *desk) executions() (list []*workflowpb.WorkflowExecutionInfo) {
	d.Helper()
	request := &workflowservice.ListWorkflowExecutionsRequest{PageSize: 200}
	for {
		page, err := d.temporal().ListWorkflow(d.Context(), request)
		d.must(err)
		list = append(list, page.GetExecutions()...)
		if request.NextPageToken = page.GetNextPageToken(); len(request.NextPageToken) == 0 {
			return list
		}
	}
}

func (d *desk) history(workflow, run string) (events []*historypb.HistoryEvent) {
	d.Helper()
	i := d.temporal().GetWorkflowHistory(d.Context(), workflow, run, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for i.HasNext() {
		event, err := i.Next()
		d.must(err)
		events = append(events, event)
	}
	return events
}

// decode takes the encryption off every payload of an event and counts those that had one.
func (d *desk) decode(codec converter.PayloadCodec, event *historypb.HistoryEvent) (decoded int) {
	d.Helper()
	err := visit.VisitPayloads(context.Background(), event, visit.VisitPayloadsOptions{
		Visitor: func(_ *visit.VisitPayloadsContext, list []*commonpb.Payload) ([]*commonpb.Payload, error) {
			for i, p := range list {
				if string(p.GetMetadata()[converter.MetadataEncoding]) != "binary/encrypted" {
					continue
				}
				plain, err := codec.Decode([]*commonpb.Payload{p})
				if err != nil {
					return nil, err
				}
				list[i] = plain[0]
				decoded++
			}
			return list, nil
		},
	})
	d.must(err)
	return decoded
}

func marshalled(message proto.Message) []byte {
	raw, err := proto.Marshal(message)
	if err != nil {
		panic(err)
	}
	return raw
}
