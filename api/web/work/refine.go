package work

import (
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// The parts of a framework in a form are the API's paths.
const (
	frameworkField = "framework.code"
	elementField   = "framework.elements."
	noFramework    = "none" // the code of the framework without parts
)

// refinePage changes the question.
type refinePage struct {
	Reference string
	Others    ui.Presence
	Versions  *ui.Versions
	Start     ui.Form
	Guard     *ui.GuardNotice
	Question  []ui.Component
	Framework []ui.Component
	Elements  *ui.Fieldset
	Parts     []ui.Component
	More      []ui.Component
	Buttons   ui.ButtonGroup
}

func showRefine(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(b.TextVersion))
	f.Default("question", b.Question)
	f.Default("background", b.Background)
	f.Default("exclusions", b.Exclusions)
	f.Default("known_papers", b.KnownPapers)
	if b.Framework != nil {
		f.Default(frameworkField, b.Framework.Code)
		for key, text := range b.Framework.Elements {
			f.Default(elementField+key, text)
		}
	}
	f.Default(frameworkField, noFramework)
	return refineForm(v, b, nil, v.Show)
}

func refineForm(v *page.Visit, b *workbench.Bench, versions *ui.Versions, show func(string, page.View) error) error {
	f := v.Form()
	b.Meet()
	p := refinePage{Reference: b.Reference, Others: b.Others(true), Versions: versions}
	p.Question = []ui.Component{
		f.Text("question", "Question", evidence.MaxQuestion, "Do not include anything that could identify a patient."), optional(f.Text("background", "Background", evidence.MaxNote)),
	}
	p.Framework = []ui.Component{
		f.Select(frameworkField, "Framework", v.Pick(vocabulary.Frameworks, ""), "Parts that are filled in are kept when you choose another one with the same parts."),
		ui.Button{Text: "Show its parts", Variant: ui.Secondary, Small: true, Name: moreButton, Value: "1"},
	}
	known, _ := v.Vocabulary.Framework(f.Get(frameworkField))
	for _, e := range known.Elements {
		part := optional(f.Text(elementField+e.Key, e.Label, evidence.MaxNote))
		part.Rows = 2
		p.Parts = append(p.Parts, part)
	}
	if len(p.Parts) > 0 {
		p.Elements = &ui.Fieldset{Legend: known.Label, Size: "m"}
	}
	p.More = []ui.Component{
		optional(f.Text("exclusions", "What is not wanted", evidence.MaxNote)),
		optional(f.Text("known_papers", "Papers they know already", evidence.MaxNote, "They test the strategy: a good one finds them.")),
	}
	p.Buttons = ui.ButtonGroup{Items: []ui.Component{
		ui.Button{Text: "Save the question", PreventDoubleClick: true}, ui.Link{Href: b.URL(workbench.Brief), Text: "Go back without saving"},
	}}
	p.Start, p.Guard = f.Start(""), f.Guard()
	return show("refine", page.View{Title: "Refine the question: " + b.Reference, Current: "/queue", Back: b.URL(workbench.Brief), BackTo: "Brief", Form: f, Data: p})
}

func optional(t ui.Textarea) ui.Textarea {
	t.Optional, t.Rows = true, 3
	return t
}

func takeRefine(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	f := v.Form()
	if f.Has(moreButton) {
		return refineForm(v, b, nil, v.Show)
	}
	body := rest.QuestionUpdate{QuestionBody: rest.QuestionBody{
		Question: f.Get("question"), Background: f.Get("background"), Exclusions: f.Get("exclusions"), KnownPapers: f.Get("known_papers"), Framework: frameworkOf(v, f),
	}}
	f.Say("question:required", "Write the question.")
	f.Say("question:too-short", "Write the question in at least "+strconv.Itoa(evidence.MinQuestion)+" characters.")
	var saved rest.SavedQuestion
	var theirs rest.QuestionVersion
	err = v.Put(b.API("question"), f.Version(), body, &saved)
	switch {
	case err == nil && len(saved.Warnings) > 0:
		return v.Go(b.URL(workbench.Brief), "The question is saved. Look at it again: some of it may identify a patient.")
	case err == nil:
		return v.Go(b.URL(workbench.Brief), "The question is saved. The earlier version is kept.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return refineForm(v, b, questionVersions(v, theirs, body.QuestionBody), v.Conflict)
	case f.Refused(err):
		return refineForm(v, b, nil, v.Again)
	}
	return err
}

// frameworkOf reads the parts of the framework that was chosen.
func frameworkOf(v *page.Visit, f *page.Form) *rest.FrameworkBody {
	known, ok := v.Vocabulary.Framework(f.Get(frameworkField))
	if !ok || known.Code == noFramework {
		return nil
	}
	body := &rest.FrameworkBody{Code: known.Code, Elements: map[string]string{}}
	for _, e := range known.Elements {
		if text := f.Get(elementField + e.Key); text != "" {
			body.Elements[e.Key] = text
		}
	}
	return body
}

// questionVersions shows what somebody else saved beside what was typed. Saving again takes the place of theirs.
func questionVersions(v *page.Visit, theirs rest.QuestionVersion, yours rest.QuestionBody) *ui.Versions {
	list := &ui.Versions{
		Heading: "Somebody else changed the question while you were writing", Theirs: "Saved on " + v.Moment(theirs.At), Yours: "Yours, not saved",
		Fields: []ui.VersionedField{
			{Label: "Question", Theirs: theirs.Question, Yours: yours.Question},
			{Label: "Background", Theirs: theirs.Background, Yours: yours.Background},
			{Label: "Framework", Theirs: frameworkLine(v, theirs.Framework), Yours: frameworkLine(v, yours.Framework)},
			{Label: "Not wanted", Theirs: theirs.Exclusions, Yours: yours.Exclusions},
			{Label: "Papers they know", Theirs: theirs.KnownPapers, Yours: yours.KnownPapers},
		},
	}
	if theirs.ByName != "" {
		list.Theirs = "Saved by " + theirs.ByName + " on " + v.Moment(theirs.At)
	}
	return list
}

// frameworkLine is a framework with its parts as text.
func frameworkLine(v *page.Visit, f *rest.FrameworkBody) string {
	if f == nil {
		return ""
	}
	lines := []string{v.Label(vocabulary.Frameworks, f.Code)}
	for _, row := range elementRows(v, f) {
		lines = append(lines, row.Key+": "+row.Value)
	}
	return strings.Join(lines, "\n")
}
