package activities

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/pubmed"
)

// PubMed answers queries: *pubmed.Client.
type PubMed interface {
	Count(ctx context.Context, q pubmed.Query) (pubmed.Found, error)
	Sets(ctx context.Context, q pubmed.Query, most int, today time.Time) (whole pubmed.Found, sets []pubmed.Found, err error)
	Fetch(ctx context.Context, h pubmed.History, start, n int) ([]byte, error)
}

// LivingStore keeps the runs of searches in PubMed and the watches of reports. Every method may be repeated.
type LivingStore interface {
	// PubMedJob reads what a run has to do.
	PubMedJob(ctx context.Context, run evidence.PubMedRunID) (evidence.PubMedJob, error)
	// NoteLines keeps what was counted so far.
	NoteLines(ctx context.Context, run evidence.PubMedRunID, lines []evidence.LineHits) error
	// Counted writes the counts to the search as it was run. It answers false when the search has been changed meanwhile.
	Counted(ctx context.Context, run evidence.PubMedRunID, lines []evidence.LineHits) (bool, error)
	// EndRun ends a run; a problem is a code, with the line that it is about, if any.
	EndRun(ctx context.Context, run evidence.PubMedRunID, problem string, line int) error

	// BeginFetch begins an import, or begins it anew: what was fetched into it before goes.
	BeginFetch(ctx context.Context, f evidence.Fetching) error
	Append(ctx context.Context, id evidence.ImportID, n int, bytes []byte, records int) error
	Seal(ctx context.Context, id evidence.ImportID) error
	Refuse(ctx context.Context, id evidence.ImportID, problem string) error

	// BeginWatchRun makes the run that a workflow names by its key, and says what it has to do.
	BeginWatchRun(ctx context.Context, watch evidence.WatchID, key string) (evidence.WatchPlan, error)
	// WatchJob reads what is to be done about one search.
	WatchJob(ctx context.Context, run evidence.WatchRunID, search string) (evidence.WatchJob, error)
	// NoteWatched keeps how many records a search found since, or the code of why it could not be run.
	NoteWatched(ctx context.Context, run evidence.WatchRunID, search string, found int, problem string) error
	// WatchImportsEnded reports whether every import of the run has been read and compared, or refused.
	WatchImportsEnded(ctx context.Context, run evidence.WatchRunID) (bool, error)
	// ConcludeWatchRun writes what was found and tells the owner if there is anything to look at.
	ConcludeWatchRun(ctx context.Context, run evidence.WatchRunID) (evidence.WatchOutcome, error)
}

// The codes of why a search was not run, beside those of pubmed.
const (
	NotConfigured  = "not-configured" // this worker knows no PubMed
	SearchChanged  = "search-changed" // while it was run
	ImportsPending = "imports-pending"
)

// Living runs searches again and looks after answers that are watched.
type Living struct {
	Store  LivingStore
	PubMed PubMed // nil: searches are not run from here
	Now    func() time.Time
}

// Ran is what became of a part of a run: counts and a code, no text.
type Ran struct {
	Fetch   bool   `json:"fetch,omitempty"` // records are wanted too
	Lines   int    `json:"lines,omitempty"`
	Records int    `json:"records"`
	Problem string `json:"problem,omitempty"`
}

