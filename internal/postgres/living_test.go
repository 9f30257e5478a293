package postgres_test

import (
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func pubmedSearch(lines ...string) postgres.SearchContent {
	s := postgres.SearchContent{Source: "pubmed", Platform: "pubmed", Kind: "database"}
	for i, text := range lines {
		s.Lines = append(s.Lines, postgres.StrategyLine{N: i + 1, Text: text})
	}
	return s
}

func (d *desk) living() *postgres.Living { return d.content.Living() }

// records puts records into an import that is ready, each the only one of its group. It gives their identifiers.
func (d *desk) records(id evidence.ImportID, titles ...string) []string {
	d.Helper()
	d.exec(`UPDATE import SET state = 'ready', finished_at = now() WHERE id = $1`, id)
	var list []string
	for i, t := range titles {
		r := d.id()
		d.exec(`INSERT INTO record (id, request_id, import_id, n, group_id, type, title, whole) VALUES ($1, $2, $3, $4, $1, 'article', $5, '{}')`, r, d.request, id, i+1, t)
		list = append(list, r)
	}
	return list
}

func TestARunInPubMed(t *testing.T) {
	d := newDesk(t)
	ctx, l := t.Context(), d.living()
	s := d.addSearch(d.librarian, pubmedSearch("falls[tiab]", "#1 AND alarms[tiab]"))
	order := postgres.RunOrder{Search: s.ID, Fetch: true, Most: 100}
	key := postgres.Creation{Route: "/run", Key: "k", Body: make([]byte, 32)}
	run, err := l.AskRun(ctx, d.as(d.librarian), order, key)
	if err != nil || run.State != "waiting" || run.LineCount != 2 {
		t.Fatalf("%+v, %v", run, err)
	}
	if again, err := l.AskRun(ctx, d.as(d.librarian), order, key); err != nil || again.ID != run.ID {
		t.Errorf("again: %+v, %v", again, err)
	}
	_, err = l.AskRun(ctx, d.as(d.librarian), order, postgres.Creation{})
	refusal(t, err, evidence.Invalid)
	_, err = l.AskRun(ctx, d.as(d.requester), order, postgres.Creation{})
	refusal(t, err, evidence.NotPermitted)

	id := evidence.PubMedRunID(run.ID)
	if ids, err := l.Unstarted(ctx, 10); err != nil || len(ids) != 1 || ids[0] != id || l.Started(ctx, id) != nil {
		t.Errorf("%v, %v", ids, err)
	}
	if ids, err := l.Unstarted(ctx, 10); err != nil || len(ids) != 0 {
		t.Errorf("started, and still %v, %v", ids, err)
	}
	job, err := l.PubMedJob(ctx, id)
	if err != nil || job.Ended || job.Changed || len(job.Lines) != 2 || job.Into.Origin != postgres.OriginPubMed {
		t.Fatalf("%+v, %v", job, err)
	}
	hits := []evidence.LineHits{{N: 1, Hits: 30}, {N: 2, Hits: 7, NotFound: []string{"alarmz"}}}
	d.must(nil, l.NoteLines(ctx, id, hits[:1]))
	for range 2 { // the activity may be repeated
		if ok, err := l.Counted(ctx, id, hits); err != nil || !ok {
			t.Fatalf("%t, %v", ok, err)
		}
	}
	saved, err := d.content.Search(ctx, d.as(d.librarian), s.ID)
	if err != nil || saved.Version != 2 || *saved.Lines[1].Hits != 7 || *saved.RecordsRetrieved != 7 || saved.RunAt == nil || saved.RunBy != d.librarian {
		t.Errorf("%+v, %v", saved, err)
	}
	into := job.Into
	into.Expected = 7
	for range 2 { // begun anew, it holds only what came since
		d.must(nil, l.BeginFetch(ctx, into))
		d.must(nil, l.Append(ctx, into.Import, 1, []byte("PMID- 1"), 7))
	}
	if n := d.count(`SELECT records FROM import WHERE id = $1 AND expected = 7 AND size = 7`, into.Import); n != 7 {
		t.Errorf("%d records", n)
	}
	d.must(nil, l.Seal(ctx, into.Import))
	d.must(nil, l.BeginFetch(ctx, into)) // sealed: nothing happens
	d.must(nil, l.EndRun(ctx, id, "", 0))
	d.must(nil, l.EndRun(ctx, id, "late", 3))
	runs, err := l.Runs(ctx, d.as(d.reviewer), s.ID)
	if err != nil || len(runs) != 1 || runs[0].State != "done" || runs[0].Lines[1].NotFound[0] != "alarmz" || runs[0].ImportState != "waiting" {
		t.Errorf("%+v, %v", runs, err)
	}
	_, err = l.Runs(ctx, d.as(d.requester), s.ID)
	refusal(t, err, evidence.NotPermitted)
}

func TestSearchesThatCannotBeRun(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		search postgres.SearchContent
		code   string
	}{
		"another platform": {medline(), "not-pubmed"},
		"no lines":         {pubmedSearch(), "required"},
		"unknown line":     {pubmedSearch("#7"), "line-unknown"},
	} {
		s := d.addSearch(d.librarian, c.search)
		_, err := d.living().AskRun(t.Context(), d.as(d.librarian), postgres.RunOrder{Search: s.ID, Most: 1}, postgres.Creation{})
		if e := refusal(t, err, evidence.Invalid); e.Fields[0].Code != c.code {
			t.Errorf("%s: %v", name, e)
		}
	}
}

