package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Sessions keeps who is signed in to the pages, by the SHA-256 of their cookies only.
type Sessions struct {
	q    *sqlc.Queries
	idle time.Duration
	now  func() time.Time
}

// NewSessions makes the store over the application's pool. A session that was not used for the idle time is over. now is
// nil for the clock.
func NewSessions(pool *pgxpool.Pool, idle time.Duration, now func() time.Time) *Sessions {
	return &Sessions{q: sqlc.New(pool), idle: idle, now: clock(now)}
}

// Session is somebody's session as its owner may see it.
type Session struct {
	ID        string
	Method    string // how they signed in: link, demo, oidc/<provider>
	Agent     string // "Firefox on Android"
	CreatedAt time.Time
	SeenAt    time.Time // to about a minute
	ExpiresAt time.Time
}

// FoundSession is a session that counts, with whoever it belongs to.
type FoundSession struct {
	ID        string
	Method    string
	Data      []byte
	Principal Principal // with no person when nobody has signed in
}

// seenEvery is how exactly the last use of a session is kept, so that reading does not write every time.
const seenEvery = time.Minute

func (s *Sessions) idleSince() time.Time { return s.now().Add(-s.idle) }

// Find gives the session with this hash and the roles that its person holds now, in one statement, and notes at most once a
// minute that it was used; false for one that is over, revoked or an erased person's. Of one that is over it gives whose it
// was.
func (s *Sessions) Find(ctx context.Context, hash []byte) (FoundSession, bool, error) {
	now := s.now()
	rows, err := s.q.FindSession(ctx, sqlc.FindSessionParams{Hash: hash, Now: now, IdleSince: s.idleSince()})
	if err != nil || len(rows) == 0 {
		return FoundSession{}, false, err
	}
	first := rows[0]
	if !first.Counts {
		return FoundSession{Principal: Principal{Person: personOrNone(first.PersonID)}}, false, nil
	}
	if first.SeenAt.Before(now.Add(-seenEvery)) {
		if err := s.q.TouchSession(ctx, sqlc.TouchSessionParams{ID: first.ID, Now: now}); err != nil {
			return FoundSession{}, false, err
		}
	}
	found := FoundSession{ID: first.ID.String(), Method: first.Method, Data: first.Data}
	if first.PersonID != nil {
		found.Principal = Principal{Person: personOf(*first.PersonID), Name: first.Name, Memberships: Memberships{}}
		for _, r := range rows {
			found.Principal.Memberships.hold(r.LibraryID, r.Role)
		}
	}
	return found, true, nil
}

// NewSession is a session that begins.
type NewSession struct {
	Hash    []byte
	Person  evidence.PersonID // empty: nobody has signed in
	Method  string
	Agent   string
	Expires time.Time
	Data    []byte
}

// Begin keeps a new session and gives its identifier.
func (s *Sessions) Begin(ctx context.Context, n NewSession) (string, error) {
	row := sqlc.InsertSessionParams{
		ID: rowID(), Hash: n.Hash, Method: n.Method, Agent: n.Agent, Now: s.now(), Expires: n.Expires.UTC(), Data: n.Data,
	}
	if n.Person != "" {
		p, err := rowUUID(string(n.Person))
		if err != nil {
			return "", err
		}
		row.Person = &p
	}
	return row.ID.String(), s.q.InsertSession(ctx, row)
}

// Save replaces what a session holds; false for one that is gone, such as one that was revoked meanwhile.
func (s *Sessions) Save(ctx context.Context, hash, data []byte, expires time.Time) (bool, error) {
	n, err := s.q.SaveSession(ctx, sqlc.SaveSessionParams{Hash: hash, Data: data, Expires: expires.UTC()})
	return n == 1, err
}

// End removes the session with this hash, if there is one.
func (s *Sessions) End(ctx context.Context, hash []byte) error { return s.q.DeleteSession(ctx, hash) }

// List gives the sessions of a person that count, the last used first.
func (s *Sessions) List(ctx context.Context, person evidence.PersonID) ([]Session, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.SessionsOf(ctx, sqlc.SessionsOfParams{Person: p, Now: s.now(), IdleSince: s.idleSince()})
	return each(rows, func(r sqlc.SessionsOfRow) Session {
		return Session{
			ID: r.ID.String(), Method: r.Method, Agent: r.Agent,
			CreatedAt: r.CreatedAt.UTC(), SeenAt: r.SeenAt.UTC(), ExpiresAt: r.ExpiresAt.UTC(),
		}
	}), err
}

// Revoke ends a session of a person. Errors: NotFound, also for another person's.
func (s *Sessions) Revoke(ctx context.Context, person evidence.PersonID, id string) error {
	p, err := rowUUID(string(person))
	if err != nil {
		return err
	}
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	n, err := s.q.RevokeSession(ctx, sqlc.RevokeSessionParams{ID: key, Person: p})
	if err == nil && n == 0 {
		return evidence.Refuse(evidence.NotFound, "")
	}
	return err
}

// RevokeAll ends every session of a person and says how many there were.
func (s *Sessions) RevokeAll(ctx context.Context, person evidence.PersonID) (int, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return 0, err
	}
	n, err := s.q.RevokeSessions(ctx, p)
	return int(n), err
}

// Principal gives somebody with the roles held now. Errors: Unauthenticated for who does not exist or was erased.
func (s *Sessions) Principal(ctx context.Context, person evidence.PersonID) (Principal, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return Principal{}, evidence.Refuse(evidence.Unauthenticated, "")
	}
	rows, err := s.q.PersonPrincipal(ctx, p)
	switch {
	case err != nil:
		return Principal{}, err
	case len(rows) == 0:
		return Principal{}, evidence.Refuse(evidence.Unauthenticated, "")
	}
	found := Principal{Person: person, Name: rows[0].Name, Memberships: Memberships{}}
	for _, r := range rows {
		found.Memberships.hold(r.LibraryID, r.Role)
	}
	return found, nil
}

// hold adds a role that a join gave, if it gave one.
func (m Memberships) hold(library *uuid.UUID, role *string) {
	if library != nil && role != nil {
		id := evidence.LibraryID(library.String())
		m[id] = append(m[id], evidence.Role(*role))
	}
}

// endedKept is how long a session or a link that has ended still says what became of it.
const endedKept = 24 * time.Hour

// Purge removes forms that are over, and sessions and links a day after they are, and says how many rows that were.
func (s *Sessions) Purge(ctx context.Context) (int, error) {
	now := s.now()
	sessions, err := s.q.PurgeSessions(ctx, sqlc.PurgeSessionsParams{Before: now.Add(-endedKept), IdleBefore: s.idleSince().Add(-endedKept)})
	if err != nil {
		return 0, err
	}
	forms, err := s.q.PurgeStash(ctx, now)
	if err != nil {
		return int(sessions), err
	}
	links, err := s.q.PurgeLinks(ctx, now.Add(-endedKept))
	return int(sessions + forms + links), err
}
