package reference

import (
	"bytes"
	"errors"
	"fmt"
)

// Problem says why a file is refused. It is stored, so it is never renamed.
type Problem string

// The problems for which a file is refused.
const (
	NotRecognised  Problem = "not_recognised"
	Empty          Problem = "empty"
	Spreadsheet    Problem = "spreadsheet"
	WordDocument   Problem = "word_document"
	PDF            Problem = "pdf"
	Image          Problem = "image"
	Archive        Problem = "archive"
	WebPageFile    Problem = "web_page"
	JSONFile       Problem = "json"
	OtherXML       Problem = "other_xml"
	Binary         Problem = "binary"
	XMLEntities    Problem = "xml_entities"
	ColumnNames    Problem = "column_names"
	TooManyRecords Problem = "too_many_records"
)

// ErrNotReferences is what every Refusal but that of TooManyRecords wraps.
var ErrNotReferences = errors.New("not a file of references")

// Refusal is why a file is not read. Its message says in plain words what the file is and what to do; it holds no text of the file.
type Refusal struct { //nolint:errname // it is what the person is told, not a fault
	Problem Problem
	Limit   int // of TooManyRecords
}

func refusedAs(p Problem) *Refusal { return &Refusal{Problem: p} }

// unknown refuses text of no format that is known; XML has its own advice.
func unknown(text []byte) *Refusal {
	if xmlStart().Match(text) {
		return refusedAs(OtherXML)
	}
	return refusedAs(NotRecognised)
}

var xmlStart = pattern(`^\s*<(?:\?xml|!DOCTYPE|[A-Za-z][A-Za-z0-9]*:?[A-Za-z]*[\s>])`)

// Unwrap lets errors.Is find ErrNotReferences.
func (r *Refusal) Unwrap() error {
	if r.Problem == TooManyRecords {
		return nil
	}
	return ErrNotReferences
}

// Error is the sentence for the person who gave the file.
func (r *Refusal) Error() string {
	switch r.Problem {
	case Empty:
		return "The file is empty. Export the results again."
	case Spreadsheet:
		return "This is a spreadsheet. Save it as CSV, or export the results as RIS, and give that file."
	case WordDocument:
		return "This is a Word document. Export the results from the database as RIS, and give that file."
	case PDF:
		return "This is a PDF. Export the results from the database as RIS, and give that file."
	case Image:
		return "This is a picture. Export the results from the database as RIS, and give that file."
	case Archive:
		return "This is a compressed archive. Unpack it and give the file that is in it."
	case WebPageFile:
		return "This is a web page. Use the database's export instead of saving the page, and give that file."
	case JSONFile:
		return "This is JSON, but not CSL-JSON. Export the results as RIS or CSV (ClinicalTrials.gov: CSV), and give that file."
	case OtherXML:
		return "This is XML of a kind that is not read, such as Zotero RDF or MODS. Export the results as RIS or CSL-JSON, and give that file."
	case Binary:
		return "This is not text. Export the results as RIS, and give that file."
	case XMLEntities:
		return "This XML declares entities of its own, which is not safe to read. Export the results as RIS, and give that file."
	case ColumnNames:
		return "This looks like a table, but no row of column names with a title was found. Put column names such as Title, Authors and Year in the first row."
	case TooManyRecords:
		return fmt.Sprintf("The file has more than %d records. Give it in parts.", r.Limit)
	default:
		return "The file is not in a format that is known. Export the results as RIS, NBIB, BibTeX, EndNote XML, Web of Science text or CSV."
	}
}

// zipKind looks at the names in the first bytes of an archive; nothing is unpacked.
func zipKind(raw []byte) Problem {
	switch {
	case bytes.Contains(raw, []byte("xl/")), bytes.Contains(raw, []byte("opendocument.spreadsheet")):
		return Spreadsheet
	case bytes.Contains(raw, []byte("word/")), bytes.Contains(raw, []byte("opendocument.text")):
		return WordDocument
	case bytes.Contains(raw, []byte("[Content_Types].xml")):
		return Spreadsheet
	}
	return Archive
}