// A search that was changed while it was run keeps its own words and counts.
func TestASearchChangedMeanwhile(t *testing.T) {
	d := newDesk(t)
	ctx, l := t.Context(), d.living()
	s := d.addSearch(d.librarian, pubmedSearch("falls[tiab]"))
	run, err := l.AskRun(ctx, d.as(d.librarian), postgres.RunOrder{Search: s.ID, Most: 1}, postgres.Creation{})
	d.must(run, err)
	d.must(d.content.SaveSearch(ctx, d.as(d.colleague), s.ID, 1, pubmedSearch("slips[tiab]")))
	id := evidence.PubMedRunID(run.ID)
	if job, err := l.PubMedJob(ctx, id); err != nil || !job.Changed {
		t.Errorf("%+v, %v", job, err)
	}
	if ok, err := l.Counted(ctx, id, []evidence.LineHits{{N: 1, Hits: 3}}); err != nil || ok {
		t.Errorf("%t, %v", ok, err)
	}
	now, err := d.content.Search(ctx, d.as(d.librarian), s.ID)
	if err != nil || now.Lines[0].Hits != nil || now.RunAt != nil {
		t.Errorf("%+v, %v", now, err)
	}
	d.must(nil, l.EndRun(ctx, id, "search-changed", 0))
	d.must(nil, d.content.RemoveSearch(ctx, d.as(d.librarian), s.ID, 2))
	if job, err := l.PubMedJob(ctx, id); err != nil || !job.Ended {
		t.Errorf("after the search was taken out: %+v, %v", job, err)
	}
	d.must(nil, l.EndRun(ctx, id, "", 0))
}

