package rest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// watched is a delivered report whose watch has made one look, which found a new record and a retracted paper.
func watched(t *testing.T) (*room, string) {
	t.Helper()
	r := newRoom(t)
	r.make("librarian", "searches", pubmedSearch("falls[tiab]"))
	r.exec(`UPDATE search_record SET run_at = now()`)
	r.make("librarian", "references", m{"references": []m{{"type": "article", "title": "Old trial", "pmid": "11", "doi": "10.1000/old"}}})
	r.send("librarian", "PUT", "summary", `"1"`, m{"text": "It does not help [1]."})
	r.deliver()
	r.exec(`INSERT INTO retraction (number, doi, pmid, title, nature, notice_doi, reasons) VALUES (7, '10.1000/old', '11', 'Old trial', 'retraction', '10.1/n', '{Data}')`)
	r.exec(`INSERT INTO retraction_load (one, loaded_at, notices) VALUES (true, now(), 1)`)
	return r, r.make("librarian", "watch", r.watching())
}

func pubmedSearch(lines ...string) m {
	var list []m
	for i, text := range lines {
		list = append(list, m{"n": i + 1, "text": text})
	}
	return m{"source": "pubmed", "platform": "pubmed", "kind": "database", "lines": list}
}

func (r *room) watching() m {
	return m{"months": 3, "first_at": time.Now().AddDate(0, 3, 0), "ends_at": time.Now().AddDate(2, 0, 0)}
}

// look makes a look as its workflow does, with one record that came from PubMed, and gives the findings.
func (r *room) look() postgres.WatchRun {
	r.Helper()
	l := r.content.Living()
	view := into[rest.WatchView](r.T, r.send("librarian", "GET", "watch", "", nil), 200)
	plan, err := l.BeginWatchRun(r.Context(), evidence.WatchID(view.Watch.ID), "living-search/"+newUUID())
	if err != nil || len(plan.Searches) != 1 {
		r.Fatalf("%+v, %v", plan, err)
	}
	job, err := l.WatchJob(r.Context(), plan.Run, plan.Searches[0])
	if err != nil {
		r.Fatal(err)
	}
	id := newUUID()
	r.exec(`INSERT INTO import (id, request_id, search_id, origin, state, created_by, created_at, updated_at) VALUES ($1, $2, $3, 'watch', 'ready', $4, now(), now())`,
		job.Into.Import, r.request, plan.Searches[0], r.who("librarian"))
	r.exec(`INSERT INTO record (id, request_id, import_id, n, group_id, type, title, pmid, whole) VALUES ($1, $2, $3, 1, $1, 'article', 'New trial', '12', '{}')`,
		id, r.request, job.Into.Import)
	if err := l.NoteWatched(r.Context(), plan.Run, plan.Searches[0], 1, ""); err != nil {
		r.Fatal(err)
	}
	if _, err := l.ConcludeWatchRun(r.Context(), plan.Run); err != nil {
		r.Fatal(err)
	}
	view = into[rest.WatchView](r.T, r.send("trainee", "GET", "watch", "", nil), 200)
	if len(view.Runs) != 1 || len(view.Runs[0].Findings) != 2 {
		r.Fatalf("%+v", view.Runs)
	}
	return view.Runs[0]
}

// connectPubMed makes the service one that may ask PubMed.
func (r *room) connectPubMed() {
	r.deps.Content.PubMed = true
	r.handler = rest.New(r.deps)
}

