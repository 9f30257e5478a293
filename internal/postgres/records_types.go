package postgres

import (
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/selection"
)

// Verdict is what was decided of a publication on title and abstract.
type Verdict string

// The verdicts. Undecided is the absence of one.
const (
	Undecided Verdict = ""
	Include   Verdict = "include"
	Maybe     Verdict = "maybe"
	Exclude   Verdict = "exclude"
)

// DecisionContent is what a librarian decides of a publication.
type DecisionContent struct {
	Verdict  Verdict `json:"verdict" enum:"include,maybe,exclude"`
	Reason   string  `json:"reason,omitempty" maxLength:"64" doc:"Of an exclusion: a code of exclusion_reasons"`
	Note     string  `json:"note,omitempty" maxLength:"10000" doc:"For those who work on the request; not part of the report"`
	Theme    string  `json:"theme,omitempty" maxLength:"200"`
	Tier     string  `json:"tier,omitempty" enum:"guidance,systematic_reviews,trials,observational,qualitative,grey,other_trusts,cds"`
	KeyPaper bool    `json:"key_paper,omitempty" doc:"One of the papers that matter most"`
}

// Decision is what was decided, by whom. Version 1 is that nothing was decided yet.
type Decision struct {
	Version   int               `json:"version"`
	Verdict   Verdict           `json:"verdict,omitempty" enum:"include,maybe,exclude" doc:"Absent: undecided"`
	Reason    string            `json:"reason,omitempty"`
	Note      string            `json:"note,omitempty"`
	Theme     string            `json:"theme,omitempty" doc:"Of an included publication: that of its reference"`
	Tier      string            `json:"tier,omitempty" doc:"Of an included publication: that of its reference"`
	KeyPaper  bool              `json:"key_paper,omitempty" doc:"Of an included publication: that of its reference"`
	DecidedBy evidence.PersonID `json:"decided_by,omitempty" format:"uuid"`
	DecidedAt *time.Time        `json:"decided_at,omitempty"`
	Erased    bool              `json:"erased,omitempty"`
}

// FoundIn is where records of a publication were found.
type FoundIn struct {
	Import     string `json:"import" format:"uuid"`
	Name       string `json:"name,omitempty" doc:"Of the import"`
	Origin     string `json:"origin"`
	Search     string `json:"search,omitempty" format:"uuid" doc:"Absent: the import belongs to no search"`
	Source     string `json:"source,omitempty" doc:"A code of sources"`
	SourceName string `json:"source_name,omitempty"`
	Platform   string `json:"platform,omitempty" doc:"A code of platforms"`
	Records    int    `json:"records" doc:"More than one: duplicates within the import"`
}

// Publication is a group of records that are one publication, as the record says that stands for it.
type Publication struct {
	ID        string    `json:"id" format:"uuid" doc:"Of the record that stands for the publication"`
	Type      string    `json:"type"`
	Title     string    `json:"title"`
	Authors   []string  `json:"authors,omitempty"`
	Journal   string    `json:"journal,omitempty"`
	Year      *int      `json:"year,omitempty"`
	Volume    string    `json:"volume,omitempty"`
	Issue     string    `json:"issue,omitempty"`
	Pages     string    `json:"pages,omitempty"`
	DOI       string    `json:"doi,omitempty"`
	PMID      string    `json:"pmid,omitempty"`
	URL       string    `json:"url,omitempty"`
	Abstract  string    `json:"abstract,omitempty"`
	Found     []FoundIn `json:"found" nullable:"false"`
	Decision  Decision  `json:"decision"`
	Reference string    `json:"reference,omitempty" format:"uuid" doc:"Its reference in the report, once it is included"`
}

func (p Publication) version() int { return p.Decision.Version }

// SelectionCounts is how far the selection has come.
type SelectionCounts struct {
	Publications int `json:"publications"`
	Undecided    int `json:"undecided"`
	Included     int `json:"include"`
	Maybe        int `json:"maybe"`
	Excluded     int `json:"exclude"`
}

// PublicationQuery asks for a list of publications.
type PublicationQuery struct {
	Verdict string // undecided, include, maybe, exclude or all; empty: all
	Source  string // a code of sources: those that a search of it found; empty: any
	Text    string // words that must all stand in the citation or the abstract
	Sort    string // added (when empty), title, newest or author
	Cursor  string // from the page before
	Limit   int
}

// PublicationPage is one page of a list of publications.
type PublicationPage struct {
	Items    []Publication   `json:"items" nullable:"false"`
	Next     string          `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
	Total    int             `json:"total" doc:"Publications that the filters leave"`
	Included int             `json:"total_included" doc:"How many of those are included"`
	Counts   SelectionCounts `json:"counts" doc:"Of all publications of the request"`
	Bulk     []BulkDecision  `json:"bulk_decisions" nullable:"false" doc:"The last decisions for all that a filter found, the newest first"`
}

// Screen is one publication to decide on, with what leads on from it.
type Screen struct {
	Publication *Publication     `json:"publication,omitempty" doc:"Absent: there is none left that is undecided"`
	Previous    string           `json:"previous,omitempty" format:"uuid" doc:"What the reader decided before this one"`
	Next        string           `json:"next,omitempty" format:"uuid" doc:"The next undecided one"`
	Counts      SelectionCounts  `json:"counts"`
	Routes      []fulltext.Route `json:"routes,omitempty" doc:"The ways to the whole text, the best first"`
}

// Decided is a decision that was just taken, with the next publication to decide on.
type Decided struct {
	Publication Publication     `json:"publication"`
	Next        string          `json:"next,omitempty" format:"uuid" doc:"The next undecided one"`
	Counts      SelectionCounts `json:"counts"`
	Removed     []string        `json:"removed_references,omitempty" doc:"References that left the report"`
}

// ManyDecided is what became of a decision for several publications.
type ManyDecided struct {
	Publications int             `json:"publications" doc:"How many it was taken for; records of one publication count once"`
	Removed      []string        `json:"removed_references,omitempty" doc:"References that left the report"`
	Counts       SelectionCounts `json:"counts"`
}

// RecordSource is a search whose records were imported, or an import that belongs to none.
type RecordSource struct {
	ID         string `json:"id" format:"uuid"`
	Search     string `json:"search,omitempty" format:"uuid"`
	Name       string `json:"name,omitempty" doc:"Of the import that belongs to no search"`
	Source     string `json:"source,omitempty" doc:"A code of sources"`
	SourceName string `json:"source_name,omitempty"`
	Platform   string `json:"platform,omitempty" doc:"A code of platforms"`
	Kind       string `json:"kind,omitempty" doc:"A code of source_kinds"`
}

// SelectionFlow is the way of the records of a request, and where they came from.
type SelectionFlow struct {
	selection.Flow
	Origins       []RecordSource           `json:"origins" nullable:"false" doc:"What the sources are"`
	Contributions []selection.Contribution `json:"contributions" nullable:"false"`
}