// watched is a delivered report with two searches and a reference, which is watched.
func watched(t *testing.T) (*desk, postgres.Watch) {
	t.Helper()
	d := newDesk(t)
	ran := d.now.Add(-time.Hour)
	s := pubmedSearch("falls[tiab]")
	s.RunAt = &ran
	d.addSearch(d.librarian, s)
	other := medline()
	other.RunAt = &ran
	d.addSearch(d.librarian, other)
	d.must(d.content.AddReferences(t.Context(), d.as(d.librarian), []postgres.ReferenceContent{
		{Type: "article", Title: "Known", PMID: "11", DOI: "10.1000/ABC"}, {Type: "article", Title: "Sound", PMID: "12", DOI: "10.1000/abc"},
	}, postgres.Creation{}))
	d.write(d.librarian, "Alarms do not help [1][2].")
	d.deliver()
	w, err := d.living().SetWatch(t.Context(), d.as(d.librarian), postgres.WatchContent{Months: 3, FirstAt: d.now.AddDate(0, 3, 0), EndsAt: d.now.AddDate(2, 0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	return d, w
}

func (d *desk) retract(notices ...postgres.Notice) postgres.LoadedRetractions {
	d.Helper()
	i := 0
	done, err := postgres.ReplaceRetractions(d.Context(), d.db.App, d.now, func() (postgres.Notice, bool, error) {
		if i++; i > len(notices) {
			return postgres.Notice{}, false, nil
		}
		return notices[i-1], true, nil
	})
	if err != nil {
		d.Fatal(err)
	}
	return done
}

func TestWhoMayWatch(t *testing.T) {
	d, w := watched(t)
	ctx, l := t.Context(), d.living()
	content := postgres.WatchContent{Months: 6, FirstAt: d.now.AddDate(0, 1, 0), EndsAt: d.now.AddDate(1, 0, 0)}
	for _, p := range []evidence.PersonID{d.trainee, d.manager, d.requester, d.delegate} {
		_, err := l.SetWatch(ctx, d.as(p), content)
		refusal(t, err, evidence.NotPermitted)
		_, err = l.ChangeWatch(ctx, d.as(p), 1, content)
		refusal(t, err, evidence.NotPermitted)
	}
	_, err := l.SetWatch(ctx, d.as(d.librarian), content)
	refusal(t, err, evidence.Invalid)
	for name, change := range map[string]func(*postgres.WatchContent){
		"months": func(c *postgres.WatchContent) { c.Months = 2 }, "ends_at": func(c *postgres.WatchContent) { c.EndsAt = d.now },
		"first_at": func(c *postgres.WatchContent) { c.FirstAt = time.Time{} }, "state": func(c *postgres.WatchContent) { c.State = "asleep" },
	} {
		wrong := content
		change(&wrong)
		_, err := l.ChangeWatch(ctx, d.as(d.librarian), 1, wrong)
		if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != name {
			t.Errorf("%s: %v", name, e)
		}
	}
	content.FirstAt = time.Date(2026, 5, 31, 3, 0, 0, 0, time.UTC)
	changed, err := l.ChangeWatch(ctx, d.as(d.colleague), w.Version, content)
	if err != nil || changed.Version != 2 || changed.FirstAt.Day() != 28 || changed.NextAt == nil {
		t.Fatalf("%+v, %v", changed, err)
	}
	_, err = l.ChangeWatch(ctx, d.as(d.librarian), w.Version, content)
	if now := staleRow[postgres.Watch](t, err); now.Version != 2 {
		t.Errorf("%+v", now)
	}
	orders, err := l.Unsynced(ctx, 10)
	if err != nil || len(orders) != 1 || orders[0].Version != 2 || orders[0].Months != 6 || l.Synced(ctx, orders[0]) != nil {
		t.Fatalf("%+v, %v", orders, err)
	}
	d.must(nil, l.AskWatch(ctx, d.as(d.librarian)))
	if orders, err = l.Unsynced(ctx, 10); err != nil || len(orders) != 1 || orders[0].AskedAt == nil || l.Synced(ctx, orders[0]) != nil {
		t.Fatalf("%+v, %v", orders, err)
	}
	if orders, err = l.Unsynced(ctx, 10); err != nil || len(orders) != 0 {
		t.Errorf("%+v, %v", orders, err)
	}
	rows, err := l.Watches(ctx, d.library)
	if err != nil || len(rows) != 1 || rows[0].NextAt == nil || rows[0].LastAt != nil {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestOnlyADeliveredReportIsWatched(t *testing.T) {
	d := newDesk(t)
	_, err := d.living().SetWatch(t.Context(), d.as(d.librarian), postgres.WatchContent{Months: 1, FirstAt: d.now, EndsAt: d.now.AddDate(1, 0, 0)})
	refusal(t, err, evidence.NotAllowedInStage)
	_, err = d.living().Watch(t.Context(), d.as(d.librarian))
	refusal(t, err, evidence.NotFound)
}
