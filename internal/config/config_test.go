package config_test

import (
	"strings"
	"testing"

	"evidencedesk/internal/config"
)

func TestLoadNamesEverySettingThatIsWrong(t *testing.T) {
	t.Setenv("EVIDENCEDESK_PUBLIC_URL", "desk.example")
	t.Setenv("EVIDENCEDESK_MAC_KEY", "short")
	t.Setenv("EVIDENCEDESK_TRUSTED_PROXIES", "10.0.0.0/8,everybody")
	t.Setenv("EVIDENCEDESK_SMTP_TLS", "sometimes")
	_, err := config.Load(t.Context())
	if err == nil {
		t.Fatal("accepted")
	}
	for _, name := range []string{"EVIDENCEDESK_PUBLIC_URL", "EVIDENCEDESK_MAC_KEY", "EVIDENCEDESK_TRUSTED_PROXIES", "EVIDENCEDESK_SMTP_TLS"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in %q", name, err)
		}
	}
	if strings.Contains(err.Error(), "short") {
		t.Error("the error shows a secret")
	}
}

func TestDefaultsAreEnoughToStart(t *testing.T) {
	c, err := config.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.Listen != "127.0.0.1:8080" || c.SMTPTLS != "mandatory" {
		t.Errorf("%+v", c)
	}
	if err := c.Require("DATABASE_URL", "EVIDENCEDESK_MAC_KEY"); err == nil || !strings.Contains(err.Error(), "DATABASE_URL, EVIDENCEDESK_MAC_KEY") {
		t.Errorf("missing settings: %v", err)
	}
}
