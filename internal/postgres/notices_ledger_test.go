package postgres_test

import (
	"sync"
	"testing"
	"time"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres"
)

var _ activities.Ledger = (*postgres.Notices)(nil)

func (d *desk) ledger() *postgres.Notices { return postgres.NewNotices(d.db.App) }

// owe queues a number of notices and gives nothing back but their count.
func (d *desk) owe(n int) {
	d.Helper()
	for i := range n {
		s := d.state()
		s.Seq = i + 1
		d.queue(s, evidence.Notice{Kind: evidence.NoticeDue, To: evidence.ToOwner})
	}
}

func (d *desk) claim(limit int, lease time.Duration) []mail.Notice {
	d.Helper()
	list, err := d.ledger().Claim(d.Context(), limit, lease)
	if err != nil {
		d.Fatal(err)
	}
	return list
}

func (d *desk) claimOne() mail.Notice {
	d.Helper()
	list := d.claim(10, time.Minute)
	if len(list) != 1 {
		d.Fatalf("claimed %d notices, want 1", len(list))
	}
	return list[0]
}

func (d *desk) sending(id string, want bool) {
	d.Helper()
	if got, err := d.ledger().Sending(d.Context(), id); err != nil || got != want {
		d.Fatalf("sending: %v, %v", got, err)
	}
}

func (d *desk) noticeState(id string) (state string) {
	d.Helper()
	if err := d.db.Admin.QueryRow(d.Context(), `SELECT state FROM notice WHERE id = $1`, id).Scan(&state); err != nil {
		d.Fatal(err)
	}
	return state
}

func TestEightClaimersShareTheNotices(t *testing.T) {
	d := newDesk(t)
	const total = 200
	d.owe(total)
	var mu sync.Mutex
	seen := map[string]int{}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for {
				list, err := d.ledger().Claim(d.Context(), 12, time.Minute)
				if err != nil {
					t.Error(err)
				}
				if len(list) == 0 {
					return
				}
				mu.Lock()
				for _, n := range list {
					seen[n.ID]++
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s was claimed %d times", id, n)
		}
	}
	if len(seen) != total {
		t.Errorf("%d of %d were claimed", len(seen), total)
	}
}

func TestAClaimCarriesWhatALetterNeeds(t *testing.T) {
	d := newDesk(t)
	d.exec(`UPDATE person SET email = NULL WHERE id = $1`, d.delegate)
	d.queue(d.state(), evidence.Notice{Kind: evidence.NoticeDelivered, To: evidence.ToRequester})
	d.forgotten(d.copied)
	if got := len(d.claim(2, time.Minute)); got != 2 {
		t.Errorf("claimed %d, want no more than the limit", got)
	}
	d.exec(`UPDATE notice SET locked_until = NULL`)
	byKey := map[string]mail.Notice{}
	for _, n := range d.claim(10, time.Minute) {
		byKey[n.Key] = n
	}
	key := func(p evidence.PersonID) string { return string(d.request) + "/7/delivered/" + string(p) }
	n := byKey[key(d.requester)]
	if n.To != string(d.requester)+"@example.org" || n.Name != "Somebody" || n.Kind != evidence.NoticeDelivered || n.Request != d.request ||
		n.Reference == "" || n.Ask != "" || n.Attempts != 0 || n.QueuedAt.IsZero() {
		t.Errorf("%+v", n)
	}
	for name, p := range map[string]evidence.PersonID{"erased": d.copied, "without an address": d.delegate} {
		if n, ok := byKey[key(p)]; !ok || n.To != "" {
			t.Errorf("%s: claimed %v, for %q", name, ok, n.To)
		}
	}
	if n := byKey[key(d.copied)]; n.Name != "" {
		t.Error("the erased person still has a name in the letter")
	}
}

func TestALostLeaseSendsNothing(t *testing.T) {
	d := newDesk(t)
	d.owe(1)
	first := d.claimOne()
	if got := d.claim(10, time.Minute); len(got) != 0 {
		t.Fatal("claimed twice within the lease")
	}
	d.exec(`UPDATE notice SET locked_until = now() - interval '1 second'`)
	d.sending(first.ID, false)
	second := d.claimOne()
	d.sending(second.ID, true)
	d.sending(first.ID, false)
	if got := d.claim(10, time.Minute); len(got) != 0 || d.noticeState(second.ID) != "sending" {
		t.Error("what is on its way was claimed again")
	}
}

