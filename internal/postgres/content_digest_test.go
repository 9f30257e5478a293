package postgres_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// drawSearch makes two searches equal often enough to prove both directions.
func drawSearch(t *rapid.T) postgres.SearchContent {
	word := rapid.SampledFrom([]string{"", "a", "a ", "á", "a\u0301", "\"a\"", "1. a"})
	number := rapid.SampledFrom([]*int{nil, new(int), ptr(7)})
	s := postgres.SearchContent{
		Source: rapid.SampledFrom([]string{"medline", "embase"}).Draw(t, "source"), Kind: "database",
		Note: word.Draw(t, "note"), Coverage: word.Draw(t, "coverage"), RecordsRetrieved: number.Draw(t, "retrieved"),
	}
	if rapid.Bool().Draw(t, "run") {
		s.RunAt = ptr(time.Date(2026, 1, rapid.IntRange(1, 2).Draw(t, "day"), 9, 0, 0, 0, time.FixedZone("", 3600)))
	}
	for n := range rapid.IntRange(0, 2).Draw(t, "lines") {
		s.Lines = append(s.Lines, postgres.StrategyLine{
			N: n + 1, Text: "x" + word.Draw(t, "text"), Hits: number.Draw(t, "hits"), Role: rapid.SampledFrom([]string{"", "limit"}).Draw(t, "role"),
		})
	}
	if rapid.Bool().Draw(t, "limited") {
		s.Limits = []postgres.SearchLimit{{Kind: "language", Value: word.Draw(t, "value")}}
	}
	return s
}

func ptr[T any](v T) *T { return &v }

func TestTheDigestChangesExactlyWithTheContent(t *testing.T) {
	d := newDesk(t)
	a := d.as(d.librarian)
	row := d.addSearch(d.librarian, medline())
	saved := func(t *rapid.T, who evidence.PersonID, s postgres.SearchContent) (postgres.Search, postgres.Strategy) {
		var err error
		if row, err = d.content.SaveSearch(d.Context(), d.as(who), row.ID, row.Version, s); err != nil {
			t.Fatal(err)
		}
		f, err := d.content.StrategyFacts(d.Context(), a, []string{row.ID})
		if err != nil {
			t.Fatal(err)
		}
		return row, f
	}
	rapid.Check(t, func(t *rapid.T) {
		first, second := drawSearch(t), drawSearch(t)
		if rapid.Bool().Draw(t, "same") {
			second = first
		}
		one, f := saved(t, d.librarian, first)
		d.now = d.now.Add(time.Second)
		two, g := saved(t, d.librarian, second)
		same := reflect.DeepEqual(one.SearchContent, two.SearchContent)
		if same != (f.Digest == g.Digest) {
			t.Fatalf("content equal: %v, digests equal: %v", same, !same)
		}
		if same != (one.Version == two.Version) {
			t.Fatalf("content equal: %v, versions %d and %d", same, one.Version, two.Version)
		}
	})
}

func TestTheDigestNamesTheSetOfSearches(t *testing.T) {
	d := newDesk(t)
	one, two := d.addSearch(d.librarian, medline()), d.addSearch(d.trainee, medline())
	facts := func(ids ...string) postgres.Strategy {
		f, err := d.content.StrategyFacts(t.Context(), d.as(d.librarian), ids)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	all := facts()
	if !slices.Equal(all.Searches, []string{one.ID, two.ID}) || all.Version != 2 || !all.Trainee || len(all.Authors) != 2 {
		t.Errorf("all: %+v", all)
	}
	if got := facts(two.ID, one.ID); got.Digest != all.Digest {
		t.Error("the order in which they are named changes the digest")
	}
	if first := facts(one.ID); first.Digest == all.Digest || first.Trainee || !slices.Equal(first.Authors, []evidence.PersonID{d.librarian}) {
		t.Errorf("one of them: %+v", first)
	}
	if facts(one.ID).Digest == facts(two.ID).Digest {
		t.Error("two records that say the same are one")
	}
	other := postgres.NewContent(d.db.App, codes(t), []byte("another key of thirty-two bytes!"), nil)
	if f, err := other.StrategyFacts(t.Context(), d.as(d.librarian), nil); err != nil || f.Digest == all.Digest {
		t.Errorf("another key: %v, %v", f.Digest, err)
	}
}

func TestTheFactsNameWhoRanTheSearch(t *testing.T) {
	d := newDesk(t)
	s := medline()
	s.RunAt, s.RunBy = ptr(d.now.Add(-time.Hour)), d.trainee
	d.addSearch(d.librarian, s)
	f, err := d.content.StrategyFacts(t.Context(), d.as(d.librarian), nil)
	if err != nil || !f.Trainee || !slices.Contains(f.Authors, d.trainee) {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestStrategyFactsOfWhatIsNotThere(t *testing.T) {
	d := newDesk(t)
	mine := d.addSearch(d.librarian, medline())
	for name, ids := range map[string][]string{
		"unknown": {d.id()}, "malformed": {"1"}, "one of two unknown": {mine.ID, d.id()}, "twice": {mine.ID, mine.ID},
	} {
		_, err := d.content.StrategyFacts(t.Context(), d.as(d.librarian), ids)
		if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "searches" {
			t.Errorf("%s: %v", name, e)
		}
	}
	if _, err := d.content.StrategyFacts(t.Context(), d.as(d.requester), nil); evidence.CodeOf(err) != evidence.NotPermitted {
		t.Errorf("a requester: %v", err)
	}
}
