package mine

import (
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

const maxQuery = 400 // characters, as the API takes them

// shared is the finished reports that others let the visitor read.
func shared(v *page.Visit) error {
	text := []rune(v.Query("q"))
	q := string(text[:min(len(text), maxQuery)])
	query := url.Values{"limit": {strconv.Itoa(perPage)}}
	for name, value := range map[string]string{"q": q, "cursor": v.Query("cursor")} {
		if value != "" {
			query.Set(name, value)
		}
	}
	var found rest.SharedReportPage
	err := v.Read("/shared-reports?"+query.Encode(), &found)
	if badCursor(err) {
		return v.Go(sharedAddress(q, ""))
	}
	if err != nil {
		return err
	}
	m := sharedModel{
		Search: ui.Form{Action: "/shared-reports", Get: true, Label: "Search finished reports"},
		Query: ui.SearchInput{
			Field:  ui.Field{Name: "q", Label: "Search by words of the question or by reference", Value: q, Autocomplete: "off"},
			Button: "Search",
		},
		Table: sharedTable(found.Items, q), Pages: sharedPages(found, q), Searched: q != "",
	}
	return v.Show("shared", page.View{Title: "Finished reports", Current: "/shared-reports", Data: m})
}

type sharedModel struct {
	Search   ui.Form
	Query    ui.SearchInput
	Searched bool
	Table    ui.Table
	Pages    ui.Pagination
}

func sharedAddress(q, cursor string) string {
	query := url.Values{}
	if q != "" {
		query.Set("q", q)
	}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	if len(query) == 0 {
		return "/shared-reports"
	}
	return "/shared-reports?" + query.Encode()
}

func sharedTable(items []rest.SharedReport, q string) ui.Table {
	t := ui.Table{
		Caption: "Finished reports", CaptionHidden: true, Stack: true, Empty: "Nobody has shared a report with you yet.",
		Columns: []ui.Column{{Text: "Question", RowHeader: true, Width: "one-half"}, {Text: "Specialty"}, {Text: "Library"}, {Text: "Finished"}},
	}
	if q != "" {
		t.Empty = "No finished report has these words. Try fewer of them, or ask the question yourself."
	}
	for _, r := range items {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: page.Shorten(r.Question, maxTitle), Href: address(r.ID, "/report"), Note: r.Reference},
			ui.TextCell(r.Specialty), ui.TextCell(r.LibraryName), ui.PartsCell(ui.Time{At: r.DeliveredAt, Style: ui.TimeDate}),
		}})
	}
	return t
}

func sharedPages(found rest.SharedReportPage, q string) ui.Pagination {
	p := ui.Pagination{Label: "Pages of reports", Total: page.Count(found.Total, "report")}
	if found.Capped {
		p.Total = "More than " + ui.Number(found.Total) + " reports"
	}
	if found.Prev != "" {
		p.PreviousHref = sharedAddress(q, found.Prev)
	}
	if found.Next != "" {
		p.NextHref = sharedAddress(q, found.Next)
	}
	return p
}