func TestTheLedgersSteps(t *testing.T) {
	later := time.Now().Add(time.Hour)
	steps := map[string]func(*desk, string) error{
		"sent":   func(d *desk, id string) error { return d.ledger().Sent(d.Context(), id) },
		"retry":  func(d *desk, id string) error { return d.ledger().Retry(d.Context(), id, "smtp-451", later) },
		"failed": func(d *desk, id string) error { return d.ledger().Failed(d.Context(), id, "smtp-550") },
		"lost":   func(d *desk, id string) error { return d.ledger().Unconfirmed(d.Context(), id) },
		"nobody": func(d *desk, id string) error { return d.ledger().NoRecipient(d.Context(), id) },
	}
	allowed := map[string]map[string]string{
		"queued":       {"failed": "failed", "nobody": "no_recipient", "retry": "queued"},
		"sending":      {"sent": "sent", "retry": "queued", "failed": "failed", "lost": "unconfirmed", "nobody": "no_recipient"},
		"sent":         {"sent": "sent"},
		"failed":       {"failed": "failed"},
		"unconfirmed":  {"sent": "sent", "lost": "unconfirmed"},
		"no_recipient": {"nobody": "no_recipient"},
	}
	d := newDesk(t)
	d.owe(len(steps) * len(allowed))
	ids := d.claim(100, time.Minute)
	for from, to := range allowed {
		for name, step := range steps {
			id := ids[0].ID
			ids = ids[1:]
			d.exec(`UPDATE notice SET state = $2, done_at = CASE WHEN $2 IN ('queued', 'sending') THEN NULL ELSE now() END WHERE id = $1`, id, from)
			err := step(d, id)
			want, ok := to[name]
			if !ok {
				want = from
			}
			if (err == nil) != ok || d.noticeState(id) != want {
				t.Errorf("%s when %s: %v, now %s", name, from, err, d.noticeState(id))
			}
		}
	}
	if err := d.ledger().Sent(t.Context(), d.id()); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("no such notice: %v", err)
	}
}

func TestARefusedLetterIsTriedAgainLater(t *testing.T) {
	d := newDesk(t)
	d.owe(1)
	n := d.claimOne()
	d.sending(n.ID, true)
	if err := d.ledger().Retry(t.Context(), n.ID, "smtp-451", time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := d.claim(10, time.Minute); len(got) != 0 {
		t.Fatal("claimed before its time")
	}
	d.exec(`UPDATE notice SET next_attempt_at = now()`)
	if n = d.claimOne(); n.Attempts != 1 {
		t.Errorf("%d attempts are counted", n.Attempts)
	}
	d.sending(n.ID, true)
	for range 2 {
		if err := d.ledger().Failed(t.Context(), n.ID, "smtp-550"); err != nil {
			t.Fatal(err)
		}
	}
	list, err := d.ledger().Of(t.Context(), d.request)
	if err != nil || list[0].Attempts != 2 || list[0].Code != "smtp-550" || list[0].DoneAt.IsZero() {
		t.Errorf("%+v, %v", list, err)
	}
	if n := d.count(`SELECT count(*) FROM team_task WHERE kind = 'notice_failed' AND library_id = $1 AND request_id = $2`, d.library, d.request); n != 1 {
		t.Errorf("%d tasks", n)
	}
}

func TestWhatADeadProcessLeftIsNeverSentAgain(t *testing.T) {
	d := newDesk(t)
	d.owe(3)
	list := d.claim(10, time.Minute)
	d.sending(list[0].ID, true)
	d.sending(list[1].ID, true)
	if n, err := d.ledger().Abandoned(t.Context()); err != nil || n != 0 {
		t.Fatalf("%d taken from a living process, %v", n, err)
	}
	d.exec(`UPDATE notice SET locked_until = now() - interval '1 second'`)
	if n, err := d.ledger().Abandoned(t.Context()); err != nil || n != 2 {
		t.Fatalf("%d abandoned, %v", n, err)
	}
	if n, err := d.ledger().Abandoned(t.Context()); err != nil || n != 0 {
		t.Errorf("%d abandoned again, %v", n, err)
	}
	if got := d.claim(10, time.Minute); len(got) != 1 || got[0].ID != list[2].ID {
		t.Errorf("claimed %+v", got)
	}
	if n := d.count(`SELECT count(*) FROM team_task WHERE kind = 'notice_unconfirmed' AND done_at IS NULL`); n != 2 {
		t.Errorf("%d tasks", n)
	}
	// The process was slow, not dead.
	if err := d.ledger().Sent(t.Context(), list[0].ID); err != nil || d.noticeState(list[0].ID) != "sent" {
		t.Errorf("sent after all: %v", err)
	}
	if n := d.count(`SELECT count(*) FROM team_task WHERE done_at IS NULL`); n != 1 {
		t.Errorf("%d tasks are open", n)
	}
}
