package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/config"
	"evidencedesk/internal/evidence"
)

func TestProviders(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	secret := filepath.Join(folder, "secret")
	if err := os.WriteFile(secret, []byte("hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	text := `[{"id":"one","label":"One","issuer":"https://one.example/v2.0","client_id":"c","client_secret_file":"` + secret + `",
	  "role_claim":"groups","roles":{"g":"librarian@northmoor manager@northmoor"},"email_domains":["@Trust.NHS.uk"]}]`
	file := filepath.Join(folder, "providers.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	want := []config.Provider{{
		ID: "one", Label: "One", Issuer: "https://one.example/v2.0", ClientID: "c", ClientSecret: "hush", SecretFile: secret, Scopes: []string{"profile", "email"},
		EmailClaim: "email", NameClaim: "name", RoleClaim: "groups", Roles: map[string]string{"g": "librarian@northmoor manager@northmoor"},
		EmailDomains: []string{"trust.nhs.uk"},
	}}
	for name, setting := range map[string]string{"in the setting": text, "in a file": file} {
		got, err := config.Config{OIDC: setting}.Providers()
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	if got, err := (config.Config{}).Providers(); err != nil || got != nil {
		t.Errorf("none: %v, %v", got, err)
	}
}

func TestProvidersThatCannotBe(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, says string }{
		"not a list":          {`[{"id":"one"`, "ends too early"},
		"broken":              {`[{]`, "broken at byte"},
		"no file":             {"/nowhere/providers.json", "cannot be read"},
		"an unknown setting":  {`[{"id":"one","secret":"s3cret"}]`, "unknown field"},
		"a wrong type":        {`[{"id":1}]`, "wrong type of id"},
		"an address of ours":  {`[{"id":"link","label":"l","client_id":"c","issuer":"https://x.example"}]`, "not link, sent or demo"},
		"no label":            {`[{"id":"one","issuer":"https://x.example"}]`, "give a label"},
		"no TLS":              {`[{"id":"one","label":"l","client_id":"c","issuer":"http://x.example"}]`, "https"},
		"no secret":           {`[{"id":"one","label":"l","client_id":"c","issuer":"https://x.example","client_secret_file":"/nowhere"}]`, "client_secret_file"},
		"a role that is none": {`[{"id":"one","label":"l","client_id":"c","issuer":"https://x.example","roles":{"g":"owner@northmoor"}}]`, "role@library"},
		"the same name twice": {`[{"id":"one","label":"l","client_id":"c","issuer":"https://x.example"},{"id":"one","label":"l","client_id":"c","issuer":"https://y.example"}]`, "another provider"},
	} {
		_, err := config.Config{OIDC: c.text}.Providers()
		if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (config.Config{OIDC: `[{"id":"one","label":"l","client_id":"c","issuer":"http://127.0.0.1:9998"}]`}).Providers(); err != nil {
		t.Errorf("on this machine: %v", err)
	}
}

func TestGrants(t *testing.T) {
	t.Parallel()
	got, err := config.Grants(" librarian@northmoor  admin@east-vale ")
	want := []config.Grant{{Role: evidence.Librarian, Library: "northmoor"}, {Role: evidence.Admin, Library: "east-vale"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestProductionRefusesTheDemonstration(t *testing.T) {
	t.Setenv("EVIDENCEDESK_DEMO", "true")
	c, err := config.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Production(); err == nil || !strings.Contains(err.Error(), "EVIDENCEDESK_DEMO") {
		t.Errorf("%v", err)
	}
	if err := (config.Config{}).Production(); err != nil {
		t.Errorf("without it: %v", err)
	}
}

func TestTheLifeOfSessions(t *testing.T) {
	t.Setenv("EVIDENCEDESK_SESSION_IDLE", "13h")
	if _, err := config.Load(t.Context()); err == nil || !strings.Contains(err.Error(), "EVIDENCEDESK_SESSION_LIFE") {
		t.Errorf("longer idle than it lives: %v", err)
	}
}
