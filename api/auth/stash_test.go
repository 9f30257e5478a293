package auth_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
)

// typing serves a form that needs a sign-in: what is posted without one is kept, and shown when the page is asked for.
func (s *site) typing(form url.Values) {
	s.HandleFunc("POST /form", func(w http.ResponseWriter, r *http.Request) {
		if err := s.stash.Put(w, r, r.URL.Path, form); err != nil {
			w.WriteHeader(evidence.CodeOf(err).Row().Status)
		}
	})
	for _, page := range []string{"/form", "/another"} {
		s.HandleFunc("GET "+page, func(w http.ResponseWriter, r *http.Request) {
			if kept, ok := s.stash.Take(w, r, r.URL.Path); ok {
				_, _ = io.WriteString(w, kept.Get("question"))
			}
		})
	}
}

func TestAFormComesBackOnceAfterTheSignIn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const text = "Does early mobilisation help after hip fracture?"
	s.typing(url.Values{"question": {text}, "_key": {"k"}})
	s.signInAs("/ann", s.person("ann@trust.nhs.uk"), "link")
	s.signInAs("/bob", s.person("bob@trust.nhs.uk"), "link")

	s.post("/form")
	if n := s.count(`SELECT count(*) FROM form_stash WHERE position('mobilisation' in encode(sealed, 'escape')) = 0`); n != 1 {
		t.Fatal("it is not kept, or can be read in the database")
	}
	if a := s.get("/form"); a.body != "" {
		t.Error("given to somebody who has not signed in")
	}
	s.post("/ann")
	if a := s.get("/another"); a.body != "" {
		t.Error("given to another page")
	}
	if first, again := s.get("/form").body, s.get("/form").body; first != text || again != "" {
		t.Errorf("%q, then %q", first, again)
	}

	// Ann's session ends while she types; Bob signs in at the same computer.
	s.wait(9 * time.Hour)
	s.post("/form")
	s.post("/bob")
	if a := s.get("/form"); a.body != "" {
		t.Error("somebody else was given the form")
	}
	s.wait(9 * time.Hour)
	s.post("/form")
	s.wait(59 * time.Minute)
	s.post("/bob")
	if a := s.get("/form"); a.body != text {
		t.Error("its writer was not given the form")
	}
	s.post("/form")
	s.wait(61 * time.Minute)
	if a := s.get("/form"); a.body != "" {
		t.Error("kept for more than an hour")
	}
}

func TestAFormCanBeTooLong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	form := url.Values{"question": {strings.Repeat("a", 200<<10)}}
	s.typing(form)
	if a := s.post("/form"); a.status != http.StatusOK {
		t.Errorf("200 KiB: %d", a.status)
	}
	form.Set("background", strings.Repeat("b", 60<<10))
	if a := s.post("/form"); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("260 KiB: %d", a.status)
	}
	form.Del("background")
	for range 25 {
		s.post("/form")
	}
	if a := s.post("/form"); a.status != http.StatusTooManyRequests {
		t.Errorf("more than 4 MiB by one client: %d", a.status)
	}
}
