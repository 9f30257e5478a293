package evidencework

import (
	"fmt"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// findingPage is one finding: to be raised, answered or verified.
type findingPage struct {
	*desk
	Heading string
	Facts   ui.SummaryList
	Form    bool
	Start   ui.Form
	Guard   *ui.GuardNotice
	Parts   []ui.Component
	Save    ui.Button
	Back    string
}

// placeField names the search, or the search and line, that a finding is about, as "search" or "search/line".
const placeField = "line"

func showNewFinding(v *page.Visit) error { return raise(v, v.Show) }

func takeNewFinding(v *page.Visit) error {
	r, err := openReview(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.CheckFindingBody{CheckFindingContent: postgres.CheckFindingContent{
		Element: f.Get("element"), Severity: f.Get("severity"), Text: f.Get("text"), Section: f.Get("section"),
	}}
	search, line, _ := strings.Cut(f.Get(placeField), "/")
	body.Search = search
	if n, err := strconv.Atoi(line); err == nil {
		body.Line = &n
	}
	if !r.reviewing() {
		f.Top = "This check has ended, or it is not yours to make. Nothing was saved."
		return r.raiseForm(f, v.Conflict)
	}
	for field, words := range map[string]string{"element": "Choose the element.", "severity": "Choose how much it matters.", "text": "Write what should change."} {
		if f.Get(field) == "" && (field != "element" || r.elements() != nil) {
			f.Wrong(field, words)
		}
	}
	if f.Failed() {
		return r.raiseForm(f, v.Again)
	}
	var saved rest.SavedCheckFinding
	switch err := v.Post(r.API("check-findings"), body, &saved); {
	case err == nil:
		return v.Go(r.URL("review"), "You raised a finding."+suspicion(saved.Warnings))
	case f.Refused(err):
		return r.raiseForm(f, v.Again)
	default:
		return err
	}
}

func raise(v *page.Visit, show func(string, page.View) error) error {
	r, err := openReview(v)
	if err != nil {
		return err
	}
	if !r.reviewing() {
		return page.ErrNotFound
	}
	return r.raiseForm(v.Form(), show)
}

func (r *reviewDesk) raiseForm(f *page.Form, show func(string, page.View) error) error {
	p := findingPage{desk: r.desk, Heading: "Raise a finding", Form: true, Save: ui.Button{Text: "Save finding", PreventDoubleClick: true}, Back: r.URL("review")}
	if elements := r.elements(); elements != nil {
		var items []ui.Item
		for _, e := range elements {
			items = append(items, ui.Item{Value: e.Code, Label: e.Label, Hint: e.Definition})
		}
		p.Parts = append(p.Parts, f.Radios("element", "Which element is it about?", items), f.Select(placeField, "Which line?", r.places()))
	} else {
		section := f.Line("section", "Which part of the summary?", "Such as bottom line, a heading, or the evidence table.")
		section.Optional = true
		p.Parts = append(p.Parts, section)
	}
	text := f.Text("text", "What should change?", evidence.MaxNote)
	p.Parts = append(p.Parts, text, f.Radios("severity", "How much does it matter?", []ui.Item{
		{Value: "revision_required", Label: r.visit.Label(vocabulary.PressVerdicts, "revision_required"), Hint: "The work cannot be approved before you have verified it."},
		{Value: "revision_suggested", Label: r.visit.Label(vocabulary.PressVerdicts, "revision_suggested"), Hint: "Its author decides."},
	}))
	p.Guard, p.Start = f.Guard(), f.Start("")
	view := r.View(p.Heading, p)
	view.Form = f
	return show("finding", view)
}

// places are the searches of the strategy with their lines, to choose from.
func (r *reviewDesk) places() []ui.Option {
	options := []ui.Option{{Text: "The strategy as a whole"}}
	for i, s := range r.searches {
		name := fmt.Sprintf("Search %d, %s", i+1, r.visit.Label(vocabulary.Sources, s.Source))
		options = append(options, ui.Option{Value: s.ID, Text: name})
		for _, l := range s.Lines {
			options = append(options, ui.Option{Value: s.ID + "/" + strconv.Itoa(l.N), Text: fmt.Sprintf("%s, line %d: %s", name, l.N, shortLine(l.Text))})
		}
	}
	return options
}

// shortLine is the beginning of a line: enough to know it by in a list.
func shortLine(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

func showFinding(v *page.Visit) error {
	r, one, err := openFinding(v)
	if err != nil {
		return err
	}
	return r.findingForm(v.Form(), one, v.Show)
}

func openFinding(v *page.Visit) (*reviewDesk, postgres.CheckFinding, error) {
	r, err := openReview(v)
	if err != nil {
		return nil, postgres.CheckFinding{}, err
	}
	for _, f := range r.findings {
		if f.ID == v.Param("finding") {
			return r, f, nil
		}
	}
	return nil, postgres.CheckFinding{}, page.ErrNotFound
}

// judges reports whether the visitor may verify the finding; answers, whether they may say what was done about it.
func (r *reviewDesk) judges(f postgres.CheckFinding) bool {
	return r.reviewing() && r.Check.Subject == f.Subject
}

func (r *reviewDesk) answers(f postgres.CheckFinding) bool {
	return r.Edit && r.Check == nil && f.State != postgres.FindingVerified && f.State != postgres.FindingWithdrawn
}

func (r *reviewDesk) findingForm(f *page.Form, one postgres.CheckFinding, show func(string, page.View) error) error {
	p := findingPage{desk: r.desk, Heading: "A finding of a check", Facts: r.story(one), Back: r.URL("review"), Save: ui.Button{Text: "Save", PreventDoubleClick: true}}
	f.Default(page.VersionField, strconv.Itoa(one.Version))
	var items []ui.Item
	label := ""
	switch {
	case r.judges(one):
		label = "What do you find now?"
		if one.State != postgres.FindingOpen || one.CreatedAt.Before(r.StageSince) {
			items = append(items, ui.Item{Value: postgres.FindingVerified, Label: "Verified", Hint: "It is met, or you agree that it need not be."})
		}
		items = append(items, ui.Item{Value: postgres.FindingOpen, Label: "Open", Hint: "It still has to be met."})
		if one.RaisedBy == r.visit.Me.Person {
			items = append(items, ui.Item{Value: postgres.FindingWithdrawn, Label: "Take it back", Hint: "It was not right."})
		}
	case r.answers(one):
		label = "What did you do about it?"
		items = []ui.Item{{Value: postgres.FindingFixed, Label: "Fixed"}, {Value: postgres.FindingDeclined, Label: "Declined", Hint: "Say below why it is not changed."}}
	}
	if p.Form = items != nil; p.Form {
		note := f.Text("note", "Note", evidence.MaxNote)
		note.Optional = true
		p.Parts = []ui.Component{f.Radios("state", label, items), note}
		p.Guard, p.Start = f.Guard(), f.Start("")
	}
	view := r.View(p.Heading, p)
	view.Form = f
	return show("finding", view)
}

// story is a finding with what became of it.
func (r *reviewDesk) story(f postgres.CheckFinding) ui.SummaryList {
	list := ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: "Finding", Value: findingText(f)},
		{Key: "About", Value: r.about(f)},
		{Key: "Severity", Value: r.visit.Label(vocabulary.PressVerdicts, f.Severity)},
		{Key: "Raised", Value: r.name(f.RaisedBy) + ", " + ui.TimeShort.Write(f.CreatedAt.In(r.visit.Zone))},
		{Key: "Where it stands", Value: r.standing(f)},
	}}
	words := map[string]string{
		postgres.FindingOpen: "opened it again", postgres.FindingFixed: "fixed it", postgres.FindingDeclined: "declined it",
		postgres.FindingVerified: "verified it", postgres.FindingWithdrawn: "took it back",
	}
	for _, s := range f.Steps {
		list.Rows = append(list.Rows, ui.SummaryRow{
			Key: ui.TimeShort.Write(s.At.In(r.visit.Zone)), Value: joined("\n", r.name(s.By)+" "+words[s.State], s.Note),
		})
	}
	return list
}

