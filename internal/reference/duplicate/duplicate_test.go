package duplicate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
	"evidencedesk/internal/reference/duplicate/score"
	"evidencedesk/internal/reference/duplicate/synthetic"
)

func TestTheOrderOfTheItemsDoesNotMatter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		items := synthetic.New(seed, 80).Items
		want := duplicate.Find(items)
		shuffle(items, seed)
		if diff := cmp.Diff(want, duplicate.Find(items)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func shuffle(items []duplicate.Item, seed uint64) {
	rand.New(rand.NewPCG(seed, 1)).Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
}

// A second import compares only what is new. What it stores over the pairs of the first must be what one import of both would
// have stored.
func TestFreshItemsGiveWhatAllGive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		items := synthetic.New(rapid.Uint64().Draw(t, "seed"), 100).Items
		split := rapid.IntRange(0, len(items)).Draw(t, "known")
		known, fresh := items[:split], items[split:]
		stored := map[[2]string]duplicate.Pair{}
		for _, p := range slices.Concat(duplicate.Find(known).Pairs, duplicate.FindNew(known, fresh).Pairs) {
			stored[[2]string{p.A, p.B}] = p
		}
		all := duplicate.Find(items)
		want := map[[2]string]duplicate.Pair{}
		for _, p := range all.Pairs {
			want[[2]string{p.A, p.B}] = p
		}
		if diff := cmp.Diff(want, stored); diff != "" {
			t.Fatal(diff)
		}
		for _, g := range duplicate.FindNew(known, fresh).Groups {
			if !slices.ContainsFunc(all.Groups, func(h []string) bool { return slices.Equal(g, h) }) {
				t.Fatalf("group %v is not a group of all", g)
			}
		}
	})
}

func TestTheSameFileTwiceIsFoundInFull(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(anyRecord(), 1, 30).Draw(t, "records")
		var known, again []duplicate.Item
		for i, r := range records {
			known = append(known, duplicate.Item{ID: fmt.Sprintf("a%03d", i), Record: r})
			again = append(again, duplicate.Item{ID: fmt.Sprintf("b%03d", i), Record: r})
		}
		group := map[string]int{}
		for n, g := range duplicate.FindNew(known, again).Groups {
			for _, id := range g {
				group[id] = n + 1
			}
		}
		for i := range records {
			if a, b := group[known[i].ID], group[again[i].ID]; b == 0 || a != 0 && a != b {
				t.Fatalf("record %d was not linked to its copy: %+v", i, records[i])
			}
		}
	})
}

// anyRecord is any text in any field, also none in all.
func anyRecord() *rapid.Generator[reference.Record] {
	return rapid.Custom(func(t *rapid.T) reference.Record {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "Editorial", "10.1/x", "12-9", "[]", "Smith, J"}))
		return reference.Record{
			Title: text.Draw(t, "title"), Authors: rapid.SliceOfN(text, 0, 3).Draw(t, "authors"), Journal: text.Draw(t, "journal"),
			Year: rapid.IntRange(0, 2030).Draw(t, "year"), Volume: text.Draw(t, "volume"), Issue: text.Draw(t, "issue"),
			Pages: text.Draw(t, "pages"), DOI: text.Draw(t, "doi"), PMID: text.Draw(t, "pmid"), Abstract: text.Draw(t, "abstract"),
			ISSN: rapid.SliceOfN(text, 0, 2).Draw(t, "issn"),
		}
	})
}

func TestThousandsOfEditorialsStayBounded(t *testing.T) {
	t.Parallel()
	var items []duplicate.Item
	for i := range 5000 {
		items = append(items, duplicate.Item{ID: fmt.Sprintf("e%05d", i), Record: reference.Record{
			Title: "Editorial", Journal: "Annals of Emergency Practice", Year: 1980 + i%40, Volume: fmt.Sprint(i % 40), Pages: fmt.Sprint(2 + i),
			Authors: []string{fmt.Sprintf("Editor%c%c, A", 'a'+i%26, 'a'+i/26%26)},
		}})
	}
	result := duplicate.Find(items)
	if len(result.Groups) > 0 {
		t.Errorf("%d groups of editorials on different pages", len(result.Groups))
	}
	if len(result.Skips) != 1 || result.Skips[0].Key != "title" {
		t.Errorf("skips %v, want the block of the title", result.Skips)
	}
}

// A record without identifiers agrees with two that contradict each other. Neither may be linked to it, and so not to the other.
func TestAChainLinksNoContradiction(t *testing.T) {
	t.Parallel()
	paper := reference.Record{
		Title: "Early mobilisation after hip surgery in older adults", Authors: []string{"Berg, A", "Lund, B"}, Year: 2015, Volume: "12",
		Journal: "Annals of Emergency Practice", Pages: "20-31",
	}
	one, other := paper, paper
	one.DOI, other.DOI = "10.1000/one", "10.1000/other"
	result := duplicate.Find([]duplicate.Item{{ID: "a", Record: one}, {ID: "b", Record: other}, {ID: "c", Record: paper}})
	if len(result.Groups) > 0 {
		t.Errorf("groups %v, want none", result.Groups)
	}
	for _, p := range result.Pairs {
		if p.Certainty != duplicate.Doubtful {
			t.Errorf("%s and %s are certain by %s", p.A, p.B, p.Rule)
		}
	}
	if len(result.Pairs) != 3 {
		t.Errorf("%d pairs, want 3 questions", len(result.Pairs))
	}
}

func TestQuestionsAskOncePerTwoGroups(t *testing.T) {
	t.Parallel()
	pairs := []duplicate.Pair{
		{A: "a1", B: "a2", Certainty: duplicate.Certain, Rule: duplicate.RulePMID},
		{A: "b1", B: "b2", Certainty: duplicate.Certain, Rule: duplicate.RulePMID},
		{A: "a1", B: "b1", Certainty: duplicate.Doubtful, Rule: duplicate.RulePlaceOnly},
		{A: "a2", B: "b1", Certainty: duplicate.Doubtful, Rule: duplicate.RuleID},
		{A: "a2", B: "a3", Certainty: duplicate.Certain, Rule: duplicate.RulePMID},
		{A: "a1", B: "a3", Certainty: duplicate.Doubtful, Rule: duplicate.RuleTitleOnly},
	}
	if diff := cmp.Diff([]duplicate.Pair{pairs[3]}, duplicate.Questions(pairs)); diff != "" {
		t.Error(diff)
	}
}

func TestEveryRuleIsExplained(t *testing.T) {
	t.Parallel()
	for _, r := range duplicate.Rules() {
		if r.Explain() == "" || len(r) > 64 {
			t.Errorf("rule %q: %q", r, r.Explain())
		}
	}
	if got := duplicate.Rule("no such rule").Explain(); got != "" {
		t.Errorf("an unknown rule says %q", got)
	}
}

func TestInventedSetsReachTheBars(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		made := synthetic.New(seed, 2000)
		r := score.Measure(&score.Set{Items: made.Items, Truth: made.Truth})
		for _, b := range r.Bars() {
			if !b.Met {
				t.Errorf("seed %d: %s is %.4f", seed, b.Name, b.Value)
			}
		}
		for _, m := range r.FalseMerges { // two editorials of which nothing but the title is left are equal
			if m.Contradictory != "" {
				continue
			}
			t.Errorf("seed %d: %q and %q by %s", seed, m.A, m.B, m.Pair.Rule)
		}
	}
}
