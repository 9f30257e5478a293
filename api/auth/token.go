package auth

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Prefix begins every token, so that scanners of code and mail can recognise one that leaked.
const Prefix = "edk_"

// secretBytes is the entropy of a token: with 256 random bits a plain digest is a safe key to look it up by, for
// there is nothing to guess.
const secretBytes = 32

// Tokens finds the person to whom a token was issued.
type Tokens interface {
	// TokenPrincipal returns the principal of the token with this SHA-256 and notes that it was used. A token that is
	// unknown, expired or revoked, and a token of an erased person, give an evidence.Unauthenticated error.
	TokenPrincipal(ctx context.Context, hash []byte) (Principal, error)
}

// Stored gives the tokens that the database keeps.
func Stored(store *postgres.Tokens) Tokens { return stored{store} }

type stored struct{ store *postgres.Tokens }

func (s stored) TokenPrincipal(ctx context.Context, hash []byte) (Principal, error) {
	p, err := s.store.Principal(ctx, hash)
	return Principal{Person: p.Person, Name: p.Name, Memberships: p.Memberships}, err
}

// SignIn finds out who sends an Authorization header. It gives an evidence.Unauthenticated error for nobody.
func SignIn(ctx context.Context, tokens Tokens, header string) (Principal, error) {
	hash, err := Bearer(header)
	if err != nil {
		return Principal{}, err
	}
	return tokens.TokenPrincipal(ctx, hash)
}

// NewToken makes a token. The text is shown once to the person; only the hash is stored.
func NewToken() (token string, hash []byte) {
	secret := make([]byte, secretBytes)
	rand.Read(secret) // never fails (crypto/rand, since Go 1.24)
	token = Prefix + base64.RawURLEncoding.EncodeToString(secret)
	return token, Hash(token)
}

// Hash gives what is stored of a token: the SHA-256 of its text.
func Hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Bearer reads the Authorization header of RFC 6750, section 2.1, and returns the hash of its token. The scheme is
// compared without case. An absent, misshapen or foreign header gives an evidence.Unauthenticated error.
func Bearer(header string) (hash []byte, err error) {
	scheme, token, ok := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if !ok || !strings.EqualFold(scheme, "Bearer") || !wellFormed(token) {
		return nil, evidence.Refuse(evidence.Unauthenticated, "")
	}
	return Hash(token), nil
}

func wellFormed(token string) bool {
	secret, ok := strings.CutPrefix(token, Prefix)
	if !ok {
		return false
	}
	raw, err := base64.RawURLEncoding.DecodeString(secret)
	return err == nil && len(raw) == secretBytes
}
