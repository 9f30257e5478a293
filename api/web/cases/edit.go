package cases

import (
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// How long the texts of a case may be, in characters, as the API takes them.
const (
	mostText    = 10_000
	mostSetting = 2_000
	mostShort   = 600
)

// editPage is the text of a case to write.
type editPage struct {
	Title    string
	Approved bool
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice
	Story    []ui.Component
	Figure   []ui.Component
	Card     []ui.Component
	Save     ui.Button
	Cancel   ui.Link
}

// field is a text of a case by the name it has in the API.
type field struct {
	name, label string
	of          func(*postgres.CaseText) *string
}

func fields() []field {
	return []field{
		{"title", "Title", func(t *postgres.CaseText) *string { return &t.Title }},
		{"setting", "Where it happened", func(t *postgres.CaseText) *string { return &t.Setting }},
		{"challenge", "The challenge", func(t *postgres.CaseText) *string { return &t.Challenge }},
		{"role", "What the library did", func(t *postgres.CaseText) *string { return &t.Role }},
		{"intervention", "What was done with it", func(t *postgres.CaseText) *string { return &t.Intervention }},
		{"outcome", "The outcome", func(t *postgres.CaseText) *string { return &t.Outcome }},
		{"figure_kind", "What the figure counts", func(t *postgres.CaseText) *string { return &t.FigureKind }},
		{"figure", "The figure", func(t *postgres.CaseText) *string { return &t.Figure }},
		{"figure_basis", "How it was worked out", func(t *postgres.CaseText) *string { return &t.FigureBasis }},
		{"headline", "Headline of the vignette", func(t *postgres.CaseText) *string { return &t.Headline }},
		{"short", "The vignette", func(t *postgres.CaseText) *string { return &t.Short }},
		{"workstream", "Workstream", func(t *postgres.CaseText) *string { return &t.Workstream }},
	}
}

func showEdit(v *page.Visit) error {
	p := at(v)
	s, err := p.read(v)
	if err != nil {
		return err
	}
	f := v.Form()
	for _, one := range fields() {
		f.Default(one.name, *one.of(&s.Text))
	}
	f.Default(page.VersionField, strconv.Itoa(s.Version))
	return p.editForm(v, s, nil, v.Show)
}

func takeEdit(v *page.Visit) error {
	p, f := at(v), v.Form()
	var body rest.CaseTextBody
	for _, one := range fields() {
		*one.of(&body.CaseText) = f.Get(one.name)
	}
	var saved rest.SavedCase
	var theirs postgres.CaseStudy
	err := v.Put(p.api("case-studies", v.Param("case")), f.Version(), body, &saved)
	switch {
	case err == nil:
		return v.Go(p.href(v.Param("case")), "The text is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.editForm(v, theirs, bothTexts(theirs.Text, body.CaseText), v.Conflict)
	case f.Refused(err):
		s, readErr := p.read(v)
		if readErr != nil {
			return readErr
		}
		return p.editForm(v, s, nil, v.Again)
	}
	return err
}

func bothTexts(theirs, yours postgres.CaseText) *ui.Versions {
	both := &ui.Versions{Heading: "Somebody else changed this case study", Theirs: "As it is now", Yours: "Yours, not saved"}
	for _, one := range fields() {
		if a, b := *one.of(&theirs), *one.of(&yours); a != b {
			both.Fields = append(both.Fields, ui.VersionedField{Label: one.label, Theirs: a, Yours: b})
		}
	}
	return both
}

func (p place) editForm(v *page.Visit, s postgres.CaseStudy, both *ui.Versions, show shower) error {
	f := v.Form()
	m := editPage{
		Title: title(s.Title, s.Reference), Versions: both, Approved: s.Approved > 0 || s.Asked > 0,
		Save: ui.Button{Text: "Save the text", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(s.ID)},
	}
	line := func(name, label string, hint ...string) ui.Input {
		in := f.Line(name, label, hint...)
		in.Autocomplete = "off"
		return in
	}
	m.Story = []ui.Component{
		line("title", "Title"),
		f.Text("setting", "Where it happened", mostSetting, "So that it makes sense to somebody who does not know your organisation"),
		f.Text("challenge", "The challenge", mostText), f.Text("role", "What the library did", mostText),
		f.Text("intervention", "What was done with it", mostText), f.Text("outcome", "The outcome", mostText),
	}
	m.Figure = []ui.Component{
		f.Radios("figure_kind", "What does the figure count?", []ui.Item{{Value: "", Label: "There is no figure"}, {Value: "money", Label: "Money"}, {Value: "patients", Label: "Patients"}, {Value: "time", Label: "Time"}}),
		line("figure", "The figure", "Such as £12,000 a year, or 40 patients"),
		f.Text("figure_basis", "How was it worked out?", mostText, "Who worked it out, from what. People whom you helped are often willing to do it"),
	}
	m.Card = []ui.Component{
		line("headline", "Headline"), f.Text("short", "In two or three sentences", mostShort),
		f.Select("workstream", "Workstream of Knowledge for Healthcare", v.Pick(vocabulary.KfHWorkstreams, "None")),
	}
	m.Start, m.Guard = f.Start(p.href(s.ID, "edit")), f.Guard()
	return show("edit", page.View{Title: "Change the text: " + m.Title, Current: "/team", Back: p.href(s.ID), BackTo: "The case study", Form: f, Data: m})
}

// sentence begins with a capital.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
