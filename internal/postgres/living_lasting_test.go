package postgres_test

import (
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres"
)

// fetches begins a look at a watched report and puts records into the import of its search in PubMed.
func (d *desk) fetches(w postgres.Watch, key string, titles ...string) evidence.WatchPlan {
	d.Helper()
	ctx, l := d.Context(), d.living()
	plan, err := l.BeginWatchRun(ctx, evidence.WatchID(w.ID), key)
	d.must(plan, err)
	job, err := l.WatchJob(ctx, plan.Run, plan.Searches[0])
	d.must(job, err)
	d.must(nil, l.BeginFetch(ctx, job.Into))
	if len(titles) > 0 {
		d.records(job.Into.Import, titles...)
		d.exec(`UPDATE import SET finished_at = $2 WHERE id = $1`, job.Into.Import, d.now)
	}
	d.must(nil, l.NoteWatched(ctx, plan.Run, plan.Searches[0], len(titles), ""))
	return plan
}

func (d *desk) concludes(plan evidence.WatchPlan, want evidence.WatchOutcome) {
	d.Helper()
	if got, err := d.living().ConcludeWatchRun(d.Context(), plan.Run); err != nil || got != want {
		d.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

// What a look fetched is shown by the next one if its workflow was stopped before it concluded.
func TestALookThatBrokeOff(t *testing.T) {
	d, w := watched(t)
	broken := d.fetches(w, "k1", "Found before it broke off")
	d.now = d.now.AddDate(0, 3, 0)
	next := d.fetches(w, "k2", "Found later")
	d.concludes(next, evidence.WatchOutcome{New: 2, Exports: 1})
	d.concludes(broken, evidence.WatchOutcome{})
	if d.count(`SELECT count(*) FROM watch_run WHERE state = 'running'`) != 0 {
		t.Error("the broken look is still under way")
	}
	d.now = d.now.AddDate(0, 3, 0)
	d.concludes(d.fetches(w, "k3"), evidence.WatchOutcome{Exports: 1})
}

// An import that was not ready when its look concluded is shown by the next one, once, whichever record then stands for it.
func TestAnImportThatCameLate(t *testing.T) {
	d, w := watched(t)
	early := d.fetches(w, "k1")
	d.concludes(early, evidence.WatchOutcome{Exports: 1})
	var late evidence.ImportID
	if err := d.db.Admin.QueryRow(t.Context(), `SELECT import_id FROM watch_part WHERE run_id = $1 AND rerun`, early.Run).Scan(&late); err != nil {
		t.Fatal(err)
	}
	ids := d.records(late, "Read late")
	d.exec(`UPDATE import SET finished_at = $2 WHERE id = $1`, late, d.now.Add(time.Hour))
	d.now = d.now.AddDate(0, 3, 0)
	d.concludes(d.fetches(w, "k2"), evidence.WatchOutcome{New: 1, Exports: 1})
	d.now = d.now.AddDate(0, 3, 0)
	again := d.fetches(w, "k3", "Read late, in another database")
	d.exec(`UPDATE record SET group_id = (SELECT id FROM record WHERE title LIKE 'Read late, %') WHERE id = $1`, ids[0])
	d.concludes(again, evidence.WatchOutcome{Exports: 1})
}

// A request that is erased while a look is under way: no search is run, nobody is told, and the look ends.
func TestErasedWhileLooking(t *testing.T) {
	d, w := watched(t)
	ctx, l := t.Context(), d.living()
	plan, err := l.BeginWatchRun(ctx, evidence.WatchID(w.ID), "k")
	d.must(plan, err)
	d.retract(postgres.Notice{Number: 1, PMID: "11", Nature: "retraction"})
	d.erase()
	d.exec(`UPDATE request SET erased_at = $2 WHERE id = $1`, d.request, d.now)
	if job, err := l.WatchJob(ctx, plan.Run, plan.Searches[0]); err != nil || !job.Done {
		t.Errorf("%+v, %v", job, err)
	}
	d.concludes(plan, evidence.WatchOutcome{})
	if d.count(`SELECT count(*) FROM notice`)+d.count(`SELECT count(*) FROM watch_finding`)+d.count(`SELECT count(*) FROM watch_run WHERE state <> 'nothing'`) != 0 {
		t.Error("something was found, or somebody told")
	}
}

// A request that is reopened is not looked at; nothing is lost when it has been delivered again.
func TestReopenedWhileWatched(t *testing.T) {
	d, w := watched(t)
	d.stage(evidence.Searching, "")
	if plan, err := d.living().BeginWatchRun(t.Context(), evidence.WatchID(w.ID), "k"); err != nil || !plan.Ended {
		t.Errorf("%+v, %v", plan, err)
	}
	d.stage(evidence.Closed, evidence.Answered)
	if plan, err := d.living().BeginWatchRun(t.Context(), evidence.WatchID(w.ID), "k2"); err != nil || plan.Ended || len(plan.Searches) != 1 {
		t.Errorf("%+v, %v", plan, err)
	}
}

// The letters say how much was found, and go to the librarians when the owner is not there any more. Approving settles the task.
func TestWhoHearsHowMuch(t *testing.T) {
	d, w := watched(t)
	ctx, l := t.Context(), d.living()
	d.forgotten(d.librarian)
	plan := d.fetches(w, "k", "One", "Two")
	d.concludes(plan, evidence.WatchOutcome{New: 2, Exports: 1})
	for _, n := range d.claim(10, time.Minute) {
		if n.Kind != evidence.NoticeWatchFound || n.Found != (evidence.WatchOutcome{New: 2, Exports: 1}) || n.To == "" {
			t.Errorf("%+v", n)
		}
	}
	if d.count(`SELECT count(*) FROM notice WHERE person_id = $1`, d.colleague) != 1 {
		t.Error("the other librarian was not told")
	}
	runs, err := l.WatchRuns(ctx, d.as(d.colleague))
	d.must(runs, err)
	var list []postgres.FindingDecision
	for _, f := range runs[0].Findings {
		if f.Kind == postgres.FoundRecord {
			list = append(list, postgres.FindingDecision{ID: f.ID, Version: 1, Decision: map[bool]string{true: postgres.FindingKept, false: postgres.FindingDismissed}[f.Title == "One"]})
		}
	}
	d.must(nil, l.DecideFindings(ctx, d.as(d.colleague), runs[0].ID, list))
	d.must(l.ApproveRun(ctx, d.as(d.colleague), runs[0].ID))
	letters := d.claim(10, time.Minute)
	for _, n := range letters {
		if n.Kind != evidence.NoticeWatchUpdate || n.Found != (evidence.WatchOutcome{New: 1}) || n.Library == "" {
			t.Errorf("%+v", n)
		}
		if l, err := (mail.Site{BaseURL: "https://desk.example"}).Compose(n); err != nil || l.Subject == "" {
			t.Error(err)
		}
	}
	if len(letters) == 0 || d.count(`SELECT count(*) FROM team_task WHERE kind = 'fresh_export' AND done_by = $1`, d.colleague) != 1 {
		t.Errorf("%d letters, or the task is open", len(letters))
	}
}

// A watch whose time is over has ended; it stays in the list while a look waits.
func TestAWatchRunsOut(t *testing.T) {
	d, w := watched(t)
	ctx, l := t.Context(), d.living()
	d.concludes(d.fetches(w, "k", "One"), evidence.WatchOutcome{New: 1, Exports: 1})
	d.now = w.EndsAt
	now, err := l.Watch(ctx, d.as(d.librarian))
	if err != nil || now.State != evidence.WatchEnded || now.NextAt != nil {
		t.Errorf("%+v, %v", now, err)
	}
	rows, err := l.Watches(ctx, d.library)
	if err != nil || len(rows) != 1 || rows[0].State != evidence.WatchEnded || rows[0].NextAt != nil {
		t.Errorf("%+v, %v", rows, err)
	}
	d.exec(`UPDATE watch_run SET state = 'nothing'`)
	if rows, err := l.Watches(ctx, d.library); err != nil || len(rows) != 0 {
		t.Errorf("%+v, %v", rows, err)
	}
}
