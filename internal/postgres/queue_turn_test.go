package postgres_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (s *shelf) page(q postgres.QueueQuery) postgres.QueuePage {
	s.Helper()
	p, err := s.reader.Queue(s.Context(), q)
	if err != nil {
		s.Fatal(err)
	}
	return p
}

func (s *shelf) all() []postgres.QueueSort {
	return []postgres.QueueSort{postgres.SortDue, postgres.SortReceived, postgres.SortNewest, postgres.SortChanged}
}

// TestPagesTurnBack goes through every list to its end and back: each page is as it was.
func TestPagesTurnBack(t *testing.T) {
	s := newShelf(t)
	random := rand.New(rand.NewPCG(5, 6))
	for range 23 {
		i := item{received: s.days(-random.IntN(5)), question: "Is honey good for pressure ulcers?"}
		if n := random.IntN(6); n > 1 {
			i.promise = s.days(n)
		}
		s.put(i)
	}
	for _, base := range []postgres.QueueQuery{{Person: s.librarian}, {Person: s.requester, Mine: true}, {Person: s.librarian, Text: "honey"}} {
		for _, sort := range s.all() {
			for _, limit := range []int{1, 5, 22, 23, 24} {
				q := base
				q.Sort, q.Limit = sort, limit
				there := []postgres.QueuePage{s.page(q)}
				for there[len(there)-1].Next != "" {
					q.Cursor = there[len(there)-1].Next
					there = append(there, s.page(q))
				}
				if there[0].Prev != "" {
					t.Errorf("%s by %d: something is before the first page", sort, limit)
				}
				for i := len(there) - 1; i > 0; i-- {
					q.Cursor = there[i].Prev
					back := s.page(q)
					if diff := cmp.Diff(there[i-1], back); diff != "" {
						t.Fatalf("%s by %d: page %d turned back: %s", sort, limit, i, diff)
					}
				}
			}
		}
	}
}

// TestPagesWhoseRowsHaveGone turns pages whose neighbours have left the list.
func TestPagesWhoseRowsHaveGone(t *testing.T) {
	s := newShelf(t)
	for i := range 9 {
		s.put(item{received: s.days(i), promise: s.days(i + 1)})
	}
	for _, sort := range s.all() {
		q := postgres.QueueQuery{Person: s.librarian, Sort: sort, Limit: 3}
		first := s.page(q)
		q.Cursor = first.Next
		second := s.page(q)
		leave := func(rows []postgres.RequestRow, stage evidence.Stage) {
			for _, r := range rows {
				s.exec(`UPDATE request_state SET stage = $2 WHERE request_id = $1`, r.ID, stage)
			}
		}
		leave(first.Rows[:2], evidence.Merged)
		q.Cursor = second.Prev
		if back := s.page(q); back.Prev != "" || len(back.Rows) != 3 || back.Rows[0].ID != first.Rows[2].ID || back.Rows[1].ID != second.Rows[0].ID {
			t.Errorf("%s: fewer than a page lie before, so the first page is wanted: %+v", sort, back)
		}
		leave(first.Rows[:2], evidence.Triage)
		q.Cursor = second.Next
		third := s.page(q)
		leave(third.Rows, evidence.Merged)
		gone := s.page(q)
		if len(gone.Rows) != 0 || gone.Next != "" || gone.Prev == "" {
			t.Errorf("%s: a page whose rows have gone: %+v", sort, gone)
		}
		q.Cursor = gone.Prev
		if back := s.page(q); len(back.Rows) != 3 || back.Rows[0].ID != second.Rows[0].ID {
			t.Errorf("%s: back from there: %+v", sort, back)
		}
		leave(third.Rows, evidence.Triage)
	}
}

