package postgres

import (
	"context"
	"errors"
	"strconv"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/pubmed"
)

// The states of a run in PubMed.
const (
	runCounting = "counting"
	runFetching = "fetching"
	runDone     = "done"
	runRefused  = "refused"
)

// lineFault says which line cannot be run, and why.
func lineFault(err error) error {
	var at *pubmed.LineError
	if !errors.As(err, &at) {
		return err
	}
	detail := "It refers to a line that there is not."
	switch at.Code {
	case pubmed.LineLater:
		detail = "It refers to itself or to a later line."
	case pubmed.LineTooLong:
		detail = "With the lines that it refers to, it is longer than PubMed takes."
	}
	return evidence.InvalidField("lines", at.Code, "Line "+strconv.Itoa(at.N)+": "+detail)
}

// Unstarted lists runs whose workflow is still to be started, the oldest first.
func (l *Living) Unstarted(ctx context.Context, most int) ([]evidence.PubMedRunID, error) {
	rows, err := l.q.UnstartedPubMedRuns(ctx, fit(most))
	return each(rows, func(id uuid.UUID) evidence.PubMedRunID { return evidence.PubMedRunID(id.String()) }), err
}

// Started notes that the workflow of a run was started.
func (l *Living) Started(ctx context.Context, run evidence.PubMedRunID) error {
	id, err := rowUUID(string(run))
	if err != nil {
		return err
	}
	return l.q.PubMedRunStarted(ctx, id)
}

// PubMedJob reads what a run has to do.
func (l *Living) PubMedJob(ctx context.Context, run evidence.PubMedRunID) (evidence.PubMedJob, error) {
	id, err := rowUUID(string(run))
	if err != nil {
		return evidence.PubMedJob{}, err
	}
	r, err := l.q.PubMedRunJob(ctx, id)
	if isMissing(err) { // the search was taken out, and its runs with it
		return evidence.PubMedJob{Run: run, Ended: true}, nil
	}
	if err != nil {
		return evidence.PubMedJob{}, contentError(err)
	}
	request := evidence.RequestID(r.RequestID.String())
	return evidence.PubMedJob{
		Run: run, Request: request, Search: r.SearchID.String(), Fetch: r.WithRecords, Most: int(r.Most), Lines: strategyTexts(r.Strategy),
		Counted: listFrom[evidence.LineHits](r.Lines), Ended: r.State == runDone || r.State == runRefused,
		Changed: r.Version != r.SearchVersion,
		Into: evidence.Fetching{
			Import: evidence.ImportID(r.ImportID.String()), Request: request, Search: r.SearchID.String(), Origin: OriginPubMed, By: personOf(r.CreatedBy),
		},
	}, nil
}

func strategyTexts(lines []byte) []evidence.StrategyText {
	return each(listFrom[StrategyLine](lines), func(s StrategyLine) evidence.StrategyText { return evidence.StrategyText{N: s.N, Text: s.Text} })
}

// NoteLines keeps what was counted so far.
func (l *Living) NoteLines(ctx context.Context, run evidence.PubMedRunID, lines []evidence.LineHits) error {
	return l.noteLines(ctx, l.q, run, runCounting, lines)
}

func (l *Living) noteLines(ctx context.Context, q *sqlc.Queries, run evidence.PubMedRunID, state string, lines []evidence.LineHits) error {
	id, err := rowUUID(string(run))
	if err != nil {
		return err
	}
	_, err = q.NotePubMedLines(ctx, sqlc.NotePubMedLinesParams{ID: id, State: state, Lines: listOf(lines), Now: l.now()})
	return err
}

// Counted writes the hits of each line, and when it was run, to the search, if it still is the one that was run. Whoever asked for the
// run becomes one of its authors: the counts are part of the record. Saying it again changes nothing.
func (l *Living) Counted(ctx context.Context, run evidence.PubMedRunID, lines []evidence.LineHits) (bool, error) {
	id, err := rowUUID(string(run))
	if err != nil {
		return false, err
	}
	written := false
	err = l.tx(ctx, func(q *sqlc.Queries) error {
		r, err := q.PubMedRunJob(ctx, id)
		if err != nil {
			return err
		}
		if r.State == runFetching {
			written = true
			return nil
		}
		strategy := withHits(listFrom[StrategyLine](r.Strategy), lines)
		n, err := q.WriteHits(ctx, sqlc.WriteHitsParams{
			ID: r.SearchID, Version: r.SearchVersion, Lines: listOf(strategy), Person: r.CreatedBy, Found: narrow(&lines[len(lines)-1].Hits), Now: l.now(),
		})
		if err != nil || n == 0 {
			return err
		}
		written = true
		return l.noteLines(ctx, q, run, runFetching, lines)
	})
	return written, err
}

func withHits(strategy []StrategyLine, counted []evidence.LineHits) []StrategyLine {
	for i := range strategy {
		for _, c := range counted {
			if c.N == strategy[i].N {
				strategy[i].Hits = &c.Hits
			}
		}
	}
	return strategy
}

// EndRun ends a run: done, or refused with the code of a problem. One that has ended is left alone. Its import, if it has begun and
// cannot be finished, is refused with it.
func (l *Living) EndRun(ctx context.Context, run evidence.PubMedRunID, problem string, line int) error {
	id, err := rowUUID(string(run))
	if err != nil {
		return err
	}
	r, err := l.q.PubMedRunJob(ctx, id)
	if isMissing(err) {
		return nil
	}
	if err != nil || r.State == runDone || r.State == runRefused {
		return err
	}
	state := runDone
	if problem != "" {
		state = runRefused
		if err := l.Refuse(ctx, evidence.ImportID(r.ImportID.String()), problem); err != nil {
			return err
		}
	}
	return l.tx(ctx, func(q *sqlc.Queries) error {
		_, err := q.FinishPubMedRun(ctx, sqlc.FinishPubMedRunParams{ID: id, State: state, Problem: problem, ProblemLine: fit(line), Now: l.now()})
		return err
	})
}

// BeginFetch begins an import, or begins it anew: what was fetched into it before goes.
func (l *Living) BeginFetch(ctx context.Context, f evidence.Fetching) error {
	id, err := l.Begin(ctx, NewImport{ID: f.Import, Request: f.Request, Search: f.Search, Origin: f.Origin, Name: "PubMed", Expected: &f.Expected, By: f.By})
	if err != nil {
		return err
	}
	key := uuid.MustParse(string(id))
	return l.tx(ctx, func(q *sqlc.Queries) error {
		n, err := q.RestartFetch(ctx, sqlc.RestartFetchParams{ID: key, Now: l.now()})
		if err != nil || n == 0 { // it was sealed before
			return err
		}
		if err := q.NoteExpected(ctx, sqlc.NoteExpectedParams{ID: key, Expected: fit(f.Expected)}); err != nil {
			return err
		}
		return q.DropChunks(ctx, key)
	})
}
