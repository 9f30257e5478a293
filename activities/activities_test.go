package activities_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
)

type requestStore struct{ err error }

// Apply implements activities.RequestStore.
func (s requestStore) Apply(context.Context, evidence.Transition) (evidence.Clock, error) {
	return evidence.Clock{Budget: 7}, s.err
}

type followUpStore struct{ err error }

// Apply implements activities.FollowUpStore.
func (s followUpStore) Apply(context.Context, evidence.ImpactTransition) (evidence.ImpactState, error) {
	return evidence.ImpactState{Seq: 7}, s.err
}

// databaseError is what a driver says: words that may quote a row, and a SQLSTATE.
type databaseError struct{}

// Error implements error.
func (databaseError) Error() string { return "CANARY" }

// SQLState gives the code.
func (databaseError) SQLState() string { return "23505" }

type conflictError struct{}

// Error implements error.
func (conflictError) Error() string { return "CANARY" }

// Conflict marks the error.
func (conflictError) Conflict() bool { return true }

// TestErrorsAreConcealed lets codes out of an activity and nothing else.
func TestErrorsAreConcealed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err       error
		kind      string
		message   string
		permanent bool
	}{
		"database":   {fmt.Errorf("CANARY: %w", databaseError{}), "store-unavailable", "store-unavailable 23505", false},
		"any":        {errors.New("CANARY"), "store-unavailable", "store-unavailable", false},
		"cancelled":  {context.Canceled, "store-unavailable", "store-unavailable", false},
		"refusal":    {fmt.Errorf("CANARY: %w", &evidence.Error{Code: evidence.NotFound}), "not-found", "not-found", false},
		"conflict":   {fmt.Errorf("CANARY: %w", activities.ErrConflict), "projection-conflict", "projection-conflict", true},
		"conflict 2": {fmt.Errorf("CANARY: %w", conflictError{}), "projection-conflict", "projection-conflict", true},
	} {
		_, err := (&activities.Requests{Store: requestStore{c.err}}).Apply(t.Context(), evidence.Transition{})
		_, err2 := (&activities.FollowUps{Store: followUpStore{c.err}}).ApplyImpact(t.Context(), evidence.ImpactTransition{})
		for _, err := range []error{err, err2} {
			var a *temporal.ApplicationError
			if !errors.As(err, &a) || a.Type() != c.kind || a.Message() != c.message || a.NonRetryable() != c.permanent || a.Unwrap() != nil {
				t.Errorf("%s: %#v", name, err)
			}
		}
	}
	if clock, err := (&activities.Requests{Store: requestStore{}}).Apply(t.Context(), evidence.Transition{}); err != nil || clock.Budget != 7 {
		t.Errorf("%v, %v", clock, err)
	}
	if s, err := (&activities.FollowUps{Store: followUpStore{}}).ApplyImpact(t.Context(), evidence.ImpactTransition{}); err != nil || s.Seq != 7 {
		t.Errorf("%v, %v", s, err)
	}
}

// ledger writes down what is done with one notice.
type ledger struct {
	activities.Ledger

	log  []string
	lost bool
	at   time.Time
	err  error
}

func (l *ledger) note(what string) error {
	l.log = append(l.log, what)
	return l.err
}

// Sending implements activities.Ledger.
func (l *ledger) Sending(context.Context, string) (bool, error) { return !l.lost, l.note("sending") }

// Sent implements activities.Ledger.
func (l *ledger) Sent(ctx context.Context, _ string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return l.note("sent")
}

// Retry implements activities.Ledger.
func (l *ledger) Retry(_ context.Context, _, code string, at time.Time) error {
	l.at = at
	return l.note("retry " + code)
}

// Failed implements activities.Ledger.
func (l *ledger) Failed(_ context.Context, _, code string) error { return l.note("failed " + code) }

// Unconfirmed implements activities.Ledger.
func (l *ledger) Unconfirmed(context.Context, string) error { return l.note("unconfirmed") }

// NoRecipient implements activities.Ledger.
func (l *ledger) NoRecipient(context.Context, string) error { return l.note("no_recipient") }

