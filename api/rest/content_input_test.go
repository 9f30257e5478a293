package rest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
)

func TestAnIdentifierIsNotStored(t *testing.T) {
	r := newRoom(t)
	const number = "999 000 0018"
	text := "Patient with NHS number " + number + "."
	r.send("librarian", http.MethodPut, "summary", `"1"`, m{"text": "before"})
	r.exec(`UPDATE request_state SET stage = 'checking', running = false`)
	r.transition(evidence.SubmitForCheck, evidence.Args{}, evidence.State{Check: &evidence.Check{Subject: evidence.Strategy, Version: 1, Digest: "x"}})
	for _, c := range []struct {
		who, method, address, etag, field string
		body                              m
	}{
		{"requester", "POST", "messages", "", "text", m{"kind": "update", "text": text}},
		{"librarian", "PUT", "summary", `"2"`, "sections[0].text", m{"sections": []m{{"heading": "h", "text": text}}}},
		{"librarian", "POST", "searches", "", "lines[0].text", m{"source": "medline", "kind": "database", "lines": []m{{"n": 1, "text": text}}}},
		{"librarian", "POST", "references", "", "references[1].note", m{"references": []m{aReference(""), aReference(text)}}},
		{"librarian", "POST", "time-entries", "", "note", aTime(text)},
		{"requester", "POST", "attachments", "", "name", aFile(text)},
		{"colleague", "POST", "check-reviews", "", "elements[0].comment", m{"elements": []m{{"element": "syntax", "comment": text}}}},
		{"requester", "POST", "/api/v1/drafts", "", "submission.question", aDraft(text)},
	} {
		a := r.send(c.who, c.method, c.address, c.etag, c.body)
		var p struct {
			Code   string
			Errors []struct {
				Field, Kind   string
				Start, Length int
			}
		}
		a.into(t, &p)
		if a.status != 422 || p.Code != "identifier-suspected" || len(p.Errors) != 1 || p.Errors[0].Field != c.field || p.Errors[0].Kind != "nhs_number" {
			t.Errorf("%s %s: %d %s", c.method, c.address, a.status, a.body)
			continue
		}
		if strings.Contains(a.body, "0018") {
			t.Errorf("%s: the problem repeats the number", c.address)
		}
		found := p.Errors[0]
		if got := text[found.Start : found.Start+found.Length]; got != number {
			t.Errorf("%s: found %q", c.address, got)
		}
	}
	for _, table := range []string{"message", "search_record", "reference", "time_entry", "attachment", "check_review", "request_draft"} {
		if n := r.count(`SELECT count(*) FROM ` + table); n != 0 {
			t.Errorf("%d rows in %s", n, table)
		}
	}
	if r.count(`SELECT version FROM summary`) != 2 || r.count(`SELECT count(*) FROM idempotency_key`) != 0 {
		t.Error("a refused text left something behind")
	}
	confirmed := m{"kind": "update", "text": text, "confirm": []m{{"field": "text", "start": strings.Index(text, number), "kind": "nhs_number", "reason_code": "not_a_patient"}}}
	if a := r.send("requester", http.MethodPost, "messages", "", confirmed); a.status != 201 || r.count(`SELECT count(*) FROM guard_override WHERE request_id = $1`, r.request) != 1 {
		t.Errorf("confirmed: %d %s", a.status, a.body)
	}
	if a := r.send("requester", http.MethodPost, "messages", "", m{"kind": "update", "text": "She lives near LS1 4AP."}); a.status != 201 || !strings.Contains(a.body, `"warnings":[{`) {
		t.Errorf("a warning: %d %s", a.status, a.body)
	}
}

func TestTheDocumentAndTheStoreHaveTheSameLimits(t *testing.T) {
	r := newRoom(t)
	text := func(n int) string { return strings.Repeat("é", n) }
	tag := r.send("librarian", http.MethodGet, "summary", "", nil).header.Get("ETag")
	for _, c := range []struct {
		address, field string
		limit          int
		body           func(string) m
	}{
		{"messages", "text", evidence.MaxMessage, func(s string) m { return m{"kind": "note", "text": s} }},
		{"searches", "note", evidence.MaxNote, aSearch},
		{"searches", "coverage", evidence.MaxName, func(s string) m { return m{"source": "medline", "kind": "database", "coverage": s} }},
		{"searches", "lines[0].text", evidence.MaxStrategyLine, func(s string) m {
			return m{"source": "medline", "kind": "database", "lines": []m{{"n": 1, "text": s}}}
		}},
		{"references", "references[0].theme", evidence.MaxName, func(s string) m { return m{"references": []m{{"type": "book", "title": "t", "theme": s}}} }},
		{"references", "references[0].abstract", evidence.MaxNote, func(s string) m { return m{"references": []m{{"type": "book", "title": "t", "abstract": s}}} }},
		{"time-entries", "note", evidence.MaxNote, aTime},
		{"attachments", "name", evidence.MaxName, aFile},
		{"summary", "text", evidence.MaxSummary, func(s string) m { return m{"text": s} }},
		{"summary", "bottom_line", evidence.MaxNote, func(s string) m { return m{"bottom_line": s} }},
	} {
		method, etag := http.MethodPost, ""
		if c.address == "summary" {
			method, etag = http.MethodPut, tag
		}
		long := r.send("librarian", method, c.address, etag, c.body(text(c.limit+1)))
		var p struct {
			Errors []struct{ Field, Code string }
		}
		long.into(t, &p)
		if long.status != 422 || len(p.Errors) != 1 || p.Errors[0].Field != c.field || p.Errors[0].Code != "too-long" {
			t.Errorf("%s %s, one too many: %d %s", c.address, c.field, long.status, long.body)
		}
		if c.limit == evidence.MaxSummary {
			continue // the store's tests prove that the limit itself is taken; reading so much twice would only be slow here
		}
		just := r.send("librarian", method, c.address, etag, c.body(text(c.limit)))
		if just.status >= 300 {
			t.Errorf("%s %s, at the limit: %d %.200s", c.address, c.field, just.status, just.body)
		}
		if c.address == "summary" {
			tag = just.header.Get("ETag")
		}
	}
}

