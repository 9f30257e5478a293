package postgres_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// grown finds the tables that grow with the requests and that are asked about what is alike.
var grown = regexp.MustCompile(`Seq Scan on (request|request_state|request_text|search_record|reference)(_\d+)?\s`)

// TestSimilarRequestsUseTheirIndexes stores many requests with searches and references, and reads how the database looks for what is
// like one of them: without going through a table, and without asking of more than a few who may see them.
func TestSimilarRequestsUseTheirIndexes(t *testing.T) {
	if testing.Short() {
		t.Skip("stores 20,000 requests")
	}
	s := newShelf(t)
	s.flood(20_000)
	s.exec(`INSERT INTO search_record (id, request_id, version, source, kind, lines, authors, trainee, created_at, updated_by, updated_at)
		SELECT gen_random_uuid(), id, 1, 'medline', 'database', jsonb_build_array(jsonb_build_object('n', 1, 'text', 'exp Heading' || substr(reference, 9) || '/')),
		ARRAY[$1::uuid], false, now(), $1, now() FROM request`, s.librarian)
	s.exec(`INSERT INTO reference_list (request_id, version) SELECT id, 1 FROM request`)
	s.exec(`INSERT INTO reference (id, request_id, version, position, type, title, doi, pmid, writers, trainee, created_at, updated_by, updated_at)
		SELECT gen_random_uuid(), id, 1, 1, 'article', 'A trial', '10.1000/' || reference, substr(reference, 9)::int, ARRAY[$1::uuid], false, now(), $1, now() FROM request`, s.librarian)
	s.exec(`VACUUM ANALYZE`) //nolint:misspell // the keyword
	if _, err := s.reader.RefreshLexemes(t.Context()); err != nil {
		t.Fatal(err)
	}
	reader, sent := s.listening()
	for name, q := range map[string]postgres.SimilarQuery{
		"rare words":   {Text: "Is word4777 worse than word9998?"},
		"common words": {Text: "Is word4 worse than word17, or word3?"},
		"papers":       {Text: "What follows from this?", Papers: "10.1000/ED-2026-004711 PMID 815"},
		"headings":     {Text: "Heading of heading004711"},
	} {
		found, err := reader.Similar(t.Context(), s.librarian, q, 10)
		if err != nil || len(found) == 0 {
			t.Fatalf("%s: %d requests (%v)", name, len(found), err)
		}
		d := sent.last()
		for how, plan := range map[string]string{"": s.plan(d, "ANALYZE, COSTS OFF, TIMING OFF"), " planned for any values": s.generic(d)} { //nolint:misspell // the keyword
			if grown.MatchString(plan) || !strings.Contains(plan, "request_text_alike") {
				t.Errorf("%s%s are looked for without an index:\n%s", name, how, plan)
			}
		}
	}
	var mine evidence.RequestID
	if err := s.db.Admin.QueryRow(t.Context(), `SELECT request_id::text FROM request_state WHERE library_id = $1 LIMIT 1`, s.library).Scan(&mine); err != nil {
		t.Fatal(err)
	}
	sent.forget()
	if _, err := reader.SimilarTo(t.Context(), s.librarian, mine, 10); err != nil {
		t.Fatal(err)
	}
	if len(sent.all()) > 3 {
		t.Errorf("it sends %d statements", len(sent.all()))
	}
	for _, d := range sent.all() {
		if plan := s.generic(d); grown.MatchString(plan) {
			t.Errorf("what is like a request is looked for without an index:\n%s", plan)
		}
	}
}

// forget and all are for tests that look at several statements.
func (e *eavesdropper) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.sent = nil
}

func (e *eavesdropper) all() []pgx.TraceQueryStartData {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(e.sent), func(d pgx.TraceQueryStartData) bool { return strings.HasPrefix(d.SQL, "SET ROLE") })
}
