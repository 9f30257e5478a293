package e2e_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/pubmed/pubmedtest"
	"evidencedesk/workflows"
)

// TestAnswersStayAlive runs a search in PubMed and gives an answer, watches it, lets time bring a new study and a retraction, and
// follows what is found to the requester. PubMed is a server that answers as its documentation says.
func TestAnswersStayAlive(t *testing.T) {
	t.Parallel()
	papers := &pubmedtest.Server{}
	for i := range 3 {
		papers.Add(pubmedtest.Record{
			PMID: 100 + i, Title: words(fmt.Sprintf("Trial %d of mobilisation", i)), Authors: []string{"Example A"}, Journal: "A Journal", Year: 2024,
			Added: time.Now().AddDate(0, -1-i, 0),
		})
	}
	server := httptest.NewServer(papers)
	defer server.Close()
	d := newDesk(t, "EVIDENCEDESK_PUBMED_URL="+server.URL, "EVIDENCEDESK_PUBMED_EMAIL=desk@library.test", "EVIDENCEDESK_PUBMED_RATE=50")
	l := d.newLibrary(t)
	r := l.answerFromPubMed()
	r.watch()
	d.lostSchedule(r)
	papers.Add(pubmedtest.Record{PMID: 200, Title: words("A new trial of mobilisation"), Authors: []string{"Example B"}, Journal: "A Journal", Year: 2026, Added: time.Now()})
	d.loadRetractions()
	r.findsAndTells()
	r.pausesAndEnds()
}

// answerFromPubMed delivers an answer whose search was run in PubMed.
func (l *library) answerFromPubMed() *request {
	l.Helper()
	r := l.submit()
	r.give(l.librarian, evidence.Claim, nil)
	r.give(l.librarian, evidence.Accept, nil)
	var made struct {
		ID string `json:"id"`
	}
	r.post(l.librarian, "searches", m{
		"source": "pubmed", "platform": "pubmed", "kind": "database", "lines": []m{{"n": 1, "text": "mobilisation[ti]"}, {"n": 2, "text": "#1 AND " + canary}},
	}, &made)
	if _, err := l.librarian.Do(l.Context(), http.MethodPost, r.path("searches", made.ID, "run"), m{"fetch": true}, nil); err != nil {
		l.Fatalf("run: %v", err)
	}
	r.desk.becomes(l, "the records of the search are there", 3, `SELECT count(*) FROM record r JOIN import i ON i.id = r.import_id
		WHERE r.request_id = $1 AND i.state = 'ready' AND i.origin = 'pubmed'`, r.id)
	r.desk.becomes(l, "the run has ended", 1, "SELECT count(*) FROM pubmed_run WHERE request_id = $1 AND state = 'done'", r.id)
	var run struct {
		Lines []struct{ Hits *int } `json:"lines"`
	}
	if _, err := l.librarian.Get(l.Context(), r.path("searches", made.ID), &run); err != nil || len(run.Lines) != 2 || *run.Lines[1].Hits != 3 {
		l.Errorf("the search as it was run: %+v, %v", run, err)
	}
	r.give(l.librarian, evidence.CompleteSearch, nil)
	r.post(l.librarian, "references", m{"references": []m{{"type": "article", "title": words("Trial 0 of mobilisation"), "pmid": "100", "year": 2024}}}, nil)
	r.write(l.librarian, "It does [1].")
	r.give(l.librarian, evidence.Deliver, nil)
	return r
}

// watch sets the watch and waits until Temporal has its schedule.
func (r *request) watch() {
	r.Helper()
	r.post(r.librarian, "watch", m{"months": 3, "first_at": time.Now().AddDate(0, 3, 0), "ends_at": time.Now().AddDate(2, 0, 0)}, nil)
	r.scheduled()
}

func (r *request) scheduled() {
	r.Helper()
	eventually(r, "the watch has a schedule", func() error {
		_, err := r.desk.temporal().ScheduleClient().GetHandle(r.Context(), workflows.LivingSearchID(r.id)).Describe(r.Context())
		return err
	})
}

// lostSchedule takes the schedule away, as a restored backup may: the next worker that starts makes it again.
func (d *desk) lostSchedule(r *request) {
	d.Helper()
	d.becomes(r, "the order is carried out", 1, "SELECT count(*) FROM watch WHERE synced = version")
	d.must(d.temporal().ScheduleClient().GetHandle(d.Context(), workflows.LivingSearchID(r.id)).Delete(d.Context()))
	d.worker.stop()
	d.worker.start()
	r.scheduled()
}

// loadRetractions loads a file as an operator does.
func (d *desk) loadRetractions() {
	d.Helper()
	file := filepath.Join(d.folder, "retractions.csv")
	text := "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason\n" +
		"7," + words("Trial 0") + ",3/9/2026 0:00,10.1000/n,Unavailable,100,Retraction,+Concerns/Issues About Data;\n" +
		"8," + words("Another") + ",3/9/2026 0:00,10.1000/m,10.1000/other,0,Correction,\n" +
		"9," + words("Nothing that names it") + ",3/9/2026 0:00,,Unavailable,0,Retraction,\n"
	d.must(os.WriteFile(file, []byte(text), 0o600))
	for _, before := range []string{"(0 before)", "(2 before)"} { // once more changes nothing
		out, err := d.operate("retractions", "load", file)
		if err != nil || !strings.Contains(out, "2 notices are in force "+before) || !strings.Contains(out, "1 rows") {
			d.Fatalf("%v\n%s", err, out)
		}
	}
	d.must(os.WriteFile(file, []byte(text+"x,"+canary+",,,10.1000/x,,Retraction,\n"), 0o600))
	out, err := d.operate("retractions", "load", file)
	if err == nil || !strings.Contains(out, "nothing was changed") || !strings.Contains(out, "line 5") || strings.Contains(out, canary) {
		d.Errorf("a broken file: %v\n%s", err, out)
	}
}

