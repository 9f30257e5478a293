package evidence

import "time"

// Limits on what a client may send. Lengths are in Unicode code points.
const (
	MinQuestion     = 15 // a question in the requester's own words (domain rule: at least 15 characters)
	MaxQuestion     = 10_000
	MaxNote         = 10_000
	MaxMessage      = 10_000
	MaxStrategyLine = 20_000
	MaxStrategy     = 500 // lines in one search
	MaxSummary      = 200_000
	MaxName         = 200
	MaxEmail        = 254 // RFC 5321, 4.5.3.1.3: 256 octets with the angle brackets
	MaxCode         = 64
	MaxListItems    = 200
	MaxReferences   = 50_000 // in one import
	MaxWarnings     = 50_000 // of one import that are kept word for word

	MaxEstimateMinutes = 60 * 7 * 60 // sixty working days of seven hours: a systematic review has no suggested maximum
	MaxTimeEntry       = 24 * 60     // minutes in one time entry
	MaxDelegates       = 20
	MaxParts           = 10 // parts of a split request
	MaxBody            = 2 << 20
)

// The periods of the process. Working time is counted by the library's calendar; days are 24 hours.
const (
	WorkingDay = 8 * 60 // minutes: 09:00 to 17:00, the default opening hours; turns the days of the rules below into working time

	DueSoonShare    = 4 // due-soon fires when a quarter of the promise is left ...
	DueSoonAtMost   = 1 * WorkingDay
	OverdueAfter    = 1 * WorkingDay // a manager hears of it one working day after the due date
	Remind1After    = 2 * WorkingDay
	Remind2After    = 5 * WorkingDay
	LapseWarnAfter  = 8 * WorkingDay
	LapseAfter      = 10 * WorkingDay
	ReopenWindow    = 30 * 24 * time.Hour // after this a delivered request closes; another question is a new, linked request
	ReviveWindow    = 30 * 24 * time.Hour // in which a late answer revives a lapsed request
	MaxHold         = 366 * 24 * time.Hour
	MaxPromiseAhead = 3 * 366 * 24 * time.Hour
	CatchUp         = 5 * time.Minute // after a late record, before deadlines that had passed when it was made
)
