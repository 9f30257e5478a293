package queue

import (
	"slices"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// table lists the requests of the page. Ticked are the values of the boxes that were ticked before.
func (l *listing) table(v *page.Visit, ticked []string) ui.Table {
	t := ui.Table{
		ID: "queue", Caption: "Requests, " + orderWords(l.Sort), CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{
			{Text: "Select", Select: true},
			{Text: "Request", RowHeader: true},
			l.sorted("Due", "", ""),
			{Text: "Status"},
			{Text: "Librarian"},
			l.sorted("Received", sortReceived, sortNewest), l.sorted("Updated", "", sortChanged),
		},
	}
	for _, r := range l.requests.Items {
		t.Rows = append(t.Rows, l.row(v, r, slices.Contains(ticked, targetOf(r))))
	}
	return t
}

func orderWords(sort string) string {
	switch sort {
	case sortReceived:
		return "oldest first"
	case sortNewest:
		return "newest first"
	case sortChanged:
		return "last updated first"
	}
	return "due soonest first"
}

// sorted is a column that sorts: by up when it is chosen first or was down, and by down when it was up. One of them may be the
// only way.
func (l *listing) sorted(text, up, down string) ui.Column {
	c := ui.Column{Text: text}
	to := up
	switch {
	case up == "" && down != "": // only the newest first
		to = down
		if l.Sort == down {
			c.Sort = "descending"
		}
	case l.Sort == up:
		c.Sort = "ascending"
		if down != "" {
			to = down
		}
	case l.Sort == down && down != "":
		c.Sort = "descending"
	}
	c.SortHref = l.with(func(f *filter) { f.Sort = to }).href()
	return c
}

func (l *listing) row(v *page.Visit, r rest.RequestRow, ticked bool) ui.Row {
	return ui.Row{
		Fresh: !l.Seen.IsZero() && r.At.After(l.Seen),
		Cells: []ui.Cell{
			ui.PartsCell(ui.SelectBox{Name: "request", Value: targetOf(r), Label: "Select " + r.Reference, Checked: ticked}),
			l.question(v, r), due(v, r), status(r), owner(v, r), ui.TimeCell(r.ReceivedAt), ui.TimeCell(r.At),
		},
	}
}

// question names the request by its first words, with what else tells it from others and what must not be overlooked.
func (l *listing) question(v *page.Visit, r rest.RequestRow) ui.Cell {
	notes := []string{r.Reference}
	for _, s := range []string{r.RequesterName, r.Specialty} {
		if s != "" {
			notes = append(notes, s)
		}
	}
	if len(l.libraries) > 0 {
		notes = append(notes, r.LibraryName)
	}
	c := ui.Cell{Text: page.Shorten(r.Question, mostWords), Href: "/work/" + string(r.ID), Note: strings.Join(notes, " · ")}
	if l.toCheck() {
		c.Href += "/review"
	}
	if c.Text == "" {
		c.Text = r.Reference
	}
	if !r.Stage.Open() {
		return c
	}
	if u, ok := v.Vocabulary.Urgency(r.Urgency); ok && u.NeedsReason {
		c.Parts = append(c.Parts, ui.Tag{Text: u.Label, Colour: "red"})
	}
	if r.MustAgree {
		c.Parts = append(c.Parts, ui.Tag{Text: "Agree a new date", Colour: "orange"})
	}
	return c
}

// mostWords is how many code points of a question stand in a list.
const mostWords = 120

// due says how the deadline stands, in words and in colour.
func due(v *page.Visit, r rest.RequestRow) ui.Cell {
	if !r.Stage.Open() {
		return ui.Cell{Parts: []ui.Component{ended(r)}}
	}
	d := page.Due(r.DueBy, v.Now(), r.Running, v.Zone)
	return ui.PartsCell(ui.Due{Text: d.Words, Colour: d.Colour, At: r.DueBy})
}

func ended(r rest.RequestRow) ui.Component {
	for _, at := range []struct {
		words string
		time  time.Time
	}{{"Delivered", r.DeliveredAt}, {"Closed", r.ClosedAt}} {
		if !at.time.IsZero() {
			return ui.Due{Text: at.words, At: at.time}
		}
	}
	return ui.Note("No deadline")
}

func status(r rest.RequestRow) ui.Cell {
	s := page.StatusFor(r.Stage, r.Outcome, true)
	return ui.TagCell(s.Words, s.Colour)
}

// owner says who has the request. Whoever may takes it with one click.
func owner(v *page.Visit, r rest.RequestRow) ui.Cell {
	switch {
	case r.Owner == v.Me.Person:
		return ui.TextCell("You")
	case r.Owner != "":
		return ui.TextCell(r.OwnerName)
	case !r.Stage.Open():
		return ui.Cell{Parts: []ui.Component{ui.Note("Nobody")}}
	case !mayTake(v, r.Library):
		return ui.Cell{Parts: []ui.Component{ui.Note("Not taken")}}
	}
	return ui.PartsCell(ui.Note("Not taken"), ui.Button{
		Text: "Take it", More: ": " + r.Reference, Variant: ui.LinkButton, Name: "take", Value: targetOf(r), To: "/queue/claim",
	})
}

// mayTake reports whether the visitor takes requests of the library: librarians and trainees do.
func mayTake(v *page.Visit, library evidence.LibraryID) bool {
	return v.Me.Actor(library).Is(evidence.Librarian, evidence.Trainee)
}

// bar does something with all ticked requests.
func (l *listing) bar(v *page.Visit, f *page.Form) ui.BulkBar {
	options := []ui.Option{{Text: "Choose what to do"}}
	if v.Me.Is(evidence.Librarian, evidence.Trainee) {
		options = append(options, ui.Option{Value: doTake, Text: "Take them"})
	}
	for _, s := range l.staff {
		if s.Person != v.Me.Person && (evidence.Actor{Roles: s.Roles}).Is(evidence.Librarian, evidence.Trainee) {
			options = append(options, ui.Option{Value: doAssign + string(s.Person), Text: "Assign to " + s.Name})
		}
	}
	options = append(options, ui.Option{Value: doRelease, Text: "Put back in the queue"})
	none := "Select requests, then choose what to do"
	if l.selection != "" {
		none = l.selection
		first := "request-" + targetOf(l.requests.Items[0]) // its id is that of the first box
		f.Wrong(first, l.selection)
		f.Field(first, "Select")
	}
	action := f.Select("action", "With the selected requests", options)
	action.LabelHidden = true
	reason := f.Select("reason", "Reason", v.Pick(vocabulary.ReassignReasons, "Reason: not needed to take"))
	reason.LabelHidden = true
	return ui.BulkBar{
		Label: "Change the selected requests", All: "Select all " + ui.Number(len(l.requests.Items)) + " on this page", None: none, One: "1 request selected",
		Many: "{n} requests selected", Action: action, More: []ui.Component{reason}, Button: ui.Button{Text: "Apply", More: " to the selected requests", Variant: ui.Secondary, Small: true},
	}
}
