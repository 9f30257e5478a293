package evidencework

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// check is something that the writer may want to look at before sending the summary, and where it is.
type check struct {
	Text string
	More string // words after Text that are a link, such as the sentence
	Href string
}

// Limits of what is shown beside the text.
const (
	maxSentences = 8  // sentences without support that are listed one by one
	maxLines     = 5  // of a bottom line
	lineLength   = 90 // characters that a line of the report holds, about
)

// checks is what the writer may want to look at. All of it is advice.
func (s *summaryDesk) checks(f *page.Form, o vocabulary.SummaryOutline) []check {
	text := readSummaryOnly(f)
	text.EvidenceTable, text.Certainties = s.table, readCertainties(f)
	found := postgres.ClaimsOf(text, s.references)
	list := s.sentenceChecks(found)
	list = append(list, s.numberChecks(found)...)
	list = append(list, s.partChecks(found)...)
	if len(s.references) == 0 && !found.NothingFound {
		list = append(list, check{Text: "The report has no references. When nothing was found, say so: that is a result."})
	}
	list = append(list, bottomChecks(text, o)...)
	if found.Sentences > 0 {
		list = append(list, check{Text: fmt.Sprintf("%d of %s cite a reference.", found.Supported, page.Count(found.Sentences, "sentence"))})
	}
	return append(list, check{Text: fmt.Sprintf("Whole summary: %s.", page.Count(wordCount(strings.Join(textsOf(text), " ")), "word"))})
}

// sentenceChecks lists sentences by what is the matter with them, each with a link to its field.
func (s *summaryDesk) sentenceChecks(found postgres.Claims) []check {
	words := map[string]string{
		"unsupported": "No reference is cited for:", "unknown": "It cites what is not in the list:", "removed": "Its reference was removed:",
	}
	var list []check
	more := 0
	for _, finding := range found.Findings {
		said, ok := words[finding.Kind]
		switch {
		case !ok:
		case finding.Kind == "unsupported" && len(list) >= maxSentences:
			more++
		default:
			list = append(list, check{Text: said, More: finding.Excerpt, Href: "#" + ui.IDOf(finding.Section)})
		}
	}
	if more > 0 {
		list = append(list, check{Text: page.Count(more, "sentence") + " more cite nothing."})
	}
	return list
}

// numberChecks names the references that no sentence cites.
func (s *summaryDesk) numberChecks(found postgres.Claims) []check {
	var unused []string
	for _, finding := range found.Findings {
		if finding.Kind == "unused" {
			unused = append(unused, strconv.Itoa(finding.Place))
		}
	}
	switch len(unused) {
	case 0:
		return nil
	case 1:
		return []check{{Text: "Reference " + unused[0] + " is not cited."}}
	}
	return []check{{Text: "References " + enumerate(unused) + " are not cited."}}
}

// partChecks are about the extent, the evidence table and the ratings.
func (s *summaryDesk) partChecks(found postgres.Claims) []check {
	var list []check
	for _, finding := range found.Findings {
		switch finding.Kind {
		case "no_extent":
			list = append(list, check{Text: "It says that something was not found, and not where was looked: write that from the searches."})
		case "no_reference":
			list = append(list, check{Text: "A row stands for a reference that was removed:", More: "evidence table", Href: s.URL("summary", "table")})
		case "no_source":
			list = append(list, check{Text: "A rating comes from a reference that was removed:", More: "its source", Href: "#" + ui.IDOf(finding.Section+".source_reference")})
		}
	}
	return list
}

// bottomChecks count the lines of the bottom line: one to five.
func bottomChecks(text postgres.SummaryText, o vocabulary.SummaryOutline) []check {
	lines := lineCount(text.BottomLine)
	switch {
	case lines == 0 && o.BottomLine:
		return []check{{Text: "There is no bottom line yet."}}
	case lines == 0:
		return nil
	case lines > maxLines:
		return []check{{Text: fmt.Sprintf("The bottom line has about %d lines. Up to %d are read.", lines, maxLines)}}
	}
	return []check{{Text: fmt.Sprintf("Bottom line: about %s, %s.", page.Count(lines, "line"), page.Count(wordCount(text.BottomLine), "word"))}}
}

// lineCount is about how many lines a text takes in the report.
func lineCount(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		n += (utf8.RuneCountInString(strings.TrimSpace(line)) + lineLength - 1) / lineLength
	}
	return n
}

func wordCount(s string) int { return len(strings.Fields(s)) }
