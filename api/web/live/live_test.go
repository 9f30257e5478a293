package live_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/live"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	request   evidence.RequestID = "00000000-0000-4000-8000-000000000101"
	second    evidence.RequestID = "00000000-0000-4000-8000-000000000102"
	elsewhere evidence.LibraryID = "00000000-0000-4000-8000-000000000002"
	tom       evidence.PersonID  = "00000000-0000-4000-8000-0000000000bb"
)

// store is a source whose positions count the changes, and the memberships of one person.
type store struct {
	mu      sync.Mutex
	changes []postgres.Change
	asked   int
	down    bool
	roles   postgres.Memberships
}

func newStore() *store {
	return &store{roles: postgres.Memberships{webtest.Library: {evidence.Librarian}}}
}

// Changes implements live.Source: position 100 is before the first change.
func (s *store) Changes(_ context.Context, since postgres.Position) ([]postgres.Change, postgres.Position, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	now := postgres.Position(100 + len(s.changes))
	switch {
	case s.down:
		return nil, since, errors.New("away")
	case since == 0 || since >= now:
		return nil, max(since, now), nil
	}
	return s.changes[max(0, since-100):], now, nil
}

// Memberships implements live.People.
func (s *store) Memberships(context.Context, evidence.PersonID) (postgres.Memberships, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.roles, nil
}

func (s *store) write(c ...postgres.Change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range c {
		if one.Library == "" {
			one.Library = webtest.Library
		}
		s.changes = append(s.changes, one)
	}
}

func (s *store) set(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *store) polls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.asked
	s.asked = 0
	return n
}

// desk is a site that listens, in a bubble of its own time.
type desk struct {
	*webtest.Site
	*store
	t    *testing.T
	stop context.CancelFunc
}

func bubble(t *testing.T, test func(d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newStore()
		hub := live.New(s, s, slog.New(slog.DiscardHandler))
		ctx, stop := context.WithCancel(t.Context())
		go hub.Run(ctx)
		d := &desk{store: s, t: t, stop: stop, Site: webtest.New(t, func(k *page.Kit, r gin.IRouter) { live.Register(k, r, hub) })}
		d.As(evidence.Librarian)
		test(d)
		stop() // synctest fails when anything still runs afterwards
	})
}

// open listens at an address until end is called, which gives what came.
func (d *desk) open(address string) (end func() string) {
	ctx, cancel := context.WithCancel(d.t.Context())
	answer := make(chan *httptest.ResponseRecorder, 1)
	go func() { answer <- d.Do(httptest.NewRequestWithContext(ctx, http.MethodGet, address, nil)) }()
	synctest.Wait()
	return func() string {
		cancel()
		return (<-answer).Body.String()
	}
}

const begin = "retry: 10000\n\n"

func TestAQueueHearsOfWhatIsNew(t *testing.T) {
	t.Parallel()
	submitted := postgres.Change{Request: request, Stage: evidence.Submitted}
	for name, tc := range map[string]struct {
		change []postgres.Change
		want   string
	}{
		"nothing":                    {},
		"a new request":              {[]postgres.Change{submitted}, "data: 1\n\n"},
		"twice the same":             {[]postgres.Change{submitted, submitted}, "data: 1\n\n"},
		"two":                        {[]postgres.Change{submitted, {Request: second, Stage: evidence.Searching}}, "data: 2\n\n"},
		"one's own, answered":        {[]postgres.Change{{Request: request, Stage: evidence.Searching, Owner: webtest.Me}}, "data: 1\n\n"},
		"a colleague's":              {[]postgres.Change{{Request: request, Stage: evidence.Searching, Owner: tom}}, ""},
		"closed without owner":       {[]postgres.Change{{Request: request, Stage: evidence.Closed}}, ""},
		"in a library of others":     {[]postgres.Change{{Request: request, Stage: evidence.Submitted, Library: elsewhere}}, ""},
		"new, then a colleague's":    {[]postgres.Change{submitted, {Request: request, Stage: evidence.Triage, Owner: tom}}, "data: 1\n\n"},
		"one of ours, one of others": {[]postgres.Change{submitted, {Request: second, Stage: evidence.Submitted, Library: elsewhere}}, "data: 1\n\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bubble(t, func(d *desk) {
				end := d.open("/queue/events?since=100")
				d.write(tc.change...)
				time.Sleep(3 * time.Second)
				if got := end(); got != begin+tc.want {
					t.Errorf("%q, want %q", got, begin+tc.want)
				}
			})
		})
	}
}

