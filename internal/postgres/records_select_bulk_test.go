package postgres_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// standing is what was decided of every publication, by title.
func (d *desk) standing() map[string]string {
	d.Helper()
	m := map[string]string{}
	for _, p := range d.publications(postgres.PublicationQuery{}).Items {
		m[p.Title] = strings.TrimSpace(fmt.Sprint(p.Decision.Verdict, " ", p.Decision.Reason, " ", p.Decision.Note))
	}
	return m
}

func (d *desk) matching(who evidence.PersonID, m postgres.Matching, k postgres.Creation) postgres.BulkDecision {
	d.Helper()
	done, err := d.content.DecideMatching(d.Context(), d.as(who), m, k)
	if err != nil {
		d.Fatal(err)
	}
	return done
}

func TestADecisionForAllThatAFilterFinds(t *testing.T) {
	d := newDesk(t)
	ids := d.putIn("", put{title: "rat a"}, put{title: "rat b"}, put{title: "rat c"}, put{title: "rat d"}, put{title: "man"}, put{title: "rat e", abstract: "RATS"})
	d.putIn("", put{title: "rat twin", group: ids[0]})
	d.decide(d.colleague, ids[1], postgres.DecisionContent{Verdict: postgres.Maybe, Note: "kept", Theme: "Old"})
	d.decide(d.colleague, ids[2], postgres.DecisionContent{Verdict: postgres.Include})
	d.decide(d.colleague, ids[3], postgres.DecisionContent{Verdict: postgres.Exclude, Reason: "wrong_date"})
	before := d.standing()
	list := d.publications(postgres.PublicationQuery{Text: "RAT", Limit: 1})
	if list.Total != 5 || list.Included != 1 || len(list.Bulk) != 0 {
		t.Fatalf("%+v", list)
	}
	m := postgres.Matching{Verdict: postgres.Exclude, Reason: "wrong_population", Filter: postgres.Filter{Text: "rat"}, Publications: 4}
	key := postgres.Creation{Route: "/bulk-decisions", Key: "once-only", Body: []byte(strings.Repeat("x", 32))}
	done := d.matching(d.trainee, m, key)
	want := postgres.BulkDecision{
		ID: done.ID, Verdict: postgres.Exclude, Reason: "wrong_population", OfVerdict: "all", ByWords: true, Publications: 4, DecidedBy: d.trainee, DecidedAt: d.now,
	}
	if diff := cmp.Diff(want, done); diff != "" {
		t.Error(diff)
	}
	if again := d.matching(d.trainee, m, key); again.ID != done.ID {
		t.Errorf("once more made %+v", again)
	}
	excluded := "exclude wrong_population"
	if diff := cmp.Diff(map[string]string{"rat a": excluded, "rat b": excluded + " kept", "rat c": "include", "rat d": excluded, "man": "", "rat e": excluded}, d.standing()); diff != "" {
		t.Error(diff)
	}
	if got := d.titles(d.librarian); got != "rat c" {
		t.Errorf("references %q", got)
	}

	// Taken back it is as before, by whomever it was decided, but for what was decided since.
	d.decide(d.librarian, ids[5], postgres.DecisionContent{Verdict: postgres.Exclude, Reason: "wrong_population"})
	for range 2 {
		back, err := d.content.TakeBackBulk(t.Context(), d.as(d.librarian), done.ID)
		if err != nil || back.Undone == nil || *back.Undone != 3 || back.UndoneBy != d.librarian || !back.UndoneAt.Equal(d.now) {
			t.Fatalf("%+v, %v", back, err)
		}
	}
	before["rat e"] = excluded
	if diff := cmp.Diff(before, d.standing()); diff != "" {
		t.Error(diff)
	}
	if p := d.publication(ids[1]).Decision; p.DecidedBy != d.colleague || p.Version != 4 || p.Theme != "Old" {
		t.Errorf("%+v", p)
	}
	if list = d.publications(postgres.PublicationQuery{}); len(list.Bulk) != 1 || list.Bulk[0].UndoneBy != d.librarian {
		t.Errorf("%+v", list.Bulk)
	}
}

// What was taken back and decided again by hand looks like what the decision for many left, but is not.
func TestTakingBackLeavesLaterDecisions(t *testing.T) {
	d := newDesk(t)
	ids := d.putIn("", put{title: "a"}, put{title: "b"})
	m := postgres.Matching{Verdict: postgres.Maybe, Filter: postgres.Filter{Verdict: "undecided"}, Publications: 2}
	first := d.matching(d.librarian, m, postgres.Creation{})
	if _, err := d.content.TakeBackDecision(t.Context(), d.as(d.colleague), ids[0], 2); err != nil {
		t.Fatal(err)
	}
	d.decide(d.colleague, ids[0], postgres.DecisionContent{Verdict: postgres.Maybe})
	m.Publications, m.Filter.Verdict, m.Verdict = 2, "maybe", postgres.Exclude
	second := d.matching(d.librarian, m, postgres.Creation{})
	if back, err := d.content.TakeBackBulk(t.Context(), d.as(d.librarian), first.ID); err != nil || *back.Undone != 0 {
		t.Errorf("%+v, %v", back, err)
	}
	if back, err := d.content.TakeBackBulk(t.Context(), d.as(d.librarian), second.ID); err != nil || *back.Undone != 2 {
		t.Errorf("%+v, %v", back, err)
	}
	if diff := cmp.Diff(map[string]string{"a": "maybe", "b": "maybe"}, d.standing()); diff != "" {
		t.Error(diff)
	}
}