func TestBadInputNamesTheField(t *testing.T) {
	r := newRoom(t)
	for _, c := range []struct {
		body   any
		status int
		fields string
	}{
		{`{"source":"medline","kind":"database","nhs_number":"x"}`, 422, "nhs_number unknown"},
		{`{"source":1,"kind":"database"}`, 422, "source wrong-type"},
		{`{"kind":"database"}`, 422, "source required"},
		{`{"source":"medline","kind":"database","lines":[{"n":1,"text":"x","role":"y"}]}`, 422, "lines[0].role unknown"},
		{`{"source":"medline","kind":"database","run_at":"yesterday"}`, 422, "run_at malformed"},
		{`{"source":"medline","kind":"database","run_at":"2999-01-01T00:00:00Z"}`, 422, "run_at in-the-future"},
		{`{"source":"medline","kind":"database","run_at":"0000-01-01T00:00:00+14:00"}`, 422, "run_at out-of-range"},
		{`{"source":"medline","kind":"database","records_retrieved":9999999999}`, 422, "records_retrieved too-large"},
		{`{"source":"nowhere","kind":"database"}`, 422, "source unknown"},
		{`{"source":"medline",`, 400, ""},
		{"", 422, "kind required,source required"},
	} {
		a := r.send("librarian", http.MethodPost, "searches", "", c.body)
		var p struct {
			Errors []struct{ Field, Code string }
		}
		if err := json.Unmarshal([]byte(a.body), &p); err != nil {
			t.Errorf("%s: not a problem: %s", c.body, a.body)
		}
		var fields []string
		for _, f := range p.Errors {
			fields = append(fields, f.Field+" "+f.Code)
		}
		if a.status != c.status || c.fields != "" && strings.Join(fields, ",") != c.fields {
			t.Errorf("%s: %d %v, want %d %s", c.body, a.status, fields, c.status, c.fields)
		}
	}
	for address, want := range map[string]int{
		"messages?cursor=x": 422, "messages?limit=0": 422, "messages?limit=201": 422, "messages?unknown=1": 422, "references?cursor=-1": 422,
		"references?cursor=x": 422, "summary/versions/0": 404, "summary/versions/x": 404, "summary/versions/99999999999": 404, "searches/x": 404,
	} {
		if a := r.send("librarian", http.MethodGet, address, "", nil); a.status != want {
			t.Errorf("GET %s: %d, want %d: %s", address, a.status, want, a.body)
		}
	}
	if a := r.send("librarian", http.MethodPost, "messages", "", m{"kind": "answer", "text": "x"}); a.status != 422 {
		t.Errorf("an answer outside of its command: %d %s", a.status, a.body)
	}
}

func TestARepeatedPostMakesOneRow(t *testing.T) {
	r := newRoom(t)
	post := func(address string, body any) answer {
		if !strings.HasPrefix(address, "/api/") {
			address = path(r.request, "/"+address)
		}
		return send(r.handler, call{
			method: http.MethodPost, path: address, token: roomToken("librarian"), body: body, header: map[string]string{"Idempotency-Key": "key-for-" + "all-of-them"},
		})
	}
	for address, body := range map[string]m{
		"messages": {"kind": "note", "text": "n"}, "searches": aSearch("n"), "references": {"references": []m{aReference("n"), aReference("o")}},
		"time-entries": aTime("n"), "attachments": aFile("f"), "/api/v1/drafts": aDraft("a question"),
	} {
		first, again := post(address, body), post(address, body)
		if first.status != 201 || again.status != 201 || first.body != again.body || first.header.Get("Location") != again.header.Get("Location") {
			t.Errorf("%s: %d %s\n%d %s", address, first.status, first.body, again.status, again.body)
		}
		body["confirm"] = []m{}
		if other := post(address, body); other.status != 422 || other.code(t) != "idempotency-key-reused" {
			t.Errorf("%s with another body: %d %s", address, other.status, other.body)
		}
	}
	for table, want := range map[string]int{"message": 1, "search_record": 1, "reference": 2, "time_entry": 1, "attachment": 1, "request_draft": 1} {
		if n := r.count(`SELECT count(*) FROM ` + table); n != want {
			t.Errorf("%s has %d rows, want %d", table, n, want)
		}
	}
}
