package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

const template = `{{define "main"}}{{open .Start}}{{ui .Guard}}<h1>Ask</h1>{{ui .Question}}{{ui .Reason}}{{ui .When}}{{button "Send"}}{{close .Start}}{{end}}`

type model struct {
	Start    ui.Form
	Guard    *ui.GuardNotice
	Question ui.Textarea
	Reason   ui.Input
	When     ui.DateInput
}

// register makes one page with a form that sends a question to the API.
func register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, fstest.MapFS{"ask.gohtml": {Data: []byte(template)}})
	view := func(f *page.Form) page.View {
		m := model{
			Start: f.Start(""), Question: f.Text("question", "Your question", 200), Reason: f.Line("reason", "Why"),
			When: f.DateInput("needed_by", "When"),
		}
		m.Guard = f.Guard()
		return page.View{Title: "Ask", Current: "/ask", Form: f, Data: m}
	}
	a.Form("/ask", page.SignedIn, func(v *page.Visit) error { return v.Show("ask", view(v.Form())) }, func(v *page.Visit) error {
		f := v.Form()
		f.Say("question:required", "Write your question.")
		f.Date("needed_by", 9, v.Zone)
		body := map[string]any{"question": f.Get("question")}
		if f.Failed() {
			return v.Again("ask", view(f))
		}
		if err := v.Post("/requests", body, nil); err != nil {
			if f.Refused(err) {
				return v.Again("ask", view(f))
			}
			return err
		}
		return v.Go("/ask", "It was sent.")
	})
	a.Do("/ask/stop", page.Staff, func(v *page.Visit) error { return v.Go("/ask") })
}

func site(t *testing.T) *webtest.Site { return webtest.New(t, register).As(evidence.Requester) }

func has(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("the page lacks %q:\n%s", p, body)
		}
	}
}

