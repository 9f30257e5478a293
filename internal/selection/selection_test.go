package selection_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/selection"
)

func TestParsePaper(t *testing.T) {
	t.Parallel()
	type paper = selection.Paper
	for line, want := range map[string]paper{
		"":                                     {},
		" - ":                                  {},
		"19622551":                             {PMID: "19622551"},
		"PMID: 19622551.":                      {PMID: "19622551"},
		"https://pubmed.ncbi.nlm.nih.gov/123/": {PMID: "123"},
		"doi:10.1136/BMJ.b2535.":               {DOI: "10.1136/bmj.b2535"},
		"(https://doi.org/10.1016/S0140-6736(05)66545-2)": {DOI: "10.1016/s0140-6736(05)66545-2"},
		"Bed alarms to prevent falls (2024)":              {Title: "Bed alarms to prevent falls", Year: 2024},
		"1. Alder J, Birch K. Bed alarms and falls on wards: a trial. J Invented Ex. 2019;3(2):10-9. doi: 10.5555/x.1": {
			Title: "Bed alarms and falls on wards: a trial", Year: 2019, DOI: "10.5555/x.1",
		},
		"Alder, J. and Birch, K. (2019) Does an alarm prevent falls? Journal of Ex, 3, 10–19": {Title: "Does an alarm prevent falls", Year: 2019},
		"• the 2014 Cochrane review on falls":                                                 {Title: "the 2014 Cochrane review on falls", Year: 2014},
	} {
		if diff := cmp.Diff(want, selection.ParsePaper(line)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", line, diff)
		}
	}
	if got := selection.ParsePapers("\n10.1/x\nA title\n\n--\n123456\n"); !slices.Equal(got, []string{"10.1/x", "A title", "123456"}) {
		t.Errorf("lines %q", got)
	}
}

func TestMatches(t *testing.T) {
	t.Parallel()
	long := "A very long title about bed alarms and falls in hospitals"
	for name, c := range map[string]struct {
		paper, record selection.Paper
		want          bool
	}{
		"same DOI":                     {selection.Paper{DOI: "10.1/x"}, selection.Paper{DOI: "10.1/x", PMID: "2"}, true},
		"same PMID, another title":     {selection.Paper{PMID: "2", Title: "x"}, selection.Paper{PMID: "2", Title: "y"}, true},
		"other DOI, same title":        {selection.Paper{DOI: "10.1/x", Title: long}, selection.Paper{DOI: "10.1/y", Title: long}, false},
		"title in another dress":       {selection.Paper{Title: "Überwachung: β-blockers’ effect."}, selection.Paper{Title: "UBERWACHUNG β blockers effect"}, true},
		"title, next year":             {selection.Paper{Title: "Falls", Year: 2020}, selection.Paper{Title: "falls.", Year: 2021}, true},
		"title, much later":            {selection.Paper{Title: "Falls", Year: 2020}, selection.Paper{Title: "falls", Year: 2022}, false},
		"title without its subtitle":   {selection.Paper{Title: long}, selection.Paper{Title: long + ": a trial"}, true},
		"a short beginning":            {selection.Paper{Title: "Falls"}, selection.Paper{Title: "Falls in hospitals"}, false},
		"in the middle of a word":      {selection.Paper{Title: long}, selection.Paper{Title: long + "ization"}, false},
		"nothing known":                {selection.Paper{}, selection.Paper{}, false},
		"markup":                       {selection.Paper{Title: "H2O in wards"}, selection.Paper{Title: "H<sub>2</sub>O in <i>wards</i>"}, true},
		"the record knows no DOI":      {selection.Paper{DOI: "10.1/x", Title: "Falls"}, selection.Paper{Title: "Falls"}, true},
		"one of the identifiers parts": {selection.Paper{DOI: "10.1/x", PMID: "1", Title: "Falls"}, selection.Paper{DOI: "10.1/x", PMID: "9"}, true},
	} {
		if got := c.paper.Matches(c.record); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Whatever a line says, reading it neither panics nor invents: what was found stands in the line.
func TestParsePaperInventsNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringMatching(`10\.[0-9]{4}/[a-z().]{1,9}`), rapid.StringMatching(`PMID:? ?[0-9]{1,10}|(19|20)[0-9]{2}[.;]?`)), 0, 4).Draw(t, "parts"), " ")
		p := selection.ParsePaper(line)
		for _, s := range []string{p.DOI, p.PMID} {
			if !strings.Contains(strings.ToLower(line), s) {
				t.Fatalf("%q gives %+v", line, p)
			}
		}
		for _, word := range strings.Fields(p.Title) {
			if !strings.Contains(line, word) {
				t.Fatalf("%q gives %+v", line, p)
			}
		}
	})
}

func TestTheFlowAddsUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1000)
		var sources []selection.Identified
		for i := range rapid.IntRange(0, 5).Draw(t, "sources") {
			sources = append(sources, selection.Identified{Source: fmt.Sprint(i), Records: n.Draw(t, "records")})
		}
		var reasons []selection.Reason
		for i := range rapid.IntRange(0, 4).Draw(t, "reasons") {
			reasons = append(reasons, selection.Reason{Code: fmt.Sprint(i), Publications: n.Draw(t, "excluded")})
		}
		f := selection.NewFlow(sources, n.Draw(t, "publications"), selection.Decided{Included: n.Draw(t, "in"), Maybe: n.Draw(t, "maybe"), Excluded: reasons}, n.Draw(t, "hand"))
		total := 0
		for _, r := range f.Reasons {
			total += r.Publications
		}
		if f.Identified-f.Duplicates != f.Remaining || f.Remaining != f.Waiting+f.Screened || f.Screened != f.Excluded+f.Maybe+f.Included ||
			total != f.Excluded || min(f.Duplicates, f.Waiting, f.Remaining) < 0 {
			t.Fatalf("%+v", f)
		}
		if !slices.IsSortedFunc(f.Reasons, func(a, b selection.Reason) int { return b.Publications - a.Publications }) {
			t.Fatalf("%+v", f.Reasons)
		}
	})
}

func TestContributions(t *testing.T) {
	t.Parallel()
	got := selection.Contributions([]selection.Identified{{Source: "m", Records: 10}, {Source: "e", Records: 7}, {Source: "none", Records: 0}}, []selection.Overlap{
		{Sources: []string{"m"}, Publications: 4, Included: 1},
		{Sources: []string{"m", "m"}, Publications: 1, Included: 1}, // twice in one source
		{Sources: []string{"m", "e"}, Publications: 3, Included: 2},
		{Sources: []string{"e"}, Publications: 2},
		{Sources: []string{"gone"}, Publications: 9},
	})
	want := []selection.Contribution{
		{Source: "m", Records: 10, Publications: 8, Only: 5, Included: 4, OnlyIncluded: 2},
		{Source: "e", Records: 7, Publications: 5, Only: 2, Included: 2},
		{Source: "none"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What only one source found, added up over the sources, and what several found, is everything.
func TestContributionsAccountForEverything(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c"}
		var sources []selection.Identified
		for _, s := range names {
			sources = append(sources, selection.Identified{Source: s})
		}
		total, shared := 0, 0
		var overlaps []selection.Overlap
		for range rapid.IntRange(0, 6).Draw(t, "overlaps") {
			o := selection.Overlap{Sources: rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, 3, rapid.ID).Draw(t, "by"), Publications: rapid.IntRange(0, 50).Draw(t, "n")}
			overlaps = append(overlaps, o)
			total += o.Publications
			if len(o.Sources) > 1 {
				shared += o.Publications
			}
		}
		only := 0
		for _, c := range selection.Contributions(sources, overlaps) {
			only += c.Only
			if c.Only > c.Publications || c.Publications > total {
				t.Fatalf("%+v of %d", c, total)
			}
		}
		if only+shared != total {
			t.Fatalf("%d alone and %d shared of %d", only, shared, total)
		}
	})
}

func lines(texts ...string) []selection.Line {
	var list []selection.Line
	for i, s := range texts {
		list = append(list, selection.Line{N: i + 1, Text: s})
	}
	return list
}

func TestLostBy(t *testing.T) {
	t.Parallel()
	strategy := lines("falls", "alarms", "#1 OR #2", "wards", "#3 AND #4", "#5 AND english[la]")
	finds := func(n ...int) map[int]bool {
		m := map[int]bool{}
		for _, i := range n {
			m[i] = true
		}
		return m
	}
	for name, c := range map[string]struct {
		finds map[int]bool
		want  []int
	}{
		"found":            {finds(1, 3, 4, 5, 6), nil},
		"a whole concept":  {finds(4), []int{3}},
		"the other one":    {finds(1, 3), []int{4}},
		"both":             {finds(), []int{3, 4}},
		"the limit":        {finds(1, 2, 3, 4, 5), []int{6}},
		"the combination?": {finds(1, 2, 3, 4), []int{5}},
	} {
		if diff := cmp.Diff(c.want, selection.LostBy(strategy, c.finds)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestLineTests(t *testing.T) {
	t.Parallel()
	known, titled := selection.Paper{PMID: "12", Title: `The "x" trial`}, selection.Paper{Title: `The "x" trial`}
	for platform, want := range map[string][2]string{
		"pubmed":    {"#3 AND 12[uid]", `#3 AND "The x trial"[ti]`},
		"ovid":      {"3 and 12.ui.", `3 and "The x trial".ti.`},
		"ebscohost": {"S3 AND PM 12", `S3 AND TI "The x trial"`},
		"proquest":  {"S3 AND PMID(12)", `S3 AND TI("The x trial")`},
		"cochrane":  {`#3 AND ("The x trial"):ti`, `#3 AND ("The x trial"):ti`},
		"other":     {`#3 AND "The x trial"`, `#3 AND "The x trial"`},
	} {
		if got := [2]string{selection.LineTest(platform, 3, known), selection.LineTest(platform, 3, titled)}; got != want {
			t.Errorf("%s: %q", platform, got)
		}
	}
	if got := selection.LineTest("ovid", 1, selection.Paper{}); got != "" {
		t.Errorf("nothing known: %q", got)
	}
}
