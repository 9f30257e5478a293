package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestALookFromEndToEnd(t *testing.T) {
	d, w := watched(t)
	ctx, l := context.Background(), d.living()
	day := d.now
	if done := d.retract(
		postgres.Notice{Number: 1, DOI: "10.1000/abc", PMID: "11", Title: "x", Nature: "retraction", Date: &day, NoticeDOI: "10.1/n", Reasons: []string{"Data"}},
		postgres.Notice{Number: 2, DOI: "10.1000/other", Nature: "retraction"},
	); done.Notices != 2 || done.Before != 0 {
		t.Errorf("%+v", done)
	}
	plan, err := l.BeginWatchRun(ctx, evidence.WatchID(w.ID), "living-search/1")
	if err != nil || plan.Ended || len(plan.Searches) != 1 {
		t.Fatalf("%+v, %v", plan, err)
	}
	if again, err := l.BeginWatchRun(ctx, evidence.WatchID(w.ID), "living-search/1"); err != nil || again.Run != plan.Run {
		t.Errorf("%+v, %v", again, err)
	}
	job, err := l.WatchJob(ctx, plan.Run, plan.Searches[0])
	if err != nil || job.Done || !job.Since.Equal(d.now.Add(-25*time.Hour)) || job.Into.Origin != postgres.OriginWatch {
		t.Fatalf("%+v, %v", job, err)
	}
	d.must(nil, l.BeginFetch(ctx, job.Into))
	if ended, err := l.WatchImportsEnded(ctx, plan.Run); err != nil || ended {
		t.Errorf("%t, %v", ended, err)
	}
	ids := d.records(job.Into.Import, "New", "Known before", "Known as a reference")
	d.exec(`UPDATE record SET pmid = '11' WHERE id = $1`, ids[2])
	old, err := d.content.Imports().Begin(ctx, postgres.NewImport{Request: d.request, Origin: postgres.OriginFile, By: d.librarian})
	d.must(old, err)
	before := d.records(old, "Known before")
	d.exec(`UPDATE import SET created_at = $2 WHERE id = $1`, old, d.now.Add(-time.Hour))
	d.exec(`UPDATE record SET group_id = $1 WHERE id = $2`, ids[1], before[0])
	d.must(nil, l.NoteWatched(ctx, plan.Run, plan.Searches[0], 3, ""))
	if ended, err := l.WatchImportsEnded(ctx, plan.Run); err != nil || !ended {
		t.Errorf("%t, %v", ended, err)
	}
	want := evidence.WatchOutcome{New: 1, Retracted: 1, Exports: 1}
	for range 2 {
		if got, err := l.ConcludeWatchRun(ctx, plan.Run); err != nil || got != want {
			t.Fatalf("%+v, %v", got, err)
		}
	}
	if d.count(`SELECT count(*) FROM team_task WHERE kind = 'fresh_export'`) != 1 ||
		d.count(`SELECT count(*) FROM notice WHERE kind = 'watch_found' AND person_id = $1`, d.librarian) != 1 || d.count(`SELECT count(*) FROM notice`) != 1 {
		t.Error("the owner was not told, or others were")
	}
	if runs, err := l.WatchRuns(ctx, d.as(d.requester)); err != nil || len(runs) != 0 {
		t.Errorf("the requester sees %+v, %v before anybody approved it", runs, err)
	}
	d.reviewed(w, plan)
}

// reviewed goes on with the look: a fresh export, decisions, approval, and what the requester then sees.
func (d *desk) reviewed(w postgres.Watch, plan evidence.WatchPlan) {
	d.Helper()
	ctx, l, a := context.Background(), d.living(), d.as(d.colleague)
	run := string(plan.Run)
	search := ""
	runs, err := l.WatchRuns(ctx, a)
	d.must(runs, err)
	for _, f := range runs[0].Findings {
		if f.Kind == postgres.FoundExport {
			search = f.Search
		}
	}
	id, err := d.content.Imports().Begin(ctx, postgres.NewImport{Request: d.request, Search: search, Origin: postgres.OriginFile, By: d.librarian})
	d.must(id, err)
	d.records(id, "From the export")
	if n, err := l.LookAgain(ctx, a, run); err != nil || n != 2 {
		d.Fatalf("%d new records, %v", n, err)
	}
	_, err = l.ApproveRun(ctx, a, run)
	refusal(d, err, evidence.Invalid)
	runs, err = l.WatchRuns(ctx, a)
	d.must(runs, err)
	var list []postgres.FindingDecision
	for _, f := range runs[0].Findings {
		decision := postgres.FindingDismissed
		if f.Kind == postgres.FoundRetraction || f.Title == "New" {
			decision = postgres.FindingKept
		}
		if f.Kind != postgres.FoundExport {
			list = append(list, postgres.FindingDecision{ID: f.ID, Version: f.Version, Decision: decision, Note: "It changes the answer."})
		}
	}
	refusal(d, l.DecideFindings(ctx, d.as(d.trainee), run, list), evidence.NotPermitted)
	d.must(nil, l.DecideFindings(ctx, a, run, list))
	var stale *postgres.StaleError
	if err := l.DecideFindings(ctx, a, run, list); !errors.As(err, &stale) {
		d.Errorf("deciding twice: %v", err)
	}
	if told, err := l.ApproveRun(ctx, a, run); err != nil || !told {
		d.Fatalf("%t, %v", told, err)
	}
	_, err = l.ApproveRun(ctx, a, run)
	refusal(d, err, evidence.Invalid)
	if n := d.count(`SELECT count(DISTINCT person_id) FROM notice WHERE kind = 'watch_retract'`); n != 3 {
		d.Errorf("%d people were told, want requester, delegate and who is copied in", n)
	}
	seen, err := l.WatchRuns(ctx, d.as(d.requester))
	if err != nil || len(seen) != 1 || len(seen[0].Findings) != 2 || seen[0].New != 1 || seen[0].Retracted != 1 || seen[0].Exports != 0 || seen[0].Approver != "" || seen[0].Findings[0].Note == "" {
		d.Errorf("%+v, %v", seen, err)
	}
	// The next look tells nothing twice.
	next, err := l.BeginWatchRun(ctx, evidence.WatchID(w.ID), "living-search/2")
	d.must(next, err)
	d.must(nil, l.NoteWatched(ctx, next.Run, next.Searches[0], 0, ""))
	if got, err := l.ConcludeWatchRun(ctx, next.Run); err != nil || got.New != 0 || got.Retracted != 0 {
		d.Errorf("%+v, %v", got, err)
	}
}

