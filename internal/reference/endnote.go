package reference

import (
	"slices"
	"strings"
)

// endnoteCodec is the XML that EndNote exports: <xml><records><record>.
func endnoteCodec() codec {
	return codec{
		read:    func(l *lines, r *reading) error { return readXML(l, r, endnoteDraft, "record") },
		fill:    fillEndNote,
		entries: endnoteEntries,
		print:   printEndNote,
		head:    `<?xml version="1.0" encoding="UTF-8"?>` + "\n<xml><records>\n",
		foot:    "</records></xml>\n",
	}
}

// endnoteDraft takes every element with text as a value under its path.
func endnoteDraft(d *draft, n *node) {
	for _, k := range n.kids {
		switch k.name {
		case "", "database", "source-app", "foreign-keys": // of the program, not of the publication
		case "ref-type":
			name := k.attr("name")
			if name == "" {
				name = endnoteTypeName(strings.TrimSpace(k.all()))
			}
			d.add("ref-type", name, d.line)
		default:
			endnoteValues(d, k, k.name)
		}
	}
}

func endnoteValues(d *draft, n *node, path string) {
	inner := false
	var loose strings.Builder
	for _, k := range n.kids {
		loose.WriteString(k.text)
		if k.name != "" && k.name != "style" && !inlineTag().MatchString("<"+k.name+">") {
			inner = true
			endnoteValues(d, k, path+"/"+k.name)
		}
	}
	if inner {
		if strings.TrimSpace(loose.String()) != "" { // beside elements: something was not closed
			d.add(path, loose.String(), d.line)
		}
		return
	}
	if text := n.all(); strings.TrimSpace(text) != "" {
		if own, ok := strings.CutPrefix(text, overlayField+" {"); ok && path == "custom7" {
			path, text = overlayTag, "{"+own
		}
		d.add(path, text, d.line)
	}
}

func fillEndNote(b *build, entries []entry) {
	var secondary, full string
	for _, e := range entries {
		switch e.tag {
		case "ref-type":
			b.endnoteType(e)
		case "contributors/authors/author":
			b.Authors = append(b.Authors, e.value)
		case "contributors/secondary-authors/author":
			b.Editors = append(b.Editors, e.value)
		case "titles/secondary-title":
			b.once(&secondary, e.tag, e.value)
		case "periodical/full-title":
			b.once(&full, e.tag, e.value)
		case "titles/alt-title", "periodical/abbr-1", "alt-periodical/full-title", "alt-periodical/abbr-1", "periodical/abbr-2":
			b.endnoteJournal(e, secondary, full)
		case "dates/year", "dates/pub-dates/date":
			b.when(e.tag, e.value)
		case "keywords/keyword":
			b.keywords(e.value)
		case "isbn", "issn":
			b.serial(e.tag, e.value)
		case "electronic-resource-num":
			b.doi(e.tag, e.value)
		case "urls/related-urls/url", "urls/web-urls/url", "urls/text-urls/url":
			b.links(e.tag, e.value)
		case "work-type":
			b.PubTypes = append(b.PubTypes, e.value)
		case "notes", "research-notes":
			b.Notes = append(b.Notes, e.value)
		case "custom2":
			b.pmcid(e.tag, e.value)
		default:
			if p := b.endnoteField(e.tag); p != nil {
				b.once(p, e.tag, e.value)
			} else {
				b.extra(e.tag, e.value)
			}
		}
	}
	b.endnoteSettle(secondary, full)
	b.deduce()
}

// endnoteJournal takes another form of the journal's name: the same again, or its abbreviation.
func (b *build) endnoteJournal(e entry, secondary, full string) {
	if e.value != secondary && e.value != full {
		b.once(&b.Abbreviation, e.tag, e.value)
	}
}

func (b *build) endnoteSettle(secondary, full string) {
	switch {
	case b.Type == Chapter || b.Type == ConferencePaper:
		b.BookTitle, b.Journal = secondary, full
		if full == secondary {
			b.Journal = ""
		}
	case full == "":
		b.Journal = secondary
	default:
		b.Journal = full
		if secondary != "" && secondary != full {
			b.once(&b.Abbreviation, "titles/secondary-title", secondary)
		}
	}
	if b.PMID == "" && plainDigits(b.Accession) && medlineOrNothing(b.Database+b.Provider) {
		b.PMID = PlainPMID(b.Accession)
	}
}

// medlineOrNothing: EndNote's own PubMed connection writes the PMID as accession number and provider NLM.
func medlineOrNothing(database string) bool {
	return medline(database) || strings.Contains(database, "NLM")
}

func (b *build) endnoteField(tag string) *string {
	switch tag {
	case "titles/title":
		return &b.Title
	case "volume":
		return &b.Volume
	case "number":
		return &b.Issue
	case "pages":
		return &b.Pages
	case "edition":
		return &b.Edition
	case "publisher":
		return &b.Publisher
	case "pub-location":
		return &b.Place
	case "abstract":
		return &b.Abstract
	case "language":
		return &b.Language
	case "accession-num":
		return &b.Accession
	case "remote-database-name":
		return &b.Database
	case "remote-database-provider":
		return &b.Provider
	}
	return nil
}

func endnoteUnmapped(tag string) bool {
	return slices.Contains([]string{
		"caption", "label", "short-title", "call-num", "auth-address", "section", "num-vols", "rec-number", "reprint-edition", "access-date",
		"custom1", "custom3", "custom4", "custom5", "custom6", "orig-pub", "reviewed-item", "titles/short-title", "titles/tertiary-title",
		"titles/translated-title", "urls/pdf-urls/url", "modified-date", "electronic-resource-num",
	}, tag)
}
