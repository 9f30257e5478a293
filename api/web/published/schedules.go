package published

import (
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
)

// schedulesPage is what a library plans to report.
type schedulesPage struct {
	Table ui.Table
	Add   *ui.Button
}

func kindWords(kind report.PeriodKind) string {
	return map[report.PeriodKind]string{
		report.Monthly: "Every month", report.Quarterly: "Every quarter", report.Yearly: "Every year, January to December",
		report.NationalYearly: "Every year, April to March",
	}[kind]
}

func stateOf(s evidence.ScheduleState) ui.Tag {
	if s == evidence.SchedulePaused {
		return ui.Tag{Text: "Paused", Colour: "grey"}
	}
	return ui.Tag{Text: "Planned", Colour: "green"}
}

func nextWords(s postgres.ReportSchedule) string {
	day, err := report.ParseDate(s.NextOn)
	if err != nil {
		return "Not while it is paused"
	}
	return day.Words() + ", about " + s.NextAbout.Title()
}

func schedules(v *page.Visit) error {
	p := at(v)
	var all rows[postgres.ReportSchedule]
	if err := v.Read(p.api("report-schedules"), &all); err != nil {
		return err
	}
	m := schedulesPage{Table: ui.Table{
		Caption: "Planned reports", CaptionHidden: true, Stack: true, Empty: "No report is planned yet.",
		Columns: []ui.Column{{Text: "Report", RowHeader: true}, {Text: "How often"}, {Text: "Next"}, {Text: "State"}},
	}}
	for _, s := range all.Items {
		m.Table.Rows = append(m.Table.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell(p.href(schedulesAt, string(s.ID)), s.Title), ui.TextCell(kindWords(s.Kind)), ui.TextCell(nextWords(s)), ui.PartsCell(stateOf(s.State)),
		}})
	}
	if page.Managers(v) {
		m.Add = &ui.Button{Text: "Plan a report", Href: p.href(schedulesAt + "/new")}
	}
	return v.Show("schedules", page.View{Title: "Planned reports", Current: overviewAt, Back: p.href(home), BackTo: "Published reports", Wide: true, Data: m})
}

// schedulePage is one plan with what came of it.
type schedulePage struct {
	Title string
	State ui.Tag
	Facts ui.SummaryList
	Runs  ui.Table
	Forms *scheduleForms
}

// scheduleForms are what a manager may do with a plan.
type scheduleForms struct {
	Change, Run ui.Button
	State, End  ui.Form
	To          string
	Turn, Drop  ui.Button
}

func schedule(v *page.Visit) error {
	p, id := at(v), v.Param("schedule")
	var s postgres.ReportSchedule
	if err := v.Read(p.api("report-schedules", id), &s); err != nil {
		return err
	}
	var runs rows[postgres.ReportRun]
	if err := v.Read(p.api("report-schedules", id, "runs"), &runs); err != nil {
		return err
	}
	m := schedulePage{Title: s.Title, State: stateOf(s.State), Facts: scheduleFacts(s), Runs: runTable(v, runs.Items)}
	f := v.Form()
	if v.Me.Actor(p.id).Is(evidence.Manager) {
		m.Forms = p.scheduleForms(f, s)
	}
	return v.Show("schedule", page.View{Title: s.Title, Current: overviewAt, Back: p.href(schedulesAt), BackTo: "Planned reports", Wide: true, Form: f, Data: m})
}

func (p place) scheduleForms(f *page.Form, s postgres.ReportSchedule) *scheduleForms {
	id, version := string(s.ID), strconv.Itoa(s.Version)
	forms := &scheduleForms{
		Change: ui.Button{Text: "Change", Variant: ui.Secondary, Href: p.href(schedulesAt, id, "edit")}, Run: ui.Button{Text: "Make one now", Href: p.href(schedulesAt, id, "run")},
		State: f.Start(p.href(schedulesAt, id, "state")), End: f.Start(p.href(schedulesAt, id, "end")), To: string(evidence.SchedulePaused),
		Turn: ui.Button{Text: "Pause", Variant: ui.Secondary, PreventDoubleClick: true}, Drop: ui.Button{Text: "Plan it no more", Variant: ui.Secondary, PreventDoubleClick: true},
	}
	if s.State == evidence.SchedulePaused {
		forms.To, forms.Turn.Text = string(evidence.ScheduleActive), "Resume"
	}
	forms.State.Version, forms.End.Version = version, version
	forms.End.Key += "-end"
	return forms
}

func scheduleFacts(s postgres.ReportSchedule) ui.SummaryList {
	what := "A manager looks at it first and publishes it"
	if s.Publishes {
		what = "It is published at once"
	}
	to := append(append([]string{}, s.Names...), s.Emails...)
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: "How often", Value: kindWords(s.Kind) + ", on day " + strconv.Itoa(s.Day) + " of the month after"},
		{Key: "Next", Value: nextWords(s)},
		{Key: "Then", Value: what},
		{Key: "The link is sent to", Value: strings.Join(to, ", "), Empty: "Nobody"},
	}}
}

func runTable(v *page.Visit, all []postgres.ReportRun) ui.Table {
	t := ui.Table{
		Caption: "What came of it", CaptionHidden: true, Stack: true, Empty: "It has not run yet.",
		Columns: []ui.Column{{Text: "Period", RowHeader: true}, {Text: "Run"}, {Text: "What came of it"}},
	}
	for _, r := range all {
		when := ui.TextCell(v.Day(r.MadeAt))
		if r.Asker != "" {
			when.Note = "asked for by " + r.Asker
		}
		came := ui.TextCell("It is being made")
		if r.Report != "" {
			came = ui.LinkCell(home+"/"+r.Report, map[string]string{
				evidence.ReportPublished: "Published", evidence.ReportPrepared: "Prepared for a manager", evidence.ReportAlready: "Was published before",
			}[r.Outcome])
			came.More = ": " + r.PeriodTitle
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(r.PeriodTitle), when, came}})
	}
	return t
}

func setState(v *page.Visit) error {
	p, id, f := at(v), v.Param("schedule"), v.Form()
	var s postgres.ReportSchedule
	if err := v.Read(p.api("report-schedules", id), &s); err != nil {
		return err
	}
	said := "It is paused. Nothing is made until you resume it."
	s.State = evidence.SchedulePaused
	if f.Get("state") == string(evidence.ScheduleActive) {
		s.State, said = evidence.ScheduleActive, "It runs again."
	}
	err := v.Put(p.api("report-schedules", id), f.Version(), rest.ReportScheduleBody{ReportScheduleContent: s.ReportScheduleContent}, nil)
	var current postgres.ReportSchedule
	if page.Stale(err, &current) {
		return v.Go(p.href(schedulesAt, id), "Nothing was changed: somebody else has changed this plan. Look at it again.")
	}
	if err != nil {
		return err
	}
	return v.Go(p.href(schedulesAt, id), said)
}

func end(v *page.Visit) error {
	p, id := at(v), v.Param("schedule")
	err := v.Delete(p.api("report-schedules", id), v.Form().Version())
	var current postgres.ReportSchedule
	if page.Stale(err, &current) {
		return v.Go(p.href(schedulesAt, id), "Nothing was changed: somebody else has changed this plan. Look at it again.")
	}
	if err != nil {
		return err
	}
	return v.Go(p.href(schedulesAt), "It is planned no more. The reports that it published stay.")
}
