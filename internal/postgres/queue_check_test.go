package postgres_test

import (
	"slices"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// checking stores a request whose summary was sent to be checked: to somebody, or to nobody by name.
func (s *shelf) checking(owner, reviewer evidence.PersonID, authors ...evidence.PersonID) evidence.RequestID {
	s.Helper()
	id := s.put(item{stage: evidence.Checking, owner: owner})
	s.exec(`UPDATE transition SET state = state || jsonb_build_object('check', $2::jsonb) WHERE request_id = $1`, id,
		s.raw(evidence.Check{Subject: evidence.Summary, Version: 1, Digest: "d", Authors: authors, Reviewer: reviewer}))
	if reviewer != "" {
		s.relate(id, reviewer, "reviewer")
	}
	return id
}

func TestChecksThatWaitForSomebody(t *testing.T) {
	s := newShelf(t)
	trainee, third := s.staff(s.library, evidence.Trainee), s.staff(s.library, evidence.Librarian)
	s.put(item{stage: evidence.Searching, owner: s.colleague})
	anybody := s.checking(s.colleague, "", s.colleague)
	sent := s.checking(s.colleague, s.librarian, s.colleague)
	abroad := s.checking(s.colleague, s.elsewhere, s.colleague)
	together := s.checking(s.colleague, "", s.colleague, s.librarian)
	handed := s.checking(s.librarian, "", s.colleague) // wrote nothing, and owns it now
	held := s.checking(s.colleague, s.librarian, s.colleague)
	s.exec(`UPDATE request_state SET stage = 'on_hold' WHERE request_id = $1`, held)
	for name, c := range map[string]struct {
		person evidence.PersonID
		in     []evidence.LibraryID
		want   []evidence.RequestID
	}{
		"a librarian":                  {s.librarian, nil, []evidence.RequestID{anybody, sent}},
		"who wrote most of them":       {s.colleague, nil, nil},
		"one who wrote nothing":        {third, nil, []evidence.RequestID{anybody, together, handed}},
		"invited from another library": {s.elsewhere, nil, []evidence.RequestID{abroad}},
		"in one library":               {s.elsewhere, []evidence.LibraryID{s.other}, nil},
		"a trainee":                    {trainee, nil, nil},
		"a requester":                  {s.requester, nil, nil},
	} {
		q := postgres.QueueQuery{Person: c.person, Libraries: c.in, ToCheck: true, Limit: 1}
		got := s.list(q)
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
		if counted, err := s.reader.Count(t.Context(), q); err != nil || counted.Total != len(c.want) {
			t.Errorf("%s: counted %+v (%v)", name, counted, err)
		}
	}
}
