package cases_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/cases"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	id      = "00000000-0000-4000-8000-000000000500"
	quote   = "00000000-0000-4000-8000-000000000600"
	request = "00000000-0000-4000-8000-000000000100"
	lib     = "/libraries/" + string(webtest.Library)
	api     = lib + "/case-studies/" + id
)

func day(d int) time.Time { return time.Date(2026, 11, d, 9, 0, 0, 0, time.UTC) }

func text() postgres.CaseText {
	return postgres.CaseText{
		Title: "Fewer <b>falls", Challenge: "Many fell.", Role: "We searched.", Intervention: "Rounds changed.", Outcome: "Fewer fell.",
		FigureKind: "money", Figure: "£12,000", FigureBasis: "Counted.", Headline: "Fewer falls", Short: "A search led to fewer falls.", Workstream: "workforce",
	}
}

func aCase(stage casestudy.Stage, commands ...casestudy.Command) postgres.CaseStudy {
	at := day(9)
	return postgres.CaseStudy{
		CaseRow: postgres.CaseRow{ID: id, Request: request, Reference: "ED-2026-000123", Title: "Fewer <b>falls", Stage: stage, UpdatedAt: day(10)},
		Text:    text(), Version: 3, Commands: commands, Missing: map[string]string{"submit": "Check first that it is clear."},
		Quotes: []postgres.CaseQuote{
			{ID: quote, Text: "It <i>changed us.", Speaker: "Ward sister", Name: "A. Sister", ConsentHow: "email", ConsentOn: "2026-11-01", ConsentFrom: "A. Sister"},
			{ID: "00000000-0000-4000-8000-000000000601", Speaker: "Nurse", ConsentHow: "phone", ConsentOn: "2026-11-01", Withdrawn: true},
		},
		Criteria: []postgres.CaseCriterion{{Code: "achieved", Met: true, Note: "Clear.", Version: 3}, {Code: "impact", Met: true, Note: "Was clear.", Version: 2}},
		Versions: []postgres.CaseFrozen{{Version: 2, FrozenAt: at, ApprovedAt: &at}},
	}
}

func site(t *testing.T, s postgres.CaseStudy) *webtest.Site {
	t.Helper()
	at := day(9)
	shown := postgres.CaseShown{ID: id, LibraryName: "A library", Version: 2, Text: text(), Quotes: s.Quotes, ApprovedAt: &at, PublishedAt: &at, Audience: "beyond"}
	return webtest.New(t, cases.Register).As(evidence.Librarian).
		On("GET "+lib+"/case-studies", map[string]any{"items": []postgres.CaseRow{s.CaseRow}}).
		On("GET "+lib+"/case-candidates", map[string]any{"items": []postgres.CaseCandidate{{Answer: id, Request: request, Reference: "ED-2026-000124", Immediate: []string{"safety"}, At: day(8)}}}).
		On("GET "+api, s).On("GET "+api+"/steps", map[string]any{"items": []postgres.CaseStep{{Seq: 1, Command: "add", To: "candidate", ByName: "Tom <u>", At: day(1)}}}).
		On("GET "+api+"/versions/2", shown).On("GET /case-studies", map[string]any{"items": []postgres.CaseShown{shown}})
}

// sound checks what holds of every page, and gives its text.
func sound(t *testing.T, w *httptest.ResponseRecorder, status int, says ...string) string {
	t.Helper()
	body := w.Body.String()
	if w.Code != status || strings.Count(body, "<h1") != 1 {
		t.Fatalf("status %d, want %d, %d h1: %s", w.Code, status, strings.Count(body, "<h1"), body)
	}
	if strings.Contains(body, "<title>Error: ") != (status == http.StatusUnprocessableEntity) {
		t.Error("the title does not fit the status")
	}
	for _, raw := range []string{"<b>falls", "<i>changed", "Tom <u>", "style="} {
		if strings.Contains(body, raw) {
			t.Errorf("the page holds %s", raw)
		}
	}
	for _, s := range says {
		if !strings.Contains(body, s) {
			t.Errorf("the page does not say %q", s)
		}
	}
	return body
}

func gone(t *testing.T, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		t.Errorf("status %d to %q, want 303 to %q: %s", w.Code, w.Header().Get("Location"), to, w.Body)
	}
}

