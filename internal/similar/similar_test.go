package similar_test

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/similar"
)

func TestTokens(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"":                                    {},
		" \t.,;–—?!":                          {},
		"Non-intubated hypoxic resp. failure": {"non", "intubated", "hypoxic", "resp", "failure"},
		"PMID: 31452104, NCT04325906":         {"pmid", "31452104", "nct04325906"},
		"Ménière's β-blockers":                {"ménière", "s", "β", "blockers"},
	} {
		if diff := cmp.Diff(want, similar.Tokens(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func weights(words []similar.Word) map[string]float64 {
	m := map[string]float64{}
	for _, w := range words {
		m[w.Text] = w.Weight
	}
	return m
}

func TestWhereAWordStandsCounts(t *testing.T) {
	t.Parallel()
	w := weights(similar.NewDictionary().Words(similar.Text{
		Question: "Do mattresses help?", Background: "A ward round asked.", Specialty: "critical_care",
		Elements: map[string]string{"intervention": "foam", "comparison": "usual", "population": "adults", "outcome": "ulcers"},
	}))
	for _, order := range [][2]string{
		{"foam", "adults"}, {"adults", "ulcers"}, {"ulcers", "usual"}, {"adults", "mattresses"}, {"mattresses", "round"}, {"round", "critical"},
	} {
		if w[order[0]] <= w[order[1]] || w[order[1]] <= 0 {
			t.Errorf("%q weighs %.2f, %q weighs %.2f", order[0], w[order[0]], order[1], w[order[1]])
		}
	}
	if len(similar.NewDictionary().Words(similar.Text{})) != 0 {
		t.Error("nothing has words")
	}
}

func TestShortFormsStandForLongOnes(t *testing.T) {
	t.Parallel()
	d := similar.NewDictionary()
	others := func(text, word string) []string {
		for _, w := range d.Words(similar.Text{Question: text}) {
			if w.Text == word {
				return w.Others
			}
		}
		return nil
	}
	if !slices.Contains(others("Home oxygen in COPD", "copd"), "chronic obstructive pulmonary disease") {
		t.Error("COPD does not stand for its words")
	}
	for _, word := range []string{"chronic", "obstructive", "pulmonary", "disease"} {
		if !slices.Contains(others("Home oxygen in chronic obstructive pulmonary disease", word), "copd") {
			t.Errorf("%s does not stand for COPD where the whole phrase stands", word)
		}
	}
	if list := others("Chronic disease of the ear", "chronic"); slices.Contains(list, "copd") {
		t.Errorf("a word of the phrase alone stands for %v", list)
	}
	var none similar.Dictionary
	if w := none.Words(similar.Text{Question: "COPD"}); len(w) != 1 || len(w[0].Others) != 0 {
		t.Errorf("without a dictionary: %+v", w)
	}
}

// The order in which a question says its words, and in which its elements come, changes nothing.
func TestOrderChangesNothing(t *testing.T) {
	t.Parallel()
	d := similar.NewDictionary()
	word := rapid.StringMatching(`[a-z]{2,6}`)
	rapid.Check(t, func(t *rapid.T) {
		question := rapid.SliceOfN(word, 0, 60).Draw(t, "question")
		elements := rapid.MapOfN(rapid.SampledFrom([]string{"population", "intervention", "comparison", "outcome"}), rapid.StringMatching(`[a-z ]{0,20}`), 0, 4).Draw(t, "elements")
		var none similar.Dictionary // phrases have an order, so the short forms stay out of it
		first := weights(none.Words(similar.Text{Question: strings.Join(question, " "), Elements: elements}))
		other := weights(none.Words(similar.Text{Question: strings.Join(rapid.Permutation(question).Draw(t, "other"), ", "), Elements: maps.Clone(elements)}))
		if diff := cmp.Diff(first, other); diff != "" {
			t.Fatal(diff)
		}
		for text, weight := range weights(d.Words(similar.Text{Question: strings.Join(question, " "), Elements: elements})) {
			if weight <= 0 || math.IsNaN(weight) || math.IsInf(weight, 0) || text == "" {
				t.Fatalf("%q weighs %v", text, weight)
			}
		}
	})
}

// A plan is the same whatever the order of its terms, looks for something whenever there is something, and stays small.
func TestPlansAreBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.IntRange(0, 200_000).Draw(t, "total")
		sample := similar.Sample{Counted: min(total, 20_000), Total: total}
		seen := map[string]bool{}
		terms := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) similar.Term {
			return similar.Term{
				Query: "'" + rapid.StringMatching(`[a-z]{3,8}`).Draw(t, "word") + "'", Weight: rapid.Float64Range(0.01, 3).Draw(t, "weight"),
				Count: rapid.IntRange(0, sample.Counted).Draw(t, "count"),
			}
		}), 0, 80).Draw(t, "terms")
		terms = slices.DeleteFunc(terms, func(x similar.Term) bool { again := seen[x.Query]; seen[x.Query] = true; return again })
		plan := sample.Plan(slices.Clone(terms))
		other := sample.Plan(rapid.Permutation(terms).Draw(t, "other"))
		if math.Abs(plan.Total-other.Total) > 1e-6*plan.Total {
			t.Fatalf("in another order all weigh %v, not %v", other.Total, plan.Total)
		}
		if len(plan.Terms) != min(len(terms), similar.MaxTerms) || (plan.Find == "") != (len(terms) == 0) {
			t.Fatalf("%d of %d terms, and %q", len(plan.Terms), len(terms), plan.Find)
		}
		if n := strings.Count(plan.Find, "'"); n > 2*(14+2*28) {
			t.Fatalf("it looks for %d words", n/2)
		}
		if !slices.IsSortedFunc(plan.Terms, func(a, b similar.Term) int {
			switch {
			case a.Weight > b.Weight:
				return -1
			case a.Weight < b.Weight:
				return 1
			}
			return 0
		}) {
			t.Fatal("the most telling are not first")
		}
	})
}