func TestWhatHappenedBeforeThePageListened(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		d.write(postgres.Change{Request: request, Stage: evidence.Submitted})
		d.write(postgres.Change{Request: second, Stage: evidence.Submitted})
		if got := d.open("/queue/events?since=101")(); got != begin+"data: 1\n\n" {
			t.Errorf("a page made between the two hears %q", got)
		}
		for _, since := range []string{"", "x", "-5", "999", "102"} {
			if got := d.open("/queue/events?since=" + since)(); got != begin {
				t.Errorf("since %q hears %q", since, got)
			}
		}
	})
}

func TestManyListenersOnePoll(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		first, other := d.open("/queue/events?since=100"), d.open("/queue/events?since=100")
		d.polls()
		time.Sleep(20*time.Second + time.Second)
		if n := d.polls(); n != 10 {
			t.Errorf("asked %d times in 20 seconds for two listeners, want 10", n)
		}
		first()
		other()
		synctest.Wait()
		d.polls()
		time.Sleep(time.Minute)
		if n := d.polls(); n != 0 {
			t.Errorf("asked %d times while nobody listens", n)
		}
		d.write(postgres.Change{Request: request, Stage: evidence.Submitted})
		if got := d.open("/queue/events?since=100")(); got != begin+"data: 1\n\n" {
			t.Errorf("after a pause it hears %q", got)
		}
	})
}

func TestItBeatsAndEnds(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		end := d.open("/queue/events?since=100")
		time.Sleep(51 * time.Second)
		if got := end(); got != begin+":\n\n:\n\n" {
			t.Errorf("in 51 seconds: %q", got)
		}
		longest := d.open("/queue/events?since=100")
		time.Sleep(11 * time.Minute)
		synctest.Wait()
		if n := strings.Count(longest(), ":\n\n"); n < 20 || n > 24 {
			t.Errorf("%d heartbeats before it ended of itself", n)
		}
		stopped := d.open("/queue/events?since=100")
		d.stop()
		synctest.Wait()
		if got := stopped(); got != begin {
			t.Errorf("it ends with the process after %q", got)
		}
		if w := d.Get("/queue/events?since=100"); w.Code != http.StatusServiceUnavailable {
			t.Errorf("after the process was told to stop: %d", w.Code)
		}
	})
}

func TestSightThatIsLost(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		end := d.open("/queue/events?since=100")
		d.set(func() { d.roles = postgres.Memberships{webtest.Library: {evidence.Requester}} })
		d.write(postgres.Change{Request: request, Stage: evidence.Submitted})
		time.Sleep(3 * time.Second)
		if got := end(); got != begin {
			t.Errorf("somebody who works here no longer hears %q", got)
		}
	})
	bubble(t, func(d *desk) {
		seen := true
		d.OnFunc("GET /requests/"+string(request), func(webtest.Call) webtest.Answer {
			if seen {
				return webtest.Answer{Body: map[string]any{"seq": 3}}
			}
			return webtest.Answer{Status: http.StatusNotFound, Body: map[string]any{"status": 404, "code": evidence.NotFound}}
		})
		end := d.open("/work/" + string(request) + "/events?since=3")
		seen = false
		d.write(postgres.Change{Request: request, Stage: evidence.Searching, Seq: 4})
		time.Sleep(3 * time.Second)
		if got := end(); got != begin {
			t.Errorf("somebody who may not see the request any more hears %q", got)
		}
		if w := d.Get("/work/" + string(request) + "/events?since=3"); w.Code != http.StatusNotFound {
			t.Errorf("coming back: %d", w.Code)
		}
	})
}

