package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Methods is what a report says of how was searched, beside the searches themselves: statements and figures of one moment. A frozen
// version keeps its own, for records go on being imported, compared and read.
type Methods struct {
	ReportingContent
	Records      int             `json:"records,omitempty" doc:"All that were imported"`
	Publications int             `json:"publications,omitempty" doc:"Left when records of one publication count once"`
	Confirmed    int             `json:"confirmed,omitempty" doc:"Pairs of records that a person judged"`
	Reviews      []MethodsReview `json:"reviews,omitempty" doc:"Readings of the strategy by a second librarian"`
	Systematic   bool            `json:"systematic,omitempty" doc:"It is a systematic review"`
}

// MethodsReview is one reading of the strategy (PRISMA-S item 14).
type MethodsReview struct {
	At       time.Time `json:"at"`
	Verdict  string    `json:"verdict" doc:"A code of review_verdicts"`
	Elements int       `json:"elements" doc:"Of the six of PRESS that were judged"`
}

// reportQuestion is the question that a report answers, as far as it shows it.
type reportQuestion struct {
	canonicalQuestion

	version int
}

// methodsOf gives the statements and figures of a request as they are now, and who made the statements last.
func methodsOf(ctx context.Context, q *sqlc.Queries, request uuid.UUID) (m Methods, told *uuid.UUID, err error) {
	facts, err := q.SearchingFacts(ctx, request)
	if err != nil {
		return m, nil, err
	}
	m = Methods{
		ReportingContent: ReportingContent{Statements: listFrom[SearchStatement](facts.Statements), Dedup: fromJSON[SearchDedup](facts.Dedup)},
		Records:          int(facts.Records), Publications: int(facts.Publications), Confirmed: int(facts.Confirmed),
		Reviews: listFrom[MethodsReview](facts.Reviews), Systematic: facts.Type == "systematic_review",
	}
	for i := range m.Reviews {
		m.Reviews[i].At = m.Reviews[i].At.UTC()
	}
	return m, facts.ToldBy, nil
}

// surroundings reads what stands on a report and is not written in it: the question, and how was searched. It gives who told of the
// searching, where somebody did.
func (r *report) surroundings(ctx context.Context, q *sqlc.Queries, request uuid.UUID) (told *uuid.UUID, err error) {
	r.question.version = 1
	row, err := q.ReportQuestion(ctx, request)
	if err != nil && !isMissing(err) {
		return nil, err
	}
	if err == nil {
		r.question = reportQuestion{version: int(row.Version), canonicalQuestion: canonicalQuestion{
			Question: row.Question, Framework: row.Framework, Elements: fromJSON[map[string]string](row.FrameworkText), Exclusions: row.Exclusions,
		}}
	}
	if len(r.searches) == 0 {
		return nil, nil
	}
	m, told, err := methodsOf(ctx, q, request)
	r.methods = &m
	return told, err
}

func (m *Methods) stored() []byte {
	if m == nil {
		return nil
	}
	return jsonOf(m)
}

func storedMethods(raw []byte) *Methods {
	if raw == nil {
		return nil
	}
	m := fromJSON[Methods](raw)
	return &m
}

// AnsweredQuestion gives the question that a frozen version answers: it may have been refined since. Who may read the version may
// read its question. Errors: NotFound.
func (c *Content) AnsweredQuestion(ctx context.Context, a Access, v SummaryVersion) (QuestionText, error) {
	rows, err := c.q.QuestionVersions(ctx, sqlc.QuestionVersionsParams{Request: a.request, One: fit(v.Question)})
	if err != nil {
		return QuestionText{}, contentError(err)
	}
	if v.Question < 1 || len(rows) == 0 {
		return QuestionText{}, evidence.Refuse(evidence.NotFound, "")
	}
	return questionOf(rows[0]).QuestionText, nil
}
