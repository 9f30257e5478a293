package pubmed_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/pubmed"
	"evidencedesk/internal/pubmed/pubmedtest"
)

func at(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 9, 0, 0, 0, time.UTC) }

func records(n int) []pubmedtest.Record {
	list := make([]pubmedtest.Record, n)
	for i := range list {
		list[i] = pubmedtest.Record{
			PMID: 1000 + i, Title: fmt.Sprintf("Falls on ward %d", i), Abstract: "Bed alarms were tried.", MeSH: []string{"Accidental Falls"}, Year: 2020,
			Added: at(2020, 1, 1).AddDate(0, 0, i),
		}
	}
	return list
}

// client talks to the server and waits for nothing; the pauses that it would have made are kept.
func client(t *testing.T, s *pubmedtest.Server, change func(*pubmed.Options)) (*pubmed.Client, *[]time.Duration) {
	t.Helper()
	web := httptest.NewServer(s)
	t.Cleanup(web.Close)
	pauses := &[]time.Duration{}
	var mu sync.Mutex
	o := pubmed.Options{Base: web.URL + "/entrez/eutils/", Email: "desk@example.org", Rate: 1e6, Wait: func(ctx context.Context, d time.Duration) error {
		mu.Lock()
		defer mu.Unlock()
		*pauses = append(*pauses, d)
		return ctx.Err()
	}}
	if change != nil {
		change(&o)
	}
	c, err := pubmed.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c, pauses
}

func TestCount(t *testing.T) {
	t.Parallel()
	s := &pubmedtest.Server{Records: records(10)}
	c, _ := client(t, s, func(o *pubmed.Options) { o.Key = "SECRET" })
	for query, want := range map[pubmed.Query]int{
		{Term: `falls[ti]`}: 10, {Term: `"falls on ward 3"[ti]`}: 1, {Term: `alarm*[tiab] AND "Accidental Falls"[mh]`}: 10, {Term: `falls[ti] NOT bed[tiab]`}: 0,
		{Term: `1004[uid] OR 1005[uid]`}: 2, {Term: "falls", Since: at(2020, 1, 4)}: 7, {Term: "falls OR cats", Since: at(2020, 1, 4), Until: at(2020, 1, 5)}: 2,
		{Term: "falls", Until: at(2020, 1, 1)}: 1,
	} {
		found, err := c.Count(t.Context(), query)
		if err != nil || found.Count != want {
			t.Errorf("%v: %d, %v; want %d", query, found.Count, err, want)
		}
	}
	for _, a := range s.Asked() {
		if a.Form["tool"] != "evidencedesk" || a.Form["email"] != "desk@example.org" || a.Form["api_key"] != "SECRET" || a.Form["db"] != "pubmed" {
			t.Fatalf("asked with %v", a.Form)
		}
	}
}

func TestWhatPubMedSaysOfAQuery(t *testing.T) {
	t.Parallel()
	c, _ := client(t, &pubmedtest.Server{Records: records(1)}, nil)
	found, err := c.Count(t.Context(), pubmed.Query{Term: `falls OR zzzqx[tiab]`})
	if err != nil || found.Count != 1 || found.Translation != `falls OR zzzqx[tiab]` {
		t.Fatalf("%+v, %v", found, err)
	}
	if diff := cmp.Diff([]string{"zzzqx"}, found.NotFound); diff != "" {
		t.Error(diff)
	}
	nothing, err := c.Count(t.Context(), pubmed.Query{Term: "cats"})
	if err != nil || nothing.Count != 0 || len(nothing.Ignored) != 0 {
		t.Errorf("%+v, %v", nothing, err)
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	s := &pubmedtest.Server{Records: records(450)}
	c, _ := client(t, s, nil)
	found, err := c.Search(t.Context(), pubmed.Query{Term: "falls"})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for start := 0; start < found.Count; start += pubmed.Batch {
		text, err := c.Fetch(t.Context(), found.History, start, pubmed.Batch)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "PMID- ") {
				seen[line] = true
			}
		}
	}
	if len(seen) != 450 {
		t.Errorf("%d records", len(seen))
	}
	if _, err := c.Fetch(t.Context(), found.History, pubmed.Reach, 1); pubmed.CodeOf(err) != pubmed.OutOfReach {
		t.Errorf("beyond the reach: %v", err)
	}
	s.Expire()
	if _, err := c.Fetch(t.Context(), found.History, 0, 1); pubmed.CodeOf(err) != pubmed.HistoryExpired || pubmed.Lasting(err) {
		t.Errorf("after the set expired: %v", err)
	}
}

// A set of more records than PubMed gives is cut by date; together the pieces hold every record once.
func TestLargeSets(t *testing.T) {
	t.Parallel()
	const n = 25_000
	list := records(n)
	for i := range list {
		list[i].Added = at(2000, 1, 1).AddDate(0, 0, i/10)
	}
	c, _ := client(t, &pubmedtest.Server{Records: list}, nil)
	whole, sets, err := c.Sets(t.Context(), pubmed.Query{Term: "falls"}, 50_000, at(2026, 11, 22))
	if err != nil || whole.Count != n || len(sets) < 3 {
		t.Fatalf("%d records in %d sets, %v", whole.Count, len(sets), err)
	}
	sum := 0
	for _, s := range sets {
		if s.Count > pubmed.Reach {
			t.Errorf("a set of %d", s.Count)
		}
		sum += s.Count
	}
	if sum != n {
		t.Errorf("the sets hold %d records", sum)
	}
	if _, _, err := c.Sets(t.Context(), pubmed.Query{Term: "falls"}, n-1, at(2026, 11, 22)); pubmed.CodeOf(err) != pubmed.OutOfReach || !pubmed.Lasting(err) {
		t.Errorf("more than wanted: %v", err)
	}
	for i := range list {
		list[i].Added = at(2000, 1, 1)
	}
	if _, _, err := c.Sets(t.Context(), pubmed.Query{Term: "falls"}, 50_000, at(2026, 11, 22)); pubmed.CodeOf(err) != pubmed.OutOfReach {
		t.Errorf("all on one day: %v", err)
	}
	if _, sets, err := c.Sets(t.Context(), pubmed.Query{Term: "cats"}, 10, at(2026, 11, 22)); err != nil || len(sets) != 0 {
		t.Errorf("nothing found: %v, %v", sets, err)
	}
}
