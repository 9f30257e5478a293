package postgres_test

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestTheSameKeyMakesOneRequest(t *testing.T) {
	o := newOffice(t)
	const callers = 8
	ids, replays := make([]evidence.RequestID, callers), make([]bool, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			opened, err := o.requests.Open(o.Context(), o.opening("double-click"))
			if err != nil {
				t.Error(err)
			}
			ids[i], replays[i] = opened.ID, opened.Replayed
		})
	}
	wg.Wait()
	fresh := 0
	for i := range callers {
		if ids[i] != ids[0] {
			t.Errorf("caller %d got another request", i)
		}
		if !replays[i] {
			fresh++
		}
	}
	if n := o.count(`SELECT count(*) FROM request`); n != 1 || fresh != 1 {
		t.Errorf("%d requests, %d fresh", n, fresh)
	}
	other := o.opening("double-click")
	other.Key.Body = make([]byte, 32)
	if _, err := o.requests.Open(o.Context(), other); evidence.CodeOf(err) != evidence.IdempotencyKeyReused {
		t.Errorf("another body: %v", err)
	}
}

func TestApplyingAgainGivesTheSameClock(t *testing.T) {
	o := newOffice(t)
	s := o.submit()
	c := evidence.Command{ID: "claim-1", Name: evidence.Claim, Actor: o.lib}
	d, err := evidence.Decide(s, c, o.now)
	if err != nil {
		t.Fatal(err)
	}
	tr := evidence.Of(s, c, d, o.now)
	first, err := o.requests.Apply(t.Context(), tr)
	if err != nil {
		t.Fatal(err)
	}
	o.now = o.now.Add(3 * time.Hour)
	again, err := o.requests.Apply(t.Context(), tr)
	if err != nil || cmp.Diff(first, again) != "" {
		t.Fatalf("again: %v\n%s", err, cmp.Diff(first, again))
	}
	if n := o.count(`SELECT count(*) FROM transition WHERE request_id = $1`, s.Request); n != 2 {
		t.Errorf("%d rows", n)
	}
	tr.Command.ID = "claim-2"
	_, err = o.requests.Apply(t.Context(), tr)
	var conflict interface{ Conflict() bool }
	if !errors.As(err, &conflict) || !conflict.Conflict() {
		t.Errorf("another command under the same number: %v", err)
	}
	tr.Next.Seq += 2
	if _, err = o.requests.Apply(t.Context(), tr); !errors.As(err, &conflict) {
		t.Errorf("a gap: %v", err)
	}
}

