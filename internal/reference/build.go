package reference

import (
	"strings"
)

// build makes a record of the values of one record in a file. A value for a field that has another already goes to Extra.
type build struct {
	Record
	n        int // number of the record in its file
	warnings []Warning
	long     []entry // values that may be cut when the record is finished
}

func (b *build) warn(line int, code, about string) {
	b.warnings = append(b.warnings, Warning{Line: line, Code: code, Detail: detail(about)})
}

// overlayTag marks the value in which our own files keep what their format has no place for.
const overlayTag = "\x00overlay"

// prepare gives the values as plain text within the limits, and the overlay when there is one. It counts values with markup.
func (b *build) prepare(entries []entry, markup *oddity) (plain []entry, overlay string) {
	plain = make([]entry, 0, len(entries))
	for _, e := range entries {
		text := e.text()
		if e.tag == overlayTag {
			if overlay == "" && strings.HasPrefix(text, "{") {
				overlay = text
				continue
			}
			e.tag = overlayField // somebody else's
		}
		value := cleanText(text)
		if value == "" {
			continue
		}
		if strings.IndexByte(text, '<') >= 0 && strings.Count(value, "<") < strings.Count(text, "<") {
			markup.at(e.line)
		}
		if short, cut := cutRunes(value, MaxAbstractRunes); cut {
			b.warn(e.line, WarnCut, e.tag)
			value = strings.TrimSpace(short)
		}
		plain = append(plain, entry{tag: e.tag, value: value, line: e.line})
		if len(value) > MaxValueRunes {
			b.long = append(b.long, plain[len(plain)-1])
		}
	}
	return plain, overlay
}

// limited cuts the values of a finished record; only an abstract may be as long as MaxAbstractRunes.
func (b *build) limited(r Record) Record {
	cut := func(field string, p *string, most int) {
		if short, was := cutRunes(*p, most); was {
			b.warn(b.lineOf(*p), WarnCut, field)
			*p = cleanText(short)
		}
	}
	cut("abstract", &r.Abstract, MaxAbstractRunes)
	for _, p := range []struct {
		name  string
		value *string
	}{
		{"title", &r.Title},
		{"date", &r.Date},
		{"journal", &r.Journal},
		{"abbreviation", &r.Abbreviation},
		{"book_title", &r.BookTitle},
		{"volume", &r.Volume},
		{"issue", &r.Issue},
		{"pages", &r.Pages},
		{"edition", &r.Edition},
		{"publisher", &r.Publisher},
		{"place", &r.Place},
		{"language", &r.Language},
		{"accession", &r.Accession},
		{"database", &r.Database},
		{"provider", &r.Provider},
	} {
		cut(p.name, p.value, MaxValueRunes)
	}
	for _, p := range []struct {
		name string
		list []string
	}{
		{"authors", r.Authors}, {"editors", r.Editors}, {"urls", r.URLs}, {"keywords", r.Keywords}, {"pub_types", r.PubTypes}, {"notes", r.Notes},
	} {
		for i := range p.list {
			cut(p.name, &p.list[i], MaxValueRunes)
		}
	}
	for i := range r.Extra {
		cut("extra", &r.Extra[i].Value, MaxValueRunes)
	}
	return r
}

// lineOf is where a long value stood in the file; 0 when it was put together of several.
func (b *build) lineOf(value string) int {
	start, _ := cutRunes(value, 200)
	for _, e := range b.long {
		if strings.Contains(e.value, start) {
			return e.line
		}
	}
	return 0
}

// notes takes stray text that stood before the record.
func (b *build) notes(stray []entry) {
	var text []string
	for _, e := range stray {
		text = append(text, e.value)
	}
	if len(stray) > 0 {
		b.Notes = append(b.Notes, strings.Join(text, " "))
		b.warn(stray[0].line, WarnStray, text[0])
	}
}

func (b *build) extra(tag, value string) {
	b.Extra = append(b.Extra, Field{tag, value})
}

// once fills a field that has one value.
func (b *build) once(p *string, tag, value string) {
	switch {
	case *p == "":
		*p = value
	case *p != value:
		b.extra(tag, value)
	}
}

func (b *build) doi(tag, value string) {
	if doi := PlainDOI(value); doi == "" {
		b.extra(tag, value)
	} else {
		b.keepDOI(doi, tag, value)
	}
}

// keepDOI keeps a DOI, and the whole value where more stands behind it.
func (b *build) keepDOI(doi, tag, value string) {
	b.once(&b.DOI, tag, doi)
	value = strings.TrimSuffix(value, " [doi]")
	if words := strings.Fields(value); len(words) > 1 && PlainDOI(words[len(words)-1]) != doi {
		b.extra(tag, value)
	}
}

func (b *build) pmid(tag, value string) {
	if pmid := PlainPMID(value); pmid == "" {
		b.extra(tag, value)
	} else {
		b.once(&b.PMID, tag, pmid)
	}
}

func (b *build) pmcid(tag, value string) {
	if id := plainPMCID(value); id == "" {
		b.extra(tag, value)
	} else {
		b.once(&b.PMCID, tag, id)
	}
}

// serial takes a number that is an ISSN or an ISBN, or several of them.
func (b *build) serial(tag, value string) {
	if issn := plainISSN(value); issn != "" {
		b.ISSN = append(b.ISSN, issn)
		return
	}
	if isbn := plainISBN(value); isbn != "" {
		b.ISBN = append(b.ISBN, isbn)
		return
	}
	parts := serialSeparator().Split(bracketed().ReplaceAllString(value, " "), -1)
	if len(parts) < 2 {
		b.extra(tag, value)
		return
	}
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			b.serial(tag, p)
		}
	}
}

var (
	serialSeparator = pattern(`[;,|/\s]+`)
	bracketed       = pattern(`\([^()]*\)`)
)

// links takes one or more addresses; what is none goes to Extra.
func (b *build) links(tag, value string) {
	parts := strings.Fields(strings.ReplaceAll(strings.ReplaceAll(value, "; ", " "), ";http", " http"))
	for _, p := range parts {
		if !isURL(p) {
			b.extra(tag, value)
			return
		}
	}
	b.URLs = append(b.URLs, parts...)
}

// when takes a date of publication: its year, and the whole when it says more.
func (b *build) when(tag, value string) {
	value = strings.TrimRight(value, "/ ")
	if value == "" {
		return
	}
	y := yearIn(value)
	switch {
	case b.Year == 0:
		b.Year = y
	case y != 0 && y != b.Year:
		b.extra(tag, value)
		return
	}
	if len(value) != 4 || y == 0 {
		b.once(&b.Date, tag, value)
	}
}

// keywords splits a list of keywords in one value.
func (b *build) keywords(value string) {
	for _, k := range keywordSeparator().Split(value, -1) {
		if k != "" {
			b.Keywords = append(b.Keywords, k)
		}
	}
}

var keywordSeparator = pattern(`\s*;\s*`)
