package deploy_test

import (
	"context"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/config"
	"evidencedesk/internal/temporalx"
)

// No password is written down, and each process gets only what is its own.
func TestSecretsGoWhereTheyBelong(t *testing.T) {
	t.Parallel()
	want := map[string][]string{
		"superuser0": {"postgres"}, "temporal0": {"postgres", "temporal", "temporal-schema"}, "owner0": {"migrate", "postgres"},
		"api0": {"api", "postgres"}, "worker0": {"postgres", "worker"},
		secrets()["EVIDENCEDESK_MAC_KEY"]: {"api", "worker"}, secrets()["EVIDENCEDESK_PAYLOAD_KEYS"]: {"api", "worker"},
	}
	got := map[string][]string{}
	p := project(t)
	for _, name := range slices.Sorted(maps.Keys(p.Services)) {
		s := p.Services[name]
		for secret := range want {
			if slices.ContainsFunc(slices.Collect(maps.Values(s.Environment)), func(v *string) bool { return v != nil && strings.Contains(*v, secret) }) {
				got[secret] = append(got[secret], name)
			}
			if strings.Contains(strings.Join(slices.Concat(s.Command, s.Entrypoint), " "), secret) {
				t.Errorf("%s shows a secret in its arguments", name)
			}
		}
		for variable, value := range s.Environment {
			if value == nil {
				t.Errorf("%s takes %s from whoever starts it", name, variable)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The example lists every variable of the compose file: those that are needed without a value, the others as comments.
func TestExampleOfSettings(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("env.example")
	if err != nil {
		t.Fatal(err)
	}
	needed, err := dotenv.UnmarshalBytesWithLookup(raw, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(secrets())), slices.Sorted(maps.Keys(needed))); diff != "" {
		t.Errorf("needed (-compose +example):\n%s", diff)
	}
	for name, value := range needed {
		if value != "" {
			t.Errorf("the example gives %s a value that somebody may keep", name)
		}
	}
	asked := map[string]bool{}
	if _, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{
		WorkingDir: "..", ConfigFiles: []types.ConfigFile{{Filename: composeFile}}, Environment: secrets(),
	}, func(o *loader.Options) {
		lookup := o.Interpolate.LookupValue
		o.Interpolate.LookupValue = func(key string) (string, bool) {
			asked[key] = true
			return lookup(key)
		}
	}); err != nil {
		t.Fatal(err)
	}
	for name := range asked {
		if _, ok := needed[name]; !ok && !strings.Contains(string(raw), "\n#"+name+"=") {
			t.Errorf("the example does not mention %s", name)
		}
	}
	if len(asked) < len(secrets())+10 {
		t.Errorf("only %d variables were asked for", len(asked))
	}
}

// Every setting that the binary reads is set for the process that needs it, or is listed here with the reason.
func TestEverySettingIsDecided(t *testing.T) {
	t.Parallel()
	p := project(t)
	set := func(name string) []string {
		var services []string
		for _, s := range ours {
			if _, ok := p.Services[s].Environment[name]; ok {
				services = append(services, s)
			}
		}
		return services
	}
	both := []string{"api", "worker"}
	want := map[string][]string{
		"DATABASE_ADMIN_URL":             {"migrate"}, // whoever may change the schema serves no requests
		"EVIDENCEDESK_LISTEN":            {"api"},
		"EVIDENCEDESK_TRUSTED_PROXIES":   {"api"},
		"EVIDENCEDESK_RATE_LIMIT":        {"api"},
		"EVIDENCEDESK_CHROMIUM":          {"api"}, // which prints reports
		"EVIDENCEDESK_OIDC":              {"api"}, // it may hold the secrets of providers
		"EVIDENCEDESK_SESSION_IDLE":      {"api"},
		"EVIDENCEDESK_SESSION_LIFE":      {"api"},
		"EVIDENCEDESK_DEMO":              nil, // never in production
		"EVIDENCEDESK_WORKER_LISTEN":     {"worker"},
		"EVIDENCEDESK_WORKER_VERSIONING": {"worker"},
		"EVIDENCEDESK_ERASURE_LEDGER":    {"worker"},
		"EVIDENCEDESK_LOG_LEVEL":         {"migrate", "api", "worker"},
		"EVIDENCEDESK_LOG_FORMAT":        {"migrate", "api", "worker"},
		"TEMPORAL_ADDRESS":               both,
		"TEMPORAL_NAMESPACE":             both,
	}
	settings := []string{"TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}
	settings = append(settings, variables(reflect.TypeFor[config.Config](), "")...)
	for _, name := range settings {
		services, special := want[name]
		if strings.HasPrefix(name, "EVIDENCEDESK_BRAND_") {
			services, special = []string{"api"}, true // only pages show it
		}
		if !special {
			services = both
		}
		if diff := cmp.Diff(services, set(name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// variables lists the environment variables of a struct of settings.
func variables(settings reflect.Type, prefix string) []string {
	var names []string
	for i := range settings.NumField() {
		field := settings.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("env"), ",")
		if _, inner, nested := strings.Cut(options, "prefix="); nested {
			names = append(names, variables(field.Type, inner)...)
			continue
		}
		names = append(names, prefix+name)
	}
	return names
}

// The search attributes of the process are created with the namespace.
func TestSearchAttributes(t *testing.T) {
	t.Parallel()
	var want []string
	for name, kind := range temporalx.SearchAttributes() {
		want = append(want, name+":"+kind)
	}
	slices.Sort(want)
	got := strings.Fields(*project(t).Services["temporal-namespace"].Environment["SEARCH_ATTRIBUTES"])
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-process +compose):\n%s", diff)
	}
}

// The binary takes what compose gives it, also where an optional setting is left empty.
func TestSettingsAreAccepted(t *testing.T) {
	p := project(t)
	needs := map[string][]string{
		"migrate": {"DATABASE_ADMIN_URL"},
		"api":     {"DATABASE_URL", "EVIDENCEDESK_MAC_KEY", "EVIDENCEDESK_SMTP_ADDRESS"},
		"worker":  {"DATABASE_URL", "EVIDENCEDESK_MAC_KEY", "EVIDENCEDESK_SMTP_ADDRESS", "EVIDENCEDESK_ERASURE_LEDGER"},
	}
	for _, name := range ours {
		t.Run(name, func(t *testing.T) {
			for variable, value := range p.Services[name].Environment {
				t.Setenv(variable, *value)
			}
			c, err := config.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Require(needs[name]...); err != nil {
				t.Error(err)
			}
			if len(c.TrustedProxies) > 0 {
				t.Errorf("an empty list of proxies became %q", c.TrustedProxies)
			}
			if name == "api" && c.Listen != "0.0.0.0:8080" {
				t.Errorf("the published port leads to %s", c.Listen)
			}
		})
	}
}