func TestTwoAttemptsAtOnceWriteOneRow(t *testing.T) {
	o := newOffice(t)
	s := o.submit()
	c := evidence.Command{ID: "claim", Name: evidence.Claim, Actor: o.lib}
	d, err := evidence.Decide(s, c, o.now)
	if err != nil {
		t.Fatal(err)
	}
	tr := evidence.Of(s, c, d, o.now)
	var wg sync.WaitGroup
	clocks := make([]evidence.Clock, 4)
	for i := range clocks {
		wg.Go(func() {
			var err error
			if clocks[i], err = o.requests.Apply(o.Context(), tr); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, c := range clocks[1:] {
		if diff := cmp.Diff(clocks[0], c); diff != "" {
			t.Error(diff)
		}
	}
}

func TestClockOverABankHolidayWeekend(t *testing.T) {
	o := newOffice(t) // Maundy Thursday, 10:00 in London
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, month, day, hour, minute, 0, 0, time.UTC)
	}
	s := o.submit()
	// Ten working days of eight hours; Good Friday and Easter Monday do not count.
	if want := at(4, 20, 9, 0); !s.Clock.PromiseDue.Equal(want) {
		t.Fatalf("promised for %v, want %v", s.Clock.PromiseDue, want)
	}
	s = o.give(s, evidence.Claim, o.lib, evidence.Args{})
	o.now = at(4, 2, 15, 0) // 16:00 in London: one hour of the day is left
	s = o.give(s, evidence.Ask, o.lib, evidence.Args{Message: "m"})
	if s.Clock.Running || s.Clock.Remaining != 4800-360 {
		t.Fatalf("stopped with %d minutes", s.Clock.Remaining)
	}
	wantRemind := at(4, 8, 15, 0) // two working days later: Tuesday and Wednesday
	if d, _ := s.NextDeadline(); d.Name != evidence.Remind1 || !d.At.Equal(wantRemind) {
		t.Fatalf("next %s at %v, want %v", d.Name, d.At, wantRemind)
	}
	o.now = at(4, 7, 10, 0) // Tuesday after Easter, 11:00 in London
	s = o.give(s, evidence.Answer, o.ann, evidence.Args{Message: "m2"})
	// 4440 minutes are left: six hours of Tuesday, eight whole days and four hours.
	if want := at(4, 20, 12, 0); !s.Clock.PromiseDue.Equal(want) {
		t.Fatalf("promised for %v, want %v", s.Clock.PromiseDue, want)
	}
}

func TestTheAuditReplaysToTheProjection(t *testing.T) {
	o := newOffice(t)
	s := o.submit()
	s = o.give(s, evidence.Claim, o.lib, evidence.Args{})
	s = o.give(s, evidence.Accept, o.lib, evidence.Args{
		Type: "audit", Product: "reference_list", Estimate: 60, PromiseDue: o.now.Add(72 * time.Hour), Policy: evidence.CheckSummary,
	})
	s = o.give(s, evidence.Hold, o.lib, evidence.Args{Reason: "other", ReviewAt: o.now.Add(48 * time.Hour)})
	s = o.give(s, evidence.Resume, o.lib, evidence.Args{})
	s = o.give(s, evidence.CompleteSearch, o.lib, evidence.Args{Searches: []string{"s"}, Digest: "d"})
	text := evidence.Args{Subject: evidence.Summary, Version: 1, Digest: "d", Authors: []evidence.PersonID{o.lib.Person}}
	s = o.give(s, evidence.SubmitForCheck, o.lib, text)
	s = o.give(s, evidence.Approve, o.second, evidence.Args{Version: 1, Digest: "d"})
	text.Outcome = evidence.Answered
	s = o.give(s, evidence.Deliver, o.lib, text)

	rows, err := o.db.App.Query(t.Context(), `SELECT command, command_id, coalesce(actor::text, ''), actor_roles, at, recorded_at, args, state FROM transition
		WHERE request_id = $1 ORDER BY seq`, s.Request)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var replayed evidence.State
	for rows.Next() {
		var name, id, actor string
		var roles []string
		var at, recorded time.Time
		var args, state []byte
		if err := rows.Scan(&name, &id, &actor, &roles, &at, &recorded, &args, &state); err != nil {
			t.Fatal(err)
		}
		c := evidence.Command{ID: id, Name: evidence.Name(name), Actor: evidence.Actor{Person: evidence.PersonID(actor), System: actor == ""}}
		for _, r := range roles {
			c.Actor.Roles = append(c.Actor.Roles, evidence.Role(r))
		}
		if err := json.Unmarshal(args, &c.Args); err != nil {
			t.Fatal(err)
		}
		d, err := evidence.Decide(replayed, c, recorded)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var stored evidence.State
		if err := json.Unmarshal(state, &stored); err != nil {
			t.Fatal(err)
		}
		replayed = d.Next.Settle(stored.Clock)
		if diff := cmp.Diff(stored, replayed); diff != "" {
			t.Fatalf("after %s:\n%s", name, diff)
		}
	}
	if n := o.count(`SELECT count(*) FROM request_state WHERE request_id = $1 AND stage = 'delivered' AND outcome = 'answered' AND seq = $2
		AND owner = $3 AND NOT running AND promise_due IS NULL AND delivered_at = $4`, s.Request, s.Seq, s.Owner, s.DeliveredAt); n != 1 {
		t.Error("the projection says something else")
	}
}

func TestMergesAtTheSameMomentMakeNoCircle(t *testing.T) {
	o := newOffice(t)
	a, b := o.submit(), o.submit()
	var wg sync.WaitGroup
	errs := make([]error, 2)
	wg.Go(func() { errs[0] = o.requests.ReserveMerge(o.Context(), a.Request, b.Request) })
	wg.Go(func() { errs[1] = o.requests.ReserveMerge(o.Context(), b.Request, a.Request) })
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("both: %v, %v", errs[0], errs[1])
	}
	for _, err := range errs {
		if err != nil && evidence.CodeOf(err) != evidence.LinkRefused {
			t.Errorf("refused with %v", err)
		}
	}
	source, survivor := a, b
	if errs[0] != nil {
		source, survivor = b, a
	}
	third := o.submit()
	if err := o.requests.ReserveMerge(t.Context(), third.Request, source.Request); evidence.CodeOf(err) != evidence.LinkRefused {
		t.Errorf("a chain: %v", err)
	}
	merged := o.give(source, evidence.Merge, o.lib, evidence.Args{Survivor: survivor.Request})
	if err := o.requests.ReleaseMerge(t.Context(), source.Request); err != nil {
		t.Fatal(err)
	}
	if n := o.count(`SELECT count(*) FROM merge_link WHERE state = 'active'`); n != 1 {
		t.Error("an active link was released")
	}
	o.give(survivor, evidence.Decline, o.lib, evidence.Args{Reason: "other"})
	if n := o.count(`SELECT count(*) FROM outbox WHERE kind = 'command' AND payload -> 'command' ->> 'name' = 'close-merged'
		AND payload ->> 'request' = $1`, merged.Request); n != 1 {
		t.Error("the survivor's end does not reach the source")
	}
}

