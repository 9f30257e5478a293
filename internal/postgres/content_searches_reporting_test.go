package postgres_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
)

func TestWhatIsToldOfTheSearchesIsKept(t *testing.T) {
	d := newDesk(t)
	a := d.as(d.librarian)
	if r, err := d.content.Reporting(t.Context(), a); err != nil || r.Version != 1 {
		t.Fatalf("before: %+v, %v", r, err)
	}
	before, after := 900, 700
	want := postgres.ReportingContent{
		Statements: []postgres.SearchStatement{{Item: 3, Text: "No registers: about costs."}},
		Dedup:      postgres.SearchDedup{Method: "By title.", Software: "Example 3", Before: &before, After: &after},
	}
	given := want
	given.Statements = append([]postgres.SearchStatement{{Item: 1, Text: " "}}, given.Statements...)
	saved, err := d.content.SaveReporting(t.Context(), a, 1, given)
	if err != nil || saved.Version != 2 {
		t.Fatalf("%+v, %v", saved, err)
	}
	if diff := cmp.Diff(want, saved.ReportingContent); diff != "" {
		t.Error(diff)
	}
	_, err = d.content.SaveReporting(t.Context(), d.as(d.colleague), 1, postgres.ReportingContent{})
	if current := staleRow[postgres.Reporting](t, err); current.Version != 2 || current.Dedup.Software != "Example 3" {
		t.Errorf("%+v", current)
	}
	_, err = d.content.SaveReporting(t.Context(), a, 2, postgres.ReportingContent{
		Statements: []postgres.SearchStatement{{Item: 17, Text: "x"}, {Item: 2, Text: strings.Repeat("é", 10_001)}, {Item: 2, Text: "y"}},
		Dedup:      postgres.SearchDedup{Before: &after, After: &before},
	})
	var got []string
	for _, f := range refusal(t, err, evidence.Invalid).Fields {
		got = append(got, f.Field+" "+f.Code)
	}
	if diff := cmp.Diff([]string{"statements[0].item out-of-range", "statements[1].text too-long", "statements[2].item repeated", "dedup.after out-of-range"}, got); diff != "" {
		t.Error(diff)
	}
	_, err = d.content.SaveReporting(t.Context(), d.as(d.requester), 2, want)
	refusal(t, err, evidence.NotPermitted)
	if r, err := d.content.Reporting(t.Context(), d.as(d.requester)); err != nil || r.Version != 1 {
		t.Errorf("the requester before delivery: %+v, %v", r, err)
	}
}

func TestTheLedgerOfARequest(t *testing.T) {
	d := newDesk(t)
	s := medline()
	s.RunAt, s.RecordsRetrieved, s.Alerts = ptr(d.now), ptr(4211), "Weekly"
	first := d.addSearch(d.librarian, s)
	again := medline()
	again.IsRerunOf = first.ID
	d.addSearch(d.librarian, again)
	d.exec(`UPDATE request_state SET type = 'systematic_review' WHERE request_id = $1`, d.request)
	l, err := d.content.Ledger(t.Context(), d.as(d.librarian), codes(t))
	if err != nil {
		t.Fatal(err)
	}
	if !l.Systematic || len(l.Searches) != 2 || l.Searches[0].Name() != "Medline (Ovid)" || l.Searches[1].RerunOf != 1 || l.Searches[0].Alerts != "Weekly" ||
		l.Names[14] == "" || len(l.Names) != strategy.ItemCount || l.Imported.Records != 0 {
		t.Errorf("%+v", l)
	}
	if outside, err := d.content.Ledger(t.Context(), d.as(d.requester), codes(t)); err != nil || len(outside.Searches) != 0 {
		t.Errorf("before delivery the requester gets %d searches, %v", len(outside.Searches), err)
	}
	d.write(d.librarian, "An answer.")
	d.deliver()
	if outside, err := d.content.Ledger(t.Context(), d.as(d.requester), codes(t)); err != nil || len(outside.Searches) != 2 {
		t.Errorf("after delivery the requester gets %d searches, %v", len(outside.Searches), err)
	}
}

func TestEarlierStrategiesAreFoundAndCopied(t *testing.T) {
	d := newDesk(t)
	mine := d.addSearch(d.librarian, medline())
	other := medline()
	other.Source, other.Platform, other.Lines[0].Text = "cinahl", "ebscohost", `(MH "Pressure Ulcer+") OR TI 100%_sore`
	second := d.addSearch(d.librarian, other)
	d.addSearch(d.librarian, postgres.SearchContent{Source: "medline", Kind: "database"}) // without lines
	find := func(p evidence.PersonID, q postgres.StrategyQuery) []string {
		t.Helper()
		q.Person = p
		list, _, err := d.content.Strategies(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for _, s := range list {
			ids = append(ids, s.ID)
		}
		return ids
	}
	for name, tt := range map[string]struct {
		query postgres.StrategyQuery
		want  []string
	}{
		"all, the newest first": {postgres.StrategyQuery{}, []string{second.ID, mine.ID}},
		"part of a line":        {postgres.StrategyQuery{Text: "pressure ulcer/"}, []string{mine.ID}},
		"signs are no pattern":  {postgres.StrategyQuery{Text: "100%_s"}, []string{second.ID}},
		"quotation marks":       {postgres.StrategyQuery{Text: `(mh "pressure`}, []string{second.ID}},
		"no such line":          {postgres.StrategyQuery{Text: "1%0"}, []string{}},
		"a source":              {postgres.StrategyQuery{Source: "cinahl"}, []string{second.ID}},
		"a platform":            {postgres.StrategyQuery{Platform: "ovid"}, []string{mine.ID}},
		"the next page":         {postgres.StrategyQuery{Cursor: second.ID}, []string{mine.ID}},
	} {
		if diff := cmp.Diff(tt.want, find(d.colleague, tt.query)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := find(d.elsewhere, postgres.StrategyQuery{}); len(got) != 0 {
		t.Errorf("another library sees %v", got)
	}
	d.write(d.librarian, "An answer.")
	d.deliver()
	d.share("anyone_nhs")
	if got := find(d.elsewhere, postgres.StrategyQuery{}); len(got) != 2 {
		t.Errorf("of a shared report another library sees %v", got)
	}
	copied, err := d.content.Copied(t.Context(), d.as(d.elsewhere), mine.ID, codes(t), false)
	if err != nil || copied.AdaptedFromSearch != mine.ID || !strings.HasSuffix(copied.AdaptedFrom, ", Medline (Ovid)") || copied.Lines[0].Hits != nil || copied.RunAt != nil {
		t.Errorf("%+v, %v", copied, err)
	}
	again, err := d.content.Copied(t.Context(), d.as(d.librarian), mine.ID, codes(t), true)
	if err != nil || again.IsRerunOf != mine.ID || again.AdaptedFrom != "" || again.Lines[0].Text != mine.Lines[0].Text {
		t.Errorf("%+v, %v", again, err)
	}
	_, _, err = d.content.Strategies(t.Context(), postgres.StrategyQuery{Person: d.librarian, Source: "my shelf", Cursor: "1"})
	refusal(t, err, evidence.Invalid)
}
