package postgres_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// state is the desk's request as the process sees it.
func (d *desk) state() evidence.State {
	return evidence.State{Request: d.request, Library: d.library, Seq: 7, Owner: d.librarian, Requester: d.requester, Delegates: []evidence.PersonID{d.delegate}}
}

// queue writes what a transition owes.
func (d *desk) queue(s evidence.State, notices ...evidence.Notice) {
	d.Helper()
	err := pgx.BeginFunc(d.Context(), d.db.App, func(tx pgx.Tx) error {
		return postgres.QueueNotices(d.Context(), tx, evidence.Transition{Next: s, Notices: notices})
	})
	if err != nil {
		d.Fatal(err)
	}
}

// owed gives who is owed which notice, in order.
func (d *desk) owed() []string {
	d.Helper()
	rows, err := d.db.Admin.Query(d.Context(), `SELECT kind || ' ' || person_id FROM notice ORDER BY 1`)
	if err != nil {
		d.Fatal(err)
	}
	list, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		d.Fatal(err)
	}
	return list
}

func owedTo(kind evidence.NoticeKind, people ...evidence.PersonID) []string {
	list := []string{}
	for _, p := range people {
		list = append(list, fmt.Sprintf("%s %s", kind, p))
	}
	slices.Sort(list)
	return list
}

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		notice evidence.Notice
		change func(*desk, *evidence.State)
		want   func(*desk) []evidence.PersonID
	}{
		"requester": {evidence.Notice{Kind: evidence.NoticeClarification, To: evidence.ToRequester}, nil, func(d *desk) []evidence.PersonID {
			return []evidence.PersonID{d.requester, d.delegate, d.copied}
		}},
		"another requester": {
			evidence.Notice{Kind: evidence.NoticeDeadlineChanged, To: evidence.ToRequester},
			func(d *desk, s *evidence.State) { s.Requester = d.outsider },
			func(d *desk) []evidence.PersonID { return []evidence.PersonID{d.outsider, d.delegate, d.copied} },
		},
		"owner": {evidence.Notice{Kind: evidence.NoticeDue, To: evidence.ToOwner}, nil, func(d *desk) []evidence.PersonID {
			return []evidence.PersonID{d.librarian}
		}},
		"the pool": {
			evidence.Notice{Kind: evidence.NoticeDue, To: evidence.ToOwner},
			func(_ *desk, s *evidence.State) { s.Owner = "" },
			func(d *desk) []evidence.PersonID { return []evidence.PersonID{d.librarian, d.colleague} },
		},
		"managers": {evidence.Notice{Kind: evidence.NoticeOverdue, To: evidence.ToManagers}, nil, func(d *desk) []evidence.PersonID {
			return []evidence.PersonID{d.manager}
		}},
		"reviewer": {
			evidence.Notice{Kind: evidence.NoticeCheckAsked, To: evidence.ToReviewer},
			func(d *desk, s *evidence.State) { s.Check = &evidence.Check{Reviewer: d.reviewer} },
			func(d *desk) []evidence.PersonID { return []evidence.PersonID{d.reviewer} },
		},
		"no reviewer": {evidence.Notice{Kind: evidence.NoticeCheckAsked, To: evidence.ToReviewer}, nil, func(*desk) []evidence.PersonID { return nil }},
		"erased": {
			evidence.Notice{Kind: evidence.NoticeOnHold, To: evidence.ToRequester},
			func(d *desk, _ *evidence.State) { d.forgotten(d.requester) },
			func(d *desk) []evidence.PersonID { return []evidence.PersonID{d.delegate, d.copied} },
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			s := d.state()
			if c.change != nil {
				c.change(d, &s)
			}
			d.queue(s, c.notice)
			if diff := cmp.Diff(owedTo(c.notice.Kind, c.want(d)...), d.owed()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// merged makes another request whose answer is the desk's.
func (d *desk) merged(requester evidence.PersonID) evidence.RequestID {
	d.Helper()
	id := d.ask()
	d.exec(`DELETE FROM request_person WHERE request_id = $1`, id)
	d.exec(`UPDATE request_state SET stage = 'merged', running = false, requester = $2 WHERE request_id = $1`, id, requester)
	d.exec(`INSERT INTO merge_link VALUES ($1, $2, 'active', now())`, id, d.request)
	return id
}

func TestWhoeverAskedAMergedQuestionReceivesTheAnswer(t *testing.T) {
	d := newDesk(t)
	source := d.merged(d.outsider)
	d.exec(`INSERT INTO request_person VALUES ($1, $2, 'copied')`, source, d.passerby)
	d.exec(`INSERT INTO merge_link VALUES ($1, $2, 'reserved', now())`, d.ask(), d.request)
	d.queue(d.state(), evidence.Notice{Kind: evidence.NoticeDelivered, To: evidence.ToRequester})
	if diff := cmp.Diff(owedTo(evidence.NoticeDelivered, d.requester, d.delegate, d.copied, d.outsider, d.passerby), d.owed()); diff != "" {
		t.Error(diff)
	}
	d.exec(`DELETE FROM notice`)
	d.queue(d.state(), evidence.Notice{Kind: evidence.NoticeOnHold, To: evidence.ToRequester})
	if diff := cmp.Diff(owedTo(evidence.NoticeOnHold, d.requester, d.delegate, d.copied), d.owed()); diff != "" {
		t.Errorf("before the answer: %s", diff)
	}
}

func TestANoticeIsOwedOnce(t *testing.T) {
	d := newDesk(t)
	s := d.state()
	s.Owner = d.requester
	for range 3 {
		d.queue(s, evidence.Notice{Kind: evidence.NoticeLapsed, To: evidence.ToRequester}, evidence.Notice{Kind: evidence.NoticeLapsed, To: evidence.ToOwner})
	}
	if diff := cmp.Diff(owedTo(evidence.NoticeLapsed, d.requester, d.delegate, d.copied), d.owed()); diff != "" {
		t.Error(diff)
	}
	s.Seq++
	d.queue(s, evidence.Notice{Kind: evidence.NoticeLapsed, To: evidence.ToOwner})
	if n := len(d.owed()); n != 4 {
		t.Errorf("the next transition owes %d", n-3)
	}
	if n := d.count(`SELECT count(*) FROM notice WHERE key = $1`, fmt.Sprintf("%s/7/lapsed/%s", d.request, d.requester)); n != 1 {
		t.Error("the key is not request/seq/kind/person")
	}
	list, err := postgres.NewNotices(d.db.App).Of(t.Context(), d.request)
	if err != nil || len(list) != 4 || list[0].State != "queued" || list[0].Kind != evidence.NoticeLapsed {
		t.Errorf("%+v, %v", list, err)
	}
}

// The process itself queues its notices in the transaction of the transition.
func TestATransitionQueuesItsNotices(t *testing.T) {
	o := newOffice(t)
	s := o.submit()
	s = o.give(s, evidence.Claim, o.lib, evidence.Args{})
	o.give(s, evidence.Decline, o.lib, evidence.Args{Reason: "out_of_scope"})
	d := &desk{T: t, db: o.db}
	if got := strings.Join(d.owed(), ","); got != fmt.Sprintf("acknowledged %s,closed %s", o.ann.Person, o.ann.Person) {
		t.Errorf("owed %s", got)
	}
}

// TestAMessageIsToldOf owes a notice of an update to the other side, without a word of it, once.
func TestAMessageIsToldOf(t *testing.T) {
	d := newDesk(t)
	told := func() (people []evidence.PersonID) {
		rows, err := d.db.Admin.Query(t.Context(), `DELETE FROM notice WHERE kind = 'message_posted' RETURNING person_id::text`)
		if err == nil {
			people, err = pgx.CollectRows(rows, pgx.RowTo[evidence.PersonID])
		}
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(people)
		return people
	}
	sorted := func(list ...evidence.PersonID) []evidence.PersonID { slices.Sort(list); return list }
	post := func(p evidence.PersonID, kind postgres.MessageKind) {
		if _, err := d.post(p, kind, "The words of a message"); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		who  evidence.PersonID
		kind postgres.MessageKind
		want []evidence.PersonID
	}{
		{d.librarian, postgres.MessageUpdate, sorted(d.requester, d.delegate, d.copied)},
		{d.colleague, postgres.MessageUpdate, sorted(d.requester, d.delegate, d.copied)},
		{d.requester, postgres.MessageUpdate, sorted(d.librarian)},
		{d.delegate, postgres.MessageUpdate, sorted(d.librarian)},
		{d.librarian, postgres.MessageNote, nil},
	} {
		post(c.who, c.kind)
		if got := told(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.kind, got, c.want)
		}
	}
	key := postgres.Creation{Route: "/messages", Key: "one", Body: make([]byte, 32)}
	for range 2 {
		if _, err := d.content.PostMessage(t.Context(), d.as(d.requester), postgres.NewMessage{Kind: postgres.MessageUpdate, Text: "Once"}, key); err != nil {
			t.Fatal(err)
		}
	}
	if n := d.count(`SELECT count(*) FROM notice WHERE key || last_error LIKE '%Once%'`); n != 0 {
		t.Error("the message stands in the notice")
	}
	if got := told(); len(got) != 1 {
		t.Errorf("sent twice, it is told %d times", len(got))
	}
	d.exec(`UPDATE request_state SET owner = NULL WHERE request_id = $1`, d.request)
	post(d.requester, postgres.MessageUpdate)
	if got := told(); !slices.Equal(got, sorted(d.librarian, d.colleague)) {
		t.Errorf("without owner: %v", got)
	}
	d.exec(`UPDATE request_state SET requester = $2, owner = $2 WHERE request_id = $1`, d.request, d.librarian)
	post(d.librarian, postgres.MessageUpdate)
	if got := told(); len(got) != 0 {
		t.Errorf("to oneself: %v", got)
	}
}
