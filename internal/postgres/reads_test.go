package postgres_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestNewestAndEarlierStates(t *testing.T) {
	s := newShelf(t)
	id, never := s.put(item{}), evidence.RequestID(s.id())
	later := evidence.State{V: 1, Request: id, Library: s.library, Seq: 2, Stage: evidence.Searching, Requester: s.requester, At: s.days(1), Clock: evidence.Clock{Running: true, PromiseDue: s.days(9)}}
	s.step(id, 2, evidence.Accept, s.librarian, "librarian", evidence.Args{}, later)
	got, err := s.reader.State(t.Context(), id)
	if diff := cmp.Diff(later, got); diff != "" || err != nil {
		t.Errorf("the newest state (%v): %s", err, diff)
	}
	for command, want := range map[string]int{"submit": 1, "accept-2": 2, "other": 0, "\x00": 0} {
		got, ok, err := s.reader.Applied(t.Context(), id, command)
		if err != nil || ok != (want > 0) || got.Seq != want {
			t.Errorf("%q led to %d, %v (%v), not %d", command, got.Seq, ok, err, want)
		}
	}
	if _, ok, err := s.reader.Applied(t.Context(), never, "submit"); ok || err != nil {
		t.Errorf("a request that is not there: %v %v", ok, err)
	}
	_, err = s.reader.State(t.Context(), never)
	s.refuses(err, evidence.NotFound)
	_, err = s.reader.State(t.Context(), "ED-2026-000001")
	s.refuses(err, evidence.NotFound)
	standing, err := s.reader.Standing(t.Context(), s.requester, id)
	if err != nil || standing.Relation != postgres.RelationOwn || standing.State.Seq != 2 {
		t.Errorf("the requester's standing: %+v (%v)", standing, err)
	}
}

// step stores a transition with the projection's number.
func (s *shelf) step(id evidence.RequestID, seq int, name evidence.Name, by evidence.PersonID, role string, args evidence.Args, state evidence.State) {
	s.Helper()
	kind, roles := "person", []string{role}
	if by == "" {
		kind, roles = "engine", []string{}
	}
	s.exec(`INSERT INTO transition (request_id, seq, command, command_id, from_stage, to_stage, actor, actor_kind, actor_roles, at, recorded_at, reason_code, args, state, state_version)
		VALUES ($1, $2::int, $3::text, $3::text || '-' || $2::int, 'triage', $4, nullif($5::text, '')::uuid, $6, $7, $8, $8, $9, $10, $11, 1)`,
		id, seq, name, state.Stage, by, kind, roles, s.now, args.Reason, s.raw(args), s.raw(state))
	s.exec(`UPDATE request_state SET seq = $2 WHERE request_id = $1`, id, seq)
}

