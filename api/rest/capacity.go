package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/capacity"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// CapacityView is the work of this week against the hours that there are for it.
type CapacityView struct {
	From      string         `json:"from" format:"date" doc:"Monday"`
	Until     string         `json:"until" format:"date" doc:"Sunday"`
	OwnOnly   bool           `json:"own_only" doc:"People and pool hold only what is the reader's own: the whole is for managers"`
	People    []PersonHours  `json:"people" nullable:"false" doc:"By name"`
	Pool      *HoursDue      `json:"pool,omitempty" doc:"Open requests without owner, and of owners who no longer work here; for managers"`
	Available float64        `json:"available_minutes" doc:"Of the people listed, this week"`
	Types     []TypeForecast `json:"types" nullable:"false" doc:"How long each type of search takes, and how much of it to expect"`
	Weekly    float64        `json:"weekly_minutes" doc:"Of work to expect in a week"`
	Method    []string       `json:"method" nullable:"false"`
}

// HoursDue is work that is waiting, in minutes.
type HoursDue struct {
	Open        int     `json:"open" doc:"Requests"`
	DueRequests int     `json:"due_requests" doc:"Of them, by the end of the week or overdue"`
	Due         float64 `json:"due_minutes"`
	Left        float64 `json:"left_minutes" doc:"Of all that are open"`
	Unknown     int     `json:"unknown" doc:"Requests that count as nothing: not estimated, and nothing is known of their type"`
}

// PersonHours is the work and the time of one person.
type PersonHours struct {
	Person    evidence.PersonID `json:"person" format:"uuid"`
	Name      string            `json:"name"`
	Contract  bool              `json:"contract" doc:"Contracted hours are known for a day of the week"`
	Available float64           `json:"available_minutes"`
	Away      int               `json:"away_days" doc:"Open days on leave"`
	HoursDue
}

// TypeForecast is how long a type of search takes and how much of it comes.
type TypeForecast struct {
	Type string `json:"type"`
	capacity.Forecast
	PerWeek float64 `json:"per_week" doc:"Requests delivered a week in the last 52 weeks"`
	Minutes float64 `json:"minutes" doc:"To expect in a week"`
}

func registerCapacity(api huma.API, d Deps) {
	handle(api, route("get-capacity", http.MethodGet, "/libraries/{id}/capacity", "See the hours due against the hours available", tagPeople, workers(),
		describe("A manager sees everybody's load; everybody else sees their own.")), d.capacityNow)
	registerContracts(api, d)
	registerLeave(api, d)
}

// whose is whose hours a caller sees: everybody's, or their own.
func whose(ctx context.Context, library evidence.LibraryID) evidence.PersonID {
	me := caller(ctx)
	if me.Actor(library).Is(evidence.Manager) {
		return ""
	}
	return me.Person
}

func (d Deps) capacityNow(ctx context.Context, in *OfLibrary) (*struct{ Body CapacityView }, error) {
	today, cal, err := d.libraryDay(ctx, in.library())
	if err != nil {
		return nil, err
	}
	_, ends, err := d.ends(ctx, in.library(), d.Now().UTC())
	if err != nil {
		return nil, err
	}
	monday := report.DateOf(ends.In(cal.Location())).AddDays(-week)
	mine := whose(ctx, in.library())
	work, err := d.Staffing.TeamWork(ctx, in.library(), mine, monday, ends)
	if err != nil {
		return nil, err
	}
	usual, err := d.worth().Usual(ctx, in.library(), today)
	if err != nil {
		return nil, err
	}
	view := CapacityView{From: monday.String(), Until: monday.AddDays(week - 1).String(), OwnOnly: mine != "", Method: capacity.Method()}
	view.load(work, usual, openDays(cal, monday, week), usualDays(cal, monday), monday)
	err = d.expect(ctx, &view, in.library(), usual, today)
	return &struct{ Body CapacityView }{view}, err
}

const (
	week  = 7
	weeks = 52
)

// openDays are the days on which a library opens, from one on.
func openDays(cal *calendar.Calendar, from report.Date, n int) []report.Date {
	var open []report.Date
	for i := range n {
		if d := from.AddDays(i); minutesOpen(cal, d) > 0 {
			open = append(open, d)
		}
	}
	return open
}

func minutesOpen(cal *calendar.Calendar, d report.Date) int {
	return cal.Between(d.In(cal.Location()), d.AddDays(1).In(cal.Location()))
}

// usualDays is on how many days of an ordinary week a library opens: the most of five weeks around, so that a holiday does not count.
func usualDays(cal *calendar.Calendar, monday report.Date) int {
	most := 0
	for w := -2; w <= 2; w++ {
		most = max(most, len(openDays(cal, monday.AddDays(w*week), week)))
	}
	return most
}

func (v *CapacityView) load(work postgres.TeamWork, usual map[string]capacity.Forecast, open []report.Date, days int, monday report.Date) {
	v.People = []PersonHours{}
	places := map[evidence.PersonID]int{}
	for _, p := range work.People {
		row := PersonHours{Person: p.Person, Name: p.Name}
		row.Available, row.Away = capacity.Available(p.Contracts, p.Leave, open, days)
		for i := range week {
			for _, c := range p.Contracts {
				row.Contract = row.Contract || c.Has(monday.AddDays(i))
			}
		}
		v.Available += row.Available
		places[p.Person] = len(v.People)
		v.People = append(v.People, row)
	}
	var pool HoursDue
	for _, r := range work.Open {
		to := &pool
		if at, ok := places[r.Owner]; ok && r.Owner != "" {
			to = &v.People[at].HoursDue
		}
		to.take(r, usual[r.Type])
	}
	if !v.OwnOnly {
		v.Pool = &pool
	}
}

func (h *HoursDue) take(r postgres.OpenRequest, f capacity.Forecast) {
	left := capacity.Left(r.Estimate, r.Noted, f)
	h.Open++
	h.Left += left
	if r.Due {
		h.DueRequests++
		h.Due += left
	}
	if r.Estimate <= 0 && f.Basis == capacity.FromNothing {
		h.Unknown++
	}
}

// expect forecasts a week from the last 52, or from as many as there were.
func (d Deps) expect(ctx context.Context, v *CapacityView, library evidence.LibraryID, usual map[string]capacity.Forecast, today report.Date) error {
	first, err := d.Staffing.FirstReceived(ctx, library)
	if err != nil {
		return err
	}
	from := today.AddDays(-weeks * week)
	if !first.IsZero() && from.Before(first) {
		from = first
	}
	times, err := d.Staffing.TypeTimes(ctx, library, from, today)
	if err != nil {
		return err
	}
	came := map[string]int{}
	for _, t := range times {
		came[t.Type] = t.Requests
	}
	span := max(float64(from.DaysUntil(today))/week, 1)
	types, _ := d.Vocabulary.Get(vocabulary.SearchTypes)
	v.Types = each(types.Terms, func(t vocabulary.Term) TypeForecast {
		row := TypeForecast{Type: t.Code, Forecast: usual[t.Code], PerWeek: float64(came[t.Code]) / span}
		row.Minutes = row.PerWeek * row.Usual
		v.Weekly += row.Minutes
		return row
	})
	return nil
}
