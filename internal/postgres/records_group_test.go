package postgres_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"evidencedesk/internal/postgres"
)

func TestWhichRecordStandsForAPublication(t *testing.T) {
	t.Parallel()
	const same, different = postgres.VerdictSame, postgres.VerdictDifferent
	for name, c := range map[string]struct {
		fullness, decided []int
		links             []postgres.TestLink
		leads             []int
	}{
		"nothing links them":              {[]int{1, 2}, []int{0, 0}, nil, []int{0, 1}},
		"the fullest":                     {[]int{1, 9, 3}, []int{0, 0, 0}, []postgres.TestLink{{A: 0, B: 1}, {A: 1, B: 2}}, []int{1, 1, 1}},
		"the first of equals":             {[]int{5, 5}, []int{0, 0}, []postgres.TestLink{{A: 0, B: 1}}, []int{0, 0}},
		"decided of before full":          {[]int{1, 9}, []int{3, 0}, []postgres.TestLink{{A: 0, B: 1}}, []int{0, 0}},
		"decided of earlier":              {[]int{9, 9, 1}, []int{0, 7, 5}, []postgres.TestLink{{A: 0, B: 1}, {A: 1, B: 2}}, []int{2, 2, 2}},
		"a person parts what a rule ties": {[]int{1, 1}, []int{0, 0}, []postgres.TestLink{{A: 0, B: 1, Verdict: different, At: 1}}, []int{0, 1}},
		"no chain undoes a parting": {
			[]int{1, 1, 1},
			[]int{0, 0, 0},
			[]postgres.TestLink{{A: 0, B: 1, Verdict: different, At: 1}, {A: 0, B: 2}, {A: 1, B: 2}},
			[]int{0, 1, 0},
		},
		"a person's link goes before a rule's": {
			[]int{1, 1, 1},
			[]int{0, 0, 0},
			[]postgres.TestLink{{A: 0, B: 1, Verdict: different, At: 1}, {A: 0, B: 2}, {A: 1, B: 2, Verdict: same, At: 2}},
			[]int{0, 1, 1},
		},
		"the newest word of people counts": {
			[]int{1, 1, 1},
			[]int{0, 0, 0},
			[]postgres.TestLink{{A: 0, B: 1, Verdict: different, At: 1}, {A: 0, B: 2, Verdict: same, At: 2}, {A: 1, B: 2, Verdict: same, At: 3}},
			[]int{0, 1, 1},
		},
	} {
		ids := identifiers(len(c.fullness))
		leads := postgres.Lead(ids, c.fullness, c.decided, c.links)
		var got []int
		for _, id := range ids {
			got = append(got, slices.Index(ids, leads[id]))
		}
		if diff := cmp.Diff(c.leads, got); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func identifiers(n int) []uuid.UUID {
	ids := make([]uuid.UUID, n)
	for i := range ids {
		ids[i][15] = byte(i + 1)
	}
	return ids
}

// TestGroupsKeepWhatPeopleSay for any pairs: the order of the rows is of no account, whoever stands for a publication stands for
// itself, and two that a person keeps apart are never together.
func TestGroupsKeepWhatPeopleSay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "records")
		ids := identifiers(n)
		numbers := rapid.SliceOfN(rapid.IntRange(0, 4), n, n)
		fullness, decided := numbers.Draw(t, "fullness"), numbers.Draw(t, "decided")
		byPair := map[[2]int]postgres.TestLink{}
		for range rapid.IntRange(0, 14).Draw(t, "links") {
			a, b := rapid.IntRange(0, n-1).Draw(t, "a"), rapid.IntRange(0, n-1).Draw(t, "b")
			if a >= b {
				continue
			}
			l := postgres.TestLink{A: a, B: b, Verdict: rapid.SampledFrom([]string{"", "same", "different"}).Draw(t, "verdict")}
			if l.Verdict != "" {
				l.At = 1 + len(byPair)
			}
			byPair[[2]int{a, b}] = l
		}
		var links []postgres.TestLink
		for _, l := range byPair {
			links = append(links, l)
		}
		leads := postgres.Lead(ids, fullness, decided, links)
		slices.Reverse(links)
		if diff := cmp.Diff(leads, postgres.Lead(ids, fullness, decided, links)); diff != "" {
			t.Fatalf("in another order:\n%s", diff)
		}
		for id, lead := range leads {
			if leads[lead] != lead {
				t.Fatalf("%s stands for %s, but not for itself", lead, id)
			}
		}
		for _, l := range links {
			if l.Verdict == "different" && leads[ids[l.A]] == leads[ids[l.B]] {
				t.Fatalf("%d and %d are together", l.A, l.B)
			}
		}
	})
}
