package apiclient_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

const problem = "application/problem+json"

// inTurn answers each call with the next handler, the last one for ever, and counts the calls.
func inTurn(t *testing.T, handlers ...http.HandlerFunc) (*apiclient.Client, *atomic.Int32) {
	t.Helper()
	var calls atomic.Int32
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := int(calls.Add(1))
		handlers[min(n, len(handlers))-1](w, r)
	})
	return apiclient.New("http://desk.test", apiclient.InProcess(h), "edk_secret"), &calls
}

func refuse(status int, code evidence.Code) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", problem)
		w.Header().Set("Retry-After", "0")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, `{"type":"/problems/x","title":"Sorry.","status":0,"code":"`+string(code)+`","stage":"triage","current_version":4,
			"errors":[{"field":"reason","code":"required"}]}`)
	}
}

func accept(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("ETag", `"3"`)
	_, _ = io.WriteString(w, `{"id":"r1","seq":3,"stage":"triage","owner":"p1"}`)
}

func TestACommandCarriesItsHeadersAndBody(t *testing.T) {
	t.Parallel()
	var got struct{ method, path, body, auth, key, match, media string }
	c, _ := inTurn(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h := r.Header
		got.method, got.path, got.body, got.auth = r.Method, r.URL.Path, string(body), h.Get("Authorization")
		got.key, got.match, got.media = h.Get("Idempotency-Key"), h.Get("If-Match"), h.Get("Content-Type")
		accept(w, r)
	})
	result, r, err := c.Command(t.Context(), "r1", evidence.Claim, nil, apiclient.IdempotencyKey("key-one-1"), apiclient.IfMatch(`"2"`))
	if err != nil {
		t.Fatal(err)
	}
	want := got
	want.method, want.path, want.body, want.auth = http.MethodPost, "/api/v1/requests/r1/claim", "{}", "Bearer edk_secret"
	want.key, want.match, want.media = "key-one-1", `"2"`, "application/json"
	if got != want {
		t.Fatalf("sent %+v, want %+v", got, want)
	}
	if diff := cmp.Diff(apiclient.Result{ID: "r1", Seq: 3, Stage: evidence.Triage, Owner: "p1"}, result); diff != "" {
		t.Error(diff)
	}
	if r.Status != http.StatusOK || r.ETag != `"3"` {
		t.Errorf("response %+v", r)
	}
}

func TestWhatIsRepeated(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		method string
		first  http.HandlerFunc
		once   bool
		calls  int32
	}{
		{"outcome unknown", http.MethodPost, refuse(503, evidence.OutcomeUnknown), false, 2},
		{"engine away", http.MethodPost, refuse(503, evidence.EngineUnavailable), false, 2},
		{"database away", http.MethodPut, refuse(503, evidence.StoreUnavailable), false, 2},
		{"too often", http.MethodPut, refuse(429, evidence.TooManyRequests), false, 2},
		{"outcome of a PUT that names no version", http.MethodPut, refuse(503, evidence.OutcomeUnknown), false, 1},
		{"refused", http.MethodPost, refuse(409, evidence.AlreadyClaimed), false, 1},
		{"our fault", http.MethodPost, refuse(500, evidence.Internal), false, 1},
		{"only once", http.MethodPost, refuse(503, evidence.OutcomeUnknown), true, 1},
		{"lost answer", http.MethodPost, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, false, 2},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			keys := map[string]bool{}
			note := func(h http.HandlerFunc) http.HandlerFunc {
				return func(w http.ResponseWriter, r *http.Request) {
					keys[r.Header.Get("Idempotency-Key")] = true
					h(w, r)
				}
			}
			c, calls := inTurn(t, note(tc.first), note(accept))
			var options []apiclient.Option
			if tc.once {
				options = append(options, apiclient.Once())
			}
			_, err := c.Do(t.Context(), tc.method, "/api/v1/requests", map[string]string{"a": "b"}, nil, options...)
			if calls.Load() != tc.calls {
				t.Errorf("%d calls, want %d", calls.Load(), tc.calls)
			}
			if (err == nil) != (tc.calls == 2) {
				t.Errorf("error %v", err)
			}
			if len(keys) != 1 || tc.method == http.MethodPost && keys[""] {
				t.Errorf("keys %v, want one", keys)
			}
		})
	}
}

func TestItGivesUp(t *testing.T) {
	t.Parallel()
	c, calls := inTurn(t, refuse(503, evidence.EngineUnavailable))
	_, _, err := c.Submit(t.Context(), struct{}{})
	if apiclient.CodeOf(err) != evidence.EngineUnavailable || calls.Load() != 6 {
		t.Fatalf("after %d calls: %v", calls.Load(), err)
	}
}

func TestACancelledCallIsNotRepeated(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c, calls := inTurn(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		refuse(503, evidence.EngineUnavailable)(w, r)
	})
	if _, err := c.Get(ctx, "/api/v1/requests", nil); err == nil || calls.Load() != 1 {
		t.Fatalf("after %d calls: %v", calls.Load(), err)
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	c, _ := inTurn(t, refuse(422, evidence.Invalid), func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "<html>proxy</html>", http.StatusBadGateway)
	})
	r, err := c.Get(t.Context(), "/api/v1/requests/x", nil)
	p, ok := apiclient.ProblemOf(err)
	if !ok || p.Status != 422 || p.Code != evidence.Invalid || p.Stage != evidence.Triage || p.CurrentVersion != 4 || !p.Names("reason", "required") {
		t.Fatalf("problem %+v", p)
	}
	if r.Status != 422 || !strings.Contains(p.Error(), "reason:required") {
		t.Errorf("%+v %v", r, p)
	}
	_, err = c.Get(t.Context(), "/api/v1/requests/x", nil)
	if p, ok := apiclient.ProblemOf(err); !ok || p.Status != http.StatusBadGateway || p.Code != "" {
		t.Errorf("an answer of a proxy is %v", err)
	}
}

func TestAnAnswerThatIsNotJSON(t *testing.T) {
	t.Parallel()
	c, calls := inTurn(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "hello") })
	var out map[string]any
	if _, err := c.Get(t.Context(), "/x", &out); err == nil || calls.Load() != 1 {
		t.Fatalf("after %d calls: %v", calls.Load(), err)
	}
	var raw []byte
	if _, err := c.Get(t.Context(), "/x", &raw); err != nil || string(raw) != "hello" {
		t.Fatalf("%q, %v", raw, err)
	}
}

func TestOverAConnection(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(accept))
	c := apiclient.New(server.URL+"/", nil, "")
	if _, err := c.Get(t.Context(), "/api/v1/me", nil); err != nil {
		t.Fatal(err)
	}
	server.Close()
	if _, err := c.Get(t.Context(), "/api/v1/me", nil, apiclient.Once()); err == nil || errors.As(err, new(*apiclient.Problem)) {
		t.Fatalf("a service that is not there gives %v", err)
	}
}
