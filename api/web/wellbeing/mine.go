package wellbeing

import (
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// minePage is what somebody who searches is told.
type minePage struct {
	Team     *ui.Link // for managers
	Service  postgres.WellbeingServiceContent
	Teams    []string
	Swaps    ui.Table
	CheckIns ui.Table
	Months   ui.Table
}

// mine shows the visitor's own work and where help is. A manager who searches nothing is led to the team's page.
func mine(v *page.Visit) error {
	p, err := at(v, searchers()...)
	if err != nil && page.Managers(v) {
		return v.Go(teamAt)
	}
	if err != nil {
		return err
	}
	var own rest.OwnWellbeing
	if err := v.Read(p.api("/wellbeing/mine"), &own); err != nil {
		return err
	}
	var swaps rows[postgres.Swap]
	if err := v.Read(p.api("/swaps"), &swaps); err != nil {
		return err
	}
	var said rows[postgres.CheckIn]
	if err := v.Read("/me/check-ins", &said); err != nil {
		return err
	}
	m := minePage{
		Service: own.Service, Teams: debriefs(v, own.Teams), Swaps: swapTable(v, swaps.Items), CheckIns: checkInTable(v, said.Items), Months: monthTable(own.Months),
	}
	if p.manages(v) {
		m.Team = link(p.href(teamAt), "See how the team fares")
	}
	return v.Show("mine", page.View{Title: "Your wellbeing", Current: "/team", Back: "/team", BackTo: "Team", Data: m})
}

// debriefs are the teams that include somebody, in words.
func debriefs(v *page.Visit, teams []postgres.OwnMDTTeam) []string {
	var list []string
	for _, t := range teams {
		day, err := time.Parse(time.DateOnly, t.NextDebrief)
		switch {
		case err == nil && t.Invited:
			words := t.Name + ": next debrief on " + v.Day(day)
			if t.DebriefNote != "" {
				words += ", " + t.DebriefNote
			}
			list = append(list, words)
		case t.Invited:
			list = append(list, t.Name+": you are invited to debriefs; none is planned")
		default:
			list = append(list, t.Name+": you are not invited to its debriefs. Ask your manager.")
		}
	}
	return list
}

func swapTable(v *page.Visit, list []postgres.Swap) ui.Table {
	t := ui.Table{
		Caption: "Requests that a colleague offers", CaptionHidden: true, Stack: true, Compact: true, Empty: "Nobody offers a request at present.",
		Columns: []ui.Column{{Text: "Request", RowHeader: true}, {Text: "Topic"}, {Text: "Type of search"}, {Text: "Promised for"}, {Text: "Offered by"}},
	}
	for _, s := range list {
		due := "Not agreed"
		if !s.PromiseDue.IsZero() {
			due = v.Day(s.PromiseDue)
		}
		by := s.OfferedName
		if s.OfferedBy == v.Me.Person {
			by = "You"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell("/work/"+string(s.Request)+"/topic", s.Reference), ui.TextCell(labels(v, s.Topics)),
			ui.TextCell(v.Label(vocabulary.SearchTypes, s.Type)), ui.TextCell(due), ui.TextCell(by),
		}})
	}
	return t
}

func checkInTable(v *page.Visit, list []postgres.CheckIn) ui.Table {
	t := ui.Table{
		Caption: "What you said of how it was", CaptionHidden: true, Stack: true, Compact: true, Empty: "You have said nothing in the last 90 days.",
		Columns: []ui.Column{{Text: "Request", RowHeader: true}, {Text: "You said"}, {Text: "On"}},
	}
	for _, c := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell("/work/"+string(c.Request)+"/topic", c.Reference), ui.TextCell(pointWords(c.Answer)), ui.TextCell(v.Day(c.At)),
		}})
	}
	return t
}

func monthTable(list []postgres.WorkMonth) ui.Table {
	t := ui.Table{
		Caption: "Your work by month", CaptionHidden: true, Scroll: true, Compact: true,
		Columns: []ui.Column{
			{Text: "Month", RowHeader: true},
			{Text: "Answered", Numeric: true},
			{Text: "On the spot", Numeric: true},
			{Text: "Urgent", Numeric: true},
			{Text: "Steps taken", Numeric: true},
			{Text: "Out of hours", Numeric: true},
		},
	}
	for _, m := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: append([]ui.Cell{ui.TextCell(monthWords(m.Month))}, workCells(m)...)})
	}
	return t
}

func workCells(m postgres.WorkMonth) []ui.Cell {
	var cells []ui.Cell
	for _, n := range []int{m.Delivered, m.Live, m.Urgent, m.Steps, m.OutOfHours} {
		cells = append(cells, ui.TextCell(ui.Number(n)))
	}
	return cells
}

// monthWords is a month such as "November 2026".
func monthWords(month string) string {
	t, err := time.Parse(time.DateOnly, month)
	if err != nil {
		return month
	}
	return t.Format("January 2006")
}

// points are the answers to "how was that?".
func points() []ui.Item {
	return []ui.Item{
		{Value: "fine", Label: "Fine"},
		{Value: "mixed", Label: "Neither one nor the other"},
		{Value: "hard", Label: "Hard"},
		{Divider: "or"},
		{Value: "skipped", Label: "I would rather not say"},
	}
}

func pointWords(answer string) string {
	for _, p := range points() {
		if p.Value == answer && answer != "" {
			return p.Label
		}
	}
	return ""
}
