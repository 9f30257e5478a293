package auth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/auth"
)

func TestAProviderThatMisbehaves(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one", ann())
	d.connect(settings("one", p))
	for fault, want := range map[string]auth.FailureCode{
		"nonce": auth.NonceWrong, "expired": auth.SignInExpired, "forged": auth.TokenRefused, "subject": auth.TokenRefused, "busy": auth.ProviderAway,
	} {
		p.misbehave("none")
		p.misbehave(fault)
		if a := d.signIn(p, "one", "ann"); a.body != "failed: "+string(want) {
			t.Errorf("%s: %q", fault, a.body)
		}
		if who := d.get("/whoami"); who.body != "" {
			t.Errorf("%s: signed in as %q", fault, who.body)
		}
	}
	p.misbehave("none")
	p.misbehave("late") // within what clocks may differ
	if a := d.signIn(p, "one", "ann"); len(a.body) != 36 {
		t.Errorf("a clock that is a minute off: %q", a.body)
	}
	if n := strings.Count(d.log.String(), "code="); n != 5 {
		t.Errorf("%d failures in the log: %s", n, d.log.String())
	}
}

func TestWhoDoesNotArrive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one", ann())
	d.connect(settings("one", p))
	if a := d.get("/begin/another"); a.body != "failed:  not-found" {
		t.Errorf("another provider: %q", a.body)
	}
	_, values := d.form("/begin/one")
	if a := d.answer(p, values, "deny", "yes"); a.body != "failed: access-denied" {
		t.Errorf("denied: %q", a.body)
	}
	for name, query := range map[string]string{
		"nothing": "", "a state of nobody": "?code=x&state=" + strings.Repeat("A", 43), "nonsense": "?state=x&code=y", "an error of nobody": "?error=access_denied",
	} {
		if a := d.get("/sign-in/one/callback" + query); a.body != "failed: state-lost" {
			t.Errorf("%s: %q", name, a.body)
		}
	}
	_, values = d.form("/begin/one")
	d.client.Jar = d.browser().Jar // the browser has lost its cookies
	if a := d.answer(p, values, "user", "ann"); a.body != "failed: state-lost" {
		t.Errorf("without cookies: %q", a.body)
	}
	_, values = d.form("/begin/one")
	d.wait(16 * time.Minute)
	if a := d.answer(p, values, "user", "ann"); a.body != "failed: expired" {
		t.Errorf("after a quarter of an hour: %q", a.body)
	}
}

// TestACallbackThatIsUsedTwice calls the same address again, and then with a cookie that was kept.
func TestACallbackThatIsUsedTwice(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one", ann())
	d.connect(settings("one", p))
	var callback string
	var cookies []*http.Cookie
	d.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if r.URL.Path == "/sign-in/one/callback" && callback == "" {
			callback, cookies = r.URL.RequestURI(), d.client.Jar.Cookies(r.URL)
		}
		return nil
	}
	d.signIn(p, "one", "ann")
	if a := d.get(callback); a.body != "failed: state-lost" {
		t.Errorf("called again: %q", a.body)
	}
	u, err := url.Parse(d.server.URL)
	d.must(err)
	d.client.Jar.SetCookies(u, cookies)
	if a := d.get(callback); a.body != "failed: expired" {
		t.Errorf("a code that was used: %q", a.body)
	}
}

func TestTwoWindows(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one", ann())
	d.connect(settings("one", p))
	_, first := d.form("/begin/one?next=/whoami")
	_, second := d.form("/begin/one?next=/whoami")
	for name, values := range map[string]url.Values{"first": first, "second": second} {
		if a := d.answer(p, values, "user", "ann"); len(a.body) != 36 {
			t.Errorf("%s window: %q", name, a.body)
		}
	}
}

func TestKeysThatChange(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one", ann())
	d.connect(settings("one", p))
	first := d.signIn(p, "one", "ann")
	p.control(http.MethodPost, "rotate", nil)
	if a := d.signIn(p, "one", "ann"); a.body != first.body || len(a.body) != 36 {
		t.Errorf("with new keys: %q", a.body)
	}
}

func TestAProviderThatIsAway(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one", ann())
	p.stop()
	d.connect(settings("one", p)) // starts all the same
	if a := d.get("/begin/one"); a.body != "failed: provider-away internal" {
		t.Errorf("away: %q", a.body)
	}
	p.restart(ann())
	d.wait(4 * time.Second)
	if a := d.signIn(p, "one", "ann"); len(a.body) != 36 {
		t.Errorf("back: %q", a.body)
	}
	_, values := d.form("/begin/one?next=/whoami")
	values.Set("user", "ann")
	d.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if strings.HasSuffix(r.URL.Path, "/callback") && strings.HasPrefix(r.URL.String(), d.server.URL) {
			p.stop() // after it has sent the browser back
		}
		return nil
	}
	if a := d.answer(p, values, "user", "ann"); a.body != "failed: provider-away" {
		t.Errorf("gone in between: %q", a.body)
	}
}
