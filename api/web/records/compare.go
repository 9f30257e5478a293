package records

import (
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
	tag         ui.Tag
}

// shownAbstract is how much of an abstract is shown beside another, in characters.
const shownAbstract = 900

// compared lists the fields that at least one of two records has.
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
		{"title", "Title", a.Title, b.Title},
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
		c.tag = likeness(f.a, f.b, slices.Contains(p.Agree, f.field))
		c.a, c.b = orNone(c.a), orNone(c.b)
		list = append(list, c)
	}
	return list
}

func orNone(s string) string {
	if s == "" {
		return "Not given"
	}
	return s
}

// likeness says in words how two values compare; the rules may find two alike that are written differently.
func likeness(a, b string, agree bool) ui.Tag {
	fold := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
	switch {
	case a == "":
		return ui.Tag{Text: "Only in the second", Colour: "grey"}
	case b == "":
		return ui.Tag{Text: "Only in the first", Colour: "grey"}
	case fold(a) == fold(b):
		return ui.Tag{Text: "Same", Colour: "green"}
	case agree:
		return ui.Tag{Text: "Alike", Colour: "aqua-green"}
	}
	return ui.Tag{Text: "Different", Colour: "orange"}
}
