package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// The states of a run of a watch.
const (
	WatchRunning  = "running"
	WatchNothing  = "nothing" // there was nothing new
	WatchReview   = "review"  // a librarian is to look at it
	WatchApproved = "approved"
)

// The kinds of findings.
const (
	FoundRecord     = "new_record"
	FoundRetraction = "retraction"
	FoundExport     = "needs_export"
)

// noPubMed is why a search needs a person.
const noPubMed = "not-pubmed"

// overlap is how far before the last look records are looked for again: PubMed adds records during the day of its own clock.
const overlap = 24 * time.Hour

// BeginWatchRun makes the run that a workflow names by its key, and says what it has to do. The same key gives the same run.
func (l *Living) BeginWatchRun(ctx context.Context, watch evidence.WatchID, key string) (evidence.WatchPlan, error) {
	id, err := rowUUID(string(watch))
	if err != nil {
		return evidence.WatchPlan{}, err
	}
	w, err := l.q.WatchByID(ctx, id)
	if err != nil {
		return evidence.WatchPlan{}, contentError(err)
	}
	if w.State != string(evidence.WatchActive) || !w.Delivered || w.Anonymous {
		return evidence.WatchPlan{Ended: true}, l.endUnwanted(ctx, w)
	}
	var plan evidence.WatchPlan
	err = l.tx(ctx, func(q *sqlc.Queries) error {
		fresh, err := q.InsertWatchRun(ctx, sqlc.InsertWatchRunParams{ID: rowID(), Watch: id, Request: w.RequestID, Key: key, Now: l.now()})
		if err != nil {
			return err
		}
		run, err := q.WatchRunByKey(ctx, key)
		if err != nil {
			return err
		}
		if fresh > 0 {
			if err := planParts(ctx, q, run); err != nil {
				return err
			}
		}
		parts, err := q.WatchParts(ctx, run.ID)
		plan = planOf(run, parts)
		return err
	})
	return plan, err
}

// endUnwanted ends the watch of a report that was taken back or forgotten, so that its schedule goes.
func (l *Living) endUnwanted(ctx context.Context, w sqlc.WatchByIDRow) error {
	if !w.Anonymous {
		return nil
	}
	_, err := l.q.EndWatch(ctx, sqlc.EndWatchParams{Request: w.RequestID, Now: l.now()})
	return err
}

func planOf(run sqlc.WatchRun, parts []sqlc.WatchPartsRow) evidence.WatchPlan {
	plan := evidence.WatchPlan{Run: evidence.WatchRunID(run.ID.String()), Ended: run.State != WatchRunning}
	for _, p := range parts {
		if p.Rerun {
			plan.Searches = append(plan.Searches, p.SearchID.String())
		}
	}
	return plan
}

// planParts decides about each search of the request: PubMed is asked again; of other databases a person is asked for an export.
func planParts(ctx context.Context, q *sqlc.Queries, run sqlc.WatchRun) error {
	rows, err := q.ListSearches(ctx, run.RequestID)
	if err != nil {
		return err
	}
	for _, row := range rows {
		s := searchOf(row)
		part := sqlc.InsertWatchPartParams{Run: run.ID, Search: row.ID, Import: rowID(), Rerun: runnable(s.SearchContent) == nil}
		switch {
		case s.RunAt == nil || s.Erased:
			continue
		case part.Rerun:
			if part.Since, err = since(ctx, q, s); err != nil {
				return err
			}
		case s.Kind == "database" || s.Kind == "register":
			part.Problem = noPubMed
		default:
			continue
		}
		if err := q.InsertWatchPart(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// since is when the records of a search were known: at its last look, or else when the librarian ran it.
func since(ctx context.Context, q *sqlc.Queries, s Search) (*time.Time, error) {
	last, err := q.LastWatched(ctx, uuid.MustParse(s.ID))
	if err != nil {
		return nil, err
	}
	if last.Before(*s.RunAt) {
		last = *s.RunAt
	}
	from := last.Add(-overlap)
	return &from, nil
}

// WatchJob reads what is to be done about one search.
func (l *Living) WatchJob(ctx context.Context, run evidence.WatchRunID, search string) (evidence.WatchJob, error) {
	id, err := rowUUID(string(run))
	if err != nil {
		return evidence.WatchJob{}, err
	}
	w, err := l.q.WatchRunByID(ctx, id)
	if err != nil {
		return evidence.WatchJob{}, contentError(err)
	}
	parts, err := l.q.WatchParts(ctx, id)
	if err != nil {
		return evidence.WatchJob{}, err
	}
	i := slices.IndexFunc(parts, func(p sqlc.WatchPartsRow) bool { return p.SearchID.String() == search })
	if i < 0 || w.State != WatchRunning || parts[i].Found != nil || parts[i].Problem != "" {
		return evidence.WatchJob{Done: true}, nil
	}
	s, err := l.q.GetSearch(ctx, sqlc.GetSearchParams{Request: w.RequestID, ID: parts[i].SearchID})
	if isMissing(err) {
		return evidence.WatchJob{Done: true}, nil
	}
	if err != nil {
		return evidence.WatchJob{}, err
	}
	set, err := l.q.WatchByID(ctx, w.WatchID)
	if err != nil {
		return evidence.WatchJob{}, err
	}
	if set.Anonymous || s.ErasedAt != nil {
		return evidence.WatchJob{Done: true}, nil
	}
	job := evidence.WatchJob{Lines: strategyTexts(s.Lines), Into: evidence.Fetching{
		Import: evidence.ImportID(parts[i].ImportID.String()), Request: evidence.RequestID(w.RequestID.String()), Search: search, Origin: OriginWatch, By: personOf(set.SetBy),
	}}
	if parts[i].Since != nil {
		job.Since = parts[i].Since.UTC()
	}
	return job, nil
}

// NoteWatched keeps how many records a search found since, or the code of why it could not be run; then its import is refused.
func (l *Living) NoteWatched(ctx context.Context, run evidence.WatchRunID, search string, found int, problem string) error {
	id, err := rowUUID(string(run))
	if err != nil {
		return err
	}
	key, err := rowUUID(search)
	if err != nil {
		return err
	}
	note := sqlc.NoteWatchPartParams{Run: id, Search: key, Problem: problem}
	if problem == "" {
		note.Found = narrow(&found)
		return l.q.NoteWatchPart(ctx, note)
	}
	parts, err := l.q.WatchParts(ctx, id)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if p.SearchID == key {
			if err := l.Refuse(ctx, evidence.ImportID(p.ImportID.String()), problem); err != nil {
				return err
			}
		}
	}
	return l.q.NoteWatchPart(ctx, note)
}

// WatchImportsEnded reports whether every import of the run has been read and compared, or refused.
func (l *Living) WatchImportsEnded(ctx context.Context, run evidence.WatchRunID) (bool, error) {
	id, err := rowUUID(string(run))
	if err != nil {
		return false, err
	}
	parts, err := l.q.WatchParts(ctx, id)
	return !slices.ContainsFunc(parts, func(p sqlc.WatchPartsRow) bool {
		return p.ImportState != "" && !slices.Contains([]string{ImportReady, ImportRefused, ImportUndone}, p.ImportState)
	}), err
}
