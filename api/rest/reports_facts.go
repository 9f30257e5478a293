package rest

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"evidencedesk/internal/document"
	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// routes is how the library's readers get to full texts.
func (m *reportMaker) routes() fulltext.Library {
	return m.library.Settings.FullText()
}

// asked sets the question as the version answers it beside one that was refined since.
func (m *reportMaker) asked(ctx context.Context, a postgres.Access) error {
	if m.version.Question == 0 || m.version.Question == m.view.TextVersion {
		return nil
	}
	q, err := m.Content.Store.AnsweredQuestion(ctx, a, m.version)
	if err != nil {
		return err
	}
	view := *m.view
	view.Question, view.Exclusions, view.Framework = q.Question, q.Exclusions, nil
	if q.Framework != "" {
		view.Framework = &FrameworkBody{Code: q.Framework, Elements: q.FrameworkText}
	}
	m.view = &view
	return nil
}

// framework is the elements of the question.
func (m *reportMaker) framework() []document.Fact {
	if m.view.Framework == nil {
		return nil
	}
	f, ok := m.Vocabulary.Term(vocabulary.Frameworks, m.view.Framework.Code)
	if !ok {
		return nil
	}
	var list []document.Fact
	for _, e := range f.Elements {
		if text := m.view.Framework.Elements[e.Key]; strings.TrimSpace(text) != "" {
			list = append(list, document.Fact{Label: e.Label, Text: text})
		}
	}
	return list
}

// limits say what was agreed to be left out.
func (m *reportMaker) limits() []document.Fact {
	var list []document.Fact
	say := func(label, text string) {
		if strings.TrimSpace(text) != "" {
			list = append(list, document.Fact{Label: label, Text: text})
		}
	}
	if l := m.view.Limits; l != nil {
		dates := m.labels(vocabulary.LimitDates, l.Dates)
		if l.From > 0 || l.To > 0 {
			dates = span(l.From, l.To)
		}
		say("Dates", dates)
		languages := m.labels(vocabulary.LimitLanguages, l.Languages)
		if len(l.LanguageList) > 0 {
			languages = strings.Join(l.LanguageList, ", ")
		}
		say("Languages", languages)
		say("Species", m.labels(vocabulary.LimitSpecies, l.Species))
		say("Ages", m.labels(vocabulary.LimitAges, l.Ages...))
		say("Sex", m.labels(vocabulary.LimitSexes, l.Sex))
		say("Places", m.labels(vocabulary.LimitGeographies, l.Geography))
		say("Settings", m.labels(vocabulary.LimitSettings, l.Settings...))
		say("Publications", m.labels(vocabulary.PublicationTypes, l.PublicationTypes...))
		say("Level of evidence", m.labels(vocabulary.EvidenceLevels, l.EvidenceLevel))
		say("Full text", m.labels(vocabulary.FullTextLimits, l.FullText))
		say("Without", m.labels(vocabulary.Exclusions, l.Exclude...))
	}
	say("Not wanted", m.view.Exclusions)
	return list
}

func span(from, to int) string {
	switch {
	case from > 0 && to > 0:
		return fmt.Sprintf("%d to %d", from, to)
	case from > 0:
		return fmt.Sprintf("From %d", from)
	}
	return fmt.Sprintf("Until %d", to)
}

func (m *reportMaker) labels(list string, codes ...string) string {
	var out []string
	for _, c := range codes {
		if c != "" {
			out = append(out, m.Vocabulary.Label(list, c))
		}
	}
	return strings.Join(out, ", ")
}

// methods describe how was searched, as the appendix of the ledger does.
func (m *reportMaker) methods() []document.Method {
	if len(m.version.Searches) == 0 {
		return nil
	}
	appendix := strategy.Appendix(m.ledger)
	list := []document.Method{{Paragraphs: []string{appendix.Summary}}}
	for _, s := range appendix.Sections {
		list = append(list, document.Method{Heading: s.Heading, Paragraphs: s.Paragraphs, Lines: linesOf(s.Strategy)})
	}
	return list
}

func linesOf(lines []strategy.Line) []document.Line {
	return each(lines, func(l strategy.Line) document.Line {
		return document.Line{Number: strconv.Itoa(l.N), Text: l.Text, Hits: l.Hits}
	})
}

// searches are the rows of the spreadsheet.
func (m *reportMaker) searches() []document.Search {
	list := make([]document.Search, len(m.ledger.Searches))
	for i, s := range m.ledger.Searches {
		list[i] = document.Search{
			Source: s.Source, Platform: s.Platform, Kind: s.KindName, Coverage: s.Coverage, RunAt: zoned(s.RunAt, m.Reports.Zone), Found: s.Found, Exported: s.Exported,
			Lines: linesOf(s.Lines), Note: s.Note, Limits: limitCells(m.version.Searches[i].Limits), Filters: filterCells(m.version.Searches[i].Filters),
		}
	}
	return list
}

func zoned(t time.Time, zone *time.Location) time.Time {
	if zone == nil || t.IsZero() {
		return t
	}
	return t.In(zone)
}

func limitCells(list []postgres.SearchLimit) string {
	return strings.Join(each(list, func(l postgres.SearchLimit) string {
		text := strings.TrimSpace(l.Kind + " " + l.Value)
		if l.Reason != "" {
			text += " (" + l.Reason + ")"
		}
		return text
	}), "; ")
}

func filterCells(list []postgres.SearchFilter) string {
	return strings.Join(each(list, func(f postgres.SearchFilter) string { return strings.TrimSpace(f.Name + " " + f.Version) }), "; ")
}
