package postgres_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// searched writes a summary over one search, with statements, imported records and a reading of the strategy.
func (d *desk) searched() postgres.Search {
	d.Helper()
	ctx := d.Context()
	s := medline()
	s.RunAt = ptr(d.now.Add(-time.Hour))
	search := d.addSearch(d.librarian, s)
	d.must(d.content.SaveReporting(ctx, d.as(d.librarian), 1, postgres.ReportingContent{Statements: []postgres.SearchStatement{{Item: 3, Text: "No registers."}}}))
	d.imports(2)
	d.sendStrategy()
	d.must(d.content.AddReview(ctx, d.as(d.colleague), postgres.ReviewContent{Verdict: "accept", Elements: press("no_revision")}))
	d.stage(evidence.Summarising, "")
	d.write(d.librarian, "An answer.")
	return search
}

// imports stores so many records of one file.
func (d *desk) imports(n int) {
	d.Helper()
	file := d.id()
	d.exec(`INSERT INTO import (id, request_id, origin, state, created_by, created_at, updated_at) VALUES ($1, $2, 'file', 'ready', $3, now(), now())`, file, d.request, d.librarian)
	d.exec(`INSERT INTO record (id, request_id, import_id, n, group_id, type, title, whole)
		SELECT u.id, $1, $2, u.n, u.id, 'article', 'Title ' || u.n, '{}' FROM (SELECT uuidv7() AS id, n FROM generate_series(1, $3::int) n) u`, d.request, file, n)
}

// TestADeliveredVersionKeepsItsFigures goes on with the work after delivery: what was sent says what it said.
func TestADeliveredVersionKeepsItsFigures(t *testing.T) {
	d := newDesk(t)
	search := d.searched()
	facts := d.deliver()
	want := postgres.Methods{
		ReportingContent: postgres.ReportingContent{Statements: []postgres.SearchStatement{{Item: 3, Text: "No registers."}}},
		Records:          2, Publications: 2, Reviews: []postgres.MethodsReview{{At: d.now, Verdict: "accept", Elements: 6}},
	}
	d.now = d.now.Add(time.Hour)
	other := medline()
	other.Note = "Run again"
	d.must(d.content.SaveSearch(t.Context(), d.as(d.librarian), search.ID, search.Version, other))
	d.must(d.content.SaveReporting(t.Context(), d.as(d.colleague), 2, postgres.ReportingContent{Statements: []postgres.SearchStatement{{Item: 3, Text: "Two registers."}}}))
	d.imports(5)
	d.exec(`UPDATE request_state SET type = 'systematic_review'`)
	for _, p := range []evidence.PersonID{d.librarian, d.requester} {
		v, err := d.content.Version(t.Context(), d.as(p), facts.Version)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&want, v.Methods); diff != "" {
			t.Error(diff)
		}
	}
	outside, err := d.content.Ledger(t.Context(), d.as(d.requester), codes(t))
	if err != nil || outside.Imported.Records != 2 || outside.Statements[3] != "No registers." || outside.Systematic || len(outside.Reviews) != 1 {
		t.Errorf("the requester reads %+v, %v", outside, err)
	}
	live, err := d.content.Ledger(t.Context(), d.as(d.librarian), codes(t))
	if err != nil || live.Imported.Records != 7 || live.Statements[3] != "Two registers." || !live.Systematic {
		t.Errorf("the library reads %+v, %v", live, err)
	}
	draft, err := d.content.Unfrozen(t.Context(), d.as(d.librarian))
	if err != nil || draft.Methods.Records != 7 {
		t.Errorf("the draft: %+v, %v", draft.Methods, err)
	}
}

// TestTheDigestCoversWhatIsShown changes one thing at a time that a reader of the report sees.
func TestTheDigestCoversWhatIsShown(t *testing.T) {
	d := newDesk(t)
	d.exec(`INSERT INTO request_text (request_id, version, library_id, question, background, created_at) VALUES ($1, 1, $2, 'Do bed alarms help?', '', now())`, d.request, d.library)
	d.searched()
	freeze := func() postgres.Facts {
		t.Helper()
		f, err := d.content.Freeze(t.Context(), d.as(d.librarian))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	last := freeze()
	ask := func(version int, question, background string) {
		d.exec(`INSERT INTO request_text (request_id, version, library_id, question, background, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6, now())`, d.request, version, d.library, question, background, d.librarian)
		d.exec(`UPDATE request SET text_version = $2 WHERE id = $1`, d.request, version)
	}
	for _, c := range []struct {
		change func()
		want   []string
	}{
		{func() { ask(2, "Do bed alarms help?", "Told in more words.") }, nil}, // a report does not show the background
		{func() { d.imports(1) }, []string{"what is said of how we searched"}},
		{func() { ask(3, "Do bed alarms help adults?", "") }, []string{"the question"}},
		{func() { d.addReference(d.colleague, "One") }, []string{"the references"}},
		{func() { d.write(d.librarian, "Another answer [1].") }, []string{"the main text"}},
		{func() {
			s := medline()
			s.AIUse = []postgres.AIUse{{Stage: "search", Tool: "t"}}
			d.addSearch(d.librarian, s)
		}, []string{"the searches", "the disclaimers"}},
	} {
		c.change()
		f := freeze()
		if changed := f.Version != last.Version; changed != (c.want != nil) || changed != (f.Digest != last.Digest) {
			t.Errorf("%v: version %d after %d", c.want, f.Version, last.Version)
		}
		bound := func(f postgres.Facts) postgres.Bound {
			return postgres.Bound{Subject: evidence.Summary, Version: f.Version, Digest: f.Digest}
		}
		if got, err := d.content.Changed(t.Context(), d.as(d.colleague), bound(last), bound(f)); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("named %v (%v), not %v", got, err, c.want)
		}
		last = f
	}
	v, err := d.content.Version(t.Context(), d.as(d.librarian), 1)
	if err != nil {
		t.Fatal(err)
	}
	if q, err := d.content.AnsweredQuestion(t.Context(), d.as(d.librarian), v); err != nil || q.Question != "Do bed alarms help?" {
		t.Errorf("version 1 answers %+v, %v", q, err)
	}
}

