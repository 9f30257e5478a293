package work

import (
	"fmt"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

// elementRows are the parts of a question's framework that say something.
func elementRows(v *page.Visit, f *rest.FrameworkBody) []ui.SummaryRow {
	if f == nil {
		return nil
	}
	known, _ := v.Vocabulary.Framework(f.Code)
	var rows []ui.SummaryRow
	for _, e := range known.Elements {
		if text := f.Elements[e.Key]; text != "" {
			rows = append(rows, ui.SummaryRow{Key: e.Label, Value: text})
		}
	}
	return rows
}

// limitWords are the limits of a search in one line.
func limitWords(v *page.Visit, l *rest.LimitsBody) string {
	if l == nil {
		return ""
	}
	var words []string
	say := func(vocabularyID string, codes ...string) {
		for _, code := range codes {
			if code != "" {
				words = append(words, v.Label(vocabularyID, code))
			}
		}
	}
	switch {
	case l.From > 0 && l.To > 0:
		words = append(words, fmt.Sprintf("%d to %d", l.From, l.To))
	case l.From > 0:
		words = append(words, "from "+strconv.Itoa(l.From))
	case l.To > 0:
		words = append(words, "to "+strconv.Itoa(l.To))
	default:
		say(vocabulary.LimitDates, l.Dates)
	}
	say(vocabulary.LimitLanguages, l.Languages)
	if len(l.LanguageList) > 0 {
		words = append(words, "languages "+strings.Join(l.LanguageList, ", "))
	}
	say(vocabulary.LimitSpecies, l.Species)
	say(vocabulary.LimitAges, l.Ages...)
	say(vocabulary.LimitSexes, l.Sex)
	say(vocabulary.LimitGeographies, l.Geography)
	say(vocabulary.LimitSettings, l.Settings...)
	say(vocabulary.PublicationTypes, l.PublicationTypes...)
	say(vocabulary.EvidenceLevels, l.EvidenceLevel)
	say(vocabulary.FullTextLimits, l.FullText)
	for _, code := range l.Exclude {
		words = append(words, "not "+page.Lower(v.Label(vocabulary.Exclusions, code)))
	}
	return strings.Join(words, "; ")
}

// outputWords say in which form the answer is wanted.
func outputWords(v *page.Visit, o *rest.OutputBody) string {
	if o == nil {
		return ""
	}
	var words []string
	add := func(vocabularyID, code string) {
		if code != "" {
			words = append(words, v.Label(vocabularyID, code))
		}
	}
	if o.ResultNumber > 0 {
		words = append(words, page.Count(o.ResultNumber, "result"))
	} else {
		add(vocabulary.ResultCounts, o.Results)
	}
	for _, format := range o.Formats {
		add(vocabulary.OutputFormats, format)
	}
	yes := func(wanted *bool, with, without string) {
		switch {
		case wanted == nil:
		case *wanted:
			words = append(words, with)
		default:
			words = append(words, without)
		}
	}
	yes(o.Abstracts, "with abstracts", "without abstracts")
	yes(o.Strategy, "with the strategy", "without the strategy")
	add(vocabulary.FullTextChoices, o.FullText)
	add(vocabulary.ReferenceStyles, o.ReferenceStyle)
	add(vocabulary.AlertFrequencies, o.Alert)
	return strings.Join(words, "; ")
}
