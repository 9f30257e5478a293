package postgres_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) saveSummary(p evidence.PersonID, version int, text string) (postgres.Summary, error) {
	d.Helper()
	return d.content.SaveSummary(d.Context(), d.as(p), version, postgres.SummaryText{Text: text})
}

func TestTwoEditorsLoseNothing(t *testing.T) {
	d := newDesk(t)
	page, err := d.content.Summary(t.Context(), d.as(d.librarian))
	if err != nil || page.Version != 1 || page.Text != "" {
		t.Fatalf("the empty page is %+v, %v", page, err)
	}
	mine, err := d.saveSummary(d.librarian, 1, "Mine.")
	if err != nil || mine.Version != 2 {
		t.Fatalf("%+v, %v", mine, err)
	}
	_, err = d.saveSummary(d.colleague, 1, "Theirs, begun on the empty page.")
	if current := staleRow[postgres.Summary](t, err); current.Text != "Mine." || current.Version != 2 {
		t.Fatalf("the colleague is shown %+v", current)
	}
	both, err := d.saveSummary(d.colleague, 2, "Mine. Theirs.")
	if err != nil || both.Version != 3 {
		t.Fatalf("%+v, %v", both, err)
	}
	_, err = d.saveSummary(d.librarian, 2, "Mine, longer.")
	if current := staleRow[postgres.Summary](t, err); current.Text != "Mine. Theirs." || current.UpdatedBy != d.colleague {
		t.Fatalf("the first editor is shown %+v", current)
	}
}

func TestOfManyAutosavesOneWins(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "before")
	const editors = 8
	won, shown := make(chan string, editors), make(chan string, editors)
	var all sync.WaitGroup
	for i := range editors {
		text := fmt.Sprintf("editor %d", i)
		a := d.as(d.librarian)
		all.Go(func() {
			_, err := d.content.SaveSummary(t.Context(), a, 2, postgres.SummaryText{Text: text})
			if err == nil {
				won <- text
				return
			}
			shown <- staleRow[postgres.Summary](t, err).Text
		})
	}
	all.Wait()
	close(won)
	close(shown)
	winner, more := <-won, len(won)
	if winner == "" || more != 0 {
		t.Fatalf("won: %q and %d more", winner, more)
	}
	for text := range shown {
		if text != winner {
			t.Errorf("a loser is shown %q, not %q", text, winner)
		}
	}
	if s, _ := d.content.Summary(t.Context(), d.as(d.librarian)); s.Version != 3 || s.Text != winner {
		t.Errorf("stored: %+v", s)
	}
}

func TestSavingNothingNewChangesNothing(t *testing.T) {
	d := newDesk(t)
	before := d.write(d.librarian, "The same.")
	d.now = d.now.Add(1)
	again, err := d.saveSummary(d.colleague, before.Version, "The same.")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, again); diff != "" {
		t.Errorf("somebody who changed nothing left a mark: %s", diff)
	}
	blank, err := d.content.SaveSummary(t.Context(), d.as(d.librarian), 1, postgres.SummaryText{})
	if current := staleRow[postgres.Summary](t, err); current.Text != "The same." {
		t.Errorf("an empty text on the empty page: %+v, %v", blank, err)
	}
}

func TestAuthorsAreThoseWhoChangedIt(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "one")
	d.write(d.colleague, "two")
	s := d.write(d.librarian, "three")
	if want := []evidence.PersonID{d.librarian, d.colleague}; !slices.Equal(s.Authors, want) || s.Trainee {
		t.Errorf("authors %v trainee %v", s.Authors, s.Trainee)
	}
	d.write(d.trainee, "four")
	s = d.write(d.librarian, "five, nothing of the trainee's left")
	if !slices.Contains(s.Authors, d.trainee) || !s.Trainee {
		t.Errorf("a trainee wrote some of it: %+v", s)
	}
}

func TestFreezingAgainGivesTheSameVersion(t *testing.T) {
	d := newDesk(t)
	a := d.as(d.librarian)
	_, err := d.content.Freeze(t.Context(), a)
	if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != "summary" {
		t.Errorf("an empty page: %v", e)
	}
	d.write(d.librarian, "one")
	freeze := func() postgres.Facts {
		f, err := d.content.Freeze(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	first := freeze()
	if diff := cmp.Diff(first, freeze()); diff != "" || first.Version != 1 {
		t.Fatalf("frozen twice: version %d, %s", first.Version, diff)
	}
	d.addSearch(d.colleague, medline())
	second := freeze()
	if second.Version != 2 || second.Digest == first.Digest || !slices.Contains(second.Authors, d.colleague) || second.Trainee {
		t.Errorf("a new search: %+v", second)
	}
	refs := d.addReference(d.trainee, "A trial")
	third := freeze()
	if third.Version != 3 || third.Digest == second.Digest || !third.Trainee {
		t.Errorf("a trainee's reference: %+v", third)
	}
	if err := d.content.RemoveReference(t.Context(), a, refs[0].ID, 1); err != nil {
		t.Fatal(err)
	}
	if fourth := freeze(); fourth.Version != 4 || fourth.Digest != second.Digest {
		t.Errorf("back to what it was: %+v, want the digest of %+v", fourth, second)
	}
}

func TestConcurrentFreezesMakeOneVersion(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "one")
	a := d.as(d.librarian)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if f, err := d.content.Freeze(t.Context(), a); err != nil || f.Version != 1 {
				t.Errorf("%+v, %v", f, err)
			}
		})
	}
	all.Wait()
}

