package auth

import (
	"slices"
	"strings"

	"evidencedesk/internal/config"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// claims is what a provider tells of a person.
type claims struct {
	subject string
	all     map[string]any
}

// text gives a claim that is one text.
func (c claims) text(name string) string {
	s, _ := c.all[name].(string)
	return strings.TrimSpace(s)
}

// maxValues bounds what is read of a claim with many values, such as groups.
const maxValues = 1000

// values gives a claim that may have several: a list, or a text with semicolons between, as SAML gateways write them.
func (c claims) values(name string) []string {
	var values []string
	switch v := c.all[name].(type) {
	case string:
		values = strings.Split(v, ";")
	case []any:
		for _, one := range v[:min(len(v), maxValues)] {
			if s, ok := one.(string); ok {
				values = append(values, s)
			}
		}
	}
	for i := range values {
		values[i] = strings.TrimSpace(values[i])
	}
	return values
}

// verified reports whether the provider says that the address is the person's. Some write the word instead of the value.
func (c claims) verified() bool {
	v := c.all["email_verified"]
	return v == true || v == "true"
}

// arrival is what the store needs to know.
func (c claims) arrival(p config.Provider) postgres.Arrival {
	a := postgres.Arrival{Provider: p.ID, Issuer: p.Issuer, Subject: c.subject, Roles: c.roles(p)}
	if email, err := plainAddress(c.text(p.EmailClaim)); err == nil && (p.TrustEmail || c.verified()) {
		a.Email = email
		a.Trusted = slices.Contains(p.EmailDomains, strings.ToLower(email[strings.LastIndexByte(email, '@')+1:]))
	}
	a.Name = c.name(p, a.Email)
	return a
}

// name is the person's name as well as the provider tells it.
func (c claims) name(p config.Provider, email string) string {
	whole := strings.TrimSpace(c.text("given_name") + " " + c.text("family_name"))
	local, _, _ := strings.Cut(email, "@")
	for _, name := range []string{c.text(p.NameClaim), whole, c.text("preferred_username"), local} {
		if runes := []rune(name); len(runes) > 0 {
			return string(runes[:min(len(runes), evidence.MaxName)])
		}
	}
	return ""
}

// roles looks up the values of the role claim and of the affiliations.
func (c claims) roles(p config.Provider) []postgres.ProvidedRole {
	var words []string
	for _, value := range c.values(p.RoleClaim) {
		words = append(words, p.Roles[value])
	}
	for _, value := range c.values(p.AffiliationClaim) {
		_, scope, _ := strings.Cut(value, "@")
		words = append(words, p.Affiliations[value], p.Affiliations["*@"+scope])
	}
	var list []postgres.ProvidedRole
	for _, w := range words {
		grants, err := config.Grants(w)
		if err != nil {
			continue // the settings were read with the same rule
		}
		for _, g := range grants {
			if r := (postgres.ProvidedRole{Library: g.Library, Role: g.Role}); !slices.Contains(list, r) {
				list = append(list, r)
			}
		}
	}
	return list
}
