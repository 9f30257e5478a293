package strategy

import "time"

// Ledger is all that is known of how a question was searched for: what PRISMA-S asks to be reported, in words for people.
type Ledger struct {
	Searches   []Search
	Reviews    []Review
	Dedup      Dedup
	Statements map[int]string // by number of the PRISMA-S item: what was left out and why
	Names      map[int]string // of the PRISMA-S items, by number: data with a version, so the caller brings them
	Imported   Counts         // the zero value where no records were imported
	Systematic bool           // a systematic review: every item is mandatory
	Zone       *time.Location // in which days are told; UTC when nil
}

// Search is one search of one source.
type Search struct {
	ID          string // of the record, for links; may be empty
	Source      string // "Medline"
	Platform    string // "Ovid"; empty for a source on its own website
	Code        Platform
	Kind        string // a code of source_kinds
	KindName    string // "Study register"
	Group       string // the same for all databases that were searched at once
	Coverage    string
	Method      string
	RunAt       time.Time // zero while it was not run
	RerunOf     int       // the number of the search that it runs again, from 1; 0: none
	AdaptedFrom string
	Alerts      string // how new records are followed after this run
	Lines       []Line
	Limits      []Limit
	Filters     []Filter
	AI          []AIUse
	Found       *int
	Exported    *int
	Note        string
}

// Limit is a limit with its reason (PRISMA-S item 9).
type Limit struct{ Kind, Value, Reason string }

// Filter is a published filter (PRISMA-S item 10).
type Filter struct {
	Name, Version, Citation string
	Modified                bool
}

// AIUse is one declared use of an AI tool.
type AIUse struct {
	Stage, Tool, Version, Prompt, Link, Note string
	AccessedAt                               time.Time
	Checked                                  bool // a person checked the output
}

// Review is the reading of the strategy by a second librarian (PRISMA-S item 14).
type Review struct {
	At       time.Time
	Verdict  string // in words
	Elements int    // of the six of PRESS 2015 that were judged
}

// Dedup says how duplicates were removed (PRISMA-S item 16) where that was done elsewhere.
type Dedup struct {
	Method   string
	Software string
	Before   *int
	After    *int
}

// Counts are the records that were imported here and what they came to.
type Counts struct {
	Records      int // all that were imported
	Publications int // left when records of one publication count once
	Confirmed    int // pairs that a person judged
}

// Platform is where a strategy was run: a code of the vocabulary platforms, or one of the two that the vocabulary has no word for.
type Platform string

// The platforms whose way of writing is known.
const (
	Ovid         Platform = "ovid"
	EBSCOhost    Platform = "ebscohost"
	ProQuest     Platform = "proquest"
	PubMed       Platform = "pubmed"
	Cochrane     Platform = "cochrane"
	Embase       Platform = "embase_com"
	WebOfScience Platform = "web_of_science"
)
