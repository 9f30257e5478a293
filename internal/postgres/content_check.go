package postgres

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// Limits of single fields that the domain has no name for, in code points.
const (
	maxTitle    = 2_000
	maxJournal  = 1_000
	maxURL      = 2_000
	maxLineN    = 9_999
	maxCount    = 1<<31 - 1
	maxFileSize = 1 << 40

	firstYear = 1950 // MEDLARS came in 1964; earlier dates are slips

	clockSkew = time.Minute // by which a client's clock may be ahead of ours
)

// checker collects every field of a content row that is wrong, so that the writer hears of all at once.
type checker struct {
	codes  Codes
	now    time.Time
	fields []evidence.FieldError
}

func (c *Content) checker() *checker { return &checker{codes: c.codes, now: c.now()} }

func (k *checker) wrong(field, code, detail string) {
	if len(k.fields) < evidence.MaxListItems {
		k.fields = append(k.fields, evidence.FieldError{Field: field, Code: code, Detail: detail})
	}
}

func (k *checker) err() error {
	if k.fields == nil {
		return nil
	}
	return &evidence.Error{Code: evidence.Invalid, Fields: k.fields}
}

// text takes a text of at most limit code points. PostgreSQL cannot hold NUL.
func (k *checker) text(field, s string, limit int) {
	switch {
	case len(s) > limit && utf8.RuneCountInString(s) > limit:
		k.wrong(field, "too-long", fmt.Sprintf("At most %d characters.", limit))
	case strings.ContainsRune(s, 0) || !utf8.ValidString(s):
		k.wrong(field, "malformed", "Remove the characters that are not text.")
	}
}

// needed is text that must say something.
func (k *checker) needed(field, s string, limit int) {
	if strings.TrimSpace(s) == "" {
		k.wrong(field, "required", "This is needed.")
		return
	}
	k.text(field, s, limit)
}

// code takes a code of a vocabulary, or nothing.
func (k *checker) code(field, s, list string) {
	if s != "" && !k.codes.Has(list, s) {
		k.wrong(field, "unknown", "Use a code of the vocabulary "+list+".")
	}
}

func (k *checker) neededCode(field, s, list string) {
	if s == "" {
		k.wrong(field, "required", "Use a code of the vocabulary "+list+".")
	}
	k.code(field, s, list)
}

// one takes one of a few words, or nothing.
func (k *checker) one(field, s string, of ...string) {
	if s == "" {
		return
	}
	for _, word := range of {
		if s == word {
			return
		}
	}
	k.wrong(field, "unknown", "Use one of: "+strings.Join(of, ", ")+".")
}

func (k *checker) between(field string, n, low, high int) {
	if n < low || n > high {
		k.wrong(field, "out-of-range", fmt.Sprintf("Use a number from %d to %d.", low, high))
	}
}

func (k *checker) count(field string, n *int) {
	if n != nil {
		k.between(field, *n, 0, maxCount)
	}
}

func (k *checker) many(field string, n, limit int) {
	if n > limit {
		k.wrong(field, "too-many", fmt.Sprintf("At most %d.", limit))
	}
}

func (k *checker) past(field string, t *time.Time) {
	switch {
	case t == nil:
	case t.After(k.now.Add(clockSkew)):
		k.wrong(field, "in-the-future", "It cannot be later than now.")
	case t.Year() < firstYear:
		k.wrong(field, "out-of-range", "This is before there were computers to search with.")
	}
}

func (k *checker) link(field, s string) {
	k.text(field, s, maxURL)
	if s == "" {
		return
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		k.wrong(field, "malformed", "Use an address that begins with http:// or https://.")
	}
}

func (k *checker) person(field string, p evidence.PersonID) {
	if p != "" && !isUUID(string(p)) {
		k.wrong(field, "malformed", "Use an identifier that this API gave you.")
	}
}

func (k *checker) search(s SearchContent) {
	k.neededCode("source", s.Source, vocabulary.Sources)
	k.code("platform", s.Platform, vocabulary.Platforms)
	k.neededCode("kind", s.Kind, vocabulary.SourceKinds)
	k.text("source_name", s.SourceName, evidence.MaxName)
	k.text("method", s.Method, evidence.MaxNote)
	k.text("multi_db_group", s.MultiDBGroup, evidence.MaxName)
	k.text("coverage", s.Coverage, evidence.MaxName)
	k.past("run_at", s.RunAt)
	k.person("run_by", s.RunBy)
	k.text("adapted_from", s.AdaptedFrom, evidence.MaxNote)
	k.text("note", s.Note, evidence.MaxNote)
	k.text("alerts", s.Alerts, evidence.MaxNote)
	if s.AdaptedFromSearch != "" && !isUUID(s.AdaptedFromSearch) {
		k.wrong("adapted_from_search", "unknown", "Name a search that this API gave you.")
	}
	k.count("records_retrieved", s.RecordsRetrieved)
	k.count("records_exported", s.RecordsExported)
	if s.IsRerunOf != "" && !isUUID(s.IsRerunOf) {
		k.wrong("is_rerun_of", "unknown", "Name an earlier search for this request.")
	}
	k.lines(s.Lines)
	k.limits(s.Limits)
	k.filters(s.Filters)
	k.aiUse(s.AIUse)
}

func (k *checker) lines(lines []StrategyLine) {
	k.many("lines", len(lines), evidence.MaxStrategy)
	before := 0
	for i, l := range lines {
		at := fmt.Sprintf("lines[%d].", i)
		k.between(at+"n", l.N, 1, maxLineN)
		if l.N <= before {
			k.wrong(at+"n", "out-of-order", "Number the lines in ascending order.")
		}
		before = l.N
		k.needed(at+"text", l.Text, evidence.MaxStrategyLine)
		k.count(at+"hits", l.Hits)
		k.text(at+"note", l.Note, evidence.MaxNote)
		k.one(at+"role", l.Role, "concept", "combine", "limit", "filter")
	}
}

func (k *checker) limits(limits []SearchLimit) {
	k.many("limits", len(limits), evidence.MaxListItems)
	for i, l := range limits {
		at := fmt.Sprintf("limits[%d].", i)
		k.needed(at+"kind", l.Kind, evidence.MaxCode)
		k.text(at+"value", l.Value, evidence.MaxName)
		k.text(at+"reason", l.Reason, evidence.MaxNote)
	}
}

func (k *checker) filters(filters []SearchFilter) {
	k.many("filters", len(filters), evidence.MaxListItems)
	for i, f := range filters {
		at := fmt.Sprintf("filters[%d].", i)
		k.needed(at+"name", f.Name, evidence.MaxName)
		k.text(at+"version", f.Version, evidence.MaxName)
		k.text(at+"citation", f.Citation, evidence.MaxNote)
	}
}

func (k *checker) aiUse(uses []AIUse) {
	k.many("ai_use", len(uses), evidence.MaxListItems)
	for i, u := range uses {
		at := fmt.Sprintf("ai_use[%d].", i)
		k.neededCode(at+"stage", u.Stage, vocabulary.TimeEntryStages)
		k.needed(at+"tool", u.Tool, evidence.MaxName)
		k.text(at+"version", u.Version, evidence.MaxName)
		k.past(at+"accessed_at", u.AccessedAt)
		k.text(at+"prompt", u.Prompt, evidence.MaxNote)
		k.link(at+"link", u.Link)
		k.person(at+"output_checked_by", u.OutputCheckedBy)
		k.text(at+"note", u.Note, evidence.MaxNote)
	}
}

var pmidForm = regexp.MustCompile(`^[1-9][0-9]{0,8}$`)
