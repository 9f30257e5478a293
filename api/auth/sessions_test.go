package auth_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

// cookie gives the value of the session cookie that the browser holds.
func (s *site) cookie() string {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), http.MethodGet, s.server.URL, nil)
	s.must(err)
	for _, c := range s.client.Jar.Cookies(r.URL) {
		if c.Name == "evidencedesk" {
			return c.Value
		}
	}
	return ""
}

func TestSigningInAndOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ann := s.person("ann@trust.nhs.uk", evidence.Requester)
	s.signInAs("/in", ann, "link")
	var method string
	s.HandleFunc("POST /out", func(w http.ResponseWriter, r *http.Request) {
		var err error
		if method, err = s.sessions.SignOut(r.Context()); err != nil {
			w.WriteHeader(http.StatusTeapot)
		}
		s.sessions.Notice(r.Context(), "You have signed out.")
	})
	s.HandleFunc("GET /notice", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, s.sessions.TakeNotice(r.Context()))
	})

	if a := s.get("/whoami"); a.body != "" || a.header.Get("Set-Cookie") != "" || s.count(`SELECT count(*) FROM web_session`) != 0 {
		t.Errorf("a visitor was given a session: %+v", a)
	}
	if a := s.post("/in"); a.body != string(ann) {
		t.Fatalf("signed in as %q", a.body)
	}
	first := s.cookie()
	if n := s.count(`SELECT count(*) FROM web_session WHERE token_hash = sha256(convert_to($1, 'UTF8')) AND agent = 'Firefox on Android' AND method = 'link'`, first); n != 1 {
		t.Error("the session is not kept by the hash of its cookie")
	}
	if a := s.get("/whoami"); a.body != string(ann) || a.header.Get("Set-Cookie") != "" {
		t.Errorf("reading gives %q and a cookie %q", a.body, a.header.Get("Set-Cookie"))
	}
	s.post("/in")
	if s.cookie() == first || s.count(`SELECT count(*) FROM web_session`) != 1 {
		t.Error("signing in does not change the token and end the old session")
	}
	s.post("/out")
	if a := s.get("/whoami"); a.body != "" || method != "link" {
		t.Errorf("still %q, method %q", a.body, method)
	}
	if first, again := s.get("/notice").body, s.get("/notice").body; first != "You have signed out." || again != "" {
		t.Errorf("told %q, then %q", first, again)
	}
	if n := s.count(`SELECT count(*) FROM web_session WHERE position('signed out' in encode(data, 'escape')) > 0`); n != 0 {
		t.Error("a sentence can be read in the database")
	}
}

func TestATokenThatSomebodyElseChoseIsNotUsed(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.signInAs("/in", s.person("ann@trust.nhs.uk", evidence.Requester), "link")
	const planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	r := httptest.NewRequest(http.MethodPost, "/in", nil)
	r.AddCookie(&http.Cookie{Name: "evidencedesk", Value: planted})
	w := httptest.NewRecorder()
	s.sessions.Handler(s).ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == "evidencedesk" && (c.Value == planted || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || !c.Expires.IsZero()) {
			t.Errorf("cookie %+v", c)
		}
	}
	if len(w.Result().Cookies()) != 1 {
		t.Errorf("cookies %v", w.Result().Cookies())
	}
}

func TestTheCookieOfASecureSite(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ann := s.person("ann@trust.nhs.uk")
	s.sessions = auth.NewSessions(auth.SessionOptions{Store: s.store, Key: theKey, PublicURL: "https://desk.example", Life: time.Hour, Failed: failed})
	s.signInAs("/in", ann, "link")
	w := httptest.NewRecorder()
	s.sessions.Handler(s).ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/in", nil))
	c := w.Header().Get("Set-Cookie")
	if !strings.HasPrefix(c, "__Host-evidencedesk=") || !strings.Contains(c, "; Secure") || !strings.Contains(c, "; HttpOnly") || !strings.Contains(c, "Path=/") || strings.Contains(c, "Domain") {
		t.Errorf("cookie %q", c)
	}
}

