package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
)

// SharedQuery asks for the reports that were shared with a person.
type SharedQuery struct {
	Person evidence.PersonID
	Text   string // words as people type them into a search box, or a reference
	Cursor string // of another page
	Limit  int    // 1 to MaxPage
}

// SharedReport is a delivered request of somebody else whose report the person may see.
type SharedReport struct {
	ID          evidence.RequestID
	Reference   string
	Relation    Relation
	Library     evidence.LibraryID
	LibraryName string
	Outcome     evidence.Outcome
	Type        string
	Specialty   string
	Question    string // its first Excerpt characters
	DeliveredAt time.Time
}

// SharedPage is one page of shared reports, the newest first.
type SharedPage struct {
	Reports    []SharedReport
	Next, Prev string
	Total      int // on all pages, at most MostCounted
	Capped     bool
}

// byDelivery is the order of shared reports; its code is one that no queue uses.
func byDelivery() order {
	return order{name: "-delivered", code: 5, column: "delivered_at", down: true}
}

// SharedReports lists the delivered requests whose requester lets the person see the report, and those that answer a
// question of the person's own which was merged or referred; without the person's own requests, and without those whose
// text was erased. One statement. Errors: evidence.Invalid for a cursor, a text or a limit that cannot be.
func (r *Reader) SharedReports(ctx context.Context, q SharedQuery) (SharedPage, error) {
	reader, err := rowUUID(string(q.Person))
	if err != nil {
		return SharedPage{}, err
	}
	if err := (QueueQuery{Text: q.Text, Limit: q.Limit}).check(); err != nil {
		return SharedPage{}, err
	}
	t, err := turnTo(byDelivery(), q.Cursor, q.Limit)
	if err != nil {
		return SharedPage{}, err
	}
	s := &statement{me: "$1", args: []any{reader}, after: "true"}
	s.turn(t)
	rows, err := r.pool.Query(ctx, s.shared(q.Text), s.args...)
	if err != nil {
		return SharedPage{}, readError(err)
	}
	var p SharedPage
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (SharedReport, error) { return scanShared(row, &p.Total) })
	if err != nil {
		return SharedPage{}, readError(err)
	}
	list = slices.DeleteFunc(list, func(r SharedReport) bool { return r.ID == "" }) // the row of the count alone
	if t.fellShort(len(list)) {
		q.Cursor = ""
		return r.SharedReports(ctx, q)
	}
	p.Capped, p.Total = p.Total > MostCounted, min(p.Total, MostCounted)
	p.Reports, p.Prev, p.Next = cut(t, list, func(r SharedReport) cursor {
		return cursor{order: byDelivery().code, key: r.DeliveredAt.UnixMicro(), request: uuid.MustParse(string(r.ID))}
	})
	return p, nil
}

// sharedWith lists the requests that the reader sees by sharing: for those that are shared by consent, which are many, by
// cheap tests that say the same as visible_to; it has the last word on each row of a page.
const sharedWith = `SELECT r.id FROM request r
    WHERE r.share_report <> 'nobody'
      AND (r.share_report = 'anyone_nhs' OR r.organisation_id = (SELECT p.organisation_id FROM person p WHERE p.id = $1))
  UNION SELECT x.id FROM (
      SELECT m.survivor AS id FROM merge_link m WHERE m.state = 'active' AND m.source IN (SELECT request_id FROM asked)
      UNION SELECT l.from_request FROM request_link l JOIN request_state orig ON orig.request_id = l.to_request
      WHERE l.kind = 'referred_from' AND orig.library_id IN (SELECT w.library_id FROM works_in($1) w(library_id))) x
    WHERE visible_to($1, x.id) = 'shared'`

// shared is the statement of a page of shared reports with their number; the number comes even when the page is empty.
func (s *statement) shared(text string) string {
	where := "true"
	switch reference := referencePattern.FindStringSubmatch(text); {
	case reference != nil:
		where = "r.reference = " + s.arg(strings.ToUpper(reference[1]))
	case !blank(text):
		where = "t.tsv @@ websearch_to_tsquery('english', " + s.arg(text) + ")"
	}
	return fmt.Sprintf(`WITH asked AS (SELECT request_id FROM request_state WHERE requester = $1
    UNION SELECT request_id FROM request_person WHERE person_id = $1 AND relation IN ('delegate', 'copied')),
hits AS (SELECT s.request_id, s.delivered_at FROM (%s) c JOIN request_state s ON s.request_id = c.id JOIN request r ON r.id = c.id
    JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version
  WHERE s.delivered_at IS NOT NULL AND t.erased_at IS NULL AND s.request_id NOT IN (SELECT request_id FROM asked) AND %s),
total AS (SELECT count(*)::int AS n FROM (SELECT FROM hits LIMIT %d) h)
SELECT total.n, p.*
FROM total LEFT JOIN LATERAL (
  SELECT s.request_id, r.reference, v.relation, r.library_id, l.name, q.outcome, q.type, q.specialty, left(t.question, %d) AS question, s.delivered_at
  FROM hits s CROSS JOIN LATERAL (SELECT visible_to($1, s.request_id) AS relation OFFSET 0) v
  JOIN request_state q ON q.request_id = s.request_id JOIN request r ON r.id = s.request_id
  JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version JOIN library l ON l.id = r.library_id
  WHERE %s AND v.relation IS NOT NULL
  ORDER BY %s LIMIT %s) p ON true
ORDER BY %s`, sharedWith, where, MostCounted+1, Excerpt, s.after, s.order, s.limit, strings.ReplaceAll(s.order, "s.", "p."))
}

func scanShared(row pgx.CollectableRow, total *int) (s SharedReport, err error) {
	var id, library *uuid.UUID
	var reference, relation, libraryName, outcome, kind, specialty, question *string
	var delivered *time.Time
	err = row.Scan(total, &id, &reference, &relation, &library, &libraryName, &outcome, &kind, &specialty, &question, &delivered)
	if err != nil || id == nil {
		return s, err
	}
	return SharedReport{
		ID: evidence.RequestID(id.String()), Reference: orEmpty(reference), Relation: Relation(orEmpty(relation)),
		Library: evidence.LibraryID(library.String()), LibraryName: orEmpty(libraryName), Outcome: evidence.Outcome(orEmpty(outcome)),
		Type: orEmpty(kind), Specialty: orEmpty(specialty), Question: orEmpty(question), DeliveredAt: orZero(delivered),
	}, nil
}
