package auth

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"evidencedesk/internal/config"
)

const (
	// askTimeout bounds one question to a provider.
	askTimeout = 10 * time.Second
	// askAgain is how soon a provider that was away is asked again.
	askAgain = 3 * time.Second
	// foundFor is how long what a provider says of itself is believed before it is asked anew.
	foundFor = 12 * time.Hour
	// skew is how wrong a provider's clock, or ours, may be.
	skew = 2 * time.Minute
)

// provider is an identity provider that is asked what it can do when it is first needed.
type provider struct {
	config.Provider

	client *http.Client
	now    func() time.Time

	mu     sync.Mutex
	found  *discovered
	failed error
	asked  time.Time
}

func newProvider(p config.Provider, now func() time.Time) *provider {
	return &provider{Provider: p, client: &http.Client{Timeout: askTimeout}, now: now}
}

// discovered is what a provider says of itself (OpenID Connect Discovery 1.0).
type discovered struct {
	*oidc.Provider

	config     *config.Provider
	client     *http.Client
	keys       oidc.KeySet
	algorithms []string
	endSession string
	auth       oauth2.AuthStyle
}

// discover asks the provider, or gives what it said before. One that does not answer is asked again after a few seconds, by
// one caller at a time; what is known of it is used meanwhile.
func (p *provider) discover(ctx context.Context) (*discovered, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	since := p.now().Sub(p.asked)
	switch {
	case p.failed == nil && p.found != nil && since < foundFor:
		return p.found, nil
	case p.failed != nil && since < askAgain:
		return p.found, p.unless()
	}
	// Whoever asked first may go away; the answer is for all.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), askTimeout)
	defer cancel()
	found, err := p.ask(oidc.ClientContext(ctx, p.client))
	p.failed, p.asked = err, p.now()
	if err == nil {
		p.found = found
	}
	return p.found, p.unless()
}

// unless is the error of the last question, unless an earlier one was answered.
func (p *provider) unless() error {
	if p.found != nil {
		return nil
	}
	return p.failed
}

func (p *provider) ask(ctx context.Context) (*discovered, error) {
	found, err := oidc.NewProvider(ctx, p.Issuer)
	if err != nil {
		return nil, err
	}
	var says struct {
		Keys       string   `json:"jwks_uri"`
		EndSession string   `json:"end_session_endpoint"`
		Auth       []string `json:"token_endpoint_auth_methods_supported"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
	}
	if err := found.Claims(&says); err != nil {
		return nil, err
	}
	d := &discovered{
		Provider: found, config: &p.Provider, client: p.client, endSession: says.EndSession,
		keys: oidc.NewRemoteKeySet(oidc.ClientContext(context.WithoutCancel(ctx), p.client), says.Keys), auth: oauth2.AuthStyleInHeader,
	}
	d.algorithms = slices.DeleteFunc(says.Algorithms, func(a string) bool { return strings.HasPrefix(a, "HS") || a == "none" })
	// client_secret_basic is what is meant when nothing is said (Discovery, 3).
	if p.ClientSecret == "" || len(says.Auth) > 0 && !slices.Contains(says.Auth, "client_secret_basic") {
		d.auth = oauth2.AuthStyleInParams
	}
	return d, nil
}

func (d *discovered) oauth(callback string) *oauth2.Config {
	endpoint := d.Endpoint()
	endpoint.AuthStyle = d.auth
	return &oauth2.Config{
		ClientID: d.config.ClientID, ClientSecret: d.config.ClientSecret, Endpoint: endpoint, RedirectURL: callback,
		Scopes: append([]string{oidc.ScopeOpenID}, d.config.Scopes...),
	}
}

// options are what a journey adds to the request for authorisation.
func (p *provider) options(j journey) []oauth2.AuthCodeOption {
	options := []oauth2.AuthCodeOption{oidc.Nonce(j.Nonce), oauth2.S256ChallengeOption(j.Verifier)}
	if len(p.ACRValues) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(p.ACRValues, " ")))
	}
	return options
}

// heard remembers why keys could not be had, which the verifier puts into words only.
type heard struct {
	oidc.KeySet

	err error
}

// VerifySignature implements oidc.KeySet.
func (h *heard) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := h.KeySet.VerifySignature(ctx, jwt)
	h.err = err
	return payload, err
}

// verify reads an ID token. Its signature, issuer, audience and times are checked, with some tolerance for clocks.
func (d *discovered) verify(ctx context.Context, raw string, now func() time.Time) (*oidc.IDToken, error) {
	keys := &heard{KeySet: d.keys}
	token, err := oidc.NewVerifier(d.config.Issuer, keys, &oidc.Config{
		ClientID: d.config.ClientID, SupportedSigningAlgs: d.algorithms, Now: func() time.Time { return now().Add(-skew) },
	}).Verify(ctx, raw)
	if err != nil && unreachable(keys.err) {
		return nil, keys.err
	}
	return token, err
}
