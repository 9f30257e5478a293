package workbench

import (
	"strconv"

	"evidencedesk/api/web/ui"
)

// Header is the top of a page of the request: what is asked, where it stands, and the tabs, of which current is this page's.
func (b *Bench) Header(current string) ui.WorkHeader {
	status := b.Status()
	return ui.WorkHeader{
		Back:      &ui.BackLink{Href: "/queue", Text: "Queue"},
		Reference: b.Reference, Title: b.Title(),
		Facts: []ui.Fact{
			{Label: "Due", Value: b.Due()},
			{Label: "Status", Value: status},
			{Label: "Requester", Value: ui.Text(b.Asked())},
			{Label: "Librarian", Value: ui.Text(b.Librarian())},
		},
		Tabs: &ui.Tabs{Label: "This request", Items: b.tabs(current)},
	}
}

// Top is the header with the line that says when the request has changed and who else has it open.
func (b *Bench) Top(current string) []ui.Component {
	return []ui.Component{b.Header(current), b.Live(), b.Others(false)}
}

func (b *Bench) tabs(current string) []ui.Tab {
	c := b.Contents
	list := []ui.Tab{
		{Text: "Overview", Href: Overview},
		{Text: "Brief", Href: Brief},
		{Text: "Searches", Href: Searches, Count: count(c.Searches), Unit: "searches"},
		{Text: "Records", Href: Records},
		{Text: "Select", Href: Select},
		{Text: "References", Href: References, Count: count(c.References), Unit: "references"},
		{Text: "Summary", Href: Summary},
		{Text: "Review", Href: Review},
		{Text: "Messages", Href: Messages, Count: count(c.Messages + c.Notes), Unit: "messages and notes"},
		{Text: "Time", Href: Time},
		{Text: "History", Href: History},
	}
	for i, t := range list {
		list[i].Current, list[i].Href = t.Href == current, b.URL(t.Href)
	}
	return list
}

// count is the figure on a tab; none for nothing.
func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
