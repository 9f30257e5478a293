package mine

import (
	"fmt"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

// asked shows what was asked, with a way to change it where the visitor may.
func asked(v *page.Visit, r one) ui.SummaryList {
	var list ui.SummaryList
	add := func(key, value string) {
		if value != "" {
			list.Rows = append(list.Rows, ui.SummaryRow{Key: key, Value: value})
		}
	}
	changeable := func(key, value, what string) {
		if value == "" && key != "Question" {
			return
		}
		row := ui.SummaryRow{Key: key, Value: value}
		if r.changes() {
			row.Actions = []ui.Action{{Text: "Change", Href: address(r.ID, "/change"), More: " " + what}}
		}
		list.Rows = append(list.Rows, row)
	}
	changeable("Question", r.Question, "the question")
	for _, e := range elements(v, r.Framework) {
		changeable(e.label, e.text, strings.ToLower(e.label))
	}
	changeable("Background", r.Background, "the background")
	changeable("Not wanted", r.Exclusions, "what is not wanted")
	changeable("Papers you know", r.KnownPapers, "the papers you know")
	add("What it is for", v.Label(vocabulary.SearchTypes, r.Type))
	if r.Product != "" {
		add("Kind of answer", v.Label(vocabulary.Products, r.Product))
	}
	add("How soon", v.Label(vocabulary.Urgencies, r.Urgency))
	add("Limits", strings.Join(limits(v, r.Limits), "\n"))
	add("How you want it", strings.Join(output(v, r.Output), "\n"))
	add("On behalf of", r.OnBehalfOf)
	return list
}

type element struct{ key, label, text string }

// elements are the parts of a question in the order of its framework.
func elements(v *page.Visit, f *rest.FrameworkBody) []element {
	if f == nil {
		return nil
	}
	framework, _ := v.Vocabulary.Framework(f.Code)
	var list []element
	for _, e := range framework.Elements {
		list = append(list, element{e.Key, e.Label, f.Elements[e.Key]})
	}
	return list
}

// limits says how the search is narrowed, one line each.
func limits(v *page.Visit, l *rest.LimitsBody) []string {
	if l == nil {
		return nil
	}
	var lines []string
	add := labelled(v, &lines)
	switch {
	case l.From > 0 && l.To > 0:
		lines = append(lines, fmt.Sprintf("From %d to %d", l.From, l.To))
	case l.From > 0:
		lines = append(lines, fmt.Sprintf("From %d", l.From))
	case l.To > 0:
		lines = append(lines, fmt.Sprintf("Until %d", l.To))
	default:
		add("", vocabulary.LimitDates, l.Dates)
	}
	if len(l.LanguageList) > 0 {
		lines = append(lines, "Languages: "+strings.Join(l.LanguageList, ", "))
	} else {
		add("", vocabulary.LimitLanguages, l.Languages)
	}
	add("", vocabulary.LimitSpecies, l.Species)
	add("Ages: ", vocabulary.LimitAges, l.Ages...)
	add("", vocabulary.LimitSexes, l.Sex)
	add("", vocabulary.LimitGeographies, l.Geography)
	add("Settings: ", vocabulary.LimitSettings, l.Settings...)
	add("Publications: ", vocabulary.PublicationTypes, l.PublicationTypes...)
	add("", vocabulary.EvidenceLevels, l.EvidenceLevel)
	add("", vocabulary.FullTextLimits, l.FullText)
	add("Without: ", vocabulary.Exclusions, l.Exclude...)
	return lines
}

// output says in which form the answer is wanted, one line each.
func output(v *page.Visit, o *rest.OutputBody) []string {
	if o == nil {
		return nil
	}
	var lines []string
	add := labelled(v, &lines)
	if o.ResultNumber > 0 {
		lines = append(lines, page.Count(o.ResultNumber, "result"))
	} else {
		add("Results: ", vocabulary.ResultCounts, o.Results)
	}
	add("As: ", vocabulary.OutputFormats, o.Formats...)
	add("Full text: ", vocabulary.FullTextChoices, o.FullText)
	add("References: ", vocabulary.ReferenceStyles, o.ReferenceStyle)
	add("New evidence: ", vocabulary.AlertFrequencies, o.Alert)
	return lines
}

// labelled adds lines of the labels of codes, none where there is no code.
func labelled(v *page.Visit, lines *[]string) func(lead, vocabularyID string, codes ...string) {
	return func(lead, vocabularyID string, codes ...string) {
		var words []string
		for _, c := range codes {
			if c != "" {
				words = append(words, v.Label(vocabularyID, c))
			}
		}
		if len(words) > 0 {
			*lines = append(*lines, lead+strings.Join(words, ", "))
		}
	}
}
