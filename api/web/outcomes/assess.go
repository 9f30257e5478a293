package outcomes

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

const mostText = 10_000

// assessPage is the library's view of each outcome, with the validated level beside it.
type assessPage struct {
	Year     string
	Warning  string
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice
	Edition  ui.Radios
	Outcomes []outcomeFields
	Save     ui.Button
	Cancel   ui.Link
}

type outcomeFields struct {
	Title, Definition string
	Level             ui.Select
	Narrative         ui.Textarea
	Validated         ui.Select
}

// levelValue writes a level as one choice: "3-low", "0"; empty: not assessed.
func levelValue(level *int, within string) string {
	switch {
	case level == nil:
		return ""
	case within == "":
		return strconv.Itoa(*level)
	}
	return strconv.Itoa(*level) + "-" + within
}

// readLevel reads what levelValue wrote.
func readLevel(value string) (level *int, within string) {
	if value == "" {
		return nil, ""
	}
	n, err := strconv.Atoi(value[:1])
	if err != nil {
		return nil, ""
	}
	if len(value) > 2 {
		within = value[2:]
	}
	return &n, within
}

func levelOptions() []ui.Option {
	list := []ui.Option{{Text: "Not assessed"}, {Value: "0", Text: "Level 0: not developed"}}
	for level := 1; level <= 4; level++ {
		for _, within := range []string{"low", "medium", "high"} {
			list = append(list, ui.Option{Value: strconv.Itoa(level) + "-" + within, Text: "Level " + strconv.Itoa(level) + ", " + within})
		}
	}
	return list
}

func (p place) assessment(v *page.Visit) (a postgres.OutcomeAssessment, err error) {
	return a, v.Read(p.ofYear(""), &a)
}

func showAssess(v *page.Visit) error {
	p := at(v)
	a, err := p.assessment(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default("edition", a.Edition)
	for _, l := range a.Levels {
		f.Default(l.Outcome+".level", levelValue(l.Level, l.Within))
		f.Default(l.Outcome+".validated_level", levelValue(l.ValidatedLevel, l.ValidatedWithin))
		f.Default(l.Outcome+".narrative", l.Narrative)
	}
	f.Default(page.VersionField, strconv.Itoa(a.Version))
	return p.assessForm(v, nil, v.Show)
}

func takeAssess(v *page.Visit) error {
	p, f := at(v), v.Form()
	body := rest.AssessmentBody{Edition: f.Get("edition"), Levels: []postgres.OutcomeLevel{}}
	for _, t := range terms(v, body.Edition).Terms {
		l := postgres.OutcomeLevel{Outcome: t.Code, Narrative: f.Get(t.Code + ".narrative")}
		l.Level, l.Within = readLevel(f.Get(t.Code + ".level"))
		l.ValidatedLevel, l.ValidatedWithin = readLevel(f.Get(t.Code + ".validated_level"))
		body.Levels = append(body.Levels, l)
	}
	var saved, theirs postgres.OutcomeAssessment
	err := v.Put(p.ofYear(""), f.Version(), body, &saved)
	switch {
	case err == nil:
		return v.Go(p.href(""), "The assessment is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.assessForm(v, bothAssessments(v, theirs, body), v.Conflict)
	case f.Refused(err):
		return p.assessForm(v, nil, v.Again)
	}
	return err
}

func bothAssessments(v *page.Visit, theirs postgres.OutcomeAssessment, yours rest.AssessmentBody) *ui.Versions {
	both := &ui.Versions{Heading: "Somebody else changed this assessment", Theirs: "As it is now", Yours: "Yours, not saved"}
	for _, y := range yours.Levels {
		t := levelOf(&theirs, y.Outcome)
		words := func(l postgres.OutcomeLevel) string {
			return chartLevel(l.Level, l.Within).String() + "\nValidated: " + chartLevel(l.ValidatedLevel, l.ValidatedWithin).String() + "\n" + l.Narrative
		}
		if words(t) != words(y) {
			both.Fields = append(both.Fields, ui.VersionedField{Label: outcomeTitle(v, y.Outcome), Theirs: words(t), Yours: words(y)})
		}
	}
	return both
}

func (p place) assessForm(v *page.Visit, both *ui.Versions, show shower) error {
	f := v.Form()
	all := terms(v, f.Get("edition"))
	m := assessPage{
		Year: yearWords(p.year), Warning: all.Warning, Versions: both,
		Edition: f.Radios("edition", "Which edition of the framework?", []ui.Item{
			{Value: postgres.Editions()[0], Label: "Second edition (2021)"}, {Value: postgres.Editions()[1], Label: "First edition (2019)"},
		}),
		Save: ui.Button{Text: "Save the assessment", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href("")},
	}
	for _, t := range all.Terms {
		o := outcomeFields{
			Title: t.Label, Definition: t.Definition, Level: f.Select(t.Code+".level", "Level", levelOptions()),
			Narrative: f.Text(t.Code+".narrative", "What shows it", mostText), Validated: f.Select(t.Code+".validated_level", "Level as validated", levelOptions()),
		}
		o.Level.LabelMore, o.Narrative.LabelMore, o.Validated.LabelMore = ": "+t.Label, ": "+t.Label, ": "+t.Label
		m.Outcomes = append(m.Outcomes, o)
	}
	m.Start, m.Guard = f.Start(p.href("/assess")), f.Guard()
	return show("assess", page.View{Title: "Assess the library", Current: "/team", Back: p.href(""), BackTo: "Outcomes framework", Form: f, Data: m})
}
