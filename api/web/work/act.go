package work

import (
	"net/http"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// act is a command of the process with its page: what it does in words, what it needs, and how that becomes the body of the
// API's operation of the same name.
type act struct {
	name   evidence.Name
	at     string // the last part of the address, where it is not the command's name
	link   string // what it is called in a list of what can be done
	title  string // the h1
	about  []string
	button string
	done   string // said on the next page, after the reference
	ends   bool   // cannot be taken back: the button warns
	note   string // a message to the requester may go with it: the kind of its templates

	say map[string]string // words for what the API finds wrong, by field and code

	fields func(*desk) error // makes the fields, reading what they offer; nil: none
	body   func(*desk) any   // reads the fields and notes what is wrong; nil: the time only
}

// Buttons inside a form that only show it again, with more in it.
const (
	useButton  = "_use"  // puts a template into the text
	moreButton = "_more" // asks for another part
	findButton = "_find" // looks somebody or something up
)

// Fields that are the pages' own and not the API's.
const (
	searchField   = "find"     // the words by which somebody or something is looked up
	libraryField  = "staff_of" // whose librarians are offered
	templateField = "template" // the text of the library that was chosen
	pauseField    = "pause"    // the message waits for an answer
)

// desk is one visit to the page of a command.
type desk struct {
	*page.Visit

	act   act
	bench *workbench.Bench
	form  *page.Form
	parts []ui.Component // of the form, in the order of the page
	facts []ui.Component // before the form

	prompts []string // questions to choose from, before the form
}

func (a act) slug() string {
	if a.at != "" {
		return a.at
	}
	return string(a.name)
}

// open reads the request.
func (a act) open(v *page.Visit) (*desk, error) {
	b, err := workbench.Load(v, v.Param("id"))
	d := &desk{Visit: v, act: a, bench: b, form: v.Form()}
	for field, words := range a.say {
		d.form.Say(field, words)
	}
	return d, err
}

func (a act) show(v *page.Visit) error {
	d, err := a.open(v)
	if err != nil {
		return err
	}
	if !d.bench.Can(a.name) {
		return d.moved("")
	}
	return d.page(v.Show)
}

func (a act) take(v *page.Visit) error {
	d, err := a.open(v)
	if err != nil {
		return err
	}
	switch {
	case d.form.Has(useButton) || d.form.Has(moreButton) || d.form.Has(findButton):
		return d.page(v.Show)
	case !d.bench.Can(a.name):
		return d.moved("")
	}
	body := d.read()
	if d.form.Failed() {
		return d.page(v.Again)
	}
	if err := d.tell(); err != nil {
		return d.refused(err)
	}
	var result rest.CommandResult
	if err := v.Post(d.bench.API(string(a.name)), body, &result); err != nil {
		return d.refused(err)
	}
	return v.Go(d.bench.URL(), d.sentence(result)...)
}

// read turns what was typed into the body.
func (d *desk) read() any {
	if d.act.body == nil {
		return rest.PlainBody{Timed: d.timed()}
	}
	return d.act.body(d)
}

// refused shows the form again with what is wrong. When the process says no, it says where the request stands now.
func (d *desk) refused(err error) error {
	p, ok := apiclient.ProblemOf(err)
	if !ok {
		return err
	}
	if p.Status == http.StatusConflict || p.Status == http.StatusForbidden || p.Status == http.StatusPreconditionFailed {
		now, readErr := workbench.Load(d.Visit, string(d.bench.ID))
		if readErr != nil {
			return readErr
		}
		d.bench = now
		if !now.Can(d.act.name) || p.Status == http.StatusForbidden {
			return d.moved(page.Words(p))
		}
		d.form.Top = page.Words(p)
		return d.page(d.Conflict)
	}
	if !d.form.Refused(err) {
		return err
	}
	return d.page(d.Again)
}

// actPage is what the template of a command shows.
type actPage struct {
	Reference string
	Title     string
	About     []string
	Facts     []ui.Component
	Prompts   []string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Fields    []ui.Component
	Earlier   *ui.Details
	When      []ui.Component
	Buttons   ui.ButtonGroup
}

func (d *desk) page(show func(string, page.View) error) error {
	if d.act.fields != nil {
		if err := d.act.fields(d); err != nil {
			return err
		}
	}
	if err := d.noteFields(); err != nil {
		return err
	}
	earlier, when := d.whenFields()
	button := ui.Button{Text: d.act.button, PreventDoubleClick: true}
	if d.act.ends {
		button.Variant = ui.Warning
	}
	data := actPage{
		Reference: d.bench.Reference, Title: d.act.title, About: d.act.about, Facts: d.facts, Prompts: d.prompts, Fields: d.parts,
		Earlier: earlier, When: when, Buttons: ui.ButtonGroup{Items: []ui.Component{button, ui.Link{Href: d.bench.URL(), Text: "Go back without doing this"}}},
	}
	data.Start, data.Guard = d.form.Start(""), d.form.Guard()
	return show("act", page.View{
		Title: d.act.title + ": " + d.bench.Reference, Current: "/queue", Back: d.bench.URL(), BackTo: d.bench.Reference, Form: d.form, Data: data,
	})
}

// add puts fields on the page.
func (d *desk) add(parts ...ui.Component) { d.parts = append(d.parts, parts...) }

// need notes an empty field, in the words that its page uses.
func (d *desk) need(name, words string) string {
	value := d.form.Get(name)
	if value == "" {
		d.form.Wrong(name, words)
	}
	return value
}

// reason is the field of the reason for the command.
func (d *desk) reason(label string, hint ...string) {
	d.add(d.form.Select("reason", label, d.Reasons(string(d.act.name)), hint...))
}

func (d *desk) needReason() string { return d.need("reason", "Choose a reason.") }

func (d *desk) sentence(r rest.CommandResult) []string {
	said := []string{d.bench.Reference + " " + d.act.done}
	if d.act.name == evidence.Accept && !r.PromiseDue.IsZero() {
		said[0] = d.bench.Reference + " is accepted. It is promised for " + d.Moment(r.PromiseDue) + "."
	}
	if r.MustAgree {
		said[0] += " The promise now falls after the decision: agree another date."
	}
	if len(r.Warnings) > 0 {
		said[0] += " Look again at what you wrote: some of it may identify a patient."
	}
	return said
}

// moved says that the command is not possible now and where the request stands. What was typed is shown, so that it is not lost.
func (d *desk) moved(why string) error {
	data := movedPage{
		Reference: d.bench.Reference, Title: "This is not possible now", Why: why, Action: d.act.link, Standing: standing(d.bench),
		Back: ui.Button{Text: "See where it stands", Href: d.bench.URL()},
	}
	if why == "" {
		data.Why = "The request may have moved on since you opened the page, or somebody else looks after it now. Nothing was changed."
	}
	for _, name := range []string{"message", "text"} {
		if s := d.form.Get(name); s != "" {
			data.Typed = append(data.Typed, ui.Prose(s))
		}
	}
	view := page.View{Title: data.Title + ": " + d.bench.Reference, Current: "/queue", Back: d.bench.URL(), BackTo: d.bench.Reference, Data: data}
	return d.Conflict("moved", view)
}

// movedPage is what the page says to whom the process says no.
type movedPage struct {
	Reference, Title, Why, Action string
	Standing                      ui.SummaryList
	Typed                         []ui.Component
	Back                          ui.Button
}

// standing is where a request stands, for whoever came too late.
func standing(b *workbench.Bench) ui.SummaryList {
	return ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: "Status", Parts: []ui.Component{b.Status()}},
		{Key: "Librarian", Value: b.Librarian()},
		{Key: "Due", Parts: []ui.Component{b.Due()}},
		{Key: "Last step", Parts: []ui.Component{ui.Time{At: b.At}}},
	}}
}
