package reference

import (
	"fmt"
	"strings"
)

// entry is one tagged value of one record, as it stands in the file. Lines that continue it are in more.
type entry struct {
	tag   string
	value string
	more  []string
	line  int
}

func (e entry) text() string {
	if len(e.more) == 0 {
		return e.value
	}
	return e.value + " " + strings.Join(e.more, " ")
}

// draft is a record while its lines are read.
type draft struct {
	line     int
	entries  []entry
	size     int
	full     bool
	warnings []Warning
}

// room counts bytes of the record and says whether they may be kept.
func (d *draft) room(line, bytes int) bool {
	if d.size += bytes; d.size <= MaxRecordBytes {
		return true
	}
	if !d.full {
		d.full = true
		d.warn(line, WarnRecordCut, "")
	}
	return false
}

func (d *draft) add(tag, value string, line int) {
	if d.room(line, len(tag)+len(value)+entryOverhead) {
		d.entries = append(d.entries, entry{tag: tag, value: value, line: line})
	}
}

// extend adds a line to the value that was added last.
func (d *draft) extend(value string, line int) {
	if n := len(d.entries); n > 0 && d.room(line, len(value)+entryOverhead) {
		d.entries[n-1].more = append(d.entries[n-1].more, value)
	}
}

const entryOverhead = 64 // bytes that an entry takes beside its text: a record of a million empty values is bounded too

func (d *draft) warn(line int, code, about string) {
	d.warnings = append(d.warnings, Warning{Line: line, Code: code, Detail: detail(about)})
}

func (d *draft) has(tag string) bool {
	for i := range d.entries {
		if d.entries[i].tag == tag {
			return true
		}
	}
	return false
}

// codec is how one format is read and written.
type codec struct {
	read    func(*lines, *reading) error
	fill    func(*build, []entry)                               // record from cleaned values
	entries func(Record, int) []entry                           // values of a record that is written
	print   func(entries []entry, overlay string, n int) string // their text
	head    string
	foot    string
}

func codecOf(f Format) codec {
	switch f {
	case RIS:
		return risCodec()
	case NBIB:
		return nbibCodec()
	case WebOfScience:
		return wosCodec()
	case EndNoteTagged:
		return enwCodec()
	case BibTeX:
		return bibtexCodec()
	case EndNoteXML:
		return endnoteCodec()
	case PubMedXML:
		return pubmedCodec()
	case RefWorks:
		return refworksCodec()
	case Labelled:
		return labelledCodec()
	case LabelledXML:
		return labelledXMLCodec()
	case PubMedText:
		return pubmedTextCodec()
	case CSLJSON:
		return cslCodec()
	case CSV:
		return csvCodec()
	}
	return codec{}
}

// record is what the values of one record say, without what was odd.
func (c codec) record(entries []entry, n int) Record {
	b := build{n: n}
	cleaned := make([]entry, len(entries))
	for i, e := range entries {
		cleaned[i] = entry{tag: e.tag, value: cleanText(e.text()), line: e.line}
	}
	c.fill(&b, cleaned)
	return Clean(b.Record)
}

// reading is one file while it is read.
type reading struct {
	codec   codec
	max     int
	each    func(Item) error
	sum     Summary
	stray   []entry // text that waits for the record that follows
	strayed int     // bytes of it
	numbers oddity
	markup  oddity // values from which markup was taken
}

func newReading(f Format, most int, each func(Item) error) *reading {
	if most == 0 {
		most = DefaultMaxRecords
	}
	return &reading{
		codec: codecOf(f), max: most, each: each,
		sum: Summary{Format: f, Fields: map[string]int{}, Tags: map[string]int{}},
	}
}

// warn is a warning of the file as a whole.
func (r *reading) warn(line int, code, about string) {
	if r.sum.Warnings++; len(r.sum.File) < MaxFileWarnings {
		r.sum.File = append(r.sum.File, Warning{Line: line, Code: code, Detail: detail(about)})
	}
}

// about warns of text that stands in no record. Lines that follow each other share a warning, as far as it has room to show them.
func (r *reading) about(line int, code, text string) {
	if n := len(r.sum.File); n > 0 && r.sum.File[n-1].Code == code {
		joined := r.sum.File[n-1].Detail + " / " + text
		if _, cut := cutRunes(joined, maxDetailRunes); !cut {
			r.sum.File[n-1].Detail = joined
			return
		}
	}
	r.warn(line, code, text)
}

// between takes text that stands in no record.
func (r *reading) between(line int, text string) {
	text = strings.TrimSpace(text)
	switch {
	case text == "":
	case numbering().MatchString(text):
		r.numbers.at(line)
	case r.sum.Records == 0:
		r.about(line, WarnHeading, text)
	case r.strayed > maxStrayBytes:
		r.about(line, WarnStray, text)
	default:
		r.strayed += len(text)
		r.stray = append(r.stray, entry{value: text, line: line})
	}
}

const maxStrayBytes = 32 * 1024 // of text between two records that becomes a note

// numbering is what only numbers a record: "1.", "<12>", "<12. >", "Record 3 of 20", "#4".
var numbering = pattern(`^(?i:<[0-9]{1,7}\.? ?>|[0-9]{1,7}[.)]|[0-9]{1,6}|\[[0-9]{1,7}\]|#[0-9]{1,7}|record\s*#?\s*[0-9]{1,7}(?:\s+of\s+[0-9]{1,7})?[.:]?|citation [0-9]{1,7}\.?|reference [0-9]{1,7}\.?|[-=_*]{3,})$`)

// emit finishes a record and hands it on.
func (r *reading) emit(d *draft) error {
	if r.max > 0 && r.sum.Records >= r.max {
		return &Refusal{Problem: TooManyRecords, Limit: r.max}
	}
	r.sum.Records++
	it := Item{Number: r.sum.Records, Line: d.line}
	b := build{n: it.Number, warnings: d.warnings}
	plain, overlay := b.prepare(d.entries, &r.markup)
	r.codec.fill(&b, plain)
	if overlay != "" {
		b.overlay(overlay)
	}
	b.notes(r.stray)
	r.stray, r.strayed = nil, 0
	it.Record = b.limited(Clean(b.Record))
	if it.Record.Title == "" {
		b.warn(d.line, WarnNoTitle, "")
	}
	for i := range b.warnings {
		b.warnings[i].Record = it.Number
	}
	it.Warnings = b.warnings
	r.count(it)
	return r.each(it)
}

func (r *reading) count(it Item) {
	r.sum.Warnings += len(it.Warnings)
	it.Record.found(func(field string) { r.sum.Fields[field]++ })
	for _, f := range it.Record.Extra {
		if _, known := r.sum.Tags[f.Tag]; known || len(r.sum.Tags) < maxTags {
			r.sum.Tags[f.Tag]++
		}
	}
}

const maxTags = 1000 // different ones that Summary counts

// summary closes the file: what still waits for a record is reported.
func (r *reading) summary(src *source) Summary {
	for _, e := range r.stray {
		r.about(e.line, WarnStray, e.value)
	}
	if r.markup.count > 0 {
		r.warn(r.markup.line, WarnMarkup, fmt.Sprintf("values: %d", r.markup.count))
	}
	if r.numbers.count > 0 {
		r.warn(r.numbers.line, WarnNumbering, fmt.Sprintf("%d left out", r.numbers.count))
	}
	for _, w := range src.warnings() {
		r.warn(w.Line, w.Code, w.Detail)
	}
	r.sum.Encoding = src.encoding()
	return r.sum
}
