package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// store is op.Storage in memory.
type store struct {
	mu     sync.Mutex
	known  directory
	asks   map[string]*ask
	codes  map[string]string // code to ask
	faults map[fault]bool
	key    key
	forger key
}

func newStore(d directory) (*store, error) {
	k, err := newKey()
	if err != nil {
		return nil, err
	}
	forger, err := newKey()
	forger.id = k.id
	return &store{known: d, asks: map[string]*ask{}, codes: map[string]string{}, faults: map[fault]bool{}, key: k, forger: forger}, err
}

func (s *store) directory() directory {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.known
}

func (s *store) replace(d directory) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known = d
}

var errNone = errors.New("there is none")

// CreateAuthRequest implements op.AuthStorage. Without PKCE nobody gets in.
func (s *store) CreateAuthRequest(_ context.Context, r *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	if r.CodeChallenge == "" || r.CodeChallengeMethod != oidc.CodeChallengeMethodS256 {
		return nil, oidc.ErrInvalidRequest().WithDescription("PKCE with S256 is required")
	}
	a := &ask{AuthRequest: *r, id: rand.Text(), nonce: r.Nonce}
	if s.has(wrongNonce) {
		a.nonce = rand.Text()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asks[a.id] = a
	return a, nil
}

// AuthRequestByID implements op.AuthStorage.
func (s *store) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.asks[id]; ok {
		return a, nil
	}
	return nil, errNone
}

// AuthRequestByCode implements op.AuthStorage. A code counts once.
func (s *store) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	s.mu.Lock()
	id, ok := s.codes[code]
	delete(s.codes, code)
	s.mu.Unlock()
	if !ok {
		return nil, errNone
	}
	return s.AuthRequestByID(ctx, id)
}

// SaveAuthCode implements op.AuthStorage.
func (s *store) SaveAuthCode(_ context.Context, id, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = id
	return nil
}

// DeleteAuthRequest implements op.AuthStorage.
func (s *store) DeleteAuthRequest(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.asks, id)
	maps.DeleteFunc(s.codes, func(_, of string) bool { return of == id })
	return nil
}

// signIn notes who the person of a request is.
func (s *store) signIn(id, name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, asked := s.asks[id]
	u, known := s.known.byName(name)
	if !asked || !known {
		return false
	}
	a.subject, a.acr, a.since = u.Subject, u.ACR, time.Now()
	return true
}

// tokenTime is how long an access token counts.
const tokenTime = 5 * time.Minute

// CreateAccessToken implements op.AuthStorage. The token itself says whose it is.
func (s *store) CreateAccessToken(context.Context, op.TokenRequest) (string, time.Time, error) {
	return rand.Text(), time.Now().Add(tokenTime), nil
}

// SigningKey implements op.AuthStorage.
func (s *store) SigningKey(context.Context) (op.SigningKey, error) {
	if s.has(forgedToken) {
		return s.forger, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.key, nil
}

// SignatureAlgorithms implements op.AuthStorage.
func (s *store) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.ES256}, nil
}

// KeySet implements op.AuthStorage.
func (s *store) KeySet(context.Context) ([]op.Key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return []op.Key{published{s.key}}, nil
}

// GetClientByClientID implements op.OPStorage.
func (s *store) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	c, ok := s.directory().client(id)
	if !ok {
		return nil, errNone
	}
	return registered{c, s.tokenLife()}, nil
}

// AuthorizeClientIDSecret implements op.OPStorage.
func (s *store) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	c, ok := s.directory().client(id)
	if !ok || c.Secret == "" || subtle.ConstantTimeCompare([]byte(c.Secret), []byte(secret)) != 1 {
		return errNone
	}
	return nil
}

// SetUserinfoFromScopes implements op.OPStorage: claims for the ID token.
func (s *store) SetUserinfoFromScopes(_ context.Context, info *oidc.UserInfo, subject, _ string, scopes []string) error {
	return s.describe(info, subject, scopes)
}

// SetUserinfoFromToken implements op.OPStorage: the UserInfo endpoint.
func (s *store) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, _, subject, _ string) error {
	if err := s.describe(info, subject, []string{oidc.ScopeProfile, oidc.ScopeEmail}); err != nil {
		return err
	}
	if s.has(otherSubject) {
		info.Subject = "somebody-else"
	}
	return nil
}

func (s *store) describe(info *oidc.UserInfo, subject string, scopes []string) error {
	u, ok := s.directory().bySubject(subject)
	if !ok {
		return errNone
	}
	info.Subject = u.Subject
	if slices.Contains(scopes, oidc.ScopeEmail) {
		info.Email, info.EmailVerified = u.Email, oidc.Bool(u.EmailVerified)
	}
	if slices.Contains(scopes, oidc.ScopeProfile) {
		info.Name = u.Name
		for name, value := range u.Claims {
			info.AppendClaims(name, value)
		}
	}
	return nil
}
