package manage

import (
	"net/url"
	"strconv"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// reportsPage is the way into the reports, with what can be counted from the queue today.
type reportsPage struct {
	Place  place
	Counts bool // the visitor sees the queue of a library
	Stats  ui.Stats
	Stages ui.Table
	AsOf   string
	Cards  []ui.Card
}

func reports(v *page.Visit) error {
	m := reportsPage{}
	if manages := v.Me.Libraries(evidence.Manager); len(manages) > 0 {
		p, err := at(v, evidence.Manager)
		if err != nil {
			return err
		}
		m.Place, m.Counts = p, true
		if err := m.count(v); err != nil {
			return err
		}
	}
	m.Cards = reportCards(v)
	return v.Show("reports", page.View{Title: "Reports", Current: reportsAt, Wide: true, Data: m})
}

// reportCards leads to the reports that the visitor may read.
func reportCards(v *page.Visit) []ui.Card {
	var all []ui.Card
	add := func(may bool, href, heading, text string) {
		if may {
			all = append(all, ui.Card{Heading: heading, Text: text, Href: href, Size: "s", Level: 3})
		}
	}
	add(true, reportsAt+"/impact", "Impact report", "What was asked and answered, how fast, and what difference it made: any period and any part of the service.")
	add(true, "/published", "Published reports", "Reports as they left the library: who published and who reviewed them, files to take away, and which are planned.")
	add(true, "/case-studies", "Published case studies", "What became of answers, told with those who asked.")
	add(v.IsStaff(), "/cases", "Case studies", "From a good answer to a story that the organisation tells.")
	add(v.IsStaff(), "/outcomes", "Outcomes framework", "The six outcomes, with the evidence for each, and the library's own assessment.")
	add(v.IsStaff(), "/staffing", "Staffing", "Staff ratio, demand by specialty, capacity, the gift of time and the national return.")
	add(v.Me.Is(evidence.Manager), wellbeingAt+"/team", "Wellbeing", "How the team is supported. Nothing here is about one person.")
	add(true, reportsAt+"/definitions", "What the figures mean", "How every figure is counted, and what it does not tell.")
	return all
}

// mostDelivered is how many finished requests are looked through for those of this month.
const mostDelivered = 200

// count counts what the queue knows already: what is open by stage, what is overdue, and what was delivered this month.
func (m *reportsPage) count(v *page.Visit) error {
	base := url.Values{"library": {string(m.Place.ID)}, "counts": {"true"}, "limit": {"1"}}
	var open, overdue rest.RequestPage
	if err := v.Read("/requests?"+base.Encode(), &open); err != nil {
		return err
	}
	base.Set("due", "overdue")
	if err := v.Read("/requests?"+base.Encode(), &overdue); err != nil {
		return err
	}
	today := v.Now().In(v.Zone)
	month := time.Date(today.Year(), today.Month(), 1, 0, 0, 0, 0, v.Zone)
	delivered, err := m.delivered(v, month)
	if err != nil {
		return err
	}
	m.AsOf = ui.TimeClock.Write(open.AsOf.In(v.Zone))
	m.Stats.Items = []ui.Stat{
		{Label: "Open requests", Value: counted(open.Counts), Href: m.Place.queue()},
		{Label: "Overdue", Value: counted(overdue.Counts), Href: m.Place.queue("due", "overdue")},
		{Label: "Delivered this month", Value: delivered, Note: "Since " + month.Format("2 January 2006")},
	}
	m.Stages = m.stageTable(open.Counts)
	return nil
}

// delivered counts what was delivered since then. What was delivered has changed since then too, which the queue can list.
func (m *reportsPage) delivered(v *page.Visit, since time.Time) (string, error) {
	q := url.Values{
		"library": {string(m.Place.ID)}, "stage": {"delivered,closed"}, "changed_since": {since.UTC().Format(time.RFC3339)}, "sort": {"-changed"},
		"limit": {strconv.Itoa(mostDelivered)},
	}
	var list rest.RequestPage
	if err := v.Read("/requests?"+q.Encode(), &list); err != nil {
		return "", err
	}
	n := 0
	for _, r := range list.Items {
		if !r.DeliveredAt.Before(since) {
			n++
		}
	}
	if list.Next != "" {
		return ui.Number(n) + " or more", nil
	}
	return ui.Number(n), nil
}

func counted(c *rest.RequestCounts) string {
	switch {
	case c == nil:
		return "Not known"
	case c.Capped:
		return ui.Number(c.Total) + " or more"
	}
	return ui.Number(c.Total)
}

// stageTable is the open requests by stage, with a bar for each.
func (m *reportsPage) stageTable(c *rest.RequestCounts) ui.Table {
	t := ui.Table{
		Caption: "Open requests by status", CaptionHidden: true, Compact: true, Stack: true, Empty: "Nothing is open.",
		Columns: []ui.Column{{Text: "Status", RowHeader: true}, {Text: "Requests"}},
	}
	if c == nil {
		return t
	}
	for _, s := range evidence.OpenStages() {
		n := c.ByStage[s]
		if n == 0 {
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell(m.Place.queue("stage", string(s)), page.StatusFor(s, "", true).Words), ui.PartsCell(ui.Meter{Text: ui.Number(n), Value: n, Max: c.Total}),
		}})
	}
	return t
}
