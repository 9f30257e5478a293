package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// QueueInput asks for a page of the queue.
type QueueInput struct {
	Library   string   `query:"library" maxLength:"36" doc:"One library; all of the caller's when absent"`
	Mine      bool     `query:"mine" doc:"What the caller asked, was named in or was copied into, instead of the queue of a library"`
	Check     string   `query:"check" enum:"me" doc:"me: instead of a whole queue what is being checked and waits for the caller, who neither owns it nor wrote any of it: sent to them, or to no one by name in a library where they are a librarian"`
	Stage     []string `query:"stage" maxItems:"12" doc:"Stages, with commas between; open stands for those that are open, which are listed when it is absent"`
	Owner     string   `query:"owner" maxLength:"36" doc:"me, none (the shared pool) or a person"`
	Requester string   `query:"requester" maxLength:"36" doc:"Who asked"`
	Urgency   []string `query:"urgency" maxItems:"10" doc:"Codes of urgencies, with commas between"`
	Type      []string `query:"type" maxItems:"20" doc:"Codes of search_types, with commas between"`
	Product   []string `query:"product" maxItems:"20" doc:"Codes of products, with commas between: the agreed one, or the one asked for before that"`
	Specialty string   `query:"specialty" maxLength:"200"`
	Due       string   `query:"due" enum:"overdue,today,week" doc:"By the earlier of the promise and the decision: past; past or before today ends; past or before Sunday ends, where the library is"`
	Changed   string   `query:"changed_since" format:"date-time" maxLength:"64" doc:"Written at or after then: a step of the process, the question, with whom it is shared"`
	Counts    bool     `query:"counts" doc:"Also count the whole list"`
	Text      string   `query:"q" maxLength:"400" doc:"Words of the question or its background, or a reference such as ED-2026-000123"`
	Sort      string   `query:"sort" enum:"due,received,-received,-changed" default:"due" doc:"With a minus the newest is first"`
	Cursor    string   `query:"cursor" maxLength:"400" doc:"From another page: its next or its prev"`
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
	Prev   string         `json:"prev,omitempty" doc:"The cursor of the page before; absent on the first one"`
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
	page := RequestPage{Items: each(found.Rows, rowOf), Next: found.Next, Prev: found.Prev, AsOf: now}
	if !in.Counts {
		return page, nil
	}
	counts, err := d.Queues.Count(ctx, q)
	page.Counts = &RequestCounts{Total: counts.Total, ByStage: counts.ByStage, ByOwner: counts.ByOwner, Pool: counts.ByOwner[""], Capped: counts.Capped}
	delete(page.Counts.ByOwner, "")
	return page, err
}
