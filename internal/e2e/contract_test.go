package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// contract is the OpenAPI document that a process serves.
type contract struct {
	*readDocument

	checked atomic.Int64
}

// readDocument is an OpenAPI document that was read, which takes seconds; every desk that serves the same one shares it.
type readDocument struct {
	mu        sync.Mutex
	validator validator.Validator
}

var (
	documentsMu sync.Mutex
	documents   = map[[sha256.Size]byte]*readDocument{}
)

func newContract(tb testing.TB, base string) *contract {
	tb.Helper()
	response, err := http.Get(base + "/openapi.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return contractOf(tb, raw)
}

func contractOf(tb testing.TB, raw []byte) *contract {
	tb.Helper()
	documentsMu.Lock()
	defer documentsMu.Unlock()
	sum := sha256.Sum256(raw)
	if d, ok := documents[sum]; ok {
		return &contract{readDocument: d}
	}
	document, err := libopenapi.NewDocument(raw)
	if err != nil {
		tb.Fatalf("the OpenAPI document: %v", err)
	}
	v, errs := validator.NewValidator(document)
	if len(errs) > 0 {
		tb.Fatalf("the OpenAPI document: %v", errs)
	}
	documents[sum] = &readDocument{validator: v}
	return &contract{readDocument: documents[sum]}
}

// check says what is wrong with an answer: an address, a status or a body that the document does not know.
func (c *contract) check(request *http.Request, answer *http.Response, body []byte) error {
	c.checked.Add(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := *answer
	seen.Body = io.NopCloser(bytes.NewReader(body))
	ok, faults := c.validator.ValidateHttpResponse(request, &seen)
	if ok {
		return nil
	}
	var words []string
	for _, f := range faults {
		words = append(words, f.Message+": "+f.Reason)
		for _, s := range f.SchemaValidationErrors {
			words = append(words, s.FieldPath+" "+s.Reason)
		}
	}
	return fmt.Errorf("%s", strings.Join(words, "; "))
}

// strict is the transport of the tests' clients: it fails the test when an answer is not as documented, when the server is
// at fault, and when a problem repeats what somebody wrote.
type strict struct {
	testing.TB

	spec *contract
}

// RoundTrip implements http.RoundTripper.
func (s *strict) RoundTrip(request *http.Request) (*http.Response, error) {
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	where := request.Method + " " + request.URL.Path
	if err := s.spec.check(request, answer, body); err != nil {
		s.Errorf("%s: %d is not as documented: %v\n%s", where, answer.StatusCode, err, shortened(body))
	}
	if answer.StatusCode >= http.StatusBadRequest {
		s.problem(where, answer, body)
	}
	return answer, nil
}

func (s *strict) problem(where string, answer *http.Response, body []byte) {
	var p apiclient.Problem
	if err := json.Unmarshal(body, &p); err != nil || answer.Header.Get("Content-Type") != "application/problem+json" {
		s.Errorf("%s: %d is not a problem document", where, answer.StatusCode)
		return
	}
	if p.Status != answer.StatusCode || p.Type == "" || p.Title == "" || p.Code == "" {
		s.Errorf("%s: %d with an incomplete problem: %s", where, answer.StatusCode, shortened(body))
	}
	if answer.StatusCode >= http.StatusInternalServerError && !mayBeAway(p.Code, answer) {
		s.Errorf("%s: %d %s: the server is at fault", where, answer.StatusCode, p.Code)
	}
	if p.Code == evidence.VersionStale {
		body = bytes.ReplaceAll(body, p.Current, nil) // both versions are shown, to whoever may read them
	}
	if bytes.Contains(body, []byte(canary)) {
		s.Errorf("%s: the problem repeats what was written: %s", where, shortened(body))
	}
}

// mayBeAway reports a documented 503, which says when to come back.
func mayBeAway(code evidence.Code, answer *http.Response) bool {
	switch code {
	case evidence.StoreUnavailable, evidence.EngineUnavailable, evidence.OutcomeUnknown:
		return answer.StatusCode == http.StatusServiceUnavailable && answer.Header.Get("Retry-After") != ""
	default:
		return false
	}
}

func shortened(body []byte) string {
	const length = 1500
	return string(body[:min(len(body), length)])
}

// TestTheContractIsStrict shows that the checks of this file would find something.
func TestTheContractIsStrict(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join(root, "api", "rest", "openapi.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	c := contractOf(t, raw)
	const me, good = "/api/v1/me", `{"person":"01a2044c-889c-7041-8bf7-aa0f36314220","name":"A","memberships":[]}`
	cases := []struct {
		name, path string
		status     int
		media      string
		body       string
		ok         bool
	}{
		{"as documented", me, 200, "application/json", good, true},
		{"an unknown address", "/api/v1/you", 200, "application/json", good, false},
		{"an unknown status", me, 418, "application/problem+json", `{}`, false},
		{"another medium", me, 200, "text/html", "<p>", false},
		{"a missing field", me, 200, "application/json", `{"name":"A","memberships":[]}`, false},
		{"a wrong type", me, 200, "application/json", strings.Replace(good, "[]", "5", 1), false},
		{"an unknown field", me, 200, "application/json", strings.Replace(good, "{", `{"age":5,`, 1), false},
	}
	for _, tc := range cases {
		request := httptest.NewRequest(http.MethodGet, "http://desk.test"+tc.path, nil)
		answer := &http.Response{StatusCode: tc.status, Header: http.Header{"Content-Type": {tc.media}}}
		if err := c.check(request, answer, []byte(tc.body)); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}
