package postgres

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
)

// statement is the list that a QueueQuery asks for. Only its parts are chosen here; every value is an argument.
type statement struct {
	args      []any
	mine      bool
	toCheck   bool
	me        string   // argument: the reader
	libraries string   // condition on the libraries asked for
	where     []string // conditions on request_state s
	text      string   // argument: words to search for; empty for none
	after     string   // condition: after the cursor
	order     string
	limit     string
}

var referencePattern = regexp.MustCompile(`(?i)^\s*(ED-[0-9]{4}-[0-9]{6,12})\s*$`)

// prepare checks a query and chooses the parts of its statement, whose arguments follow those that there are.
func (q QueueQuery) prepare(args []any) (*statement, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	reader, err := rowUUID(string(q.Person))
	if err != nil {
		return nil, err
	}
	s := &statement{args: args, mine: q.Mine, toCheck: q.ToCheck && !q.Mine, after: "true"}
	s.me = s.arg(reader)
	if err := s.within(q.Libraries); err != nil {
		return nil, err
	}
	s.filter(q)
	return s, nil
}

// within limits the list to some libraries. What is one's own is so in every library.
func (s *statement) within(libraries []evidence.LibraryID) error {
	if len(libraries) == 0 || s.mine {
		return nil
	}
	ids := make([]uuid.UUID, len(libraries))
	for i, l := range libraries {
		if !isUUID(string(l)) {
			return evidence.InvalidField("library", "unknown", "Name a library in which you work.")
		}
		ids[i] = uuid.MustParse(string(l))
	}
	if s.toCheck {
		s.and("s.library_id = ANY(%s::uuid[])", ids)
		return nil
	}
	s.libraries = " AND w.library_id = ANY(" + s.arg(ids) + "::uuid[])"
	return nil
}

// turn chooses the order, the size and the beginning of a page.
func (s *statement) turn(t turn) {
	sort, after := t.direction()
	s.order = fmt.Sprintf("s.%s %s, s.request_id %s", t.column, sort, sort)
	s.limit = s.arg(t.limit + 1)
	if t.from != nil {
		s.after = fmt.Sprintf("(s.%s, s.request_id) %s (%s, %s)", t.column, after, s.arg(t.value(t.from.key)), s.arg(t.from.request))
	}
}

func (s *statement) arg(v any) string {
	s.args = append(s.args, v)
	return fmt.Sprintf("$%d", len(s.args))
}

func (s *statement) and(condition string, values ...any) {
	names := make([]any, len(values))
	for i, v := range values {
		names[i] = s.arg(v)
	}
	s.where = append(s.where, fmt.Sprintf(condition, names...))
}

// filter adds the conditions on a request.
func (s *statement) filter(q QueueQuery) {
	reference := referencePattern.FindStringSubmatch(q.Text)
	s.stages(q.Stages, q.Mine || reference != nil)
	switch {
	case q.Unowned:
		s.and("s.owner IS NULL")
	case q.Owner != "":
		s.and("s.owner = %s", uuid.MustParse(string(q.Owner)))
	}
	if q.Requester != "" {
		s.and("s.requester = %s AND NOT EXISTS (SELECT FROM request e WHERE e.id = s.request_id AND e.erased_at IS NOT NULL)",
			uuid.MustParse(string(q.Requester)))
	}
	if len(q.Urgencies) > 0 {
		s.and("s.urgency = ANY(%s::text[])", q.Urgencies)
	}
	if len(q.Types) > 0 {
		s.and("s.type = ANY(%s::text[])", q.Types)
	}
	if len(q.Products) > 0 {
		s.and("s.product = ANY(%s::text[])", q.Products)
	}
	if !q.Changed.IsZero() {
		s.and("s.changed_at >= %s", q.Changed)
	}
	if q.Specialty != "" {
		s.and("s.specialty = %s", q.Specialty)
	}
	if !q.DueFrom.IsZero() {
		s.and("s.due_by >= %s", q.DueFrom)
	}
	if !q.DueBefore.IsZero() {
		s.and("s.due_by < %s", q.DueBefore)
	}
	switch {
	case reference != nil:
		s.and("s.request_id = (SELECT f.id FROM request f WHERE f.reference = %s)", strings.ToUpper(reference[1]))
	case !blank(q.Text):
		s.text = s.arg(q.Text)
	}
}

// stages limits the list to stages. The word open brings in the partial indexes.
func (s *statement) stages(list []evidence.Stage, all bool) {
	if len(list) == 0 {
		if !all {
			s.and("s.open")
		}
		return
	}
	names, open := make([]string, len(list)), true
	for i, stage := range list {
		names[i], open = string(stage), open && stage.Open()
	}
	if open {
		s.and("s.open")
	}
	if len(names) == 1 {
		s.and("s.stage = %s", names[0])
		return
	}
	s.and("s.stage = ANY(%s::text[])", names)
}

// staffed lists the libraries that the reader works in, of those asked for.
func (s *statement) staffed() string {
	return "(SELECT DISTINCT w.library_id FROM works_in(" + s.me + ") w(library_id) WHERE true" + s.libraries + ") l"
}

