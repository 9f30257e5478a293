package postgres_test

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// TestQueuePagesUseTheirIndexes stores a library of many requests and reads how the database makes the pages.
func TestQueuePagesUseTheirIndexes(t *testing.T) {
	if testing.Short() {
		t.Skip("stores 20,000 requests")
	}
	s := newShelf(t)
	s.flood(20_000)
	reader, sent := s.listening()
	due := s.now
	for name, q := range map[string]postgres.QueueQuery{
		"open":      {},
		"one stage": {Stages: []evidence.Stage{evidence.Searching}},
		"stages":    {Stages: []evidence.Stage{evidence.Searching, evidence.Triage}},
		"mine":      {Owner: s.librarian},
		"pool":      {Unowned: true},
		"overdue":   {DueBefore: due},
		"newest":    {Sort: postgres.SortNewest},
		"changed":   {Sort: postgres.SortChanged},
		"finished":  {Stages: []evidence.Stage{evidence.Closed}, Sort: postgres.SortNewest},
		"words":     {Text: "word17 word3"},
		"reference": {Text: "ED-2026-000777"},
		"requester": {Mine: true},
		"to check":  {ToCheck: true},
	} {
		q.Person = s.librarian
		if q.Mine {
			q.Person = s.requester
		}
		first, err := reader.Queue(t.Context(), q)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for turn := range 3 { // the first page, the next, and the first once more
			plan := s.plan(sent.last(), "ANALYZE, BUFFERS, TIMING OFF") //nolint:misspell // the keyword
			if wholeTable.MatchString(plan) {
				t.Errorf("%s reads a whole table:\n%s", name, plan)
			}
			if plan := s.generic(sent.last()); wholeTable.MatchString(plan) {
				t.Errorf("%s reads a whole table, when it is planned for any values:\n%s", name, plan)
			}
			t.Logf("%s: %s", name, plan[strings.LastIndex(plan, "Execution Time"):])
			if first.Next == "" || turn == 2 {
				break
			}
			q.Cursor = first.Next
			if turn == 1 {
				q.Cursor = first.Prev
			}
			if first, err = reader.Queue(t.Context(), q); err != nil {
				t.Fatal(err)
			}
			if turn == 0 && first.Next == "" {
				first.Next = "the last page"
			}
		}
	}
	if _, err := reader.Similar(t.Context(), s.librarian, postgres.SimilarQuery{Text: "Is word4777 worse than word9998?"}, 10); err != nil {
		t.Fatal(err)
	}
	if plan := s.plan(sent.last(), "COSTS OFF"); strings.Contains(plan, "Seq Scan on request_text") || !strings.Contains(plan, "request_text_alike") {
		t.Errorf("similar requests are found without the index:\n%s", plan)
	}
}

// wholeTable finds the tables that grow; the people named by a request are few here.
var wholeTable = regexp.MustCompile(`Seq Scan on (request|request_state|request_text)\s`)

// flood stores n requests of 300 people and one who asked every 500th, nine of ten in this library, one of twelve open.
func (s *shelf) flood(n int) {
	s.Helper()
	from := ` FROM (SELECT n, md5('request ' || n)::uuid AS id, CASE WHEN n % 10 = 0 THEN $2::uuid ELSE $3::uuid END AS library, n % 12 = 0 AS open,
		CASE WHEN n % 500 = 0 THEN $4::uuid ELSE md5('person ' || n % 300)::uuid END AS requester, $5::timestamptz - n * interval '7 minutes' AS at, $6::uuid AS owner
		FROM generate_series(1, $1::int) n) f`
	s.exec(`INSERT INTO person (id, name) SELECT md5('person ' || n)::uuid, 'Somebody' FROM generate_series(0, 299) n`)
	for _, insert := range []string{
		`INSERT INTO request (id, reference, library_id, requester, type, created_at)
		SELECT id, 'ED-2026-' || lpad(n::text, 6, '0'), library, requester, 'patient_care', at`,
		`INSERT INTO request_text (request_id, version, library_id, question, created_at)
		SELECT id, 1, library, 'Is word' || n % 40 || ' as good as word' || n % 7 || ' or word' || n || '?', at`,
		`INSERT INTO request_state (request_id, library_id, stage, outcome, owner, requester, urgency, type, running, promise_due, received_at, stage_since,
		seq, at, first_delivered_at, delivered_at, closed_at, change_seq, change_xid)
		SELECT id, library, CASE WHEN open THEN (ARRAY['triage', 'searching', 'summarising', 'clarifying'])[1 + n / 12 % 4] ELSE 'closed' END,
		CASE WHEN NOT open THEN 'answered' END, CASE WHEN n % 36 <> 0 THEN owner END, requester, 'routine', 'patient_care', false,
		CASE WHEN open THEN at + interval '30 days' END, at, at, 1, at, CASE WHEN NOT open THEN at END, CASE WHEN NOT open THEN at END,
		CASE WHEN NOT open THEN at END, nextval('request_change'), pg_current_xact_id()`,
	} {
		// Every value appears in the part that all share, so that each statement knows its type.
		s.exec(insert+from, n, s.other, s.library, s.requester, s.now, s.librarian)
	}
	s.exec(`SELECT setval('request_reference', $1)`, n)
	s.exec(`VACUUM ANALYZE`) //nolint:misspell // the keyword
}

// eavesdropper keeps the statements that a store sends.
type eavesdropper struct {
	mu   sync.Mutex
	sent []pgx.TraceQueryStartData
}

func (e *eavesdropper) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sent = append(e.sent, d)
	return ctx
}

func (*eavesdropper) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (e *eavesdropper) last() pgx.TraceQueryStartData {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.sent[len(e.sent)-1]
}

// listening gives a reader whose statements can be read, working as the application does.
func (s *shelf) listening() (*postgres.Reader, *eavesdropper) {
	s.Helper()
	e := &eavesdropper{}
	return postgres.NewReader(s.pool(e)), e
}

// pool is the application's, overheard.
func (s *shelf) pool(e *eavesdropper) *pgxpool.Pool {
	s.Helper()
	c := s.db.App.Config()
	c.ConnConfig.Tracer = e
	pool, err := pgxpool.NewWithConfig(s.Context(), c)
	if err != nil {
		s.Fatal(err)
	}
	if err := pool.Ping(s.Context()); err != nil {
		s.Fatal(err)
	}
	s.Cleanup(pool.Close)
	return pool
}

// plan says how the database carries a statement out.
func (s *shelf) plan(d pgx.TraceQueryStartData, options string) string {
	s.Helper()
	rows, err := s.db.Admin.Query(s.Context(), "EXPLAIN ("+options+") "+d.SQL, d.Args...)
	if err != nil {
		s.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		s.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// generic says how the database carries out a prepared statement that it has seen often.
func (s *shelf) generic(d pgx.TraceQueryStartData) string {
	s.Helper()
	c, err := s.db.Admin.Acquire(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	defer c.Release()
	results, err := c.Conn().PgConn().Exec(s.Context(), "EXPLAIN (GENERIC_PLAN) "+d.SQL).ReadAll()
	if err != nil {
		s.Fatal(err)
	}
	var lines []string
	for _, row := range results[0].Rows {
		lines = append(lines, string(row[0]))
	}
	return strings.Join(lines, "\n")
}
