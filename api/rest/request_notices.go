package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// RequestNotices is the ledger of what is owed to people by mail.
type RequestNotices interface {
	Of(ctx context.Context, request evidence.RequestID) ([]postgres.NoticeState, error)
}

// NoticeView is a notice and what became of it.
type NoticeView struct {
	ID       string              `json:"id" format:"uuid"`
	Kind     evidence.NoticeKind `json:"kind"`
	Person   evidence.PersonID   `json:"person,omitempty" format:"uuid" doc:"Absent, like the name, once it is forgotten who asked"`
	Name     string              `json:"name,omitempty"`
	State    string              `json:"state" enum:"queued,sending,sent,unconfirmed,failed,no_recipient"`
	Attempts int                 `json:"attempts,omitempty" doc:"That failed"`
	Code     string              `json:"code,omitempty" doc:"What the mail server answered last"`
	QueuedAt time.Time           `json:"queued_at"`
	DoneAt   time.Time           `json:"done_at,omitzero" doc:"Absent: not yet"`
}

func registerRequestNotices(api huma.API, d Deps) {
	handle(api, route("list-notices", http.MethodGet, "/requests/{id}/notices", "List the notices of a request", tagRequests, staff(),
		describe("What was sent to whom, and what became of it; the oldest first. For those who work in its library.")),
		func(ctx context.Context, in *OfRequest) (*listOut[NoticeView], error) {
			id := evidence.RequestID(in.ID)
			standing, err := d.Standings.Standing(ctx, caller(ctx).Person, id)
			if err != nil {
				return nil, err
			}
			if standing.Relation != postgres.RelationLibrary {
				return nil, &evidence.Error{Code: evidence.NotPermitted, Detail: "This is for those who work in the library.", Stage: standing.State.Stage}
			}
			notices, err := d.Desk.Notices.Of(ctx, id)
			return list(each(notices, func(n postgres.NoticeState) NoticeView { return NoticeView(n) })), err
		})
}
