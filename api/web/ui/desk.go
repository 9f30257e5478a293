package ui

import (
	"cmp"
	"fmt"
	"time"
)

// StrategyTable shows the lines of a search as they were run.
type StrategyTable struct {
	Caption string
	Lines   []StrategyLine
	ID      string // of the text, for a Button that copies it
}

// StrategyLine is one line. Hits is empty where the source gave none.
type StrategyLine struct {
	Number string
	Query  string
	Hits   string // "28,914"

	Warnings []string // what to look at again, under the line
}

// ReferenceList lists bibliographic records.
type ReferenceList struct{ Items []Reference }

// Reference is one record with the decision about it. Reason is asked for only when the decision is "exclude".
type Reference struct {
	ID       string
	Title    string
	Href     string
	Authors  string
	Journal  string
	Year     string
	FoundIn  string // "Found in MEDLINE, CINAHL"
	Abstract string
	Tags     []Tag
	Decision *Radios
	Reason   *Select
	Parts    []Component // further fields or links, after the decision
}

// ClockPanel is a SidePanel that says where the deadline stands and why.
type ClockPanel struct {
	Heading string // "Clock" when empty
	State   *Tag
	Facts   []Fact
	Why     string // explains the date
	Link    *Link
}

// Timer counts the time spent on a request over several sittings. It works by its buttons; the script only makes the figure move.
type Timer struct {
	Label   string    // "Time on this request"
	Seconds int       // logged by the timer before StartedAt
	Started time.Time // of the sitting that runs; zero: paused
	Now     time.Time // when the page was made
	StartTo string    // POST addresses
	PauseTo string
	LogHref string
	LogText string
	Key     string
}

// Running reports whether the timer runs.
func (t Timer) Running() bool { return !t.Started.IsZero() }

// Details holds the abstract.
func (r Reference) Details() Details {
	return Details{Summary: "Abstract", More: "of " + r.Title}
}

// Words is the heading with its default.
func (c ClockPanel) Words() string { return cmp.Or(c.Heading, "Clock") }

// Total is the time in seconds when the page was made.
func (t Timer) Total() int {
	if !t.Running() {
		return t.Seconds
	}
	return t.Seconds + max(0, int(t.Now.Sub(t.Started).Seconds()))
}

// Figure is the time as the page shows it first.
func (t Timer) Figure() string {
	return fmt.Sprintf("%d h %d min", t.Total()/3600, t.Total()/60%60)
}

// Next is where the button sends.
func (t Timer) Next() string {
	if t.Running() {
		return t.PauseTo
	}
	return t.StartTo
}

// Verb is what the button does.
func (t Timer) Verb() string {
	switch {
	case t.Running():
		return "Pause"
	case t.Seconds > 0:
		return "Go on with"
	default:
		return "Start"
	}
}

func (StrategyTable) template() string { return "strategy-table" }
func (ReferenceList) template() string { return "reference-list" }
func (ClockPanel) template() string    { return "clock-panel" }
func (Timer) template() string         { return "timer" }
