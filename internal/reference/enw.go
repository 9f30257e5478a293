package reference

import "strings"

// enwCodec is EndNote's and Refer's tagged text: lines that start with a percent sign and a letter. A blank line or %0 begins a
// record. It is read only.
func enwCodec() codec {
	t := tagged{
		split:  enwLine,
		indent: func(string) bool { return true },
		begins: func(d *draft, tag string, blank bool) bool {
			return tag == "%0" && d.has("%0") || blank && (tag == "%0" || tag == d.entries[0].tag && tag != "%A" || tag == "%T" && d.has("%T"))
		},
		lists: func(tag string) bool { return tag == "%K" },
	}
	return codec{read: t.read, fill: fillENW}
}

func enwLine(line string) (tag, value string, ok bool) {
	if len(line) < 2 || line[0] != '%' || len(line) > 2 && line[2] != ' ' && line[2] != '\t' {
		return "", "", false
	}
	return line[:2], strings.TrimSpace(line[2:]), true
}

func fillENW(b *build, entries []entry) {
	book := ""
	for _, e := range entries {
		switch e.tag {
		case "%0":
			b.kind(e.tag, e.value, e.line)
		case "%A":
			b.Authors = append(b.Authors, e.value)
		case "%E":
			b.Editors = append(b.Editors, e.value)
		case "%B":
			book = e.value
		case "%8", "%D":
			b.when(e.tag, e.value)
		case "%@":
			b.serial(e.tag, e.value)
		case "%R":
			b.doi(e.tag, e.value)
		case "%U", "%>":
			b.links(e.tag, e.value)
		case "%K":
			b.keywords(e.value)
		case "%Z":
			b.Notes = append(b.Notes, e.value)
		case "%2":
			b.pmcid(e.tag, e.value)
		default:
			if p := b.enwField(e.tag); p != nil {
				b.once(p, e.tag, e.value)
			} else {
				b.extra(e.tag, e.value)
			}
		}
	}
	switch {
	case book == "":
	case b.Journal == "" && b.Type != Chapter && b.Type != ConferencePaper && b.Type != Book:
		b.Journal = book
	default:
		b.once(&b.BookTitle, "%B", book)
	}
	if b.PMID == "" && plainDigits(b.Accession) && medline(b.Database+" "+b.Provider) {
		b.PMID = PlainPMID(b.Accession)
	}
	b.deduce()
}

func (b *build) enwField(tag string) *string {
	switch tag {
	case "%T":
		return &b.Title
	case "%J":
		return &b.Journal
	case "%O":
		return &b.Abbreviation
	case "%V":
		return &b.Volume
	case "%N":
		return &b.Issue
	case "%P":
		return &b.Pages
	case "%7":
		return &b.Edition
	case "%I":
		return &b.Publisher
	case "%C":
		return &b.Place
	case "%X":
		return &b.Abstract
	case "%G":
		return &b.Language
	case "%M":
		return &b.Accession
	case "%W":
		return &b.Provider
	case "%~":
		return &b.Database
	}
	return nil
}
