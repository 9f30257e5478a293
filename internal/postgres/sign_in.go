package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// SignIns keeps what signing in needs: forms that wait for their writers, links that were sent, accounts at identity
// providers with the roles that they bring, and who asked to be let in. What it holds of forms and addresses is sealed before
// it comes here.
type SignIns struct {
	pool   *pgxpool.Pool
	q      *sqlc.Queries
	people *People
	now    func() time.Time
}

// NewSignIns makes the store over the application's pool. now is nil for the clock.
func NewSignIns(pool *pgxpool.Pool, now func() time.Time) *SignIns {
	return &SignIns{pool: pool, q: sqlc.New(pool), people: NewPeople(pool, now), now: clock(now)}
}

func (s *SignIns) tx(ctx context.Context, do func(*sqlc.Queries) error) error {
	return directoryError(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return do(s.q.WithTx(tx)) }))
}

// What forms that wait may take up, in bytes.
const (
	maxStash         = 64 << 20
	maxStashOfClient = 4 << 20
)

// Form is what somebody typed, sealed.
type Form struct {
	IDHash []byte // SHA-256 of what the browser's cookie says
	Client []byte // keyed digest of the client's address
	Sealed []byte
	Keep   time.Duration
}

// StashForm keeps a form; false when this client, or everybody together, has left too much.
func (s *SignIns) StashForm(ctx context.Context, f Form) (bool, error) {
	if _, err := s.q.PurgeStash(ctx, s.now()); err != nil { // what is over takes up no room
		return false, err
	}
	n, err := s.q.InsertStash(ctx, sqlc.InsertStashParams{
		IDHash: f.IDHash, ClientMac: f.Client, Sealed: f.Sealed, Expires: s.now().Add(f.Keep), Most: maxStash, MostOfClient: maxStashOfClient,
	})
	return n == 1, err
}

// TakeForm gives a form back, once; nil for none.
func (s *SignIns) TakeForm(ctx context.Context, idHash []byte) ([]byte, error) {
	sealed, err := s.q.TakeStash(ctx, sqlc.TakeStashParams{IDHash: idHash, Now: s.now()})
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return sealed, err
}

// How many links may be sent within linkWindow. A whole hospital may stand behind one address of a client.
const (
	linkWindow     = time.Hour
	linksToAddress = 5
	linksOfClient  = 120
)

// NewLink is a link that is about to be sent.
type NewLink struct {
	Hash    []byte // SHA-256 of its token
	Address []byte // keyed digest of the e-mail address
	Client  []byte // keyed digest of the client's address
	Sealed  []byte
	Keep    time.Duration
}

// AddLink keeps a link; false when its address or its client has asked for too many within the hour.
func (s *SignIns) AddLink(ctx context.Context, l NewLink) (bool, error) {
	now := s.now()
	n, err := s.q.InsertLink(ctx, sqlc.InsertLinkParams{
		Hash: l.Hash, AddressMac: l.Address, ClientMac: l.Client, Sealed: l.Sealed, Now: now, Expires: now.Add(l.Keep),
		Since: now.Add(-linkWindow), MostToAddress: linksToAddress, MostOfClient: linksOfClient,
	})
	return n == 1, err
}

// SentLink is a link that was sent.
type SentLink struct {
	Sealed  []byte
	Spent   bool
	Expired bool
}

// Link gives the link whose token has this hash. Errors: NotFound, also for one that ended more than a day ago.
func (s *SignIns) Link(ctx context.Context, hash []byte) (SentLink, error) {
	row, err := s.q.GetLink(ctx, hash)
	if err != nil {
		return SentLink{}, processError(err)
	}
	return SentLink{Sealed: row.Sealed, Spent: row.SpentAt != nil, Expired: !s.now().Before(row.ExpiresAt)}, nil
}

// SpendLink uses a link up; false for whoever comes second.
func (s *SignIns) SpendLink(ctx context.Context, hash []byte) (bool, error) {
	now := s.now()
	n, err := s.q.SpendLink(ctx, sqlc.SpendLinkParams{Hash: hash, Now: &now})
	return n == 1, err
}

// ServingLibrary is a library that serves everybody with an address of some domain.
type ServingLibrary struct {
	ID    evidence.LibraryID
	Code  string
	Name  string
	Email string
}

// Serving lists the libraries that serve the domain of an address, by name.
func (s *SignIns) Serving(ctx context.Context, email string) ([]ServingLibrary, error) {
	domain := mailDomain(email)
	if domain == "" {
		return nil, nil
	}
	rows, err := s.q.LibrariesServing(ctx, domain)
	return each(rows, func(r sqlc.LibrariesServingRow) ServingLibrary {
		return ServingLibrary{ID: evidence.LibraryID(r.ID.String()), Code: r.Code, Name: r.Name, Email: r.Email}
	}), err
}
