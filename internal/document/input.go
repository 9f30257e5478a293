package document

import (
	"time"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/reference"
)

// Input is everything that a report is made of. Codes have been turned into words already; times are shown in Zone.
type Input struct {
	Reference string // of the request
	Kind      string // the product in words; empty: an answer
	Question  string
	Framework []Fact // the elements of the question's framework
	Limits    []Fact // what was agreed to be left out
	Library   Library
	Requester string // empty where the reader is not to know
	Searcher  string

	Version  int
	Draft    bool // the working copy, which nobody has checked
	Erased   bool
	FrozenAt time.Time
	SentAt   time.Time // zero: it was never sent
	Corrects *Correction
	Newer    *Correction
	Address  string // where this version can be read; empty for a draft

	BottomLine  string // Markdown, like Text and the sections
	Heading     string // over Text
	Text        string
	Sections    []Section
	Certainties []Certainty
	Evidence    []Evidence
	References  []Reference
	ByTheme     bool // group the references by theme instead of kind of evidence
	Searches    []Search
	Methods     []Method
	Disclaimers []string
	Style       citation.Style
	Zone        *time.Location
}

// Library is who answers.
type Library struct {
	Name, Email, Phone string
	Articles           string // where people ask for an article
}

// Correction is that one version took the place of another.
type Correction struct {
	Version int // the one that counts, or the one that was replaced
	At      time.Time
	Wrong   bool   // it was wrong; otherwise the newer one says more
	Reason  string // in words
	Changed string // which parts changed, in words; empty where that is not known
}

// Section is a part of the summary under a heading of its own.
type Section struct{ Heading, Text string }

// Certainty is a rating that somebody stated.
type Certainty struct {
	Outcome string
	Level   string // high, moderate, low, very_low
	Source  int    // the number of the reference that rates it; 0: the librarian does
	Reason  string
}

// Evidence is a row of the evidence table.
type Evidence struct {
	Reference                                                              int // its number
	Design, Setting, Number, Comparison, Outcomes, Finding, Limits, Caveat string
}

// Reference is a reference of the report, in its order.
type Reference struct {
	Record reference.Record
	Group  string // its kind of evidence or theme, in words
	Rank   int    // of the group among the groups; equal for themes, which stand in the order of their first reference
	Note   string
	Key    bool
	Routes []Route
	Erased bool
}

// Route is a way to the full text.
type Route struct{ Label, URL string }

// Search is one search as a row of a table.
type Search struct {
	Source, Platform, Kind, Coverage string
	RunAt                            time.Time
	Found, Exported                  *int
	Lines                            []Line
	Limits, Filters, Note            string
}

// Line is one line of a strategy as it was run.
type Line struct {
	Number string
	Text   string
	Hits   *int
}

// Method is a part of the description of how was searched.
type Method struct {
	Heading    string
	Paragraphs []string
	Lines      []Line
}