func TestAWatchIsSetAndChanged(t *testing.T) {
	r, at := watched(t)
	if !strings.HasSuffix(at, "/watch") {
		t.Error(at)
	}
	a := r.send("trainee", "GET", "watch", "", nil)
	if into[rest.WatchView](t, a, 200).Watch.Months != 3 || a.header.Get("ETag") != `"1"` {
		t.Errorf("%s %s", a.header.Get("ETag"), a.body)
	}
	body := r.watching()
	body["state"] = "paused"
	if a := r.send("librarian", "PUT", "watch", "", body); a.status != http.StatusPreconditionRequired {
		t.Errorf("without a version: %d", a.status)
	}
	if a := r.send("colleague", "PUT", "watch", `"1"`, body); a.status != 200 || a.header.Get("ETag") != `"2"` {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := r.send("librarian", "PUT", "watch", `"1"`, body); a.status != http.StatusPreconditionFailed || !strings.Contains(a.body, `"paused"`) {
		t.Errorf("stale: %d %s", a.status, a.body)
	}
	if a := r.send("librarian", "POST", "watch/look", "", m{}); a.status != http.StatusNotFound {
		t.Errorf("a look of a paused watch: %d", a.status)
	}
	body["state"] = "active"
	if a := r.send("librarian", "PUT", "watch", `"2"`, body); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := r.send("librarian", "POST", "watch/look", "", m{}); a.status != http.StatusNoContent || r.count(`SELECT count(*) FROM watch WHERE asked_at IS NOT NULL`) != 1 {
		t.Errorf("%d %s", a.status, a.body)
	}
	body["months"] = 2
	if a := r.send("librarian", "PUT", "watch", `"3"`, body); a.status != 422 {
		t.Errorf("every two months: %d", a.status)
	}
	if a := r.send("librarian", "POST", "watch", "", r.watching()); a.status != 422 || !strings.Contains(a.body, `"exists"`) {
		t.Errorf("twice: %d %s", a.status, a.body)
	}
}

func TestWhoSeesAWatch(t *testing.T) {
	r, _ := watched(t)
	for name, want := range map[string]int{"librarian": 200, "trainee": 200, "manager": 200, "reviewer": 200, "requester": 403, "delegate": 403, "stranger": 404, "elsewhere": 404} {
		if a := r.send(name, "GET", "watch", "", nil); a.status != want {
			t.Errorf("%s reads it: %d, want %d", name, a.status, want)
		}
	}
	for _, name := range []string{"trainee", "manager", "requester", "delegate", "reviewer"} {
		if a := r.send(name, "POST", "watch/look", "", m{}); a.status != http.StatusForbidden {
			t.Errorf("%s looks: %d %s", name, a.status, a.body)
		}
	}
}

func TestALookIsReviewedAndTold(t *testing.T) {
	r, _ := watched(t)
	run := r.look()
	at := "watch/runs/" + run.ID
	if a := r.send("requester", "GET", "updates", "", nil); a.status != 200 || strings.Contains(a.body, "New trial") {
		t.Errorf("told before it was approved: %d %s", a.status, a.body)
	}
	if a := r.send("librarian", "POST", at+"/approve", "", m{}); a.status != 422 || !strings.Contains(a.body, `"undecided"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if again := into[rest.LookedAgain](t, r.send("librarian", "POST", at+"/look-again", "", m{}), 200); again.New != 1 {
		t.Errorf("%+v", again)
	}
	var list []m
	for _, f := range run.Findings {
		list = append(list, m{"id": f.ID, "version": f.Version, "decision": "keep", "note": "NHS number 943 476 5919"})
	}
	if a := r.send("librarian", "PUT", at+"/findings", "", m{"findings": list}); a.status != 422 || !strings.Contains(a.body, "identifier-suspected") {
		t.Errorf("an NHS number: %d %s", a.status, a.body)
	}
	for _, f := range list {
		f["note"] = "It changes the answer."
	}
	if a := r.send("trainee", "PUT", at+"/findings", "", m{"findings": list}); a.status != http.StatusForbidden {
		t.Errorf("a trainee decides: %d", a.status)
	}
	if a := r.send("librarian", "PUT", at+"/findings", "", m{"findings": list}); a.status != 200 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := r.send("colleague", "PUT", at+"/findings", "", m{"findings": list}); a.status != http.StatusPreconditionFailed || !strings.Contains(a.body, "It changes the answer.") {
		t.Errorf("stale: %d %s", a.status, a.body)
	}
	if told := into[rest.Approved](t, r.send("librarian", "POST", at+"/approve", "", m{}), 200); !told.Told {
		t.Error("the requester was not told")
	}
	for _, name := range []string{"requester", "delegate"} {
		a := r.send(name, "GET", "updates", "", nil)
		if a.status != 200 || !strings.Contains(a.body, "New trial") || !strings.Contains(a.body, "It changes the answer.") || strings.Contains(a.body, "approver") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if n := r.count(`SELECT count(*) FROM notice WHERE kind = 'watch_retract'`); n == 0 {
		t.Error("no letter is owed")
	}
}

func TestRetractedPapersAreNamed(t *testing.T) {
	r, _ := watched(t)
	for _, name := range []string{"librarian", "requester", "reviewer"} {
		check := into[postgres.RetractionCheck](t, r.send(name, "GET", "retractions", "", nil), 200)
		if len(check.Items) != 1 || check.Items[0].Nature != "retraction" || check.Checked != 1 || check.LoadedAt == nil {
			t.Errorf("%s: %+v", name, check)
		}
	}
	if a := r.send("stranger", "GET", "retractions", "", nil); a.status != http.StatusNotFound {
		t.Errorf("a stranger: %d", a.status)
	}
}

func TestASearchIsRunInPubMed(t *testing.T) {
	r := newRoom(t)
	address := r.make("librarian", "searches", pubmedSearch("falls[tiab]", "#1 AND alarm*"))
	run, runs := address+"/run", address+"/runs"
	if a := r.send("librarian", "POST", run, "", m{}); a.status != 422 || !strings.Contains(a.body, `"not-configured"`) {
		t.Errorf("without PubMed: %d %s", a.status, a.body)
	}
	if list := into[rest.RunList](t, r.send("trainee", "GET", runs, "", nil), 200); list.Configured || len(list.Items) != 0 {
		t.Errorf("%+v", list)
	}
	r.connectPubMed()
	asked := into[postgres.PubMedRun](t, r.send("trainee", "POST", run, "", m{"fetch": true}), 201)
	if asked.State != "waiting" || asked.Lines == nil || asked.LineCount != 2 || !asked.Fetch || asked.Most != evidence.DefaultFetch {
		t.Errorf("%+v", asked)
	}
	if a := r.send("librarian", "POST", run, "", m{}); a.status != 422 || !strings.Contains(a.body, `"running"`) {
		t.Errorf("twice: %d %s", a.status, a.body)
	}
	if list := into[rest.RunList](t, r.send("reviewer", "GET", runs, "", nil), 200); !list.Configured || len(list.Items) != 1 {
		t.Errorf("%+v", list)
	}
	for name, want := range map[string]int{"reviewer": 403, "requester": 403, "stranger": 404} {
		if a := r.send(name, "POST", run, "", m{}); a.status != want {
			t.Errorf("%s: %d, want %d", name, a.status, want)
		}
	}
	other := r.make("librarian", "searches", m{"source": "medline", "platform": "ovid", "kind": "database", "lines": []m{{"n": 1, "text": "falls"}}})
	if a := r.send("librarian", "POST", other+"/run", "", m{}); a.status != 422 || !strings.Contains(a.body, `"not-pubmed"`) {
		t.Errorf("another platform: %d %s", a.status, a.body)
	}
}

func TestWatchedReportsOfALibrary(t *testing.T) {
	r, _ := watched(t)
	r.look()
	var here string
	for id := range r.people["librarian"].Memberships {
		here = "/api/v1/libraries/" + string(id) + "/watches"
	}
	list := into[struct{ Items []postgres.WatchRow }](t, r.send("manager", "GET", here, "", nil), 200)
	if len(list.Items) != 1 || list.Items[0].LastState != postgres.WatchReview || list.Items[0].New != 1 || list.Items[0].Retracted != 1 {
		t.Errorf("%+v", list)
	}
	for name, want := range map[string]int{"requester": 403, "elsewhere": 404} {
		if a := r.send(name, "GET", here, "", nil); a.status != want {
			t.Errorf("%s: %d, want %d", name, a.status, want)
		}
	}
}