func TestSplitAndReferOpenRequests(t *testing.T) {
	o := newOffice(t)
	whole := o.give(o.submit(), evidence.Claim, o.lib, evidence.Args{})
	d := &desk{T: t, db: o.db}
	parts := []postgres.Part{
		{ID: evidence.RequestID(d.id()), Question: "The first half of the question."},
		{ID: evidence.RequestID(d.id()), Question: "The second half of the question.", Urgency: "soon"},
	}
	if err := o.requests.PrepareSplit(t.Context(), whole.Request, parts); err != nil {
		t.Fatal(err)
	}
	o.now = o.now.Add(2 * time.Hour)
	whole = o.give(whole, evidence.SplitRequest, o.lib, evidence.Args{Children: []evidence.RequestID{parts[0].ID, parts[1].ID}})
	if n := o.count(`SELECT count(*) FROM request_state WHERE stage = 'triage' AND owner = $1 AND received_at = $2 AND request_id IN ($3, $4)`,
		o.lib.Person, whole.ReceivedAt, parts[0].ID, parts[1].ID); n != 2 {
		t.Errorf("%d parts", n)
	}
	if n := o.count(`SELECT count(*) FROM request_link WHERE kind = 'split_from' AND to_request = $1`, whole.Request); n != 2 {
		t.Errorf("%d links", n)
	}

	s := o.give(o.submit(), evidence.Claim, o.lib, evidence.Args{})
	partner := evidence.RequestID(d.id())
	if err := o.requests.PrepareReferral(t.Context(), postgres.Referral{Request: s.Request, To: o.other, Partner: partner}); err != nil {
		t.Fatal(err)
	}
	s = o.give(s, evidence.Refer, o.lib, evidence.Args{Reason: "other", Consent: true, Request: partner})
	if !s.Clock.Running {
		t.Error("our promise must run on")
	}
	if n := o.count(`SELECT count(*) FROM request_state rs JOIN request_text t USING (request_id) WHERE rs.request_id = $1 AND rs.library_id = $2
		AND stage = 'submitted' AND question LIKE 'Does early%'`, partner, o.other); n != 1 {
		t.Error("nothing was opened at the partner")
	}
	if n := o.count(`SELECT count(*) FROM outbox WHERE kind = 'start-request'`); n != 5 {
		t.Errorf("%d starts ordered", n)
	}
}
