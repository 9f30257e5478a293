package postgres

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Tasks is what the machine could not do and the people of a library have to look at.
type Tasks struct {
	q   *sqlc.Queries
	now func() time.Time
}

// NewTasks makes the store over the application's pool. now is nil for the clock.
func NewTasks(pool *pgxpool.Pool, now func() time.Time) *Tasks {
	return &Tasks{q: sqlc.New(pool), now: clock(now)}
}

// Task is one thing to look at. It says what about which request, never a name or a text.
type Task struct {
	ID        string
	Library   evidence.LibraryID
	Request   evidence.RequestID
	Reference string
	Kind      string              // such as notice_failed
	Notice    evidence.NoticeKind // what the notice was that it is about, if any
	Person    evidence.PersonID   // to whom
	CreatedAt time.Time
	DoneAt    time.Time // zero: open
	DoneBy    evidence.PersonID

	PersonName string
}

// Cursor names the place after the task in a list.
func (t Task) Cursor() string {
	raw := binary.BigEndian.AppendUint64(nil, uint64(t.CreatedAt.UnixMicro()))
	id := uuid.MustParse(t.ID)
	return base64.RawURLEncoding.EncodeToString(append(raw, id[:]...))
}

// TaskAfter reads what Cursor wrote; the empty cursor is the beginning. Errors: evidence.Invalid.
func TaskAfter(cursor string) (Task, error) {
	if cursor == "" {
		return Task{}, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) != 8+len(uuid.Nil) {
		return Task{}, wrongCursor()
	}
	at := int64(binary.BigEndian.Uint64(raw)) //nolint:gosec // the bits are kept
	if at < earliestKey || at > latestKey {
		return Task{}, wrongCursor()
	}
	return Task{ID: uuid.UUID(raw[8:]).String(), CreatedAt: time.UnixMicro(at).UTC()}, nil
}

// TaskList says which tasks are wanted.
type TaskList struct {
	Library evidence.LibraryID
	Done    bool // those that are done too
	After   Task // the last one of the page before; zero for the first page
	Limit   int
}

// List gives the tasks of a library, the oldest first, and whether there are more.
func (s *Tasks) List(ctx context.Context, want TaskList) (list []Task, more bool, err error) {
	library, err := rowUUID(string(want.Library))
	if err != nil {
		return nil, false, err
	}
	after := uuid.Nil
	if want.After.ID != "" {
		if after, err = rowUUID(want.After.ID); err != nil {
			return nil, false, err
		}
	}
	rows, err := s.q.ListTasks(ctx, sqlc.ListTasksParams{
		Library: library, AllOfThem: want.Done, AfterAt: want.After.CreatedAt, AfterID: after, Most: int32(want.Limit + 1), //nolint:gosec // a page is small
	})
	rows, more = page(rows, want.Limit)
	return each(rows, taskFrom), more, err
}

// Done says that somebody has seen to a task of the library; again changes nothing. Errors: NotFound, also for a task of
// another library.
func (s *Tasks) Done(ctx context.Context, library evidence.LibraryID, id string, by evidence.PersonID) error {
	l, err := rowUUID(string(library))
	if err != nil {
		return err
	}
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	p, err := rowUUID(string(by))
	if err != nil {
		return err
	}
	now := s.now()
	n, err := s.q.FinishTask(ctx, sqlc.FinishTaskParams{ID: key, Library: l, Person: p, Now: &now})
	if err == nil && n == 0 {
		return evidence.Refuse(evidence.NotFound, "")
	}
	return err
}

func taskFrom(r sqlc.ListTasksRow) Task {
	return Task{
		ID: r.ID.String(), Library: evidence.LibraryID(r.LibraryID.String()), Request: evidence.RequestID(r.RequestID.String()),
		Reference: r.Reference, Kind: r.Kind, Notice: evidence.NoticeKind(r.NoticeKind), Person: personOrNone(r.PersonID), PersonName: r.PersonName,
		CreatedAt: r.CreatedAt.UTC(), DoneAt: orZero(r.DoneAt), DoneBy: personOrNone(r.DoneBy),
	}
}
