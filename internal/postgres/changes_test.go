package postgres_test

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const touch = `UPDATE request_state SET change_seq = nextval('request_change'), change_xid = pg_current_xact_id() WHERE request_id = $1`

// poll asks for changes until enough have come. Transactions in the databases of other tests hold them up for a moment.
func (s *shelf) poll(from *postgres.Position, enough func() bool, take func([]postgres.Change)) {
	s.Helper()
	for range 30_000 {
		list, next, err := s.reader.Changes(s.Context(), *from)
		if err != nil {
			s.Fatal(err)
		}
		*from = next
		take(list)
		if enough() {
			return
		}
		time.Sleep(time.Millisecond)
	}
	s.Fatal("the changes do not come")
}

// TestAPollerMissesNothing commits two changes in the other order than they began.
func TestAPollerMissesNothing(t *testing.T) {
	s := newShelf(t)
	first, second := s.put(item{}), s.put(item{})
	list, from, err := s.reader.Changes(t.Context(), 0)
	if err != nil || len(list) != 0 || from == 0 {
		t.Fatalf("the first call gives %d changes (%v)", len(list), err)
	}
	slow, err := s.db.Admin.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Rollback(t.Context())
	if _, err := slow.Exec(t.Context(), touch, first); err != nil {
		t.Fatal(err)
	}
	s.exec(touch, second)
	early, next, err := s.reader.Changes(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	if err := slow.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	seen := map[evidence.RequestID]int{}
	take := func(list []postgres.Change) {
		for _, c := range list {
			seen[c.Request]++
		}
	}
	take(early)
	s.poll(&next, func() bool { return len(seen) == 2 }, take)
	for range 3 {
		s.poll(&next, func() bool { return true }, take)
	}
	if diff := cmp.Diff(map[evidence.RequestID]int{first: 1, second: 1}, seen); diff != "" {
		t.Errorf("seen: %s", diff)
	}
}

// TestAPollerAmongWriters polls while transactions of all lengths come and go, some of them in vain.
func TestAPollerAmongWriters(t *testing.T) {
	s := newShelf(t)
	const writers, writes = 4, 25
	_, from, err := s.reader.Changes(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	newest := map[evidence.RequestID]int64{} // what the poller saw last
	take := func(list []postgres.Change) {
		for _, c := range list {
			newest[c.Request] = max(newest[c.Request], c.Number)
		}
	}
	var work sync.WaitGroup
	var ids []evidence.RequestID
	for range writers {
		ids = append(ids, s.put(item{}), s.put(item{}))
	}
	for w := range writers {
		random := rand.New(rand.NewPCG(uint64(w), 7))
		work.Go(func() {
			for range writes {
				err := pgx.BeginFunc(t.Context(), s.db.App, func(tx pgx.Tx) error {
					_, err := tx.Exec(t.Context(), touch, ids[2*w+random.IntN(2)])
					time.Sleep(time.Duration(random.IntN(4)) * time.Millisecond)
					if random.IntN(5) == 0 {
						return tx.Rollback(t.Context())
					}
					return err
				})
				if err != nil && err != pgx.ErrTxClosed { //nolint:errorlint // what a rolled back one gives
					t.Error(err)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() { work.Wait(); close(done) }()
	finished := func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	}
	s.poll(&from, finished, take)
	rows, err := s.db.Admin.Query(t.Context(), `SELECT request_id::text, change_seq FROM request_state`)
	if err != nil {
		t.Fatal(err)
	}
	stored := map[evidence.RequestID]int64{}
	var id string
	var n int64
	if _, err := pgx.ForEachRow(rows, []any{&id, &n}, func() error { stored[evidence.RequestID(id)] = n; return nil }); err != nil {
		t.Fatal(err)
	}
	s.poll(&from, func() bool { return cmp.Equal(stored, newest) }, take)
}

func TestManyChangesComeInSeveralCalls(t *testing.T) {
	if testing.Short() {
		t.Skip("stores 3,000 requests")
	}
	s := newShelf(t)
	_, from, err := s.reader.Changes(t.Context(), 0)
	if err != nil {
		t.Fatal(err)
	}
	s.flood(2_500) // in one transaction, which is not parted
	for range 3 {
		s.put(item{})
	}
	var calls []int
	total := 0
	s.poll(&from, func() bool { return total >= 2_503 }, func(list []postgres.Change) {
		total += len(list)
		if len(list) > 0 {
			calls = append(calls, len(list))
		}
	})
	if calls[0] != 2_500 || total != 2_503 {
		t.Errorf("they come as %v", calls)
	}
}

func TestEverythingThatShouldRun(t *testing.T) {
	s := newShelf(t)
	recent, old := time.Now().UTC().Add(-time.Hour), time.Now().UTC().Add(-evidence.ReviveWindow-time.Hour)
	var want []evidence.RequestID
	for _, stage := range evidence.Stages() {
		switch stage {
		case evidence.Closed:
		case evidence.Delivered:
			want = append(want, s.put(item{stage: stage, outcome: evidence.Answered}))
		default:
			want = append(want, s.put(item{stage: stage}))
		}
	}
	s.put(item{stage: evidence.Closed, outcome: evidence.Answered})
	lapsed, gone := s.put(item{stage: evidence.Closed, outcome: evidence.Lapsed}), s.put(item{stage: evidence.Closed, outcome: evidence.Lapsed})
	s.exec(`UPDATE request_state SET closed_at = $2 WHERE request_id = $1`, lapsed, recent)
	s.exec(`UPDATE request_state SET closed_at = $2 WHERE request_id = $1`, gone, old)
	want = append(want, lapsed) // in the order of their identifiers, which is that of their making
	var got []evidence.RequestID
	for after := evidence.RequestID(""); ; {
		page, err := s.reader.OpenRequests(t.Context(), after, 4)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, state := range page {
			got = append(got, state.Request)
		}
		after = got[len(got)-1]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBacklog(t *testing.T) {
	s := newShelf(t)
	s.put(item{stage: evidence.Submitted})
	late := s.put(item{owner: s.librarian, promise: s.days(-1)})
	s.exec(`UPDATE request_state SET running = true WHERE request_id = $1`, late)
	s.put(item{owner: s.librarian, decision: s.days(-1), stage: evidence.OnHold}) // its clock is stopped
	s.put(item{stage: evidence.Merged})
	empty, err := s.reader.Backlog(t.Context(), s.now)
	want := postgres.Backlog{Open: map[evidence.Stage]int{evidence.Submitted: 1, evidence.Triage: 1, evidence.OnHold: 1}, Unowned: 1, Overdue: 1}
	if diff := cmp.Diff(want, empty); diff != "" || err != nil {
		t.Errorf("%v: %s", err, diff)
	}
	s.exec(`INSERT INTO outbox (kind, key, payload, attempts, next_attempt_at, created_at, done_at) VALUES
		('command', 'a', '{}', 3, $1, $1, NULL), ('command', 'b', '{}', 0, $1, $2, NULL), ('command', 'c', '{}', 1, $1, $1, $1)`, s.now, s.now.Add(-90*time.Second))
	got, err := s.reader.Backlog(t.Context(), s.now)
	want.Waiting, want.Failing, want.OldestFor = 2, 1, 90*time.Second
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v: %s", err, diff)
	}
}
