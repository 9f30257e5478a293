package postgres

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// WatchRun is one look at a watched report.
type WatchRun struct {
	ID         string            `json:"id" format:"uuid"`
	At         time.Time         `json:"at"`
	State      string            `json:"state" enum:"running,nothing,review,approved"`
	New        int               `json:"new" doc:"Records that were not known before"`
	Retracted  int               `json:"retracted" doc:"Notices about papers of the report"`
	Exports    int               `json:"exports" doc:"Searches of which a person has to export the records"`
	Checked    int               `json:"checked" doc:"References that were looked up among the retracted papers"`
	FinishedAt *time.Time        `json:"finished_at,omitempty"`
	ApprovedBy evidence.PersonID `json:"approved_by,omitempty" format:"uuid"`
	Approver   string            `json:"approver,omitempty" doc:"The name of who approved it"`
	ApprovedAt *time.Time        `json:"approved_at,omitempty"`
	ToldAt     *time.Time        `json:"told_at,omitempty" doc:"When the requester was told"`
	Findings   []WatchFinding    `json:"findings" nullable:"false"`
}

// WatchRuns lists the newest runs with what they found, the newest first. Whoever does not work on the request sees those of which the
// requester was told, with the findings that were kept, and not who approved them.
func (l *Living) WatchRuns(ctx context.Context, a Access) ([]WatchRun, error) {
	outside := !a.insider()
	rows, err := l.q.ListWatchRuns(ctx, sqlc.ListWatchRunsParams{Request: a.request, Approved: outside, Most: maxRuns})
	if err != nil {
		return nil, contentError(err)
	}
	if len(rows) == 0 {
		return []WatchRun{}, nil
	}
	found, err := l.q.ListFindings(ctx, sqlc.ListFindingsParams{
		Runs: each(rows, func(r sqlc.ListWatchRunsRow) uuid.UUID { return r.ID }), Kept: outside, Most: evidence.MaxWatchFindings,
	})
	if err != nil {
		return nil, contentError(err)
	}
	return each(rows, func(r sqlc.ListWatchRunsRow) WatchRun {
		w := WatchRun{
			ID: r.ID.String(), At: r.At.UTC(), State: r.State, New: int(r.NewCount), Retracted: int(r.Retracted), Exports: int(r.Exports), Checked: int(r.Checked),
			FinishedAt: instant(r.FinishedAt), ApprovedBy: personOrNone(r.ApprovedBy), Approver: r.Approver, ApprovedAt: instant(r.ApprovedAt), ToldAt: instant(r.ToldAt),
			Findings: []WatchFinding{},
		}
		for _, f := range found {
			if f.RunID == r.ID {
				w.Findings = append(w.Findings, watchFindingOf(f))
			}
		}
		if outside {
			w.forOutside()
		}
		return w
	}), nil
}

// forOutside leaves out who approved it, and counts what was kept alone.
func (w *WatchRun) forOutside() {
	w.ApprovedBy, w.Approver, w.Exports, w.New, w.Retracted = "", "", 0, 0, 0
	for _, f := range w.Findings {
		if f.Kind == FoundRecord {
			w.New++
		} else {
			w.Retracted++
		}
	}
}

// FindingDecision is what the librarian makes of a finding that is at this version.
type FindingDecision struct {
	ID       string `json:"id" format:"uuid"`
	Version  int    `json:"version" minimum:"1"`
	Decision string `json:"decision" enum:"keep,dismiss" doc:"keep: the requester is to see it"`
	Note     string `json:"note,omitempty" maxLength:"1000" doc:"For the requester: what it means for the answer"`
}

// The decisions about a finding.
const (
	FindingKept      = "keep"
	FindingDismissed = "dismiss"
)

