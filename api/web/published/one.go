package published

import (
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/reports/view"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
)

// onePage is a report that was published, or waits to be.
type onePage struct {
	Title, Period string
	State         ui.Tag
	Superseded    *superseded
	Facts         ui.SummaryList
	Caveats       []string
	Sections      []ui.FigureSection
	Quotes        []ui.Quote
	Withdrawn     int
	Cases         []rest.PublishedCase
	TakenDown     int
	Receipts      *ui.Table
	Letters       *ui.Table
	Files         []ui.Link
	Switch        *ui.Link
	Review        *ui.Button
	Replace       *ui.Link
	Draft         *draftForms
}

// superseded says that another report has taken the place of this one.
type superseded struct {
	Reason string
	Link   ui.Link
}

// draftForms publish or throw away a report that waits.
type draftForms struct {
	Publish, Discard ui.Form
	Button           ui.Button
	Drop             ui.Button
}

func one(v *page.Visit) error {
	id, complete := v.Param("report"), v.Query("complete") == "true"
	address := apiOf(id)
	if complete {
		address += "?complete=true"
	}
	var p rest.PublishedView
	err := v.Read(address, &p)
	if page.NotThere(err) && v.IsStaff() {
		return draft(v, id)
	}
	if err != nil {
		return err
	}
	m := onePage{
		Title: p.Title, Period: p.PeriodTitle, State: stateTag(p.Report), Facts: facts(v, p), Withdrawn: p.QuotesWithdrawn, Cases: p.Cases, TakenDown: p.CasesTakenDown,
		Files: fileLinks(id, complete),
	}
	if p.SupersededBy != "" {
		m.Superseded = &superseded{p.SupersededFor, ui.Link{Href: home + "/" + p.SupersededBy, Text: "Read the report that takes its place"}}
	}
	for _, q := range p.Quotes {
		m.Quotes = append(m.Quotes, ui.Quote(q))
	}
	m.offer(v, p, complete)
	if err := m.figures(v, p.Report); err != nil {
		return err
	}
	back, _ := above(v)
	return v.Show("one", page.View{Title: m.Title + ", " + m.Period, Current: back, Back: home, BackTo: "Published reports", Wide: true, Data: m})
}

// offer puts what the visitor may do on the page.
func (m *onePage) offer(v *page.Visit, p rest.PublishedView, complete bool) {
	m.Receipts = receiptTable(v, p.Receipts)
	if len(p.Letters) > 0 {
		m.Letters = letterTable(v, p.Letters)
	}
	if p.MayComplete {
		m.Switch = &ui.Link{Href: home + "/" + p.ID + "?complete=true", Text: "Read it complete"}
		if complete {
			m.Switch = &ui.Link{Href: home + "/" + p.ID, Text: "Read it as it left the library"}
		}
	}
	if p.MayReview {
		m.Review = &ui.Button{Text: "Note that it was reviewed", Href: home + "/" + p.ID + "/review"}
	}
	if p.MayReplace {
		m.Replace = &ui.Link{Href: home + "/" + p.ID + "/replace", Text: "Replace it, because it is wrong"}
	}
}

// figures puts the sections on the page, with what their figures mean.
func (m *onePage) figures(v *page.Visit, r report.Report) error {
	var meanings rest.DefinitionList
	if err := v.Read("/reports/definitions", &meanings); err != nil {
		return err
	}
	to := view.Addresses{Definitions: definitionsAt, Title: view.Titles(meanings.Items)}
	if r.Complete {
		to.Cases = overviewAt + "/cases"
	}
	m.Sections, m.Caveats = view.Sections(r, "", to), view.Caveats(r)
	return nil
}

func stateTag(r report.Report) ui.Tag {
	if r.Complete {
		return ui.Tag{Text: "Complete: not to leave the library", Colour: "red"}
	}
	return ui.Tag{Text: "Small groups are hidden", Colour: "grey"}
}

func facts(v *page.Visit, p rest.PublishedView) ui.SummaryList {
	list := ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: "Library", Value: p.LibraryName},
		{Key: "Published", Value: v.Day(p.PublishedAt) + ", " + publisher(p.PublishedRow)},
		{Key: "Counted", Value: v.Day(p.Report.AsOf)},
	}}
	for _, narrowed := range p.Filter {
		list.Rows = append(list.Rows, ui.SummaryRow{Key: "Only", Value: narrowed})
	}
	if p.Supersedes != "" {
		list.Rows = append(list.Rows, ui.SummaryRow{Key: "Takes the place of", Parts: []ui.Component{ui.Link{Href: home + "/" + p.Supersedes, Text: "An earlier report"}}},
			ui.SummaryRow{Key: "What was wrong with that", Value: p.Reason})
	}
	return list
}

