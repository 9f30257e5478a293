package mine

import (
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/living"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// request is everything about one request for the people who asked.
func request(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if r.onlyAnswer() {
		return v.Go(address(r.ID, "/report"))
	}
	steps, err := readSteps(v)
	if err != nil {
		return err
	}
	t, err := readThread(v)
	if err != nil {
		return err
	}
	m := requestPage(v, r, steps, t)
	if r.DeliveredVersion > 0 {
		m.Updates = living.Updates(v, string(r.ID))
	}
	view := r.view(page.StatusFor(r.Stage, r.Outcome, false).Words, nil, m)
	view.Back, view.BackTo = home, "My requests"
	return v.Show("request", view)
}

func readSteps(v *page.Visit) ([]rest.StepView, error) {
	var list struct {
		Items []rest.StepView `json:"items"`
	}
	err := v.Read("/requests/"+idOf(v)+"/transitions", &list)
	return list.Items, err
}

type requestModel struct {
	Reference string
	Title     string
	Status    ui.Tag
	Expected  string          // beside the status, where phones show it first
	Staff     string          // the workbench, for those who work on it
	Report    *ui.Button      // leads to the report, once there is one
	Updates   []living.Update // what was found since
	Related   []ui.Link
	Question  *questionModel
	Steps     ui.Steps
	Messages  ui.Messages
	More      *ui.Pagination
	Write     *writeModel
	Asked     ui.SummaryList
	Story     ui.Timeline
	Clock     *ui.ClockPanel
	Facts     ui.SidePanel
	People    side
	Actions   side
}

// side is a box beside the text with a list.
type side struct {
	Panel ui.SidePanel
	Links []ui.Link
	Lines []string
}

// questionModel is the question of the library with the form to answer it.
type questionModel struct {
	Text   string
	Start  ui.Form
	Answer ui.Textarea
}

// writeModel is the form to write to the library.
type writeModel struct {
	Start  ui.Form
	Text   ui.Textarea
	Button ui.Button
}

func requestPage(v *page.Visit, r one, steps []rest.StepView, t thread) requestModel {
	status := page.StatusFor(r.Stage, r.Outcome, false)
	m := requestModel{
		Reference: r.Reference, Title: r.title(), Status: ui.Tag{Text: status.Words, Colour: status.Colour}, Related: related(r),
		Steps: ui.Steps{Items: progress{v, r, steps}.items()}, Messages: t.shown(v, r), More: t.more(r), Asked: asked(v, r), Story: story(v, r, steps),
		Clock: clock(v, r, steps), Facts: facts(v, r), People: side{Panel: ui.SidePanel{Heading: "People on it"}, Lines: people(r)},
		Actions: side{Panel: ui.SidePanel{Heading: "What you can do"}, Links: actions(r)},
	}
	if r.Stage.Open() {
		m.Expected = by(v, "Expected by", r.PromiseDue)
	}
	if r.staff() {
		m.Staff = "/work/" + string(r.ID)
	}
	if r.DeliveredVersion > 0 {
		m.Report = &ui.Button{Text: "Read the answer", Href: address(r.ID, "/report")}
	}
	f := v.Form()
	switch {
	case r.answers():
		m.Question = &questionModel{Text: t.question(), Start: f.Start(address(r.ID, "/answer")), Answer: answerBox(f)}
	case r.talks():
		m.Write = &writeModel{
			Start: f.Start(address(r.ID, "/message")), Text: messageBox(f),
			Button: ui.Button{Text: "Send message", Variant: ui.Secondary, PreventDoubleClick: true},
		}
	}
	return m
}

// related leads to the requests that this one waits for or that came of it.
func related(r one) []ui.Link {
	words := map[postgres.LinkKind][2]string{ // of the older one, of the younger one
		"follow_on":     {"Goes on from", "Gone on with in"},
		"full_search":   {"Full search after", "Full search"},
		"referred_from": {"Referred from", "With the other library"},
		"split_from":    {"Part of", "Part"},
		"rerun_of":      {"Run again from", "Run again in"},
		"merged":        {"Answered together with", "Also answers"},
	}
	var links []ui.Link
	for _, l := range r.Links {
		said := words[l.Kind]
		text := said[1]
		if l.Older {
			text = said[0]
		}
		if text != "" {
			links = append(links, ui.Link{Href: address(l.Request, ""), Text: text + " " + l.Reference})
		}
	}
	return links
}

func facts(v *page.Visit, r one) ui.SidePanel {
	p := ui.SidePanel{Heading: "Who has it"}
	owner := r.OwnerName
	switch {
	case owner != "":
	case r.Stage.Open():
		owner = "Nobody yet: it is in the library's queue"
	default:
		owner = "Nobody any more"
	}
	p.Facts = append(p.Facts, ui.Fact{Label: "Your librarian", Value: ui.Text(owner)}, ui.Fact{Label: "Library", Value: ui.Text(r.LibraryName)})
	if r.Product != "" {
		p.Facts = append(p.Facts, ui.Fact{Label: "Kind of answer", Value: ui.Text(v.Label(vocabulary.Products, r.Product))})
	}
	return p
}

// people are those who take part beside the requester.
func people(r one) []string {
	words := map[string]string{"delegate": "may act for the requester", "copied": "gets the answer too", "reviewer": "was asked to check it"}
	list := []string{}
	if r.RequesterName != "" && r.Requester != r.me {
		list = append(list, r.RequesterName+": asked the question")
	}
	for _, p := range r.People {
		name := p.Name
		if p.Person == r.me {
			name = "You"
		}
		list = append(list, name+": "+words[p.Relation])
	}
	return list
}

// wasAsked reports whether the requester was asked what difference the answer made, and may look or answer.
func wasAsked(s evidence.ImpactStage) bool {
	return s == evidence.ImpactAsked || s == evidence.ImpactReminded || s == evidence.ImpactAnswered || s == evidence.ImpactNoResponse
}

// actions are what can be done about the request beside writing.
func actions(r one) []ui.Link {
	var links []ui.Link
	add := func(allowed bool, href, text string) {
		if allowed {
			links = append(links, ui.Link{Href: href, Text: text})
		}
	}
	add(r.changes(), address(r.ID, "/change"), "Change the question")
	add(r.changes(), address(r.ID, "/needed-by"), "Change the date you need it by")
	add(r.may(evidence.Reopen) && r.asks(), address(r.ID, "/reopen"), "Ask for more work on it")
	add(r.me == r.Requester && wasAsked(r.FollowUp), address(r.ID, "/survey"), "What difference did it make?")
	add(r.me == r.Requester, address(r.ID, "/sharing"), "Change who may see it")
	add(r.Stage == evidence.Delivered || r.Stage == evidence.Closed, "/ask?again="+url.QueryEscape(string(r.ID)), "Ask again or go on from here")
	add(r.may(evidence.Withdraw) && r.asks(), address(r.ID, "/withdraw"), "Withdraw the request")
	return links
}
