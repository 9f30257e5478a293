package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Loads knows who has how much to do.
type Loads interface {
	// Load counts the open requests of a library by owner; due this week is what is due from now until the week ends.
	Load(ctx context.Context, library evidence.LibraryID, now, weekEnds time.Time) (postgres.TeamLoad, error)
}

// Load is who in a library has how much to do.
type Load struct {
	People           []PersonLoad `json:"people" nullable:"false" doc:"For a manager everybody who works in the library, and who still owns requests of it, by name; for anybody else themselves"`
	OwnOnly          bool         `json:"own_only" doc:"People hold only the reader: what others have to do is for managers"`
	Open             int          `json:"open" doc:"Open requests of the whole library"`
	Overdue          int          `json:"overdue" doc:"Of these"`
	Unclaimed        int          `json:"unclaimed" doc:"Open requests without owner"`
	OverdueUnclaimed int          `json:"overdue_unclaimed"`
	AsOf             time.Time    `json:"as_of"`
}

// PersonLoad is what one person has to do. It counts the open requests that the person owns.
type PersonLoad struct {
	Person           evidence.PersonID `json:"person" format:"uuid"`
	Name             string            `json:"name"`
	Roles            []evidence.Role   `json:"roles" nullable:"false" doc:"None: the person works here no longer"`
	Open             int               `json:"open"`
	Overdue          int               `json:"overdue"`
	DueThisWeek      int               `json:"due_this_week" doc:"From now to the end of Sunday"`
	Waiting          int               `json:"waiting" doc:"Clarifying or on hold"`
	Checking         int               `json:"checking" doc:"With a second librarian"`
	EstimatedMinutes int               `json:"estimated_minutes" doc:"Together, as estimated when they were accepted"`
	LoggedMinutes    int               `json:"logged_minutes" doc:"Noted on them so far, by anybody"`
}

func registerLoad(api huma.API, d Deps) {
	handle(api, route("get-load", http.MethodGet, "/libraries/{id}/load", "See who has how much to do", tagPeople, workers(),
		describe("A manager sees everybody's load; everybody else sees their own. Nobody is compared with a colleague.")),
		func(ctx context.Context, in *OfLibrary) (*struct{ Body Load }, error) {
			now := d.Now().UTC()
			_, week, err := d.ends(ctx, in.library(), now)
			if err != nil {
				return nil, err
			}
			l, err := d.Desk.Loads.Load(ctx, in.library(), now, week)
			return &struct{ Body Load }{loadFor(whose(ctx, in.library()), l, now)}, err
		})
}

// loadFor is the load as a reader sees it: of one person, or of everybody (domain rule 8: colleagues see no load but their own).
func loadFor(only evidence.PersonID, l postgres.TeamLoad, now time.Time) Load {
	all := Load{
		People: []PersonLoad{}, OwnOnly: only != "", Open: l.Unclaimed, Overdue: l.OverdueUnclaimed,
		Unclaimed: l.Unclaimed, OverdueUnclaimed: l.OverdueUnclaimed, AsOf: now,
	}
	for _, p := range l.People {
		all.Open, all.Overdue = all.Open+p.Open, all.Overdue+p.Overdue
		if only == "" || p.Person == only {
			all.People = append(all.People, PersonLoad(p))
		}
	}
	return all
}

// ends gives the ends of the present day and week, where the library is. A week ends with Sunday.
func (d Deps) ends(ctx context.Context, library evidence.LibraryID, now time.Time) (day, week time.Time, err error) {
	cal, err := d.Calendars.Calendar(ctx, library)
	if err != nil {
		return day, week, err
	}
	y, m, today := now.In(cal.Location()).Date()
	until := (7-int(now.In(cal.Location()).Weekday()))%7 + 1 // days from the beginning of today
	end := func(days int) time.Time { return time.Date(y, m, today+days, 0, 0, 0, 0, cal.Location()).UTC() }
	return end(1), end(until), nil
}
