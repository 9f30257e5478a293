package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Previews computes what a calendar would change, and stores nothing.
type Previews interface {
	PreviewCalendar(ctx context.Context, library evidence.LibraryID, spec calendar.Spec) (postgres.CalendarPreview, error)
}

// CalendarPreview says which promises a calendar would move if the open requests computed their dates again.
type CalendarPreview struct {
	Requests  []CalendarMove `json:"requests" nullable:"false" doc:"At most 500, those that are due first at the top"`
	More      int            `json:"more,omitempty" doc:"How many move beside these"`
	Unchanged int            `json:"unchanged" doc:"Open requests whose promise stays, or that have none now"`
}

// CalendarMove is one promise that would move.
type CalendarMove struct {
	ID        evidence.RequestID `json:"id" format:"uuid"`
	Reference string             `json:"reference"`
	Owner     evidence.PersonID  `json:"owner,omitempty" format:"uuid" doc:"Absent: the shared pool"`
	OwnerName string             `json:"owner_name,omitempty"`
	From      time.Time          `json:"from" doc:"The promise in force"`
	To        time.Time          `json:"to" doc:"What it would be"`
}

func registerPreview(api huma.API, d Deps) {
	handle(api, route("preview-calendar", http.MethodPost, "/libraries/{id}/calendar/preview", "See which promises a calendar would move", tagPeople,
		member(evidence.Manager), describe("Nothing is stored. Dates that people agreed stay, whatever the calendar.")),
		func(ctx context.Context, in *struct {
			OfLibrary

			Body CalendarBody
		},
		) (*struct{ Body CalendarPreview }, error) {
			p, err := d.Desk.Previews.PreviewCalendar(ctx, in.library(), in.Body.spec())
			return &struct{ Body CalendarPreview }{CalendarPreview{
				Requests: each(p.Moves, func(m postgres.CalendarMove) CalendarMove { return CalendarMove(m) }), More: p.More, Unchanged: p.Unchanged,
			}}, calendarProblems(err)
		})
}
