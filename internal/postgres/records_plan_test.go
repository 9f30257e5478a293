package postgres_test

import (
	"regexp"
	"strings"
	"testing"

	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

// wholeRecords finds the tables that grow with every import.
var wholeRecords = regexp.MustCompile(`Seq Scan on (record|record_pair|record_decision|reference)(_\d+)?\s`)

// TestListsOfRecordsUseTheirIndexes stores the records of many requests, and reads how the database makes the pages of one of them.
func TestListsOfRecordsUseTheirIndexes(t *testing.T) {
	if testing.Short() {
		t.Skip("stores 20,000 records")
	}
	d := newDesk(t)
	d.floodRecords(200, 100)
	s, e := &shelf{T: d.T, db: d.db}, &eavesdropper{}
	content := postgres.NewContent(s.pool(e), codes(t), []byte("0123456789abcdef0123456789abcdef"), nil)
	a, err := content.Access(t.Context(), d.librarian, d.request)
	if err != nil {
		t.Fatal(err)
	}
	first := ""
	for _, q := range []postgres.PublicationQuery{
		{},
		{Sort: "title"},
		{Sort: "newest"},
		{Sort: "author"},
		{Verdict: "undecided"},
		{Verdict: "include"},
		{Verdict: "exclude", Sort: "title"},
		{Source: "medline"},
		{Text: "title 7"},
		{Text: "title", Source: "medline", Verdict: "undecided", Sort: "newest"},
	} {
		q.Limit = 50
		p, err := content.Publications(t.Context(), a, q)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Items) == 0 {
			t.Errorf("%+v lists nothing", q)
			continue
		}
		first = p.Items[0].ID
		if q.Cursor = p.Next; q.Cursor != "" {
			if _, err := content.Publications(t.Context(), a, q); err != nil {
				t.Fatal(err)
			}
		}
	}
	d.readAllElse(content, a, first)
	seen := map[string]bool{}
	for _, sent := range e.all() {
		if !strings.HasPrefix(sent.SQL, "-- name: ") || seen[sent.SQL] {
			continue
		}
		seen[sent.SQL] = true
		name, _, _ := strings.Cut(strings.TrimPrefix(sent.SQL, "-- name: "), "\n")
		if plan := s.generic(sent); wholeRecords.MatchString(plan) {
			t.Errorf("%s goes through a whole table:\n%s", name, plan)
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d statements were looked at", len(seen))
	}
}

// readAllElse reads every other list of the records of a request.
func (d *desk) readAllElse(content *postgres.Content, a postgres.Access, record string) {
	d.Helper()
	ctx, imports := d.Context(), content.Imports()
	for _, read := range []func() error{
		func() error { _, err := content.Publication(ctx, a, record); return err },
		func() error { _, err := content.Screen(ctx, a, record); return err },
		func() error { _, err := content.Screen(ctx, a, ""); return err },
		func() error { _, err := content.SelectionFlow(ctx, a); return err },
		func() error { _, err := content.TestSet(ctx, a); return err },
		func() error { _, _, err := content.References(ctx, a, 0, 50); return err },
		func() error { _, _, err := imports.List(ctx, a); return err },
		func() error { _, err := imports.Group(ctx, a, record); return err },
		func() error { _, err := imports.CountPairs(ctx, a); return err },
		func() error {
			return imports.Export(ctx, a, "included", func(reference.Record) error { return nil })
		},
	} {
		if err := read(); err != nil {
			d.Fatal(err)
		}
	}
	for _, state := range []string{postgres.PairsDoubtful, postgres.PairsLinked, postgres.PairsApart} {
		if _, _, err := imports.Pairs(ctx, a, state, postgres.PairKey{}, 50); err != nil {
			d.Fatal(err)
		}
	}
}

// floodRecords makes more requests, each with a search, an import of its records, pairs of them, decisions and references.
func (d *desk) floodRecords(requests, each int) {
	d.Helper()
	for range requests - 1 {
		d.ask()
	}
	d.exec(`INSERT INTO search_record (id, request_id, version, source, kind, authors, trainee, created_at, updated_by, updated_at)
		SELECT md5('search ' || id)::uuid, id, 1, 'medline', 'database', ARRAY[$1::uuid], false, now(), $1, now() FROM request`, d.librarian)
	d.exec(`INSERT INTO import (id, request_id, search_id, origin, state, records, created_by, created_at, updated_at)
		SELECT md5('import ' || id)::uuid, id, md5('search ' || id)::uuid, 'file', 'ready', $2, $1, now(), now() FROM request`, d.librarian, each)
	d.exec(`INSERT INTO record (id, request_id, import_id, n, group_id, type, title, authors, year, doi, pmid, whole)
		SELECT x.id, i.request_id, i.id, n, x.id, 'article', 'Title ' || n, ARRAY['Author ' || n % 90], 1990 + n % 30, '10.1000/' || n, n::text, '{}'
		FROM import i CROSS JOIN generate_series(1, $1::int) n CROSS JOIN LATERAL (SELECT md5(i.id || ' ' || n)::uuid AS id) x`, each)
	d.exec(`INSERT INTO record_pair (request_id, a, b, certainty, rule)
		SELECT a.request_id, least(a.id, b.id), greatest(a.id, b.id), 'doubtful', 'similar_title'
		FROM record a JOIN record b ON b.import_id = a.import_id AND b.n = a.n + 1 WHERE a.n % 2 = 1`)
	d.exec(`INSERT INTO record_decision (record_id, request_id, version, verdict, decided_by, decided_at)
		SELECT id, request_id, 2, CASE WHEN n % 4 = 0 THEN 'include' ELSE 'exclude' END, $1, now() FROM record WHERE n % 2 = 0`, d.librarian)
	d.exec(`INSERT INTO reference_list (request_id, version) SELECT id, 1 FROM request`)
	d.exec(`INSERT INTO reference (id, request_id, version, position, type, title, record_id, writers, trainee, created_at, updated_by, updated_at)
		SELECT gen_random_uuid(), request_id, 1, n, 'article', title, id, ARRAY[$1::uuid], false, now(), $1, now() FROM record WHERE n % 4 = 0`, d.librarian)
	d.exec(`VACUUM ANALYZE`) //nolint:misspell // the keyword
}
