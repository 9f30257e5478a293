package auth

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Finish takes the answer that a browser brings from a provider and gives the person who signed in, made if need be, with
// the roles that the provider says. Errors: a [Failure], or that of the store.
func (s *OIDC) Finish(w http.ResponseWriter, r *http.Request) (Arrived, error) {
	done, err := s.finish(w, r)
	var f *Failure
	if errors.As(err, &f) {
		return Arrived{}, s.failed(r.Context(), f)
	}
	return done, err
}

func (s *OIDC) finish(w http.ResponseWriter, r *http.Request) (Arrived, error) {
	j, err := s.resume(w, r)
	if err != nil {
		return Arrived{}, err
	}
	p, ok := s.provider(j.Provider)
	if !ok {
		return Arrived{}, &Failure{Code: StateLost, Provider: j.Provider}
	}
	if f := p.answered(r.URL.Query()); f != nil {
		return Arrived{}, f
	}
	found, err := p.discover(r.Context())
	if err != nil {
		return Arrived{}, &Failure{ProviderAway, p.ID, err}
	}
	ctx := oidc.ClientContext(r.Context(), p.client)
	token, err := found.oauth(s.callback(p.ID)).Exchange(ctx, r.URL.Query().Get("code"), oauth2.VerifierOption(j.Verifier))
	if err != nil {
		return Arrived{}, &Failure{exchangeCode(err), p.ID, err}
	}
	told, f := s.identify(ctx, found, token, j)
	if f != nil {
		return Arrived{}, f
	}
	person, err := s.arrived(r.Context(), told.arrival(p.Provider))
	return Arrived{Person: person, Method: methodOIDC + p.ID, Next: j.Next}, err
}

// answered reads what the provider says in the address: an error, or a code (RFC 6749, 4.1.2; RFC 9207 for iss).
func (p *provider) answered(q url.Values) *Failure {
	if iss := q.Get("iss"); iss != "" && iss != p.Issuer {
		return &Failure{Code: TokenRefused, Provider: p.ID}
	}
	switch q.Get("error") {
	case "":
	case "access_denied":
		return &Failure{Code: AccessDenied, Provider: p.ID}
	case "server_error", "temporarily_unavailable":
		return &Failure{Code: ProviderAway, Provider: p.ID}
	default:
		return &Failure{Code: ProviderRefused, Provider: p.ID}
	}
	if q.Get("code") == "" {
		return &Failure{Code: StateLost, Provider: p.ID}
	}
	return nil
}

// exchangeCode says why a code was not exchanged: it was used before or is too old, or the provider has trouble.
func exchangeCode(err error) FailureCode {
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &refused) && refused.ErrorCode == "invalid_grant":
		return SignInExpired
	case errors.As(err, &refused) && refused.Response.StatusCode < http.StatusInternalServerError:
		return ProviderRefused
	}
	return ProviderAway
}

// unreachable reports whether there was no answer at all.
func unreachable(err error) bool {
	var lost *url.Error
	return errors.As(err, &lost) || errors.Is(err, context.DeadlineExceeded)
}

// identify checks the ID token and adds what the provider tells of the person elsewhere (Core, 3.1.3.7 and 5.3).
func (s *OIDC) identify(ctx context.Context, found *discovered, token *oauth2.Token, j journey) (claims, *Failure) {
	fail := func(code FailureCode, cause error) (claims, *Failure) {
		return claims{}, &Failure{code, j.Provider, cause}
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return fail(TokenRefused, nil)
	}
	id, err := found.verify(ctx, raw, s.now)
	var late *oidc.TokenExpiredError
	switch {
	case errors.As(err, &late):
		return fail(SignInExpired, err)
	case unreachable(err):
		return fail(ProviderAway, err)
	case err != nil:
		return fail(TokenRefused, err)
	case subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(j.Nonce)) != 1:
		return fail(NonceWrong, nil)
	}
	if id.AccessTokenHash != "" {
		if err := id.VerifyAccessToken(token.AccessToken); err != nil {
			return fail(TokenRefused, err)
		}
	}
	told := claims{subject: id.Subject, all: map[string]any{}}
	if err := id.Claims(&told.all); err != nil {
		return fail(TokenRefused, err)
	}
	if required := found.config.RequiredACR; len(required) > 0 && !slices.Contains(required, told.text("acr")) {
		return fail(AssuranceLow, nil)
	}
	return s.tell(ctx, found, token, told)
}

// tell adds the claims of the UserInfo endpoint, where there is one, to those of the ID token.
func (s *OIDC) tell(ctx context.Context, found *discovered, token *oauth2.Token, told claims) (claims, *Failure) {
	if found.UserInfoEndpoint() == "" {
		return told, nil
	}
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return claims{}, &Failure{ProviderAway, found.config.ID, err}
	}
	more := map[string]any{}
	if err := info.Claims(&more); err != nil || info.Subject != told.subject {
		return claims{}, &Failure{TokenRefused, found.config.ID, err}
	}
	for name, value := range more {
		if _, signed := told.all[name]; !signed {
			told.all[name] = value
		}
	}
	return told, nil
}
