package rest

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
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
	Due       string   `query:"due" enum:"overdue,today,week" doc:"By the earlier of the promise and the decision: past, within 24 hours, within seven days"`
	Text      string   `query:"q" maxLength:"400" doc:"Words of the question or its background, or a reference such as ED-2026-000123"`
	Sort      string   `query:"sort" enum:"due,received,-received" default:"due" doc:"-received: newest first"`
	Cursor    string   `query:"cursor" maxLength:"400" doc:"From the page before"`
	Limit     int      `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// Queues lists requests.
type Queues interface {
	// Queue gives a page of what the person may see. A cursor that is none gives evidence.Invalid for the field cursor.
	Queue(ctx context.Context, q QueueQuery) (QueuePage, error)
}

// requestsOutput is a page of the queue.
type requestsOutput struct {
	Body struct {
		Items []RequestRow `json:"items" nullable:"false"`
		Next  string       `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
		AsOf  time.Time    `json:"as_of"`
	}
}

func registerList(api huma.API, d Deps) {
	handle(api, route("list-requests", http.MethodGet, "/requests", "List requests", tagRequests, signedIn(),
		describe("The queue of the caller's libraries, or with mine what the caller asked.")),
		func(ctx context.Context, in *QueueInput) (*requestsOutput, error) {
			q, err := d.queueQuery(ctx, in)
			if err != nil {
				return nil, err
			}
			page, err := d.Queues.Queue(ctx, q)
			if err != nil {
				return nil, err
			}
			out := &requestsOutput{}
			out.Body.Items, out.Body.Next, out.Body.AsOf = orNone(page.Rows), page.Next, q.Now
			return out, nil
		})
}

var reference = regexp.MustCompile(`(?i)^ED-[0-9]{4}-[0-9]{6,}$`)

// queueQuery checks what is asked for. Requesters see only what is theirs.
func (d Deps) queueQuery(ctx context.Context, in *QueueInput) (QueueQuery, error) {
	p := caller(ctx)
	q := QueueQuery{
		Person: p.Person, Now: d.Now().UTC(), Mine: in.Mine, Specialty: in.Specialty, Due: in.Due, Text: in.Text, Sort: in.Sort,
		Cursor: in.Cursor, Limit: in.Limit, Urgencies: in.Urgency, Types: in.Type,
		Libraries: p.Libraries(evidence.Librarian, evidence.Trainee, evidence.Manager),
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
		if !slices.Contains(q.Libraries, evidence.LibraryID(in.Library)) {
			check.wrong("library", "unknown", "Name a library in which you work.")
		}
		q.Libraries = []evidence.LibraryID{evidence.LibraryID(in.Library)}
	}
	if len(q.Libraries) == 0 {
		q.Mine = true
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
