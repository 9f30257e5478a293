package activities

import (
	"context"
	"errors"
	"time"

	"evidencedesk/internal/mail"
)

// Ledger keeps every notice that is owed, and what became of it. A notice is queued → sending → sent, or failed,
// unconfirmed or no_recipient. Each method commits before it returns.
type Ledger interface {
	// Claim leases up to limit queued notices whose time has come and returns them with the address of their recipient,
	// which is empty for a person who was erased. No two callers hold the same notice at once.
	Claim(ctx context.Context, limit int, lease time.Duration) ([]mail.Notice, error)
	// Sending marks a leased notice as on its way. It answers false, and marks nothing, when the lease was lost.
	Sending(ctx context.Context, id string) (bool, error)
	// Sent records that the mail server accepted it.
	Sent(ctx context.Context, id string) error
	// Retry puts it back into the queue until at, counting the attempt. Code says what the server answered.
	Retry(ctx context.Context, id, code string, at time.Time) error
	// Failed gives up after a refusal and makes a task for the team.
	Failed(ctx context.Context, id, code string) error
	// Unconfirmed records that it may have been sent, which is never tried again, and makes a task for the team.
	Unconfirmed(ctx context.Context, id string) error
	// NoRecipient drops it: the person was erased.
	NoRecipient(ctx context.Context, id string) error
	// Abandoned does what Unconfirmed does for every notice left in sending by a process that died, and counts them.
	Abandoned(ctx context.Context) (int, error)
}

// Mailer hands one letter to the mail server. Its error matches [mail.ErrUnconfirmed] when the server may have accepted
// the letter; any other error means that it did not.
type Mailer interface {
	Send(ctx context.Context, letter mail.Letter) error
}

// Notices sends what is owed to people.
type Notices struct {
	Ledger Ledger
	Mailer Mailer
	Site   mail.Site
	Now    func() time.Time // time.Now when nil
}

// GiveUpAfter is how long a refused notice is tried before the team is told.
const GiveUpAfter = 3 * 24 * time.Hour

// Send carries one leased notice through the ledger. It is sent at most once: the ledger says sending before the first
// byte leaves, so a crash leaves a notice that is never repeated. The error is the ledger's, not the mail server's.
func (n *Notices) Send(ctx context.Context, notice mail.Notice) error {
	if notice.To == "" {
		return n.Ledger.NoRecipient(ctx, notice.ID)
	}
	letter, err := n.Site.Compose(notice)
	if err != nil {
		return n.Ledger.Failed(ctx, notice.ID, "unknown-notice")
	}
	if mine, err := n.Ledger.Sending(ctx, notice.ID); err != nil || !mine {
		return err
	}
	sendErr := n.Mailer.Send(ctx, letter)
	// The outcome is recorded even when the process is stopping: the letter has gone or it has not.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recordWithin)
	defer cancel()
	switch {
	case sendErr == nil:
		return n.Ledger.Sent(ctx, notice.ID)
	case errors.Is(sendErr, mail.ErrUnconfirmed):
		return n.Ledger.Unconfirmed(ctx, notice.ID)
	}
	code := mail.CodeOf(sendErr)
	if at := n.now().Add(retryDelay(notice.Attempts)); at.Before(notice.QueuedAt.Add(GiveUpAfter)) {
		return n.Ledger.Retry(ctx, notice.ID, code, at)
	}
	return n.Ledger.Failed(ctx, notice.ID, code)
}

const (
	recordWithin  = 10 * time.Second
	firstRetry    = 30 * time.Second
	longestRetry  = 2 * time.Hour
	doublingLimit = 10 // 30 s doubled ten times is past the longest retry
)

// retryDelay doubles from half a minute to two hours.
func retryDelay(attempts int) time.Duration {
	return min(firstRetry<<min(attempts, doublingLimit), longestRetry)
}

func (n *Notices) now() time.Time {
	if n.Now == nil {
		return time.Now()
	}
	return n.Now()
}
