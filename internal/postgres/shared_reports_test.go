package postgres_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (s *shelf) sharedWith(q postgres.SharedQuery) (ids []evidence.RequestID) {
	s.Helper()
	for {
		p, err := s.reader.SharedReports(s.Context(), q)
		if err != nil {
			s.Fatal(err)
		}
		for _, r := range p.Reports {
			ids = append(ids, r.ID)
		}
		if p.Next == "" {
			if q.Text == "" && p.Total != len(ids) {
				s.Errorf("%d reports on all pages, counted %d", len(ids), p.Total)
			}
			return ids
		}
		q.Cursor = p.Next
	}
}

func (s *shelf) delivered(i item, at time.Time) evidence.RequestID {
	s.Helper()
	i.stage, i.outcome = evidence.Delivered, evidence.Answered
	id := s.put(i)
	s.exec(`UPDATE request_state SET delivered_at = $2, first_delivered_at = $2 WHERE request_id = $1`, id, at)
	return id
}

// TestSharedReportsAreWhatIsSeenBySharing holds the list against the one function that decides, for people at random.
func TestSharedReportsAreWhatIsSeenBySharing(t *testing.T) {
	s := newShelf(t)
	random := rand.New(rand.NewPCG(7, 8))
	organisations := []string{"", s.organisation(), s.organisation()}
	crowd := []evidence.PersonID{s.librarian, s.elsewhere, s.requester, s.outsider, s.staff(s.other, evidence.Requester), s.staff(s.library, evidence.Admin)}
	for _, p := range crowd {
		s.exec(`UPDATE person SET organisation_id = nullif($2::text, '')::uuid WHERE id = $1`, p, organisations[random.IntN(3)])
	}
	var all []evidence.RequestID
	for n := range 80 {
		i := item{
			library: []evidence.LibraryID{s.library, s.other}[random.IntN(2)], requester: crowd[random.IntN(len(crowd))],
			report: []string{"nobody", "my_organisation", "anyone_nhs"}[random.IntN(3)], organisation: organisations[random.IntN(3)],
		}
		if random.IntN(4) == 0 {
			all = append(all, s.put(i)) // not delivered
			continue
		}
		all = append(all, s.delivered(i, s.days(-n/3)))
	}
	for n := range 10 { // some were merged, some referred
		survivor, source := all[random.IntN(len(all))], s.put(item{stage: evidence.Merged, requester: crowd[n%len(crowd)]})
		s.exec(`INSERT INTO merge_link VALUES ($1, $2, 'active', $3)`, source, survivor, s.now)
		s.exec(`INSERT INTO request_link VALUES ($1, $2, 'referred_from') ON CONFLICT DO NOTHING`, all[n], s.put(item{library: s.other}))
	}
	for _, p := range crowd {
		var want []evidence.RequestID
		for _, id := range all {
			var seen bool
			if err := s.db.Admin.QueryRow(t.Context(), `SELECT coalesce(v = 'shared' OR v <> 'own' AND shared_with(r.share_report, r.organisation_id, $1), false)
					AND s.delivered_at IS NOT NULL AND s.requester <> $1
				FROM (SELECT visible_to($1::uuid, $2::uuid) AS v) x, request r JOIN request_state s ON s.request_id = r.id WHERE r.id = $2`, p, id).Scan(&seen); err != nil {
				t.Fatal(err)
			}
			if seen {
				want = append(want, id)
			}
		}
		got := s.sharedWith(postgres.SharedQuery{Person: p, Limit: 7})
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("somebody is listed something else than what is shared: %s", diff)
		}
	}
}

func TestPagesOfSharedReports(t *testing.T) {
	s := newShelf(t)
	for n := range 11 {
		s.delivered(item{report: "anyone_nhs", requester: s.outsider, specialty: "Wound care", question: "Is honey good for ulcer number " + string(rune('a'+n)) + "?"}, s.days(-n/2))
	}
	erased := s.delivered(item{report: "anyone_nhs", requester: s.outsider}, s.now)
	s.exec(`UPDATE request_text SET question = '', erased_at = now() WHERE request_id = $1`, erased)
	q := postgres.SharedQuery{Person: s.requester, Limit: 4}
	var there []postgres.SharedPage
	for {
		p, err := s.reader.SharedReports(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if there = append(there, p); p.Next == "" {
			break
		}
		q.Cursor = p.Next
	}
	if len(there) != 3 || there[0].Total != 11 || there[0].Capped || len(there[2].Reports) != 3 {
		t.Fatalf("%d pages: %+v", len(there), there)
	}
	r := there[0].Reports[0]
	if r.Relation != postgres.RelationShared || r.Reference == "" || r.LibraryName != "Library here" || r.Specialty != "Wound care" ||
		!strings.HasPrefix(r.Question, "Is honey") || !r.DeliveredAt.Equal(s.now) || r.Outcome != evidence.Answered || r.Type != "patient_care" {
		t.Errorf("%+v", r)
	}
	for i := 2; i > 0; i-- {
		q.Cursor = there[i].Prev
		back, err := s.reader.SharedReports(t.Context(), q)
		if diff := cmp.Diff(there[i-1], back); diff != "" || err != nil {
			t.Errorf("%v: turned back: %s", err, diff)
		}
	}
	for text, want := range map[string]int{"honey": 11, "tourniquet": 0, r.Reference: 1, "ED-2026-999999": 0} {
		if got := s.sharedWith(postgres.SharedQuery{Person: s.requester, Text: text, Limit: 50}); len(got) != want {
			t.Errorf("%s: %d reports", text, len(got))
		}
	}
	for field, wrong := range map[string]postgres.SharedQuery{"limit": {Limit: -1}, "q": {Limit: 1, Text: "\x00"}, "cursor": {Limit: 1, Cursor: "AAAA"}} {
		wrong.Person = s.requester
		_, err := s.reader.SharedReports(t.Context(), wrong)
		if e := s.refuses(err, evidence.Invalid); e.Fields[0].Field != field {
			t.Errorf("%+v: %+v", wrong, e)
		}
	}
}
