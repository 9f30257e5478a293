package auth_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"evidencedesk/api/auth"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

const northmoor evidence.LibraryID = "11111111-0000-7000-8000-000000000001"

// site is the pages' half of the service over a real database: what stands behind sign-in, with plain handlers for pages.
type site struct {
	*testing.T

	*http.ServeMux

	db       *testenv.Database
	people   *postgres.People
	store    *postgres.Sessions
	signIns  *postgres.SignIns
	sessions *auth.Sessions
	stash    *auth.Stash
	server   *httptest.Server
	client   *http.Client // a browser
	log      bytes.Buffer

	mu    sync.Mutex
	later time.Duration // how far the clock is ahead
}

var theKey = bytes.Repeat([]byte("k"), 32)

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{T: t, ServeMux: http.NewServeMux(), db: testenv.Postgres(t)}
	s.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.sessions.Handler(s.ServeMux).ServeHTTP(w, r) }))
	t.Cleanup(s.server.Close)
	s.people, s.store = postgres.NewPeople(s.db.App, s.now), postgres.NewSessions(s.db.App, 8*time.Hour, s.now)
	s.signIns = postgres.NewSignIns(s.db.App, s.now)
	s.sessions = auth.NewSessions(auth.SessionOptions{Store: s.store, Key: theKey, PublicURL: s.server.URL, Life: 100 * time.Hour, Failed: failed})
	s.stash = auth.NewStash(s.signIns, s.sessions, theKey, s.server.URL)
	s.library("northmoor", northmoor)
	s.client = s.browser()
	s.HandleFunc("GET /whoami", func(w http.ResponseWriter, r *http.Request) {
		p, _ := s.sessions.Person(r.Context())
		fmt.Fprint(w, p.Person)
	})
	return s
}

func failed(w http.ResponseWriter, _ *http.Request, _ error) {
	http.Error(w, "away", http.StatusServiceUnavailable)
}

func (s *site) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return time.Now().Add(s.later)
}

func (s *site) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.later += d
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) library(code string, id evidence.LibraryID, domains ...string) {
	s.Helper()
	libraries := postgres.NewLibraries(s.db.App, nil)
	_, err := libraries.Add(s.Context(), postgres.Library{ID: id, Code: code, Name: "Library " + code, Nation: calendar.NationNone, Email: code + "@example.nhs.uk"})
	s.must(err)
	s.must(libraries.SaveSettings(s.Context(), id, postgres.Settings{EmailDomains: domains}))
}

func (s *site) person(email string, roles ...evidence.Role) evidence.PersonID {
	s.Helper()
	id, err := s.people.Add(s.Context(), postgres.NewPerson{Name: "Somebody", Email: email})
	s.must(err)
	for _, r := range roles {
		s.must(s.people.GiveRole(s.Context(), id, northmoor, r))
	}
	return id
}

// page serves a POST by which a person signs in without being asked.
func (s *site) signInAs(path string, person evidence.PersonID, method string) {
	s.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
		if err := s.sessions.SignIn(r.Context(), person, method); err != nil {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		http.Redirect(w, r, "/whoami", http.StatusSeeOther)
	})
}

func (s *site) logger() *slog.Logger { return slog.New(slog.NewTextHandler(&s.log, nil)) }

// browser keeps cookies and follows redirects.
func (s *site) browser() *http.Client {
	s.Helper()
	jar, err := cookiejar.New(nil)
	s.must(err)
	return &http.Client{Jar: jar}
}

type reply struct {
	status int
	header http.Header
	body   string
	path   string
}

func (s *site) do(client *http.Client, method, address string) reply {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), method, address, nil)
	s.must(err)
	r.Header.Set("User-Agent", "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0")
	response, err := client.Do(r)
	s.must(err)
	defer response.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(response.Body)
	s.must(err)
	return reply{response.StatusCode, response.Header, body.String(), response.Request.URL.RequestURI()}
}

func (s *site) get(path string) reply {
	s.Helper()
	return s.do(s.client, http.MethodGet, s.server.URL+path)
}

func (s *site) post(path string) reply {
	s.Helper()
	return s.do(s.client, http.MethodPost, s.server.URL+path)
}

func (s *site) count(sql string, args ...any) (n int) {
	s.Helper()
	s.must(s.db.Admin.QueryRow(s.Context(), sql, args...).Scan(&n))
	return n
}

// brokenStore is a database that cannot be reached.
type brokenStore struct{ auth.SessionStore }

var errAway = errors.New("away")

func (brokenStore) Find(context.Context, []byte) (postgres.FoundSession, bool, error) {
	return postgres.FoundSession{}, false, errAway
}

func (brokenStore) Begin(context.Context, postgres.NewSession) (string, error) { return "", errAway }
