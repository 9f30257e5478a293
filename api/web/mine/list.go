package mine

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	perPage    = 25
	maxWaiting = 200 // questions of the library that one person may leave open; the API gives no more at once
)

// finishedStages are where a request is over for who asked.
func finishedStages() []evidence.Stage { return []evidence.Stage{evidence.Delivered, evidence.Closed} }

// openStages are all the others, save the one in which the library waits for an answer: those come first, in a list of their own.
func openStages() []evidence.Stage {
	return slices.DeleteFunc(evidence.Stages(), func(s evidence.Stage) bool {
		return s == evidence.Clarifying || slices.Contains(finishedStages(), s)
	})
}

// list is what the visitor asked, was named in or gets a copy of: what is open, or what is finished.
func list(v *page.Visit) error {
	m := listModel{Finished: v.Query("view") == "finished"}
	counts, err := readCounts(v)
	if err != nil {
		return err
	}
	m.Tabs = tabs(m.Finished, counts)
	stages, sort := openStages(), "due"
	if m.Finished {
		stages, sort = finishedStages(), "-changed"
	}
	rows, err := readRows(v, url.Values{"stage": {join(stages)}, "sort": {sort}, "cursor": {v.Query("cursor")}, "limit": {strconv.Itoa(perPage)}})
	if badCursor(err) {
		return v.Go(listAddress(m.Finished, ""))
	}
	if err != nil {
		return err
	}
	m.Table, m.Pages = table(v, rows.Items, m.Finished), turn(rows, m.Finished, total(counts, stages))
	if !m.Finished && v.Query("cursor") == "" {
		if err := first(v, &m, counts); err != nil {
			return err
		}
	}
	m.Nothing = counts.Total == 0 && len(m.Drafts.Rows) == 0
	title := "My requests"
	if m.Finished {
		title = "My finished requests"
	}
	return v.Show("list", page.View{Title: title, Current: home, Data: m})
}

type listModel struct {
	Finished bool
	Nothing  bool
	Tabs     ui.Tabs
	Waiting  *ui.Table // questions of the library
	Table    ui.Table
	Pages    ui.Pagination
	Drafts   ui.SummaryList
}

// first adds what only the first page of the open requests shows: questions that wait for an answer, and drafts.
func first(v *page.Visit, m *listModel, counts rest.RequestCounts) error {
	if counts.ByStage[evidence.Clarifying] > 0 {
		rows, err := readRows(v, url.Values{"stage": {string(evidence.Clarifying)}, "limit": {strconv.Itoa(maxWaiting)}})
		if err != nil {
			return err
		}
		waiting := table(v, rows.Items, false)
		waiting.Caption = "Requests in which we have a question for you"
		m.Waiting = &waiting
	}
	var drafts struct {
		Items []postgres.Draft `json:"items"`
	}
	if err := v.Read("/drafts", &drafts); err != nil {
		return err
	}
	for _, d := range drafts.Items {
		question, _ := d.Body["question"].(string)
		if question = page.Shorten(question, maxTitle); question == "" {
			question = "No question yet"
		}
		m.Drafts.Rows = append(m.Drafts.Rows, ui.SummaryRow{
			Key: question, Parts: []ui.Component{ui.Text("Saved"), ui.Time{At: d.UpdatedAt, Style: ui.TimeShort}},
			Actions: []ui.Action{{Text: "Continue", Href: "/ask/" + d.ID + "/question", More: ": " + question}},
		})
	}
	return nil
}

// readCounts counts everything of the visitor's, by stage.
func readCounts(v *page.Visit) (rest.RequestCounts, error) {
	page, err := readRows(v, url.Values{"stage": {join(evidence.Stages())}, "limit": {"1"}, "counts": {"true"}})
	if err != nil || page.Counts == nil {
		return rest.RequestCounts{}, err
	}
	return *page.Counts, nil
}

func readRows(v *page.Visit, query url.Values) (rest.RequestPage, error) {
	query.Set("mine", "true")
	if query.Get("cursor") == "" {
		query.Del("cursor")
	}
	var p rest.RequestPage
	err := v.Read("/requests?"+query.Encode(), &p)
	return p, err
}

func join(stages []evidence.Stage) string {
	words := make([]string, len(stages))
	for i, s := range stages {
		words[i] = string(s)
	}
	return strings.Join(words, ",")
}

func total(c rest.RequestCounts, stages []evidence.Stage) int {
	n := 0
	for _, s := range stages {
		n += c.ByStage[s]
	}
	return n
}

func tabs(finished bool, c rest.RequestCounts) ui.Tabs {
	open := append(openStages(), evidence.Clarifying)
	return ui.Tabs{Label: "Requests", Items: []ui.Tab{
		{Text: "Open", Href: home, Count: ui.Number(total(c, open)), Unit: "requests", Current: !finished},
		{Text: "Finished", Href: listAddress(true, ""), Count: ui.Number(total(c, finishedStages())), Unit: "requests", Current: finished},
	}}
}

func listAddress(finished bool, cursor string) string {
	query := url.Values{}
	if finished {
		query.Set("view", "finished")
	}
	if cursor != "" {
		query.Set("cursor", cursor)
	}
	if len(query) == 0 {
		return home
	}
	return home + "?" + query.Encode()
}

func turn(rows rest.RequestPage, finished bool, total int) ui.Pagination {
	p := ui.Pagination{Label: "Pages of requests", Total: page.Count(total, "request")}
	if rows.Prev != "" {
		p.PreviousHref = listAddress(finished, rows.Prev)
	}
	if rows.Next != "" {
		p.NextHref = listAddress(finished, rows.Next)
	}
	return p
}

// table shows requests, each with where it stands and when it is expected or ended.
func table(v *page.Visit, rows []rest.RequestRow, finished bool) ui.Table {
	t := ui.Table{
		Caption: "Open requests", CaptionHidden: true, Stack: true, Empty: "There is nothing open.",
		Columns: []ui.Column{{Text: "Question", RowHeader: true, Width: "one-half"}, {Text: "Status"}, {Text: "Expected"}},
	}
	if finished {
		t.Caption, t.Empty, t.Columns[2].Text = "Finished requests", "Nothing is finished yet.", "Finished"
	}
	for _, r := range rows {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{questionCell(v, r), statusCell(r), dateCell(v, r, finished)}})
	}
	return t
}

func questionCell(v *page.Visit, r rest.RequestRow) ui.Cell {
	note := r.Reference
	if r.RequesterName != "" && r.Requester != v.Me.Person {
		note = fmt.Sprintf("%s, asked by %s", r.Reference, r.RequesterName)
	}
	text := page.Shorten(r.Question, maxTitle)
	if text == "" {
		text = "A request whose text was erased"
	}
	return ui.Cell{Text: text, Href: address(r.ID, ""), Note: note}
}

func statusCell(r rest.RequestRow) ui.Cell {
	s := page.StatusFor(r.Stage, r.Outcome, false)
	return ui.TagCell(s.Words, s.Colour)
}

func dateCell(v *page.Visit, r rest.RequestRow, finished bool) ui.Cell {
	if finished {
		return ui.PartsCell(ui.Time{At: ended(r), Style: ui.TimeDate})
	}
	due := page.Due(r.PromiseDue, v.Now(), r.Running, v.Zone)
	return ui.PartsCell(ui.Due{Text: due.Words, Colour: due.Colour, At: r.PromiseDue})
}

// ended is when a request was answered, or closed without an answer.
func ended(r rest.RequestRow) time.Time {
	if !r.DeliveredAt.IsZero() {
		return r.DeliveredAt
	}
	return r.ClosedAt
}
