package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// SharedReports lists the reports that people let others see.
type SharedReports interface {
	SharedReports(ctx context.Context, q postgres.SharedQuery) (postgres.SharedPage, error)
}

// SharedReport is a delivered report that the caller may see by sharing. Who asked is not told.
type SharedReport struct {
	ID          evidence.RequestID `json:"id" format:"uuid"`
	Reference   string             `json:"reference"`
	Relation    postgres.Relation  `json:"relation" enum:"library,review,shared" doc:"What you are to it"`
	Library     evidence.LibraryID `json:"library" format:"uuid"`
	LibraryName string             `json:"library_name"`
	Outcome     evidence.Outcome   `json:"outcome,omitempty"`
	Type        string             `json:"type"`
	Specialty   string             `json:"specialty,omitempty"`
	Question    string             `json:"question" doc:"Its beginning"`
	DeliveredAt time.Time          `json:"delivered_at"`
}

// SharedReportPage is one page of shared reports.
type SharedReportPage struct {
	Items  []SharedReport `json:"items" nullable:"false" doc:"The newest first"`
	Next   string         `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
	Prev   string         `json:"prev,omitempty" doc:"The cursor of the page before; absent on the first one"`
	Total  int            `json:"total" doc:"On all pages, at most 1000"`
	Capped bool           `json:"capped,omitempty" doc:"There are more than were counted"`
}

type sharedIn struct {
	Text   string `query:"q" maxLength:"400" doc:"Words of the question, or a reference such as ED-2026-000123"`
	Cursor string `query:"cursor" maxLength:"400" doc:"From another page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"20"`
}

func registerShared(api huma.API, d Deps) {
	handle(api, route("list-shared-reports", http.MethodGet, "/shared-reports", "List the reports that were shared with the caller", tagRequests, signedIn(),
		describe("Delivered requests of others whose requester lets the caller see the report, and those that answer a question of the caller's own.")),
		func(ctx context.Context, in *sharedIn) (*struct{ Body SharedReportPage }, error) {
			p, err := d.Desk.Shared.SharedReports(ctx, postgres.SharedQuery{Person: caller(ctx).Person, Text: in.Text, Cursor: in.Cursor, Limit: in.Limit})
			return &struct{ Body SharedReportPage }{SharedReportPage{
				Items: each(p.Reports, func(r postgres.SharedReport) SharedReport { return SharedReport(r) }),
				Next:  p.Next, Prev: p.Prev, Total: p.Total, Capped: p.Capped,
			}}, err
		})
}