func TestTheFrozenVersionIsTheWholeReport(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "Text [1].")
	ref, search := d.addReference(d.librarian, "A trial")[0], d.addSearch(d.librarian, medline())
	f, err := d.content.Freeze(t.Context(), d.as(d.librarian))
	if err != nil {
		t.Fatal(err)
	}
	d.write(d.librarian, "Rewritten.")
	if _, err := d.content.SaveReference(t.Context(), d.as(d.librarian), ref.ID, 1, postgres.ReferenceContent{Type: "book", Title: "Another"}); err != nil {
		t.Fatal(err)
	}
	v, err := d.content.Version(t.Context(), d.as(d.librarian), f.Version)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]postgres.Reference{ref}, v.References); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]postgres.Search{search}, v.Searches); diff != "" {
		t.Error(diff)
	}
	if v.Text != "Text [1]." || v.Digest != f.Digest || v.Delivered {
		t.Errorf("%+v", v)
	}
}

func TestRequestersSeeWhatWasDelivered(t *testing.T) {
	d := newDesk(t)
	d.write(d.librarian, "First.")
	d.addReference(d.librarian, "Old")
	if _, err := d.content.Freeze(t.Context(), d.as(d.librarian)); err != nil {
		t.Fatal(err)
	}
	own := func() string {
		s, err := d.content.Summary(t.Context(), d.as(d.requester))
		if err != nil {
			return string(evidence.CodeOf(err))
		}
		return s.Text
	}
	if got := own(); got != "not-found" {
		t.Fatalf("before delivery the requester reads %q", got)
	}
	d.write(d.librarian, "Second.")
	d.deliver()
	d.write(d.librarian, "A correction under way.")
	d.addReference(d.librarian, "New")
	if got := own(); got != "Second." {
		t.Fatalf("after delivery the requester reads %q", got)
	}
	if list, _, err := d.content.References(t.Context(), d.as(d.requester), 0, 10); err != nil || len(list) != 1 || list[0].Title != "Old" {
		t.Errorf("references %v, %v", list, err)
	}
	versions, err := d.content.Versions(t.Context(), d.as(d.requester))
	if err != nil || len(versions) != 1 || versions[0].Version != 2 {
		t.Errorf("versions %+v, %v", versions, err)
	}
	if _, err := d.content.Version(t.Context(), d.as(d.requester), 1); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("a version that was never delivered: %v", err)
	}
	d.stage(evidence.Searching, "")
	if got := own(); got != "Second." {
		t.Errorf("after reopening the requester reads %q", got)
	}
}

func TestALiveAnswerIsDeliveredAtOnce(t *testing.T) {
	d := newDesk(t)
	tx, err := d.db.App.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.content.RecordAnswer(t.Context(), tx, d.librarian, d.request, postgres.SummaryText{Text: "Yes: two reviews."},
		[]postgres.ReferenceContent{{Type: "article", Title: "A review", DOI: "https://doi.org/10.1136/bmj.b2535"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	d.transition(evidence.AnswerLive, d.id(), evidence.Args{}, evidence.State{})
	d.stage(evidence.Delivered, evidence.AnsweredLive)
	v, err := d.content.Version(t.Context(), d.as(d.requester), 1)
	if err != nil || v.Text != "Yes: two reviews." || v.Digest != f.Digest || !v.Delivered || v.References[0].DOI != "10.1136/bmj.b2535" {
		t.Errorf("%+v, %v", v, err)
	}
	if again, err := d.content.Freeze(t.Context(), d.as(d.librarian)); err != nil || again.Version != 1 {
		t.Errorf("frozen again: %+v, %v", again, err)
	}
	if _, err := d.content.CheckAnswer(postgres.SummaryText{}, nil); evidence.CodeOf(err) != evidence.Invalid {
		t.Errorf("no answer: %v", err)
	}
}

func TestWhoAskedKeepsEveryVersionThatWasSent(t *testing.T) {
	d := newDesk(t)
	for _, text := range []string{"First, sent.", "Second, checked only.", "Third, sent."} {
		d.write(d.librarian, text)
		if text == "Second, checked only." {
			if _, err := d.content.Freeze(t.Context(), d.as(d.librarian)); err != nil {
				t.Fatal(err)
			}
			continue
		}
		d.deliver()
	}
	for n, want := range map[int]string{1: "First, sent.", 2: "", 3: "Third, sent.", 4: ""} {
		v, err := d.content.Version(t.Context(), d.as(d.requester), n)
		if v.Text != want || (err == nil) != (want != "") {
			t.Errorf("version %d: %q, %v", n, v.Text, err)
		}
	}
	versions, err := d.content.Versions(t.Context(), d.as(d.requester))
	if err != nil || len(versions) != 2 || versions[0].Version != 3 || !versions[0].Delivered || versions[1].Version != 1 || versions[1].Delivered {
		t.Errorf("%+v, %v", versions, err)
	}
	sent, err := d.content.Deliveries(t.Context(), d.as(d.requester))
	if err != nil || len(sent) != 2 || sent[0].Version != 1 || sent[1].Version != 3 {
		t.Errorf("%+v, %v", sent, err)
	}
	if _, err := d.content.Unfrozen(t.Context(), d.as(d.requester)); evidence.CodeOf(err) != evidence.NotPermitted {
		t.Errorf("the working copy: %v", err)
	}
	d.write(d.librarian, "Fourth, under way.")
	if v, err := d.content.Unfrozen(t.Context(), d.as(d.librarian)); err != nil || v.Text != "Fourth, under way." || v.Version != 0 {
		t.Errorf("%+v, %v", v, err)
	}
}
