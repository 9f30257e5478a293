package postgres_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestWhatIsIncludedBecomesAReference(t *testing.T) {
	d := newDesk(t)
	d.addReference(d.colleague, "by hand")
	ids := d.putIn("", put{title: "Beds", year: 2024, doi: "10.1000/beds", pmid: "123", authors: []string{"Adams, B", " "}, abstract: strings.Repeat("x", 11_000)})
	done := d.decide(d.librarian, ids[0], postgres.DecisionContent{Verdict: postgres.Include, Theme: "Falls", Tier: "trials", KeyPaper: true, Note: "good"})
	list, _, err := d.content.References(t.Context(), d.as(d.librarian), 0, 10)
	if err != nil || len(list) != 2 {
		t.Fatalf("%v %+v", err, list)
	}
	r := list[1]
	if r.ID != done.Publication.Reference || r.Record != ids[0] || r.Title != "Beds" || *r.Year != 2024 || r.Theme != "Falls" || r.Tier != "trials" ||
		!r.KeyPaper || r.Note != "" || r.DOI != "10.1000/beds" || r.PMID != "123" || !slices.Equal(r.Authors, []string{"Adams, B"}) || len(r.Abstract) > 10_002 {
		t.Errorf("%+v", r)
	}

	// From then on the reference says theme, tier and key paper.
	r.Theme, r.KeyPaper = "Alarms", false
	if _, err := d.content.SaveReference(t.Context(), d.as(d.colleague), r.ID, r.Version, r.ReferenceContent); err != nil {
		t.Fatal(err)
	}
	p := d.publication(ids[0])
	if p.Decision.Theme != "Alarms" || p.Decision.KeyPaper || p.Decision.Tier != "trials" {
		t.Errorf("the decision says %+v", p.Decision)
	}
	d.decide(d.colleague, ids[0], postgres.DecisionContent{Verdict: postgres.Include, Theme: "Beds", Tier: "trials"})
	if r, err = d.content.Reference(t.Context(), d.as(d.librarian), r.ID); err != nil || r.Theme != "Beds" || len(r.Writers) != 2 {
		t.Errorf("the reference says %+v, %v", r, err)
	}

	order := d.order().Version
	done = d.decide(d.librarian, ids[0], postgres.DecisionContent{Verdict: postgres.Exclude, Reason: "not_relevant"})
	if got := d.titles(d.librarian); got != "by hand" || !slices.Equal(done.Removed, []string{r.ID}) || d.order().Version == order {
		t.Errorf("excluded: %q, removed %v", got, done.Removed)
	}
	d.decide(d.librarian, ids[0], postgres.DecisionContent{Verdict: postgres.Include})
	back, err := d.content.TakeBackDecision(t.Context(), d.as(d.librarian), ids[0], d.publication(ids[0]).Decision.Version)
	if err != nil || back.Publication.Decision.Version != 1 || back.Publication.Decision.Verdict != "" || len(back.Removed) != 1 || d.titles(d.librarian) != "by hand" {
		t.Errorf("taken back: %+v, %v", back, err)
	}
}

// A reference that is taken out by hand leaves its publication undecided, so that the figures keep adding up.
func TestAReferenceTakenOutIsUndecidedAgain(t *testing.T) {
	d := newDesk(t)
	ids := d.putIn("", put{title: "Beds"}, put{title: "Cots"})
	one, two := d.decide(d.librarian, ids[0], postgres.DecisionContent{Verdict: postgres.Include}), d.decide(d.librarian, ids[1], postgres.DecisionContent{Verdict: postgres.Include})
	if err := d.content.RemoveReference(t.Context(), d.as(d.librarian), one.Publication.Reference, 1); err != nil {
		t.Fatal(err)
	}
	if v, w := d.publication(ids[0]), d.publication(ids[1]); v.Decision.Verdict != "" || v.Reference != "" || w.Reference != two.Publication.Reference {
		t.Errorf("%+v, %+v", v.Decision, w.Decision)
	}
}