func TestARequestHearsOfItsSteps(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		seq := 3
		d.OnFunc("GET /requests/"+string(request), func(webtest.Call) webtest.Answer {
			return webtest.Answer{Body: map[string]any{"seq": seq}}
		})
		end := d.open("/work/" + string(request) + "/events?since=3")
		d.write(postgres.Change{Request: second, Stage: evidence.Searching, Seq: 9})
		time.Sleep(3 * time.Second)
		d.Calls()
		seq = 5
		d.write(postgres.Change{Request: request, Stage: evidence.Searching, Seq: 5})
		time.Sleep(3 * time.Second)
		if n := len(d.Calls()); n != 1 {
			t.Errorf("%d calls of the API for one change", n)
		}
		if got := end(); got != begin+"data: 2\n\n" {
			t.Errorf("it hears %q", got)
		}
		if got := d.open("/work/" + string(request) + "/events?since=4")(); got != begin+"data: 1\n\n" {
			t.Errorf("a page made between the two hears %q", got)
		}
		if w := d.Get("/work/" + string(request) + "/events?since=no"); w.Code != http.StatusNotFound {
			t.Errorf("since no number: %d", w.Code)
		}
	})
}

func TestAStoreThatIsAway(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		d.write(postgres.Change{Request: request, Stage: evidence.Submitted})
		d.set(func() { d.down = true })
		end := d.open("/queue/events?since=100")
		time.Sleep(10 * time.Second)
		d.set(func() { d.down = false })
		time.Sleep(3 * time.Second)
		d.write(postgres.Change{Request: second, Stage: evidence.Submitted})
		time.Sleep(3 * time.Second)
		if got := end(); got != begin+"data: 1\n\ndata: 2\n\n" {
			t.Errorf("once the store is back it hears %q", got)
		}
	})
}

func TestAPersonListensAtFewPages(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		var ends []func() string
		for range 12 {
			ends = append(ends, d.open("/queue/events?since=100"))
		}
		w := d.Get("/queue/events?since=100")
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("the 13th page: %d", w.Code)
		}
		ends[0]()
		synctest.Wait()
		if got := d.open("/queue/events?since=100")(); got != begin {
			t.Errorf("after one has gone: %q", got)
		}
		for _, end := range ends[1:] {
			end()
		}
	})
}

func TestAskingAgain(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		ask := func(tag string) *httptest.ResponseRecorder {
			r := httptest.NewRequestWithContext(d.t.Context(), http.MethodGet, "/queue/changes?since=100", nil)
			r.Header.Set("If-None-Match", tag)
			return d.Do(r)
		}
		w := ask("")
		if w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != `{"count":0}` {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		tag := w.Header().Get("ETag")
		if w := ask(tag); w.Code != http.StatusNotModified || w.Body.Len() != 0 {
			t.Errorf("nothing new: %d %s", w.Code, w.Body)
		}
		d.write(postgres.Change{Request: request, Stage: evidence.Submitted})
		if w := ask(tag); w.Code != http.StatusOK || strings.TrimSpace(w.Body.String()) != `{"count":1}` {
			t.Errorf("something new: %d %s", w.Code, w.Body)
		}
	})
}

func TestOnlyStaffListen(t *testing.T) {
	t.Parallel()
	bubble(t, func(d *desk) {
		for _, address := range []string{"/queue/events", "/queue/changes", "/work/" + string(request) + "/events"} {
			if w := d.As(evidence.Requester).Get(address); w.Code != http.StatusForbidden {
				t.Errorf("a requester at %s: %d", address, w.Code)
			}
			if w := d.As().Get(address); w.Code != http.StatusSeeOther {
				t.Errorf("a stranger at %s: %d", address, w.Code)
			}
		}
	})
}
