package main

import (
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// client is a service that signs people in here.
type client struct {
	ID            string   `json:"id"`
	Secret        string   `json:"secret"` // empty: a public client
	Redirects     []string `json:"redirects"`
	SignedOut     []string `json:"signed_out"`
	ClaimsInToken bool     `json:"claims_in_token"` // also in the ID token, not only at the UserInfo endpoint
}

// registered is a client as the library sees it, with the faults of the moment.
type registered struct {
	client

	life time.Duration // of its ID tokens
}

// GetID implements op.Client, as do the methods below.
func (c registered) GetID() string { return c.ID }

// RedirectURIs implements op.Client.
func (c registered) RedirectURIs() []string { return c.Redirects }

// PostLogoutRedirectURIs implements op.Client.
func (c registered) PostLogoutRedirectURIs() []string { return c.SignedOut }

// ApplicationType implements op.Client.
func (c registered) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }

// AuthMethod implements op.Client.
func (c registered) AuthMethod() oidc.AuthMethod {
	if c.Secret == "" {
		return oidc.AuthMethodNone
	}
	return oidc.AuthMethodBasic
}

// ResponseTypes implements op.Client.
func (c registered) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}

// GrantTypes implements op.Client.
func (c registered) GrantTypes() []oidc.GrantType { return []oidc.GrantType{oidc.GrantTypeCode} }

// LoginURL implements op.Client.
func (c registered) LoginURL(id string) string { return "/login?id=" + id }

// AccessTokenType implements op.Client.
func (c registered) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }

// IDTokenLifetime implements op.Client.
func (c registered) IDTokenLifetime() time.Duration { return c.life }

// DevMode implements op.Client: callbacks on this machine need no TLS.
func (c registered) DevMode() bool { return true }

// RestrictAdditionalIdTokenScopes implements op.Client.
func (c registered) RestrictAdditionalIdTokenScopes() func([]string) []string { return same }

// RestrictAdditionalAccessTokenScopes implements op.Client.
func (c registered) RestrictAdditionalAccessTokenScopes() func([]string) []string { return same }

func same(scopes []string) []string { return scopes }

// IsScopeAllowed implements op.Client.
func (c registered) IsScopeAllowed(string) bool { return true }

// IDTokenUserinfoClaimsAssertion implements op.Client.
func (c registered) IDTokenUserinfoClaimsAssertion() bool { return c.ClaimsInToken }

// ClockSkew implements op.Client.
func (c registered) ClockSkew() time.Duration { return 0 }
