package rest_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

// TestThePagesBringTheirPerson calls the API as a page of the same process does: the person is in the context, and what
// the Authorization header says does not matter.
func TestThePagesBringTheirPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api := w.api()
	me := func(ctx context.Context, bearer string) answer {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/me", nil)
		if bearer != "" {
			r.Header.Set("Authorization", "Bearer "+bearer)
		}
		recorder := httptest.NewRecorder()
		api.ServeHTTP(recorder, r)
		return answer{recorder.Code, recorder.Header(), recorder.Body.String()}
	}
	p := auth.Principal{Person: person(evidence.Librarian, here), Name: "Lib", Memberships: map[evidence.LibraryID][]evidence.Role{here: {evidence.Librarian}}}
	signedIn := auth.With(t.Context(), p)
	for name, bearer := range map[string]string{"no header": "", "nonsense": "x", "another's": token(evidence.Admin, there)} {
		a := me(signedIn, bearer)
		if a.status != http.StatusOK || !strings.Contains(a.body, string(p.Person)) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	visitor := auth.WithVisitor(t.Context(), "192.0.2.7")
	if a := me(visitor, token(evidence.Admin, here)); a.status != http.StatusUnauthorized {
		t.Errorf("a page for a visitor called with a token: %d", a.status)
	}
}

// TestNobodyOutsideBringsAPerson sends what could be meant to say so over a real connection.
func TestNobodyOutsideBringsAPerson(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(newWorld(t).api())
	t.Cleanup(server.Close)
	id := string(person(evidence.Admin, here))
	ctx := auth.With(t.Context(), auth.Principal{Person: person(evidence.Admin, here)}) // of the client; it does not travel
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/api/v1/me?person="+id, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"X-Person", "X-User", "X-Principal", "X-Forwarded-User", "Remote-User", "X-Evidencedesk-Person", "Cookie"} {
		r.Header.Set(name, id)
	}
	response, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusUnauthorized {
		t.Errorf("status %d", response.StatusCode)
	}
}