func TestAFormIsSentOnceWithItsKey(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST /requests", nil)
	w := s.Post("/ask", url.Values{"question": {" why?\r\nhow? "}, "_key": {"key-12345"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/ask" {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	calls := s.Calls()
	if len(calls) != 1 || calls[0].Key != "key-12345" || calls[0].Body != `{"question":"why?\nhow?"}` {
		t.Errorf("sent %+v", calls)
	}
	has(t, s.Get("/ask").Body.String(), "It was sent.", "<title>Ask – Evidence Desk</title>")
}

func TestWhatTheAPIRefusesIsShownAtItsField(t *testing.T) {
	t.Parallel()
	s := site(t).Refuse("POST /requests", 422, evidence.Invalid, page.FieldProblem{Field: "question", Code: "required"}, page.FieldProblem{Field: "elsewhere", Code: "unknown"})
	w := s.Post("/ask", url.Values{"question": {"<b>"}, "reason": {"kept & safe"}, "_key": {"key-12345"}})
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatal(w.Code)
	}
	has(t, w.Body.String(), "<title>Error: Ask", `href="#question"`, "Write your question.", `id="question-error"`, "&lt;b&gt;", "kept &amp; safe", "Choose one of the answers.", `value="key-12345"`)
}

func TestASuspectedIdentifierIsExplained(t *testing.T) {
	t.Parallel()
	s := site(t).OnFunc("POST /requests", func(c webtest.Call) webtest.Answer {
		if strings.Contains(c.Body, `"confirm":[{"field":"question","start":2,"kind":"nhs_number","reason_code":"test_number"}]`) {
			return webtest.Answer{}
		}
		return webtest.Answer{Status: 422, Body: map[string]any{"status": 422, "code": "identifier-suspected", "errors": []page.FieldProblem{
			{Field: "question", Code: "identifier-suspected", Start: 2, Length: 3, Kind: "nhs_number"},
		}}}
	})
	w := s.Post("/ask", url.Values{"question": {"a <x> b"}})
	has(t, w.Body.String(), "This looks like an NHS number", "&lt;x&gt;", page.ConfirmField)
	if w := s.Post("/ask", url.Values{"question": {"a <x> b"}, page.ConfirmField: {"question|2|nhs_number|test_number", "other|0|name|"}}); w.Code != http.StatusSeeOther {
		t.Errorf("a confirmed finding gave %d", w.Code)
	}
}

func TestNothingIsLostWhileSigningIn(t *testing.T) {
	t.Parallel()
	s := site(t).As()
	w := s.Post("/ask", url.Values{"question": {"typed for long"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/sign-in?next=%2Fask" {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	has(t, s.As(evidence.Requester).Get("/ask").Body.String(), "typed for long", "You had been signed out")
}

func TestWhatAPageSaysWhenItCannotDoIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		status int
		code   evidence.Code
		want   int
		words  string
	}{
		{"moved on", 409, evidence.NotAllowedInStage, 422, "moved on"},
		{"taken", 409, evidence.AlreadyClaimed, 422, "Somebody else took"},
		{"engine away", 503, evidence.EngineUnavailable, 422, "press the button again"},
		{"hidden", 404, evidence.NotFound, 404, "Page not found"},
		{"forbidden", 403, evidence.NotPermitted, 403, "not for your role"},
		{"broken", 500, evidence.Internal, 500, "wrong on our side"},
		{"signed out", 401, evidence.Unauthenticated, 303, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := site(t).Refuse("POST /requests", c.status, c.code).Post("/ask", url.Values{"question": {"q"}})
			if w.Code != c.want {
				t.Errorf("status %d, want %d", w.Code, c.want)
			}
			has(t, w.Body.String(), c.words)
		})
	}
}

func TestWhoIsTurnedAway(t *testing.T) {
	t.Parallel()
	s := site(t)
	if w := s.Post("/ask/stop", nil); w.Code != http.StatusForbidden {
		t.Errorf("a requester got %d", w.Code)
	}
	if w := s.As(evidence.Librarian).Get("/ask/stop"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/ask" {
		t.Errorf("the address of a button leads to %s", w.Header().Get("Location"))
	}
	if w := s.Get("/nowhere"); w.Code != http.StatusNotFound {
		t.Errorf("nowhere is %d", w.Code)
	}
}

func TestDatesAreRead(t *testing.T) {
	t.Parallel()
	zone := time.UTC
	for typed, want := range map[[3]string]string{
		{"27", "11", "2026"}: "2026-11-27T17:00:00Z", {"1", "sep", "27"}: "2027-09-01T17:00:00Z", {"", "", ""}: "0001-01-01T00:00:00Z",
		{"31", "2", "2026"}: "", {"x", "1", "2026"}: "", {"1", "13", "2026"}: "", {"1", "1", ""}: "",
	} {
		s := webtest.New(t, func(k *page.Kit, r gin.IRouter) {
			a := k.Area(r, fstest.MapFS{})
			a.Do("/date", page.Anyone, func(v *page.Visit) error {
				f := v.Form()
				got := f.Date("d", 17, zone)
				if f.Failed() != (want == "") || (want != "" && got.Format(time.RFC3339) != want) {
					t.Errorf("%v is %v, want %s", typed, got, want)
				}
				return v.Go("/")
			})
		})
		s.Post("/date", url.Values{"d.day": {typed[0]}, "d.month": {typed[1]}, "d.year": {typed[2]}})
	}
}

func TestEveryStageAndOutcomeHasWords(t *testing.T) {
	t.Parallel()
	for _, stage := range evidence.Stages() {
		for _, staff := range []bool{true, false} {
			if s := page.StatusFor(stage, "", staff); s.Words == "" || s.Colour == "" {
				t.Errorf("%s has no words", stage)
			}
		}
	}
	for _, o := range evidence.Outcomes() {
		if page.OutcomeWords(o) == "" {
			t.Errorf("%s has no words", o)
		}
	}
	if got := page.StatusFor(evidence.Closed, evidence.Withdrawn, true).Words; got != "Closed: withdrawn" {
		t.Error(got)
	}
}

func TestDeadlinesInWords(t *testing.T) {
	t.Parallel()
	zone, _ := time.LoadLocation("Europe/London")
	now := time.Date(2026, 7, 15, 10, 0, 0, 0, zone)
	for _, c := range []struct {
		due     time.Time
		running bool
		want    string
	}{
		{now.Add(-time.Hour), true, "Overdue since 9am"},
		{now.AddDate(0, 0, -1), true, "1 day overdue"},
		{now.Add(7 * time.Hour), true, "Due today, 5pm"},
		{now.AddDate(0, 0, 1), true, "Due tomorrow"},
		{now.AddDate(0, 0, 2), true, "2 days left"},
		{now.AddDate(0, 0, 9), true, "9 days left"},
		{now.AddDate(0, 0, 9), false, "Clock paused"},
		{time.Time{}, true, "To be agreed"},
		{time.Time{}, false, "Clock paused"},
		{time.Date(2026, 10, 26, 9, 0, 0, 0, zone), true, "103 days left"}, // over the end of summer time
	} {
		if got := page.Due(c.due, now, c.running, zone).Words; got != c.want {
			t.Errorf("%v: %q, want %q", c.due, got, c.want)
		}
	}
}
