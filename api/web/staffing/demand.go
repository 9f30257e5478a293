package staffing

import (
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/staffing"
)

// mostBars is how many specialties the chart shows.
const mostBars = 12

// demand shows the demand of each specialty against the hours embedded in it.
func demand(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	var d rest.DemandView
	if err := v.Read(p.inPeriod(v, "/demand"), &d); err != nil {
		return err
	}
	var roles rows[postgres.EmbeddedRole]
	if err := v.Read(p.api("/embedded-roles"), &roles); err != nil {
		return err
	}
	m := figuresPage{
		Title: "Demand by specialty", Lede: demandFinding(d), Method: d.Method, Filter: p.periods(v, demandAt, d.Period),
		Parts: []part{demandPart(d), p.register(roles.Items)},
	}
	if p.boss {
		m.Links = []ui.Link{{Href: p.href(rolesAt + "/new"), Text: "Add an embedded role"}, {Href: p.href(ratioRule), Text: "Change the thresholds"}}
	}
	return p.figures(v, demandAt, m)
}

func demandFinding(d rest.DemandView) string {
	var pays, stretched []string
	for _, r := range d.Rows {
		switch r.Verdict {
		case staffing.RolePays:
			pays = append(pays, r.Specialty)
		case staffing.Stretched:
			stretched = append(stretched, r.Specialty)
		default:
		}
	}
	switch {
	case len(d.Rows) == 0:
		return "Nothing was delivered in this period."
	case len(pays) > 0:
		return "A role would pay in: " + strings.Join(pays, ", ") + "."
	case len(stretched) > 0:
		return "No further role would pay. Stretched: " + strings.Join(stretched, ", ") + "."
	}
	return "No specialty without a role needs one, and no role is stretched."
}

func verdictWords(w staffing.Verdict) ui.Cell {
	switch w {
	case staffing.RolePays:
		return ui.TagCell("A role would pay", "orange")
	case staffing.Stretched:
		return ui.TagCell("Stretched", "red")
	case staffing.Covered:
		return ui.TagCell("Covered", "green")
	case staffing.Small:
		return ui.TextCell("Too little for a role")
	default:
		return ui.TextCell("")
	}
}

func demandPart(d rest.DemandView) part {
	t := table("Demand by specialty, "+d.Title, "Nothing was delivered in this period.", "Specialty", "Requests", "Without time noted", "Hours a week", "Embedded hours a week", "Demand ÷ embedded", "*Finding")
	bars := chart.BarChart{Now: "Hours of demand a week", Before: "Embedded hours a week"}
	for _, r := range d.Rows {
		name, index := r.Specialty, "no role"
		if name == "" {
			name = "Not named"
		}
		if r.Embedded > 0 {
			index = decimal(r.Index)
		}
		add(t, name, r.Requests, r.Untimed, decimal(r.Hours), decimal(r.Embedded), index, verdictWords(r.Verdict))
		if len(bars.Bars) < mostBars {
			bars.Bars = append(bars.Bars, chart.Bar{
				Label: name, Now: chart.Value{Size: r.Hours, Text: decimal(r.Hours)}, Before: chart.Value{Size: r.Embedded, Text: decimal(r.Embedded)},
			})
		}
	}
	one := part{Heading: d.Title, Table: t}
	if len(bars.Bars) > 0 {
		one.Chart = draw("demand", "Hours of demand and embedded hours a week, by specialty", func(f chart.Frame) (chart.SVG, error) { return chart.Bars(f, bars) })
	}
	return one
}

func (p place) register(roles []postgres.EmbeddedRole) part {
	t := table("Embedded roles", "No embedded role was entered.", "Role", "*Specialty", "Hours a week", "*From", "*Until")
	for _, r := range roles {
		name := ui.TextCell(r.Title)
		if p.boss {
			name = ui.LinkCell(p.href(rolesAt+"/"+r.ID), r.Title)
		}
		add(t, name, r.Specialty, decimal(r.Hours), page.DateWords(r.From), until(r.Until))
	}
	return part{Heading: "Register of embedded roles", Table: t}
}

func until(date string) string {
	if date == "" {
		return "Still running"
	}
	return page.DateWords(date)
}
