// Package reference is bibliographic records: what a record holds, how exports of databases and reference managers are read and
// written, and what identifiers look like in their plain form. It knows no request and no database.
package reference

// Record is what one database says of one publication. A field that the source does not give is empty; nothing is guessed.
//
// Its JSON is how it is stored: fields may be added, never renamed.
type Record struct {
	Type         Type     `json:"type,omitempty"`
	Title        string   `json:"title,omitempty"`
	Authors      []string `json:"authors,omitempty"` // "Family, Given" or "Family, I.", or the name of a group as it stands
	Editors      []string `json:"editors,omitempty"`
	Year         int      `json:"year,omitempty"` // of publication; 0: unknown
	Date         string   `json:"date,omitempty"` // as the source writes it, when it says more than the year
	Journal      string   `json:"journal,omitempty"`
	Abbreviation string   `json:"abbreviation,omitempty"` // of the journal
	BookTitle    string   `json:"book_title,omitempty"`   // of a chapter or a paper in proceedings
	Volume       string   `json:"volume,omitempty"`
	Issue        string   `json:"issue,omitempty"`
	Pages        string   `json:"pages,omitempty"` // as the source writes them; an article number when it has no pages
	Edition      string   `json:"edition,omitempty"`
	Publisher    string   `json:"publisher,omitempty"`
	Place        string   `json:"place,omitempty"`
	DOI          string   `json:"doi,omitempty"`  // plain, lower case: 10.…/…
	PMID         string   `json:"pmid,omitempty"` // digits
	PMCID        string   `json:"pmcid,omitempty"`
	ISSN         []string `json:"issn,omitempty"`
	ISBN         []string `json:"isbn,omitempty"`
	URLs         []string `json:"urls,omitempty"`
	Abstract     string   `json:"abstract,omitempty"`
	Keywords     []string `json:"keywords,omitempty"` // author keywords and subject headings, as they stand
	Language     string   `json:"language,omitempty"`
	PubTypes     []string `json:"pub_types,omitempty"` // as the source names them: "Randomized Controlled Trial"
	Accession    string   `json:"accession,omitempty"` // the database's own number
	Database     string   `json:"database,omitempty"`
	Provider     string   `json:"provider,omitempty"`
	Notes        []string `json:"notes,omitempty"` // notes, and stray text that stood in or before the record
	Extra        []Field  `json:"extra,omitempty"` // what has no field above, under the tag of its format; kept so that nothing is lost
}

// Field is a tagged value of the format that a record was read from.
type Field struct {
	Tag   string `json:"tag"`
	Value string `json:"value"`
}

// Type is the kind of a publication.
type Type string

// The kinds of publications. They are those of the references of a report.
const (
	Article         Type = "article"
	Book            Type = "book"
	Chapter         Type = "chapter"
	Report          Type = "report"
	Guideline       Type = "guideline"
	WebPage         Type = "web_page"
	Thesis          Type = "thesis"
	ConferencePaper Type = "conference_paper"
	Preprint        Type = "preprint"
	Other           Type = "other"
)
