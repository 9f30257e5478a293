package postgres_test

import (
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/reference/duplicate"
)

// TestALargeImportIsLinked links every record of an import with one of an import before it. The statements of the application have a
// time limit and generic plans: one whose work grows faster than the list of records would never end.
func TestALargeImportIsLinked(t *testing.T) {
	d := newDesk(t)
	const many = 20_000
	var imports []evidence.ImportID
	for range 2 {
		i := d.upload("Never read")
		d.exec(`UPDATE import SET state = 'comparing', records = $2 WHERE id = $1`, i.ID, many)
		d.exec(`INSERT INTO record (id, request_id, import_id, n, group_id, type, title, whole)
			SELECT u, $1, $2, n, u, 'article', 'One of many', '{}' FROM (SELECT n, uuidv7() AS u FROM generate_series(1, $3::int) AS n)`, d.request, i.ID, many)
		imports = append(imports, i.ID)
	}
	rows, err := d.db.Admin.Query(t.Context(), `SELECT a.id::text, b.id::text FROM record a JOIN record b USING (n) WHERE a.import_id = $1 AND b.import_id = $2`, imports[0], imports[1])
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var pairs []duplicate.Pair
	for rows.Next() {
		p := duplicate.Pair{Certainty: duplicate.Certain, Rule: duplicate.RuleIdentical}
		if err := rows.Scan(&p.A, &p.B); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, p)
	}
	for k, id := range imports {
		if err := d.content.Imports().Link(t.Context(), id, pairs[:k*many]); err != nil {
			t.Fatal(err)
		}
	}
	if i := d.importOf(imports[1]); i.Duplicates != many || d.count(`SELECT count(*) FROM record WHERE group_id = id`) != many {
		t.Errorf("%+v", i)
	}
}
