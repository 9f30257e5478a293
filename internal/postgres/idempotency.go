package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Key is one use of an Idempotency-Key.
type Key struct {
	Person    evidence.PersonID
	Method    string
	Route     string // the pattern, not the path
	Request   evidence.RequestID
	Key       string
	Body      []byte // keyed digest of the canonical body, 32 bytes
	CommandID string
}

func (k Key) params() (sqlc.KeyUsedParams, error) {
	person, err := rowUUID(string(k.Person))
	return sqlc.KeyUsedParams{Principal: person, Method: k.Method, Route: k.Route, Request: zeroUUID(k.Request), Key: k.Key}, err
}

// claimKey notes a key with the result that it will have. It answers false, with the result of the earlier call, when
// the key was used before for the same body.
func claimKey(ctx context.Context, q *sqlc.Queries, k Key, result []byte, now func() time.Time) (fresh bool, earlier []byte, err error) {
	p, err := k.params()
	if err != nil {
		return false, nil, err
	}
	n, err := q.ClaimKey(ctx, sqlc.ClaimKeyParams{
		Principal: p.Principal, Method: p.Method, Route: p.Route, Request: p.Request, Key: p.Key, BodyHash: k.Body, CommandID: k.CommandID,
		Result: result, Now: now(),
	})
	if err != nil || n == 1 {
		return true, nil, err
	}
	used, err := q.KeyUsed(ctx, p)
	if err != nil {
		return false, nil, err
	}
	if !bytes.Equal(used.BodyHash, k.Body) {
		return false, nil, &evidence.Error{Code: evidence.IdempotencyKeyReused}
	}
	return false, used.Result, nil
}

// Remember notes a key before its command is given. The same key with another body is evidence.IdempotencyKeyReused.
// Where the command has been carried out, it returns the state that it led to.
func (r *Requests) Remember(ctx context.Context, k Key) (*evidence.State, error) {
	fresh, _, err := claimKey(ctx, r.q, k, nil, r.now)
	if err != nil || fresh {
		return nil, err
	}
	return r.Done(ctx, k.Request, k.CommandID)
}

// Done returns the state that a command led to; nil while it has not been carried out.
func (r *Requests) Done(ctx context.Context, id evidence.RequestID, commandID string) (*evidence.State, error) {
	request, err := uuid.Parse(string(id))
	if err != nil {
		return nil, evidence.Refuse(evidence.NotFound, "")
	}
	row, err := r.q.TransitionByCommand(ctx, sqlc.TransitionByCommandParams{Request: request, CommandID: commandID})
	if isMissing(err) {
		return nil, nil //nolint:nilnil // not carried out yet is no fault
	}
	if err != nil {
		return nil, err
	}
	s := new(evidence.State)
	return s, json.Unmarshal(row.State, s)
}