type mailer struct {
	log  *ledger
	err  error
	stop context.CancelFunc
}

// Send implements activities.Mailer.
func (m mailer) Send(_ context.Context, l mail.Letter) error {
	m.log.log = append(m.log.log, "smtp "+l.To)
	if m.stop != nil {
		m.stop()
	}
	return m.err
}

// TestNotice takes a notice through the ledger: sending is on record before the first byte leaves, and a doubtful end is
// never tried again.
func TestNotice(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	queued := mail.Notice{ID: "1", Kind: evidence.NoticeDelivered, To: "ann@example.org", QueuedAt: now.Add(-time.Hour)}
	old, erased, unknown := queued, queued, queued
	old.QueuedAt, old.Attempts = now.Add(-activities.GiveUpAfter+time.Minute), 30
	erased.To = ""
	unknown.Kind = "unheard_of"
	for name, c := range map[string]struct {
		notice mail.Notice
		lost   bool
		err    error
		want   []string
	}{
		"sent":            {notice: queued, want: []string{"sending", "smtp ann@example.org", "sent"}},
		"unconfirmed":     {notice: queued, err: mail.ErrUnconfirmed, want: []string{"sending", "smtp ann@example.org", "unconfirmed"}},
		"refused":         {notice: queued, err: &mail.RefusedError{Code: 451}, want: []string{"sending", "smtp ann@example.org", "retry smtp-451"}},
		"refused for 3 d": {notice: old, err: &mail.RefusedError{}, want: []string{"sending", "smtp ann@example.org", "failed unreachable"}},
		"erased":          {notice: erased, want: []string{"no_recipient"}},
		"unknown kind":    {notice: unknown, want: []string{"failed unknown-notice"}},
		"lease lost":      {notice: queued, lost: true, want: []string{"sending"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := &ledger{lost: c.lost}
			n := &activities.Notices{Ledger: l, Mailer: mailer{log: l, err: c.err}, Now: func() time.Time { return now }}
			if err := n.Send(t.Context(), c.notice); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(c.want, l.log); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestNoticeIsRecordedWhenStopping records what happened although the process was told to stop meanwhile.
func TestNoticeIsRecordedWhenStopping(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	l := &ledger{}
	n := &activities.Notices{Ledger: l, Mailer: mailer{log: l, stop: stop}}
	if err := n.Send(ctx, mail.Notice{ID: "1", Kind: evidence.NoticeDelivered, To: "ann@example.org"}); err != nil {
		t.Error(err)
	}
	if got := strings.Join(l.log, ", "); got != "sending, smtp ann@example.org, sent" {
		t.Error(got)
	}
}

// TestRetriesGrow waits longer after each refusal, up to two hours.
func TestRetriesGrow(t *testing.T) {
	t.Parallel()
	now := time.Now()
	last := time.Duration(0)
	for attempts := range 40 {
		l := &ledger{}
		n := &activities.Notices{Ledger: l, Mailer: mailer{log: l, err: &mail.RefusedError{}}, Now: func() time.Time { return now }}
		if err := n.Send(t.Context(), mail.Notice{Kind: evidence.NoticeDue, To: "a@example.org", Attempts: attempts, QueuedAt: now}); err != nil {
			t.Fatal(err)
		}
		wait := l.at.Sub(now)
		if wait < last || wait > 2*time.Hour || wait < 30*time.Second {
			t.Errorf("after %d attempts: %v", attempts, wait)
		}
		last = wait
	}
	if last != 2*time.Hour {
		t.Errorf("at last %v", last)
	}
}

// TestLedgerFails passes on that nothing was recorded, and sends nothing.
func TestLedgerFails(t *testing.T) {
	t.Parallel()
	l := &ledger{err: errors.New("down")}
	n := &activities.Notices{Ledger: l, Mailer: mailer{log: l}}
	if err := n.Send(t.Context(), mail.Notice{Kind: evidence.NoticeDue, To: "a@example.org"}); err == nil || len(l.log) != 1 {
		t.Errorf("%v, %v", err, l.log)
	}
}
