package wellbeing

import (
	"strconv"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// teamPage is how a team fares, with what a manager keeps about it.
type teamPage struct {
	Least     int
	Months    ui.Table
	Teams     ui.Table
	Add       ui.Link
	Signposts ui.Table
	Record    ui.Link
	Service   ui.Link
}

func team(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	var told rest.TeamWellbeing
	if err := v.Read(p.api("/wellbeing/team"), &told); err != nil {
		return err
	}
	var teams rows[postgres.MDTTeam]
	if err := v.Read(p.api("/mdt-teams"), &teams); err != nil {
		return err
	}
	var shown rows[postgres.Signpost]
	if err := v.Read(p.api("/wellbeing/signposts"), &shown); err != nil {
		return err
	}
	m := teamPage{
		Least: told.LeastPeople, Months: teamMonths(told.Months), Teams: p.register(v, teams.Items), Signposts: signposts(v, shown.Items),
		Add:     ui.Link{Href: p.href(teamsAt + "/new"), Text: "Add a team"},
		Record:  ui.Link{Href: p.href(signpostAt), Text: "Record that you pointed the service out"},
		Service: ui.Link{Href: p.href(serviceAt), Text: "Change where help is"},
	}
	return v.Show("team", page.View{Title: "Wellbeing of the team", Current: "/team", Back: p.href("/team"), BackTo: "Team", Wide: true, Data: m})
}

// notTold is what stands in the place of a figure behind which too few people stand.
const notTold = "Not shown: too few people"

func teamMonths(list []postgres.TeamMonth) ui.Table {
	t := ui.Table{
		Caption: "The team by month", CaptionHidden: true, Scroll: true, Compact: true,
		Columns: []ui.Column{
			{Text: "Month", RowHeader: true},
			{Text: "Answered", Numeric: true},
			{Text: "On the spot", Numeric: true},
			{Text: "Urgent", Numeric: true},
			{Text: "Steps taken", Numeric: true},
			{Text: "Out of hours", Numeric: true},
			{Text: "Topics confirmed", Numeric: true},
			{Text: "How it was"},
		},
	}
	for _, m := range list {
		cells := []ui.Cell{ui.TextCell(monthWords(m.Month))}
		if m.Work == nil {
			for range 5 {
				cells = append(cells, ui.Cell{Text: "–", More: notTold})
			}
		} else {
			cells = append(cells, workCells(*m.Work)...)
		}
		flagged := strconv.Itoa(m.Flagged)
		if m.FlaggedFew {
			flagged = "1 to 4"
		}
		how := ui.Cell{Text: notTold}
		if m.People > 0 {
			how = ui.Cell{Text: "Hard at least once: " + m.Hard, Note: "All fine: " + m.Fine + ". " + strconv.Itoa(m.People) + " people answered."}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: append(cells, ui.TextCell(flagged), how)})
	}
	return t
}

// register lists the teams with whom they include.
func (p place) register(v *page.Visit, list []postgres.MDTTeam) ui.Table {
	t := ui.Table{
		Caption: "Teams that include librarians", CaptionHidden: true, Stack: true, Compact: true, Empty: "No team is recorded yet.",
		Columns: []ui.Column{{Text: "Team", RowHeader: true}, {Text: "Invited to debriefs"}, {Text: "Not invited"}, {Text: "Next debrief"}},
	}
	for _, one := range list {
		var in, out []string
		for _, m := range one.Members {
			if m.Invited {
				in = append(in, m.Name)
			} else {
				out = append(out, m.Name)
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell(p.href(teamsAt+"/"+one.ID), one.Name), ui.TextCell(orDash(in)), ui.TextCell(orDash(out)), ui.TextCell(dayWords(v, one.NextDebrief)),
		}})
	}
	return t
}

func signposts(v *page.Visit, list []postgres.Signpost) ui.Table {
	t := ui.Table{
		Caption: "When the wellbeing service was pointed out", CaptionHidden: true, Stack: true, Compact: true, Empty: "Nothing is recorded yet.",
		Columns: []ui.Column{{Text: "Day", RowHeader: true}, {Text: "How"}, {Text: "By"}},
	}
	for _, s := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(dayWords(v, s.On)), ui.TextCell(wayWords(s.How)), ui.TextCell(s.ByName)}})
	}
	return t
}

func orDash(names []string) string {
	if len(names) == 0 {
		return "Nobody"
	}
	return strings.Join(names, ", ")
}

func dayWords(v *page.Visit, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "None planned"
	}
	return v.Day(t)
}

// ways are the ways of pointing the service out.
func ways() []ui.Item {
	return []ui.Item{
		{Value: "team_meeting", Label: "In a meeting of the team"},
		{Value: "email", Label: "By e-mail to the team"},
		{Value: "noticeboard", Label: "On a noticeboard or intranet page"},
		{Value: "induction", Label: "In an induction"},
		{Value: "other", Label: "In another way"},
	}
}

func wayWords(how string) string {
	for _, w := range ways() {
		if w.Value == how {
			return w.Label
		}
	}
	return how
}
