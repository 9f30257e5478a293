package e2e_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// rebuilds runs rebuild and looks at what it counted, given as regular expressions.
func (d *desk) rebuilds(t *testing.T, requests, followUps string) {
	t.Helper()
	out, err := d.operate("rebuild")
	if err != nil {
		t.Fatalf("rebuild: %v\n%s", err, out)
	}
	for name, want := range map[string]string{"requests": requests, "follow-ups": followUps} {
		if !regexp.MustCompile("(?m)^" + name + " +" + want + ", ended before their time 0$").MatchString(out) {
			t.Errorf("rebuild counts other %s than %s:\n%s", name, want, out)
		}
	}
}

// TestErasure erases people with open requests, with a question about impact under way, and again after an older copy of
// the database was restored.
func TestErasure(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	l := d.newLibrary(t)
	handed, delivered := l.bring(evidence.Searching), l.receive(ago(40), nil)
	withdrawn := l.submitAs(l.colleague, l.submission())
	delivered.give(l.librarian, evidence.Claim, at(ago(39), nil))
	delivered.give(l.librarian, evidence.Accept, at(ago(39), m{"promise_due": ago(25)}))
	delivered.post(l.librarian, "searches", search(), nil)
	delivered.give(l.librarian, evidence.CompleteSearch, at(ago(30), nil))
	delivered.write(l.librarian, "It does.")
	delivered.give(l.librarian, evidence.Deliver, at(ago(20), nil))
	questions := delivered.asked(l.asker)
	d.becomes(t, "the letters are sent", 0, "SELECT count(*) FROM notice WHERE state IN ('queued', 'sending')")
	older := d.copyAside(t)
	d.mail.sever()
	delivered.write(l.librarian, "It does, by a day.")
	delivered.give(l.librarian, evidence.Correct, m{"reason": "factual_error"})

	d.refusesToErase(t, l.asker, handed)
	heir := l.hire("heir", evidence.Requester)
	handed.give(l.librarian, evidence.ChangeRequester, m{"person": heir.id, "reason": "erasure"})
	d.erases(t, l.asker)
	d.refusesToErase(t, l.colleague, withdrawn)
	withdrawn.give(l.colleague, evidence.Withdraw, m{"reason": "no_longer_needed"})
	d.erases(t, l.colleague)
	d.refusesToErase(t, l.librarian, handed) // who owns it

	if v := handed.as(heir); v.Erased || v.Question == "" {
		t.Error("a request that was handed over has lost its text")
	}
	for _, r := range []*request{delivered, withdrawn} {
		if v := r.as(l.librarian); !v.Erased || v.Question != "" || v.Background != "" || strings.Contains(v.RequesterName, canary) {
			t.Errorf("after the erasure the librarian reads %+v", v)
		}
	}
	if _, err := l.asker.Get(l.Context(), apiclient.V1+"/me", nil); apiclient.CodeOf(err) != evidence.Unauthenticated {
		t.Errorf("an erased person signs in: %v", err)
	}
	if _, err := d.client(t, "").Get(l.Context(), questions, nil); apiclient.CodeOf(err) != evidence.NotFound {
		t.Errorf("the questions to an erased person are answered %v", err)
	}
	d.isGone(t, d.database, l.asker)
	d.becomes(t, "the notice to the erased is dropped", 1, "SELECT count(*) FROM notice WHERE person_id = $1 AND kind = 'corrected' AND state = 'no_recipient'", l.asker.id)
	d.mail.restore()
	_, err := d.admin.Exec(d.Context(), "UPDATE notice SET next_attempt_at = now() WHERE state = 'queued'")
	d.must(err)
	// The work goes on, for whom it belongs to now.
	handed.post(l.librarian, "searches", search(), nil)
	handed.give(l.librarian, evidence.CompleteSearch, nil)

	out, err := d.operateOn(older, "erase", "-replay", d.ledger)
	if err != nil || !strings.Contains(out, "erased again 2, erased already 0, not in this database 0") {
		t.Errorf("replayed over the older copy: %v\n%s", err, out)
	}
	d.isGone(t, older, l.asker)
	d.isGone(t, older, l.colleague)
	if out, err := d.operateOn(older, "erase", "-replay", d.ledger); err != nil || !strings.Contains(out, "erased again 0, erased already 2") {
		t.Errorf("replayed twice: %v\n%s", err, out)
	}
	if strings.Contains(d.read(d.ledger), canary) {
		t.Error("the ledger names somebody")
	}
}

// copyAside stops the processes for as long as a copy of the database takes, and gives its name.
func (d *desk) copyAside(t *testing.T) string {
	t.Helper()
	d.api.stop()
	d.worker.stop()
	name := d.database + "_older"
	eventually(t, "the database is copied", func() error {
		d.admin.Reset()
		d.app.Reset()
		return ground.sql(d.Context(), "CREATE DATABASE "+name+" TEMPLATE "+d.database)
	})
	d.Cleanup(func() { _ = ground.sql(d.Context(), "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	d.api.start()
	d.worker.start()
	return name
}

func (d *desk) refusesToErase(t *testing.T, p *person, r *request) {
	t.Helper()
	out, err := d.operate("erase", "-email", p.email)
	if err == nil || !strings.Contains(out, r.reference+" is open and needs this person") || strings.Contains(out, canary) {
		t.Errorf("erasing somebody who is needed says %v\n%s", err, out)
	}
}

func (d *desk) erases(t *testing.T, p *person) {
	t.Helper()
	out, err := d.operate("erase", "-email", p.email)
	if err != nil || !strings.Contains(out, "erased: now Erased person") {
		t.Fatalf("erase: %v\n%s", err, out)
	}
}

// isGone looks for what was known of a person, and for what was asked.
func (d *desk) isGone(t *testing.T, database string, p *person) {
	t.Helper()
	out, err := d.operateOn(database, "token", "list", "-email", p.email)
	if err == nil || !strings.Contains(out, "nobody has this address") {
		t.Errorf("the erased person is found by the address: %v\n%s", err, out)
	}
	for what, query := range map[string]string{
		"name":     `SELECT count(*) FROM person WHERE id = $1 AND (erased_at IS NULL OR row(person.*)::text LIKE '%' || $2 || '%')`,
		"question": `SELECT count(*) FROM request_text t JOIN request_state s USING (request_id) WHERE s.requester = $1 AND row(t.*)::text LIKE '%' || $2 || '%'`,
		"request":  `SELECT count(*) FROM request r JOIN request_state s ON s.request_id = r.id WHERE s.requester = $1 AND r.on_behalf_of LIKE '%' || $2 || '%'`,
		"message":  `SELECT count(*) FROM message WHERE author = $1 AND row(message.*)::text LIKE '%' || $2 || '%'`,
		"summary":  `SELECT count(*) FROM summary_version v JOIN request_state s USING (request_id) WHERE s.requester = $1 AND row(v.*)::text LIKE '%' || $2 || '%'`,
		"search":   `SELECT count(*) FROM search_record v JOIN request_state s USING (request_id) WHERE s.requester = $1 AND row(v.*)::text LIKE '%' || $2 || '%'`,
	} {
		if n := d.countIn(t, database, query, p.id, canary); n > 0 {
			t.Errorf("in %s the %s of an erased person is still there", database, what)
		}
	}
}

func (d *desk) countIn(t *testing.T, database, query string, args ...any) (n int) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), ground.database(database))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if err := conn.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
