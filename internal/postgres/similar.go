package postgres

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/similar"
)

// SimilarRequest is a delivered request whose question is like a text.
type SimilarRequest struct {
	ID            evidence.RequestID
	Reference     string
	Relation      Relation
	Library       evidence.LibraryID
	LibraryName   string
	Stage         evidence.Stage
	Outcome       evidence.Outcome
	Type          string
	Specialty     string
	Question      string // its first Excerpt characters
	Requester     evidence.PersonID
	RequesterName string // of who agreed to be named, or whose request the reader sees anyway
	DeliveredAt   time.Time
	Score         float64 // 0 to 1: greater is more alike
}

// MaxSimilar is how many similar requests are given at most.
const MaxSimilar = 50

// Limits of a search for similar requests.
const (
	maxSimilarHits     = 6_000 // a guard only: the plan looks for rare words
	maxSimilarBeside   = 2_000 // likewise, by each of headings, DOIs and PMIDs
	maxSimilarElements = 20
	maxTrigramText     = 400 // characters of a question whose trigrams are compared; the rest tells no more and costs
)

// SimilarQuery is what earlier requests are to be like.
type SimilarQuery struct {
	Text, Background string            // the question, and what is said about it
	Elements         map[string]string // of the framework, by their codes
	Specialty        string            // a code
	Papers           string            // a text with DOIs and PMIDs
}

// Similar finds delivered requests that are like what is asked, of those whose report the person may see, the most alike
// first: at most limit, 1 to MaxSimilar. Errors: evidence.Invalid for a text or a limit that cannot be.
func (r *Reader) Similar(ctx context.Context, person evidence.PersonID, q SimilarQuery, limit int) ([]SimilarRequest, error) {
	reader, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	if err := q.check(limit); err != nil {
		return nil, err
	}
	ids, err := r.q.PaperIDs(ctx, strings.Join([]string{q.Text, q.Background, q.Papers}, " "))
	if err != nil {
		return nil, readError(err)
	}
	return r.similar(ctx, reader, nil, q, ids, limit)
}

// SimilarWork is what is like a request, and what became of the earlier requests that were found before.
type SimilarWork struct {
	Requests []SimilarRequest
	Uses     []SimilarUse // of those that the reader may see, found again or not
}

// SimilarTo finds delivered requests that are like a request, by its words, headings and papers, as [Reader.Similar]. Who may not know
// of the request gets evidence.NotFound.
func (r *Reader) SimilarTo(ctx context.Context, person evidence.PersonID, request evidence.RequestID, limit int) (SimilarWork, error) {
	if limit < 1 || limit > MaxSimilar {
		return SimilarWork{}, evidence.InvalidField("limit", "out-of-range", "Ask for 1 to 50.")
	}
	reader, id, err := pair(person, request)
	if err != nil {
		return SimilarWork{}, err
	}
	row, err := r.q.SimilarTexts(ctx, sqlc.SimilarTextsParams{Reader: reader, Request: id})
	if err != nil {
		return SimilarWork{}, readError(err)
	}
	q := SimilarQuery{Text: row.Question, Background: row.Background, Elements: fromJSON[map[string]string](row.FrameworkText), Specialty: row.Specialty}
	list, err := r.similar(ctx, reader, &id, q, row.Papers, limit)
	return SimilarWork{Requests: list, Uses: similarUsesOf(row.Uses)}, err
}

func (q SimilarQuery) check(limit int) error {
	if limit < 1 || limit > MaxSimilar {
		return evidence.InvalidField("limit", "out-of-range", "Ask for 1 to 50.")
	}
	texts := map[string]string{"text": q.Text, "background": q.Background, "specialty": q.Specialty, "papers": q.Papers}
	for code, e := range q.Elements {
		texts["elements."+code] = e
	}
	for field, text := range texts {
		if !isText(text) || utf8.RuneCountInString(text) > evidence.MaxQuestion {
			return evidence.InvalidField(field, "malformed", "Use at most 10,000 characters.")
		}
	}
	if len(q.Elements) > maxSimilarElements {
		return evidence.InvalidField("elements", "too-many", "Use at most 20 elements.")
	}
	return nil
}

