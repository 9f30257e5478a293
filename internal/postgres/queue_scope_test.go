package postgres_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// everything is a query for every stage.
func everything(p evidence.PersonID) postgres.QueueQuery {
	return postgres.QueueQuery{Person: p, Stages: evidence.Stages(), Limit: 20}
}

// TestListsShowWhatVisibleToAllows draws people, roles and requests at random and holds the lists, one request, its
// standing and its steps against the one function that decides.
func TestListsShowWhatVisibleToAllows(t *testing.T) {
	s := newShelf(t)
	random := rand.New(rand.NewPCG(3, 4))
	var crowd []evidence.PersonID
	organisations := []string{"", s.organisation(), s.organisation()}
	for _, role := range evidence.Roles() {
		for _, l := range []evidence.LibraryID{s.library, s.other} {
			p := s.staff(l, role)
			s.exec(`UPDATE person SET organisation_id = nullif($2::text, '')::uuid WHERE id = $1`, p, organisations[random.IntN(3)])
			crowd = append(crowd, p)
		}
	}
	gone := s.staff(s.library, evidence.Librarian)
	s.exec(`UPDATE person SET name = 'erased-1', pseudonym = 'erased-1', email = NULL, erased_at = now() WHERE id = $1`, gone)
	crowd = append(crowd, gone)
	var all []evidence.RequestID
	for range 60 {
		i := item{
			library: []evidence.LibraryID{s.library, s.other}[random.IntN(2)], requester: crowd[random.IntN(len(crowd))],
			report: []string{"nobody", "my_organisation", "anyone_nhs"}[random.IntN(3)], organisation: organisations[random.IntN(3)],
		}
		switch random.IntN(4) {
		case 0:
			i.stage, i.outcome = evidence.Delivered, evidence.Answered
		case 1:
			i.stage, i.outcome = evidence.Closed, evidence.Answered
		}
		id := s.put(i)
		for _, relation := range []string{"delegate", "copied", "reviewer"} {
			s.relate(id, crowd[random.IntN(len(crowd))], relation)
		}
		all = append(all, id)
	}
	for _, p := range crowd {
		s.checkSight(p, all)
	}
}

func (s *shelf) checkSight(p evidence.PersonID, all []evidence.RequestID) {
	s.Helper()
	want := []evidence.RequestID{}
	for _, id := range all {
		var relation string
		if err := s.db.Admin.QueryRow(s.Context(), `SELECT coalesce(visible_to($1::uuid, $2::uuid), '')`, p, id).Scan(&relation); err != nil {
			s.Fatal(err)
		}
		if relation != "" && relation != "shared" {
			want = append(want, id)
		}
		view, err := s.reader.Get(s.Context(), p, id)
		standing, standingErr := s.reader.Standing(s.Context(), p, id)
		_, stepsErr := s.reader.Transitions(s.Context(), p, id)
		if relation == "" {
			for _, err := range []error{err, standingErr, stepsErr} {
				s.refuses(err, evidence.NotFound)
			}
			continue
		}
		if err != nil || standingErr != nil || string(view.Relation) != relation || string(standing.Relation) != relation {
			s.Fatalf("the relation is %s, not %s or %s (%v, %v)", relation, view.Relation, standing.Relation, err, standingErr)
		}
		if relation == "shared" {
			s.refuses(stepsErr, evidence.NotPermitted)
		}
	}
	mine := everything(p)
	mine.Mine = true
	got := append(s.list(everything(p)), s.list(mine)...)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		s.Errorf("a list is not what they may see: %s", diff)
	}
}

func TestRequestsThatAreMine(t *testing.T) {
	s := newShelf(t)
	reviewer := s.staff(s.other, evidence.Librarian)
	asked, done := s.put(item{}), s.put(item{stage: evidence.Closed, outcome: evidence.Answered})
	others := s.put(item{requester: s.outsider, question: "Do magnets relieve pain in the knee?"})
	s.put(item{requester: s.outsider})
	s.relate(others, s.requester, "copied")
	s.relate(asked, reviewer, "reviewer")
	s.relate(done, reviewer, "reviewer")
	for name, c := range map[string]struct {
		q    postgres.QueueQuery
		want []evidence.RequestID
	}{
		"asked or copied":    {postgres.QueueQuery{Person: s.requester, Mine: true}, []evidence.RequestID{asked, done, others}},
		"by words":           {postgres.QueueQuery{Person: s.requester, Mine: true, Text: "knee pain"}, []evidence.RequestID{others}},
		"in every library":   {postgres.QueueQuery{Person: s.requester, Mine: true, Libraries: []evidence.LibraryID{s.other}}, []evidence.RequestID{asked, done, others}},
		"invited, until end": {postgres.QueueQuery{Person: reviewer, Mine: true}, []evidence.RequestID{asked}},
		"no library":         {postgres.QueueQuery{Person: s.requester}, nil},
	} {
		got := s.list(c.q)
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
		if counted, err := s.reader.Count(t.Context(), c.q); err != nil || counted.Total != len(c.want) {
			t.Errorf("%s: counted %+v (%v)", name, counted, err)
		}
	}
}