func TestRareWordsAndIdentifiersWeighMost(t *testing.T) {
	t.Parallel()
	sample := similar.Sample{Counted: 20_000, Total: 100_000}
	terms := []similar.Term{
		{Query: "'patient'", Weight: 1, Count: 9_000},
		{Query: "'mattress'", Weight: 1, Count: 40},
		{Query: "'nct04325906'", Weight: 1, Count: 0},
		{Query: "'31452104'", Weight: 1, Count: 1},
		{Query: "'care'", Weight: 1.5, Count: 8_000},
	}
	plan := sample.Plan(terms)
	var order []string
	for _, term := range plan.Terms {
		order = append(order, term.Query)
	}
	if diff := cmp.Diff([]string{"'nct04325906'", "'31452104'", "'mattress'", "'care'", "'patient'"}, order); diff != "" {
		t.Error(diff)
	}
	// 9,000 of 20,000 questions have "patient": among 100,000 requests that is too many to look at, alone or with "care".
	if strings.Contains(plan.Find, "patient") || !strings.Contains(plan.Find, "'nct04325906' | '31452104' | 'mattress'") {
		t.Errorf("it looks for %s", plan.Find)
	}
	common := sample.Plan([]similar.Term{{Query: "'care'", Weight: 1, Count: 8_000}, {Query: "'patient'", Weight: 1, Count: 9_000}})
	if common.Find != "'care'" {
		t.Errorf("of common words alone the rarest is looked for, not %s", common.Find)
	}
	uncounted := similar.Sample{}.Plan([]similar.Term{{Query: "'care'", Weight: 1}, {Query: "'patient'", Weight: 2}})
	if !strings.Contains(uncounted.Find, "care") || !strings.Contains(uncounted.Find, "patient") {
		t.Errorf("before words were counted all are looked for, not %s", uncounted.Find)
	}
}
