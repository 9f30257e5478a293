package evidencework

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// midday is the hour of a search of which only the day was written down.
const midday = 12

// maxCount is the largest number of records that the API takes.
const maxCount = 1<<31 - 1

// fill fills the form in from what is stored. What was typed already stays.
func (s *searchDesk) fill(f *page.Form, c postgres.SearchContent) {
	for name, value := range map[string]string{
		"source": c.Source, "source_name": c.SourceName, "platform": c.Platform, "kind": c.Kind, "coverage": c.Coverage,
		"run_by": string(c.RunBy), "lines": strategy.Write(linesOf(c.Lines)), "method": c.Method, "multi_db_group": c.MultiDBGroup,
		"is_rerun_of": c.IsRerunOf, "adapted_from": c.AdaptedFrom, "adapted_from_search": c.AdaptedFromSearch, "alerts": c.Alerts, "note": c.Note,
		"records_retrieved": digits(c.RecordsRetrieved), "records_exported": digits(c.RecordsExported),
	} {
		f.Default(name, value)
	}
	if c.RunAt != nil {
		f.DefaultDate("run_at", *c.RunAt, s.visit.Zone)
	}
	for i, l := range c.Limits {
		defaults(f, "limits", i, "kind", l.Kind, "value", l.Value, "reason", l.Reason)
	}
	for i, l := range c.Filters {
		defaults(f, "filters", i, "name", l.Name, "version", l.Version, "citation", l.Citation)
		if l.Modified {
			f.Default(row("filters", i, "modified"), "true")
		}
	}
	for i, u := range c.AIUse {
		defaults(f, "ai_use", i, "stage", u.Stage, "tool", u.Tool, "version", u.Version, "prompt", u.Prompt, "link", u.Link,
			"output_checked_by", string(u.OutputCheckedBy), "note", u.Note)
		if u.AccessedAt != nil {
			f.DefaultDate(row("ai_use", i, "accessed_at"), *u.AccessedAt, s.visit.Zone)
		}
	}
}

func defaults(f *page.Form, list string, at int, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Default(row(list, at, pairs[i]), pairs[i+1])
	}
}

