package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Presences knows who has a request open at this moment. It is worth nothing after two minutes, so it is not kept through
// a crash of the database.
type Presences struct {
	q   *sqlc.Queries
	now func() time.Time
}

// NewPresences makes the store over the application's pool. now is nil for the clock.
func NewPresences(pool *pgxpool.Pool, now func() time.Time) *Presences {
	return &Presences{q: sqlc.New(pool), now: clock(now)}
}

// Presence is somebody who has a request open.
type Presence struct {
	Person evidence.PersonID
	Name   string
	Doing  string // reading or writing
	SeenAt time.Time
}

// PresentFor is how long somebody counts as present after they were seen.
const PresentFor = 2 * time.Minute

// Meet notes that the person has the request open, and lists who else has, by name: one statement. It is for insiders.
func (s *Presences) Meet(ctx context.Context, a Access, doing string) ([]Presence, error) {
	if err := a.reads(); err != nil {
		return nil, err
	}
	now := s.now()
	rows, err := s.q.Meet(ctx, sqlc.MeetParams{Request: a.request, Person: a.person, Doing: doing, Now: now, Since: now.Add(-PresentFor)})
	return each(rows, func(r sqlc.MeetRow) Presence { return Presence{personOf(r.PersonID), r.Name, r.Doing, r.SeenAt.UTC()} }), contentError(err)
}

// Forget drops who was seen last before an instant, and counts them.
func (s *Presences) Forget(ctx context.Context, before time.Time) (int, error) {
	n, err := s.q.ForgetPresence(ctx, before)
	return int(n), err
}
