package postgres_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestASearchIsKeptExactlyAsItWasRun(t *testing.T) {
	d := newDesk(t)
	hits, none := 4211, 0
	s := postgres.SearchContent{
		Source: "other", SourceName: "A trust's intranet", Platform: "web", Kind: "website", Method: "Browsed by year.", MultiDBGroup: "A",
		Coverage: "1946 to Present  ", RunAt: ptr(time.Date(2026, 2, 28, 9, 30, 0, 123456789, time.FixedZone("", 3600))), RunBy: d.colleague,
		AdaptedFrom: "Smith 2019, doi 10.1/x",
		Lines: []postgres.StrategyLine{
			{N: 1, Text: "  (pressure adj2 ulcer*).ti,ab,kw. \t\"’\" \\ <b> 褥瘡 é e\u0301", Hits: &hits, Note: "n", Role: "concept"},
			{N: 3, Text: "1 not 2", Hits: &none, Role: "combine"},
			{N: 12, Text: "limit 3 to english", Role: "limit"},
		},
		Limits:           []postgres.SearchLimit{{Kind: "language", Value: "english", Reason: "No translator."}},
		Filters:          []postgres.SearchFilter{{Name: "A filter", Version: "2", Citation: "c", Modified: true}},
		RecordsRetrieved: &hits, RecordsExported: &none,
		AIUse: []postgres.AIUse{{
			Stage: "search", Tool: "A tool", Version: "1", AccessedAt: ptr(time.Date(2026, 2, 28, 8, 0, 0, 0, time.UTC)), Prompt: "p",
			Link: "https://example.org/x", OutputCheckedBy: d.librarian, Note: "n",
		}},
		Note: "end",
	}
	added := d.addSearch(d.librarian, s)
	want := s
	want.RunAt = ptr(s.RunAt.UTC().Truncate(time.Microsecond))
	if diff := cmp.Diff(want, added.SearchContent); diff != "" {
		t.Error(diff)
	}
	read, err := d.content.Search(t.Context(), d.as(d.colleague), added.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(added, read); diff != "" {
		t.Error(diff)
	}
	s.Lines[0].Text += " "
	if changed, err := d.content.SaveSearch(t.Context(), d.as(d.colleague), added.ID, 1, s); err != nil || changed.Version != 2 ||
		!strings.HasSuffix(changed.Lines[0].Text, "e\u0301 ") || len(changed.Authors) != 2 {
		t.Errorf("one blank more: %+v, %v", changed, err)
	}
}

func TestASearchNamesEveryWrongField(t *testing.T) {
	d := newDesk(t)
	negative := -1
	_, err := d.content.AddSearch(t.Context(), d.as(d.librarian), postgres.SearchContent{
		Source: "my shelf", Platform: "x", Coverage: strings.Repeat("é", 201), RunAt: ptr(d.now.Add(time.Hour)), RunBy: "somebody",
		IsRerunOf: "1", RecordsRetrieved: &negative, Note: "a\x00b",
		Lines:  []postgres.StrategyLine{{N: 2, Text: " "}, {N: 2, Text: "x", Role: "wish"}, {N: 0, Text: strings.Repeat("𝒙", 20_001)}},
		Limits: []postgres.SearchLimit{{}}, Filters: []postgres.SearchFilter{{}}, AIUse: []postgres.AIUse{{Stage: "x", Link: "javascript:alert(1)"}},
	}, postgres.Creation{})
	var got []string
	for _, f := range refusal(t, err, evidence.Invalid).Fields {
		got = append(got, f.Field+" "+f.Code)
	}
	want := []string{
		"source unknown", "platform unknown", "kind required", "coverage too-long", "run_at in-the-future", "run_by malformed",
		"note malformed", "records_retrieved out-of-range", "is_rerun_of unknown", "lines[0].text required", "lines[1].n out-of-order",
		"lines[1].role unknown", "lines[2].n out-of-range", "lines[2].n out-of-order", "lines[2].text too-long", "limits[0].kind required",
		"filters[0].name required", "ai_use[0].stage unknown", "ai_use[0].tool required", "ai_use[0].link malformed",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if d.count(`SELECT count(*) FROM search_record`) != 0 {
		t.Error("it is stored")
	}
}

func TestLimitsCountCodePoints(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		length int
		ok     bool
	}{"at the limit": {evidence.MaxStrategyLine, true}, "one more": {evidence.MaxStrategyLine + 1, false}} {
		s := medline()
		s.Lines[0].Text = strings.Repeat("𝒙", c.length)
		if _, err := d.content.AddSearch(t.Context(), d.as(d.librarian), s, postgres.Creation{}); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	a := d.as(d.librarian)
	if _, err := d.content.SaveSummary(t.Context(), a, 1, postgres.SummaryText{Text: strings.Repeat("é", evidence.MaxSummary)}); err != nil {
		t.Errorf("a summary at the limit: %v", err)
	}
	_, err := d.content.SaveSummary(t.Context(), a, 2, postgres.SummaryText{
		Text: strings.Repeat("é", evidence.MaxSummary), Sections: []postgres.Section{{Heading: "h", Text: "é"}},
	})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "sections" || e.Fields[0].Code != "too-long" {
		t.Errorf("text and sections together: %v", e)
	}
	if _, err := d.post(d.librarian, postgres.MessageNote, strings.Repeat("é", evidence.MaxMessage)); err != nil {
		t.Errorf("a message at the limit: %v", err)
	}
	_, err = d.post(d.librarian, postgres.MessageNote, strings.Repeat("é", evidence.MaxMessage+1))
	refusal(t, err, evidence.Invalid)
}

func TestARerunIsOfASearchForTheSameRequest(t *testing.T) {
	d := newDesk(t)
	first := d.addSearch(d.librarian, medline())
	rerun := medline()
	rerun.IsRerunOf = first.ID
	second := d.addSearch(d.librarian, rerun)
	err := d.content.RemoveSearch(t.Context(), d.as(d.librarian), first.ID, 1)
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Code != "in-use" {
		t.Errorf("removing what was re-run: %v", e)
	}
	_, err = d.content.SaveSearch(t.Context(), d.as(d.librarian), first.ID, 1, postgres.SearchContent{Source: "medline", Kind: "database", IsRerunOf: first.ID})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "is_rerun_of" {
		t.Errorf("of itself: %v", e)
	}
	mine := d.request
	d.request = d.ask()
	_, err = d.content.AddSearch(t.Context(), d.as(d.librarian), rerun, postgres.Creation{})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "is_rerun_of" {
		t.Errorf("of another request's: %v", e)
	}
	ran := medline()
	ran.RunAt, ran.RunBy = ptr(d.now), evidence.PersonID(d.id())
	_, err = d.content.AddSearch(t.Context(), d.as(d.librarian), ran, postgres.Creation{})
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "run_by" {
		t.Errorf("run by nobody: %v", e)
	}
	d.request = mine
	for _, id := range []string{second.ID, first.ID} {
		if err := d.content.RemoveSearch(t.Context(), d.as(d.librarian), id, 1); err != nil {
			t.Error(err)
		}
	}
	refusal(t, d.content.RemoveSearch(t.Context(), d.as(d.librarian), first.ID, 1), evidence.NotFound)
}

func TestAStaleSearchIsShownAsItStands(t *testing.T) {
	d := newDesk(t)
	s := d.addSearch(d.librarian, medline())
	theirs := medline()
	theirs.Note = "theirs"
	if _, err := d.content.SaveSearch(t.Context(), d.as(d.colleague), s.ID, 1, theirs); err != nil {
		t.Fatal(err)
	}
	_, err := d.content.SaveSearch(t.Context(), d.as(d.librarian), s.ID, 1, medline())
	if current := staleRow[postgres.Search](t, err); current.Note != "theirs" || current.Version != 2 {
		t.Errorf("%+v", current)
	}
	if current := staleRow[postgres.Search](t, d.content.RemoveSearch(t.Context(), d.as(d.librarian), s.ID, 1)); current.Note != "theirs" {
		t.Errorf("%+v", current)
	}
	_, err = d.content.SaveSearch(t.Context(), d.as(d.librarian), d.id(), 1, medline())
	refusal(t, err, evidence.NotFound)
}

func TestTheSameKeyGivesTheSameRow(t *testing.T) {
	d := newDesk(t)
	body := func(b byte) []byte { return []byte(strings.Repeat(string(b), 32)) }
	add := func(p evidence.PersonID, key string, body []byte) (postgres.Search, error) {
		return d.content.AddSearch(t.Context(), d.as(p), medline(), postgres.Creation{Route: "/searches", Key: key, Body: body})
	}
	first, err := add(d.librarian, "key-1", body('a'))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := add(d.librarian, "key-1", body('a')); err != nil || again.ID != first.ID {
		t.Errorf("again: %s, %v, want %s", again.ID, err, first.ID)
	}
	_, err = add(d.librarian, "key-1", body('b'))
	refusal(t, err, evidence.IdempotencyKeyReused)
	if theirs, err := add(d.colleague, "key-1", body('a')); err != nil || theirs.ID == first.ID {
		t.Errorf("another person's key: %v", err)
	}
	if d.count(`SELECT count(*) FROM search_record`) != 2 {
		t.Error("a repeated call made a row")
	}
}
