package rest_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
)

func TestStatusByRelation(t *testing.T) {
	r := newRoom(t)
	r.make("librarian", "messages", m{"kind": "note", "text": "a note"})
	search, file, entry := r.make("librarian", "searches", aSearch("n")), r.make("librarian", "attachments", aFile("f")), r.make("librarian", "time-entries", aTime("n"))
	r.send("librarian", http.MethodPut, "summary", `"1"`, m{"text": "Text."})
	r.send("librarian", http.MethodPost, "references", "", m{"references": []m{aReference("n")}})
	addresses := []string{
		"messages", "searches", search, "references", "references/order", "summary", "summary/versions", "summary/versions/1", "check-reviews",
		"time-entries", entry, "attachments", file,
	}
	statuses := func() map[string]string {
		got := map[string]string{}
		for name := range r.people {
			var row []string
			for _, a := range addresses {
				row = append(row, strconv.Itoa(r.send(name, http.MethodGet, a, "", nil).status))
			}
			got[name] = strings.Join(row, " ")
		}
		return got
	}
	all := func(status string) string { return strings.TrimSpace(strings.Repeat(status+" ", len(addresses))) }
	inside := "200 200 200 200 200 200 200 404 200 200 404 200 200"
	asked := "200 200 404 200 403 404 200 404 403 403 403 200 404"
	want := map[string]string{
		"librarian": "200 200 200 200 200 200 200 404 200 200 200 200 200", "colleague": inside, "trainee": inside, "manager": inside, "reviewer": inside,
		"requester": asked, "delegate": asked, "copied": asked,
		"stranger": all("404"), "admin": all("404"), "lead": all("404"), "elsewhere": all("404"),
	}
	if diff := cmp.Diff(want, statuses()); diff != "" {
		t.Errorf("before delivery: %s", diff)
	}
	r.deliver()
	r.exec(`UPDATE request SET share_report = 'anyone_nhs'`)
	shared := "403 200 200 200 403 200 200 200 403 403 403 200 404" // nothing was supplied
	inside = "200 200 200 200 200 200 200 200 200 200 404 200 200"
	asked = "200 200 200 200 403 200 200 200 403 403 403 200 200"
	want = map[string]string{
		"librarian": "200 200 200 200 200 200 200 200 200 200 200 200 200", "colleague": inside, "trainee": inside, "manager": inside, "reviewer": inside,
		"requester": asked, "delegate": asked, "copied": asked, "stranger": shared, "admin": shared, "lead": shared, "elsewhere": shared,
	}
	if diff := cmp.Diff(want, statuses()); diff != "" {
		t.Errorf("delivered and shared: %s", diff)
	}
	if body := r.send("requester", http.MethodGet, "messages", "", nil).body; strings.Contains(body, "a note") {
		t.Error("a requester reads a note")
	}
	missing := path(evidence.RequestID(newUUID()), "/summary")
	a, b := r.send("stranger", http.MethodGet, missing, "", nil), r.send("elsewhere", http.MethodGet, path("nonsense", "/summary"), "", nil)
	r.exec(`UPDATE request SET share_report = 'nobody'`)
	if c := r.send("stranger", http.MethodGet, "summary", "", nil); c.body != a.body || b.body != a.body || c.status != 404 {
		t.Errorf("out of sight, missing and nonsense differ: %s, %s, %s", c.body, a.body, b.body)
	}
}

func TestContentOfAClosedRequestIsNotChanged(t *testing.T) {
	r := newRoom(t)
	search := r.make("librarian", "searches", aSearch("n"))
	r.exec(`UPDATE request_state SET stage = 'closed', running = false, outcome = 'declined', closed_at = now()`)
	for _, c := range []struct {
		method, address, etag string
		body                  any
	}{
		{"PUT", "summary", `"1"`, m{"text": "x"}},
		{"POST", "searches", "", aSearch("n")},
		{"PUT", search, `"1"`, aSearch("x")},
		{"DELETE", search, `"1"`, nil},
		{"POST", "messages", "", m{"kind": "update", "text": "x"}},
		{"POST", "attachments", "", aFile("f")},
		{"POST", "references", "", m{"references": []m{aReference("")}}},
		{"POST", "check-reviews", "", m{}},
	} {
		a := r.send("librarian", c.method, c.address, c.etag, c.body)
		if a.status != 409 || a.code(t) != "not-allowed-in-stage" || !strings.Contains(a.body, `"stage":"closed"`) {
			t.Errorf("%s %s: %d %s", c.method, c.address, a.status, a.body)
		}
	}
}