func digits(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// read takes what was typed. What the form does not show of a search that is stored stays as it is.
func (s *searchDesk) read(f *page.Form) postgres.SearchContent {
	stored := postgres.SearchContent{}
	if s.one != nil {
		stored = s.one.SearchContent
	}
	c := postgres.SearchContent{
		Source: f.Get("source"), SourceName: f.Get("source_name"), Platform: f.Get("platform"), Kind: s.kind(f), Coverage: f.Get("coverage"),
		Method: f.Get("method"), MultiDBGroup: f.Get("multi_db_group"), IsRerunOf: f.Get("is_rerun_of"), AdaptedFrom: f.Get("adapted_from"),
		AdaptedFromSearch: f.Get("adapted_from_search"), Alerts: f.Get("alerts"), Note: f.Get("note"), RecordsRetrieved: count(f, "records_retrieved"), RecordsExported: count(f, "records_exported"),
		Lines: typedLines(f.Get("lines"), stored.Lines), RunAt: s.day(f, "run_at", stored.RunAt),
	}
	if c.AdaptedFrom == "" {
		c.AdaptedFromSearch = "" // it is not one any more
	}
	if c.RunAt != nil {
		c.RunBy = evidence.PersonID(f.Get("run_by"))
	}
	needed(f, "source", "Choose the source that was searched.")
	for i := range rows(f, "limits") {
		needed(f, row("limits", i, "kind"), "Say what was limited, such as language.")
		c.Limits = append(c.Limits, postgres.SearchLimit{
			Kind: f.Get(row("limits", i, "kind")), Value: f.Get(row("limits", i, "value")), Reason: f.Get(row("limits", i, "reason")),
		})
	}
	for i := range rows(f, "filters") {
		needed(f, row("filters", i, "name"), "Write the name of the filter.")
		c.Filters = append(c.Filters, postgres.SearchFilter{
			Name: f.Get(row("filters", i, "name")), Version: f.Get(row("filters", i, "version")),
			Citation: f.Get(row("filters", i, "citation")), Modified: f.Get(row("filters", i, "modified")) != "",
		})
	}
	for i := range rows(f, "ai_use") {
		c.AIUse = append(c.AIUse, s.aiUse(f, i, stored.AIUse))
	}
	return c
}

func (s *searchDesk) aiUse(f *page.Form, i int, stored []postgres.AIUse) postgres.AIUse {
	at := func(field string) string { return f.Get(row("ai_use", i, field)) }
	needed(f, row("ai_use", i, "stage"), "Choose what AI was used for.")
	needed(f, row("ai_use", i, "tool"), "Write the name of the tool.")
	var before *time.Time
	if i < len(stored) {
		before = stored[i].AccessedAt
	}
	return postgres.AIUse{
		Stage: at("stage"), Tool: at("tool"), Version: at("version"), AccessedAt: s.day(f, row("ai_use", i, "accessed_at"), before),
		Prompt: at("prompt"), Link: at("link"), OutputCheckedBy: evidence.PersonID(at("output_checked_by")), Note: at("note"),
	}
}

// kind is the kind of source that was chosen, or the one that the source is.
func (s *searchDesk) kind(f *page.Form) string {
	if chosen := f.Get("kind"); chosen != "" {
		return chosen
	}
	source, _ := s.visit.Vocabulary.Term(vocabulary.Sources, f.Get("source"))
	if kinds := source.Refs[vocabulary.SourceKinds]; len(kinds) > 0 {
		return kinds[0]
	}
	return ""
}

// day reads a day. The day that is stored already keeps its time; today is now, so that nothing lies in the future.
func (s *searchDesk) day(f *page.Form, name string, stored *time.Time) *time.Time {
	t := f.Date(name, midday, s.visit.Zone)
	if t.IsZero() {
		return nil
	}
	same := func(other time.Time) bool {
		return t.Format(time.DateOnly) == other.In(s.visit.Zone).Format(time.DateOnly)
	}
	switch now := s.visit.Now(); {
	case stored != nil && same(*stored):
		return stored
	case same(now) && t.After(now):
		return &now
	}
	return &t
}

// count reads a number of records, with or without commas.
func count(f *page.Form, name string) *int {
	f.Set(name, strings.ReplaceAll(f.Get(name), ",", ""))
	if f.Get(name) == "" {
		return nil
	}
	n := f.Int(name, 0, maxCount)
	return &n
}

// typedLines reads the lines. What is stored beside a line stays with it while its text does.
func typedLines(text string, stored []postgres.StrategyLine) []postgres.StrategyLine {
	return each(strategy.Parse(text), func(l strategy.Line) postgres.StrategyLine {
		line := postgres.StrategyLine{N: l.N, Text: l.Text, Hits: l.Hits}
		if i := slices.IndexFunc(stored, func(o postgres.StrategyLine) bool { return o.Text == l.Text }); i >= 0 {
			line.Note, line.Role = stored[i].Note, stored[i].Role
		}
		return line
	})
}

// atLines puts what is wrong with single lines at the box in which they were typed. Findings of the identifier guard keep their
// path, which its confirmation needs; the text they are about is put where the form looks for it.
func atLines(f *page.Form, err error) {
	p, ok := refusal(err)
	if !ok {
		return
	}
	lines := strategy.Parse(f.Get("lines"))
	for i, e := range p.Errors {
		switch at, ok := lineAt(e.Field); {
		case !ok:
		case at >= len(lines):
			p.Errors[i].Field = "lines"
		case e.Code == string(evidence.IdentifierSuspected):
			f.Set(e.Field, lines[at].Text)
		default:
			p.Errors[i].Field, p.Errors[i].Detail = "lines", fmt.Sprintf("Line %d: %s", lines[at].N, lineWords(e))
		}
	}
}

func lineWords(e page.FieldProblem) string {
	if e.Detail != "" {
		return e.Detail
	}
	return "check how it is written."
}

// suspectLines makes fields of the lines in which the identifier guard found something, so that its explanation and the summary of
// errors name them, and gives the anchors to which both link.
func suspectLines(f *page.Form) []string {
	lines := strategy.Parse(f.Get("lines"))
	var anchors []string
	for _, s := range f.Suspects {
		at, ok := lineAt(s.Field)
		if !ok || at >= len(lines) {
			continue
		}
		field := f.Field(s.Field, fmt.Sprintf("Line %d of the strategy", lines[at].N))
		if !slices.Contains(anchors, field.Target()) {
			anchors = append(anchors, field.Target())
		}
	}
	return anchors
}

// lineAt is the place of the line that a path such as lines[3].text names.
func lineAt(path string) (int, bool) {
	parts := rowName.FindStringSubmatch(path)
	if parts == nil || parts[1] != "lines" {
		return 0, false
	}
	at, err := strconv.Atoi(parts[2])
	return at, err == nil
}

// people are the staff to choose from, the visitor first.
func people(list []rest.StaffRow, me evidence.PersonID) []rest.StaffRow {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b rest.StaffRow) int {
		switch {
		case a.Person == me && b.Person != me:
			return -1
		case b.Person == me && a.Person != me:
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	return sorted
}
