package reference

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
)

// cslCodec is CSL-JSON (citation-style-language.org, schema csl-data): a list of objects. It is read only.
func cslCodec() codec { return codec{read: readCSL, fill: fillCSL} }

// readCSL cuts the list into its objects, so that memory is bounded and a broken one does not take the others with it.
func readCSL(l *lines, r *reading) error {
	x := &cslReader{reading: r, line: 1}
	for {
		c, err := l.r.ReadByte()
		if errors.Is(err, io.EOF) {
			if x.d == nil {
				return x.outside('\n')
			}
			x.d.warn(x.line, WarnUnclosed, "")
			return r.cslObject(x.d, x.open.String())
		}
		if err != nil {
			return err
		}
		if err := x.take(c); err != nil {
			return err
		}
	}
}

// cslReader collects one object, and cuts strings that are longer than anything that is kept.
type cslReader struct {
	*reading
	d      *draft
	open   strings.Builder
	line   int
	depth  int
	quoted bool
	slash  bool // the character before was a backslash
	since  int  // characters since a backslash
	run    int  // characters of the string
	cut    bool // the rest of the string is left out
	stray  strings.Builder
}

func (x *cslReader) take(c byte) error {
	if c == '\n' {
		x.line++
	}
	if x.d == nil {
		return x.outside(c)
	}
	x.text(c)
	if !x.cut && x.d.room(x.line, 1) {
		x.open.WriteByte(c)
	}
	if x.depth > 0 {
		return nil
	}
	d, text := x.d, x.open.String()
	x.d = nil
	x.open.Reset()
	return x.cslObject(d, text)
}

// outside takes what stands between objects: commas and brackets, and what should not be there.
func (x *cslReader) outside(c byte) error {
	switch {
	case c == '{':
		x.d, x.depth = &draft{line: x.line}, 1
		x.open.WriteByte(c)
		fallthrough
	case c == '\n':
		if text := strings.Trim(x.stray.String(), " \t[],"); text != "" {
			x.between(x.line, text)
		}
		x.stray.Reset()
	case x.stray.Len() < MaxValueRunes:
		x.stray.WriteByte(c)
	}
	return nil
}

// text follows strings and braces.
func (x *cslReader) text(c byte) {
	x.run, x.since = x.run+1, x.since+1
	switch {
	case x.quoted && x.slash:
		x.slash = false
	case x.quoted && c == '\\':
		x.slash, x.since = true, 0
	case c == '"':
		x.quoted, x.run, x.cut = !x.quoted, 0, false
	case x.quoted:
		if x.run > MaxLineBytes/4 && !x.cut && x.since > 6 && (c < 0x80 || c >= 0xC0) {
			x.cut = true
			x.d.warn(x.line, WarnLineCut, "")
		}
	case c == '{':
		x.depth++
	case c == '}':
		x.depth--
	}
}

// cslObject takes the variables of one object; text that is no object becomes a note.
func (r *reading) cslObject(d *draft, text string) error {
	d.size, d.full = 0, false
	fields := map[string]json.RawMessage{}
	if json.Unmarshal([]byte(text), &fields) != nil {
		d.warn(d.line, WarnBroken, "")
		d.add("notes", text, d.line)
		return r.emit(d)
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		for _, v := range cslValues(name, fields[name]) {
			d.add(name, v, d.line)
		}
	}
	return r.emit(d)
}

func fillCSL(b *build, entries []entry) {
	var plain []entry
	container := ""
	for _, e := range entries {
		switch e.tag {
		case "author":
			b.Authors = append(b.Authors, e.value)
		case "editor":
			b.Editors = append(b.Editors, e.value)
		case "type":
			b.cslType(e)
		case "container-title":
			b.once(&container, e.tag, e.value)
		case "issued":
			b.when(e.tag, e.value)
		case "id":
			b.extra(e.tag, e.value)
		default:
			e.tag = cslField(e.tag)
			plain = append(plain, e)
		}
	}
	if b.Type == Chapter || b.Type == ConferencePaper {
		b.BookTitle = container
	} else {
		b.Journal = container
	}
	fillCSV(b, plain)
}

func cslField(name string) string {
	switch name {
	case "page":
		return "pages"
	case "container-title-short", "journalAbbreviation":
		return "abbreviation"
	case "publisher-place":
		return "place"
	case "URL":
		return "urls"
	case "source":
		return "database"
	case "keyword":
		return "keywords"
	case "title", "volume", "issue", "edition", "publisher", "DOI", "PMID", "PMCID", "ISSN", "ISBN", "abstract", "language", "note":
		return csvColumn(name)
	}
	return name
}

func (b *build) cslType(e entry) {
	switch e.value {
	case "article-journal", "article-magazine", "article-newspaper", "review":
		b.Type = Article
	case "article":
		b.Type = Preprint
	case "chapter", "entry-encyclopedia", "entry-dictionary", "entry":
		b.Type = Chapter
	case "paper-conference":
		b.Type = ConferencePaper
	case "webpage", "post-weblog", "post":
		b.Type = WebPage
	default:
		b.kind(e.tag, e.value, e.line)
	}
}
