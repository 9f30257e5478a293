package figures

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// CaseQuery asks for the requests behind a number.
type CaseQuery struct {
	Person evidence.PersonID // who wants to see them: only what that person may see is listed
	Scope  report.Scope
	Period report.Period
	Metric metric.Metric
	All    bool             // of a share: the requests that counted, not only those behind the numerator
	By     metric.Dimension // with Group: only one group
	Group  string
	Cursor string
	Limit  int
}

// Case is a request behind a number.
type Case struct {
	Request   evidence.RequestID
	Reference string
	Question  string // its beginning
	Specialty string
	Stage     evidence.Stage
	Outcome   evidence.Outcome
	Day       report.Date // that put it into the period
	Times     int         // how often it counted: once for each person who was asked
	Minutes   *float64    // of sums and quantiles: what it brought in
}

// CasePage is some cases.
type CasePage struct {
	Cases []Case
	Next  string // the cursor of the next page; empty on the last
}

// Cases lists the requests behind a number, oldest day first. Errors: evidence.Invalid for a scope, group or cursor that
// cannot be.
func (s *Store) Cases(ctx context.Context, q CaseQuery) (CasePage, error) {
	page := CasePage{Cases: []Case{}}
	err := s.EachCase(ctx, q, q.Limit+1, func(c Case) error {
		if len(page.Cases) == q.Limit {
			last := page.Cases[q.Limit-1]
			page.Next = cursorOf(last)
			return nil
		}
		page.Cases = append(page.Cases, c)
		return nil
	})
	return page, err
}

// EachCase hands on the cases one by one, as many as there are if most is 0. The request of an error of take ends it.
func (s *Store) EachCase(ctx context.Context, q CaseQuery, most int, take func(Case) error) error {
	text, args, err := caseStatement(q, most)
	if err != nil {
		return err
	}
	rows, err := s.pool.Query(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("figures: cases: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		c, err := scanCase(rows)
		if err != nil {
			return fmt.Errorf("figures: cases: %w", err)
		}
		if err := take(c); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("figures: cases: %w", err)
	}
	return nil
}

func scanCase(rows pgx.Rows) (Case, error) {
	var c Case
	var id uuid.UUID
	var day time.Time
	err := rows.Scan(&id, &day, &c.Times, &c.Minutes, &c.Reference, &c.Question, &c.Specialty, &c.Stage, &c.Outcome)
	c.Request, c.Day = evidence.RequestID(id.String()), report.DateOf(day)
	return c, err
}

// caseStatement finds the rows of a metric, one line a request, and says what the reader may see of each.
func caseStatement(q CaseQuery, most int) (string, []any, error) {
	is, err := scopeOf(q.Scope)
	if err != nil {
		return "", nil, err
	}
	c := &counting{}
	person, err := uuid.Parse(string(q.Person))
	if err != nil {
		return "", nil, evidence.InvalidField("person", "unknown", "Name a person by their identifier.")
	}
	me := c.arg(person)
	c.within(is, q.Metric.Over)
	m := q.Metric
	c.where = append(c.where, c.between(m.Day, q.Period.From(), q.Period.To()))
	condition := m.Hits()
	if q.All {
		condition = m.Rows()
	}
	c.where = append(c.where, "("+condition+")")
	if q.By != metric.Everything {
		c.and(q.By.Text(m.Day)+" = %s", q.Group)
	}
	after, err := c.after(q.Cursor)
	if err != nil {
		return "", nil, err
	}
	value := "NULL::float8"
	if m.Kind == report.Hours || m.Kind == report.Quantile {
		value = "sum(" + m.Value + ")::float8"
	}
	limit := ""
	if most > 0 {
		limit = " LIMIT " + c.arg(most)
	}
	return "SELECT k.request_id, k.day, k.times, k.minutes, r.reference, coalesce(left(t.question, 200), ''), r.specialty, s.stage, coalesce(s.outcome, '')" +
		" FROM (SELECT f.request_id, min(" + m.Day + ") AS day, count(*) AS times, " + value + " AS minutes FROM " + rowsOf(m.Over, true) +
		" WHERE " + strings.Join(c.where, " AND ") + " GROUP BY f.request_id) k" +
		" JOIN request r ON r.id = k.request_id JOIN request_state s ON s.request_id = k.request_id" +
		" LEFT JOIN LATERAL (SELECT question FROM request_text WHERE request_id = k.request_id ORDER BY version DESC LIMIT 1) t ON true" +
		" WHERE " + after + " AND visible_to(" + me + ", k.request_id) IN ('library', 'review')" +
		" ORDER BY k.day, k.request_id" + limit, c.args, nil
}

// A cursor is the day and the request of the last case of a page.
func cursorOf(c Case) string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.Day.String() + string(c.Request)))
}

func (c *counting) after(cursor string) (string, error) {
	if cursor == "" {
		return "true", nil
	}
	wrong := evidence.InvalidField("cursor", "malformed", "Use a cursor that this list gave you.")
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	const dayLength = len("2006-01-02")
	if err != nil || len(raw) <= dayLength {
		return "", wrong
	}
	day, err := report.ParseDate(string(raw[:dayLength]))
	if err != nil {
		return "", wrong
	}
	request, err := uuid.Parse(string(raw[dayLength:]))
	if err != nil {
		return "", wrong
	}
	return fmt.Sprintf("(k.day, k.request_id) > (%s, %s)", c.arg(midnight(day)), c.arg(request)), nil
}