// findsAndTells looks, decides about what was found, and insists that the requester is told and can read it.
func (r *request) findsAndTells() {
	r.Helper()
	if _, err := r.librarian.Do(r.Context(), http.MethodPost, r.path("watch", "look"), m{}, nil); err != nil {
		r.Fatal(err)
	}
	r.desk.becomes(r, "the look waits for a librarian", 1, "SELECT count(*) FROM watch_run WHERE request_id = $1 AND state = 'review'", r.id)
	r.receives(r.librarian, evidence.NoticeWatchFound)
	r.desk.tells(r, r.librarian, "Watched report: 1 new record, 1 notice", "/work/"+string(r.id)+"/watch")
	type finding struct {
		ID, Kind, Title string
		Version         int
	}
	type look struct {
		ID             string
		New, Retracted int
		Findings       []finding
	}
	var watch struct{ Runs []look }
	_, err := r.librarian.Get(r.Context(), r.path("watch"), &watch)
	if err != nil || len(watch.Runs) != 1 || watch.Runs[0].New != 1 || watch.Runs[0].Retracted != 1 || len(watch.Runs[0].Findings) != 2 {
		r.Fatalf("%+v, %v", watch, err)
	}
	if told := list[look](r, r.asker, r.path("updates")); len(told) != 0 {
		r.Errorf("the requester is told before anybody approved it: %+v", told)
	}
	var decisions []m
	for _, f := range watch.Runs[0].Findings {
		decisions = append(decisions, m{"id": f.ID, "version": f.Version, "decision": "keep", "note": words("It matters.")})
	}
	at := r.path("watch", "runs", watch.Runs[0].ID)
	if _, err := r.librarian.Do(r.Context(), http.MethodPut, at+"/findings", m{"findings": decisions}, nil); err != nil {
		r.Fatal(err)
	}
	if _, err := r.librarian.Do(r.Context(), http.MethodPost, at+"/approve", m{}, nil); err != nil {
		r.Fatal(err)
	}
	r.receives(r.asker, evidence.NoticeWatchRetracted)
	r.desk.tells(r, r.asker, "It also found 1 new study.", "/requests/"+string(r.id))
	if told := list[look](r, r.asker, r.path("updates")); len(told) != 1 || len(told[0].Findings) != 2 || !strings.Contains(told[0].Findings[0].Title+told[0].Findings[1].Title, canary) {
		r.Errorf("%+v", told)
	}
	var check struct {
		Items []struct{ Nature string }
	}
	if _, err := r.asker.Get(r.Context(), r.path("retractions"), &check); err != nil || len(check.Items) != 1 || check.Items[0].Nature != "retraction" {
		r.Errorf("%+v, %v", check, err)
	}
	r.unseenUpdates(r.colleague)
}

// tells insists that one letter to somebody says something with a link, and nothing of the request's text.
func (d *desk) tells(tb testing.TB, p *person, says, link string) {
	tb.Helper()
	bodies := d.letters(tb, p, says)
	if len(bodies) != 1 || !strings.Contains(bodies[0], link+"\r\n") || strings.Contains(bodies[0], "mobilisation") {
		tb.Errorf("letters that say %q: %q", says, bodies)
	}
}

// pausesAndEnds follows a watch that is paused and then ended: nothing looks at the report any more.
func (r *request) pausesAndEnds() {
	r.Helper()
	handle := r.desk.temporal().ScheduleClient().GetHandle(r.Context(), workflows.LivingSearchID(r.id))
	r.changeWatch("paused")
	eventually(r, "the schedule is paused", func() error {
		s, err := handle.Describe(r.Context())
		if err == nil && !s.Schedule.State.Paused {
			err = errors.New("it is not paused")
		}
		return err
	})
	if _, err := r.librarian.Do(r.Context(), http.MethodPost, r.path("watch", "look"), m{}, nil); apiclient.CodeOf(err) != evidence.NotFound {
		r.Errorf("a look at what is paused: %v", err)
	}
	r.changeWatch("ended")
	eventually(r, "the schedule is gone", func() error {
		if _, err := handle.Describe(r.Context()); err == nil {
			return errors.New("it is there")
		}
		return nil
	})
	if n := r.desk.count(r, "SELECT count(*) FROM watch_run WHERE request_id = $1", r.id); n != 1 {
		r.Errorf("%d looks", n)
	}
}

func (r *request) changeWatch(state string) {
	r.Helper()
	var now struct {
		Watch struct {
			Months  int
			FirstAt time.Time `json:"first_at"`
			EndsAt  time.Time `json:"ends_at"`
		}
	}
	answer, err := r.librarian.Get(r.Context(), r.path("watch"), &now)
	r.must(err)
	body := m{"months": now.Watch.Months, "state": state, "first_at": now.Watch.FirstAt, "ends_at": now.Watch.EndsAt}
	_, err = r.librarian.Do(r.Context(), http.MethodPut, r.path("watch"), body, nil, apiclient.IfMatch(answer.ETag))
	r.must(err)
}

func (r *request) unseenUpdates(p *person) {
	r.Helper()
	if _, err := p.Get(r.Context(), r.path("updates"), nil); apiclient.CodeOf(err) != evidence.NotFound {
		r.Errorf("somebody else reads what was found: %v", err)
	}
}
