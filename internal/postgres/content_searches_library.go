package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// MaxStrategies is how many strategies one page of the list holds.
const MaxStrategies = 25

// StrategyQuery asks for earlier strategies that a person may copy from.
type StrategyQuery struct {
	Person   evidence.PersonID
	Text     string // words of the question, a reference, or part of a line
	Source   string // a code of sources; any when empty
	Platform string // a code of platforms; any when empty
	Cursor   string // the last ID of the page before
}

// FoundStrategy is an earlier search in short.
type FoundStrategy struct {
	ID          string             `json:"id" format:"uuid"`
	Request     evidence.RequestID `json:"request" format:"uuid"`
	Reference   string             `json:"reference"`
	Question    string             `json:"question" doc:"Its beginning"`
	LibraryName string             `json:"library_name"`
	Relation    string             `json:"relation" enum:"library,shared" doc:"Whether it is your own library's or a report was shared"`
	Source      string             `json:"source"`
	SourceName  string             `json:"source_name,omitempty"`
	Platform    string             `json:"platform,omitempty"`
	Kind        string             `json:"kind"`
	RunAt       *time.Time         `json:"run_at,omitempty"`
	Lines       int                `json:"lines" doc:"How many there are"`
	Begins      string             `json:"begins" doc:"The beginning of the first line"`
}

// Strategies lists earlier searches with lines that a person may copy from, the newest first: those of the person's own libraries, and
// those of reports that were shared. One statement. Whether there are more is told by more.
func (c *Content) Strategies(ctx context.Context, q StrategyQuery) (list []FoundStrategy, more bool, err error) {
	person, err := rowUUID(string(q.Person))
	if err != nil {
		return nil, false, err
	}
	check := c.checker()
	check.text("q", q.Text, evidence.MaxName)
	check.code("source", q.Source, vocabulary.Sources)
	check.code("platform", q.Platform, vocabulary.Platforms)
	if q.Cursor != "" && !isUUID(q.Cursor) {
		check.wrong("cursor", "malformed", "Use the cursor of another page.")
	}
	if err := check.err(); err != nil {
		return nil, false, err
	}
	text := strings.TrimSpace(q.Text)
	rows, err := c.q.FindStrategies(ctx, sqlc.FindStrategiesParams{
		Reader: person, Words: text, Pattern: inJSON(text),
		Source: q.Source, Platform: q.Platform, Before: idOrNil(q.Cursor), Most: MaxStrategies + 1,
	})
	if err != nil {
		return nil, false, contentError(err)
	}
	rows, more = page(rows, MaxStrategies)
	return each(rows, func(r sqlc.FindStrategiesRow) FoundStrategy {
		return FoundStrategy{
			ID: r.ID.String(), Request: evidence.RequestID(r.RequestID.String()), Reference: r.Reference, Question: r.Question,
			LibraryName: r.LibraryName, Relation: r.Relation, Source: r.Source, SourceName: r.SourceName, Platform: r.Platform, Kind: r.Kind,
			RunAt: instant(r.RunAt), Lines: int(r.LineCount), Begins: r.Begins,
		}
	}), more, nil
}

// inJSON is the pattern of LIKE for a text anywhere in a stored list of lines, where quotation marks and backslashes are escaped.
func inJSON(text string) string {
	text = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text)
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text) + "%"
}

// Copied is the content of a new search that is taken from an earlier one, of any request that the person may see: its source and
// lines without their counts, its limits and filters, and where it came from. Rerun is for a search of the same request that is to be
// run again as it was. What was found, when and by whom is left out.
func (c *Content) Copied(ctx context.Context, from Access, search string, words *vocabulary.Catalogue, rerun bool) (SearchContent, error) {
	s, err := c.Search(ctx, from, search)
	if err != nil {
		return SearchContent{}, err
	}
	reference, err := c.q.ReferenceOf(ctx, from.request)
	if err != nil {
		return SearchContent{}, contentError(err)
	}
	out := SearchContent{
		Source: s.Source, SourceName: s.SourceName, Platform: s.Platform, Kind: s.Kind, Limits: s.Limits, Filters: s.Filters,
		Lines: each(s.Lines, func(l StrategyLine) StrategyLine { l.Hits = nil; return l }),
	}
	if rerun {
		out.IsRerunOf, out.Method, out.MultiDBGroup, out.AdaptedFrom, out.AdaptedFromSearch = s.ID, s.Method, s.MultiDBGroup, s.AdaptedFrom, s.AdaptedFromSearch
		return out, nil
	}
	out.AdaptedFromSearch = uuid.MustParse(s.ID).String()
	out.AdaptedFrom = fmt.Sprintf("%s, %s", reference, searchesInWords(words, []Search{s})[0].Name())
	return out, nil
}
