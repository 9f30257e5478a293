package e2e_test

import (
	"net/http"
	"strings"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// badInput has a problem of its own for everything that is wrong, names the field, and stores nothing.
func badInput(l *library) {
	with := func(field string, value any) m { return l.submission().and(m{field: value}) }
	cases := []struct {
		name        string
		body        any
		code        evidence.Code
		field, kind string
	}{
		{"not JSON", []byte(`{"question": `), evidence.Malformed, "", ""},
		{"an unknown field", with("colour", "red"), evidence.Invalid, "colour", "unknown"},
		{"a wrong type", with("question", 5), evidence.Invalid, "question", "wrong-type"},
		{"a short question", with("question", "Why?"), evidence.Invalid, "question", "too-short"},
		{"a long text", with("background", strings.Repeat("a", evidence.MaxNote+1)), evidence.Invalid, "background", "too-long"},
		{"an unknown code", with("type", "astrology"), evidence.Invalid, "type", "unknown"},
		{"a date in the past", with("decision_at", time.Now().Add(-time.Hour)), evidence.Invalid, "decision_at", "in-the-past"},
		{"what only staff give", with("channel", "phone"), evidence.Invalid, "channel", "not-allowed"},
		{"another library", with("library", l.desk.newLibrary(l.TB).id), evidence.Invalid, "library", "unknown"},
		{"an NHS number", with("background", words("NHS number 943 476 5919")), evidence.IdentifierSuspected, "background", "identifier-suspected"},
	}
	before := l.desk.count(l, "SELECT count(*) FROM request WHERE library_id = $1", l.id)
	for _, c := range cases {
		_, _, err := l.asker.Submit(l.Context(), c.body)
		problem, ok := apiclient.ProblemOf(err)
		if !ok || problem.Code != c.code || c.field != "" && !problem.Names(c.field, c.kind) {
			l.Errorf("%s is answered %v", c.name, err)
		}
	}
	if after := l.desk.count(l, "SELECT count(*) FROM request WHERE library_id = $1", l.id); after != before {
		l.Errorf("%d requests were stored", after-before)
	}
	if _, err := l.desk.client(l, "edk_"+strings.Repeat("A", 43)).Get(l.Context(), apiclient.V1+"/me", nil); apiclient.CodeOf(err) != evidence.Unauthenticated {
		l.Errorf("an unknown token is answered %v", err)
	}
	if _, err := l.asker.Get(l.Context(), apiclient.V1+"/requests?stage=upside-down", nil); apiclient.CodeOf(err) != evidence.Invalid {
		l.Errorf("an unknown stage is answered %v", err)
	}
	r := l.bring(evidence.Triage)
	r.refuse(l.librarian, evidence.Hold, m{"reason": "requester_asked"}, evidence.Invalid)
	r.refuse(l.librarian, evidence.Accept, m{"occurred_at": time.Now().Add(time.Hour)}, evidence.Invalid)
	r.refuse(l.librarian, evidence.Ask, m{"message": words("Is it NHS number 943 476 5919?")}, evidence.IdentifierSuspected)
	r.refuse(l.librarian, evidence.Approve, m{"version": 1}, evidence.NotAllowedInStage)
	confirmed := r.give(l.librarian, evidence.Ask, m{
		"message": words("Is 943 476 5919 the trial's number?"),
		"confirm": []m{{"field": "message", "start": 3, "kind": "nhs_number", "reason_code": "not_a_patient"}},
	})
	if confirmed.Stage != evidence.Clarifying {
		r.Errorf("confirmed and in %s", confirmed.Stage)
	}
}

// saved keeps what is typed: drafts and rows are saved over the version that was read, or both are shown.
func saved(l *library) {
	var draft struct {
		ID string `json:"id"`
	}
	drafts := apiclient.V1 + "/drafts"
	answer, err := l.asker.Do(l.Context(), http.MethodPost, drafts, m{"submission": m{"question": words("Does early")}}, &draft)
	l.must(err)
	one := drafts + "/" + draft.ID
	l.savedOver(l.asker, one, answer.ETag, m{"submission": m{"question": words("Does early mobilisation help?")}})
	if _, err := l.librarian.Get(l.Context(), one, nil); apiclient.CodeOf(err) != evidence.NotFound {
		l.Errorf("somebody else's draft is answered %v", err)
	}
	r := l.submitAs(l.asker, l.submission().and(m{"draft": draft.ID}))
	if _, err := l.asker.Get(l.Context(), one, nil); apiclient.CodeOf(err) != evidence.NotFound {
		l.Errorf("a submitted draft is answered %v", err)
	}
	r.give(l.librarian, evidence.Claim, nil)
	rows := map[string]m{
		"searches":     search(),
		"time-entries": {"stage": "search", "minutes": 5, "started_at": ago(0).AddDate(0, 0, -1), "note": words("A note.")},
		"attachments":  {"name": words("Protocol") + ".pdf", "media_type": "application/pdf", "size": 10, "sha256": strings.Repeat("0a", 32)},
	}
	for resource, body := range rows {
		var row struct {
			ID string `json:"id"`
		}
		answer, err := l.librarian.Do(l.Context(), http.MethodPost, r.path(resource), body, &row)
		l.must(err)
		l.savedOver(l.librarian, r.path(resource, row.ID), answer.ETag, body)
	}
	page, err := l.librarian.Get(l.Context(), r.path("summary"), nil)
	l.must(err)
	l.savedOver(l.librarian, r.path("summary"), page.ETag, summary("It does."))
	r.post(l.librarian, "messages", m{"kind": "note", "text": words("Look at the audit.")}, nil)
	if n := len(list[any](l, l.asker, r.path("messages"))); n != 0 {
		r.Errorf("the requester sees %d notes", n)
	}
}

// savedOver saves a row without its version, with it, and with the version before.
func (l *library) savedOver(p *person, path, etag string, body m) {
	l.Helper()
	if _, err := p.Do(l.Context(), http.MethodPut, path, body, nil); apiclient.CodeOf(err) != evidence.PreconditionRequired {
		l.Errorf("%s without If-Match is answered %v", path, err)
	}
	if _, ok := body["note"]; ok {
		body = body.and(m{"note": words("Changed.")})
	}
	if _, err := p.Do(l.Context(), http.MethodPut, path, body, nil, apiclient.IfMatch(etag)); err != nil {
		l.Fatalf("%s: %v", path, err)
	}
	changed := body.and(nil)
	for _, field := range []string{"note", "bottom_line", "name"} {
		if _, ok := body[field]; ok {
			changed[field] = words("Too late.")
		}
	}
	if _, ok := body["submission"]; ok {
		changed["submission"] = m{"question": words("Too late, I fear?")}
	}
	_, err := p.Do(l.Context(), http.MethodPut, path, changed, nil, apiclient.IfMatch(etag))
	problem, ok := apiclient.ProblemOf(err)
	if !ok && body["name"] == nil || ok && (problem.Code != evidence.VersionStale || len(problem.Current) == 0) {
		l.Errorf("%s with the version before is answered %v", path, err)
	}
}