// CountSearchLines asks PubMed for the hits of every line of a search, and writes them to the search.
func (l *Living) CountSearchLines(ctx context.Context, run evidence.PubMedRunID) (Ran, error) {
	b := beat(ctx)
	defer b.stop()
	job, err := l.Store.PubMedJob(ctx, run)
	switch {
	case err != nil:
		return Ran{}, conceal(err)
	case job.Ended:
		return Ran{}, nil
	case l.PubMed == nil:
		return l.refuse(ctx, run, NotConfigured, 0)
	case job.Changed && len(job.Counted) < len(job.Lines):
		return l.refuse(ctx, run, SearchChanged, 0)
	}
	queries, err := alone(job.Lines)
	if err != nil {
		return l.refuseFor(ctx, run, err, 0)
	}
	lines := job.Counted
	for i := len(lines); i < len(queries); i++ {
		found, err := l.PubMed.Count(ctx, pubmed.Query{Term: queries[i]})
		if err != nil {
			return l.refuseFor(ctx, run, err, job.Lines[i].N)
		}
		lines = append(lines, evidence.LineHits{N: job.Lines[i].N, Hits: found.Count, NotFound: found.NotFound, Ignored: found.Ignored})
		if err := l.Store.NoteLines(ctx, run, lines); err != nil {
			return Ran{}, conceal(err)
		}
	}
	written, err := l.Store.Counted(ctx, run, lines)
	switch {
	case err != nil:
		return Ran{}, conceal(err)
	case !written:
		return l.refuse(ctx, run, SearchChanged, 0)
	}
	return Ran{Fetch: job.Fetch, Lines: len(lines), Records: lines[len(lines)-1].Hits}, nil
}

// FetchSearchRecords fetches the records of the last line into an import, which the import's own workflow then reads.
func (l *Living) FetchSearchRecords(ctx context.Context, run evidence.PubMedRunID) (Ran, error) {
	b := beat(ctx)
	defer b.stop()
	job, err := l.Store.PubMedJob(ctx, run)
	switch {
	case err != nil:
		return Ran{}, conceal(err)
	case job.Ended:
		return Ran{}, nil
	case l.PubMed == nil:
		return l.refuse(ctx, run, NotConfigured, 0)
	}
	queries, err := alone(job.Lines)
	if err != nil {
		return l.refuseFor(ctx, run, err, 0)
	}
	last := len(queries) - 1
	n, err := l.fetch(ctx, b, pubmed.Query{Term: queries[last]}, job.Most, job.Into)
	if err != nil {
		return l.refuseFor(ctx, run, err, job.Lines[last].N)
	}
	return Ran{Records: n}, concealed(l.Store.EndRun(ctx, run, "", 0))
}

// EndSearchRun gives a run up.
func (l *Living) EndSearchRun(ctx context.Context, run evidence.PubMedRunID, problem string) error {
	return concealed(l.Store.EndRun(ctx, run, problem, 0))
}

// refuseFor ends a run that would fail again in the same way, and passes on any other failure, to be tried again.
func (l *Living) refuseFor(ctx context.Context, run evidence.PubMedRunID, err error, line int) (Ran, error) {
	code, at, lasting := reason(err)
	if !lasting {
		return Ran{}, passing(err)
	}
	if at > 0 {
		line = at
	}
	return l.refuse(ctx, run, code, line)
}

func (l *Living) refuse(ctx context.Context, run evidence.PubMedRunID, problem string, line int) (Ran, error) {
	return Ran{Problem: problem}, concealed(l.Store.EndRun(ctx, run, problem, line))
}

// reason gives the code of a failure, the line that it is about, and whether trying again would change nothing.
func reason(err error) (code string, line int, lasting bool) {
	var at *pubmed.LineError
	if errors.As(err, &at) {
		return at.Code, at.N, true
	}
	return string(pubmed.CodeOf(err)), 0, pubmed.Lasting(err)
}

// passing turns a failure of PubMed, or of the store, into an error for a history: its code.
func passing(err error) error {
	if code := pubmed.CodeOf(err); code != "" {
		return temporal.NewApplicationError(string(code), string(code))
	}
	return conceal(err)
}

func concealed(err error) error {
	if err == nil {
		return nil
	}
	return conceal(err)
}

// alone writes the lines so that each can be asked by itself.
func alone(lines []evidence.StrategyText) ([]string, error) {
	list := make([]pubmed.Line, len(lines))
	for i, line := range lines {
		list[i] = pubmed.Line(line)
	}
	return pubmed.Expand(list)
}
