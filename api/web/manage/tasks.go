package manage

import (
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// tasksPage is what the machine could not do, for people to look at.
type tasksPage struct {
	Place place
	Tabs  ui.Tabs
	Start ui.Form
	Table ui.Table
	Other ui.Link // with or without those that are done
	Pages ui.Pagination
}

func tasks(v *page.Visit) error {
	p, err := at(v, workers()...)
	if err != nil {
		return err
	}
	done, cursor := v.Query("done") == "true", v.Query("cursor")
	q := url.Values{"limit": {strconv.Itoa(perPage)}}
	m := tasksPage{Place: p, Other: ui.Link{Href: p.href(tasksAt + "?done=true"), Text: "Show those that are done too"}}
	first := tasksAt
	if done {
		q.Set("done", "true")
		first = tasksAt + "?done=true"
		m.Other = ui.Link{Href: p.href(tasksAt), Text: "Show only those to sort out"}
	}
	if cursor != "" {
		q.Set("cursor", cursor)
		m.Pages.PreviousHref, m.Pages.PreviousTitle = p.href(first), "The first page"
	}
	var list rest.TaskList
	if err := v.Read(p.api("/tasks?"+q.Encode()), &list); err != nil {
		return err
	}
	if list.Next != "" {
		q.Del("limit")
		q.Set("cursor", list.Next)
		m.Pages.NextHref = p.href(tasksAt + "?" + q.Encode())
	}
	m.Pages.Label = "Pages of tasks"
	m.Tabs, m.Table = teamTabs(p, tasksAt, nil), taskTable(list, done)
	m.Start = v.Form().Start(p.href(tasksAt + "/done"))
	return v.Show("tasks", page.View{Title: "Tasks to sort out", Current: teamAt, Wide: true, Data: m})
}

func taskTable(list rest.TaskList, done bool) ui.Table {
	t := ui.Table{
		Caption: "Tasks, the oldest first", CaptionHidden: true, Compact: true, Stack: true, Empty: "Nothing is waiting to be sorted out.",
		Columns: []ui.Column{{Text: "Request", RowHeader: true}, {Text: "What happened"}, {Text: "What to do"}, {Text: "Since"}, {Text: "Done", Hidden: true}},
	}
	if done {
		t.Empty = "There has been nothing to sort out."
	}
	for _, one := range list.Items {
		what, todo := taskWords(one)
		cells := []ui.Cell{ui.LinkCell("/work/"+string(one.Request), one.Reference), ui.TextCell(what), ui.TextCell(todo), ui.TimeCell(one.CreatedAt)}
		if one.DoneAt.IsZero() {
			cells = append(cells, ui.PartsCell(ui.Button{
				Text: "Mark as done", More: ": " + one.Reference, Variant: ui.Secondary, Small: true, Name: "task", Value: one.ID,
			}))
		} else {
			cells = append(cells, doneCell(one))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

func doneCell(one rest.TaskRow) ui.Cell {
	c := ui.PartsCell(ui.Text("Done"), ui.Time{At: one.DoneAt, Style: ui.TimeDay})
	if one.DoneBy == "" {
		c.Note = "It settled itself"
	}
	return c
}

// taskWords say what happened and what somebody should do about it.
func taskWords(t rest.TaskRow) (what, todo string) {
	who := t.PersonName
	if who == "" {
		who = "somebody whose name was erased"
	}
	letter := "The letter "
	if words := noticeWords(t.Notice); words != "" {
		letter += words + " "
	}
	switch t.Kind {
	case postgres.TaskNoticeFailed:
		return letter + "could not be sent to " + who + ": the mail server did not take it for three days.", "Tell them in another way, and check their e-mail address."
	case postgres.TaskNoticeUnconfirmed:
		return letter + "to " + who + " may not have been sent: nobody knows.", "Ask them whether they have it."
	case postgres.TaskFreshExport:
		return "A watched report was looked at, and some of its databases cannot be searched from here.", "Export the records again and upload them. The watch of the request says which."
	case "outbox_stuck":
		return "Part of this request could not be passed on for a long time.", "Look whether the request is where it should be. Tell the people who run the service if it is not."
	}
	return "Something needs looking at.", "Look at the request."
}

// finishTask says that a task is done.
func finishTask(v *page.Visit) error {
	p, err := at(v, workers()...)
	if err != nil {
		return err
	}
	if err := v.Post(p.api("/tasks/"+url.PathEscape(v.Form().Get("task"))+"/done"), nil, nil); err != nil {
		return err
	}
	return v.Go(p.href(tasksAt), "The task is marked as done.")
}