func takeFinding(v *page.Visit) error {
	r, one, err := openFinding(v)
	if err != nil {
		return err
	}
	f := v.Form()
	judges := r.judges(one)
	if !judges && !r.answers(one) {
		f.Top = "This finding cannot be changed now. Nothing was saved."
		return r.findingForm(f, one, v.Conflict)
	}
	if f.Get("state") == "" {
		f.Wrong("state", "Choose one.")
		return r.findingForm(f, one, v.Again)
	}
	f.Say("note:required", "Say why it is not changed.")
	var saved rest.SavedCheckFinding
	if judges {
		err = v.Put(r.API("check-findings", one.ID, "judgement"), f.Version(), rest.FindingJudgementBody{
			FindingJudgement: postgres.FindingJudgement{State: f.Get("state"), Note: f.Get("note")},
		}, &saved)
	} else {
		err = v.Put(r.API("check-findings", one.ID, "answer"), f.Version(), rest.FindingAnswerBody{
			FindingAnswer: postgres.FindingAnswer{State: f.Get("state"), Note: f.Get("note")},
		}, &saved)
	}
	var current postgres.CheckFinding
	switch {
	case err == nil:
		return v.Go(r.URL("review"), "The finding is saved."+suspicion(saved.Warnings))
	case page.Stale(err, &current):
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		f.Top = "Somebody else changed this finding meanwhile. It is shown as it is now; what you wrote is kept below."
		return r.findingForm(f, current, v.Conflict)
	case f.Refused(err):
		return r.findingForm(f, one, v.Again)
	}
	return err
}
