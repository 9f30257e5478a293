package account_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/api/web/account"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// ways are ways to sign in that answer what a test says and note what they were asked.
type ways struct {
	signedIn []string
	sent     []string
	spent    int
	failure  error
	invited  auth.Invitation
}

func (w *ways) SignIn(_ context.Context, person evidence.PersonID, method string) error {
	w.signedIn = append(w.signedIn, method+" "+string(person))
	return nil
}
func (w *ways) SignOut(context.Context) (string, error) { return "oidc/trust", nil }
func (w *ways) Providers() []auth.ProviderInfo {
	return []auth.ProviderInfo{{ID: "trust", Label: "Northmoor account"}}
}

func (w *ways) Begin(_ http.ResponseWriter, _ *http.Request, id, next string) (string, error) {
	if id != "trust" {
		return "", evidence.Refuse(evidence.NotFound, "")
	}
	return "https://login.example/authorise?next=" + next, w.failure
}

func (w *ways) Finish(http.ResponseWriter, *http.Request) (auth.Arrived, error) {
	return auth.Arrived{Person: "p1", Method: "oidc/trust", Next: "/queue"}, w.failure
}

func (w *ways) EndSession(_ context.Context, method string) (string, bool) {
	return "https://login.example/end", method == "oidc/trust"
}

type links struct{ *ways }

func (l links) Send(_ context.Context, email, next string) error {
	if !strings.Contains(email, "@") {
		return evidence.InvalidField("email", "malformed", "Enter an e-mail address, such as name@example.nhs.uk.")
	}
	l.sent = append(l.sent, email+" "+next)
	return nil
}

func (l links) Look(context.Context, string) (auth.Invitation, error) { return l.invited, l.failure }

func (l links) Spend(_ context.Context, _ string, a auth.LinkAnswer) (auth.Arrived, error) {
	if l.invited.NeedsName && a.Name == "" {
		return auth.Arrived{}, evidence.InvalidField("name", "required", "Enter your name.")
	}
	l.spent++
	return auth.Arrived{Person: "p2", Method: "link", Next: "/requests"}, l.failure
}

func site(t *testing.T) (*webtest.Site, *ways) {
	t.Helper()
	w := &ways{}
	people := []auth.DemoPerson{{Person: "d1", Label: "librarian", Name: "Rosalind Achebe", Library: "Northmoor"}}
	return webtest.New(t, func(k *page.Kit, r gin.IRouter) {
		account.Register(k, r, account.Deps{Sessions: w, Providers: w, Links: links{w}, Demo: auth.NewDemo(people)})
	}), w
}

func has(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("the page lacks %q:\n%s", p, body)
		}
	}
}

func location(t *testing.T, w interface{ Result() *http.Response }, status int, to string) {
	t.Helper()
	r := w.Result()
	defer func() { _ = r.Body.Close() }()
	if r.StatusCode != status || r.Header.Get("Location") != to {
		t.Errorf("%d to %q, want %d to %q", r.StatusCode, r.Header.Get("Location"), status, to)
	}
}

func TestTheWaysToSignIn(t *testing.T) {
	t.Parallel()
	s, w := site(t)
	has(t, s.Get("/sign-in?next=/queue").Body.String(), "Sign in with Northmoor account", `href="/sign-in/trust?next=%2Fqueue"`, "Sign in as librarian", `name="next" value="/queue"`)
	has(t, s.Get("/sign-in?next=https://evil.example/").Body.String(), `name="next" value="/"`)
	location(t, s.Get("/sign-in/trust?next=/queue"), 303, "https://login.example/authorise?next=/queue")
	if got := s.Get("/sign-in/elsewhere").Code; got != http.StatusNotFound {
		t.Errorf("an unknown provider is %d", got)
	}
	location(t, s.Get("/sign-in/trust/callback?code=x"), 303, "/queue")
	location(t, s.Post("/sign-in/demo", url.Values{"person": {"d1"}, "next": {"/queue"}}), 303, "/queue")
	if got := s.Post("/sign-in/demo", url.Values{"person": {"somebody"}}).Code; got != http.StatusNotFound {
		t.Errorf("somebody else of the demonstration is %d", got)
	}
	if len(w.signedIn) != 2 || w.signedIn[0] != "oidc/trust p1" || w.signedIn[1] != "demo d1" {
		t.Errorf("signed in: %v", w.signedIn)
	}
	location(t, s.As(evidence.Librarian).Get("/sign-in?next=/queue"), 303, "/queue")
}

func TestEveryFailureHasWords(t *testing.T) {
	t.Parallel()
	s, w := site(t)
	for _, code := range []auth.FailureCode{
		auth.AccessDenied, auth.ProviderAway, auth.ProviderRefused, auth.StateLost, auth.NonceWrong, auth.SignInExpired, auth.TokenRefused,
		auth.AssuranceLow, auth.NoAddress, auth.AddressTaken,
	} {
		w.failure = &auth.Failure{Code: code}
		location(t, s.Get("/sign-in/trust/callback"), 303, "/sign-in?problem="+string(code))
		has(t, s.Get("/sign-in?problem="+string(code)).Body.String(), "You are not signed in")
	}
	for _, code := range []auth.FailureCode{auth.LinkUnknown, auth.LinkSpent, auth.LinkExpired} {
		w.failure = &auth.Failure{Code: code}
		answer := s.Get("/sign-in/link/token")
		if answer.Code != http.StatusGone {
			t.Errorf("%s is %d", code, answer.Code)
		}
		has(t, answer.Body.String(), "This link cannot be used", "Ask for a new link", "sk for a new one.")
	}
}

