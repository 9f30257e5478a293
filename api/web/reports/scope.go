package reports

import (
	"net/url"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// asked is what a visitor wants a report about, as the address says it.
type asked struct {
	Library, Period, From, To, Organisation, Specialty, StaffGroup, Purpose string
}

func askedBy(v *page.Visit) asked {
	a := asked{
		Library: v.Query("library"), Period: v.Query("period"), From: v.Query("from"), To: v.Query("to"), Organisation: v.Query("organisation"),
		Specialty: v.Query("specialty"), StaffGroup: v.Query("staff_group"), Purpose: v.Query("purpose"),
	}
	if a.Period == "" {
		a.Period = report.PeriodOf(report.Quarterly, today(v)).Before().String()
	}
	return a
}

func today(v *page.Visit) report.Date { return report.DateOf(v.Now().In(v.Zone)) }

// query is what the API is asked. Days of one's own go before the period of the list.
func (a asked) query() url.Values {
	q := url.Values{"period": {a.Period}}
	if a.From != "" || a.To != "" {
		q.Set("period", a.From+".."+a.To)
	}
	for name, value := range map[string]string{
		"library": a.Library, "organisation": a.Organisation, "specialty": a.Specialty, "staff_group": a.StaffGroup, "purpose": a.Purpose,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// filters are the fields with which a report is chosen.
type filters struct {
	Start  ui.Form
	Fields []ui.Component
	Own    []ui.Component // days of one's own
	Panel  ui.Details
	Show   ui.Button
	Clear  *ui.Link
}

// filters makes the fields. The form holds what is wrong with them, if anything is.
func (a asked) filters(v *page.Visit, f *page.Form, libraries []rest.LibraryRow) filters {
	for name, value := range map[string]string{
		"library": a.Library, "period": a.Period, "from": a.From, "to": a.To, "organisation": a.Organisation, "specialty": a.Specialty,
		"staff_group": a.StaffGroup, "purpose": a.Purpose,
	} {
		f.Default(name, value)
	}
	all := filters{
		Start:  ui.Form{Action: v.Request.URL.Path, Get: true, Label: "Choose the report"},
		Fields: []ui.Component{f.Select("period", "Period", periods(today(v), a.Period))},
		Own:    []ui.Component{f.Line("from", "From", "For example 2026-09-01"), f.Line("to", "To", "For example 2026-09-14")},
		Panel:  ui.Details{Summary: "Days of your own choice", Open: a.From != "" || a.To != "", ID: "own"},
		Show:   ui.Button{Text: "Show this report", Variant: ui.Secondary, Small: true},
	}
	if len(libraries) > 1 {
		all.Fields = append(all.Fields, f.Select("library", "Library", named(libraries)))
	}
	all.Fields = append(all.Fields, f.Select("organisation", "Organisation", organisations(libraries, a.Library)), f.Line("specialty", "Specialty"),
		f.Select("staff_group", "Staff group", v.Pick(vocabulary.StaffGroups, "All")),
		f.Select("purpose", "Type of search", v.Pick(vocabulary.SearchTypes, "All")))
	if v.Request.URL.RawQuery != "" {
		all.Clear = &ui.Link{Href: v.Request.URL.Path, Text: "Clear all filters"}
	}
	return all
}

func named(libraries []rest.LibraryRow) []ui.Option {
	all := []ui.Option{{Text: "All of yours"}}
	for _, l := range libraries {
		all = append(all, ui.Option{Value: string(l.ID), Text: l.Name})
	}
	return all
}

func organisations(libraries []rest.LibraryRow, library string) []ui.Option {
	all := []ui.Option{{Text: "All"}}
	for _, l := range libraries {
		if library != "" && string(l.ID) != library {
			continue
		}
		for _, o := range l.Organisations {
			all = append(all, ui.Option{Value: o.ID, Text: o.Name})
		}
	}
	return all
}

// periods are those that people ask for: the one under way and those before it, of each kind. One that was asked for is among
// them, so that the list shows what the page does.
func periods(today report.Date, chosen string) []ui.Option {
	var all []ui.Option
	found := false
	for _, kind := range []struct {
		of   report.PeriodKind
		many int
	}{{report.Quarterly, 8}, {report.Monthly, 13}, {report.NationalYearly, 5}, {report.Yearly, 5}} {
		p := report.PeriodOf(kind.of, today)
		for range kind.many {
			text := p.Title()
			if p.Underway(today) {
				text += " (not over)"
			}
			found = found || p.String() == chosen
			all = append(all, ui.Option{Value: p.String(), Text: text})
			p = p.Before()
		}
	}
	if p, err := report.ParsePeriod(chosen); err == nil && !found {
		all = append(all, ui.Option{Value: chosen, Text: p.Title()})
	}
	return all
}

// mine are the libraries whose figures the visitor may see.
func mine(v *page.Visit) ([]rest.LibraryRow, error) {
	var all struct {
		Items []rest.LibraryRow `json:"items"`
	}
	if err := v.Read("/libraries", &all); err != nil {
		return nil, err
	}
	var some []rest.LibraryRow
	for _, l := range all.Items {
		works := v.Me.In(l.ID)
		if !l.Outside && (v.Me.Is(evidence.SystemLead) || len(works) > 0) {
			some = append(some, l)
		}
	}
	return some, nil
}

// asOf is when figures were counted, in words.
func asOf(v *page.Visit, at time.Time) string { return ui.TimeFull.Write(at.In(v.Zone)) }
