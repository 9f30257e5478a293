package auth_test

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

func TestOwnPath(t *testing.T) {
	t.Parallel()
	for _, own := range []string{"/", "/queue?owner=me&sort=due", "/work/1#part", "/a%20b", "/requests/x?q=%2F%2Fevil"} {
		if got := auth.OwnPath(own); got != own {
			t.Errorf("%q became %q", own, got)
		}
	}
	for _, other := range []string{
		"", "queue", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil", "https://evil.example", "javascript:alert(1)", "/%2F/evil.example", "/%5Cevil",
		"/\t/evil.example", "/a\nb", " /x", "/sign-in", "/sign-in/link/x", "/signed-out", "/" + strings.Repeat("a", 3000), "/%zz", "//user@evil.example/x",
	} {
		if got := auth.OwnPath(other); got != "/" {
			t.Errorf("%q became %q", other, got)
		}
	}
}

// TestNoPathLeadsElsewhere resolves whatever is let through as a browser does.
func TestNoPathLeadsElsewhere(t *testing.T) {
	t.Parallel()
	home, _ := url.Parse("https://desk.example/sign-in")
	rapid.Check(t, func(t *rapid.T) {
		next := auth.OwnPath(rapid.StringMatching(`[/\\%25Ff:.@a-z#? \t]{0,20}`).Draw(t, "next"))
		u, err := home.Parse(strings.ReplaceAll(next, `\`, "/")) // WHATWG: browsers take one for the other
		if err != nil || u.Host != home.Host || u.Scheme != home.Scheme {
			t.Fatalf("%q leads to %v, %v", next, u, err)
		}
	})
}

func TestAgentFamily(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0":    "Edge on Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1": "Safari on iPhone",
		"Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0":                                                             "Firefox on Android",
		"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36": "Samsung Internet on Android",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36":            "Chrome on Mac",
		"": "A browser", "<script>": "A browser",
	} {
		if got := auth.AgentFamily(agent); got != want {
			t.Errorf("%q: %q", agent, got)
		}
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	demo := auth.NewDemo([]auth.DemoPerson{{Person: "p", Label: "librarian", Name: "Rosalind"}})
	if a, err := demo.SignIn("p", "/queue"); err != nil || a != (auth.Arrived{Person: "p", Method: "demo", Next: "/queue"}) {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := demo.SignIn("somebody-else", "/"); evidence.CodeOf(err) != evidence.NotFound {
		t.Error(err)
	}
	var off *auth.Demo
	if _, err := off.SignIn("p", "/"); evidence.CodeOf(err) != evidence.NotFound || len(off.People()) != 0 {
		t.Error("a demonstration that is off lets people in")
	}
}
