package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
)

func aStrategy() m {
	return m{
		"source": "medline", "platform": "ovid", "kind": "database", "run_at": "2026-03-02T09:00:00Z", "records_retrieved": 3, "alerts": "Weekly",
		"lines": []m{{"n": 1, "text": "exp Pressure Ulcer/", "hits": 30}, {"n": 2, "text": "ward*.ti."}, {"n": 3, "text": "1 and 2", "hits": 3}},
	}
}

func TestSearchesAreCopiedAndRunAgain(t *testing.T) {
	r := newRoom(t)
	first := r.make("librarian", "searches", aStrategy())
	id := first[strings.LastIndex(first, "/")+1:]
	var s rest.SavedSearch
	a := r.send("colleague", http.MethodPost, "searches/copies", "", m{"request": r.request, "search": id})
	if a.into(t, &s); a.status != 201 || s.AdaptedFrom != "ED-2026-000001, Medline (Ovid)" || s.AdaptedFromSearch != id || s.Lines[0].Hits != nil || s.RunAt != nil {
		t.Errorf("copied: %d %s", a.status, a.body)
	}
	s = rest.SavedSearch{}
	a = r.send("librarian", http.MethodPost, "searches/copies", "", m{"request": r.request, "search": id, "rerun": true})
	if a.into(t, &s); a.status != 201 || s.IsRerunOf != id || len(s.Lines) != 3 || s.RecordsRetrieved != nil {
		t.Errorf("run again: %d %s", a.status, a.body)
	}
	for who, want := range map[string]int{"manager": 403, "requester": 404, "reviewer": 403, "elsewhere": 404} {
		if a := r.send(who, http.MethodPost, "searches/copies", "", m{"request": r.request, "search": id}); a.status != want {
			t.Errorf("%s: %d %s", who, a.status, a.body)
		}
	}
	if a := r.send("librarian", http.MethodPost, "searches/copies", "", m{"request": newUUID(), "search": id}); a.status != 404 {
		t.Errorf("from a request that is not there: %d", a.status)
	}
	var page rest.StrategyPage
	a = r.send("colleague", http.MethodGet, "/api/v1/strategies?q=pressure&source=medline", "", nil)
	if a.into(t, &page); a.status != 200 || len(page.Items) != 3 || page.Items[2].ID != id || page.Items[2].Begins != "exp Pressure Ulcer/" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := r.send("elsewhere", http.MethodGet, "/api/v1/strategies", "", nil); a.status != 200 || strings.Contains(a.body, id) {
		t.Errorf("another library: %d %s", a.status, a.body)
	}
}

func TestTheMethodsOfTheSearches(t *testing.T) {
	r := newRoom(t)
	r.make("librarian", "searches", aStrategy())
	var meter rest.PrismaS
	a := r.send("reviewer", http.MethodGet, "searches/prisma-s", "", nil)
	if a.into(t, &meter); a.status != 200 || len(meter.Items) != 16 || meter.Items[15].State != "not_applicable" || meter.Mandatory || meter.Items[2].State != "missing" {
		t.Errorf("%d %s", a.status, a.body)
	}
	before := meter.Reported
	read := r.send("librarian", http.MethodGet, "searches/reporting", "", nil)
	saved := r.send("librarian", http.MethodPut, "searches/reporting", read.header.Get("ETag"), m{"statements": []m{{"item": 3, "text": "No registers."}, {"item": 4}}})
	if saved.status != 200 || saved.header.Get("ETag") != `"2"` {
		t.Fatalf("%d %s", saved.status, saved.body)
	}
	if a := r.send("librarian", http.MethodPut, "searches/reporting", `"1"`, m{}); a.status != 412 || !strings.Contains(a.body, "No registers.") {
		t.Errorf("stale: %d %s", a.status, a.body)
	}
	if a := r.send("librarian", http.MethodPut, "searches/reporting", `"2"`, m{"statements": []m{{"item": 3, "text": "About 943 476 5919."}}}); a.status != 422 {
		t.Errorf("an identifier: %d %s", a.status, a.body)
	}
	r.send("librarian", http.MethodGet, "searches/prisma-s", "", nil).into(t, &meter)
	if meter.Reported != before+1 {
		t.Errorf("%d are reported, before %d", meter.Reported, before)
	}
	for who, want := range map[string]int{"requester": 403, "elsewhere": 404} {
		for _, address := range []string{"searches/prisma-s", "searches/reporting"} {
			if a := r.send(who, http.MethodGet, address, "", nil); a.status != want {
				t.Errorf("%s %s: %d", who, address, a.status)
			}
		}
	}
	var methods rest.SearchMethods
	a = r.send("librarian", http.MethodGet, "searches/methods", "", nil)
	if a.into(t, &methods); a.status != 200 || !strings.Contains(methods.Markdown, "## Search 1: Medline (Ovid)") || !strings.Contains(methods.Text, "No registers.") ||
		len(methods.Sections) != 2 {
		t.Errorf("%d %s", a.status, a.body)
	}
	a = r.send("requester", http.MethodGet, "searches/methods", "", nil)
	if a.into(t, &methods); a.status != 200 || strings.Contains(a.body, "Pressure") {
		t.Errorf("the requester before delivery: %d %s", a.status, a.body)
	}
}

func TestAHistoryIsReadAndNotKept(t *testing.T) {
	r := newRoom(t)
	var list struct{ Items []rest.ReadHistory }
	a := r.send("trainee", http.MethodPost, "/api/v1/strategies/read", "", m{"text": "Ovid MEDLINE(R) ALL <1946 to November 20, 2026>\n1\texp Falls/\t10\n2\t1 and 7\t3\n"})
	if a.into(t, &list); a.status != 200 || len(list.Items) != 1 || list.Items[0].Source != "medline" || len(list.Items[0].Lines) != 2 || list.Items[0].Warnings[0].Code != "unknown-line" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if r.count(`SELECT count(*) FROM search_record`) != 0 {
		t.Error("it is stored")
	}
	if a := r.send("requester", http.MethodPost, "/api/v1/strategies/read", "", m{"text": "falls"}); a.status != 403 {
		t.Errorf("a requester: %d", a.status)
	}
}
