package rest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/postgres"
)

// records stores records as an import does, and gives their identifiers.
func (r *room) records(titles ...string) []string {
	r.Helper()
	file := newUUID()
	r.exec(`INSERT INTO import (id, request_id, origin, state, created_by, created_at, updated_at) VALUES ($1, $2, 'file', 'ready', $3, now(), now())`,
		file, r.request, r.who("librarian"))
	ids := make([]string, len(titles))
	for i, title := range titles {
		ids[i] = newUUID()
		r.exec(`INSERT INTO record (id, request_id, import_id, n, group_id, type, title, pmid, whole) VALUES ($1, $2, $3, $4, $1, 'article', $5, '4711', '{}')`,
			ids[i], r.request, file, i+1, title)
	}
	return ids
}

func into[T any](t *testing.T, a answer, status int) (v T) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d: %s", a.status, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestRecordsAreSelected(t *testing.T) {
	r := newRoom(t)
	r.exec(`UPDATE library SET settings = '{"article_request_url": "https://library.example/articles"}'`)
	ids := r.records("Beds", "Cots")
	page := into[postgres.PublicationPage](t, r.send("reviewer", "GET", "records?verdict=undecided&q=beds&sort=title&limit=1", "", nil), 200)
	if page.Total != 1 || len(page.Items) != 1 || page.Counts.Undecided != 2 {
		t.Errorf("%+v", page)
	}
	one := r.send("librarian", "GET", "records/"+ids[0], "", nil)
	if one.header.Get("ETag") != `"1"` {
		t.Errorf("ETag %s", one.header.Get("ETag"))
	}
	at := "records/" + ids[0] + "/decision"
	body := m{"verdict": "include", "theme": "Falls", "key_paper": true}
	if a := r.send("librarian", "PUT", at, "", body); a.status != http.StatusPreconditionRequired {
		t.Errorf("without a version: %d", a.status)
	}
	done := into[rest.SavedDecision](t, r.send("librarian", "PUT", at, `"1"`, body), 200)
	if done.Next != ids[1] || done.Publication.Reference == "" || done.Counts.Included != 1 {
		t.Errorf("%+v", done)
	}
	if a := r.send("colleague", "PUT", at, `"1"`, m{"verdict": "maybe"}); a.status != http.StatusPreconditionFailed || !strings.Contains(a.body, `"theme":"Falls"`) {
		t.Errorf("stale: %d %s", a.status, a.body)
	}
	if a := r.send("librarian", "PUT", at, `"2"`, m{"verdict": "exclude", "note": "NHS number 943 476 5919"}); a.status != 422 || !strings.Contains(a.body, "identifier-suspected") {
		t.Errorf("an NHS number: %d %s", a.status, a.body)
	}
	screen := into[postgres.Screen](t, r.send("trainee", "GET", "screening?record="+ids[0], "", nil), 200)
	if screen.Publication.Decision.Theme != "Falls" || screen.Next != ids[1] || len(screen.Routes) != 2 {
		t.Errorf("%+v", screen)
	}
	routes := r.send("reviewer", "GET", "references/"+done.Publication.Reference+"/routes", "", nil)
	if !strings.Contains(routes.body, "https://library.example/articles") || !strings.Contains(routes.body, "https://pubmed.ncbi.nlm.nih.gov/4711/") {
		t.Errorf("%d %s", routes.status, routes.body)
	}
	back := into[postgres.Decided](t, r.send("librarian", "DELETE", at, `"2"`, nil), 200)
	if len(back.Removed) != 1 || back.Counts.Undecided != 2 {
		t.Errorf("%+v", back)
	}
	many := into[postgres.ManyDecided](t, r.send("librarian", "POST", "record-decisions", "", m{"records": ids, "verdict": "exclude", "reason": "wrong_date"}), 200)
	if many.Counts.Excluded != 2 {
		t.Errorf("%+v", many)
	}
	flow := into[postgres.SelectionFlow](t, r.send("manager", "GET", "flow", "", nil), 200)
	if flow.Identified != 2 || flow.Excluded != 2 || flow.Reasons[0].Code != "wrong_date" {
		t.Errorf("%+v", flow)
	}
	for _, address := range []string{"records", "records/" + ids[0], "screening", "flow", "test-papers"} {
		if a := r.send("requester", "GET", address, "", nil); a.status != http.StatusForbidden {
			t.Errorf("a requester reads %s: %d", address, a.status)
		}
		if a := r.send("stranger", "GET", address, "", nil); a.status != http.StatusNotFound {
			t.Errorf("a stranger reads %s: %d", address, a.status)
		}
	}
	if a := r.send("manager", "PUT", at, `"2"`, body); a.status != http.StatusForbidden {
		t.Errorf("a manager decides: %d", a.status)
	}
}

func TestTheTestSetByTheAPI(t *testing.T) {
	r := newRoom(t)
	r.records("Beds")
	added := into[rest.AddedTestPapers](t, r.send("librarian", "POST", "test-papers", "", m{"papers": []m{{"line": "4711"}, {"line": "Missing trial (2020). PMID 99"}}}), 201)
	set := into[postgres.TestSet](t, r.send("reviewer", "GET", "test-papers", "", nil), 200)
	if set.Found != 1 || len(set.Items) != 2 || !set.Items[0].Found() || len(set.Origins) != 1 {
		t.Errorf("%+v", set)
	}
	at := "test-papers/" + added.Items[1].ID
	if saved := into[rest.SavedTestPaper](t, r.send("librarian", "PUT", at, `"1"`, m{"title": "Other", "pmid": "98"}), 200); saved.Version != 2 {
		t.Errorf("%+v", saved)
	}
	if a := r.send("librarian", "PUT", at, `"1"`, m{"title": "Other"}); a.status != http.StatusPreconditionFailed {
		t.Errorf("stale: %d", a.status)
	}
	search := aSearch("")
	search["platform"], search["lines"] = "ovid", []m{{"n": 1, "text": "falls.ti."}}
	id := strings.TrimPrefix(r.make("librarian", "searches", search), "/api/v1/requests/"+string(r.request)+"/searches/")
	lines := into[rest.TestedLines](t, r.send("librarian", "GET", at+"/lines?search="+id, "", nil), 200)
	if lines.Why != "not-pubmed" || lines.Lines[0].Test != "1 and 98.ui." || lines.Lines[0].Finds != nil {
		t.Errorf("%+v", lines)
	}
	if a := r.send("librarian", "GET", at+"/lines?search="+newUUID(), "", nil); a.status != 422 {
		t.Errorf("another search: %d %s", a.status, a.body)
	}
	if a := r.send("librarian", "DELETE", at, `"2"`, nil); a.status != http.StatusNoContent {
		t.Errorf("removed: %d %s", a.status, a.body)
	}
}
