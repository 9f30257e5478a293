package reference

import (
	"slices"
	"strings"
)

// wosCodec is the tagged text of Web of Science: two-letter tags and a space, longer values go on in lines that are indented by
// three, PT begins a record and ER ends it.
func wosCodec() codec {
	t := tagged{
		split:  wosLine,
		indent: func(line string) bool { return strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") },
		begins: func(d *draft, tag string, _ bool) bool { return tag == "PT" && len(d.entries) > 0 },
		end:    "ER",
		own:    overlayShort,
		header: func(tag string) bool { return tag == "FN" || tag == "VR" || tag == "EF" },
		lists: func(tag string) bool {
			return slices.Contains([]string{"AU", "AF", "BA", "BF", "BE", "CA", "GP", "CR"}, tag)
		},
	}
	return codec{
		read: t.read, fill: fillWoS, entries: wosEntries, print: printWoS,
		head: "FN Evidence Desk\nVR 1.0\n", foot: "EF\n",
	}
}

var wosTag = pattern(`^([A-Z][A-Z0-9])(?: (.*)|$)`)

func wosLine(line string) (tag, value string, ok bool) {
	m := wosTag().FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

func fillWoS(b *build, entries []entry) {
	var v wosValues
	v.build = b
	for _, e := range entries {
		if !v.names(e) && !v.work(e) && !v.identifiers(e) {
			b.extra(e.tag, e.value)
		}
	}
	v.settle()
	v.inBook()
	if b.PMID == "" {
		b.PMID = prefixedPMID(b.Accession)
	}
	b.deduce()
}

type wosValues struct {
	*build
	short, full []string
	first, last string
	article     string // AR: number of an article without pages
	pages       string // PS
}

func (v *wosValues) names(e entry) bool {
	switch e.tag {
	case "AU", "BA":
		v.short = append(v.short, v.withoutMail(e)...)
	case "AF", "BF":
		v.full = append(v.full, splitNames(e.value)...)
	case "CA", "GP":
		v.full = append(v.full, e.value)
		v.short = append(v.short, e.value)
	case "BE":
		v.Editors = append(v.Editors, splitNames(e.value)...)
	default:
		return false
	}
	return true
}

func (v *wosValues) work(e entry) bool {
	switch e.tag {
	case "PT":
		v.wosType(e)
	case "TI":
		v.once(&v.Title, e.tag, e.value)
	case "SO":
		v.once(&v.Journal, e.tag, e.value)
	case "JI":
		v.once(&v.Abbreviation, e.tag, e.value)
	case "VL":
		v.once(&v.Volume, e.tag, e.value)
	case "IS":
		v.once(&v.Issue, e.tag, e.value)
	case "BP":
		v.once(&v.first, e.tag, e.value)
	case "EP":
		v.once(&v.last, e.tag, e.value)
	case "AR":
		v.once(&v.article, e.tag, strings.TrimPrefix(e.value, "UNSP "))
	case "PS": // pages in BIOSIS, Zoological Record and MEDLINE
		v.once(&v.pages, e.tag, e.value)
	case "PY":
		v.when(e.tag, e.value)
	case "PD":
		v.once(&v.Date, e.tag, e.value)
	case "PU":
		v.once(&v.Publisher, e.tag, e.value)
	case "PI":
		v.once(&v.Place, e.tag, e.value)
	case "LA":
		v.once(&v.Language, e.tag, e.value)
	case "DT":
		v.PubTypes = append(v.PubTypes, keywordSeparator().Split(e.value, -1)...)
	case "DE", "ID":
		v.keywords(e.value)
	case "AB":
		v.once(&v.Abstract, e.tag, e.value)
	default:
		return false
	}
	return true
}

func (v *wosValues) identifiers(e entry) bool {
	switch e.tag {
	case "DI":
		v.doi(e.tag, e.value)
	case "PM":
		v.pmid(e.tag, e.value)
	case "SN", "EI", "BN":
		v.serial(e.tag, e.value)
	case "UT":
		v.once(&v.Accession, e.tag, e.value)
	default:
		return false
	}
	return true
}

// wosType maps the four types; for books in series there is no other word.
func (v *wosValues) wosType(e entry) {
	switch e.value {
	case "J":
		v.Type = Article
	case "B":
		v.Type = Book
	case "C":
		v.Type = ConferencePaper
	case "S":
		v.Type = Book
		v.extra(e.tag, e.value)
	case "P":
		v.Type = Other
		v.extra(e.tag, e.value)
	default:
		v.kind(e.tag, e.value, e.line)
	}
}

// settle prefers the full names when they are those of the short ones.
func (v *wosValues) settle() {
	v.Authors = v.full
	if len(v.full) == 0 || len(v.full) < len(v.short) {
		v.Authors = v.short
		for _, name := range v.full {
			if !slices.Contains(v.short, name) {
				v.extra("AF", name)
			}
		}
	} else {
		for i, name := range v.short {
			if name != v.full[i] && !shortOf(cleanName(name), cleanName(v.full[i])) {
				v.extra("AU", name)
			}
		}
	}
	switch {
	case v.first != "" && v.last != "" && v.first != v.last:
		v.Pages = v.first + "-" + v.last
	case v.first != "":
		v.Pages = v.first
	case v.last != "":
		v.Pages = v.last
	case v.pages != "":
		v.Pages, v.pages = v.pages, ""
	default:
		v.Pages, v.article = v.article, ""
	}
	if v.pages != "" {
		v.extra("PS", v.pages)
	}
	if v.article != "" {
		v.extra("AR", v.article)
	}
}

// inBook tells chapters and papers in proceedings by the kind of document; their source is the book.
func (v *wosValues) inBook() {
	if v.Type != Book && v.Type != ConferencePaper {
		return
	}
	for _, p := range v.PubTypes {
		switch folded(p) {
		case "bookchapter":
			v.Type = Chapter
		case "proceedingspaper", "meetingabstract":
			v.Type = ConferencePaper
		}
	}
	if (v.Type == Chapter || v.Type == ConferencePaper) && v.BookTitle == "" && len(v.ISBN) > 0 {
		v.BookTitle, v.Journal = v.Journal, ""
	}
}

// withoutMail gives the names of a line without the addresses that BIOSIS and Zoological Record write behind them.
func (v *wosValues) withoutMail(e entry) []string {
	names := splitNames(e.value)
	for i, name := range names {
		if m := mailBehind().FindStringIndex(name); m != nil {
			v.extra(e.tag, name)
			names[i] = name[:m[0]]
		}
	}
	return names
}

var mailBehind = pattern(`\s*\([^()\s]+@[^()\s]+\)$`)
