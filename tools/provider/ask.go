package main

import (
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
)

// ask is a request to sign somebody in, from the first redirect to the token.
type ask struct {
	oidc.AuthRequest

	id      string
	subject string
	acr     string
	nonce   string // that of the request, unless the provider misbehaves
	since   time.Time
}

// GetID implements op.AuthRequest, as do the methods below; the others are the request's own.
func (a *ask) GetID() string { return a.id }

// GetACR implements op.AuthRequest.
func (a *ask) GetACR() string { return a.acr }

// GetAMR implements op.AuthRequest.
func (a *ask) GetAMR() []string { return nil }

// GetAudience implements op.AuthRequest.
func (a *ask) GetAudience() []string { return []string{a.ClientID} }

// GetAuthTime implements op.AuthRequest.
func (a *ask) GetAuthTime() time.Time { return a.since }

// GetClientID implements op.AuthRequest.
func (a *ask) GetClientID() string { return a.ClientID }

// GetCodeChallenge implements op.AuthRequest.
func (a *ask) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: a.CodeChallenge, Method: a.CodeChallengeMethod}
}

// GetNonce implements op.AuthRequest.
func (a *ask) GetNonce() string { return a.nonce }

// GetResponseMode implements op.AuthRequest.
func (a *ask) GetResponseMode() oidc.ResponseMode { return a.ResponseMode }

// GetScopes implements op.AuthRequest.
func (a *ask) GetScopes() []string { return a.Scopes }

// GetSubject implements op.AuthRequest.
func (a *ask) GetSubject() string { return a.subject }

// Done implements op.AuthRequest.
func (a *ask) Done() bool { return a.subject != "" }