func TestADecisionForAllIsRefused(t *testing.T) {
	d := newDesk(t)
	d.putIn("", put{title: "a"}, put{title: "b"})
	good := postgres.Matching{Verdict: postgres.Exclude, Publications: 2}
	for field, change := range map[string]func(*postgres.Matching){
		"publications":   func(m *postgres.Matching) { m.Publications = 1 },
		"verdict":        func(m *postgres.Matching) { m.Verdict = postgres.Include },
		"reason":         func(m *postgres.Matching) { m.Verdict, m.Reason = postgres.Maybe, "wrong_date" },
		"filter.verdict": func(m *postgres.Matching) { m.Filter.Verdict = "include" },
		"filter.q":       func(m *postgres.Matching) { m.Filter.Text = "\x00" },
		"filter.source":  func(m *postgres.Matching) { m.Filter.Source = strings.Repeat("x", 65) },
	} {
		m := good
		change(&m)
		_, err := d.content.DecideMatching(t.Context(), d.as(d.librarian), m, postgres.Creation{})
		if e := refusal(t, err, evidence.Invalid); len(e.Fields) != 1 || e.Fields[0].Field != field {
			t.Errorf("%s: %+v", field, e.Fields)
		}
	}
	for _, n := range []int{3, postgres.MaxMatching + 1, 0} {
		m := good
		m.Publications = n
		if _, err := d.content.DecideMatching(t.Context(), d.as(d.librarian), m, postgres.Creation{}); evidence.CodeOf(err) != evidence.Invalid {
			t.Errorf("%d: %v", n, err)
		}
	}
	for _, who := range []evidence.PersonID{d.manager, d.reviewer, d.requester} {
		if _, err := d.content.DecideMatching(t.Context(), d.as(who), good, postgres.Creation{}); evidence.CodeOf(err) != evidence.NotPermitted {
			t.Errorf("%v", err)
		}
	}
	if n := d.count(`SELECT count(*) FROM record_decision`) + d.count(`SELECT count(*) FROM bulk_decision`); n != 0 {
		t.Errorf("%d rows of what was refused", n)
	}
	if _, err := d.content.TakeBackBulk(t.Context(), d.as(d.librarian), d.id()); evidence.CodeOf(err) != evidence.NotFound {
		t.Error(err)
	}
	done := d.matching(d.librarian, good, postgres.Creation{})
	if _, err := d.content.TakeBackBulk(t.Context(), d.as(d.manager), done.ID); evidence.CodeOf(err) != evidence.NotPermitted {
		t.Error(err)
	}
	elsewhere := *d
	elsewhere.request = d.ask()
	if _, err := d.content.TakeBackBulk(t.Context(), elsewhere.as(d.librarian), done.ID); evidence.CodeOf(err) != evidence.NotFound {
		t.Error(err)
	}
}

// As many as one upload may bring are decided, and given back, in one go each.
func TestTheMostThatOneDecisionIsFor(t *testing.T) {
	if testing.Short() {
		t.Skip("fifty thousand records")
	}
	d := newDesk(t)
	d.exec(`INSERT INTO import (id, request_id, origin, state, created_by, created_at, updated_at) VALUES ($1, $2, 'file', 'ready', $3, now(), now())`, d.request, d.request, d.librarian)
	d.exec(`INSERT INTO record (id, request_id, import_id, n, group_id, type, title, abstract, whole)
		SELECT u.id, $1, $1, u.n, u.id, 'article', 'Rats ' || u.n, repeat('An abstract. ', 20), '{}' FROM (SELECT uuidv7() AS id, n FROM generate_series(1, $2::int) n) u`,
		d.request, postgres.MaxMatching)
	m := postgres.Matching{Verdict: postgres.Exclude, Filter: postgres.Filter{Text: "rats", Verdict: "undecided"}, Publications: postgres.MaxMatching}
	done := d.matching(d.librarian, m, postgres.Creation{})
	back, err := d.content.TakeBackBulk(t.Context(), d.as(d.librarian), done.ID)
	if err != nil || *back.Undone != postgres.MaxMatching || d.count(`SELECT count(*) FROM record_decision`) != 0 {
		t.Errorf("%+v, %v", back, err)
	}
}

// Whoever decides on one publication at the same time, each is decided once and the decision for many counts what it did.
func TestADecisionForAllAmongOthers(t *testing.T) {
	d := newDesk(t)
	ids := d.putIn("", put{title: "a"}, put{title: "b"}, put{title: "c"})
	var all sync.WaitGroup
	for _, who := range []evidence.PersonID{d.librarian, d.colleague, d.trainee} {
		a := d.as(who)
		all.Go(func() {
			m := postgres.Matching{Verdict: postgres.Exclude, Filter: postgres.Filter{Verdict: "undecided"}, Publications: 3}
			if _, err := d.content.DecideMatching(t.Context(), a, m, postgres.Creation{}); err != nil && evidence.CodeOf(err) != evidence.Invalid {
				t.Error(err)
			}
			if _, err := d.content.DecideRecords(t.Context(), a, ids, postgres.DecisionContent{Verdict: postgres.Include}, postgres.Creation{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := d.count(`SELECT count(*) FROM bulk_decided`); n != 0 && n != 3 {
		t.Errorf("%d kept", n)
	}
	if got := d.publications(postgres.PublicationQuery{}).Counts.Included; got != 3 {
		t.Errorf("%d included", got)
	}
}
