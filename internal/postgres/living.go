package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/pubmed"
)

// Living keeps what looks after answers once they are given, and searches that are run from here: runs in PubMed, watches with
// their findings, and what is known of retracted papers.
type Living struct {
	*Imports

	content *Content
}

// Living gives that store, over the same pool and clock.
func (c *Content) Living() *Living { return &Living{Imports: c.Imports(), content: c} }

// PlatformPubMed is the code of the platform on which searches can be run from here.
const PlatformPubMed = "pubmed"

// maxRuns is how many runs of one search, or of one watch, are listed.
const maxRuns = 24

// PubMedRun is one run of a recorded search in PubMed.
type PubMedRun struct {
	ID          string              `json:"id" format:"uuid"`
	Search      string              `json:"search" format:"uuid"`
	State       string              `json:"state" enum:"waiting,counting,fetching,done,refused"`
	Problem     string              `json:"problem,omitempty" doc:"A code; why it was refused"`
	ProblemLine int                 `json:"problem_line,omitempty" doc:"The number of the line that it is about"`
	Fetch       bool                `json:"fetch" doc:"The records are wanted too"`
	Most        int                 `json:"most" doc:"If more are found, none is fetched"`
	Lines       []evidence.LineHits `json:"lines" nullable:"false" doc:"What was counted so far"`
	LineCount   int                 `json:"line_count" doc:"Lines to be counted"`
	Import      string              `json:"import,omitempty" format:"uuid" doc:"Where the records are"`
	ImportState string              `json:"import_state,omitempty"`
	Records     int                 `json:"records" doc:"That have come so far"`
	Expected    *int                `json:"expected,omitempty" doc:"Records to come"`
	CreatedBy   evidence.PersonID   `json:"created_by" format:"uuid"`
	CreatedAt   time.Time           `json:"created_at"`
	FinishedAt  *time.Time          `json:"finished_at,omitempty"`
	Erased      bool                `json:"erased,omitempty"`
}

// RunOrder asks for a run.
type RunOrder struct {
	Search string
	Fetch  bool
	Most   int
}

// AskRun orders a recorded search to be run in PubMed; the worker sees to it. Errors: NotPermitted, NotFound; Invalid for a search of
// another platform, without lines, whose lines do not stand alone, or that is being run.
func (l *Living) AskRun(ctx context.Context, a Access, o RunOrder, k Creation) (PubMedRun, error) {
	if err := a.works(); err != nil {
		return PubMedRun{}, err
	}
	key, err := rowUUID(o.Search)
	if err != nil {
		return PubMedRun{}, err
	}
	s, err := l.content.search(ctx, a, key)
	if err != nil {
		return PubMedRun{}, err
	}
	if err := runnable(s.SearchContent); err != nil {
		return PubMedRun{}, err
	}
	ids, err := l.content.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		err := q.InsertPubMedRun(ctx, sqlc.InsertPubMedRunParams{
			ID: ids[0], Request: a.request, Search: key, SearchVersion: fit(s.Version), WithRecords: o.Fetch, Most: fit(o.Most), LineCount: fit(len(s.Lines)),
			Import: rowID(), Person: a.person, Now: l.now(),
		})
		if violates(err, "pubmed_run_one") {
			return evidence.InvalidField("search", "running", "This search is being run. Wait until it has ended.")
		}
		return err
	})
	if err != nil {
		return PubMedRun{}, err
	}
	runs, err := l.Runs(ctx, a, o.Search)
	if err != nil {
		return PubMedRun{}, err
	}
	if i := slices.IndexFunc(runs, func(r PubMedRun) bool { return r.ID == ids[0].String() }); i >= 0 {
		return runs[i], nil
	}
	return PubMedRun{}, evidence.Refuse(evidence.NotFound, "")
}

// runnable refuses a search that PubMed cannot be asked.
func runnable(s SearchContent) error {
	switch {
	case s.Platform != PlatformPubMed:
		return evidence.InvalidField("platform", "not-pubmed", "Only a search of PubMed can be run from here.")
	case len(s.Lines) == 0:
		return evidence.InvalidField("lines", "required", "Write down the lines first.")
	}
	lines := make([]pubmed.Line, len(s.Lines))
	for i, line := range s.Lines {
		lines[i] = pubmed.Line{N: line.N, Text: line.Text}
	}
	_, err := pubmed.Expand(lines)
	return lineFault(err)
}

// Runs lists the newest runs of a search, the newest first.
func (l *Living) Runs(ctx context.Context, a Access, search string) ([]PubMedRun, error) {
	if err := a.reads(); err != nil {
		return nil, err
	}
	key, err := rowUUID(search)
	if err != nil {
		return nil, err
	}
	rows, err := l.q.ListPubMedRuns(ctx, sqlc.ListPubMedRunsParams{Request: a.request, Search: key, Most: maxRuns})
	return each(rows, runOf), contentError(err)
}

func runOf(r sqlc.ListPubMedRunsRow) PubMedRun {
	run := PubMedRun{
		ID: r.ID.String(), Search: r.SearchID.String(), State: r.State, Problem: r.Problem, ProblemLine: int(r.ProblemLine), Fetch: r.WithRecords, Most: int(r.Most),
		Lines: listFrom[evidence.LineHits](r.Lines), LineCount: int(r.LineCount), ImportState: r.ImportState, Records: int(r.Records), Expected: widen(r.Expected),
		CreatedBy: personOf(r.CreatedBy), CreatedAt: r.CreatedAt.UTC(), FinishedAt: instant(r.FinishedAt), Erased: r.ErasedAt != nil,
	}
	if run.Lines == nil {
		run.Lines = []evidence.LineHits{}
	}
	if r.ImportID != nil {
		run.Import = r.ImportID.String()
	}
	return run
}
