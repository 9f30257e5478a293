package reference

import (
	"slices"
	"strconv"
	"strings"
)

// csvWhole is what only the whole row decides.
type csvWhole struct {
	first, last string // pages
	month, day  string
	full        []string // authors with their full names
	citations   []string // journal, date, volume, issue and pages in one
}

func (w *csvWhole) take(e entry) bool {
	switch e.tag {
	case "first_page":
		w.first = e.value
	case "last_page":
		w.last = e.value
	case "month":
		w.month = e.value
	case "day":
		w.day = e.value
	case "full_authors":
		for _, name := range splitNames(e.value) {
			w.full = append(w.full, numberBehind().ReplaceAllString(name, ""))
		}
	case "citation":
		w.citations = append(w.citations, e.value)
	default:
		return false
	}
	return true
}

var numberBehind = pattern(`\s*\([0-9]+\)$`) // Scopus: the number of the author

func (b *build) csvWhole(w csvWhole) {
	b.csvPages(w.first, w.last)
	b.csvDate(w.month, w.day)
	switch {
	case len(w.full) == 0:
	case len(b.Authors) == 0, fullNames(b.Authors, w.full):
		b.Authors = w.full
	default:
		b.extra("full_authors", strings.Join(w.full, "; "))
	}
	for _, p := range []*string{&b.Journal, &b.Database} { // Embase and Ovid call the whole of it the source
		if parts := sourceParts(*p); parts["volume"] != "" {
			w.citations = append(w.citations, *p)
			*p = ""
		}
	}
	for i, c := range w.citations {
		b.source(c)
		if !slices.Contains(w.citations[:i], c) {
			b.extra("citation", c)
		}
	}
	if b.Type == "" && b.Journal != "" && (b.Volume != "" || b.Issue != "" || b.PMID != "" || len(b.ISSN) > 0) && !slices.ContainsFunc(b.PubTypes, notArticle) {
		b.Type = Article
	}
}

// notArticle is whether a kind of publication is one of ours that is no article.
func notArticle(name string) bool {
	t := typeNamed(name)
	return t != "" && t != Article && t != Other
}

func (b *build) csvPages(first, last string) {
	pages := first
	if last != "" && last != first {
		pages = strings.TrimPrefix(first+"-"+last, "-")
	}
	if pages == "" || strings.HasPrefix(b.Pages, pages) {
		return
	}
	if b.Pages != "" {
		b.extra("pages", b.Pages)
	}
	b.Pages = pages
}

// csvDate takes month and day, which have columns of their own in Rayyan and Covidence.
func (b *build) csvDate(month, day string) {
	switch m, err := strconv.Atoi(month); {
	case month == "" && day == "":
	case b.Date != "":
		b.extra("month", strings.TrimSpace(day+" "+month))
	case err == nil && m >= 1 && m <= 12 && b.Year != 0:
		b.Date = strconv.Itoa(b.Year) + "-" + twoDigits(month)
		if day != "" {
			b.Date += "-" + twoDigits(day)
		}
	default:
		b.Date = strings.TrimSpace(day + " " + month)
	}
}

func twoDigits(s string) string {
	if len(s) == 1 {
		return "0" + s
	}
	return s
}

func (b *build) csvKind(e entry) bool {
	if e.tag != "type" {
		return false
	}
	b.kind(e.tag, e.value, e.line)
	return true
}

// csvKeywords splits at line ends, semicolons, or bars, or commas when there are several.
func (b *build) csvKeywords(value string) {
	switch {
	case strings.Contains(value, ";"):
		b.keywords(value)
	case strings.Contains(value, "|"):
		b.Keywords = append(b.Keywords, strings.Split(value, "|")...)
	case strings.Count(value, ", ") > 1:
		b.Keywords = append(b.Keywords, splitOutside(value)...)
	default:
		b.Keywords = append(b.Keywords, splitTight(value)...)
	}
}

// splitOutside splits at commas outside brackets: "delirium (diagnosis, prevention), human".
func splitOutside(value string) []string {
	var out []string
	depth, start := 0, 0
	for i := range len(value) {
		switch value[i] {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth <= 0 && strings.HasPrefix(value[i:], ", ") {
				out = append(out, value[start:i])
				start = i + 2
			}
		}
	}
	return append(out, value[start:])
}

// splitTight splits at commas without spaces when each begins a word: "aged,delirium", but not "2,4-dinitrophenol".
func splitTight(value string) []string {
	if strings.Contains(value, ", ") {
		return []string{value}
	}
	parts := strings.Split(value, ",")
	if slices.ContainsFunc(parts, func(p string) bool { return !wordStart().MatchString(p) }) {
		return []string{value}
	}
	return parts
}

var (
	wordStart   = pattern(`^\p{L}[\p{L}\p{M}/&'()* -]*[\p{L})]$`)
	sentenceEnd = pattern(`(\p{Ll}{2})\.(?: |$)`)
)
