package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"evidencedesk/internal/evidence"
)

// Provider is an identity provider that speaks OpenID Connect, such as NHS OpenAthens, Entra ID or NHS CIS2.
type Provider struct {
	ID           string   `json:"id"`    // in addresses: small letters, digits, hyphens
	Label        string   `json:"label"` // on the button
	Issuer       string   `json:"issuer"`
	ClientID     string   `json:"client_id"`
	ClientSecret string   `json:"client_secret"`
	SecretFile   string   `json:"client_secret_file"` // instead of the secret itself
	Scopes       []string `json:"scopes"`             // beside openid; profile and email when absent

	EmailClaim       string `json:"email_claim"`       // email when empty
	NameClaim        string `json:"name_claim"`        // name when empty
	RoleClaim        string `json:"role_claim"`        // such as groups; its values are looked up in Roles
	AffiliationClaim string `json:"affiliation_claim"` // such as eduPersonScopedAffiliation; looked up in Affiliations

	// Roles and Affiliations say which roles a value gives: "librarian@northmoor", several with spaces between. An
	// affiliation *@scope stands for every affiliation of the scope.
	Roles        map[string]string `json:"roles"`
	Affiliations map[string]string `json:"affiliations"`

	// EmailDomains are those for whose addresses the provider may speak: an account with such an address is the person who
	// has the address here already.
	EmailDomains []string `json:"email_domains"`
	// TrustEmail takes every address that the provider gives as verified, for those that do not say email_verified.
	TrustEmail bool `json:"trust_email"`

	ACRValues   []string `json:"acr_values"`   // asked for, in order of preference (OpenID Connect Core 1.0, 3.1.2.1)
	RequiredACR []string `json:"required_acr"` // a sign-in with any other acr is refused
}

// Grant is a role in a library, named by its code.
type Grant struct {
	Role    evidence.Role
	Library string
}

// Grants reads the value of a map of roles: "librarian@northmoor manager@northmoor".
func Grants(words string) ([]Grant, error) {
	var list []Grant
	for word := range strings.FieldsSeq(words) {
		role, library, ok := strings.Cut(word, "@")
		if !ok || library == "" || !slices.Contains(evidence.Roles(), evidence.Role(role)) {
			return nil, errors.New("write roles as role@library, such as librarian@northmoor")
		}
		list = append(list, Grant{evidence.Role(role), library})
	}
	return list, nil
}

// Providers reads EVIDENCEDESK_OIDC: a JSON list, or the name of a file that holds one. None is no error.
func (c Config) Providers() ([]Provider, error) {
	text := []byte(strings.TrimSpace(c.OIDC))
	if len(text) == 0 {
		return nil, nil
	}
	if text[0] != '[' {
		var err error
		if text, err = os.ReadFile(string(text)); err != nil {
			return nil, errors.New("EVIDENCEDESK_OIDC: the file cannot be read")
		}
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var list []Provider
	if err := d.Decode(&list); err != nil {
		return nil, fmt.Errorf("EVIDENCEDESK_OIDC: not a JSON list of providers: %s", where(err))
	}
	var wrong []error
	ids := map[string]bool{}
	for i := range list {
		p := &list[i]
		if err := p.complete(); err != nil {
			wrong = append(wrong, fmt.Errorf("EVIDENCEDESK_OIDC[%d]: %w", i, err))
		}
		if ids[p.ID] {
			wrong = append(wrong, fmt.Errorf("EVIDENCEDESK_OIDC[%d]: another provider has this id", i))
		}
		ids[p.ID] = true
	}
	return list, errors.Join(wrong...)
}

// where says what a decoder did not like without the text, which may hold a secret.
func where(err error) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("broken at byte %d", syntax.Offset)
	case errors.As(err, &kind):
		return "wrong type of " + kind.Field
	case strings.Contains(err.Error(), "unknown field"):
		return err.Error()
	}
	return "it ends too early"
}

var providerID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

// complete fills in what has a default, reads the secret from its file and names all that is wrong.
func (p *Provider) complete() error {
	var wrong []error
	bad := func(why string) { wrong = append(wrong, errors.New(why)) }
	if !providerID.MatchString(p.ID) || slices.Contains([]string{"link", "sent", "demo"}, p.ID) { // these are pages of ours
		bad("id: use small letters, digits and hyphens; not link, sent or demo")
	}
	if p.Label == "" || p.ClientID == "" {
		bad("give a label and a client_id")
	}
	if !safeIssuer(p.Issuer) {
		bad("issuer: must be an https address")
	}
	if p.SecretFile != "" {
		secret, err := os.ReadFile(p.SecretFile)
		if err != nil {
			bad("client_secret_file: cannot be read")
		}
		p.ClientSecret = strings.TrimSpace(string(secret))
	}
	for _, list := range []map[string]string{p.Roles, p.Affiliations} {
		for _, words := range list {
			if _, err := Grants(words); err != nil {
				wrong = append(wrong, err)
			}
		}
	}
	for i, d := range p.EmailDomains {
		p.EmailDomains[i] = strings.ToLower(strings.TrimPrefix(d, "@"))
	}
	if len(p.Scopes) == 0 {
		p.Scopes = []string{"profile", "email"}
	}
	p.EmailClaim, p.NameClaim = orElse(p.EmailClaim, "email"), orElse(p.NameClaim, "name")
	return errors.Join(wrong...)
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// safeIssuer reports whether an issuer can be believed: by TLS, or because it is on this machine.
func safeIssuer(issuer string) bool {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "https" || u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// Production refuses settings that are for demonstrations only.
func (c Config) Production() error {
	if c.Demo {
		return errors.New("settings: EVIDENCEDESK_DEMO lets everybody sign in as the people of the demonstration; it is for `evidencedesk dev` only")
	}
	return nil
}
