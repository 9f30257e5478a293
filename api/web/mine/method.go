package mine

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// searchModel is one search as the report describes it.
type searchModel struct {
	Heading string
	Text    string
	Lines   *ui.StrategyTable
	Notes   []string // limits, filters and the use of AI tools
}

// searches describes how was searched: each source with its lines as they were run (PRISMA-S items 1, 8 and 13).
func searches(v *page.Visit, list []postgres.Search) []searchModel {
	var out []searchModel
	for _, s := range list {
		m := searchModel{Heading: source(v, s.SearchContent)}
		if s.RunAt != nil {
			m.Text = "Run on " + v.Day(*s.RunAt) + "."
		}
		if s.RecordsRetrieved != nil {
			m.Text = together(m.Text, page.Count(*s.RecordsRetrieved, "record")+" found.")
		}
		m.Text = together(m.Text, sentence(s.Method))
		if len(s.Lines) > 0 && !s.Erased {
			m.Lines = strategy(m.Heading, s.Lines)
		}
		m.Notes = notes(v, s.SearchContent)
		out = append(out, m)
	}
	return out
}

func source(v *page.Visit, s postgres.SearchContent) string {
	name := s.SourceName
	if name == "" {
		name = v.Label(vocabulary.Sources, s.Source)
	}
	if s.Platform != "" && s.Platform != "other" {
		name += " (" + v.Label(vocabulary.Platforms, s.Platform) + ")"
	}
	return name
}

// notes are the limits and filters of a search, and every use of an AI tool as national guidance wants it stated: the tool, its
// version, the date and the prompt.
func notes(v *page.Visit, s postgres.SearchContent) []string {
	var list []string
	for _, l := range s.Limits {
		list = append(list, together(sentence("Limited to "+strings.TrimSpace(l.Kind+" "+l.Value)), sentence(l.Reason)))
	}
	for _, f := range s.Filters {
		list = append(list, together(sentence("Filter: "+strings.TrimSpace(f.Name+" "+f.Version)), sentence(f.Citation)))
	}
	for _, a := range s.AIUse {
		said := []string{sentence("AI tool: " + strings.TrimSpace(a.Tool+" "+a.Version)), sentence("Used for: " + strings.ToLower(v.Label(vocabulary.TimeEntryStages, a.Stage)))}
		if a.AccessedAt != nil {
			said = append(said, "On "+v.Day(*a.AccessedAt)+".")
		}
		if a.Prompt != "" {
			said = append(said, sentence("Prompt: "+a.Prompt))
		}
		if a.OutputCheckedBy != "" {
			said = append(said, "A person checked what it gave.")
		}
		list = append(list, together(said...))
	}
	return list
}

func strategy(caption string, lines []postgres.StrategyLine) *ui.StrategyTable {
	t := &ui.StrategyTable{Caption: "Search of " + caption}
	for _, l := range lines {
		line := ui.StrategyLine{Number: strconv.Itoa(l.N), Query: l.Text}
		if l.Hits != nil {
			line.Hits = ui.Number(*l.Hits)
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

// prepared says who wrote a report, up to when was searched, and when it was sent and perhaps corrected.
func prepared(v *page.Visit, r one, s postgres.SummaryVersion, corrected time.Time) string {
	who := r.LibraryName
	if r.OwnerName != "" && slices.Contains(s.Authors, r.Owner) {
		who = r.OwnerName + ", " + r.LibraryName
	}
	sent := "Sent on " + v.Day(r.DeliveredAt) + "."
	switch {
	case s.Version != r.DeliveredVersion || r.DeliveredAt.IsZero():
		sent = "Version of " + v.Day(s.FrozenAt) + "."
	case !corrected.IsZero():
		sent = "First sent on " + v.Day(r.DeliveredAt) + ", corrected on " + v.Day(corrected) + "."
	}
	return together("Prepared by "+who+".", searchedTo(v, s.Searches), sent)
}

// searchedTo is up to when was searched: a source that was searched earlier than the others counts, for what is newer than
// that may be missing.
func searchedTo(v *page.Visit, list []postgres.Search) string {
	var first, last time.Time
	for _, s := range list {
		if s.RunAt == nil {
			continue
		}
		if first.IsZero() || s.RunAt.Before(first) {
			first = *s.RunAt
		}
		if s.RunAt.After(last) {
			last = *s.RunAt
		}
	}
	switch {
	case first.IsZero():
		return ""
	case v.Day(first) == v.Day(last):
		return "Searched up to " + v.Day(first) + "."
	}
	return "Searched between " + v.Day(first) + " and " + v.Day(last) + "."
}

// disclaimers say what a report of this kind is not (domain rules 6.4 and 5.5).
func disclaimers(searchType, product string, searches []postgres.Search) []string {
	list := []string{
		"Library staff prepared this from the sources and dates that it names. It may not hold everything that was published, it is not clinical advice, and the responsibility for clinical decisions stays with you.",
	}
	if product != "evidence_synthesis" {
		list = append(list, "The quality of the papers was not assessed unless the text says so.")
	}
	if product == "evidence_summary" || product == "search_with_summary" {
		list = append(list, "The findings are summarised from abstracts and full texts.")
	}
	if searchType == "patient_question" || searchType == "patient_information_resource" {
		list = append(list, "For patients: this is for information only and does not replace the advice of a health professional. Ask yours about anything in it.")
	}
	if slices.ContainsFunc(searches, func(s postgres.Search) bool { return len(s.AIUse) > 0 }) {
		list = append(list, "An artificial intelligence tool was used for part of this; how is described with the searches. Asked again, it may give something else.")
	}
	return list
}