func TestNoticesAboutReferences(t *testing.T) {
	d, _ := watched(t)
	l := d.living()
	check, err := l.Retractions(t.Context(), d.as(d.requester))
	if err != nil || len(check.Items) != 0 || check.LoadedAt != nil || check.Checked != 2 {
		t.Fatalf("%+v, %v", check, err)
	}
	d.retract(postgres.Notice{Number: 1, DOI: "10.1000/abc", PMID: "11", Nature: "retraction"})
	d.retract(postgres.Notice{Number: 1, DOI: "10.1000/abc", PMID: "11", Nature: "retraction"}, postgres.Notice{Number: 2, PMID: "99", Nature: "concern"})
	for _, p := range []evidence.PersonID{d.requester, d.librarian} {
		check, err := l.Retractions(t.Context(), d.as(p))
		if err != nil || len(check.Items) != 1 || check.Items[0].Title != "Known" || check.LoadedAt == nil {
			t.Errorf("%+v, %v", check, err)
		}
	}
	broken := errors.New("line 7")
	if _, err := postgres.ReplaceRetractions(t.Context(), d.db.App, d.now, func() (postgres.Notice, bool, error) { return postgres.Notice{}, false, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	if d.count(`SELECT count(*) FROM retraction`) != 2 {
		t.Error("a load that failed changed what is there")
	}
}

// Erasing ends the watch and takes the words; what was found stays, without them.
func TestErasingEndsAWatch(t *testing.T) {
	d, w := watched(t)
	ctx, l := t.Context(), d.living()
	plan, err := l.BeginWatchRun(ctx, evidence.WatchID(w.ID), "k")
	d.must(plan, err)
	d.retract(postgres.Notice{Number: 1, PMID: "11", Nature: "retraction"})
	d.must(l.ConcludeWatchRun(ctx, plan.Run))
	runs, err := l.WatchRuns(ctx, d.as(d.librarian))
	d.must(runs, err)
	var list []postgres.FindingDecision
	for _, f := range runs[0].Findings {
		if f.Kind == postgres.FoundRetraction {
			list = append(list, postgres.FindingDecision{ID: f.ID, Version: f.Version, Decision: postgres.FindingKept, Note: secret})
		}
	}
	d.must(nil, l.DecideFindings(ctx, d.as(d.librarian), runs[0].ID, list))
	s := d.addSearch(d.librarian, pubmedSearch("x[ti]"))
	run, err := l.AskRun(ctx, d.as(d.librarian), postgres.RunOrder{Search: s.ID, Most: 1}, postgres.Creation{})
	d.must(run, err)
	d.must(nil, l.NoteLines(ctx, evidence.PubMedRunID(run.ID), []evidence.LineHits{{N: 1, NotFound: []string{secret}}}))
	for _, table := range []string{"watch_finding", "pubmed_run"} {
		if d.holding(table) == 0 {
			t.Fatalf("the test wrote nothing into %s", table)
		}
	}
	d.erase()
	for _, table := range []string{"watch_finding", "pubmed_run", "watch"} {
		if d.holding(table) != 0 {
			t.Errorf("%s still holds what was erased", table)
		}
	}
	orders, err := l.Unsynced(ctx, 10)
	if err != nil || len(orders) != 1 || orders[0].State != evidence.WatchEnded {
		t.Errorf("%+v, %v", orders, err)
	}
	if plan, err := l.BeginWatchRun(ctx, evidence.WatchID(w.ID), "k2"); err != nil || !plan.Ended {
		t.Errorf("%+v, %v", plan, err)
	}
}
