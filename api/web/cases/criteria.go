package cases

import (
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/postgres"
)

// criteriaPage is what a person checks of the text, each with a sentence.
type criteriaPage struct {
	Title    string
	Stale    bool
	Start    ui.Form
	Guard    *ui.GuardNotice
	Criteria []criterionField
	Save     ui.Button
	Cancel   ui.Link
}

type criterionField struct {
	Box  ui.Checkboxes
	Note ui.Textarea
}

func showCriteria(v *page.Visit) error {
	p := at(v)
	s, err := p.read(v)
	if err != nil {
		return err
	}
	f := v.Form()
	for _, c := range s.Criteria {
		f.Default("note_"+c.Code, c.Note)
		if c.Met && c.Version == s.Version { // a text that changed is to be looked at again
			f.DefaultAll("met_"+c.Code, []string{"true"})
		}
	}
	f.Default(page.VersionField, strconv.Itoa(s.Version))
	return p.criteriaForm(v, s, false, v.Show)
}

func takeCriteria(v *page.Visit) error {
	p, f := at(v), v.Form()
	var body rest.CaseCriteriaBody
	for _, code := range slices.Concat(casestudy.Core(), casestudy.Extra()) {
		body.Criteria = append(body.Criteria, rest.CaseCriterionBody{Code: code, Met: f.Get("met_"+code) != "", Note: f.Get("note_" + code)})
	}
	var saved rest.SavedCase
	var theirs postgres.CaseStudy
	err := v.Put(p.api("case-studies", v.Param("case"), "criteria"), f.Version(), body, &saved)
	switch {
	case err == nil:
		return v.Go(p.href(v.Param("case")), "What you checked is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.criteriaForm(v, theirs, true, v.Conflict)
	case f.Refused(err):
		s, readErr := p.read(v)
		if readErr != nil {
			return readErr
		}
		return p.criteriaForm(v, s, false, v.Again)
	}
	return err
}

func (p place) criteriaForm(v *page.Visit, s postgres.CaseStudy, stale bool, show shower) error {
	f := v.Form()
	m := criteriaPage{
		Title: title(s.Title, s.Reference), Stale: stale, Save: ui.Button{Text: "Save what you checked", PreventDoubleClick: true},
		Cancel: ui.Link{Text: "Cancel", Href: p.href(s.ID)},
	}
	for _, code := range slices.Concat(casestudy.Core(), casestudy.Extra()) {
		box := f.Checkboxes("met_"+code, "", []ui.Item{{Value: "true", Label: criterionWords(code)}})
		note := f.Text("note_"+code, "Where the text makes it clear", mostText)
		note.LabelMore, note.Rows = ": "+criterionWords(code), 2
		m.Criteria = append(m.Criteria, criterionField{box, note})
	}
	m.Start, m.Guard = f.Start(p.href(s.ID, "criteria")), f.Guard()
	return show("criteria", page.View{Title: "Check the criteria: " + m.Title, Current: "/team", Back: p.href(s.ID), BackTo: "The case study", Form: f, Data: m})
}
