package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/selection"
)

func TestTheTestSetIsLookedFor(t *testing.T) {
	d := newDesk(t)
	one, two := d.addSearch(d.librarian, medline()), d.addSearch(d.librarian, medline())
	ids := d.putIn(one.ID, put{title: "Beds: a trial.", year: 2020}, put{title: "Cots", doi: "10.1000/cots"})
	d.putIn(two.ID, put{title: "COTS", doi: "10.1000/cots", group: ids[1]}, put{title: "Undated doors"})
	d.putIn("", put{title: "x", pmid: "4711"})
	added, err := d.content.AddTestPapers(t.Context(), d.as(d.librarian), []postgres.TestPaperContent{
		{Line: "https://doi.org/10.1000/COTS"},
		{Title: "Beds; a trial", Year: yearOf(2021)},
		{Title: "undated doors", Year: yearOf(1999)},
		{PMID: "4711"},
		{Title: "Beds: a trial", Year: yearOf(2012)},
		{Title: "beds a trial", DOI: "10.1000/other"},
	}, postgres.Creation{})
	if err != nil || len(added) != 6 {
		t.Fatal(added, err)
	}
	set, err := d.content.TestSet(t.Context(), d.as(d.reviewer))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	names := strings.NewReplacer(one.ID, "one", two.ID, "two")
	for _, p := range set.Items {
		found := "missing"
		if p.Found() {
			found = names.Replace(strings.Join(p.Searches, " "))
		}
		got = append(got, found)
	}
	if diff := cmp.Diff([]string{"one two", "one", "two", "", "missing", "one"}, got); diff != "" || set.Found != 5 {
		t.Errorf("found %d: %s", set.Found, diff)
	}
	if set.Items[0].Publication != ids[1] {
		t.Errorf("found as %s", set.Items[0].Publication)
	}
}

func yearOf(n int) *int { return &n }

func TestTestPapersAreKept(t *testing.T) {
	d := newDesk(t)
	key := postgres.Creation{Route: "/test-papers", Key: "once-only", Body: []byte(strings.Repeat("x", 32))}
	var first []postgres.TestPaper
	for range 2 {
		list, err := d.content.AddTestPapers(t.Context(), d.as(d.librarian), []postgres.TestPaperContent{{Line: "Alder J. Bed alarms and falls. J Ex. 2019. doi:10.1000/182"}, {Title: "x"}}, key)
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		first = list
	}
	p := first[0]
	if p.Title != "Bed alarms and falls" || *p.Year != 2019 || p.DOI != "10.1000/182" || p.Version != 1 {
		t.Errorf("%+v", p)
	}
	p.TestPaperContent = postgres.TestPaperContent{Title: "Bed alarms", PMID: "5"}
	saved, err := d.content.SaveTestPaper(t.Context(), d.as(d.colleague), p.ID, 1, p.TestPaperContent)
	if err != nil || saved.Version != 2 || saved.DOI != "" || saved.PMID != "5" {
		t.Errorf("%+v, %v", saved, err)
	}
	again, err := d.content.SaveTestPaper(t.Context(), d.as(d.colleague), p.ID, 2, p.TestPaperContent)
	if err != nil || again.Version != 2 {
		t.Errorf("saved without a change: %+v, %v", again, err)
	}
	_, err = d.content.SaveTestPaper(t.Context(), d.as(d.librarian), p.ID, 1, p.TestPaperContent)
	if got := staleRow[postgres.TestPaper](t, err); got.Version != 2 {
		t.Errorf("%+v", got)
	}
	if err := d.content.RemoveTestPaper(t.Context(), d.as(d.librarian), p.ID, 1); evidence.CodeOf(err) != evidence.VersionStale {
		t.Error(err)
	}
	if err := d.content.RemoveTestPaper(t.Context(), d.as(d.librarian), p.ID, 2); err != nil {
		t.Error(err)
	}
	if _, err := d.content.TestPaper(t.Context(), d.as(d.librarian), p.ID); evidence.CodeOf(err) != evidence.NotFound {
		t.Error(err)
	}
	for name, list := range map[string][]postgres.TestPaperContent{
		"papers": {}, "papers[0].title": {{Line: "--"}}, "papers[0].doi": {{DOI: "11.1/x"}}, "papers[1].pmid": {{Title: "x"}, {PMID: "0"}}, "papers[0].year": {{Title: "x", Year: yearOf(99)}},
	} {
		_, err := d.content.AddTestPapers(t.Context(), d.as(d.librarian), list, postgres.Creation{})
		if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != name {
			t.Errorf("%s: %+v", name, e.Fields)
		}
	}
	full := slices.Repeat([]postgres.TestPaperContent{{Title: "x"}}, postgres.MaxTestPapers)
	_, err = d.content.AddTestPapers(t.Context(), d.as(d.librarian), full, postgres.Creation{})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Code != "too-many" {
		t.Errorf("%+v", e.Fields)
	}
}

func TestTheFlowIsCounted(t *testing.T) {
	d := newDesk(t)
	one, two := d.addSearch(d.librarian, medline()), d.addSearch(d.librarian, medline())
	a := d.putIn(one.ID, put{title: "a"}, put{title: "b"}, put{title: "c"})
	d.putIn(one.ID, put{title: "a", group: a[0]})
	d.putIn(two.ID, put{title: "b", group: a[1]}, put{title: "d"})
	e := d.putIn("", put{title: "e"})
	d.addReference(d.librarian, "by hand")
	for id, c := range map[string]postgres.DecisionContent{
		a[0]: {Verdict: postgres.Include}, a[1]: {Verdict: postgres.Include}, a[2]: {Verdict: postgres.Exclude, Reason: "wrong_date"}, e[0]: {Verdict: postgres.Exclude},
	} {
		d.decide(d.librarian, id, c)
	}
	got, err := d.content.SelectionFlow(t.Context(), d.as(d.librarian))
	if err != nil {
		t.Fatal(err)
	}
	none := got.Origins[2].ID
	want := selection.Flow{
		Sources:    []selection.Identified{{Source: one.ID, Records: 4}, {Source: two.ID, Records: 2}, {Source: none, Records: 1}},
		Identified: 7, Duplicates: 2, Remaining: 5, Waiting: 1, Screened: 4, Excluded: 2, Included: 2, ByHand: 1,
		Reasons: []selection.Reason{{Code: "", Publications: 1}, {Code: "wrong_date", Publications: 1}},
	}
	if diff := cmp.Diff(want, got.Flow); diff != "" {
		t.Error(diff)
	}
	contributions := []selection.Contribution{
		{Source: one.ID, Records: 4, Publications: 3, Only: 2, Included: 2, OnlyIncluded: 1},
		{Source: two.ID, Records: 2, Publications: 2, Only: 1, Included: 1},
		{Source: none, Records: 1, Publications: 1, Only: 1},
	}
	if diff := cmp.Diff(contributions, got.Contributions); diff != "" {
		t.Error(diff)
	}
	if o := got.Origins[0]; o.Source != "medline" || o.Platform != "ovid" || o.Kind != "database" || got.Origins[2].Name != "medline.nbib" || got.Origins[2].Search != "" {
		t.Errorf("%+v", got.Origins)
	}
}
