package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres/sqlc"
)

// Notices is the ledger of what is owed to people by mail: queued → sending → sent, or failed, unconfirmed or
// no_recipient. Sending is committed before the first byte leaves, so that nothing is sent twice whatever dies. Leases
// and queues are counted by the database's clock, which every worker shares.
type Notices struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
}

// NewNotices makes the ledger over the application's pool.
func NewNotices(pool *pgxpool.Pool) *Notices { return &Notices{pool: pool, q: sqlc.New(pool)} }

// The states of a notice.
const (
	noticeQueued      = "queued"
	noticeSending     = "sending"
	noticeSent        = "sent"
	noticeUnconfirmed = "unconfirmed"
	noticeFailed      = "failed"
	noticeNoRecipient = "no_recipient"
)

// The tasks that a notice can make.
const (
	TaskNoticeFailed      = "notice_failed"      // the mail server did not take it for three days
	TaskNoticeUnconfirmed = "notice_unconfirmed" // nobody knows whether it was sent
)

// sendingGrace is how long a letter may take once it is on its way before it counts as abandoned. It is longer than all
// the timeouts of one exchange with a mail server together.
const sendingGrace = 5 * time.Minute

// Claim leases up to limit queued notices whose time has come, the longest waiting first, with the address of their
// recipient; it is empty for somebody who was erased or has none.
func (s *Notices) Claim(ctx context.Context, limit int, lease time.Duration) ([]mail.Notice, error) {
	rows, err := s.q.ClaimNotices(ctx, sqlc.ClaimNoticesParams{Most: int32(limit), LeaseSeconds: lease.Seconds()})
	return each(rows, func(r sqlc.ClaimNoticesRow) mail.Notice {
		n := mail.Notice{
			ID: r.ID.String(), Key: r.Key, Kind: evidence.NoticeKind(r.Kind), Reference: r.Reference,
			Attempts: int(r.Attempts), QueuedAt: r.QueuedAt.UTC(), Library: r.Library, LibraryTo: r.LibraryEmail,
			Found: evidence.WatchOutcome{New: int(r.NewRecords), Retracted: int(r.Retracted), Exports: int(r.Exports)},
		}
		if r.AskID != nil {
			n.Ask = r.AskID.String()
		}
		if r.RequestID != nil {
			n.Request = evidence.RequestID(r.RequestID.String())
		}
		if r.DirectoryOf != nil {
			n.Directory = r.DirectoryOf.String()
		}
		if r.ReportID != nil {
			n.Report = r.ReportID.String()
		}
		if !r.Erased {
			n.To, n.Name = orEmpty(r.Email), r.Name
		}
		return n
	}), err
}

// Sending marks a leased notice as on its way. It answers false, and marks nothing, when the lease was lost.
func (s *Notices) Sending(ctx context.Context, id string) (bool, error) {
	key, err := rowUUID(id)
	if err != nil {
		return false, err
	}
	n, err := s.q.NoticeSending(ctx, sqlc.NoticeSendingParams{ID: key, GraceSeconds: sendingGrace.Seconds()})
	return n == 1, err
}

// Sent records that the mail server accepted it, and settles the task of one that was taken for lost meanwhile.
func (s *Notices) Sent(ctx context.Context, id string) error {
	return s.end(ctx, id, noticeSent, func(q *sqlc.Queries, key uuid.UUID) (int64, error) {
		n, err := q.NoticeSent(ctx, key)
		if err != nil {
			return n, err
		}
		return n, q.SettleNoticeTask(ctx, key)
	})
}

// Retry puts it back into the queue until at, counting the attempt.
func (s *Notices) Retry(ctx context.Context, id, code string, at time.Time) error {
	return s.end(ctx, id, noticeQueued, func(q *sqlc.Queries, key uuid.UUID) (int64, error) {
		return q.NoticeRetry(ctx, sqlc.NoticeRetryParams{ID: key, Code: code, At: at})
	})
}

