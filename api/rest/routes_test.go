package rest_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"

	"evidencedesk/internal/evidence"
)

// checked is a handler whose every answer is compared with the document.
type checked struct {
	*testing.T

	next  http.Handler
	rules validator.Validator
}

// published is the document that is committed, which [TestTheCommittedDocument] compares with the one that is served.
var published = sync.OnceValues(func() (validator.Validator, error) {
	raw, err := os.ReadFile(committed)
	if err != nil {
		return nil, err
	}
	doc, err := libopenapi.NewDocument(raw)
	if err != nil {
		return nil, err
	}
	rules, faults := validator.NewValidator(doc)
	return rules, errors.Join(faults...)
})

func newChecked(t *testing.T, next http.Handler) *checked {
	t.Helper()
	rules, err := published()
	if err != nil {
		t.Fatal(err)
	}
	return &checked{t, next, rules}
}

func (c *checked) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	recorder := httptest.NewRecorder()
	c.next.ServeHTTP(recorder, r)
	result := recorder.Result()
	body := recorder.Body.Bytes()
	result.Body = io.NopCloser(bytes.NewReader(body))
	if ok, problems := c.rules.ValidateHttpResponse(r, result); !ok && result.StatusCode != http.StatusMethodNotAllowed {
		for _, p := range problems {
			c.Errorf("%s %s answers %d not as documented: %s %s %v\n%s", r.Method, r.URL.Path, result.StatusCode, p.Message, p.Reason, p.SchemaValidationErrors, body)
		}
	}
	for name, values := range recorder.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(recorder.Code)
	_, _ = w.Write(body)
}

// TestEveryRouteForEveryRole calls every operation of the document as nobody, as everybody here and as everybody of another
// library, and compares what they are told with what the operation declares.
func TestEveryRouteForEveryRole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.submitted()
	api := newChecked(t, h.Handler)
	people := []string{"stranger@here", "stranger@there"}
	for _, role := range evidence.Roles() {
		people = append(people, string(role)+"@here", string(role)+"@there")
	}
	for _, op := range operations(t) {
		path := strings.NewReplacer("{vocabulary}", "urgencies", "{code}", "invalid", "{token}", strings.Repeat("A", 43),
			"{item}", string(missing), "{run}", string(missing), "{n}", "1", "{version}", "1", "{template}", string(missing), "{task}", string(missing),
			"{file}", "1.docx", "{digest}", strings.Repeat("0a", 32), "{person}", string(missing), "{session}", string(missing), "{request}", string(missing),
			"{case}", string(missing), "{quote}", string(missing), "{tag}", string(missing), "{action}", string(missing), "{year}", "2026",
			"{pair}", string(missing)+"~"+string(here)).Replace(op.Path)
		path = strings.Replace(path, "/libraries/{id}", "/libraries/"+string(here), 1)
		path = strings.Replace(path, "/drafts/{id}", "/drafts/"+string(missing), 1)
		path = strings.Replace(path, "/views/{id}", "/views/"+string(missing), 1)
		path = strings.Replace(path, "{id}", string(id), 1)
		if strings.Contains(path, "{") {
			t.Fatalf("the test does not know what to put into %s", path)
		}
		try := func(token string) answer {
			c := call{method: op.Method, path: path, token: token}
			if op.Method != http.MethodGet && op.Method != http.MethodDelete {
				c.body = `{}`
			}
			return send(api, c)
		}
		nobody := try("")
		if anonymous := slices.Equal(op.Roles, []string{"anonymous"}); anonymous == (nobody.status == http.StatusUnauthorized) {
			t.Errorf("%s %s without a token: %d, declared for %v", op.Method, op.Path, nobody.status, op.Roles)
		}
		if nobody.status == http.StatusUnauthorized && nobody.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s %s does not say how to sign in", op.Method, op.Path)
		}
		for _, who := range people {
			if op.Roles[0] == "anonymous" {
				continue
			}
			if a, want := try(h.tokens[who]), expected(op, who); !want(a) {
				t.Errorf("%s %s as %s: %d %s, declared for %v", op.Method, op.Path, who, a.status, a.body, op.Roles)
			}
		}
	}
}

// expected says what a person may be told who calls an operation with a body that says nothing. The request was asked by
// requester@here and waits in the pool of the library here.
func expected(op operation, who string) func(answer) bool {
	role, library, _ := strings.Cut(who, "@")
	switch role {
	case "second":
		role = string(evidence.Librarian)
	case "stranger":
		role = string(evidence.Requester)
	}
	onRequest := strings.HasPrefix(op.Path, "/api/v1/requests/{id}")
	// Who works where is told to whoever works anywhere; everything else of a library is for its own people.
	ofLibrary := strings.HasPrefix(op.Path, "/api/v1/libraries/{id}/") && op.Path != "/api/v1/libraries/{id}/staff"
	insider := library == "here" && slices.Contains([]string{"librarian", "trainee", "manager"}, role)
	declared := slices.Contains(op.Roles, role) || slices.Contains(op.Roles, "signed-in")
	served := func(a answer) bool {
		return a.status < 500 && a.status != http.StatusUnauthorized && a.status != http.StatusMethodNotAllowed
	}
	switch {
	case onRequest && !insider && who != "requester@here":
		return hidden
	case ofLibrary && library != "here":
		return hidden
	case onRequest:
		return func(a answer) bool { return served(a) }
	case !declared:
		return func(a answer) bool { return a.status == http.StatusForbidden }
	}
	return func(a answer) bool { return served(a) && a.status != http.StatusForbidden }
}

// hidden is the answer to who may not know of something: not found, or what the body lacks, which is told to anybody before
// the thing is looked for. It never says that the person may not.
func hidden(a answer) bool {
	return a.status == http.StatusNotFound || a.status == http.StatusUnprocessableEntity && strings.Contains(a.body, `"code":"required"`)
}

// TestWhatIsHiddenIsLikeWhatIsMissing compares the answers for a request of another library, byte by byte, with those for
// one that does not exist.
func TestWhatIsHiddenIsLikeWhatIsMissing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := string(h.submitted())
	for _, op := range operations(t) {
		if !strings.HasPrefix(op.Path, "/api/v1/requests/{id}") {
			continue
		}
		try := func(request, who string) answer {
			path := strings.NewReplacer("{id}", request, "{item}", string(missing), "{run}", string(missing), "{n}", "1", "{version}", "1").Replace(op.Path)
			return send(h, call{method: op.Method, path: path, token: h.tokens[who], body: `{"reason":"other","occurred_at":"2020-01-01T00:00:00Z"}`})
		}
		for _, who := range []string{"librarian@there", "manager@there", "requester@there", "stranger@here", "admin@here", "system_lead@here"} {
			there, nowhere := try(id, who), try(string(missing), who)
			if there.status != nowhere.status || there.body != nowhere.body {
				t.Errorf("%s %s as %s: %d %s, but for a request that does not exist %d %s", op.Method, op.Path, who, there.status, there.body, nowhere.status, nowhere.body)
			}
		}
	}
}
