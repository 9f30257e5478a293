package queue

import (
	"fmt"
	"net/url"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// model is what the template of the queue shows.
type model struct {
	Banner  *ui.NotificationBanner
	Log     ui.Button
	Tabs    ui.Tabs
	Search  ui.Form
	Words   ui.SearchInput
	Earlier ui.Link
	Filters filters
	Chips   ui.Chips
	Saving  []ui.Link // what can be done with this list as a view
	Live    *ui.Live
	Bulk    ui.Form
	At      string // for atField
	Bar     ui.BulkBar
	Table   ui.Table
	Empty   string
	Pages   ui.Pagination
}

// view makes the page. The form is the one that was sent, when it has to be shown again.
func (l *listing) view(v *page.Visit, sent *page.Form) page.View {
	f := sent
	if f == nil {
		f = v.Form()
	}
	current := l.current()
	m := &model{
		Log:  ui.Button{Text: "Log a request", Variant: ui.Secondary, Small: true, Href: "/queue/log"},
		Tabs: l.tabs(current), Search: ui.Form{Get: true, Action: address, Label: "Search and filter the queue"},
		Words:   ui.SearchInput{Field: ui.Field{Name: "q", Label: "Search for a reference or words of the question", Value: l.Text}, Button: "Search"},
		Earlier: ui.Link{Href: "/queue/similar", Text: "Find earlier work on a question"},
		Filters: l.filters(v), Chips: l.chips(v, l.people), Saving: l.saving(v, current), Live: l.live(v),
		Bulk: f.Start("/queue/bulk"), At: l.place(), Pages: l.pages(), Empty: l.empty(current),
	}
	if len(l.requests.Items) > 0 {
		m.Bar, m.Table = l.bar(v, f), l.table(v, f.All("request"))
	}
	view := page.View{Title: l.title(current), Current: address, Wide: true, Data: m}
	if sent != nil {
		view.Form = sent
	}
	return view
}

// current is the view that the list is, if it is one: in the same order, or else in another.
func (l *listing) current() *rest.View {
	for _, same := range []func(filter) string{filter.query, filter.unordered} {
		for i, one := range l.views {
			if same(queryFilter(one.Query)) == same(l.filter) {
				return &l.views[i]
			}
		}
	}
	return nil
}

func queryFilter(query string) filter {
	q, _ := url.ParseQuery(query) // the API checks it when it is saved
	return parseFilter(q)
}

func (l *listing) title(current *rest.View) string {
	title := "Queue"
	if current != nil {
		title += ": " + current.Name
	}
	if l.From > 0 {
		title += fmt.Sprintf(" (from %s)", ui.Number(l.From+1))
	}
	return title
}

// tabs are the views; those of everybody first, with all open requests before the others.
func (l *listing) tabs(current *rest.View) ui.Tabs {
	t := ui.Tabs{Label: "Views of the queue"}
	for _, one := range l.views {
		tab := ui.Tab{
			Text: one.Name, Href: queryFilter(one.Query).href(), Unit: "requests", Alert: one.ID == "overdue" && one.Count != nil && *one.Count > 0,
			Current: current != nil && current.ID == one.ID,
		}
		if one.Shared && !one.Mine {
			tab.Text += " (shared)"
		}
		if one.Count != nil {
			tab.Count = counted(*one.Count, one.Capped)
		}
		if one.ID == "all" {
			t.Items = append([]ui.Tab{tab}, t.Items...)
			continue
		}
		t.Items = append(t.Items, tab)
	}
	return t
}

func counted(n int, more bool) string {
	if more {
		return ui.Number(n) + " or more"
	}
	return ui.Number(n)
}

// saving links to saving the list as a view, or to changing the view that it is.
func (l *listing) saving(v *page.Visit, current *rest.View) []ui.Link {
	switch {
	case l.Edit != "":
		return []ui.Link{{Text: "Use these filters for the view", Href: "/queue/views/" + url.PathEscape(l.Edit) + "?query=" + url.QueryEscape(l.query())}}
	case current == nil, queryFilter(current.Query).query() != l.query():
		return []ui.Link{{Text: "Save this list as a view", Href: "/queue/views/new?query=" + url.QueryEscape(l.query())}}
	case mayChange(v, *current):
		return []ui.Link{
			{Text: "Change this view", Href: "/queue/views/" + current.ID},
			{Text: "Delete this view", Href: "/queue/views/" + current.ID + "/delete"},
		}
	}
	return nil
}

// mayChange reports whether the view is the visitor's, or shared in a library that the visitor manages.
func mayChange(v *page.Visit, one rest.View) bool {
	return !one.BuiltIn && (one.Mine || v.Me.Actor(one.Library).Is(evidence.Manager))
}

// live is the line that says how old the list is, and later what is new.
func (l *listing) live(v *page.Visit) *ui.Live {
	at := l.requests.AsOf
	line := &ui.Live{
		ID: "live", Since: l.since, Text: "This list is from " + ui.TimeClock.Write(at.In(v.Zone)) + ".", Link: "Show the newest",
		Href: l.at("seen=" + url.QueryEscape(at.UTC().Format(time.RFC3339))),
		One:  "1 request is new or has changed since you opened this page.", Many: "{n} requests are new or have changed since you opened this page.",
		Show: "Show the newest",
	}
	if l.since != "" {
		line.Source = "/queue/events"
	}
	return line
}

// pages goes to the pages before and after this one.
func (l *listing) pages() ui.Pagination {
	p := ui.Pagination{Label: "Pages of the queue", Total: l.total()}
	if l.requests.Prev != "" {
		p.PreviousHref = l.turned(l.requests.Prev, l.From-perPage)
	}
	if l.requests.Next != "" {
		p.NextHref = l.turned(l.requests.Next, l.From+len(l.requests.Items))
	}
	return p
}

func (l *listing) total() string {
	n := len(l.requests.Items)
	c := l.requests.Counts
	if n == 0 || c == nil {
		return ""
	}
	total := page.Count(c.Total, "request")
	if c.Total > 1 {
		total = counted(c.Total, c.Capped) + " requests"
	}
	if l.requests.Next == "" && l.requests.Prev == "" && !c.Capped {
		return total
	}
	return fmt.Sprintf("Showing %s to %s of %s", ui.Number(l.From+1), ui.Number(l.From+n), total)
}

// empty says why there is nothing on the list, in words that fit it.
func (l *listing) empty(current *rest.View) string {
	switch {
	case len(l.requests.Items) > 0:
		return ""
	case l.Text != "":
		return "No request matches these words. Check the spelling, use fewer words or clear the filters."
	case current == nil:
		return "No request matches these filters."
	}
	switch current.ID {
	case "all":
		return "Nothing is open."
	case "unclaimed":
		return "Nobody is waiting: every open request has a librarian."
	case "mine":
		return "You have no open requests. Take one from the list of those that nobody has taken."
	case "to-check":
		return "No check is waiting for you."
	case "overdue":
		return "Nothing is overdue."
	case "today":
		return "Nothing is due today."
	}
	return "There are no requests in this view just now."
}
