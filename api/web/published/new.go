package published

import (
	"net/url"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// formPage is a form with its fields from top to bottom.
type formPage struct {
	Title  string
	Lede   string
	Start  ui.Form
	Guard  *ui.GuardNotice
	Fields []ui.Component
	Save   ui.Button
	Cancel ui.Link
}

func today(v *page.Visit) report.Date { return report.DateOf(v.Now().In(v.Zone)) }

func showNew(v *page.Visit) error {
	f := v.Form()
	f.Default("title", "Impact report")
	f.Default("period", report.PeriodOf(report.Quarterly, today(v)).Before().String())
	return at(v).newForm(v, v.Show)
}

func (p place) newForm(v *page.Visit, show shower) error {
	f := v.Form()
	fields := []ui.Component{
		f.Line("title", "Title"), f.Select("period", "Period", periods(today(v), f.Get("period"))),
		f.Line("from", "Or from a day of your own", "For example 2026-09-01. Both days go before the period of the list"), f.Line("to", "To", "For example 2026-09-14"),
	}
	narrowing, err := p.narrowing(v, f)
	if err != nil {
		return err
	}
	m := formPage{
		Title: "Publish a report", Lede: "It is counted now and kept for good. Small groups are hidden in what leaves the library; your own staff can read it complete.",
		Fields: append(fields, narrowing...), Save: ui.Button{Text: "Publish", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(home)},
	}
	m.Guard, m.Start = f.Guard(), f.Start(p.href(home+"/new"))
	return show("form", page.View{Title: m.Title, Current: overviewAt, Back: p.href(home), BackTo: "Published reports", Form: f, Data: m})
}

// narrowing are the fields that narrow a report to a part of the service.
func (p place) narrowing(v *page.Visit, f *page.Form) ([]ui.Component, error) {
	var libraries rows[rest.LibraryRow]
	if err := v.Read("/libraries", &libraries); err != nil {
		return nil, err
	}
	organisations := []ui.Option{{Text: "All"}}
	for _, l := range libraries.Items {
		if l.ID != p.id {
			continue
		}
		for _, o := range l.Organisations {
			organisations = append(organisations, ui.Option{Value: o.ID, Text: o.Name})
		}
	}
	return []ui.Component{
		f.Select("organisation", "Only this organisation", organisations), f.Line("specialty", "Only this specialty (optional)"),
		f.Select("staff_group", "Only this staff group", v.Pick(vocabulary.StaffGroups, "All")),
		f.Select("purpose", "Only this type of search", v.Pick(vocabulary.SearchTypes, "All")),
	}, nil
}

// periods are those that people publish: of each kind, the latest first. The one that was chosen is among them.
func periods(now report.Date, chosen string) []ui.Option {
	var all []ui.Option
	found := false
	for _, kind := range []struct {
		of   report.PeriodKind
		many int
	}{{report.Quarterly, 8}, {report.Monthly, 13}, {report.NationalYearly, 5}, {report.Yearly, 5}} {
		for _, o := range past(kind.of, now, kind.many) {
			found = found || o.Value == chosen
			all = append(all, o)
		}
	}
	if p, err := report.ParsePeriod(chosen); err == nil && !found {
		all = append(all, ui.Option{Value: chosen, Text: p.Title()})
	}
	return all
}

// past are the last periods of a kind that are over.
func past(kind report.PeriodKind, now report.Date, many int) []ui.Option {
	var all []ui.Option
	for p := report.PeriodOf(kind, now).Before(); len(all) < many; p = p.Before() {
		all = append(all, ui.Option{Value: p.String(), Text: p.Title()})
	}
	return all
}

func takeNew(v *page.Visit) error {
	p, f := at(v), v.Form()
	f.Say("period:published", "A report of this period was published already. Open it, and replace it if it is wrong.")
	period := f.Get("period")
	if f.Get("from")+f.Get("to") != "" {
		period = f.Get("from") + ".." + f.Get("to")
	}
	body := rest.PublishBody{
		Title: f.Get("title"), Period: period, Organisation: f.Get("organisation"), Specialty: f.Get("specialty"), StaffGroup: f.Get("staff_group"), Purpose: f.Get("purpose"),
	}
	var done rest.PublishedView
	err := v.Post(p.api("published-reports"), body, &done)
	if err == nil {
		return v.Go(home+"/"+url.PathEscape(done.ID), "The report is published. Send its address to those who are to read it.")
	}
	if f.Refused(err) {
		return p.newForm(v, v.Again)
	}
	return err
}

func showReplace(v *page.Visit) error { return replaceForm(v, v.Show) }

func replaceForm(v *page.Visit, show shower) error {
	id, f := v.Param("report"), v.Form()
	var p rest.PublishedView
	if err := v.Read(apiOf(id), &p); err != nil {
		return err
	}
	m := formPage{
		Title: "Replace " + p.Title + ", " + p.PeriodTitle, Lede: "The same period is counted again as the figures are now. The old report stays readable, and says that another has taken its place.",
		Fields: []ui.Component{f.Text("reason", "What is wrong with the old report?", postgres.MaxReportReason, "Readers of both reports see it")},
		Save:   ui.Button{Text: "Publish the replacement", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: home + "/" + id},
	}
	m.Guard, m.Start = f.Guard(), f.Start(home+"/"+id+"/replace")
	return show("form", page.View{Title: m.Title, Current: overviewAt, Back: home + "/" + id, BackTo: "The report", Form: f, Data: m})
}

func takeReplace(v *page.Visit) error {
	f := v.Form()
	f.Say("reason:required", "Say what is wrong with the old report.")
	f.Say("reason:too-short", "Say what is wrong with the old report.")
	var done rest.PublishedView
	err := v.Post(apiOf(v.Param("report"), "replacements"), rest.ReplaceBody{Reason: f.Get("reason")}, &done)
	if err == nil {
		return v.Go(home+"/"+url.PathEscape(done.ID), "The replacement is published.")
	}
	if f.Refused(err) {
		return replaceForm(v, v.Again)
	}
	return err
}

func showReview(v *page.Visit) error {
	f := v.Form()
	f.DefaultDate("reviewed_on", v.Now(), v.Zone)
	return reviewForm(v, v.Show)
}

func reviewForm(v *page.Visit, show shower) error {
	id, f := v.Param("report"), v.Form()
	var p rest.PublishedView
	if err := v.Read(apiOf(id), &p); err != nil {
		return err
	}
	m := formPage{
		Title: "Note a review of " + p.Title + ", " + p.PeriodTitle, Lede: "The receipt stands with the report and cannot be changed, so that the organisation can show that it reviewed it.",
		Fields: []ui.Component{
			f.Line("reviewer", "Who reviewed it?", "A role or a body, such as Quality committee or Chief nurse"), f.DateInput("reviewed_on", "When?"),
			f.Text("note", "Note (optional)", postgres.MaxReviewNote, "For example what was decided"),
		},
		Save: ui.Button{Text: "Save the receipt", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: home + "/" + id},
	}
	m.Guard, m.Start = f.Guard(), f.Start(home+"/"+id+"/review")
	back, _ := above(v)
	return show("form", page.View{Title: m.Title, Current: back, Back: home + "/" + id, BackTo: "The report", Form: f, Data: m})
}

func takeReview(v *page.Visit) error {
	f, id := v.Form(), v.Param("report")
	f.Say("reviewer:required", "Say who reviewed it.")
	f.Say("reviewer:too-short", "Say who reviewed it.")
	body := rest.ReceiptBody{Reviewer: f.Get("reviewer"), Note: f.Get("note")}
	if day := f.Date("reviewed_on", 0, v.Zone); !day.IsZero() {
		body.ReviewedOn = day.In(v.Zone).Format(time.DateOnly)
	} else if f.Error("reviewed_on") == "" {
		f.Wrong("reviewed_on", "Give the day on which it was reviewed.")
	}
	if f.Failed() {
		return reviewForm(v, v.Again)
	}
	err := v.Post(apiOf(id, "reviews"), body, &postgres.ReportReview{})
	if err == nil {
		return v.Go(home+"/"+url.PathEscape(id)+"#receipts", "The review is noted.")
	}
	if f.Refused(err) {
		return reviewForm(v, v.Again)
	}
	return err
}
