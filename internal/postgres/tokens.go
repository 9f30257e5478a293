package postgres

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Tokens keeps the bearer tokens of people, by their SHA-256 only.
type Tokens struct {
	q   *sqlc.Queries
	now func() time.Time
}

// NewTokens makes the store over the application's pool. now is nil for the clock.
func NewTokens(pool *pgxpool.Pool, now func() time.Time) *Tokens {
	return &Tokens{q: sqlc.New(pool), now: clock(now)}
}

// Token is a token that was issued. What it says is not known here.
type Token struct {
	ID         string
	Person     evidence.PersonID
	Label      string
	CreatedAt  time.Time
	ExpiresAt  time.Time // zero: never
	RevokedAt  time.Time // zero: not revoked
	LastUsedAt time.Time // to about a minute; zero: never used
}

// Issue keeps the hash of a new token and gives the token's identifier. A zero expiry is none. The same hash for the same
// person again gives the same token, as it was. Errors: NotFound for a person who does not exist or was erased; Invalid for
// an expiry that has passed or too long a label.
func (s *Tokens) Issue(ctx context.Context, person evidence.PersonID, hash []byte, label string, expires time.Time) (string, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return "", err
	}
	now := s.now()
	switch {
	case utf8.RuneCountInString(label) > evidence.MaxName:
		return "", evidence.InvalidField("label", "too-long", "Give a shorter label.")
	case !expires.IsZero() && !expires.After(now):
		return "", evidence.InvalidField("expires", "in-the-past", "Give an instant that is still to come.")
	}
	id := rowID()
	n, err := s.q.InsertToken(ctx, sqlc.InsertTokenParams{ID: id, Person: p, Hash: hash, Label: label, Now: now, Expires: given(expires)})
	if err == nil && n == 0 {
		id, err = s.q.TokenIssued(ctx, sqlc.TokenIssuedParams{Hash: hash, Person: p})
	}
	if err != nil {
		return "", processError(err)
	}
	return id.String(), nil
}

// Revoke ends a token; revoking it again changes nothing. Errors: NotFound.
func (s *Tokens) Revoke(ctx context.Context, id string) error {
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	now := s.now()
	n, err := s.q.RevokeToken(ctx, sqlc.RevokeTokenParams{ID: key, Now: &now})
	if err == nil && n == 0 {
		return evidence.Refuse(evidence.NotFound, "")
	}
	return err
}

// List gives every token of a person, the oldest first, with those that are no longer valid.
func (s *Tokens) List(ctx context.Context, person evidence.PersonID) ([]Token, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ListTokens(ctx, p)
	return each(rows, func(r sqlc.ListTokensRow) Token {
		return Token{
			ID: r.ID.String(), Person: personOf(r.PersonID), Label: r.Label, CreatedAt: r.CreatedAt.UTC(),
			ExpiresAt: orZero(r.ExpiresAt), RevokedAt: orZero(r.RevokedAt), LastUsedAt: orZero(r.LastUsedAt),
		}
	}), err
}

// Principal is the person to whom a token was issued.
type Principal struct {
	Person      evidence.PersonID
	Name        string
	Memberships Memberships
}

// usedEvery is how exactly the last use of a token is kept, so that reading does not write every time.
const usedEvery = time.Minute

// Principal finds the person by the SHA-256 of a token and notes that it was used. A token that is unknown, expired or
// revoked, and one of an erased person, give evidence.Unauthenticated.
func (s *Tokens) Principal(ctx context.Context, hash []byte) (Principal, error) {
	now := s.now()
	rows, err := s.q.TokenPrincipal(ctx, sqlc.TokenPrincipalParams{Hash: hash, Now: &now})
	switch {
	case err != nil:
		return Principal{}, err
	case len(rows) == 0:
		return Principal{}, evidence.Refuse(evidence.Unauthenticated, "")
	}
	first := rows[0]
	if before := now.Add(-usedEvery); orZero(first.LastUsedAt).Before(before) {
		if err := s.q.TouchToken(ctx, sqlc.TouchTokenParams{ID: first.ID, Now: &now, Before: &before}); err != nil {
			return Principal{}, err
		}
	}
	p := Principal{Person: personOf(first.Person), Name: first.Name, Memberships: Memberships{}}
	for _, r := range rows {
		if r.LibraryID != nil && r.Role != nil {
			library := evidence.LibraryID(r.LibraryID.String())
			p.Memberships[library] = append(p.Memberships[library], evidence.Role(*r.Role))
		}
	}
	return p, nil
}

// orZero is the zero instant for none.
func orZero(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.UTC()
}
