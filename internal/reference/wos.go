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
			return slices.Contains([]string{"AU", "AF", "BA", "BF", "BE", "CA", "GP", "CR", "C1"}, tag)
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
	b.deduce()
}

type wosValues struct {
	*build
	short, full []string
	first, last string
	article     string // AR: number of an article without pages
}

func (v *wosValues) names(e entry) bool {
	switch e.tag {
	case "AU", "BA":
		v.short = append(v.short, splitNames(e.value)...)
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
	default:
		v.Pages, v.article = v.article, ""
	}
	if v.article != "" {
		v.extra("AR", v.article)
	}
}

func wosEntries(r Record, _ int) []entry {
	var v values
	v.put("PT", wosTypeCode(r.Type))
	v.put("AU", r.Authors...)
	v.put("BE", r.Editors...)
	v.put("TI", r.Title)
	v.put("SO", r.Journal)
	v.put("JI", r.Abbreviation)
	v.put("LA", r.Language)
	v.put("DT", strings.Join(r.PubTypes, "; "))
	v.put("DE", strings.Join(r.Keywords, "; "))
	v.put("AB", r.Abstract)
	v.put("PU", r.Publisher)
	v.put("PI", r.Place)
	v.put("SN", r.ISSN...)
	v.put("BN", r.ISBN...)
	v.put("PD", r.Date)
	v.put("PY", year(r))
	v.put("VL", r.Volume)
	v.put("IS", r.Issue)
	first, last := pageRange(r.Pages)
	v.put("BP", first)
	v.put("EP", last)
	v.put("DI", r.DOI)
	v.put("UT", r.Accession)
	v.put("PM", r.PMID)
	v.extras(r, wosUnmapped)
	return v
}

func wosUnmapped(tag string) bool {
	var b build
	fillWoS(&b, []entry{{tag: tag, value: "x"}})
	return !slices.Contains([]string{"ER", "FN", "VR", "EF", "C1", "CR", overlayShort}, tag) && shortTag().MatchString(tag) &&
		len(b.Extra) == 1 && b.Extra[0].Tag == tag && b.Type == ""
}

func wosTypeCode(t Type) string {
	switch t {
	case Book, Chapter, Report, Thesis, Guideline:
		return "B"
	case ConferencePaper:
		return "C"
	default:
		return "J"
	}
}

func printWoS(entries []entry, overlay string, _ int) string {
	var b strings.Builder
	for i, e := range entries {
		if i > 0 && e.tag == entries[i-1].tag && (e.tag == "AU" || e.tag == "BE") {
			b.WriteString("   " + e.value + "\n")
			continue
		}
		b.WriteString(e.tag + " " + e.value + "\n")
	}
	if overlay != "" {
		b.WriteString(overlayShort + " " + overlay + "\n")
	}
	b.WriteString("ER\n\n")
	return b.String()
}