// DecideFindings keeps or dismisses findings of a run that is under review: all or none. Errors: Invalid; a [StaleError] with the runs as
// they stand when one of them is at another version.
func (l *Living) DecideFindings(ctx context.Context, a Access, run string, list []FindingDecision) error {
	if err := a.watches(); err != nil {
		return err
	}
	args := sqlc.DecideFindingsParams{Request: a.request, Person: &a.person, Now: l.now()}
	for i, d := range list {
		id, err := rowUUID(d.ID)
		switch at := fmt.Sprintf("findings[%d].", i); {
		case err != nil:
			return err
		case d.Decision != FindingKept && d.Decision != FindingDismissed:
			return evidence.InvalidField(at+"decision", "unknown", "Use keep or dismiss.")
		case utf8.RuneCountInString(d.Note) > evidence.MaxFindingNote:
			return evidence.InvalidField(at+"note", "too-long", "Write at most 1,000 characters.")
		}
		args.Ids, args.Versions = append(args.Ids, id), append(args.Versions, fit(d.Version))
		args.Decisions, args.Notes = append(args.Decisions, d.Decision), append(args.Notes, d.Note)
	}
	err := l.reviewing(ctx, a, run, func(q *sqlc.Queries, id uuid.UUID) error {
		args.Run = id
		n, err := q.DecideFindings(ctx, args)
		if err == nil && int(n) != len(list) {
			return &evidence.Error{Code: evidence.VersionStale}
		}
		return err
	})
	if evidence.CodeOf(err) != evidence.VersionStale {
		return err
	}
	runs, err := l.WatchRuns(ctx, a)
	if err != nil {
		return err
	}
	return &StaleError{Current: runs}
}

// LookAgain takes into a run what was uploaded for its searches since, and says how many new records it holds now.
func (l *Living) LookAgain(ctx context.Context, a Access, run string) (int, error) {
	if err := a.watches(); err != nil {
		return 0, err
	}
	count := 0
	err := l.reviewing(ctx, a, run, func(q *sqlc.Queries, id uuid.UUID) error {
		if _, err := q.InsertNewFindings(ctx, sqlc.InsertNewFindingsParams{Run: id, Now: l.now()}); err != nil {
			return err
		}
		n, err := q.CountFindings(ctx, id)
		if err != nil {
			return err
		}
		count = int(n.NewRecords)
		return q.CountAgain(ctx, sqlc.CountAgainParams{ID: id, NewCount: n.NewRecords})
	})
	return count, err
}

// ApproveRun ends the review of a run. The requester's side is told if something was kept. Errors: Invalid while a finding waits for a
// decision, and for a run that is not under review.
func (l *Living) ApproveRun(ctx context.Context, a Access, run string) (told bool, err error) {
	if err := a.watches(); err != nil {
		return false, err
	}
	err = l.reviewing(ctx, a, run, func(q *sqlc.Queries, id uuid.UUID) error {
		n, err := q.UndecidedFindings(ctx, id)
		if err != nil {
			return err
		}
		if n.Undecided > 0 {
			return evidence.InvalidField("findings", "undecided", "Decide about every finding first.")
		}
		told = n.Kept > 0
		if _, err := q.ApproveWatchRun(ctx, sqlc.ApproveWatchRunParams{Request: a.request, ID: id, Person: a.person, Tell: told, Now: l.now()}); err != nil {
			return err
		}
		if err := q.SettleExportTask(ctx, sqlc.SettleExportTaskParams{Request: a.request, Person: a.person, Now: l.now()}); err != nil || !told {
			return err
		}
		return l.tellRequester(ctx, q, a, id)
	})
	return told, err
}

// tellRequester owes one notice to everybody who has the answer: about a paper that was retracted or put in doubt, if there is one.
func (l *Living) tellRequester(ctx context.Context, q *sqlc.Queries, a Access, run uuid.UUID) error {
	kept, err := q.ListFindings(ctx, sqlc.ListFindingsParams{Runs: []uuid.UUID{run}, Kept: true, Most: evidence.MaxWatchFindings})
	if err != nil {
		return err
	}
	kind, found := evidence.NoticeWatchUpdate, evidence.WatchOutcome{}
	for _, f := range kept {
		if f.Kind == FoundRecord {
			found.New++
			continue
		}
		if found.Retracted++; serious(f.Code) {
			kind = evidence.NoticeWatchRetracted
		}
	}
	library, err := rowUUID(string(a.library))
	if err != nil {
		return err
	}
	_, err = owe(ctx, q, sqlc.NoticeAudienceParams{
		Request: a.request, Library: library, People: []uuid.UUID{a.requester}, Askers: true, Merged: true,
	}, run, kind, found)
	return err
}

// reviewing does something to a run of the request that is under review.
func (l *Living) reviewing(ctx context.Context, a Access, run string, do func(*sqlc.Queries, uuid.UUID) error) error {
	id, err := rowUUID(run)
	if err != nil {
		return err
	}
	return l.tx(ctx, func(q *sqlc.Queries) error {
		w, err := q.LockWatchRun(ctx, sqlc.LockWatchRunParams{Request: a.request, ID: id})
		switch {
		case err != nil:
			return err
		case w != WatchReview:
			return evidence.InvalidField("run", "not-under-review", "This look is not waiting for approval.")
		}
		return do(q, id)
	})
}
