package auth

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// visit is what a request knows of its session beyond what scs holds.
type visit struct {
	id        string
	method    string
	agent     string
	principal Principal
	stored    bool              // the database has it
	lapsed    evidence.PersonID // whose session the cookie was, when it is over
}

type visitKey struct{}

// visitOf gives the visit of a request; an empty one outside of [Sessions.Handler].
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

// sessionStore is the scs.CtxStore over ours. What scs calls a token is the hash of one, in base64url. What a session holds is
// sealed under the service's key.
type sessionStore struct {
	store SessionStore
	box   box
}

// FindCtx implements scs.CtxStore.
func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	hash, err := tokenHash(token)
	if err != nil {
		return nil, false, err
	}
	found, ok, err := s.store.Find(ctx, hash)
	v := visitOf(ctx)
	if err != nil || !ok {
		v.lapsed = found.Principal.Person
		return nil, false, err
	}
	data, ok := s.box.open(found.Data)
	if !ok {
		return nil, false, nil // sealed under a key that is no longer ours: as if it were over
	}
	v.id, v.method, v.principal, v.stored = found.ID, found.Method, principalOf(found.Principal), true
	return data, true, nil
}

// CommitCtx implements scs.CtxStore. A session that the database had is only changed: one that was revoked meanwhile must
// not come back.
func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	hash, err := tokenHash(token)
	if err != nil {
		return err
	}
	v, data := visitOf(ctx), s.box.seal(data)
	if v.stored {
		_, err := s.store.Save(ctx, hash, data, expires)
		return err
	}
	id, err := s.store.Begin(ctx, postgres.NewSession{
		Hash: hash, Person: v.principal.Person, Method: v.method, Agent: v.agent, Expires: expires, Data: data,
	})
	if err == nil {
		v.id, v.stored = id, true
	}
	return err
}

// DeleteCtx implements scs.CtxStore.
func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	hash, err := tokenHash(token)
	if err != nil {
		return err
	}
	visitOf(ctx).stored = false
	return s.store.End(ctx, hash)
}

func tokenHash(token string) ([]byte, error) { return base64.RawURLEncoding.DecodeString(token) }

// errNoContext is for the half of scs.Store that scs never calls on a store with contexts.
var errNoContext = errors.New("auth: a session without a request")

// Find implements scs.Store.
func (s sessionStore) Find(string) ([]byte, bool, error) { return nil, false, errNoContext }

// Commit implements scs.Store.
func (s sessionStore) Commit(string, []byte, time.Time) error { return errNoContext }

// Delete implements scs.Store.
func (s sessionStore) Delete(string) error { return errNoContext }
