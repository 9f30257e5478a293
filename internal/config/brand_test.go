package config_test

import (
	"strings"
	"testing"

	"evidencedesk/internal/config"
)

func TestTheNHSIdentityNeedsAConfirmation(t *testing.T) {
	for _, c := range []struct {
		mode, confirmed, wrong string
	}{
		{"", "", ""},
		{"neutral", "", ""},
		{"organisation", "", "EVIDENCEDESK_BRAND_NHS_IDENTITY_CONFIRMED"},
		{"nhs-service", "false", "EVIDENCEDESK_BRAND_NHS_IDENTITY_CONFIRMED"},
		{"organisation", "true", ""},
		{"nhs-service", "true", ""},
		{"lozenge", "true", "EVIDENCEDESK_BRAND_MODE"},
	} {
		t.Setenv("EVIDENCEDESK_BRAND_MODE", c.mode)
		t.Setenv("EVIDENCEDESK_BRAND_NHS_IDENTITY_CONFIRMED", c.confirmed)
		_, err := config.Load(t.Context())
		if (err == nil) != (c.wrong == "") || (err != nil && !strings.Contains(err.Error(), c.wrong)) {
			t.Errorf("mode %q, confirmed %q: %v", c.mode, c.confirmed, err)
		}
	}
}
