package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
	"evidencedesk/workflows"
)

// The people and things of the tests. Two libraries, with somebody of every role in each.
const (
	here  evidence.LibraryID = "11111111-0000-7000-8000-000000000001"
	there evidence.LibraryID = "11111111-0000-7000-8000-000000000002"

	ours    evidence.RequestID = "22222222-0000-7000-8000-000000000001" // asked here
	theirs  evidence.RequestID = "22222222-0000-7000-8000-000000000002" // asked there
	missing evidence.RequestID = "22222222-0000-7000-8000-00000000dead"

	canary = "Zxqvbnmcanary"
)

func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// person gives somebody who holds the role in the library; the same for the same arguments.
func person(role evidence.Role, library evidence.LibraryID) evidence.PersonID {
	n := slices.Index(evidence.Roles(), role)
	return evidence.PersonID("33333333-0000-7000-8000-" + string(library[len(library)-1:]) + "0000000000" + string(rune('0'+n)))
}

// world is everything behind the API, in memory: the real process over a map.
type world struct {
	t testing.TB

	mu        sync.Mutex
	now       time.Time
	states    map[evidence.RequestID]evidence.State
	applied   map[string]evidence.State
	keys      map[string][]byte
	tokens    map[string]auth.Principal
	engine    func() error // fails the next commands when set
	given     []evidence.Command
	messages  map[string]string // by command ID
	overrides []postgres.Override
	opened    []postgres.Opening
	surveys   []postgres.SurveyAnswer
	optedOut  int
	log       bytes.Buffer
}

func newWorld(tb testing.TB) *world {
	tb.Helper()
	w := &world{
		t: tb, now: noon(), states: map[evidence.RequestID]evidence.State{}, applied: map[string]evidence.State{}, keys: map[string][]byte{},
		tokens: map[string]auth.Principal{}, messages: map[string]string{},
	}
	for _, library := range []evidence.LibraryID{here, there} {
		for _, role := range evidence.Roles() {
			w.tokens[string(auth.Hash(token(role, library)))] = auth.Principal{
				Person: person(role, library), Name: "Somebody", Memberships: map[evidence.LibraryID][]evidence.Role{library: {role}},
			}
		}
	}
	w.request(ours, here)
	w.request(theirs, there)
	return w
}

// token is the bearer token of a person: well formed, and different for everybody.
func token(role evidence.Role, library evidence.LibraryID) string {
	p := []byte(person(role, library))
	seed := bytes.Repeat([]byte{'A'}, 42)
	copy(seed, bytes.ReplaceAll(p, []byte{'-'}, nil))
	return auth.Prefix + string(seed) + "A"
}

// request stores a request that was just submitted.
func (w *world) request(id evidence.RequestID, library evidence.LibraryID) {
	w.states[id] = evidence.State{
		V: 1, Request: id, Library: library, Seq: 1, Stage: evidence.Submitted, Requester: person(evidence.Requester, library),
		Urgency: "routine", Type: "patient_care", ReceivedAt: noon().Add(-time.Hour), At: noon().Add(-time.Hour),
		Clock: evidence.Clock{Running: true, Budget: 4800, Remaining: 4800, Since: noon().Add(-time.Hour), PromiseDue: noon().AddDate(0, 0, 14)},
	}
}

func (w *world) state(id evidence.RequestID) evidence.State {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.states[id]
}

func (w *world) set(id evidence.RequestID, change func(*evidence.State)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.states[id]
	change(&s)
	w.states[id] = s
}

func (w *world) Now() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now }

func (w *world) TokenPrincipal(_ context.Context, hash []byte) (auth.Principal, error) {
	p, ok := w.tokens[string(hash)]
	if !ok {
		return auth.Principal{}, evidence.Refuse(evidence.Unauthenticated, "")
	}
	return p, nil
}

func (w *world) Standing(_ context.Context, who evidence.PersonID, id evidence.RequestID) (postgres.Standing, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.states[id]
	for _, p := range w.tokens {
		if p.Person != who || !ok {
			continue
		}
		switch {
		case evidence.Actor{Roles: p.In(s.Library)}.Staff():
			return postgres.Standing{Relation: "library", State: s}, nil
		case s.Requester == who || slices.Contains(s.Delegates, who):
			return postgres.Standing{Relation: "own", State: s}, nil
		case s.Check != nil && s.Check.Reviewer == who:
			return postgres.Standing{Relation: "review", State: s}, nil
		}
	}
	return postgres.Standing{}, &evidence.Error{Code: evidence.NotFound}
}

// Do is the engine: the real process, with a clock that needs no calendar.
func (w *world) Do(_ context.Context, id evidence.RequestID, c evidence.Command) (workflows.Ack, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.given = append(w.given, c)
	if s, ok := w.applied[string(id)+c.ID]; ok {
		return workflows.AckOf(c.ID, s), nil
	}
	if w.engine != nil {
		if err := w.engine(); err != nil {
			return workflows.Ack{}, err
		}
	}
	d, err := evidence.Decide(w.states[id], c, w.now)
	if err != nil {
		return workflows.Ack{}, err
	}
	clock := d.Next.Clock
	if d.Clock.Do == evidence.ClockAgree {
		clock.PromiseDue = d.Clock.At
	}
	w.states[id] = d.Next.Settle(clock)
	w.applied[string(id)+c.ID] = w.states[id]
	return workflows.AckOf(c.ID, w.states[id]), nil
}

func (w *world) Remember(_ context.Context, k postgres.Key) (*evidence.State, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name := strings.Join([]string{string(k.Person), k.Method, k.Route, string(k.Request), k.Key}, "|")
	if body, ok := w.keys[name]; ok && !bytes.Equal(body, k.Body) {
		return nil, &evidence.Error{Code: evidence.IdempotencyKeyReused}
	}
	w.keys[name] = k.Body
	return w.done(k.Request, k.CommandID), nil
}

func (w *world) Done(_ context.Context, id evidence.RequestID, commandID string) (*evidence.State, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.done(id, commandID), nil
}

func (w *world) done(id evidence.RequestID, commandID string) *evidence.State {
	if s, ok := w.applied[string(id)+commandID]; ok {
		return &s
	}
	return nil
}

// api is the handler over the world.
func (w *world) api() http.Handler {
	w.t.Helper()
	catalogue, err := vocabulary.Load()
	if err != nil {
		w.t.Fatal(err)
	}
	return rest.New(w.deps(catalogue))
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) code(t *testing.T) string {
	t.Helper()
	var p struct{ Code string }
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatalf("not a problem: %s", a.body)
	}
	return p.Code
}

func (a answer) into(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.body), v); err != nil {
		t.Fatalf("%v in %s", err, a.body)
	}
}

// call is one call of the API. A body that is not a string is sent as JSON.
type call struct {
	method, path string
	token        string
	header       map[string]string
	body         any
}

func send(h http.Handler, c call) answer {
	var body io.Reader
	switch b := c.body.(type) {
	case nil:
	case string:
		body = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			panic(err)
		}
		body = bytes.NewReader(raw)
	}
	r := httptest.NewRequest(c.method, c.path, body)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	for name, value := range c.header {
		r.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, r)
	return answer{recorder.Code, recorder.Header(), recorder.Body.String()}
}

func path(id evidence.RequestID, rest string) string { return "/api/v1/requests/" + string(id) + rest }

func (w *world) logger() *slog.Logger { return slog.New(slog.NewJSONHandler(&w.log, nil)) }
