// Package config reads the settings of Evidence Desk from the environment. Temporal's own settings (TEMPORAL_ADDRESS,
// TEMPORAL_NAMESPACE, TEMPORAL_TLS_… and so on) are read by the Temporal SDK's envconfig and are not repeated here.
package config

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/sethvargo/go-envconfig"
)

// Config is everything the api and worker processes need to know. Durations are Go durations such as 30s.
type Config struct {
	DatabaseURL      string `env:"DATABASE_URL"`       // member of the role evidencedesk_app
	DatabaseAdminURL string `env:"DATABASE_ADMIN_URL"` // owner of the schema; migrations only

	Listen         string   `env:"EVIDENCEDESK_LISTEN, default=127.0.0.1:8080"`
	PublicURL      string   `env:"EVIDENCEDESK_PUBLIC_URL, default=http://127.0.0.1:8080"` // for links in notices
	TrustedProxies []string `env:"EVIDENCEDESK_TRUSTED_PROXIES"`                           // addresses or CIDRs whose X-Forwarded-For counts
	RateLimit      float64  `env:"EVIDENCEDESK_RATE_LIMIT, default=20"`                    // requests a second by one person, on average; five times as many at once
	WorkerHealth   string   `env:"EVIDENCEDESK_WORKER_LISTEN, default=127.0.0.1:8081"`
	LogLevel       string   `env:"EVIDENCEDESK_LOG_LEVEL, default=info"`
	LogFormat      string   `env:"EVIDENCEDESK_LOG_FORMAT, default=json"` // json or text

	MACKey      string `env:"EVIDENCEDESK_MAC_KEY"`      // base64, at least 32 bytes: digests and survey links
	PayloadKeys string `env:"EVIDENCEDESK_PAYLOAD_KEYS"` // id:base64 of 32 bytes, comma separated, newest first; empty: not encrypted

	SMTPAddress  string `env:"EVIDENCEDESK_SMTP_ADDRESS"` // host:port
	SMTPUser     string `env:"EVIDENCEDESK_SMTP_USER"`
	SMTPPassword string `env:"EVIDENCEDESK_SMTP_PASSWORD"`
	SMTPTLS      string `env:"EVIDENCEDESK_SMTP_TLS, default=mandatory"` // mandatory, opportunistic or none
	MailFrom     string `env:"EVIDENCEDESK_MAIL_FROM, default=evidence-desk@localhost"`

	Chromium string `env:"EVIDENCEDESK_CHROMIUM, default=auto"` // prints reports as tagged PDF: a path, auto to look for one, none to print without

	Brand Brand `env:", prefix=EVIDENCEDESK_BRAND_"`

	PubMed PubMed `env:", prefix=EVIDENCEDESK_PUBMED_"`

	OIDC        string        `env:"EVIDENCEDESK_OIDC"`                      // JSON list of identity providers, or a file with one; see Provider
	SessionIdle time.Duration `env:"EVIDENCEDESK_SESSION_IDLE, default=8h"`  // a session that is not used for so long is over
	SessionLife time.Duration `env:"EVIDENCEDESK_SESSION_LIFE, default=12h"` // and after so long in any case
	Demo        bool          `env:"EVIDENCEDESK_DEMO, default=false"`       // sign-in as the people of the demonstration, without asking anything

	Versioning     bool          `env:"EVIDENCEDESK_WORKER_VERSIONING, default=false"`
	DeploymentName string        `env:"EVIDENCEDESK_DEPLOYMENT, default=evidence-desk"`
	BuildID        string        `env:"EVIDENCEDESK_BUILD_ID"`
	ErasureLedger  string        `env:"EVIDENCEDESK_ERASURE_LEDGER"` // file of past erasures, kept apart from the database
	StopTimeout    time.Duration `env:"EVIDENCEDESK_STOP_TIMEOUT, default=30s"`
	DatabaseConns  int32         `env:"EVIDENCEDESK_DATABASE_CONNECTIONS, default=16"`
}

// Load reads the environment and checks every value, naming all that are wrong. It requires nothing: each process asks for
// what it needs with Require.
func Load(ctx context.Context) (Config, error) {
	var c Config
	if err := envconfig.Process(ctx, &c); err != nil {
		return Config{}, fmt.Errorf("settings: %w", err)
	}
	return c, c.check()
}

func (c Config) check() error {
	var wrong []error
	bad := func(name, why string) { wrong = append(wrong, fmt.Errorf("%s: %s", name, why)) }
	if u, err := url.Parse(c.PublicURL); err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		bad("EVIDENCEDESK_PUBLIC_URL", "must be an http or https address")
	}
	if c.MACKey != "" {
		if key, err := c.MAC(); err != nil || len(key) < 32 {
			bad("EVIDENCEDESK_MAC_KEY", "must be base64 of at least 32 bytes")
		}
	}
	for _, p := range c.TrustedProxies {
		if _, err := netip.ParsePrefix(p); err == nil {
			continue
		}
		if _, err := netip.ParseAddr(p); err != nil {
			bad("EVIDENCEDESK_TRUSTED_PROXIES", "must be addresses or networks")
		}
	}
	if c.SessionIdle < time.Minute || c.SessionLife < c.SessionIdle {
		bad("EVIDENCEDESK_SESSION_IDLE, EVIDENCEDESK_SESSION_LIFE", "must be at least a minute, and the life not shorter than the idle time")
	}
	oneOf := func(name, value string, allowed ...string) {
		for _, a := range allowed {
			if value == a {
				return
			}
		}
		bad(name, "must be one of "+strings.Join(allowed, ", "))
	}
	oneOf("EVIDENCEDESK_SMTP_TLS", c.SMTPTLS, "mandatory", "opportunistic", "tls", "none")
	oneOf("EVIDENCEDESK_LOG_FORMAT", c.LogFormat, "json", "text")
	oneOf("EVIDENCEDESK_LOG_LEVEL", c.LogLevel, "debug", "info", "warn", "error")
	c.Brand.check(bad)
	c.PubMed.check(bad)
	return errors.Join(wrong...)
}

// MAC returns the key for digests and survey links.
func (c Config) MAC() ([]byte, error) { return base64.StdEncoding.DecodeString(c.MACKey) }

// Require refuses to go on without the named settings; it names every one that is missing.
func (c Config) Require(names ...string) error {
	values := map[string]string{
		"DATABASE_URL": c.DatabaseURL, "DATABASE_ADMIN_URL": c.DatabaseAdminURL,
		"EVIDENCEDESK_MAC_KEY": c.MACKey, "EVIDENCEDESK_SMTP_ADDRESS": c.SMTPAddress, "EVIDENCEDESK_ERASURE_LEDGER": c.ErasureLedger,
	}
	var missing []string
	for _, n := range names {
		if values[n] == "" {
			missing = append(missing, n)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("settings: set %s", strings.Join(missing, ", "))
	}
	return nil
}
