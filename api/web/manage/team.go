package manage

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// teamPage is who has how much to do.
type teamPage struct {
	Place place
	Tabs  ui.Tabs
	Stats ui.Stats
	Share *ui.Link // hands out what nobody has taken
	Title string   // of the table
	Table ui.Table
	AsOf  string
}

// team shows a manager the load of each person, and everybody else their own, with a link from every figure to the list that it counts.
func team(v *page.Visit) error {
	p, err := at(v, workers()...)
	if err != nil {
		return err
	}
	var load rest.Load
	if err := v.Read(p.api("/load"), &load); err != nil {
		return err
	}
	var todo rest.TaskList
	if err := v.Read(p.api("/tasks?limit="+strconv.Itoa(perPage)), &todo); err != nil {
		return err
	}
	manages := v.Me.Actor(p.ID).Is(evidence.Manager)
	m := teamPage{
		Place: p, Tabs: teamTabs(p, teamAt, &todo), Stats: p.totals(load), Table: p.loadTable(v, load, manages),
		Title: whoseRequests(load), AsOf: ui.TimeClock.Write(load.AsOf.In(v.Zone)),
	}
	if manages && load.Unclaimed > 0 {
		m.Share = &ui.Link{Href: p.href(teamAt + "/" + unclaimed), Text: "Give requests that nobody has taken to somebody"}
	}
	return v.Show("team", page.View{Title: "Team", Current: teamAt, Wide: true, Data: m})
}

// teamTabs leads to the pages about the team. The tasks are counted where they were read.
func teamTabs(p place, here string, todo *rest.TaskList) ui.Tabs {
	second := ui.Tab{Text: "Tasks to sort out", Href: p.href(tasksAt), Current: here == tasksAt}
	if todo != nil && len(todo.Items) > 0 {
		second.Count, second.Unit, second.Alert = strconv.Itoa(len(todo.Items)), "tasks", true
		if todo.Next != "" {
			second.Count += " or more"
		}
	}
	return ui.Tabs{Label: "Team", Items: []ui.Tab{
		{Text: "Open work", Href: p.href(teamAt), Current: here == teamAt},
		second,
		{Text: "Watched reports", Href: p.href(watchesAt)},
		{Text: "Wellbeing", Href: p.href(wellbeingAt)},
		{Text: "Case studies", Href: p.href("/cases")},
		{Text: "Outcomes", Href: p.href("/outcomes")},
		{Text: "Staffing and capacity", Href: p.href("/staffing/capacity")},
	}}
}

// totals are the figures of the whole team.
func (p place) totals(l rest.Load) ui.Stats {
	return ui.Stats{Items: []ui.Stat{
		{Label: "Open requests", Value: ui.Number(l.Open), Href: p.queue()},
		{Label: "Overdue", Value: ui.Number(l.Overdue), Href: p.queue("due", "overdue")},
		{Label: "Not taken", Value: ui.Number(l.Unclaimed), Href: p.queue("owner", "none")},
		{Label: "Not taken and overdue", Value: ui.Number(l.OverdueUnclaimed), Href: p.queue("owner", "none", "due", "overdue")},
	}}
}

// loadTable has a row for each person. The queue's list for the week holds what is overdue too, and so does the figure.
func (p place) loadTable(v *page.Visit, l rest.Load, manages bool) ui.Table {
	t := ui.Table{
		Caption: whoseRequests(l), CaptionHidden: true, Compact: true, Stack: true, Empty: "Nobody works in this library yet.",
		Columns: []ui.Column{
			{Text: "Person", RowHeader: true},
			{Text: "Open", Numeric: true},
			{Text: "Overdue", Numeric: true},
			{Text: "Due by Sunday", Numeric: true},
			{Text: "Waiting", Numeric: true},
			{Text: "Time"},
		},
	}
	if manages {
		t.Columns = append(t.Columns, ui.Column{Text: "Hand over", Hidden: true})
	}
	for _, one := range l.People {
		cells := []ui.Cell{
			{Text: name(v, one), Note: duties(one)},
			p.figure(one, one.Open, "open"),
			p.figure(one, one.Overdue, "overdue", "due", "overdue"),
			p.figure(one, one.Overdue+one.DueThisWeek, "due by Sunday", "due", "week"),
			p.figure(one, one.Waiting, "waiting", "stage", "clarifying,on_hold"),
			ui.PartsCell(spent(one)),
		}
		if one.Checking > 0 {
			cells[1].Note = ui.Number(one.Checking) + " being checked"
		}
		if manages {
			cells = append(cells, p.handoverCell(one))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// whoseRequests names the table.
func whoseRequests(l rest.Load) string {
	if l.OwnOnly {
		return "Your open requests"
	}
	return "Each person’s open requests"
}

func name(v *page.Visit, l rest.PersonLoad) string {
	if l.Person == v.Me.Person {
		return l.Name + " (you)"
	}
	return l.Name
}

func duties(l rest.PersonLoad) string {
	if len(l.Roles) == 0 {
		return "Does not work here any more"
	}
	return roleList(l.Roles)
}

// figure is a number that leads to what it counts.
func (p place) figure(l rest.PersonLoad, n int, what string, filters ...string) ui.Cell {
	if n == 0 {
		return ui.TextCell("0")
	}
	return ui.Cell{Text: ui.Number(n), Href: p.queue(append([]string{"owner", string(l.Person)}, filters...)...), More: what + ": " + l.Name}
}

// spent sets the time that was noted against what was estimated.
func spent(l rest.PersonLoad) ui.Component {
	switch {
	case l.EstimatedMinutes > 0:
		return ui.Meter{Text: page.Minutes(l.LoggedMinutes) + " of " + page.Minutes(l.EstimatedMinutes), Value: l.LoggedMinutes, Max: l.EstimatedMinutes}
	case l.LoggedMinutes > 0:
		return ui.Text(page.Minutes(l.LoggedMinutes) + ", nothing estimated")
	}
	return ui.Note("Nothing estimated")
}

func (p place) handoverCell(l rest.PersonLoad) ui.Cell {
	if l.Open == 0 {
		return ui.Cell{}
	}
	return ui.Cell{Text: "Hand over", Href: p.href(teamAt + "/" + string(l.Person)), More: ": " + l.Name}
}
