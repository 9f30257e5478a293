package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// retain runs a round some months after now.
func (d *desk) retain(months int) postgres.Retained {
	d.Helper()
	at := d.now.AddDate(0, months, 1)
	done, err := postgres.NewErasures(d.db.Eraser, func() time.Time { return at }).Retain(d.Context())
	if err != nil {
		d.Fatal(err)
	}
	return done
}

func TestRetentionKeepsTheAnonymousRecord(t *testing.T) {
	d := newDesk(t)
	d.told()
	d.exec(`UPDATE api_token SET revoked_at = now()`)
	d.exec(`DELETE FROM request_draft`)
	if diff := cmp.Diff(postgres.Retained{}, d.retain(23)); diff != "" {
		t.Fatalf("before the time: %s", diff)
	}
	// The requester, and those who were only a delegate or copied in, are two different things: the latter never asked.
	if diff := cmp.Diff(postgres.Retained{Requests: 1, People: 1}, d.retain(24)); diff != "" {
		t.Fatal(diff)
	}
	for _, table := range []string{"person", "message", "attachment", "time_entry", "survey_answer", "request", "split_part", "api_token"} {
		if d.holding(table) != 0 {
			t.Errorf("%s still holds it", table)
		}
	}
	for _, table := range []string{"request_text", "search_record", "summary", "reference"} {
		if d.holding(table) == 0 {
			t.Errorf("%s has lost the anonymous record", table)
		}
	}
	if n := d.count(`SELECT count(*) FROM request_text WHERE background <> ''`); n != 0 {
		t.Error("the background stays")
	}
	if n := d.count(`SELECT count(*) FROM request WHERE erased_at IS NOT NULL`); n != 1 || d.count(`SELECT count(*) FROM erasure`) != 0 {
		t.Error("the request is not marked, or the ledger of erasures knows of it")
	}
	if diff := cmp.Diff(postgres.Retained{}, d.retain(24)); diff != "" {
		t.Errorf("again: %s", diff)
	}
}

func TestEachLibrarySetsItsRetention(t *testing.T) {
	d := newDesk(t)
	d.stage(evidence.Closed, evidence.Declined)
	if err := d.libraries().SaveSettings(t.Context(), d.library, postgres.Settings{RetentionMonths: 6}); err != nil {
		t.Fatal(err)
	}
	if got := d.retain(5); got.Requests != 0 {
		t.Errorf("after five months: %+v", got)
	}
	if got := d.retain(6); got.Requests != 1 {
		t.Errorf("after six months: %+v", got)
	}
}

func TestWhomRetentionRemembers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		still  func(*desk)
		people int
	}{
		"nothing": {func(*desk) {}, 1},
		"another request": {func(d *desk) {
			d.exec(`UPDATE request_state SET owner = NULL, stage = 'submitted' WHERE request_id = $1`, d.ask())
		}, 0},
		"copied in": {func(d *desk) {
			id := d.ask()
			d.exec(`UPDATE request_state SET requester = $2 WHERE request_id = $1`, id, d.outsider)
			d.exec(`UPDATE request SET requester = $2 WHERE id = $1`, id, d.outsider)
			d.exec(`INSERT INTO request_person VALUES ($1, $2, 'copied')`, id, d.requester)
		}, 0},
		"a token":      {func(d *desk) { d.issue(d.requester, "theirs", time.Time{}) }, 0},
		"an old token": {func(d *desk) { d.issue(d.requester, "theirs", d.now.Add(time.Hour)) }, 1},
		"staff": {func(d *desk) {
			if err := d.people().GiveRole(d.Context(), d.requester, d.library, evidence.Librarian); err != nil {
				d.Fatal(err)
			}
		}, 0},
		"a draft": {func(d *desk) {
			d.must(d.content.AddDraft(d.Context(), d.requester, map[string]any{"question": "later"}, postgres.Creation{}))
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.stage(evidence.Closed, evidence.Declined)
			c.still(d)
			if got := d.retain(24); got.People != c.people || got.Requests != 1 {
				t.Errorf("%+v, want %d people", got, c.people)
			}
		})
	}
}
