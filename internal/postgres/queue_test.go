package postgres_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// days is an instant so many days after the shelf's.
func (s *shelf) days(n int) time.Time { return s.now.AddDate(0, 0, n) }

func TestEveryPageOfAQueueWhileRequestsArrive(t *testing.T) {
	s := newShelf(t)
	random := rand.New(rand.NewPCG(1, 2))
	var before []evidence.RequestID
	for range 137 {
		i := item{received: s.days(-random.IntN(9))}
		if n := random.IntN(12); n > 2 { // some are due together, some never
			i.promise = s.days(n)
		}
		if random.IntN(3) == 0 {
			i.decision = s.days(random.IntN(8))
		}
		before = append(before, s.put(i))
	}
	slices.Sort(before)
	for _, sort := range []postgres.QueueSort{"", postgres.SortDue, postgres.SortReceived, postgres.SortNewest, postgres.SortChanged} {
		var arriving sync.WaitGroup
		arriving.Go(func() {
			for range 20 {
				s.put(item{received: s.days(-random.IntN(9)), promise: s.days(random.IntN(9))})
			}
		})
		var got []evidence.RequestID
		for _, id := range s.list(postgres.QueueQuery{Person: s.librarian, Sort: sort, Limit: 7}) {
			if slices.Contains(before, id) {
				got = append(got, id)
			}
		}
		arriving.Wait()
		slices.Sort(got)
		if diff := cmp.Diff(before, got); diff != "" {
			t.Errorf("%q does not give every request: %s", sort, diff)
		}
	}
}

func TestOrdersOfAQueue(t *testing.T) {
	s := newShelf(t)
	never := s.put(item{received: s.days(-1)})
	late := s.put(item{received: s.days(-9), promise: s.days(5)})
	soon := s.put(item{received: s.days(-3), promise: s.days(8), decision: s.days(2)})
	now := s.put(item{received: s.days(-4), promise: s.days(1)})
	s.exec(`UPDATE request_state SET change_seq = nextval('request_change') WHERE request_id = $1`, late)
	for sort, want := range map[postgres.QueueSort][]evidence.RequestID{
		postgres.SortDue:      {now, soon, late, never},
		postgres.SortReceived: {late, now, soon, never},
		postgres.SortNewest:   {never, soon, now, late},
		postgres.SortChanged:  {late, now, soon, never},
	} {
		for _, limit := range []int{1, 3, 4, 5} {
			if diff := cmp.Diff(want, s.list(postgres.QueueQuery{Person: s.librarian, Sort: sort, Limit: limit})); diff != "" {
				t.Errorf("%s by %d: %s", sort, limit, diff)
			}
		}
	}
}

func TestFiltersOfAQueue(t *testing.T) {
	s := newShelf(t)
	pool := s.put(item{stage: evidence.Submitted, urgency: "urgent", promise: s.days(1), question: "Is honey good for pressure ulcers?"})
	mine := s.put(item{owner: s.librarian, kind: "research", specialty: "Wound care", promise: s.days(3), background: "Manuka honey is sold on the ward"})
	hers := s.put(item{stage: evidence.Clarifying, owner: s.colleague, promise: s.days(9), question: "Do bandages slow the healing of burns?"})
	held := s.put(item{stage: evidence.OnHold, owner: s.colleague, decision: s.days(-1), question: "What do tourniquets do to children?"})
	done := s.put(item{stage: evidence.Delivered, outcome: evidence.Answered, owner: s.librarian, question: "Which dressing for a burn, and honey?"})
	shut := s.put(item{stage: evidence.Closed, outcome: evidence.Declined, question: "Is honey a burden on the budget?"})
	merged := s.put(item{stage: evidence.Merged, owner: s.colleague, question: "Where do bees sleep in the winter?"})
	there := s.put(item{library: s.other, question: "Does honey expire, and should it?"})
	s.exec(`INSERT INTO request_text (request_id, version, library_id, question, created_at) VALUES ($1, 2, $2, 'Does splinting help a sprained wrist?', $3)`, hers, s.library, s.now)
	s.exec(`UPDATE request SET text_version = 2 WHERE id = $1`, hers)
	var reference string
	if err := s.db.Admin.QueryRow(t.Context(), `SELECT lower(reference) FROM request WHERE id = $1`, done).Scan(&reference); err != nil {
		t.Fatal(err)
	}
	type ids = []evidence.RequestID
	for name, c := range map[string]struct {
		q    postgres.QueueQuery
		want ids
	}{
		"open by default":    {postgres.QueueQuery{}, ids{pool, mine, hers, held}},
		"one stage":          {postgres.QueueQuery{Stages: []evidence.Stage{evidence.Clarifying}}, ids{hers}},
		"open stages":        {postgres.QueueQuery{Stages: []evidence.Stage{evidence.Triage, evidence.OnHold}}, ids{mine, held}},
		"finished":           {postgres.QueueQuery{Stages: []evidence.Stage{evidence.Delivered, evidence.Closed}}, ids{done, shut}},
		"mixed stages":       {postgres.QueueQuery{Stages: []evidence.Stage{evidence.Merged, evidence.Triage}}, ids{mine, merged}},
		"the pool":           {postgres.QueueQuery{Unowned: true}, ids{pool}},
		"an owner":           {postgres.QueueQuery{Owner: s.colleague}, ids{hers, held}},
		"urgency":            {postgres.QueueQuery{Urgencies: []string{"urgent", "immediate"}}, ids{pool}},
		"type":               {postgres.QueueQuery{Types: []string{"research"}}, ids{mine}},
		"specialty":          {postgres.QueueQuery{Specialty: "Wound care"}, ids{mine}},
		"overdue":            {postgres.QueueQuery{DueBefore: s.now}, ids{held}},
		"due this week":      {postgres.QueueQuery{DueFrom: s.now, DueBefore: s.days(7)}, ids{pool, mine}},
		"words":              {postgres.QueueQuery{Text: "honeys"}, ids{pool, mine}},
		"all of the words":   {postgres.QueueQuery{Text: "honey ulcer"}, ids{pool}},
		"without a word":     {postgres.QueueQuery{Text: "honey -ulcer"}, ids{mine}},
		"only the new words": {postgres.QueueQuery{Text: "bandages"}, ids{}},
		"the newest text":    {postgres.QueueQuery{Text: "splint"}, ids{hers}},
		"words, finished":    {postgres.QueueQuery{Text: "honey", Stages: []evidence.Stage{evidence.Closed, evidence.Delivered}}, ids{done, shut}},
		"no words":           {postgres.QueueQuery{Text: "the of and"}, ids{}},
		"a reference":        {postgres.QueueQuery{Text: " " + reference}, ids{done}},
		"not a reference":    {postgres.QueueQuery{Text: "ED-2026-99999999"}, ids{}},
		"operators":          {postgres.QueueQuery{Text: `honey & | ! <-> ( ' "`}, ids{pool, mine}},
		"this library":       {postgres.QueueQuery{Libraries: []evidence.LibraryID{s.library, s.other}}, ids{pool, mine, hers, held}},
		"another library":    {postgres.QueueQuery{Libraries: []evidence.LibraryID{s.other}}, ids{}},
	} {
		c.q.Person = s.librarian
		got := s.list(c.q)
		slices.Sort(got)
		slices.Sort(c.want)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		counted, err := s.reader.Count(t.Context(), c.q)
		if err != nil || counted.Total != len(c.want) || counted.Capped {
			t.Errorf("%s: counted %+v (%v)", name, counted, err)
		}
	}
	if got := s.list(postgres.QueueQuery{Person: s.elsewhere}); !slices.Equal(got, ids{there}) {
		t.Errorf("the other library sees %v", got)
	}
}