func TestEveryPageIsShown(t *testing.T) {
	t.Parallel()
	s := site(t, aCase(casestudy.Approved, casestudy.Publish, casestudy.Drop))
	sound(t, s.Get("/cases"), http.StatusOK, "Fewer &lt;b&gt;falls", "ED-2026-000124", "Make a case", "request="+request)
	body := sound(t, s.Get("/cases/"+id), http.StatusOK, "Many fell.", "It &lt;i&gt;changed us.", "Quotation withdrawn.", "Check again", "Check first that it is clear.", "/publish", "Drop", "/outcomes/tag?kind=case")
	if strings.Contains(body, "Ask the requester to approve") {
		t.Error("a step is offered that is not allowed")
	}
	sound(t, s.Get("/cases/new"), http.StatusOK, `id="request"`)
	sound(t, s.Get("/cases/new?request="+request+"&answer="+id), http.StatusOK, `value="`+request+`"`, "answer to a follow-up")
	sound(t, s.Get("/cases/"+id+"/edit"), http.StatusOK, "Fewer &lt;b&gt;falls", `id="figure-basis"`, "Workforce")
	sound(t, s.Get("/cases/"+id+"/criteria"), http.StatusOK, "Was clear.", "library’s role")
	sound(t, s.Get("/cases/"+id+"/publish"), http.StatusOK, "word by word")
	sound(t, s.Get("/cases/"+id+"/quotes/new"), http.StatusOK, "Who gave consent")
	sound(t, s.Get("/cases/"+id+"/quotes/"+quote+"/withdraw"), http.StatusOK, "cannot be undone")
	sound(t, s.Get("/cases/"+id+"/versions/2"), http.StatusOK, "approved on", "Quotation withdrawn.", "A. Sister, Ward sister")
	sound(t, s.Get("/cases/"+id+"/versions/2/card"), http.StatusOK, "A search led to fewer falls.", "£12,000")
	sound(t, s.As(evidence.SystemLead).Get("/case-studies"), http.StatusOK, "A library", "Quotation withdrawn.")
	if w := s.As(evidence.Requester).Get("/cases"); w.Code != http.StatusForbidden {
		t.Errorf("a requester gets %d", w.Code)
	}
}

func TestStepsAreTaken(t *testing.T) {
	t.Parallel()
	s := site(t, aCase(casestudy.Draft, casestudy.Ask)).On("POST "+api+"/steps", aCase(casestudy.Asked)).On("POST "+lib+"/case-studies", aCase(casestudy.Candidate)).
		On("POST "+api+"/quotes/"+quote+"/withdraw", nil)
	gone(t, s.Post("/cases/"+id+"/step", url.Values{"command": {"ask-approval"}, "_key": {"12345678-0"}}), "/cases/"+id)
	gone(t, s.Post("/cases/new", url.Values{"request": {"https://desk.example/work/" + request + "/summary"}}), "/cases/"+id)
	for _, c := range s.Calls() {
		if c.Path == lib+"/case-studies" && c.Method == http.MethodPost && c.Body != `{"request":"`+request+`"}` {
			t.Errorf("%+v", c)
		}
	}
	sound(t, s.Post("/cases/"+id+"/publish", url.Values{}), http.StatusUnprocessableEntity, "Choose for whom it is published.")
	gone(t, s.Post("/cases/"+id+"/publish", url.Values{"audience": {"beyond"}}), "/cases/"+id)
	gone(t, s.Post("/cases/"+id+"/quotes/"+quote+"/withdraw", url.Values{}), "/cases/"+id)
	s.Refuse("POST "+api+"/steps", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "command", Code: "criteria", Detail: "Check the criteria first."})
	sound(t, s.Post("/cases/"+id+"/step", url.Values{"command": {"submit"}}), http.StatusUnprocessableEntity, "Check the criteria first.")
}

func TestTextsAreKept(t *testing.T) {
	t.Parallel()
	s := site(t, aCase(casestudy.Draft)).On("PUT "+api, rest.SavedCase{}).On("PUT "+api+"/criteria", rest.SavedCase{}).On("POST "+api+"/quotes", rest.SavedCase{})
	typed := url.Values{"title": {"Mine <b>falls"}, "challenge": {"Typed."}, "_version": {"3"}}
	gone(t, s.Post("/cases/"+id+"/edit", typed), "/cases/"+id)
	if c := s.Calls(); c[0].Match != `"3"` || !strings.Contains(c[0].Body, `"challenge":"Typed."`) {
		t.Errorf("%+v", c)
	}
	gone(t, s.Post("/cases/"+id+"/criteria", url.Values{"met_role": {"true"}, "note_role": {"Said."}, "_version": {"3"}}), "/cases/"+id)
	if c := s.Calls(); !strings.Contains(c[0].Body, `{"code":"role","met":true,"note":"Said."}`) {
		t.Errorf("%+v", c)
	}
	gone(t, s.Post("/cases/"+id+"/quotes/new", url.Values{
		"text": {"Words."}, "speaker": {"Nurse"}, "consent_from": {"She"}, "consent_how": {"phone"}, "consent_on.day": {"2"}, "consent_on.month": {"11"}, "consent_on.year": {"2026"}, "_version": {"3"},
	}), "/cases/"+id)
	if c := s.Calls(); !strings.Contains(c[0].Body, `"consent_on":"2026-11-02"`) || c[0].Match != `"3"` {
		t.Errorf("%+v", c)
	}
	s.Refuse("PUT "+api, http.StatusUnprocessableEntity, evidence.IdentifierSuspected, page.FieldProblem{Field: "challenge", Code: string(evidence.IdentifierSuspected), Start: 0, Length: 5, Kind: "nhs_number"})
	sound(t, s.Post("/cases/"+id+"/edit", typed), http.StatusUnprocessableEntity, "may identify a patient", "Typed.", "#challenge")
	s.OnFunc("PUT "+api, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current": aCase(casestudy.Draft)}}
	})
	sound(t, s.Post("/cases/"+id+"/edit", typed), http.StatusConflict, "Somebody else changed this case study", "Many fell.", "Typed.")
}
