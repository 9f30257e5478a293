package ask

import (
	"cmp"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// The years that a search can be limited to.
const firstYear, lastYear = 1800, 2200

type limitFields struct {
	Dates     ui.Radios
	From, To  ui.Input
	Languages ui.Radios
	Which     ui.Details // the languages
	Listed    ui.Checkboxes
	Ages      ui.Checkboxes
	More      ui.Details
	Other     []ui.Component
	Not       ui.Textarea
}

// limits asks what the search can leave out.
func limits() step {
	return step{
		name: "limits", title: "What should we leave out?", about: "Limits of the search", fields: []string{"limits", "exclusions"}, skip: true,
		fill:  fillLimits,
		take:  takeLimits,
		need:  needLimits,
		model: func(a *answers) (any, error) { return limitModel(a), nil },
		rows:  func(a *answers) []ui.SummaryRow { return limitRows(a.Visit, a.b) },
	}
}

func fillLimits(a *answers) {
	a.f.Default("exclusions", a.b.Exclusions)
	l := a.b.Limits
	if l == nil {
		l = &rest.LimitsBody{}
	}
	for _, one := range []struct{ field, value, vocabulary string }{
		{"limits.dates", l.Dates, vocabulary.LimitDates},
		{"limits.languages", l.Languages, vocabulary.LimitLanguages},
		{"limits.species", l.Species, vocabulary.LimitSpecies},
		{"limits.sex", l.Sex, vocabulary.LimitSexes},
		{"limits.geography", l.Geography, vocabulary.LimitGeographies},
		{"limits.evidence_level", l.EvidenceLevel, vocabulary.EvidenceLevels},
		{"limits.full_text", l.FullText, vocabulary.FullTextLimits},
	} {
		usual, _ := a.Vocabulary.Default(one.vocabulary)
		a.f.Default(one.field, cmp.Or(one.value, usual))
	}
	a.f.Default("limits.from", year(l.From))
	a.f.Default("limits.to", year(l.To))
	a.f.DefaultAll("limits.language_list", l.LanguageList)
	a.f.DefaultAll("limits.ages", l.Ages)
	a.f.DefaultAll("limits.settings", l.Settings)
	a.f.DefaultAll("limits.publication_types", l.PublicationTypes)
	a.f.DefaultAll("limits.exclude", l.Exclude)
}

func takeLimits(a *answers) {
	a.b.Exclusions = a.f.Get("exclusions")
	a.b.Limits = &rest.LimitsBody{
		Dates: a.f.Get("limits.dates"), From: a.f.Int("limits.from", firstYear, lastYear), To: a.f.Int("limits.to", firstYear, lastYear),
		Languages: a.f.Get("limits.languages"), LanguageList: a.f.All("limits.language_list"),
		Species: a.f.Get("limits.species"), Ages: a.f.All("limits.ages"), Sex: a.f.Get("limits.sex"), Geography: a.f.Get("limits.geography"),
		Settings: a.f.All("limits.settings"), PublicationTypes: a.f.All("limits.publication_types"),
		EvidenceLevel: a.f.Get("limits.evidence_level"), FullText: a.f.Get("limits.full_text"), Exclude: a.f.All("limits.exclude"),
	}
	if a.b.Limits.Languages != "list" {
		a.b.Limits.LanguageList = nil
	}
}

func needLimits(a *answers) {
	l := a.b.Limits
	if l == nil {
		return
	}
	years := l.From > 0 || l.To > 0
	switch {
	case l.Dates == "custom" && !years:
		a.f.Wrong("limits.from", "Give the first year, the last or both.")
	case l.Dates != "custom" && years:
		a.f.Wrong("limits.dates", "Choose “From and to”, or leave the years empty.")
	case l.From > 0 && l.To > 0 && l.From > l.To:
		a.f.Wrong("limits.to", "The last year must not be before the first.")
	}
	switch ticked := a.f.All("limits.language_list"); {
	case l.Languages == "list" && len(l.LanguageList) == 0:
		a.f.Wrong("limits.language_list", "Tick the languages.")
	case l.Languages != "list" && len(ticked) > 0:
		a.f.Wrong("limits.languages", "Choose “These languages”, or tick none below.")
	}
}

func limitModel(a *answers) limitFields {
	f, v := a.f, a.Visit
	without := []string{"since_last_search"}
	if a.b.FollowOnFrom != "" {
		without = nil
	}
	m := limitFields{
		Dates:     f.Radios("limits.dates", "Published when?", items(v, vocabulary.LimitDates, without...)),
		From:      yearBox(f, "limits.from", "From (year)"),
		To:        yearBox(f, "limits.to", "To (year)"),
		Languages: f.Radios("limits.languages", "In which languages?", items(v, vocabulary.LimitLanguages)),
		Listed:    f.Checkboxes("limits.language_list", "These languages", languages(f.All("limits.language_list")), "For “These languages”"),
		Ages:      f.Checkboxes("limits.ages", "Which age groups?", items(v, vocabulary.LimitAges), "Tick none for all ages."),
		More:      ui.Details{Summary: "More limits"},
	}
	for _, r := range []*ui.Radios{&m.Dates, &m.Languages} {
		r.Small, r.LabelSize = true, "m"
	}
	for i := range m.Languages.Items {
		m.Languages.Items[i].Hint = ""
	}
	m.Listed.Small, m.Ages.Small, m.Ages.LabelSize = true, true, "m"
	m.Which = ui.Details{Summary: "Choose languages", Open: m.Languages.Value == "list" || m.Listed.Error != ""}
	m.Other, m.More.Open = otherLimits(a)
	m.Not = f.Text("exclusions", "Anything else you do not want", evidence.MaxNote, noPatient)
	m.Not.Optional, m.Not.Rows = true, 3
	return m
}

func yearBox(f *page.Form, name, words string) ui.Input {
	box := ui.Input{Field: f.Field(name, words), Width: 4}
	box.InputMode, box.Autocomplete = "numeric", "off"
	return box
}

// otherLimits are the limits that few people set, and whether one of them is set or wrong. What has to be specified in words has no
// place among them: there is a box for that.
func otherLimits(a *answers) (list []ui.Component, set bool) {
	for _, one := range []struct{ field, words, vocabulary string }{
		{"limits.species", "People, or animals too?", vocabulary.LimitSpecies},
		{"limits.sex", "Sex", vocabulary.LimitSexes},
		{"limits.geography", "Where?", vocabulary.LimitGeographies},
		{"limits.evidence_level", "How strong must the evidence be?", vocabulary.EvidenceLevels},
		{"limits.full_text", "Only what can be read in full at once?", vocabulary.FullTextLimits},
	} {
		r := a.f.Radios(one.field, one.words, items(a.Visit, one.vocabulary, "other"))
		r.Small = true
		usual, _ := a.Vocabulary.Default(one.vocabulary)
		set = set || r.Error != "" || r.Value != "" && r.Value != usual
		list = append(list, r)
	}
	for _, one := range []struct{ field, words, vocabulary string }{
		{"limits.settings", "Settings", vocabulary.LimitSettings},
		{"limits.publication_types", "Kinds of publication", vocabulary.PublicationTypes},
		{"limits.exclude", "Leave out", vocabulary.Exclusions},
	} {
		c := a.f.Checkboxes(one.field, one.words, items(a.Visit, one.vocabulary, "named_interventions", "free_text"))
		c.Small = true
		set = set || c.Error != "" || len(c.Values) > 0
		list = append(list, c)
	}
	return list, set
}

// limitRows are the limits in words, those that are set.
func limitRows(v *page.Visit, b *rest.SubmitBody) []ui.SummaryRow {
	l := b.Limits
	if l == nil {
		return []ui.SummaryRow{{Key: "Limits", Value: "None"}}
	}
	dates := label(v, vocabulary.LimitDates, l.Dates)
	if l.From > 0 || l.To > 0 {
		dates = strings.TrimSpace("From " + cmp.Or(year(l.From), "the beginning") + " to " + cmp.Or(year(l.To), "today"))
	}
	return filled([]ui.SummaryRow{
		{Key: "Published", Value: dates},
		{Key: "Languages", Value: cmp.Or(strings.Join(languageNames(l.LanguageList), "\n"), label(v, vocabulary.LimitLanguages, l.Languages))},
		{Key: "People or animals", Value: label(v, vocabulary.LimitSpecies, l.Species)},
		{Key: "Ages", Value: labels(v, vocabulary.LimitAges, l.Ages)},
		{Key: "Sex", Value: label(v, vocabulary.LimitSexes, l.Sex)},
		{Key: "Where", Value: label(v, vocabulary.LimitGeographies, l.Geography)},
		{Key: "Settings", Value: labels(v, vocabulary.LimitSettings, l.Settings)},
		{Key: "Kinds of publication", Value: labels(v, vocabulary.PublicationTypes, l.PublicationTypes)},
		{Key: "Strength of evidence", Value: label(v, vocabulary.EvidenceLevels, l.EvidenceLevel)},
		{Key: "Full text only", Value: label(v, vocabulary.FullTextLimits, l.FullText)},
		{Key: "Left out", Value: labels(v, vocabulary.Exclusions, l.Exclude)},
		{Key: "Not wanted", Value: b.Exclusions},
	})
}

func year(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