func TestWhatARequestSaysToWhom(t *testing.T) {
	s := newShelf(t)
	reviewer, delegate, anyone := s.staff(s.other, evidence.Librarian), s.staff(s.library, evidence.Requester), s.staff(s.other, evidence.Requester)
	id := s.put(item{
		stage: evidence.Delivered, outcome: evidence.Answered, owner: s.librarian, background: "For the falls meeting on my ward",
		promise: s.days(2), report: "anyone_nhs", specialty: "Geriatrics",
	})
	s.relate(id, delegate, "delegate")
	s.relate(id, reviewer, "reviewer")
	s.exec(`UPDATE request SET on_behalf_of = 'The falls team', limits = '{"years": 10}' WHERE id = $1`, id)
	s.exec(`UPDATE request_text SET framework = 'pico', framework_text = '{"p":"adults"}', exclusions = 'Children', known_papers = 'One of 2019' WHERE request_id = $1`, id)
	s.exec(`INSERT INTO message (id, request_id, kind, author, body, created_at) VALUES ($1, $3, 'note', $4, 'A note', $5), ($2, $3, 'update', $4, 'An update', $5)`,
		s.id(), s.id(), id, s.librarian, s.now)
	s.step(id, 2, evidence.Deliver, s.librarian, "librarian", evidence.Args{Version: 3}, evidence.State{Request: id, Stage: evidence.Delivered, Owner: s.librarian, Requester: s.requester, Seq: 2})
	view := func(p evidence.PersonID) postgres.RequestView {
		t.Helper()
		v, err := s.reader.Get(t.Context(), p, id)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for name, p := range map[string]evidence.PersonID{"library": s.colleague, "reviewer": reviewer, "requester": s.requester, "delegate": delegate} {
		v := view(p)
		if v.Background == "" || v.OnBehalfOf == "" || v.KnownPapers == "" || v.RequesterName == "" || v.OwnerName == "" || len(v.People) != 2 ||
			v.State.Owner != s.librarian || v.DueBy.IsZero() || v.DeliveredVersion != 3 || v.Framework != "pico" || v.Contents.Messages != 1 {
			t.Errorf("the %s is shown %+v", name, v)
		}
		if insider := p == s.colleague || p == reviewer; insider != (v.Contents.Notes == 1) {
			t.Errorf("the %s is told of %d notes", name, v.Contents.Notes)
		}
	}
	v := view(anyone)
	if v.Question == "" || v.Framework != "pico" || v.FrameworkText["p"] != "adults" || v.Exclusions == "" || string(v.Limits) != `{"years": 10}` || v.DeliveredVersion != 3 {
		t.Errorf("whom it is shared with is not shown the question: %+v", v)
	}
	if v.Background+v.OnBehalfOf+v.KnownPapers+v.RequesterName+v.OwnerName+string(v.Requester)+string(v.Owner)+string(v.CreatedBy)+v.StaffGroup != "" ||
		len(v.People) != 0 || v.State.Requester != "" || v.State.Owner != "" || !v.DueBy.IsZero() || v.Contents != (postgres.Contents{}) {
		t.Errorf("whom it is shared with is shown too much: %+v", v)
	}
	s.exec(`UPDATE request SET share_identity = 'anyone_nhs' WHERE id = $1`, id)
	if v := view(anyone); v.Requester != s.requester || v.RequesterName == "" {
		t.Error("who agreed to be named is not named")
	}
}

func TestSharing(t *testing.T) {
	s := newShelf(t)
	id, stranger := s.put(item{stage: evidence.Delivered, outcome: evidence.Answered}), s.staff(s.other, evidence.Requester)
	_, err := s.reader.Get(t.Context(), stranger, id)
	s.refuses(err, evidence.NotFound)
	_, from, err := s.reader.Changes(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.reader.SetSharing(t.Context(), id, "anyone_nhs", "nobody"); err != nil {
		t.Fatal(err)
	}
	if v, err := s.reader.Get(t.Context(), stranger, id); err != nil || v.Relation != postgres.RelationShared || v.Requester != "" {
		t.Errorf("after sharing it is %+v (%v)", v, err)
	}
	var told []postgres.Change
	s.poll(&from, func() bool { return len(told) > 0 }, func(list []postgres.Change) { told = append(told, list...) })
	if len(told) != 1 || told[0].Request != id || told[0].Library != s.library {
		t.Errorf("sharing is told as %+v", told)
	}
	s.refuses(s.reader.SetSharing(t.Context(), id, "everybody", "nobody"), evidence.Invalid)
	s.refuses(s.reader.SetSharing(t.Context(), id, "nobody", "everybody"), evidence.Invalid)
	s.refuses(s.reader.SetSharing(t.Context(), evidence.RequestID(s.id()), "nobody", "nobody"), evidence.NotFound)
}

func TestNeededBy(t *testing.T) {
	s := newShelf(t)
	for want, id := range map[time.Time]evidence.RequestID{s.days(4): s.put(item{decision: s.days(4)}), {}: s.put(item{})} {
		if got, err := s.reader.NeededBy(t.Context(), id); err != nil || !got.Equal(want) {
			t.Errorf("needed by %v (%v), not %v", got, err, want)
		}
	}
	_, err := s.reader.NeededBy(t.Context(), evidence.RequestID(s.id()))
	s.refuses(err, evidence.NotFound)
}

func TestStepsForStaffAndForRequesters(t *testing.T) {
	s := newShelf(t)
	id := s.put(item{owner: s.librarian})
	state := evidence.State{Request: id, Stage: evidence.Searching, Clock: evidence.Clock{PromiseDue: s.days(3)}}
	s.step(id, 2, evidence.Claim, s.colleague, "librarian", evidence.Args{}, state)
	s.step(id, 3, evidence.Reassign, s.colleague, "librarian", evidence.Args{Person: s.librarian, Reason: "on_leave"}, state)
	s.step(id, 4, evidence.Hold, s.librarian, "librarian", evidence.Args{Reason: "waiting_for_document"}, state)
	s.step(id, 5, evidence.DueSoon, "", "", evidence.Args{}, state)
	staff, err := s.reader.Transitions(t.Context(), s.colleague, id)
	if err != nil || len(staff) != 5 {
		t.Fatalf("%d steps (%v)", len(staff), err)
	}
	own, err := s.reader.Transitions(t.Context(), s.requester, id)
	if err != nil || len(own) != 5 {
		t.Fatalf("%d steps (%v)", len(own), err)
	}
	type seen struct {
		by     postgres.By
		actor  evidence.PersonID
		reason string
		person evidence.PersonID
	}
	shown := func(steps []postgres.Step) (list []seen) {
		for _, step := range steps {
			list = append(list, seen{step.By, step.Actor, step.Reason, step.Person})
		}
		return list
	}
	wantStaff := []seen{
		{postgres.ByRequesters, s.requester, "", ""},
		{postgres.ByLibrary, s.colleague, "", ""},
		{postgres.ByLibrary, s.colleague, "on_leave", s.librarian},
		{postgres.ByLibrary, s.librarian, "waiting_for_document", ""},
		{postgres.ByTheEngine, "", "", ""},
	}
	wantOwn := slices.Clone(wantStaff)
	wantOwn[1].actor, wantOwn[2].actor, wantOwn[2].reason = "", "", ""
	if diff := cmp.Diff(wantStaff, shown(staff), cmp.AllowUnexported(seen{})); diff != "" {
		t.Errorf("staff: %s", diff)
	}
	if diff := cmp.Diff(wantOwn, shown(own), cmp.AllowUnexported(seen{})); diff != "" {
		t.Errorf("the requester: %s", diff)
	}
	if own[1].ActorName != "" || !own[4].PromiseDue.Equal(s.days(3)) || own[4].From != evidence.Triage || own[0].From != "" {
		t.Errorf("the steps say %+v", own)
	}
}

func TestLinksShowOnlyWhatTheReaderMaySee(t *testing.T) {
	s := newShelf(t)
	id := s.put(item{})
	older, partner, source := s.put(item{stage: evidence.Closed, outcome: evidence.Declined}), s.put(item{library: s.other, decision: s.days(5)}), s.put(item{requester: s.outsider, stage: evidence.Merged})
	s.exec(`INSERT INTO request_link VALUES ($1, $2, 'follow_on'), ($3, $1, 'referred_from')`, id, older, partner)
	s.exec(`INSERT INTO merge_link VALUES ($1, $2, 'active', $3)`, source, id, s.now)
	s.exec(`INSERT INTO referral (id, request_id, to_library, partner_request, expected, opened_at, created_at) VALUES ($1, $2, $3, $4, $5, $5, $5)`,
		s.id(), id, s.other, partner, s.now)
	s.exec(`UPDATE request_state SET promise_due = $2 WHERE request_id = $1`, partner, s.days(6))
	links := func(p evidence.PersonID, of evidence.RequestID) (list []evidence.RequestID) {
		t.Helper()
		v, err := s.reader.Get(t.Context(), p, of)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range v.Links {
			if l.Older != (l.Request == older || of != id) {
				t.Errorf("%+v is not in its place", l)
			}
			list = append(list, l.Request)
		}
		return list
	}
	if diff := cmp.Diff([]evidence.RequestID{older, source}, links(s.librarian, id)); diff != "" {
		t.Errorf("before the partner delivers: %s", diff)
	}
	if diff := cmp.Diff([]evidence.RequestID{older, partner}, links(s.requester, id)); diff != "" {
		t.Errorf("the requester, who asked at the partner's too: %s", diff)
	}
	if links := links(s.outsider, source); len(links) != 0 {
		t.Errorf("who asked the merged one sees %v before delivery", links)
	}
	v, err := s.reader.Get(t.Context(), s.librarian, id)
	if err != nil || len(v.Referrals) != 1 || !v.Referrals[0].PartnerDue.Equal(s.days(6)) || v.Referrals[0].Request != "" || v.Referrals[0].Library != s.other {
		t.Fatalf("the referral is %+v (%v)", v.Referrals, err)
	}
	s.exec(`UPDATE request_state SET stage = 'delivered', outcome = 'answered', delivered_at = $2, first_delivered_at = $2 WHERE request_id IN ($1, $3)`, partner, s.now, id)
	if diff := cmp.Diff([]evidence.RequestID{older, partner, source}, links(s.librarian, id)); diff != "" {
		t.Errorf("after the partner delivered: %s", diff)
	}
	if links := links(s.outsider, source); !slices.Equal(links, []evidence.RequestID{id}) {
		t.Errorf("who asked the merged one sees %v after delivery", links)
	}
}
