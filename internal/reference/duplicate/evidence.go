package duplicate

import (
	"slices"
	"strings"

	"evidencedesk/internal/reference"
)

// Field is the name of a field that was compared, as in reference.Record. Kind and numbers are parts of the title.
type Field string

// The fields, in the order in which results name them.
const (
	FieldDOI      Field = "doi"
	FieldPMID     Field = "pmid"
	FieldTitle    Field = "title"
	FieldKind     Field = "kind"    // article, correction, comment, protocol, preprint …
	FieldNumbers  Field = "numbers" // of the title: parts, doses, years
	FieldAuthors  Field = "authors"
	FieldYear     Field = "year"
	FieldJournal  Field = "journal"
	FieldVolume   Field = "volume"
	FieldIssue    Field = "issue"
	FieldPages    Field = "pages"
	FieldAbstract Field = "abstract"
)

// Fields are all fields in their order.
func Fields() []Field {
	return []Field{
		FieldDOI, FieldPMID, FieldTitle, FieldKind, FieldNumbers, FieldAuthors, FieldYear, FieldJournal, FieldVolume, FieldIssue,
		FieldPages, FieldAbstract,
	}
}

// evidence is what the comparison of two records found, field by field.
type evidence struct {
	title    titles
	generic  bool // a title cannot tell at all
	weak     bool // a title cannot tell by itself: generic or short
	doi      state
	pmid     state
	authors  state
	year     state // agree: the same or the next
	sameYear bool
	journal  state
	volume   state
	issue    state
	pages    state
	lastPage bool // a range of pages agrees to its end
	pageOne  bool // it begins on the first page
	abstract state
	kind     bool // types that are never one publication
	bare     bool // one has neither volume nor pages
	unplaced bool // both have neither journal, volume, pages nor identifier
}

func compare(a, b *features) evidence {
	e := evidence{
		title: compareTitles(&a.title, &b.title), weak: a.title.weak() || b.title.weak(),
		generic: a.title.generic || b.title.generic, pageOne: a.pages.first == "1",
		doi: compareDOIs(a.doi, b.doi), pmid: equal(a.pmid, b.pmid), authors: compareNames(&a.names, &b.names),
		journal: compareJournals(a.journals, b.journals), issue: equal(a.issue, b.issue), pages: comparePages(a.pages, b.pages),
		abstract: compareAbstracts(a.abstract, b.abstract), volume: compareVolumes(a, b), kind: preprint(a) != preprint(b),
	}
	e.bare = a.bare() || b.bare()
	e.unplaced = a.unplaced() && b.unplaced()
	if slices.ContainsFunc(a.issns, func(n string) bool { return slices.Contains(b.issns, n) }) {
		e.journal = agree
	}
	e.year, e.sameYear = compareYears(a.year, b.year)
	if e.pages == unknown && (articleNumber(a, b) || articleNumber(b, a)) {
		e.pages = agree
	}
	e.lastPage = e.pages == agree && a.pages.last != "" && a.pages.last == b.pages.last && a.pages.last != a.pages.first
	return e
}

// compareYears: databases give the year of the print or of the first appearance, which is mostly the year before.
func compareYears(a, b int) (s state, same bool) {
	switch {
	case a == 0 || b == 0:
		return unknown, false
	case a-b >= -1 && a-b <= 1:
		return agree, a == b
	}
	return differ, false
}

func equal(a, b string) state {
	switch {
	case a == "" || b == "":
		return unknown
	case a == b:
		return agree
	}
	return differ
}

// compareDOIs takes one that begins the other for a cut or a supplement of it, which says nothing.
func compareDOIs(a, b string) state {
	s := equal(a, b)
	if s == differ && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a)) {
		return unknown
	}
	return s
}

// compareVolumes takes a year in the place of the volume, or an issue in the place of one, for no contradiction.
func compareVolumes(a, b *features) state {
	s := equal(a.volume, b.volume)
	if s == differ && (len(a.volume) == 4 || len(b.volume) == 4 || a.volume == b.issue || b.volume == a.issue) {
		return unknown
	}
	return s
}

// articleNumber: some databases put the article number where others put the issue.
func articleNumber(a, b *features) bool {
	return a.pages.first == "" && len(a.issue) >= 3 && a.issue == b.pages.first
}

func (f *features) bare() bool { return f.volume == "" && f.pages.first == "" }

func (f *features) unplaced() bool {
	return f.bare() && len(f.journals) == 0 && f.doi == "" && f.pmid == ""
}

func preprint(f *features) bool { return f.kind == reference.Preprint }

// place is the position in print: volume and first page, in a journal that is not another one.
func (e evidence) place() bool {
	return e.volume == agree && e.pages == agree && e.journal != differ && e.year != differ
}

func (e evidence) conflicts() []Field { return e.fields(differ) }

// fields are those in the state: agree or differ.
func (e evidence) fields(want state) []Field {
	var out []Field
	for _, f := range Fields() {
		if e.state(f) == want {
			out = append(out, f)
		}
	}
	return out
}

func (e evidence) state(f Field) state {
	switch f {
	case FieldDOI:
		return e.doi
	case FieldPMID:
		return e.pmid
	case FieldTitle:
		return e.titleState()
	case FieldKind:
		return against(e.kind || e.title.kind)
	case FieldNumbers:
		return against(e.title.numbers)
	case FieldAuthors:
		return e.authors
	case FieldYear:
		return e.year
	case FieldJournal:
		return e.journal
	case FieldVolume:
		return e.volume
	case FieldIssue:
		return e.issue
	case FieldPages:
		return e.pages
	case FieldAbstract:
		return e.abstract
	}
	return unknown
}

func against(conflict bool) state {
	if conflict {
		return differ
	}
	return unknown
}

func (e evidence) titleState() state {
	switch {
	case e.title.alike >= titleContained:
		return agree
	case e.title.alike == titleUnknown:
		return unknown
	}
	return differ
}