func TestCountsOfAQueue(t *testing.T) {
	s := newShelf(t)
	s.put(item{stage: evidence.Submitted})
	s.put(item{owner: s.librarian})
	s.put(item{owner: s.librarian})
	s.put(item{stage: evidence.Searching, owner: s.colleague})
	s.put(item{stage: evidence.Merged})
	got, err := s.reader.Count(t.Context(), postgres.QueueQuery{Person: s.librarian, Cursor: "not looked at", Limit: 1})
	want := postgres.QueueCounts{
		Total:   4,
		ByStage: map[evidence.Stage]int{evidence.Submitted: 1, evidence.Triage: 2, evidence.Searching: 1},
		ByOwner: map[evidence.PersonID]int{"": 1, s.librarian: 2, s.colleague: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestARowOfAQueue(t *testing.T) {
	s := newShelf(t)
	id := s.put(item{
		stage: evidence.Searching, owner: s.librarian, promise: s.days(5), decision: s.days(3), received: s.days(-2), specialty: "Wound care",
		question: strings.Repeat("é", 400),
	})
	p, err := s.reader.Queue(t.Context(), postgres.QueueQuery{Person: s.colleague})
	if err != nil || len(p.Rows) != 1 {
		t.Fatalf("%v, %d rows", err, len(p.Rows))
	}
	want := postgres.RequestRow{
		ID: id, Reference: p.Rows[0].Reference, Relation: postgres.RelationLibrary, Library: s.library, LibraryName: "Library here",
		Stage: evidence.Searching, Owner: s.librarian, OwnerName: "Somebody", Requester: s.requester, RequesterName: "Somebody",
		Urgency: "routine", Type: "patient_care", Specialty: "Wound care", Question: strings.Repeat("é", postgres.Excerpt),
		PromiseDue: s.days(5), DecisionAt: s.days(3), DueBy: s.days(3), ReceivedAt: s.days(-2), StageSince: s.days(-2), At: s.days(-2), Seq: 1,
	}
	if diff := cmp.Diff(want, p.Rows[0]); diff != "" {
		t.Error(diff)
	}
}

func TestWhatNoListCanBeMadeOf(t *testing.T) {
	s := newShelf(t)
	s.put(item{})
	s.put(item{})
	first, err := s.reader.Queue(t.Context(), postgres.QueueQuery{Person: s.librarian, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	for field, queries := range map[string][]postgres.QueueQuery{
		"limit":     {{Limit: -1}, {Limit: postgres.MaxPage + 1}},
		"sort":      {{Sort: "priority"}},
		"q":         {{Text: "a\x00b"}, {Text: "\xff"}, {Text: strings.Repeat("a", 401)}},
		"specialty": {{Specialty: "\x00"}},
		"owner":     {{Owner: "me"}},
		"type":      {{Types: []string{"\x00"}}, {Urgencies: []string{"\xff"}}},
		"library":   {{Libraries: []evidence.LibraryID{"here"}}},
		"cursor":    {{Cursor: "x"}, {Cursor: first.Next + "A"}, {Cursor: first.Next, Sort: postgres.SortReceived}, {Cursor: strings.ToUpper(first.Next)}},
	} {
		for _, q := range queries {
			q.Person = s.librarian
			_, err := s.reader.Queue(t.Context(), q)
			if e := s.refuses(err, evidence.Invalid); e.Fields[0].Field != field {
				t.Errorf("%+v is refused for %s", q, e.Fields[0].Field)
			}
		}
	}
	_, err = s.reader.Queue(t.Context(), postgres.QueueQuery{Person: "nobody"})
	s.refuses(err, evidence.NotFound)
}
