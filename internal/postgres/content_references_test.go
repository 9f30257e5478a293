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

func (d *desk) titles(p evidence.PersonID) string {
	d.Helper()
	list, more, err := d.content.References(d.Context(), d.as(p), 0, 100)
	if err != nil || more {
		d.Fatalf("%v, more %v", err, more)
	}
	var titles []string
	for _, r := range list {
		titles = append(titles, r.Title)
	}
	return strings.Join(titles, "")
}

func (d *desk) order() postgres.Order {
	d.Helper()
	o, err := d.content.ReferenceOrder(d.Context(), d.as(d.librarian))
	if err != nil {
		d.Fatal(err)
	}
	return o
}

func TestReferencesKeepTheirOrder(t *testing.T) {
	d := newDesk(t)
	d.addReference(d.librarian, "a", "b", "c")
	d.addReference(d.colleague, "d", "e")
	if got := d.titles(d.librarian); got != "abcde" {
		t.Fatalf("appended: %s", got)
	}
	o := d.order()
	slices.Reverse(o.IDs)
	moved, err := d.content.Reorder(t.Context(), d.as(d.librarian), o.Version, o.IDs)
	if err != nil || d.titles(d.librarian) != "edcba" || moved.Version != o.Version+1 {
		t.Fatalf("reversed: %s, %+v, %v", d.titles(d.librarian), moved, err)
	}
	if err := d.content.RemoveReference(t.Context(), d.as(d.librarian), o.IDs[1], 1); err != nil {
		t.Fatal(err)
	}
	d.addReference(d.librarian, "f")
	if got := d.titles(d.librarian); got != "ecbaf" {
		t.Errorf("one out, one more: %s", got)
	}
	_, err = d.content.Reorder(t.Context(), d.as(d.librarian), moved.Version, o.IDs)
	current := staleRow[postgres.Order](t, err)
	if len(current.IDs) != 5 || current.Version != d.order().Version {
		t.Errorf("the present order is %+v", current)
	}
	for name, ids := range map[string][]string{
		"one missing": current.IDs[1:], "one twice": append(slices.Clone(current.IDs[1:]), current.IDs[1]), "a stranger": append(slices.Clone(current.IDs[1:]), d.id()),
	} {
		_, err = d.content.Reorder(t.Context(), d.as(d.librarian), current.Version, ids)
		if evidence.CodeOf(err) != evidence.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := d.order(); got.Version != current.Version {
		t.Errorf("refusals moved the version from %d to %d", current.Version, got.Version)
	}
}

func TestReferencesComeInPages(t *testing.T) {
	d := newDesk(t)
	d.addReference(d.librarian, "a", "b", "c", "d", "e")
	var got string
	after := 0
	for range 3 {
		list, more, err := d.content.References(t.Context(), d.as(d.librarian), after, 2)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			got, after = got+r.Title, r.Position
		}
		if !more {
			break
		}
	}
	if got != "abcde" {
		t.Errorf("read %s", got)
	}
}

func TestConcurrentAppendsGiveEachItsPlace(t *testing.T) {
	d := newDesk(t)
	a := d.as(d.librarian)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			_, err := d.content.AddReferences(t.Context(), a, []postgres.ReferenceContent{{Type: "article", Title: "x"}, {Type: "article", Title: "y"}}, postgres.Creation{})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := d.titles(d.librarian); got != strings.Repeat("xy", 6) {
		t.Errorf("interleaved: %s", got)
	}
	if n := d.count(`SELECT count(DISTINCT position) FROM reference`); n != 12 {
		t.Errorf("%d places", n)
	}
}

func TestAReferenceNamesEveryWrongField(t *testing.T) {
	d := newDesk(t)
	year := 20266
	_, err := d.content.AddReferences(t.Context(), d.as(d.librarian), []postgres.ReferenceContent{
		{Type: "article", Title: "Good", DOI: " DOI:10.1000/182 ", PMID: "12345678", URL: "https://example.org/a?b=c"},
		{Type: "poem", Authors: []string{""}, Year: &year, DOI: "11.1/x", PMID: "0123", URL: "ftp://x", Tier: "best", Theme: strings.Repeat("x", 201)},
	}, postgres.Creation{})
	var got []string
	for _, f := range refusal(t, err, evidence.Invalid).Fields {
		got = append(got, strings.TrimPrefix(f.Field, "references[1].")+" "+f.Code)
	}
	want := []string{
		"type unknown", "title required", "authors[0] required", "year out-of-range", "doi malformed", "pmid malformed", "url malformed",
		"tier unknown", "theme too-long",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d.count(`SELECT count(*) FROM reference`) != 0 {
		t.Error("one of two was stored")
	}
}

func TestAListHoldsSoMany(t *testing.T) {
	d := newDesk(t)
	many := slices.Repeat([]postgres.ReferenceContent{{Type: "article", Title: "t"}}, postgres.MaxReportReferences)
	if _, err := d.content.AddReferences(t.Context(), d.as(d.librarian), many, postgres.Creation{}); err != nil {
		t.Fatal(err)
	}
	_, err := d.content.AddReferences(t.Context(), d.as(d.librarian), many[:1], postgres.Creation{})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Code != "too-many" {
		t.Error(e)
	}
}

func TestARepeatedImportAddsNothing(t *testing.T) {
	d := newDesk(t)
	k := postgres.Creation{Route: "/references", Key: "import-1", Body: []byte(strings.Repeat("x", 32))}
	add := func() []postgres.Reference {
		list, err := d.content.AddReferences(t.Context(), d.as(d.librarian), []postgres.ReferenceContent{{Type: "article", Title: "a"}, {Type: "book", Title: "b"}}, k)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if diff := cmp.Diff(add(), add()); diff != "" {
		t.Error(diff)
	}
	if got := d.titles(d.librarian); got != "ab" {
		t.Error(got)
	}
}
