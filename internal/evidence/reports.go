package evidence

import "time"

// ReportScheduleID names what a library means to report by itself.
type ReportScheduleID string

// ReportRunID names one run of a schedule: one report of one period.
type ReportRunID string

// ScheduleState is whether a schedule runs.
type ScheduleState string

// The states of a schedule.
const (
	ScheduleActive ScheduleState = "active"
	SchedulePaused ScheduleState = "paused"
	ScheduleEnded  ScheduleState = "ended"
)

// ReportOrder is what the engine's schedule of a library's report should be.
type ReportOrder struct {
	ID      ReportScheduleID
	Version int
	Months  int // between two runs: 1, 3 or 12
	First   int // the first month of the year in which it runs, from 1
	Day     int // of the month, from 1 to 28
	Zone    string
	State   ScheduleState
	Since   time.Time // it has run on these days, without a pause: what was due before was not missed
}

// ReportRunOrder is a run that somebody asked for.
type ReportRunOrder struct {
	Run      ReportRunID
	Schedule ReportScheduleID
}

// ReportPlan is what a run has to do.
type ReportPlan struct {
	Run   ReportRunID `json:"run"`
	Ended bool        `json:"ended,omitempty"` // the schedule does not run any more
}

// ReportOutcome is what became of a run: published, prepared, or already published before. It holds no figure.
type ReportOutcome struct {
	Outcome string `json:"outcome"`
	Report  string `json:"report,omitempty"`
	Letters int    `json:"letters,omitempty"` // owed to recipients
}

// The outcomes of a run.
const (
	ReportPublished = "published"
	ReportPrepared  = "prepared"
	ReportAlready   = "already"
)