func TestADecisionNamesItsVersion(t *testing.T) {
	d := newDesk(t)
	id := d.putIn("", put{title: "Beds"})[0]
	yes := postgres.DecisionContent{Verdict: postgres.Include}
	for _, version := range []int{0, 2, 1 << 40} {
		_, err := d.content.DecideRecord(t.Context(), d.as(d.librarian), id, version, yes)
		if p := staleRow[postgres.Publication](t, err); p.Decision.Version != 1 {
			t.Errorf("%+v", p)
		}
	}
	d.decide(d.librarian, id, yes)
	_, err := d.content.DecideRecord(t.Context(), d.as(d.colleague), id, 1, postgres.DecisionContent{Verdict: postgres.Maybe})
	if p := staleRow[postgres.Publication](t, err); p.Decision.Verdict != postgres.Include || p.Decision.DecidedBy != d.librarian || p.Decision.Version != 2 {
		t.Errorf("%+v", p.Decision)
	}
	for name, c := range map[string]postgres.DecisionContent{
		"verdict": {}, "reason": {Verdict: postgres.Include, Reason: "not_relevant"}, "theme": {Verdict: postgres.Maybe, Theme: strings.Repeat("x", 201)},
		"tier": {Verdict: postgres.Maybe, Tier: "best"}, "note": {Verdict: postgres.Maybe, Note: "\x00"},
	} {
		_, err := d.content.DecideRecord(t.Context(), d.as(d.librarian), id, 2, c)
		if e := refusal(t, err, evidence.Invalid); len(e.Fields) != 1 || e.Fields[0].Field != name {
			t.Errorf("%s: %+v", name, e.Fields)
		}
	}
}

// A decision about one record of a group is one about the publication.
func TestADecisionCountsForTheGroup(t *testing.T) {
	d := newDesk(t)
	lead := d.putIn("", put{title: "Beds"})[0]
	other := d.putIn("", put{title: "Beds, again", group: lead})[0]
	done := d.decide(d.librarian, other, postgres.DecisionContent{Verdict: postgres.Include})
	if done.Publication.ID != lead || d.titles(d.librarian) != "Beds" || done.Counts.Publications != 1 || done.Next != "" {
		t.Errorf("%+v", done)
	}
}

