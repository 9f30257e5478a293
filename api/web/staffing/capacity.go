package staffing

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/capacity"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// capacityPage shows the hours due this week against the hours that there are, and what to expect.
func capacityPage(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	var c rest.CapacityView
	if err := v.Read(p.api("/capacity"), &c); err != nil {
		return err
	}
	var contracts rows[postgres.Contract]
	if err := v.Read(p.api("/contracts"), &contracts); err != nil {
		return err
	}
	var leave rows[postgres.Leave]
	if err := v.Read(p.api("/leave"), &leave); err != nil {
		return err
	}
	m := figuresPage{
		Title: "Capacity", Lede: capacityFinding(c), Method: c.Method,
		Parts: []part{weekPart(c), forecastPart(v, c), p.contracts(contracts.Items), p.leave(leave.Items)},
		Links: []ui.Link{{Href: p.href(leaveAt + "/new"), Text: "Enter days off"}},
	}
	if p.boss {
		m.Links = append(m.Links, ui.Link{Href: p.href(contractAt + "/new"), Text: "Add contracted hours"})
	}
	return p.figures(v, capacityAt, m)
}

func capacityFinding(c rest.CapacityView) string {
	due, known := 0.0, false
	for _, one := range c.People {
		due, known = due+one.Due, known || one.Contract
	}
	if c.Pool != nil {
		due += c.Pool.Due
	}
	whose := ""
	if c.OwnOnly {
		whose = "Yours: "
	}
	if !known {
		return whose + hours(due) + " hours are due this week. No contracted hours were entered, so it cannot be said whether there is time for them."
	}
	return whose + hours(due) + " hours are due this week, and " + hours(c.Available) + " are available."
}

func weekPart(c rest.CapacityView) part {
	t := table("Hours due and available", "", "Who", "Open requests", "Due this week", "Hours due", "Hours available", "Open days on leave", "Hours left of all", "Not estimated")
	bars := chart.BarChart{Now: "Hours due", Before: "Hours available"}
	row := func(name string, h rest.HoursDue, available string, size float64, known bool, away string) {
		add(t, name, h.Open, h.DueRequests, hours(h.Due), available, away, hours(h.Left), h.Unknown)
		bars.Bars = append(bars.Bars, chart.Bar{
			Label: name, Now: chart.Value{Size: h.Due / minutesPerHour, Text: hours(h.Due)}, Before: chart.Value{Size: size / minutesPerHour, Text: available, Absent: !known},
		})
	}
	for _, one := range c.People {
		available := "not entered"
		if one.Contract {
			available = hours(one.Available)
		}
		row(one.Name, one.HoursDue, available, one.Available, one.Contract, ui.Number(one.Away))
	}
	if c.Pool != nil {
		row("Nobody’s yet", *c.Pool, "none", 0, false, "")
	}
	one := part{Heading: "This week", Text: []string{page.DateWords(c.From) + " to " + page.DateWords(c.Until) + ". What is overdue is due."}, Table: t}
	if len(bars.Bars) > 0 {
		one.Chart = draw("week", "Hours due and hours available this week", func(f chart.Frame) (chart.SVG, error) { return chart.Bars(f, bars) })
	}
	return one
}

func basisWords(f capacity.Forecast) string {
	switch f.Basis {
	case capacity.FromOwn:
		return page.Count(f.Timed, "own request")
	case capacity.FromBoth:
		return page.Count(f.Timed, "own request") + ", " + ui.Number(f.Weight) + "%; guidance the rest"
	case capacity.FromGuidance:
		return "Guidance"
	default:
		return "Agreed from case to case"
	}
}

func forecastPart(v *page.Visit, c rest.CapacityView) part {
	t := table("Forecast by type of search", "", "Type of search", "Usual hours", "Longer (3 in 4 take no longer)", "*From", "Requests a week", "Hours a week")
	for _, f := range c.Types {
		usual, upper := hours(f.Usual), hours(f.Upper)
		if f.Basis == capacity.FromNothing {
			usual, upper = "not known", "not known"
		}
		add(t, v.Label(vocabulary.SearchTypes, f.Type), usual, upper, basisWords(f.Forecast), decimal(f.PerWeek), hours(f.Minutes))
	}
	return part{Heading: "What to expect", Text: []string{"About " + hours(c.Weekly) + " hours of searches a week, if requests come as in the last 52 weeks."}, Table: t}
}

func (p place) contracts(all []postgres.Contract) part {
	t := table("Contracted hours", "None were entered.", "Name", "Hours a week", "*From", "*Until")
	for _, c := range all {
		name := ui.TextCell(c.Name)
		if p.boss {
			name = ui.LinkCell(p.href(contractAt+"/"+c.ID), c.Name)
		}
		add(t, name, decimal(c.Hours), page.DateWords(c.From), until(c.Until))
	}
	return part{Heading: "Contracted hours", Table: t}
}

func (p place) leave(all []postgres.Leave) part {
	t := table("Days off to come", "None were entered.", "Name", "*From", "*Until", "*Change")
	for _, l := range all {
		add(t, l.Name, page.DateWords(l.From), page.DateWords(l.Until), ui.LinkCell(p.href(leaveAt+"/"+l.ID+"/remove"), "Take back"))
	}
	return part{Heading: "Days off", Text: []string{"Whole days only, and never why."}, Table: t}
}

func newLeave(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	return p.leaveForm(v, v.Show)
}

func (p place) leaveForm(v *page.Visit, show shower) error {
	f := v.Form()
	m := formPage{Title: "Days off", Save: ui.Button{Text: "Save days off"}, Text: []string{"Whole days. Nobody has to say why."}}
	if p.boss {
		options, err := p.team(v, "Myself")
		if err != nil {
			return err
		}
		m.Fields = append(m.Fields, f.Select("person", "Whose", options))
	}
	m.Fields = append(m.Fields, f.DateInput("from", "First day", "For example, 21 12 2026"), f.DateInput("until", "Last day (optional)", "Leave it empty for one day."))
	return p.form(v, show, leaveAt+"/new", capacityAt, "Capacity", m)
}

// team offers the people who work in the library.
func (p place) team(v *page.Visit, blank string) ([]ui.Option, error) {
	var people rows[rest.StaffRow]
	if err := v.Read(p.api("/staff"), &people); err != nil {
		return nil, err
	}
	options := []ui.Option{{Text: blank}}
	for _, one := range people.Items {
		options = append(options, ui.Option{Value: string(one.Person), Text: one.Name})
	}
	return options, nil
}

func addLeave(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.NewLeave{Person: evidence.PersonID(f.Get("person")), LeaveContent: postgres.LeaveContent{From: day(v, "from"), Until: day(v, "until")}}
	if f.Failed() {
		return p.leaveForm(v, v.Again)
	}
	err = v.Post(p.api("/leave"), body, &postgres.Leave{})
	switch {
	case err == nil:
		return v.Go(p.href(capacityAt), "The days off are entered.")
	case f.Refused(err):
		return p.leaveForm(v, v.Again)
	}
	return err
}