func (r *Reader) similar(ctx context.Context, reader uuid.UUID, request *uuid.UUID, q SimilarQuery, papers []string, limit int) ([]SimilarRequest, error) {
	plan, err := r.similarPlan(ctx, q)
	if err != nil {
		return nil, err
	}
	p := sqlc.SimilarRequestsParams{
		Reader: reader, Request: request, Words: anyOf(plan.Find, papers), Total: plan.Total, Specialty: q.Specialty,
		Text: beginning(q.Text, maxTrigramText), Compared: maxTrigramText, Papers: papers, PaperWords: anyOf("", papers),
		Hits: maxSimilarHits, Beside: maxSimilarBeside, Most: int32(limit), //nolint:gosec // checked
		Queries: []string{}, Weights: []float64{}, Dois: []string{}, Pmids: []string{},
	}
	if p.Words == "" {
		return []SimilarRequest{}, nil
	}
	for _, t := range plan.Terms {
		p.Queries, p.Weights = append(p.Queries, t.Query), append(p.Weights, t.Weight)
	}
	for _, id := range papers {
		if doi, ok := strings.CutPrefix(id, "doi:"); ok {
			p.Dois = append(p.Dois, doi)
		} else if pmid, ok := strings.CutPrefix(id, "pmid:"); ok {
			p.Pmids = append(p.Pmids, pmid)
		}
	}
	rows, err := r.q.SimilarRequests(ctx, p)
	return each(rows, similarOf), readError(err)
}

// similarPlan weighs the words and chooses which are looked for.
func (r *Reader) similarPlan(ctx context.Context, q SimilarQuery) (similar.Plan, error) {
	words := r.words.Words(similar.Text{Question: q.Text, Background: q.Background, Specialty: q.Specialty, Elements: q.Elements})
	var ask []string
	for _, w := range words {
		ask = append(append(ask, w.Text), w.Others...)
	}
	rows, err := r.q.LexemesOf(ctx, ask)
	if err != nil {
		return similar.Plan{}, readError(err)
	}
	var sample similar.Sample // every row has it
	if len(rows) > 0 {
		sample = similar.Sample{Counted: int(rows[0].Counted), Total: int(rows[0].Total)}
	}
	return sample.Plan(termsOf(words, rows)), nil
}

// termsOf puts the words together as the text search writes them; the rows come in the order of the words and what may stand in
// their place. Words that mean nothing alone are left out, and what stems to the same is one term.
func termsOf(words []similar.Word, rows []sqlc.LexemesOfRow) []similar.Term {
	var terms []similar.Term
	index := map[string]int{}
	for _, w := range words {
		mine := rows[:1+len(w.Others)]
		rows = rows[1+len(w.Others):]
		if mine[0].Query == "" {
			continue
		}
		if i, ok := index[mine[0].Query]; ok {
			terms[i].Weight = max(terms[i].Weight, w.Weight)
			continue
		}
		index[mine[0].Query] = len(terms)
		t := similar.Term{Query: mine[0].Query, Weight: w.Weight, Count: int(mine[0].Ndoc)}
		for _, other := range mine[1:] {
			if other.Query != "" {
				t.Query += " | (" + other.Query + ")"
				t.Count += int(other.Ndoc)
			}
		}
		terms = append(terms, t)
	}
	return terms
}

// anyOf makes a text search for any of the words or papers worth looking for.
func anyOf(words string, papers []string) string {
	list := []string{}
	if words != "" {
		list = append(list, words)
	}
	for _, p := range papers {
		list = append(list, "'"+strings.NewReplacer(`\`, `\\`, `'`, `''`).Replace(p)+"'")
	}
	return strings.Join(list, " | ")
}

// beginning is at most so many characters of a text.
func beginning(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}

func similarOf(row sqlc.SimilarRequestsRow) SimilarRequest {
	s := SimilarRequest{
		ID: evidence.RequestID(row.RequestID.String()), Reference: row.Reference, Relation: Relation(row.Relation),
		Library: evidence.LibraryID(row.LibraryID.String()), LibraryName: row.LibraryName, Stage: evidence.Stage(row.Stage),
		Outcome: evidence.Outcome(orEmpty(row.Outcome)), Type: row.Type, Specialty: row.Specialty, Question: row.Question,
		DeliveredAt: orZero(row.DeliveredAt), Score: row.Score,
	}
	if !row.Anonymous && (s.Relation != RelationShared || row.IdentityShared) {
		s.Requester, s.RequesterName = personOf(row.Requester), row.RequesterName
	}
	return s
}