func TestRevokedAndIdleSessions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ann := s.person("ann@trust.nhs.uk", evidence.Manager)
	s.signInAs("/in", ann, "link")
	s.HandleFunc("POST /notice", func(_ http.ResponseWriter, r *http.Request) {
		if _, err := s.sessions.RevokeAll(r.Context(), ann); err != nil {
			t.Error(err)
		}
		s.sessions.Notice(r.Context(), "This must not bring the session back.")
	})
	s.HandleFunc("GET /current", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, auth.CurrentSession(r.Context()))
	})
	s.post("/in")
	list, err := s.sessions.List(t.Context(), ann)
	s.must(err)
	if len(list) != 1 || s.get("/current").body != list[0].ID {
		t.Errorf("sessions %+v", list)
	}
	s.must(s.people.TakeRole(t.Context(), ann, northmoor, evidence.Manager))
	s.HandleFunc("GET /roles", func(w http.ResponseWriter, r *http.Request) {
		p, _ := auth.From(r.Context())
		if p.Person != ann || p.Is(evidence.Manager) {
			w.WriteHeader(http.StatusTeapot)
		}
	})
	if a := s.get("/roles"); a.status != http.StatusOK {
		t.Error("a role that was taken away still counts, or the person is not in the context")
	}
	s.post("/notice") // revoked while the request is under way
	if a := s.get("/whoami"); a.body != "" {
		t.Error("a revoked session lives on")
	}
	s.post("/in")
	s.wait(8*time.Hour + time.Minute)
	if a := s.get("/whoami"); a.body != "" {
		t.Error("an idle session lives on")
	}
	other := s.person("gone@trust.nhs.uk")
	if _, err := s.db.Admin.Exec(t.Context(), `UPDATE person SET name='x', pseudonym='x', email=NULL, erased_at=now() WHERE id=$1`, other); err != nil {
		t.Fatal(err)
	}
	s.signInAs("/gone", other, "link")
	if a := s.post("/gone"); a.status != http.StatusTeapot {
		t.Errorf("an erased person signed in: %d", a.status)
	}
}

// TestStreamsPass reads the first event of a stream that has not ended, with the cookie that came before it.
func TestStreamsPass(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	goOn := make(chan struct{})
	s.HandleFunc("GET /events", func(w http.ResponseWriter, r *http.Request) {
		s.sessions.Notice(r.Context(), "Hello.")
		w.Header().Set("Content-Type", "text/event-stream")
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
		_, _ = io.WriteString(w, "data: one\n\n")
		w.(http.Flusher).Flush()
		<-goOn
	})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/events", nil)
	s.must(err)
	response, err := s.client.Do(r)
	s.must(err)
	defer response.Body.Close()
	line, err := bufio.NewReader(response.Body).ReadString('\n')
	if err != nil || line != "data: one\n" || response.Header.Get("Set-Cookie") == "" {
		t.Errorf("%q, %v, cookie %q", line, err, response.Header.Get("Set-Cookie"))
	}
	close(goOn)
}

func TestWhenTheStoreIsAway(t *testing.T) {
	t.Parallel()
	sessions := auth.NewSessions(auth.SessionOptions{Store: brokenStore{}, Key: theKey, PublicURL: "http://x", Life: time.Hour, Failed: failed})
	h := sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sessions.Notice(r.Context(), "Hello.")
		w.Header().Set("Location", "/elsewhere")
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusSeeOther)
		_, _ = io.WriteString(w, "a page")
	}))
	for name, token := range map[string]string{"that cannot be read": "x", "that cannot be kept": ""} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		if token != "" {
			r.AddCookie(&http.Cookie{Name: "evidencedesk", Value: token})
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusServiceUnavailable || w.Body.String() != "away\n" || w.Header().Get("Location") != "" || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("a session %s: %d %q %v", name, w.Code, w.Body, w.Header())
		}
	}
}

func TestTheVisitorsAddress(t *testing.T) {
	t.Parallel()
	sessions := auth.NewSessions(auth.SessionOptions{
		Store: brokenStore{}, Key: theKey, PublicURL: "http://x", Life: time.Hour, Failed: failed, Proxies: []string{"10.0.0.0/8", "2001:db8::1"},
	})
	for name, c := range map[string]struct {
		from string
		hops []string
		want string
	}{
		"direct":             {"192.0.2.9:1", nil, "192.0.2.9"},
		"a lie":              {"192.0.2.9:1", []string{"198.51.100.1"}, "192.0.2.9"},
		"our proxy":          {"10.1.1.1:1", []string{"198.51.100.1"}, "198.51.100.1"},
		"a lie to our proxy": {"10.1.1.1:1", []string{"203.0.113.1, 198.51.100.1"}, "198.51.100.1"},
		"two proxies":        {"10.1.1.1:1", []string{"198.51.100.1", "10.2.2.2"}, "198.51.100.1"},
		"nonsense":           {"10.1.1.1:1", []string{"x"}, "10.1.1.1"},
		"IPv6":               {"[2001:db8::1]:1", []string{"2001:db8::2"}, "2001:db8::2"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.from
		for _, h := range c.hops {
			r.Header.Add("X-Forwarded-For", h)
		}
		var got string
		sessions.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got, _ = auth.Visitor(r.Context()) })).ServeHTTP(httptest.NewRecorder(), r)
		if got != c.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
