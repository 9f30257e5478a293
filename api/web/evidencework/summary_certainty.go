package evidencework

import (
	"fmt"
	"slices"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// certaintyPart is the fields of one rating: of what, how certain, who rated it and why.
type certaintyPart struct {
	Set     ui.Fieldset
	Outcome ui.Input
	Level   ui.Select
	RatedBy ui.Select
	Source  ui.Select
	Reason  ui.Textarea
}

// maxRatings is how many outcomes the API takes.
const maxRatings = 20

func fillCertainties(f *page.Form, list []postgres.Certainty) {
	for i, c := range list {
		defaults(f, "certainties", i, "outcome", c.Outcome, "level", c.Level, "rated_by", c.RatedBy,
			"source_reference", c.SourceReference, "reason", c.Reason)
	}
}

// readCertainties takes what was typed; rows in which there is nothing are left out.
func readCertainties(f *page.Form) []postgres.Certainty {
	var list []postgres.Certainty
	for i := range rows(f, "certainties") {
		at := func(field string) string { return f.Get(row("certainties", i, field)) }
		list = append(list, postgres.Certainty{
			Outcome: at("outcome"), Level: at("level"), RatedBy: at("rated_by"), SourceReference: at("source_reference"), Reason: at("reason"),
		})
	}
	return list
}

// certaintyFields are the ratings that were stated and an empty one. Nothing is chosen beforehand: a rating is never guessed.
func (s *summaryDesk) certaintyFields(f *page.Form) []certaintyPart {
	stated := rows(f, "certainties")
	var list []certaintyPart
	for i := range min(stated+1, maxRatings) {
		at := func(field string) string { return row("certainties", i, field) }
		p := certaintyPart{Set: ui.Fieldset{Legend: fmt.Sprintf("Rating %d", i+1), Size: "s"}}
		if i == stated {
			p.Set.Legend = "Another rating"
			if i == 0 {
				p.Set.Legend = "A rating"
			}
		}
		p.Outcome = f.Line(at("outcome"), "Outcome", "Such as falls with injury. Leave it empty for the answer as a whole.")
		p.Level = f.Select(at("level"), "How certain the evidence is", levels())
		p.RatedBy = f.Select(at("rated_by"), "Who rated it", []ui.Option{{Text: "Nobody yet"}, {Value: "source", Text: "A source, such as a systematic review"}, {Value: "librarian", Text: "The librarian"}})
		p.Source = f.Select(at("source_reference"), "The source", s.sources(f.Get(at("source_reference"))), "Needed when a source rated it.")
		p.Reason = f.Text(at("reason"), "Why", evidence.MaxNote, "What the source says of it, or your reason. Needed when you rate it yourself.")
		p.Reason.Rows = 2
		p.Outcome.Optional, p.Source.Optional, p.Reason.Optional = true, true, true
		list = append(list, p)
	}
	return list
}

// sources are the references by number; one that is gone from the list can still be seen to be chosen.
func (s *summaryDesk) sources(chosen string) []ui.Option {
	list := []ui.Option{{Text: "None"}}
	for i, r := range s.references {
		list = append(list, ui.Option{Value: r.ID, Text: fmt.Sprintf("%d. %s", i+1, brief(r))})
	}
	if chosen != "" && !slices.ContainsFunc(s.references, func(r postgres.Reference) bool { return r.ID == chosen }) {
		list = append(list, ui.Option{Value: chosen, Text: "A reference that was taken out"})
	}
	return list
}

// levels are the grades of certainty in words that say what they mean (GRADE).
func levels() []ui.Option {
	return []ui.Option{
		{Text: "Not stated"},
		{Value: "high", Text: "High: the true effect is very likely close to what is reported"},
		{Value: "moderate", Text: "Moderate: it is probably close, but may be substantially different"},
		{Value: "low", Text: "Low: it may be substantially different"},
		{Value: "very_low", Text: "Very low: it is probably substantially different"},
	}
}

func levelWords(level string) string {
	return map[string]string{"high": "High certainty", "moderate": "Moderate certainty", "low": "Low certainty", "very_low": "Very low certainty"}[level]
}

// ratedWords says whose the rating is and why it is so.
func ratedWords(c postgres.Certainty, references []postgres.Reference) string {
	by := "Rated by the librarian"
	if c.RatedBy == "source" {
		by = "Rated by a source that was taken out"
		if n := slices.IndexFunc(references, func(r postgres.Reference) bool { return r.ID == c.SourceReference }) + 1; n > 0 {
			by = fmt.Sprintf("Rated by source [%d]", n)
		}
	}
	return joined(": ", by, c.Reason)
}

// certaintyWords lists the ratings, one a line; empty where none is stated.
func certaintyWords(list []postgres.Certainty, references []postgres.Reference) string {
	lines := make([]string, len(list))
	for i, c := range list {
		lines[i] = joined(". ", joined(": ", c.Outcome, levelWords(c.Level)), ratedWords(c, references))
	}
	return strings.Join(lines, "\n")
}