// involved lists the requests that are the reader's own, or that they are to check.
func (s *statement) involved() string {
	return `(SELECT a.request_id FROM request_state a WHERE a.requester = ` + s.me + `
    UNION SELECT rp.request_id FROM request_person rp JOIN request_state a ON a.request_id = rp.request_id
    WHERE rp.person_id = ` + s.me + ` AND (rp.relation <> 'reviewer' OR a.closed_at IS NULL))`
}

// checkable lists the requests whose check waits for the reader: sent to them, or to nobody by name in a library where they are a
// librarian. Nobody checks what they own, wrote or sent; the newest transition knows who did.
func (s *statement) checkable() string {
	return `(SELECT a.request_id FROM person_role pr JOIN request_state a ON a.library_id = pr.library_id AND a.stage = 'checking' AND a.open
    WHERE pr.person_id = ` + s.me + ` AND pr.role = 'librarian'
    UNION SELECT a.request_id FROM request_person rp JOIN request_state a ON a.request_id = rp.request_id AND a.stage = 'checking' AND a.open
    WHERE rp.person_id = ` + s.me + ` AND rp.relation = 'reviewer')
  AND s.owner IS DISTINCT FROM ` + s.me + `
  AND EXISTS (SELECT FROM transition t WHERE t.request_id = s.request_id AND t.seq = s.seq
    AND NOT (t.state -> 'check' -> 'authors') ? (` + s.me + `::uuid)::text
    AND (t.state -> 'check' ->> 'reviewer' = (` + s.me + `::uuid)::text OR t.state -> 'check' ->> 'reviewer' IS NULL
      AND EXISTS (SELECT FROM person_role pr WHERE pr.person_id = ` + s.me + ` AND pr.library_id = s.library_id AND pr.role = 'librarian')))`
}

// Where a list comes from: every request, or those whose newest text is searched.
const (
	fromStates = "request_state s"
	fromTexts  = "request_text t JOIN request r ON r.id = t.request_id AND r.text_version = t.version JOIN request_state s ON s.request_id = t.request_id"
)

// found is the list without its names: rows of request_state as s, the tail being the order and the size of a page.
func (s *statement) found(tail string) string {
	from, where := fromStates, slices.Clone(s.where)
	if s.text != "" {
		from, where = fromTexts, append(where, "t.tsv @@ websearch_to_tsquery('english', "+s.text+")")
	}
	all := func(conditions ...string) string { return strings.Join(append(conditions, where...), " AND ") }
	switch {
	case s.mine:
		return "SELECT s.* FROM " + from + " WHERE " + all(s.after, "s.request_id IN "+s.involved()) + tail
	case s.toCheck:
		return "SELECT s.* FROM " + from + " WHERE " + all(s.after, "s.request_id IN "+s.checkable()) + tail
	case s.text != "":
		// The cap comes before the order, so that every page is cut from the same hits.
		return "SELECT s.* FROM (SELECT s.* FROM " + s.staffed() + " JOIN " + from + " ON t.library_id = l.library_id WHERE " + all("true") +
			fmt.Sprintf(" ORDER BY t.request_id DESC LIMIT %d", maxHits) + ") s WHERE " + s.after + tail
	}
	// Each library gives its own first rows in the order of its index.
	return "SELECT s.* FROM " + s.staffed() + " CROSS JOIN LATERAL (SELECT s.* FROM " + from + " WHERE " +
		all("s.library_id = l.library_id", s.after) + tail + ") s" + tail
}

// relation is what the reader is to the requests of the list: to those of their libraries it is one and the same.
func (s *statement) relation() string {
	if s.mine || s.toCheck {
		return "visible_to(" + s.me + ", s.request_id)"
	}
	return "'library'"
}

// page is the list with its names.
func (s *statement) page() string {
	return `SELECT s.request_id, r.reference, v.relation, s.library_id, l.name, s.stage, s.outcome, s.owner, coalesce(owner.name, ''), s.requester,
  requester.name, r.erased_at IS NOT NULL, s.urgency, s.type, s.specialty, left(t.question, ` + strconv.Itoa(Excerpt) + `), s.running, s.must_agree, s.promise_due, s.decision_at,
  s.received_at, s.stage_since, s.delivered_at, s.closed_at, s.at, s.seq, s.change_seq
FROM (` + s.found(" ORDER BY "+s.order+" LIMIT "+s.limit) + `) s
CROSS JOIN LATERAL (SELECT ` + s.relation() + ` AS relation OFFSET 0) v
JOIN request r ON r.id = s.request_id
JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version
JOIN library l ON l.id = s.library_id
JOIN person requester ON requester.id = s.requester
LEFT JOIN person owner ON owner.id = s.owner
WHERE v.relation IS NOT NULL
ORDER BY ` + s.order
}

// count counts the list by stage and owner.
func (s *statement) count() string {
	return `SELECT s.stage, coalesce(s.owner::text, ''), count(*)::int FROM (` + s.found("") + `) s GROUP BY s.stage, s.owner`
}

// total counts the list up to one more than a limit, as the list number n of several.
func (s *statement) total(n, limit int) string {
	return fmt.Sprintf("SELECT %d, count(*)::int FROM (%s) s", n, s.found(fmt.Sprintf(" LIMIT %d", limit+1)))
}
