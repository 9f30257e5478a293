package records

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// comparison is a field of two records beside each other.
type comparison struct {
	label, a, b string
	like        likeness
}

// likeness is how two values of a field compare; those that tell two records apart come first.
type likeness int

const (
	different likeness = iota
	onlyFirst
	onlySecond
	alike // the rules take them for one although they are written differently
	same
)

// titleLabel is the field by which a pair is known.
const titleLabel = "Title"

// shownAbstract is how much of an abstract is shown beside another, in characters.
const shownAbstract = 900

// compared lists the fields that at least one of two records has: the title, then what differs, then what is the same.
func compared(p postgres.RecordPair) []comparison {
	year := func(n *int) string {
		if n == nil {
			return ""
		}
		return strconv.Itoa(*n)
	}
	authors := func(list []string) string { return page.Shorten(strings.Join(list, "; "), shownAbstract) }
	a, b := p.A, p.B
	var list []comparison
	for _, f := range []struct{ field, label, a, b string }{
		{"title", titleLabel, a.Title, b.Title},
		{"authors", "Authors", authors(a.Authors), authors(b.Authors)},
		{"year", "Year", year(a.Year), year(b.Year)},
		{"journal", "Journal", a.Journal, b.Journal},
		{"volume", "Volume", a.Volume, b.Volume},
		{"issue", "Issue", a.Issue, b.Issue},
		{"pages", "Pages", a.Pages, b.Pages},
		{"doi", "DOI", a.DOI, b.DOI},
		{"pmid", "PMID", a.PMID, b.PMID},
		{"abstract", "Abstract", a.Abstract, b.Abstract},
	} {
		if f.a == "" && f.b == "" {
			continue
		}
		c := comparison{label: f.label, a: page.Shorten(f.a, shownAbstract), b: page.Shorten(f.b, shownAbstract)}
		c.like = compare(f.a, f.b, slices.Contains(p.Agree, f.field))
		c.a, c.b = orNone(c.a), orNone(c.b)
		list = append(list, c)
	}
	rest := list
	if len(list) > 0 && list[0].label == titleLabel {
		rest = list[1:]
	}
	slices.SortStableFunc(rest, func(x, y comparison) int { return cmp.Compare(x.like, y.like) })
	return list
}

func orNone(s string) string {
	if s == "" {
		return "Not given"
	}
	return s
}

func compare(a, b string, agree bool) likeness {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	switch {
	case a == "":
		return onlySecond
	case b == "":
		return onlyFirst
	case fold(a) == fold(b):
		return same
	case agree:
		return alike
	}
	return different
}

// tag says the likeness in words.
func (l likeness) tag() ui.Tag {
	return []ui.Tag{
		different: {Text: "Different", Colour: "orange"}, onlyFirst: {Text: "Only in the first", Colour: "grey"}, onlySecond: {Text: "Only in the second", Colour: "grey"},
		alike: {Text: "Alike", Colour: "aqua-green"}, same: {Text: "Same", Colour: "green"},
	}[l]
}