// Failed gives up, counting the attempt if there was one, and makes a task for the team.
func (s *Notices) Failed(ctx context.Context, id, code string) error {
	return s.give(ctx, id, sqlc.EndNoticeParams{
		State: noticeFailed, Code: code, Failed: 1, States: []string{noticeQueued, noticeSending},
	}, TaskNoticeFailed)
}

// Unconfirmed records that it may have been sent, which is never tried again, and makes a task for the team.
func (s *Notices) Unconfirmed(ctx context.Context, id string) error {
	return s.give(ctx, id, sqlc.EndNoticeParams{State: noticeUnconfirmed, States: []string{noticeSending}}, TaskNoticeUnconfirmed)
}

// NoRecipient drops it: the person was erased, or has no address.
func (s *Notices) NoRecipient(ctx context.Context, id string) error {
	return s.give(ctx, id, sqlc.EndNoticeParams{State: noticeNoRecipient, States: []string{noticeQueued, noticeSending}}, "")
}

// give ends a notice for good, with a task for the team if a kind is named.
func (s *Notices) give(ctx context.Context, id string, end sqlc.EndNoticeParams, task string) error {
	return s.end(ctx, id, end.State, func(q *sqlc.Queries, key uuid.UUID) (int64, error) {
		end.ID = key
		n, err := q.EndNotice(ctx, end)
		if err != nil || n == 0 || task == "" {
			return n, err
		}
		return n, q.InsertNoticeTask(ctx, sqlc.InsertNoticeTaskParams{ID: rowID(), Kind: task, Notice: key})
	})
}

// end carries out one step of the ledger. A step that was taken before is taken; any other that does not fit is an error.
func (s *Notices) end(ctx context.Context, id, state string, step func(*sqlc.Queries, uuid.UUID) (int64, error)) error {
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	return processError(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		q := s.q.WithTx(tx)
		n, err := step(q, key)
		if err != nil || n == 1 {
			return err
		}
		now, err := q.NoticeStateOf(ctx, key)
		if err != nil || now == state {
			return err
		}
		return fmt.Errorf("postgres: a notice that is %s cannot become %s", now, state)
	}))
}

// Abandoned does what Unconfirmed does for every notice left in sending by a process that died, and counts them.
func (s *Notices) Abandoned(ctx context.Context) (int, error) {
	var count int
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		q := s.q.WithTx(tx)
		ids, err := q.AbandonedNotices(ctx)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := q.InsertNoticeTask(ctx, sqlc.InsertNoticeTaskParams{ID: rowID(), Kind: TaskNoticeUnconfirmed, Notice: id}); err != nil {
				return err
			}
		}
		count = len(ids)
		return nil
	})
	return count, err
}

// NoticeState is what became of a notice.
type NoticeState struct {
	ID       string
	Kind     evidence.NoticeKind
	Person   evidence.PersonID // empty, like the name, once it is forgotten who asked
	Name     string
	State    string
	Attempts int    // that failed
	Code     string // what the mail server answered last
	QueuedAt time.Time
	DoneAt   time.Time // zero: not yet
}

// maxNotices bounds the list of one request's notices.
const maxNotices = 1_000

// Of lists the notices of a request, the oldest first. The caller has made sure that they may be seen.
func (s *Notices) Of(ctx context.Context, request evidence.RequestID) ([]NoticeState, error) {
	key, err := rowUUID(string(request))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ListNotices(ctx, sqlc.ListNoticesParams{Request: key, Most: maxNotices})
	return each(rows, func(r sqlc.ListNoticesRow) NoticeState {
		n := NoticeState{
			ID: r.ID.String(), Kind: evidence.NoticeKind(r.Kind), Person: personOf(r.PersonID), Name: r.Name, State: r.State, Attempts: int(r.Attempts),
			Code: r.LastError, QueuedAt: r.QueuedAt.UTC(), DoneAt: orZero(r.DoneAt),
		}
		if r.Anonymous {
			n.Person, n.Name = "", ""
		}
		return n
	}), err
}
