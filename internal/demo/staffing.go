package demo

import (
	"context"
	"strconv"

	"evidencedesk/internal/gift"
)

// staffed is who works in a library: what its manager enters. Days are counted from the beginning of the demonstration, years
// backwards from the national year in which that is.
type staffed struct {
	Library   string          `json:"library"`
	Years     []staffYear     `json:"years"`
	Contracts []staffContract `json:"contracts"`
	Leave     []staffLeave    `json:"leave"`
	Roles     []staffRole     `json:"roles"`
	Rates     *gift.Rates     `json:"rates"`
	Returns   []yearReturn    `json:"returns"`
}

type staffYear struct {
	Ago       int     `json:"ago"`
	Workforce float64 `json:"workforce_wte"`
	Qualified float64 `json:"qualified_wte"`
	Other     float64 `json:"other_wte"`
	Hours     float64 `json:"contracted_hours"`
}

type staffContract struct {
	Person string  `json:"person"`
	Hours  float64 `json:"hours"`
	From   int     `json:"from"`
}

type staffLeave struct {
	Person string `json:"person"`
	From   int    `json:"from"`
	Until  int    `json:"until"`
}

type staffRole struct {
	Title     string  `json:"title"`
	Specialty string  `json:"specialty"`
	Hours     float64 `json:"hours"`
	From      int     `json:"from"`
}

// yearReturn is what a library did in a year beside its requests, by code of return_activities.
type yearReturn struct {
	Ago     int            `json:"ago"`
	Entered map[string]int `json:"entered"`
}

const madeUpFigures = "Invented for the demonstration"

func (t *telling) staffing(ctx context.Context) error {
	var list []staffed
	if err := read("staffing.json", &list); err != nil {
		return err
	}
	for _, s := range list {
		if err := t.staffYears(ctx, s); err != nil {
			return err
		}
		if err := t.staffHours(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// staffYears enters what is entered once a year.
func (t *telling) staffYears(ctx context.Context, s staffed) error {
	for _, y := range s.Years {
		year := strconv.Itoa(t.april(y.Ago))
		err := t.enter(ctx, s.Library, "staffing/"+year, body{
			"workforce_wte": y.Workforce, "qualified_wte": y.Qualified, "other_wte": y.Other, "contracted_hours": y.Hours,
			"as_of": year + "-04-01", "source": madeUpFigures,
		})
		if err != nil {
			return err
		}
	}
	for _, r := range s.Returns {
		err := t.enter(ctx, s.Library, "returns/"+strconv.Itoa(t.april(r.Ago)), body{"rule_version": 1, "entered": r.Entered})
		if err != nil {
			return err
		}
	}
	if s.Rates == nil {
		return nil
	}
	rates := *s.Rates
	rates.AsOf, rates.Source = strconv.Itoa(t.april(0))+"-04-01", madeUpFigures
	return t.enter(ctx, s.Library, "gift-rates", rates)
}

// staffHours fills the registers of hours.
func (t *telling) staffHours(ctx context.Context, s staffed) error {
	type row struct {
		register string
		body     body
	}
	var rows []row
	for _, c := range s.Contracts {
		rows = append(rows, row{"contracts", body{"person": PersonID(c.Person), "hours": c.Hours, "from": t.day(c.From)}})
	}
	for _, l := range s.Leave {
		rows = append(rows, row{"leave", body{"person": PersonID(l.Person), "from": t.day(l.From), "until": t.day(l.Until)}})
	}
	for _, r := range s.Roles {
		rows = append(rows, row{"embedded-roles", body{"title": r.Title, "specialty": r.Specialty, "hours": r.Hours, "from": t.day(r.From)}})
	}
	for i, r := range rows {
		if err := t.add(ctx, s.Library, r.register, numbered(s.Library+"-hours", i), r.body, nil); err != nil {
			return err
		}
	}
	return nil
}