func TestWhatChangedInAStrategyIsNamed(t *testing.T) {
	d := newDesk(t)
	first, second := d.addSearch(d.librarian, medline()), d.addSearch(d.librarian, medline())
	sent := d.sendStrategy()
	d.stage(evidence.Searching, "")
	lines, details := medline(), medline()
	lines.Lines[0].Text, details.Note = "other words", "Say more"
	d.must(d.content.SaveSearch(t.Context(), d.as(d.librarian), first.ID, 1, lines))
	now, err := d.content.StrategyFacts(t.Context(), d.as(d.librarian), nil)
	if err != nil {
		t.Fatal(err)
	}
	changed := func(after string, want ...string) {
		t.Helper()
		got, err := d.content.Changed(t.Context(), d.as(d.colleague), postgres.Bound{Subject: evidence.Strategy, Digest: sent.Digest}, postgres.Bound{Subject: evidence.Strategy, Digest: after})
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("named %v (%v), not %v", got, err, want)
		}
	}
	changed(now.Digest, "the lines of a search") // as the searches stand
	d.must(d.content.SaveSearch(t.Context(), d.as(d.librarian), second.ID, 1, details))
	third := d.addSearch(d.librarian, medline())
	again := d.sendStrategy()
	d.stage(evidence.Searching, "")
	changed(again.Digest, "the lines of a search", "the details of a search", "a search that was added")
	d.must(nil, d.content.RemoveSearch(t.Context(), d.as(d.colleague), third.ID, 1))
	d.must(nil, d.content.RemoveSearch(t.Context(), d.as(d.colleague), second.ID, 2))
	changed("never sent", "the lines of a search", "a search that was taken out")
	changed(sent.Digest)
	f, err := d.content.StrategyFacts(t.Context(), d.as(d.librarian), nil)
	if err != nil || !slices.Contains(f.Authors, d.colleague) {
		t.Errorf("who took a search out is no author: %+v, %v", f, err)
	}
}

// TestWhoTakesOutOrReordersHadAPart covers changes of a report that no row of it tells.
func TestWhoTakesOutOrReordersHadAPart(t *testing.T) {
	d := newDesk(t)
	third := d.person(string(d.library), evidence.Librarian)
	refs := d.addReference(d.librarian, "One", "Two", "Three")
	d.write(d.librarian, "An answer.")
	authors := func() []evidence.PersonID {
		t.Helper()
		f, err := d.content.Freeze(t.Context(), d.as(d.librarian))
		if err != nil {
			t.Fatal(err)
		}
		return f.Authors
	}
	if got := authors(); !slices.Equal(got, []evidence.PersonID{d.librarian}) {
		t.Fatalf("%v", got)
	}
	d.must(nil, d.content.RemoveReference(t.Context(), d.as(d.colleague), refs[2].ID, 1))
	order, err := d.content.ReferenceOrder(t.Context(), d.as(third))
	d.must(order, err)
	d.must(d.content.Reorder(t.Context(), d.as(third), order.Version, []string{refs[1].ID, refs[0].ID}))
	if got := authors(); !slices.Contains(got, d.colleague) || !slices.Contains(got, third) {
		t.Errorf("%v", got)
	}
	d.addSearch(d.librarian, medline())
	d.must(d.content.SaveReporting(t.Context(), d.as(d.trainee), 1, postgres.ReportingContent{Dedup: postgres.SearchDedup{Method: "By title"}}))
	if f, err := d.content.Freeze(t.Context(), d.as(d.librarian)); err != nil || !f.Trainee || !slices.Contains(f.Authors, d.trainee) {
		t.Errorf("who told how was searched: %+v, %v", f, err)
	}
	readers, err := d.content.SecondReaders(t.Context(), d.as(d.librarian))
	if err != nil || len(readers) != 0 {
		t.Errorf("%+v may read it, %v", readers, err)
	}
}
