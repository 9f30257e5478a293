package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/similar"
)

// Reader answers questions about requests: where one stands, what a person may see of it, the queue, what is like it. It
// changes nothing but the consent to share.
type Reader struct {
	pool  *pgxpool.Pool
	q     *sqlc.Queries
	words similar.Dictionary
}

// NewReader makes a Reader over the application's pool.
func NewReader(pool *pgxpool.Pool) *Reader {
	return &Reader{pool: pool, q: sqlc.New(pool), words: similar.NewDictionary()}
}

// Relation is what a person is to a request, and with it what they see. It comes from the function visible_to.
type Relation string

// The relations, from the widest view to the narrowest.
const (
	RelationLibrary Relation = relationLibrary // works in its library: everything
	RelationReview  Relation = relationReview  // invited to check it: everything, until it is closed
	RelationOwn     Relation = relationOwn     // asked it, asks for who did, or is copied in
	RelationShared  Relation = relationShared  // was given its answer, by consent or because a request was linked to it
)

// insider reports whether the person works on the request.
func (r Relation) insider() bool { return r == RelationLibrary || r == RelationReview }

// Standing is what a person is to a request, and where the request stands.
type Standing struct {
	Relation Relation
	State    evidence.State
}

// State returns the newest stored state of a request. Errors: evidence.NotFound.
func (r *Reader) State(ctx context.Context, id evidence.RequestID) (evidence.State, error) {
	request, err := rowUUID(string(id))
	if err != nil {
		return evidence.State{}, err
	}
	raw, err := r.q.NewestState(ctx, request)
	if err != nil {
		return evidence.State{}, readError(err)
	}
	return stateFrom(raw)
}

// Applied returns the state that a command led to; false when no transition has its ID.
func (r *Reader) Applied(ctx context.Context, id evidence.RequestID, commandID string) (evidence.State, bool, error) {
	if !isUUID(string(id)) || !isText(commandID) {
		return evidence.State{}, false, nil
	}
	raw, err := r.q.StateAfter(ctx, sqlc.StateAfterParams{Request: *idOrNil(string(id)), CommandID: commandID})
	if isMissing(err) {
		return evidence.State{}, false, nil
	}
	if err != nil {
		return evidence.State{}, false, err
	}
	s, err := stateFrom(raw)
	return s, err == nil, err
}

// Standing finds out how a person stands to a request: one statement. Errors: evidence.NotFound for who may not know of it.
func (r *Reader) Standing(ctx context.Context, person evidence.PersonID, id evidence.RequestID) (Standing, error) {
	reader, request, err := pair(person, id)
	if err != nil {
		return Standing{}, err
	}
	row, err := r.q.StandingOf(ctx, sqlc.StandingOfParams{Person: reader, Request: request})
	if err != nil {
		return Standing{}, readError(err)
	}
	if row.Relation == "" {
		return Standing{}, evidence.Refuse(evidence.NotFound, "")
	}
	s, err := stateFrom(row.State)
	return Standing{Relation(row.Relation), s}, err
}

// NeededBy returns the date that the requester asked for; zero when there was none. Errors: evidence.NotFound.
func (r *Reader) NeededBy(ctx context.Context, id evidence.RequestID) (time.Time, error) {
	request, err := rowUUID(string(id))
	if err != nil {
		return time.Time{}, err
	}
	at, err := r.q.WishedFor(ctx, request)
	return orZero(at), readError(err)
}

// SetSharing keeps with whom the requester shares the report and their name; both are codes of share_audiences. That only
// the requester sets them is for the caller to see to. Errors: evidence.NotFound; evidence.Invalid for another code.
func (r *Reader) SetSharing(ctx context.Context, id evidence.RequestID, report, identity string) error {
	request, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	n, err := r.q.ShareRequest(ctx, sqlc.ShareRequestParams{Request: request, Report: report, Identity: identity})
	switch {
	case violates(err, "request_share_report_check"):
		return evidence.InvalidField("share_report", "unknown", "Use a code of share_audiences.")
	case violates(err, "request_share_identity_check"):
		return evidence.InvalidField("share_identity", "unknown", "Use a code of share_audiences.")
	case err == nil && n == 0:
		return evidence.Refuse(evidence.NotFound, "")
	}
	return err
}

// pair reads the identifiers of a reader and a request. What is neither names nothing.
func pair(person evidence.PersonID, id evidence.RequestID) (reader, request uuid.UUID, err error) {
	if reader, err = rowUUID(string(person)); err != nil {
		return reader, request, err
	}
	request, err = rowUUID(string(id))
	return reader, request, err
}

var errStoredState = errors.New("postgres: a stored state cannot be read")

func stateFrom(raw []byte) (s evidence.State, err error) {
	if json.Unmarshal(raw, &s) != nil {
		return s, errStoredState // without the cause, which may quote what is stored
	}
	return s, nil
}

// readError turns a missing row into evidence.NotFound.
func readError(err error) error {
	switch {
	case err == nil:
		return nil
	case isMissing(err):
		return evidence.Refuse(evidence.NotFound, "")
	}
	return fmt.Errorf("postgres: read: %w", err)
}

// isText reports whether the database can be asked about it: it keeps no NUL and only valid UTF-8.
func isText(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
