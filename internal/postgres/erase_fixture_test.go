package postgres_test

import (
	"time"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/testenv"
)

func (d *desk) erasures() *postgres.Erasures {
	return postgres.NewErasures(d.db.Eraser, func() time.Time { return d.now })
}

func (d *desk) eraseNow(p evidence.PersonID) postgres.Erased {
	d.Helper()
	done, err := d.erasures().Erase(d.Context(), postgres.Erasure{Person: p})
	if err != nil {
		d.Fatal(err)
	}
	return done
}

// everywhere says in which tables of the whole database a text stands, whatever its case.
func (d *desk) everywhere(text string) (tables []string) {
	d.Helper()
	rows, err := d.db.Admin.Query(d.Context(), `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`)
	if err != nil {
		d.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		d.Fatal(err)
	}
	for _, table := range all {
		if d.count(`SELECT count(*) FROM `+table+` t WHERE t::text ILIKE '%' || $1 || '%'`, text) > 0 {
			tables = append(tables, table)
		}
	}
	return tables
}

// ask writes down who asked the desk's request, in words that must go.
func (d *desk) words(request evidence.RequestID) {
	d.Helper()
	d.exec(`UPDATE request SET on_behalf_of = $2 WHERE id = $1`, request, secret)
	d.exec(`INSERT INTO request_text (request_id, version, library_id, question, background, framework_text, exclusions, known_papers, created_by, created_at)
		VALUES ($1, 1, $2, $3 || ' asks something', $3, jsonb_build_object('p', $3::text), $3, $3, $4, $5)`, request, d.library, secret, d.requester, d.now)
	d.exec(`INSERT INTO split_part (id, parent, position, text) VALUES ($1, $2, 1, jsonb_build_object('question', $3::text))`, d.id(), request, secret)
}

// told is a request about which everything is written that can be: its requester is known by name, has a token, a notice
// that waits, a draft and an answer about impact.
func (d *desk) told() *impact {
	d.Helper()
	d.exec(`UPDATE person SET name = $2, email = $2 || '@example.org', job_title = $2, phone = $2 WHERE id = $1`, d.requester, secret)
	d.words(d.request)
	plan := d.id()
	d.exec(`INSERT INTO report_schedule (id, library_id, title, kind, day, scope, publishes, zone, state, runs_since, created_by, created_at, updated_by, updated_at)
		VALUES ($1, $2, 'For the board', 'month', 5, '{}', true, 'Europe/London', 'active', $4, $3, $4, $3, $4)`, plan, d.library, d.librarian, d.now)
	d.exec(`INSERT INTO report_recipient (id, schedule_id, email) VALUES ($1, $2, $3 || '@EXAMPLE.org')`, d.id(), plan, secret)
	d.writeSecret()
	if _, err := d.post(d.requester, postgres.MessageUpdate, secret); err != nil {
		d.Fatal(err)
	}
	if _, err := d.tokens().Issue(d.Context(), d.requester, hashOf("theirs"), secret, time.Time{}); err != nil {
		d.Fatal(err)
	}
	d.exec(`INSERT INTO saved_view (id, library_id, owner, name, query, shared, created_at, updated_at) VALUES ($1, $2, $3, $4, 'q=' || $4, false, $5, $5)`,
		d.id(), d.library, d.requester, secret, d.now)
	d.exec(`INSERT INTO work_timer (person_id, request_id, began_at) VALUES ($1, $2, $3)`, d.requester, d.request, d.now)
	d.stage(evidence.Delivered, evidence.Answered)
	f := d.asked()
	v := yes()
	v.Texts = map[string]string{"q3_how": secret}
	f.save(d.requester, v)
	d.exec(`UPDATE request_state SET stage = 'closed', closed_at = $2 WHERE request_id = $1`, d.request, d.now)
	return f
}

// copies ends all connections and gives the database as it stands now twice: to go on with, and as a backup.
func (d *desk) copies() (live, backup *testenv.Database) {
	d.Helper()
	d.db.Close()
	return testenv.Clone(d, d.db.Name()), testenv.Clone(d, d.db.Name())
}