func TestMoreFiltersOfAQueue(t *testing.T) {
	s := newShelf(t)
	theirs, hers := s.put(item{}), s.put(item{requester: s.outsider})
	forgotten := s.put(item{requester: s.outsider, stage: evidence.Closed, outcome: evidence.Answered})
	s.exec(`UPDATE request SET erased_at = now() WHERE id = $1`, forgotten)
	s.exec(`UPDATE request_state SET product = 'quick_answer', changed_at = $2 WHERE request_id = $1`, theirs, s.days(-2))
	s.exec(`UPDATE request_state SET product = 'summary', changed_at = $2 WHERE request_id = $1`, hers, s.days(-1))
	every := append(evidence.OpenStages(), evidence.Closed)
	for name, c := range map[string]struct {
		q    postgres.QueueQuery
		want []evidence.RequestID
	}{
		"who asked":            {postgres.QueueQuery{Requester: s.outsider, Stages: every}, []evidence.RequestID{hers}},
		"a product":            {postgres.QueueQuery{Products: []string{"summary", "table"}}, []evidence.RequestID{hers}},
		"changed":              {postgres.QueueQuery{Changed: s.days(-1)}, []evidence.RequestID{hers}},
		"changed long ago":     {postgres.QueueQuery{Changed: s.days(-2)}, []evidence.RequestID{theirs, hers}},
		"every open one":       {postgres.QueueQuery{Stages: evidence.OpenStages()}, []evidence.RequestID{theirs, hers}},
		"what nobody asks for": {postgres.QueueQuery{Products: []string{"poem"}}, nil},
	} {
		c.q.Person = s.librarian
		got := s.list(c.q)
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}

// TestWhoAskedIsForgotten looks for the requester of a request that was kept for as long as its library keeps it.
func TestWhoAskedIsForgotten(t *testing.T) {
	s := newShelf(t)
	id := s.put(item{stage: evidence.Closed, outcome: evidence.Answered, report: "anyone_nhs", identity: "anyone_nhs"})
	s.relate(id, s.outsider, "copied")
	s.relate(id, s.elsewhere, "reviewer")
	s.exec(`UPDATE request SET created_by = $2 WHERE id = $1`, id, s.requester)
	s.exec(`INSERT INTO notice (id, key, request_id, kind, person_id) VALUES ($1, 'key', $2, 'delivered', $3)`, s.id(), id, s.requester)
	s.exec(`INSERT INTO team_task (id, library_id, request_id, kind, notice_id) SELECT $1, $2, $3, 'notice_failed', id FROM notice`, s.id(), s.library, id)
	stages := []evidence.Stage{evidence.Closed}
	names := func() (list []evidence.PersonID) {
		for _, p := range []evidence.PersonID{s.librarian, s.elsewhere} {
			v, err := s.reader.Get(t.Context(), p, id)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, v.Requester, v.CreatedBy)
			for _, n := range v.People {
				if n.Relation != "reviewer" {
					list = append(list, n.Person)
				}
			}
		}
		steps, err := s.reader.Transitions(t.Context(), s.librarian, id)
		if err != nil {
			t.Fatal(err)
		}
		similar, err := s.reader.Similar(t.Context(), s.librarian, postgres.SimilarQuery{Text: "Does honey help wounds?"}, 5)
		if err != nil || len(similar) != 1 {
			t.Fatalf("%+v, %v", similar, err)
		}
		notices, err := postgres.NewNotices(s.db.App).Of(t.Context(), id)
		if err != nil || len(notices) != 1 {
			t.Fatalf("%+v, %v", notices, err)
		}
		tasks, _, err := postgres.NewTasks(s.db.App, nil).List(t.Context(), postgres.TaskList{Library: s.library, Limit: 5})
		if err != nil || len(tasks) != 1 {
			t.Fatalf("%+v, %v", tasks, err)
		}
		list = append(list, notices[0].Person, tasks[0].Person, steps[0].Actor, similar[0].Requester, s.page(postgres.QueueQuery{Person: s.librarian, Stages: stages}).Rows[0].Requester)
		return slices.DeleteFunc(list, func(p evidence.PersonID) bool { return p == "" })
	}
	if n := len(names()); n < 9 {
		t.Errorf("before, they are named %d times", n)
	}
	s.exec(`UPDATE request SET erased_at = now() WHERE id = $1`, id)
	if left := names(); len(left) != 0 {
		t.Errorf("they are still named: %v", left)
	}
}