func fileLinks(id string, complete bool) []ui.Link {
	var all []ui.Link
	for _, f := range []struct{ format, name string }{{"pdf", "PDF"}, {"docx", "Word"}, {"xlsx", "Excel"}, {"csv", "CSV"}, {"html", "HTML"}} {
		l := ui.Link{Href: home + "/" + id + "/files/report." + f.format, Text: f.name, More: ", download the report"}
		if complete {
			l.Href += "?complete=true"
			l.More += ", complete"
		}
		all = append(all, l)
	}
	return all
}

func file(v *page.Visit) error {
	address := apiOf(v.Param("report"), "files", v.Param("file"))
	if v.Query("complete") == "true" {
		address += "?complete=true"
	}
	return v.File(address)
}

func receiptTable(v *page.Visit, all []postgres.ReportReview) *ui.Table {
	t := ui.Table{
		Caption: "Who has reviewed this report", CaptionHidden: true, Stack: true, Empty: "Nobody has noted a review yet.",
		Columns: []ui.Column{{Text: "Reviewed by", RowHeader: true}, {Text: "On"}, {Text: "Note"}, {Text: "Noted by"}},
	}
	for _, r := range all {
		on := r.ReviewedOn
		if day, err := report.ParseDate(on); err == nil {
			on = day.Words()
		}
		noted := ui.TextCell(r.Recorder)
		noted.Note = v.Day(r.RecordedAt)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(r.Reviewer), ui.TextCell(on), ui.TextCell(r.Note), noted}})
	}
	return &t
}

func letterTable(v *page.Visit, all []postgres.ReportLetter) *ui.Table {
	t := ui.Table{
		Caption: "Who was sent the link", CaptionHidden: true, Stack: true, Columns: []ui.Column{{Text: "Recipient", RowHeader: true}, {Text: "What became of it"}},
	}
	for _, l := range all {
		state := map[string]string{
			"queued": "Waits to be sent", "sending": "On its way", "sent": "Sent", "unconfirmed": "Nobody knows whether it arrived", "failed": "Could not be sent",
			"no_recipient": "There is no such recipient any more",
		}[l.State]
		if l.DoneAt != nil {
			state += ", " + v.Day(*l.DoneAt)
		}
		name := l.Recipient
		if name == "" {
			name = "A recipient who was removed"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(name), ui.TextCell(state)}})
	}
	return &t
}

// draft shows a report that waits.
func draft(v *page.Visit, id string) error {
	p := at(v)
	var d rest.ReportDraftView
	if err := v.Read(p.api("report-drafts", id), &d); err != nil {
		return err
	}
	m := onePage{Title: d.Title, Period: d.PeriodTitle, State: ui.Tag{Text: "Waits to be published: complete, not to leave the library", Colour: "yellow"}}
	m.Facts = ui.SummaryList{Rows: []ui.SummaryRow{{Key: "Prepared", Value: v.Day(d.MadeAt)}}}
	if err := m.figures(v, d.Report); err != nil {
		return err
	}
	f := v.Form()
	if v.Me.Actor(p.id).Is(evidence.Manager) {
		m.Draft = &draftForms{
			Publish: f.Start(p.href(home, id, "publish")), Discard: f.Start(p.href(home, id, "discard")),
			Button: ui.Button{Text: "Publish this report", PreventDoubleClick: true}, Drop: ui.Button{Text: "Throw it away", Variant: ui.Secondary, PreventDoubleClick: true},
		}
		m.Draft.Discard.Key += "-discard"
	}
	return v.Show("one", page.View{Title: m.Title + ", " + m.Period, Current: overviewAt, Back: home, BackTo: "Published reports", Wide: true, Form: f, Data: m})
}

func publishDraft(v *page.Visit) error {
	p, id := at(v), v.Param("report")
	var done rest.PublishedView
	err := v.Post(p.api("report-drafts", id, "publication"), struct{}{}, &done)
	if f := v.Form(); err != nil && f.Refused(err) {
		return v.Go(p.href(home, id), "It was not published: a report of this period was published meanwhile. Throw this one away, or replace that one.")
	}
	if err != nil {
		return err
	}
	return v.Go(home+"/"+url.PathEscape(done.ID), "The report is published. Its recipients are sent the link.")
}

func discardDraft(v *page.Visit) error {
	p := at(v)
	if err := v.Remove(p.api("report-drafts", v.Param("report"))); err != nil {
		return err
	}
	return v.Go(p.href(home), "The report was thrown away. Nothing was published.")
}
