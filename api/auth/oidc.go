package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"evidencedesk/internal/config"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Arrivals finds or makes the person whom a provider has signed in.
type Arrivals interface {
	Arrive(ctx context.Context, a postgres.Arrival) (evidence.PersonID, error)
}

// OIDCOptions say which identity providers there are and how we are known to them.
type OIDCOptions struct {
	Providers []config.Provider
	Store     Arrivals
	PublicURL string
	Key       []byte       // the service's; seals what a browser carries to the provider and back
	Log       *slog.Logger // codes and the names of providers only
	Now       func() time.Time
}

// OIDC signs people in at identity providers: OpenID Connect Core 1.0, authorisation code with PKCE (RFC 7636), state and
// nonce. What it needs to remember on the way the browser carries, sealed.
type OIDC struct {
	providers []*provider
	store     Arrivals
	publicURL string
	cookies   cookies
	box       box
	log       *slog.Logger
	now       func() time.Time
}

// NewOIDC makes it. It asks no provider anything yet: one that is away does not keep the service from starting.
func NewOIDC(o OIDCOptions) *OIDC {
	s := &OIDC{
		store: o.Store, publicURL: strings.TrimSuffix(o.PublicURL, "/"), cookies: cookiesFor(o.PublicURL), box: newBox(o.Key, "oidc state"),
		log: o.Log, now: o.Now,
	}
	for _, p := range o.Providers {
		s.providers = append(s.providers, newProvider(p, o.Now))
	}
	return s
}

// ProviderInfo is an identity provider as a page offers it.
type ProviderInfo struct{ ID, Label string }

// Providers lists them in the order of the settings.
func (s *OIDC) Providers() []ProviderInfo {
	list := make([]ProviderInfo, len(s.providers))
	for i, p := range s.providers {
		list[i] = ProviderInfo{p.ID, p.Label}
	}
	return list
}

func (s *OIDC) provider(id string) (*provider, bool) {
	i := slices.IndexFunc(s.providers, func(p *provider) bool { return p.ID == id })
	if i < 0 {
		return nil, false
	}
	return s.providers[i], true
}

// methodOIDC begins the method of a session that a provider signed in.
const methodOIDC = "oidc/"

// Begin sets out to a provider: it gives the browser what it must bring back and says where to send it. Errors: NotFound for
// a provider that there is not; a [Failure] with ProviderAway.
func (s *OIDC) Begin(w http.ResponseWriter, r *http.Request, id, next string) (redirect string, err error) {
	p, ok := s.provider(id)
	if !ok {
		return "", evidence.Refuse(evidence.NotFound, "")
	}
	found, err := p.discover(r.Context())
	if err != nil {
		return "", s.failed(r.Context(), &Failure{ProviderAway, id, err})
	}
	j := journey{Provider: id, State: newSecret(), Nonce: newSecret(), Verifier: oauth2.GenerateVerifier(), Next: OwnPath(next), Began: s.now()}
	if err := s.depart(w, j); err != nil {
		return "", err
	}
	return found.oauth(s.callback(id)).AuthCodeURL(j.State, p.options(j)...), nil
}

func (s *OIDC) callback(id string) string { return s.publicURL + CallbackPath(id) }

// EndSession gives the address at the provider where a person signs out there too (OpenID Connect RP-Initiated Logout 1.0);
// false for a session that no provider began, or whose provider has no such address or is away. The method is the one that
// [Sessions.SignOut] gave.
func (s *OIDC) EndSession(ctx context.Context, method string) (redirect string, ok bool) {
	id, ok := strings.CutPrefix(method, methodOIDC)
	if !ok {
		return "", false
	}
	p, ok := s.provider(id)
	if !ok {
		return "", false
	}
	found, err := p.discover(ctx)
	if err != nil || found.endSession == "" {
		return "", false
	}
	u, err := url.Parse(found.endSession)
	if err != nil || !u.IsAbs() {
		return "", false
	}
	query := u.Query()
	query.Set("client_id", p.ClientID)
	query.Set("post_logout_redirect_uri", s.publicURL+SignedOutPath)
	u.RawQuery = query.Encode()
	return u.String(), true
}

// failed notes the code of a failure, never what was said.
func (s *OIDC) failed(ctx context.Context, f *Failure) error {
	s.log.WarnContext(ctx, "a sign-in at a provider failed", slog.String("provider", f.Provider), slog.String("code", string(f.Code)))
	return f
}

// arrived gives the person, or says why the store cannot.
func (s *OIDC) arrived(ctx context.Context, a postgres.Arrival) (evidence.PersonID, error) {
	person, err := s.store.Arrive(ctx, a)
	switch {
	case errors.Is(err, postgres.ErrNoAddress):
		return "", &Failure{NoAddress, a.Provider, err}
	case errors.Is(err, postgres.ErrAddressTaken):
		return "", &Failure{AddressTaken, a.Provider, err}
	case evidence.CodeOf(err) == evidence.Invalid: // a name or an address that no person can have
		return "", &Failure{NoAddress, a.Provider, err}
	}
	return person, err
}
