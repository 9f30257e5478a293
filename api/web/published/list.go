package published

import (
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// listPage is the reports that were published, and those that wait.
type listPage struct {
	Staff     bool
	Waiting   *ui.Table
	Reports   ui.Table
	Publish   *ui.Button
	Schedules ui.Link
	Receipts  ui.Link
}

func list(v *page.Visit) error {
	var all rows[postgres.PublishedRow]
	if err := v.Read("/published-reports", &all); err != nil {
		return err
	}
	m := listPage{Reports: reportTable(v, all.Items)}
	if v.IsStaff() {
		p := at(v)
		m.Staff = true
		m.Schedules = ui.Link{Href: p.href(schedulesAt), Text: "Reports that are planned"}
		m.Receipts = ui.Link{Href: p.href(home + "/receipts.csv"), Text: "Download who has reviewed what (CSV)"}
		if page.Managers(v) {
			m.Publish = &ui.Button{Text: "Publish a report", Href: p.href(home + "/new")}
		}
		var drafts rows[postgres.ReportDraftRow]
		if err := v.Read(p.api("report-drafts"), &drafts); err != nil {
			return err
		}
		if len(drafts.Items) > 0 {
			m.Waiting = p.draftTable(v, drafts.Items)
		}
	}
	back, name := above(v)
	return v.Show("list", page.View{Title: "Published reports", Current: back, Back: back, BackTo: name, Wide: true, Data: m})
}

func reportTable(v *page.Visit, all []postgres.PublishedRow) ui.Table {
	t := ui.Table{
		Caption: "Published reports", CaptionHidden: true, Stack: true, Empty: "No report has been published yet.",
		Columns: []ui.Column{{Text: "Report", RowHeader: true}, {Text: "Period"}, {Text: "Published"}, {Text: "Reviewed"}},
	}
	for _, r := range all {
		title := ui.LinkCell(home+"/"+r.ID, r.Title)
		title.More = ", " + r.PeriodTitle
		title.Note = strings.Join(append([]string{r.LibraryName}, r.Filter...), ", ")
		when := ui.TextCell(v.Day(r.PublishedAt))
		when.Note = publisher(r)
		if r.SupersededBy != "" {
			when.Note += "; another report has taken its place"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{title, ui.TextCell(r.PeriodTitle), when, ui.TextCell(reviewed(r.Reviews))}})
	}
	return t
}

func publisher(r postgres.PublishedRow) string {
	if r.Publisher == "" {
		return "by the library’s schedule"
	}
	return "by " + r.Publisher
}

func reviewed(n int) string {
	switch n {
	case 0:
		return "Not yet"
	case 1:
		return "Once"
	}
	return strconv.Itoa(n) + " times"
}

func (p place) draftTable(v *page.Visit, all []postgres.ReportDraftRow) *ui.Table {
	t := ui.Table{
		Caption: "Reports that wait to be published", CaptionHidden: true, Stack: true,
		Columns: []ui.Column{{Text: "Report", RowHeader: true}, {Text: "Period"}, {Text: "Prepared"}},
	}
	for _, d := range all {
		title := ui.LinkCell(p.href(home, d.ID), d.Title)
		title.More = ", " + d.PeriodTitle
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{title, ui.TextCell(d.PeriodTitle), ui.TextCell(v.Day(d.MadeAt))}})
	}
	return &t
}

func receipts(v *page.Visit) error { return v.File(at(v).api("report-receipts")) }
