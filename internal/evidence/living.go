package evidence

import "time"

// PubMedRunID names one run of a recorded search in PubMed.
type PubMedRunID string

// WatchID names the watch of a delivered report.
type WatchID string

// WatchRunID names one look of a watch.
type WatchRunID string

// Limits of searches that are run from here, and of watches.
const (
	DefaultFetch     = 10_000 // records that one run fetches unless it is asked for more
	MaxWatchYears    = 5      // that a report can be watched for
	MaxFindingNote   = 1_000
	MaxWatchFindings = 2_000 // shown of one run
)

// WatchMonths is how often a watched report can be looked at again: every so many months.
func WatchMonths() []int { return []int{1, 3, 6, 12} }

// WatchState is whether a report is watched.
type WatchState string

// The states of a watch.
const (
	WatchActive WatchState = "active"
	WatchPaused WatchState = "paused"
	WatchEnded  WatchState = "ended"
)

// StrategyText is a line of a strategy to be run.
type StrategyText struct {
	N    int
	Text string
}

// LineHits is what PubMed answered to one line.
type LineHits struct {
	N        int      `json:"n"`
	Hits     int      `json:"hits"`
	NotFound []string `json:"not_found,omitempty"` // phrases and fields that PubMed does not know
	Ignored  []string `json:"ignored,omitempty"`   // what it left out
}

// PubMedJob is a recorded search to be run.
type PubMedJob struct {
	Run     PubMedRunID
	Request RequestID
	Search  string
	Lines   []StrategyText
	Counted []LineHits // by an earlier attempt
	Fetch   bool
	Most    int
	Into    Fetching
	Changed bool // the search is no longer the one that was to be run
	Ended   bool // there is nothing more to do
}

// Fetching is an import that is filled from PubMed.
type Fetching struct {
	Import   ImportID
	Request  RequestID
	Search   string
	Origin   string // pubmed or watch
	By       PersonID
	Expected int // records
}

// WatchPlan is what one run of a watch has to do.
type WatchPlan struct {
	Run      WatchRunID
	Searches []string // that can be run again without a person
	Ended    bool     // the report is not watched any more
}

// WatchJob is one search of a run of a watch.
type WatchJob struct {
	Lines []StrategyText
	Since time.Time // records that were added to PubMed before are known
	Into  Fetching
	Done  bool
}

// WatchOutcome counts what a run of a watch found.
type WatchOutcome struct {
	New       int `json:"new"`
	Retracted int `json:"retracted"`
	Exports   int `json:"exports"` // searches of which a person has to export the records
}

// WatchOrder is what the schedule of a watched report should be.
type WatchOrder struct {
	ID      WatchID
	Request RequestID
	Version int // of the watch
	Months  int // between two looks
	State   WatchState
	FirstAt time.Time
	EndsAt  time.Time
	AskedAt *time.Time // a look at once was asked for
}
