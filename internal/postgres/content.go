package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// Content keeps what people write about a request: messages, searches, references, the summary, readings of checks, time,
// attachments; and drafts of requests. None of it moves a request, so nothing here waits for the workflow engine.
//
// Every method on a request takes an [Access], which says what the person may do with it. A row is changed only by who
// names its version; a change of nothing leaves it alone, so saving again and again is cheap and nobody becomes an author
// by it. A row that has moved on gives a [StaleError] with the row as it stands.
type Content struct {
	pool  *pgxpool.Pool
	q     *sqlc.Queries
	codes Codes
	key   []byte
	now   func() time.Time
}

// Codes knows the vocabularies.
type Codes interface {
	Has(list, code string) bool
	Get(list string) (vocabulary.Vocabulary, bool)
	DisclaimersFor(searchType, product string, ai bool) []vocabulary.Term
}

// minDigestKey is the least size of the key of digests: that of HMAC-SHA-256's output (RFC 2104, 3).
const minDigestKey = 32

// NewContent makes the store of content over the application's pool. The key, of at least 32 bytes, makes the digests;
// with another key no check that was passed binds any more. now is nil for the clock.
func NewContent(pool *pgxpool.Pool, codes Codes, key []byte, now func() time.Time) *Content {
	if len(key) < minDigestKey {
		panic("postgres: the key of digests is too short")
	}
	if now == nil {
		now = time.Now
	}
	return &Content{pool: pool, q: sqlc.New(pool), codes: codes, key: key, now: func() time.Time {
		return now().UTC().Truncate(time.Microsecond) // what the database keeps
	}}
}

// StaleError says that a row is at another version than the one that its writer had read. Current is the row as it
// stands, so that both can be shown side by side.
type StaleError struct {
	Version int
	Current any
}

func (e *StaleError) Error() string { return "postgres: the row has moved on" }

// Unwrap makes it an evidence.VersionStale refusal.
func (e *StaleError) Unwrap() error {
	return &evidence.Error{Code: evidence.VersionStale, Seq: e.Version}
}

// versioned is a row that is changed by naming its version.
type versioned interface{ version() int }

func (s Search) version() int       { return s.Version }
func (r Reference) version() int    { return r.Version }
func (s Summary) version() int      { return s.Version }
func (r Review) version() int       { return r.Version }
func (f CheckFinding) version() int { return f.Version }
func (t TimeEntry) version() int    { return t.Version }
func (a Attachment) version() int   { return a.Version }
func (d Draft) version() int        { return d.Version }

// written gives the row after an update. An update that touched no row found it gone, at another version, or saying this
// already; reading it tells which.
func written[T versioned](row T, err error, version int, read func() (T, error)) (T, error) {
	if !errors.Is(err, pgx.ErrNoRows) {
		return row, contentError(err)
	}
	current, err := read()
	if err != nil {
		return row, contentError(err)
	}
	if current.version() != version {
		return row, &StaleError{Version: current.version(), Current: current}
	}
	return current, nil
}

// removed explains a deletion that touched no row.
func removed[T versioned](err error, version int, read func() (T, error)) error {
	if !errors.Is(err, pgx.ErrNoRows) {
		return contentError(err)
	}
	current, err := read()
	switch {
	case err != nil:
		return contentError(err)
	case current.version() != version:
		return &StaleError{Version: current.version(), Current: current}
	}
	return evidence.Refuse(evidence.NotFound, "")
}

// Creation makes a POST repeatable: the same person sending the same key to the same route gets the same row.
type Creation struct {
	Route string // the pattern, not the path
	Key   string // empty: every call makes a new row
	Body  []byte // SHA-256 or HMAC-SHA-256 of the canonical body
}

// create runs insert once for each key. It returns the identifiers of the n rows, which insert is to give them: those of the
// earlier call when the key was used before.
func (c *Content) create(ctx context.Context, person, request uuid.UUID, k Creation, n int, insert func(*sqlc.Queries, []uuid.UUID) error) ([]uuid.UUID, error) {
	return creator{c.pool, c.now}.create(ctx, person, request, k, n, insert)
}

// creator makes rows once for each key.
type creator struct {
	pool *pgxpool.Pool
	now  func() time.Time
}

func (c creator) create(ctx context.Context, person, request uuid.UUID, k Creation, n int, insert func(*sqlc.Queries, []uuid.UUID) error) ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, n)
	for i := range ids {
		ids[i] = rowID()
	}
	if k.Key == "" {
		return ids, c.tx(ctx, func(q *sqlc.Queries) error { return insert(q, ids) })
	}
	result, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	err = c.tx(ctx, func(q *sqlc.Queries) error {
		claimed, err := q.ClaimCreation(ctx, sqlc.ClaimCreationParams{
			Person: person, Route: k.Route, Request: request, Key: k.Key, BodyHash: k.Body, FirstID: ids[0].String(), Result: result, Now: c.now(),
		})
		if err != nil {
			return err
		}
		if claimed == 1 {
			return insert(q, ids)
		}
		ids, err = replayed(ctx, q, sqlc.CreationOfParams{Person: person, Route: k.Route, Request: request, Key: k.Key}, k.Body)
		return err
	})
	return ids, err
}

func replayed(ctx context.Context, q *sqlc.Queries, key sqlc.CreationOfParams, body []byte) ([]uuid.UUID, error) {
	earlier, err := q.CreationOf(ctx, key)
	if err != nil {
		return nil, err
	}
	if string(earlier.BodyHash) != string(body) {
		return nil, &evidence.Error{Code: evidence.IdempotencyKeyReused}
	}
	var ids []uuid.UUID
	return ids, json.Unmarshal(earlier.Result, &ids)
}

func (c *Content) tx(ctx context.Context, do func(*sqlc.Queries) error) error {
	return creator{c.pool, c.now}.tx(ctx, do)
}

func (c creator) tx(ctx context.Context, do func(*sqlc.Queries) error) error {
	return contentError(pgx.BeginFunc(ctx, c.pool, func(tx pgx.Tx) error { return do(sqlc.New(tx)) }))
}
