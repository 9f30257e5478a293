package manage

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// unclaimed stands in an address for what nobody has taken.
const unclaimed = "unclaimed"

// handoverPage gives requests of one person, or those that nobody has taken, to somebody else.
type handoverPage struct {
	Place  place
	Title  string
	Failed *ui.Table // what could not be handed over
	Done   string
	Start  ui.Form
	Bar    ui.BulkBar
	Table  ui.Table
	Empty  string
	Pages  ui.Pagination
	Queue  ui.Link
}

// handover is what the page is made of.
type handover struct {
	place

	from      string // the person, or unclaimed
	name      string
	cursor    string
	load      rest.Load
	requests  rest.RequestPage
	selection string // what is wrong with the ticked boxes
	failed    []failure
	done      int
}

// failure is a request that was not handed over.
type failure struct{ id, reference, why string }

func showHandover(v *page.Visit) error {
	h, err := gather(v)
	if err != nil {
		return err
	}
	return h.answer(v, v.Show)
}

func gather(v *page.Visit) (*handover, error) {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return nil, err
	}
	h := &handover{place: p, from: v.Param("person"), cursor: v.Query("cursor")}
	if err := v.Read(p.api("/load"), &h.load); err != nil {
		return nil, err
	}
	q := url.Values{"library": {string(p.ID)}, "limit": {strconv.Itoa(perPage)}, "counts": {"true"}, "owner": {h.from}}
	if h.cursor != "" {
		q.Set("cursor", h.cursor)
	}
	i := slices.IndexFunc(h.load.People, func(l rest.PersonLoad) bool { return string(l.Person) == h.from })
	switch {
	case h.from == unclaimed:
		q.Set("owner", "none")
	case i < 0:
		return nil, page.ErrNotFound
	default:
		h.name = h.load.People[i].Name
	}
	return h, v.Read("/requests?"+q.Encode(), &h.requests)
}

func (h *handover) address() string { return h.href(teamAt + "/" + h.from) }

func (h *handover) answer(v *page.Visit, show shower) error {
	f := v.Form()
	m := handoverPage{Place: h.place, Title: "Hand over the requests of " + h.name, Pages: h.pages()}
	m.Empty = h.name + " has no open requests."
	m.Queue = ui.Link{Href: h.queue("owner", h.from), Text: "See them in the queue"}
	if h.from == unclaimed {
		m.Title, m.Empty, m.Queue.Href = "Give out requests that nobody has taken", "Every open request has a librarian.", h.queue("owner", "none")
	}
	if len(h.requests.Items) > 0 {
		m.Empty, m.Bar, m.Table = "", h.bar(v, f), h.table(v, f.All("request"))
	}
	m.Failed, m.Done = failures(h.failed), h.doneWords()
	m.Start = f.Start(h.here())
	return show("handover", page.View{Title: m.Title, Current: teamAt, Back: h.href(teamAt), BackTo: "Team", Wide: true, Form: f, Data: m})
}

// here is the address of this page of the list.
func (h *handover) here() string {
	if h.cursor == "" {
		return h.address()
	}
	return h.href(teamAt + "/" + h.from + "?cursor=" + url.QueryEscape(h.cursor))
}

func (h *handover) pages() ui.Pagination {
	p := ui.Pagination{Label: "Pages of requests"}
	turn := func(cursor string) string {
		if cursor == "" {
			return ""
		}
		return h.href(teamAt + "/" + h.from + "?cursor=" + url.QueryEscape(cursor))
	}
	p.PreviousHref, p.NextHref = turn(h.requests.Prev), turn(h.requests.Next)
	if c := h.requests.Counts; c != nil && c.Total > 0 {
		p.Total = page.Count(c.Total, "request")
	}
	return p
}

func (h *handover) doneWords() string {
	switch h.done {
	case 0:
		return "Nothing was handed over."
	case 1:
		return "1 request was handed over."
	}
	return fmt.Sprintf("%d requests were handed over.", h.done)
}

// bar asks to whom and why. Everybody who can look after requests is offered with what they have to do already.
func (h *handover) bar(v *page.Visit, f *page.Form) ui.BulkBar {
	options := []ui.Option{{Text: "Choose who takes them"}}
	for _, l := range h.load.People {
		if string(l.Person) != h.from && mayOwn(l.Roles) {
			options = append(options, ui.Option{Value: string(l.Person), Text: name(v, l) + ": " + loadWords(l)})
		}
	}
	if h.selection != "" {
		first := "request-" + targetOf(h.requests.Items[0]) // the id of the first box
		f.Wrong(first, h.selection)
		f.Field(first, "Select")
	}
	who := f.Select("person", "Who takes them", options)
	why := f.Select("reason", "Why", v.Pick(vocabulary.ReassignReasons, "Choose why"))
	who.GroupClasses, why.GroupClasses = "nhsuk-u-width-full", "nhsuk-u-width-full" // long names have room on a phone
	return ui.BulkBar{
		Label: "Hand over the selected requests", All: "Select all " + ui.Number(len(h.requests.Items)) + " on this page", None: "Select requests, then choose who takes them",
		One: "1 request selected", Many: "{n} requests selected", Action: who, More: []ui.Component{why},
		Button: ui.Button{Text: "Hand over", More: " the selected requests", PreventDoubleClick: true},
	}
}

// loadWords is how much somebody has to do.
func loadWords(l rest.PersonLoad) string {
	if l.Open == 0 {
		return "nothing open"
	}
	words := ui.Number(l.Open) + " open"
	if l.Overdue > 0 {
		words += ", " + ui.Number(l.Overdue) + " overdue"
	}
	if l.DueThisWeek > 0 {
		words += ", " + ui.Number(l.DueThisWeek) + " due this week"
	}
	return words
}

func (h *handover) table(v *page.Visit, ticked []string) ui.Table {
	t := ui.Table{
		Caption: "Requests, due soonest first", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "Select", Select: true}, {Text: "Request", RowHeader: true}, {Text: "Due"}, {Text: "Status"}, {Text: "Received"}},
	}
	for _, r := range h.requests.Items {
		due := page.Due(r.DueBy, v.Now(), r.Running, v.Zone)
		status := page.StatusFor(r.Stage, r.Outcome, true)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.PartsCell(ui.SelectBox{Name: "request", Value: targetOf(r), Label: "Select " + r.Reference, Checked: slices.Contains(ticked, targetOf(r))}),
			{Text: cmp.Or(page.Shorten(r.Question, mostWords), r.Reference), Href: "/work/" + string(r.ID), Note: r.Reference},
			ui.PartsCell(ui.Due{Text: due.Words, Colour: due.Colour, At: r.DueBy}), ui.TagCell(status.Words, status.Colour), ui.TimeCell(r.ReceivedAt),
		}})
	}
	return t
}

// mostWords is how many code points of a question stand in a list.
const mostWords = 120
