package postgres_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestViewsOfPeopleAndLibraries(t *testing.T) {
	s := newShelf(t)
	views := postgres.NewViews(s.db.App, nil)
	add := func(p evidence.PersonID, v postgres.ViewContent) postgres.SavedView {
		t.Helper()
		saved, err := views.AddView(t.Context(), p, v, postgres.Creation{})
		if err != nil {
			t.Fatal(err)
		}
		return saved
	}
	mine := add(s.librarian, postgres.ViewContent{Library: s.library, Name: " Burns ", Query: "q=burns"})
	hers := add(s.colleague, postgres.ViewContent{Library: s.library, Name: "Private", Query: "owner=me"})
	shared := add(s.colleague, postgres.ViewContent{Library: s.library, Name: "Research", Query: "type=research", Shared: true})
	add(s.elsewhere, postgres.ViewContent{Library: s.other, Name: "There", Query: "", Shared: true})
	here := []evidence.LibraryID{s.library}
	list, err := views.Views(t.Context(), s.librarian, here)
	if diff := cmp.Diff([]postgres.SavedView{mine, shared}, list); diff != "" || err != nil || mine.Name != "Burns" || mine.Version != 1 {
		t.Errorf("%v %s", err, diff)
	}
	for _, c := range []struct {
		id        string
		libraries []evidence.LibraryID
		seen      bool
	}{{mine.ID, here, true}, {shared.ID, here, true}, {hers.ID, here, false}, {shared.ID, []evidence.LibraryID{s.other}, false}, {s.id(), here, false}, {"x", here, false}} {
		if _, err := views.View(t.Context(), s.librarian, c.libraries, c.id); (err == nil) != c.seen || err != nil && evidence.CodeOf(err) != evidence.NotFound {
			t.Errorf("%s in %v: %v", c.id, c.libraries, err)
		}
	}
	changed, err := views.SaveView(t.Context(), mine.ID, 1, postgres.ViewContent{Name: "Burns and scalds", Query: "q=burns", Shared: true})
	if err != nil || changed.Version != 2 || changed.Owner != s.librarian || !changed.Shared {
		t.Errorf("%+v, %v", changed, err)
	}
	_, err = views.SaveView(t.Context(), mine.ID, 1, postgres.ViewContent{Name: "Other", Query: ""})
	if current := staleRow[postgres.SavedView](t, err); current.Name != "Burns and scalds" {
		t.Errorf("%+v", current)
	}
	if err := views.RemoveView(t.Context(), mine.ID, 1); evidence.CodeOf(err) != evidence.VersionStale {
		t.Errorf("removed at another version: %v", err)
	}
	if err := views.RemoveView(t.Context(), mine.ID, 2); err != nil {
		t.Error(err)
	}
	for i := range postgres.MaxSharedViews - 1 {
		add(s.librarian, postgres.ViewContent{Library: s.library, Name: fmt.Sprint(i), Shared: true})
	}
	_, err = views.AddView(t.Context(), s.colleague, postgres.ViewContent{Library: s.library, Name: "One too many", Shared: true}, postgres.Creation{})
	s.refuses(err, evidence.Invalid)
}

// TestViewsAreCountedInOneStatement counts as the queue does.
func TestViewsAreCountedInOneStatement(t *testing.T) {
	s := newShelf(t)
	s.put(item{question: "Is honey good for pressure ulcers?"})
	s.put(item{owner: s.librarian, promise: s.days(-1)})
	s.put(item{owner: s.librarian, stage: evidence.Checking, kind: "research"})
	s.put(item{stage: evidence.Closed, outcome: evidence.Answered})
	queries := []postgres.QueueQuery{
		{Unowned: true},
		{Owner: s.librarian},
		{DueBefore: s.now},
		{Stages: []evidence.Stage{evidence.Closed, evidence.Delivered}},
		{Types: []string{"research"}, Owner: s.colleague},
		{Text: "honey", Libraries: []evidence.LibraryID{s.library}},
		{},
		{Mine: true},
		{Text: "ED-2026-000001"},
	}
	for i := range queries {
		queries[i].Person, queries[i].Cursor = s.librarian, "not looked at"
	}
	reader, sent := s.listening()
	views := postgres.NewViews(s.pool(sent), nil)
	sent.sent = nil
	got, err := views.CountAll(t.Context(), queries)
	if err != nil || len(sent.sent) != 1 {
		t.Fatalf("%d statements, %v", len(sent.sent), err)
	}
	for i, q := range queries {
		q.Cursor = ""
		if want, err := reader.Count(t.Context(), q); err != nil || got[i].Requests != want.Total || got[i].Capped {
			t.Errorf("%+v: %+v, the queue has %d (%v)", q, got[i], want.Total, err)
		}
	}
	if none, err := views.CountAll(t.Context(), nil); err != nil || len(none) != 0 {
		t.Errorf("%v, %v", none, err)
	}
	_, err = views.CountAll(t.Context(), []postgres.QueueQuery{{Person: s.librarian, Sort: "colour"}})
	s.refuses(err, evidence.Invalid)
}

func TestCountsOfViewsEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("stores 20,000 requests")
	}
	s := newShelf(t)
	s.flood(20_000)
	_, sent := s.listening()
	views, all := postgres.NewViews(s.pool(sent), nil), postgres.ViewCount{Requests: 1000, Capped: true}
	got, err := views.CountAll(t.Context(), []postgres.QueueQuery{{Person: s.librarian, Stages: []evidence.Stage{evidence.Closed}}})
	if err != nil || got[0] != all {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = views.CountAll(t.Context(), []postgres.QueueQuery{
		{Person: s.librarian}, {Person: s.librarian, Unowned: true}, {Person: s.librarian, Text: "good"}, {Person: s.librarian, Stages: []evidence.Stage{evidence.Triage}},
	})
	if err != nil || got[0] != all || got[1].Capped || got[2] != all {
		t.Errorf("%+v, %v", got, err)
	}
	if plan := s.generic(sent.last()); wholeTable.MatchString(plan) {
		t.Errorf("the counts read a whole table:\n%s", plan)
	}
}