func TestALinkIsSpentByPostOnly(t *testing.T) {
	t.Parallel()
	s, w := site(t)
	answer := s.Post("/sign-in", url.Values{"email": {"nobody"}, "next": {"/requests"}})
	if answer.Code != http.StatusUnprocessableEntity {
		t.Errorf("a wrong address is %d", answer.Code)
	}
	has(t, answer.Body.String(), `value="nobody"`, `href="#email"`, `name="next" value="/requests"`)
	location(t, s.Post("/sign-in", url.Values{"email": {"a@b.example"}, "next": {"//evil"}}), 303, "/sign-in/sent")
	if len(w.sent) != 1 || w.sent[0] != "a@b.example /" {
		t.Errorf("sent %v", w.sent)
	}
	w.invited = auth.Invitation{Email: "a@b.example", NeedsName: true, Libraries: []postgres.ServingLibrary{{ID: "l1", Name: "One"}, {ID: "l2", Name: "Two"}}}
	has(t, s.Get("/sign-in/link/token").Body.String(), "Sign in as a@b.example", `name="name"`, `value="l2"`)
	if w.spent != 0 || len(w.signedIn) != 0 {
		t.Error("opening the link used it")
	}
	answer = s.Post("/sign-in/link/token", url.Values{"library": {"l2"}})
	if answer.Code != http.StatusUnprocessableEntity || w.spent != 0 {
		t.Errorf("without a name it is %d and spent %d times", answer.Code, w.spent)
	}
	location(t, s.Post("/sign-in/link/token", url.Values{"library": {"l2"}, "name": {"Ann"}}), 303, "/requests")
	if w.spent != 1 || len(w.signedIn) != 1 || w.signedIn[0] != "link p2" {
		t.Errorf("spent %d, signed in %v", w.spent, w.signedIn)
	}
}

func TestSigningOutOffersTheProvider(t *testing.T) {
	t.Parallel()
	s, _ := site(t)
	location(t, s.As(evidence.Requester).Post("/sign-out", nil), 303, "/signed-out?from=oidc%2Ftrust")
	has(t, s.As().Get("/signed-out?from=oidc%2Ftrust").Body.String(), "You are signed out", `href="https://login.example/end"`, "Northmoor account")
}

func TestTheProfileShowsBothVersions(t *testing.T) {
	t.Parallel()
	s, _ := site(t)
	stored := rest.Profile{ProfileBody: rest.ProfileBody{Name: "Ann Walker", JobTitle: "Ward manager"}, Email: "ann@example.test", Version: 4}
	s.As(evidence.Requester).On("GET /me/profile", stored).On("GET /libraries", map[string]any{"items": []rest.LibraryRow{}})
	has(t, s.Get("/account").Body.String(), `value="Ann Walker"`, `name="_version" value="4"`, "ann@example.test")
	s.OnFunc("PUT /me/profile", func(c webtest.Call) webtest.Answer {
		if c.Match == `"4"` {
			return webtest.Answer{Body: stored}
		}
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": "version-stale", "current": stored}}
	})
	answer := s.Post("/account", url.Values{"name": {"Anne"}, "job_title": {"Matron"}, "_version": {"3"}})
	if answer.Code != http.StatusConflict {
		t.Fatalf("a stale version is %d", answer.Code)
	}
	has(t, answer.Body.String(), "Ward manager", `value="Matron"`, `name="_version" value="4"`)
	location(t, s.Post("/account", url.Values{"name": {"Anne"}, "_version": {"4"}}), 303, "/account")
}

func TestAccessIsExplained(t *testing.T) {
	t.Parallel()
	s, _ := site(t)
	library := rest.AccessLibrary{ID: "l1", Name: "Eastvale Library", Email: "library@eastvale.example", Open: true}
	for state, words := range map[rest.AccessState]string{
		rest.AccessPending: "looking at your request", rest.AccessRefused: "could not let you in", rest.AccessMayAsk: "choose your library",
		rest.AccessNotEligible: "library@eastvale.example", rest.AccessMember: "Your libraries",
	} {
		s.As(evidence.Requester).On("GET /me/access", rest.AccessView{State: state, Libraries: []rest.AccessLibrary{library}})
		has(t, s.Get("/account/access").Body.String(), words)
	}
	s.On("GET /me/access", rest.AccessView{State: rest.AccessMayAsk, Libraries: []rest.AccessLibrary{library}})
	if got := s.Post("/account/access", nil).Code; got != http.StatusUnprocessableEntity {
		t.Errorf("no choice is %d", got)
	}
	s.On("POST /access-requests", rest.AccessView{State: rest.AccessPending})
	location(t, s.Post("/account/access", url.Values{"library": {"l1"}}), 303, "/account/access")
}

func TestSessionsAreEnded(t *testing.T) {
	t.Parallel()
	s, _ := site(t)
	s.As(evidence.Requester).On("GET /me/sessions", map[string]any{"items": []rest.SessionRow{
		{ID: "s1", Agent: "Firefox on Linux", Current: true, Method: "demo"}, {ID: "s2", Agent: "Safari on iPhone", Method: "link"},
	}}).On("DELETE /me/sessions/s2", nil).On("DELETE /me/sessions", nil)
	has(t, s.Get("/account/sessions").Body.String(), "(this device)", "Safari on iPhone", `action="/account/sessions/s2/end"`)
	location(t, s.Post("/account/sessions/s2/end", nil), 303, "/account/sessions")
	location(t, s.Post("/account/sessions/end-others", nil), 303, "/account/sessions")
}