func TestManyAreDecidedAtOnce(t *testing.T) {
	d := newDesk(t)
	ids := d.putIn("", put{title: "a"}, put{title: "b"}, put{title: "c"}, put{title: "d"})
	twin := d.putIn("", put{title: "a2", group: ids[0]})[0]
	d.decide(d.librarian, ids[1], postgres.DecisionContent{Verdict: postgres.Include, Theme: "Old", Note: "kept"})
	many := func(c postgres.DecisionContent, k postgres.Creation, ids ...string) postgres.ManyDecided {
		t.Helper()
		done, err := d.content.DecideRecords(t.Context(), d.as(d.trainee), ids, c, k)
		if err != nil {
			t.Fatal(err)
		}
		return done
	}
	key := postgres.Creation{Route: "/record-decisions", Key: "once-only", Body: []byte(strings.Repeat("x", 32))}
	for range 2 {
		done := many(postgres.DecisionContent{Verdict: postgres.Include, Tier: "grey"}, key, ids[0], twin, ids[1], ids[2], d.id())
		if done.Counts != (postgres.SelectionCounts{Publications: 4, Undecided: 1, Included: 3}) {
			t.Errorf("%+v", done)
		}
	}
	if got := d.titles(d.librarian); got != "bac" {
		t.Errorf("references %s", got)
	}
	p := d.publication(ids[1])
	if p.Decision.Theme != "Old" || p.Decision.Tier != "grey" || p.Decision.Note != "kept" || p.Decision.Version != 3 {
		t.Errorf("what was not said did not stay: %+v", p.Decision)
	}
	done := many(postgres.DecisionContent{Verdict: postgres.Exclude, Reason: "wrong_date"}, postgres.Creation{}, ids[0], ids[1])
	if len(done.Removed) != 2 || d.titles(d.librarian) != "c" || done.Publications != 2 {
		t.Errorf("%+v", done)
	}
	if done = many(postgres.DecisionContent{}, postgres.Creation{}, ids...); done.Counts.Undecided != 4 || d.titles(d.librarian) != "" {
		t.Errorf("taken back: %+v", done)
	}
	if d.count(`SELECT count(*) FROM record_decision`) != 0 {
		t.Error("decisions stay")
	}
	for name, list := range map[string][]string{"none": {}, "too many": slices.Repeat([]string{ids[0]}, postgres.MaxDecisions+1), "no identifier": {"x"}} {
		_, err := d.content.DecideRecords(t.Context(), d.as(d.librarian), list, postgres.DecisionContent{Verdict: postgres.Maybe}, postgres.Creation{})
		if evidence.CodeOf(err) != evidence.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := d.content.DecideRecords(t.Context(), d.as(d.librarian), []string{d.id()}, postgres.DecisionContent{Verdict: postgres.Maybe}, postgres.Creation{}); evidence.CodeOf(err) != evidence.NotFound {
		t.Error(err)
	}
}

// Whoever decides at the same time, every included publication has one reference, every other none.
func TestConcurrentDecisionsLeaveOneReference(t *testing.T) {
	d := newDesk(t)
	ids := d.putIn("", put{title: "a"}, put{title: "b"}, put{title: "c"})
	var all sync.WaitGroup
	for i, who := range []evidence.PersonID{d.librarian, d.colleague, d.trainee, d.librarian, d.colleague, d.trainee} {
		a := d.as(who)
		all.Go(func() {
			verdicts := []postgres.Verdict{postgres.Include, postgres.Exclude, postgres.Include, postgres.Undecided}
			for n := range 4 {
				list := slices.Clone(ids)
				if i%2 == 1 {
					slices.Reverse(list)
				}
				if _, err := d.content.DecideRecords(t.Context(), a, list, postgres.DecisionContent{Verdict: verdicts[(i+n)%4]}, postgres.Creation{}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	wrong := d.count(`SELECT count(*) FROM record r LEFT JOIN record_decision d ON d.record_id = r.id LEFT JOIN reference f ON f.record_id = r.id
		WHERE (d.verdict = 'include') IS DISTINCT FROM (f.id IS NOT NULL) AND NOT (d.verdict IS NULL AND f.id IS NULL)`)
	if wrong != 0 {
		t.Errorf("%d publications and their references disagree", wrong)
	}
}

func TestDecisionsAreErased(t *testing.T) {
	d := newDesk(t)
	id := d.putIn("", put{title: "a"})[0]
	d.decide(d.librarian, id, postgres.DecisionContent{Verdict: postgres.Exclude, Reason: "other", Note: "typed", Theme: "typed"})
	if _, err := d.content.AddTestPapers(t.Context(), d.as(d.librarian), []postgres.TestPaperContent{{Line: "typed PMID 77"}}, postgres.Creation{}); err != nil {
		t.Fatal(err)
	}
	d.erase()
	p := d.publication(id)
	want := postgres.Decision{Version: 3, Verdict: postgres.Exclude, Reason: "other", DecidedBy: d.librarian, DecidedAt: p.Decision.DecidedAt, Erased: true}
	if diff := cmp.Diff(want, p.Decision); diff != "" {
		t.Error(diff)
	}
	set, err := d.content.TestSet(t.Context(), d.as(d.librarian))
	if err != nil || len(set.Items) != 1 || set.Items[0].Line != "" || set.Items[0].Title != "" || set.Items[0].PMID != "77" || !set.Items[0].Erased {
		t.Errorf("%+v, %v", set, err)
	}
}
