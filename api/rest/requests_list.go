package rest

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// QueueInput asks for a page of the queue.
type QueueInput struct {
	Library   string   `query:"library" maxLength:"36" doc:"One library; all of the caller's when absent"`
	Mine      bool     `query:"mine" doc:"What the caller asked, was named in or was copied into, instead of the queue of a library"`
	Stage     []string `query:"stage" maxItems:"12" doc:"Stages, with commas between; the open ones when absent"`
	Owner     string   `query:"owner" maxLength:"36" doc:"me, none (the shared pool) or a person"`
	Urgency   []string `query:"urgency" maxItems:"10" doc:"Codes of urgencies, with commas between"`
	Type      []string `query:"type" maxItems:"20" doc:"Codes of search_types, with commas between"`
	Specialty string   `query:"specialty" maxLength:"200"`
	Due       string   `query:"due" enum:"overdue,today,week" doc:"By the earlier of the promise and the decision: past; past or within 24 hours; past or within seven days"`
	Counts    bool     `query:"counts" doc:"Also count the whole list"`
	Text      string   `query:"q" maxLength:"400" doc:"Words of the question or its background, or a reference such as ED-2026-000123"`
	Sort      string   `query:"sort" enum:"due,received,-received,-changed" default:"due" doc:"With a minus the newest is first"`
	Cursor    string   `query:"cursor" maxLength:"400" doc:"From the page before"`
	Limit     int      `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// Queues lists requests.
type Queues interface {
	// Queue gives a page of what the person may see. A cursor that is none is evidence.Invalid.
	Queue(ctx context.Context, q postgres.QueueQuery) (postgres.QueuePage, error)
	// Count counts what Queue lists, whatever the page.
	Count(ctx context.Context, q postgres.QueueQuery) (postgres.QueueCounts, error)
}

// requestsOutput is a page of the queue.
type requestsOutput struct {
	Body RequestPage
}

// RequestPage is a page of requests.
type RequestPage struct {
	Items  []RequestRow   `json:"items" nullable:"false"`
	Next   string         `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
	AsOf   time.Time      `json:"as_of"`
	Counts *RequestCounts `json:"counts,omitempty" doc:"With counts=true"`
}

// RequestCounts says how many requests a list holds on all its pages.
type RequestCounts struct {
	Total   int                       `json:"total"`
	ByStage map[evidence.Stage]int    `json:"by_stage"`
	ByOwner map[evidence.PersonID]int `json:"by_owner" doc:"By person; the shared pool is not among them"`
	Pool    int                       `json:"pool" doc:"Without owner"`
	Capped  bool                      `json:"capped,omitempty" doc:"There are more: only the newest were counted"`
}

func registerList(api huma.API, d Deps) {
	handle(api, route("list-requests", http.MethodGet, "/requests", "List requests", tagRequests, signedIn(),
		describe("The queue of the caller's libraries, or with mine what the caller asked.")),
		func(ctx context.Context, in *QueueInput) (*requestsOutput, error) {
			page, err := d.queue(ctx, in)
			return &requestsOutput{page}, err
		})
}

func (d Deps) queue(ctx context.Context, in *QueueInput) (RequestPage, error) {
	now := d.Now().UTC()
	q, err := d.queueQuery(ctx, in, now)
	if err != nil {
		return RequestPage{}, err
	}
	found, err := d.Queues.Queue(ctx, q)
	if err != nil {
		return RequestPage{}, err
	}
	page := RequestPage{Items: each(found.Rows, rowOf), Next: found.Next, AsOf: now}
	if !in.Counts {
		return page, nil
	}
	counts, err := d.Queues.Count(ctx, q)
	page.Counts = &RequestCounts{Total: counts.Total, ByStage: counts.ByStage, ByOwner: counts.ByOwner, Pool: counts.ByOwner[""], Capped: counts.Capped}
	delete(page.Counts.ByOwner, "")
	return page, err
}

// queueQuery checks what is asked for. Requesters see only what is theirs.
func (d Deps) queueQuery(ctx context.Context, in *QueueInput, now time.Time) (postgres.QueueQuery, error) {
	p := caller(ctx)
	works := p.Libraries(evidence.Librarian, evidence.Trainee, evidence.Manager)
	q := postgres.QueueQuery{
		Person: p.Person, Libraries: works, Mine: in.Mine || len(works) == 0, Specialty: in.Specialty, Text: in.Text,
		Sort: postgres.QueueSort(in.Sort), Cursor: in.Cursor, Limit: in.Limit, Urgencies: in.Urgency, Types: in.Type, DueBefore: dueBefore(in.Due, now),
	}
	check := d.checks()
	check.codes("urgency", in.Urgency, vocabulary.Urgencies)
	check.codes("type", in.Type, vocabulary.SearchTypes)
	for _, s := range in.Stage {
		if !slices.Contains(evidence.Stages(), evidence.Stage(s)) {
			check.wrong("stage", "unknown", "Use stages such as triage.")
			break
		}
		q.Stages = append(q.Stages, evidence.Stage(s))
	}
	if in.Library != "" {
		q.Libraries = []evidence.LibraryID{evidence.LibraryID(in.Library)}
		if !slices.Contains(works, evidence.LibraryID(in.Library)) {
			check.wrong("library", "unknown", "Name a library in which you work.")
		}
	}
	switch {
	case in.Owner == "me":
		q.Owner = p.Person
	case in.Owner == "none":
		q.Unowned = true
	case in.Owner != "" && !uuidForm.MatchString(in.Owner):
		check.wrong("owner", "malformed", "Use me, none or a person.")
	default:
		q.Owner = evidence.PersonID(in.Owner)
	}
	return q, check.err()
}

func dueBefore(due string, now time.Time) time.Time {
	switch due {
	case "overdue":
		return now
	case "today":
		return now.AddDate(0, 0, 1)
	case "week":
		return now.AddDate(0, 0, 7)
	}
	return time.Time{}
}
