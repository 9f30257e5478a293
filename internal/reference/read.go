package reference

import (
	"bufio"
	"errors"
	"io"
)

// Format is a kind of file of records. It is recognised by content ([Sniff]), never by file name.
type Format string

// The formats that are read. RIS, NBIB, BibTeX, EndNoteXML, WebOfScience and CSV are written too.
const (
	RIS           Format = "ris"        // RIS in the flavours of databases and reference managers, and what looks like it
	NBIB          Format = "nbib"       // PubMed and MEDLINE tagged text
	BibTeX        Format = "bibtex"     // BibTeX and BibLaTeX
	EndNoteXML    Format = "endnote"    // the XML that EndNote exports
	EndNoteTagged Format = "enw"        // EndNote and Refer: lines that start with %A, %T
	WebOfScience  Format = "wos"        // Web of Science tagged text
	CSV           Format = "csv"        // tables with a row of column names; comma, semicolon, tab or bar
	PubMedXML     Format = "pubmed_xml" // PubmedArticleSet, as E-utilities and PubMed give it

	RefWorks    Format = "refworks"    // RefWorks tagged text: lines that start with RT, A1, T1
	Labelled    Format = "labelled"    // text with the names of fields written out: ProQuest, Ovid, EBSCOhost, Embase, Scopus
	LabelledXML Format = "xml"         // XML whose elements are named like fields: WHO ICTRP, ClinicalTrials.gov, EBSCOhost
	PubMedText  Format = "pubmed_text" // PubMed's "abstract" and "summary" for people to read
	CSLJSON     Format = "csl"         // the JSON of citation processors, as Zotero and Crossref give it
)

// Limits of what is kept of a file. What is longer is cut, with a warning that names record and line.
const (
	MaxAbstractRunes  = 50_000    // of one abstract
	MaxValueRunes     = 10_000    // of any other value
	MaxRecordBytes    = 4 << 20   // of one record in the file; the rest of it is dropped with a warning
	MaxLineBytes      = 2 << 20   // of one line; the rest of it is dropped with a warning
	MaxFileWarnings   = 1_000     // that Summary keeps; more are only counted
	DefaultMaxRecords = 50_000    // records of one file, when Options do not say
	sniffBytes        = 64 * 1024 // that the format and the encoding are recognised by
)

// Options are how a file is read. The zero value suits an upload.
type Options struct {
	Format     Format // empty: recognised by content
	MaxRecords int    // 0: DefaultMaxRecords; negative: no limit
}

// Item is one record of a file with what was odd about it.
type Item struct {
	Record   Record
	Number   int // place in the file, from 1
	Line     int // where the record begins, from 1
	Warnings []Warning
}

// Warning is something odd that was met while reading. It is never a reason to drop a record.
type Warning struct {
	Record int    `json:"record,omitempty"` // number of the record; 0: of the file as a whole
	Line   int    `json:"line,omitempty"`   // in the file, from 1; 0: not of one line
	Code   string `json:"code"`             // one of the Warn constants
	Detail string `json:"detail,omitempty"` // the tag, or the text it is about, cut short
}

// Summary is what a file turned out to be.
type Summary struct {
	Format   Format
	Encoding string         // UTF-8, UTF-16LE, UTF-16BE, Windows-1252 or "UTF-8 with Windows-1252"
	Records  int            // that were read
	Fields   map[string]int // JSON name of each field of Record: in how many records it was found
	Tags     map[string]int // tags that have no field and went to Extra: how often
	Warnings int            // of the file and of all its records
	File     []Warning      // those of the file as a whole: headings, stray text after the last record
}

// Read reads records one by one and gives each to the function; memory does not grow with the file. It stops with the error
// of the function, of the reader, or with a *Refusal when the file is not one of references or has too many records.
func Read(r io.Reader, o Options, each func(Item) error) (Summary, error) {
	src := newSource(r)
	head, err := src.peek()
	if err != nil {
		return Summary{}, err
	}
	f := o.Format
	if refusal := refuse(src.raw, head); refusal != nil {
		return Summary{}, refusal
	}
	if f == "" {
		if f = sniffText(head); f == "" {
			return Summary{}, unknown(head)
		}
	}
	run := newReading(f, o.MaxRecords, each)
	if run.codec.read == nil {
		return Summary{}, errors.New("records of this format are not read: " + string(f))
	}
	in := newLines(bufio.NewReaderSize(src, sniffBytes))
	in.format, in.open = f, true
	for err = run.codec.read(in, run); err == nil && in.to != ""; err = run.codec.read(in, run) {
		run.warn(in.n, WarnMixed, string(in.to))
		run.codec, in.format, in.to = codecOf(in.to), in.to, ""
	}
	return run.summary(src), err
}

// ReadAll is Read for a file that is known to be small.
func ReadAll(r io.Reader, o Options) ([]Item, Summary, error) {
	var items []Item
	s, err := Read(r, o, func(it Item) error {
		items = append(items, it)
		return nil
	})
	return items, s, err
}

// Sniff says what a file is by its first bytes (64 KB are plenty), whatever its name. The error is a *Refusal when the bytes
// are known to be something else, or nothing that is known.
func Sniff(head []byte) (Format, error) {
	src := newSource(&sliceReader{head})
	text, err := src.peek()
	if err != nil {
		return "", err
	}
	if refusal := refuse(src.raw, text); refusal != nil {
		return "", refusal
	}
	if f := sniffText(text); f != "" {
		return f, nil
	}
	return "", unknown(text)
}

type sliceReader struct{ rest []byte }

func (s *sliceReader) Read(p []byte) (int, error) {
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(p, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}
