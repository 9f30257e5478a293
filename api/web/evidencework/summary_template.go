package evidencework

import (
	"fmt"
	"slices"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// extentHeading is the section that says how far was searched. A finding of nothing stands on it.
const extentHeading = "Where and how we looked"

// outline is what the summary of a product has, beside what its writer adds.
type outline struct {
	BottomLine bool     // it has one
	Text       string   // what the main text is called
	Hint       string   // how it is written
	Sections   []string // headings that are offered
}

// outlineOf is the outline of a product, by its definition in the vocabulary of products.
func outlineOf(product string) outline {
	const bullets = "Start each point on a new line with a dash. Cite a reference by its number in square brackets, like [1]."
	switch product {
	case "quick_answer":
		return outline{BottomLine: true, Text: "Answer", Hint: "One to three sentences, each with its source, like [1].", Sections: []string{extentHeading}}
	case "reference_list", "themed_list":
		return outline{Text: "About this list", Hint: "What the list holds and how it is ordered. Cite a reference by its number, like [1].", Sections: []string{extentHeading}}
	case "search_with_summary":
		return outline{BottomLine: true, Text: "What we found", Hint: bullets, Sections: []string{"Gaps and limits", extentHeading}}
	case "evidence_summary":
		return outline{BottomLine: true, Text: "Key findings", Hint: bullets, Sections: []string{"Scope", "Gaps and limits", extentHeading}}
	case "evidence_synthesis":
		return outline{BottomLine: true, Text: "What the evidence says", Hint: bullets, Sections: []string{"Scope", "How studies agree and differ", "Gaps and limits", extentHeading}}
	case "systematic_search_export":
		return outline{Text: "Notes for the review team", Hint: "What they need to know of the files and strategies.", Sections: []string{extentHeading}}
	}
	return outline{BottomLine: true, Text: "What the evidence says", Hint: bullets, Sections: []string{"Gaps and limits", extentHeading}}
}

// offered reports whether some product offers the heading: then it was not typed by anybody.
func offered(heading string) bool {
	for _, product := range []string{"", "quick_answer", "reference_list", "search_with_summary", "evidence_summary", "evidence_synthesis"} {
		if slices.Contains(outlineOf(product).Sections, heading) {
			return true
		}
	}
	return false
}

// extent writes down how far was searched, from the ledger: each source with its platform, day, dates covered and records found.
func (d *desk) extent(list []postgres.Search) string {
	if len(list) == 0 {
		return "No search has been recorded."
	}
	var b strings.Builder
	for _, s := range list {
		fmt.Fprintf(&b, "- %s", d.sourceOn(s))
		if s.RunAt == nil {
			b.WriteString(": not searched yet\n")
			continue
		}
		fmt.Fprintf(&b, ", searched on %s", ui.TimeDate.Write(s.RunAt.In(d.visit.Zone)))
		if s.Coverage != "" {
			fmt.Fprintf(&b, ", covering %s", s.Coverage)
		}
		if s.RecordsRetrieved != nil {
			fmt.Fprintf(&b, ": %s found", page.Count(*s.RecordsRetrieved, "record"))
		}
		b.WriteString(limitWords(s.Limits))
		b.WriteString("\n")
	}
	for _, s := range list {
		for _, u := range s.AIUse {
			fmt.Fprintf(&b, "- AI was used: %s\n", d.aiWords(u))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

func limitWords(limits []postgres.SearchLimit) string {
	if len(limits) == 0 {
		return ""
	}
	return ". Limits: " + strings.Join(each(limits, func(l postgres.SearchLimit) string {
		return joined(" ", strings.TrimSuffix(joined(" ", l.Kind, l.Value), "."), prefixed("because ", l.Reason))
	}), "; ")
}
