package ask_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

const newRequest = "00000000-0000-4000-8000-0000000000e1"

func opened() rest.OpenedResult {
	return rest.OpenedResult{ID: newRequest, Reference: "ED-2026-000123", Stage: evidence.Submitted}
}

func simple() url.Values {
	return url.Values{
		"_key": {"key-of-the-form"}, "question": {"Do falls alarms help older people in hospital?"}, "type": {"patient_care"}, "urgency": {"routine"},
	}
}

func TestQuickFormIsShort(t *testing.T) {
	t.Parallel()
	p := look(t, site(t).As(evidence.Requester).Get("/ask"), 200)
	if p.title != "Ask a question – Evidence Desk" {
		t.Error(p.title)
	}
	p.shows(t, "Routine: within 10 working days", "Urgent: the same working day", "Project: we agree the dates with you", "Answer a few questions instead", "Save and come back later")
	for _, id := range []string{"question", "type", "type-more", "urgency", "why-urgent"} {
		if p.ids[id] == nil {
			t.Errorf("there is no field %s", id)
		}
	}
	if p.ids["library"] != nil {
		t.Error("somebody with one library is asked which")
	}
	if got := p.fields.Get("urgency"); got != "routine" {
		t.Errorf("urgency %q, want the usual one", got)
	}
}

func TestQuickFormSendsOnce(t *testing.T) {
	t.Parallel()
	s := site(t).As(evidence.Requester).On("POST /requests", opened())
	for range 2 { // a double click: the same form, the same key
		goes(t, s.Post("/ask", simple()), "/ask/"+newRequest+"/sent")
	}
	var keys, bodies []string
	for _, c := range s.Calls() {
		if c.Path == "/requests" {
			keys, bodies = append(keys, c.Key), append(bodies, c.Body)
		}
	}
	if diff := cmp.Diff([]string{"key-of-the-form", "key-of-the-form"}, keys); diff != "" {
		t.Error(diff)
	}
	if bodies[0] != bodies[1] {
		t.Errorf("the second body is another: %s\n%s", bodies[0], bodies[1])
	}
	var sent rest.SubmitBody
	if err := json.Unmarshal([]byte(bodies[0]), &sent); err != nil {
		t.Fatal(err)
	}
	want := rest.SubmitBody{QuestionBody: rest.QuestionBody{Question: simple().Get("question")}, Type: "patient_care", Urgency: "routine", StaffGroup: "medical_dental"}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Error(diff)
	}
}

func TestQuickFormSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(url.Values)
		want   []string
	}{
		"nothing": {func(f url.Values) { f.Del("question"); f.Del("type") }, []string{"Write your question in a sentence of at least 15 characters.", "Choose what it is for."}},
		"short":   {func(f url.Values) { f.Set("question", "dressings") }, []string{"Write your question in a sentence of at least 15 characters."}},
		"urgent":  {func(f url.Values) { f.Set("urgency", "urgent") }, []string{"Say why it is urgent."}},
		"two":     {func(f url.Values) { f.Set("type_more", "audit") }, []string{"Choose one answer only: here, or in the list."}},
		"more":    {func(f url.Values) { f.Set("type", "more") }, []string{"Choose from the list, or choose one of the answers above it."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			form := simple()
			c.change(form)
			s := site(t).As(evidence.Requester)
			p := look(t, s.Post("/ask", form), 422)
			if diff := cmp.Diff(c.want, p.errors); diff != "" {
				t.Error(diff)
			}
			if !strings.HasPrefix(p.title, "Error: ") {
				t.Error(p.title)
			}
			if got := p.fields.Get("question"); got != form.Get("question") {
				t.Errorf("the question %q was lost: %q", form.Get("question"), got)
			}
			for _, call := range s.Calls() {
				if call.Path == "/requests" || call.Path == "/requests/similar" {
					t.Errorf("asked the API for %s though the form was not complete", call.Path)
				}
			}
		})
	}
}

func TestQuickFormTakesAPurposeFromTheList(t *testing.T) {
	t.Parallel()
	for _, radio := range []string{"", "more"} {
		form := simple()
		form.Set("type", radio)
		form.Set("type_more", "systematic_review")
		s := site(t).As(evidence.Requester).On("POST /requests", opened())
		goes(t, s.Post("/ask", form), "/ask/"+newRequest+"/sent")
		if c := call(t, s, "POST /requests"); !strings.Contains(c.Body, `"type":"systematic_review"`) {
			t.Error(c.Body)
		}
	}
}

func TestQuickFormShowsLookAlikesOnce(t *testing.T) {
	t.Parallel()
	s := site(t).As(evidence.Requester).On("POST /requests", opened())
	s.On("POST /requests/similar", map[string]any{"items": []rest.SimilarRow{
		{ID: "r1", Reference: "ED-2025-000007", Relation: "shared", LibraryName: "Southmoor Library", Question: "Do <b>falls</b> alarms help?", Score: 0.7},
		{ID: "r2", Reference: "ED-2025-000008", Relation: "shared", Question: "Something else", Score: 0.2},
	}})
	p := look(t, s.Post("/ask", simple()), 200)
	p.shows(t, "Your question is not sent yet", "Do <b>falls</b> alarms help?", "ED-2025-000007", "Send anyway")
	if strings.Contains(p.text, "ED-2025-000008") {
		t.Error("a request that is hardly like it holds the sending up")
	}
	if p.links["Do <b>falls</b> alarms help?"] != "/requests/r1/report" {
		t.Error(p.links)
	}
	if p.fields.Get("question") != simple().Get("question") || p.fields.Get("type") != "patient_care" || p.fields.Get("_key") != "key-of-the-form" {
		t.Errorf("something was lost: %v", p.fields)
	}
	if p.fields.Get("seen") == "" {
		t.Fatal("it would be shown again")
	}
	s.Calls()
	goes(t, s.Post("/ask", p.fields), "/ask/"+newRequest+"/sent")
	if c := call(t, s, "POST /requests"); c.Key != "key-of-the-form" {
		t.Error(c.Key)
	}
}

func TestQuickFormIsSentThoughNobodyCouldLook(t *testing.T) {
	t.Parallel()
	s := site(t).As(evidence.Requester).On("POST /requests", opened()).Refuse("POST /requests/similar", 503, evidence.StoreUnavailable)
	goes(t, s.Post("/ask", simple()), "/ask/"+newRequest+"/sent")
}

func TestIdentifierIsExplainedAndCanBeConfirmed(t *testing.T) {
	t.Parallel()
	form := simple()
	form.Set("question", "Falls in the man with NHS number 999 000 0018?")
	s := site(t).As(evidence.Requester)
	s.Refuse("POST /requests", 422, evidence.IdentifierSuspected, page.FieldProblem{
		Field: "question", Code: string(evidence.IdentifierSuspected), Start: 33, Length: 12, Kind: "nhs_number",
	})
	p := look(t, s.Post("/ask", form), 422)
	p.shows(t, "999 000 0018 looks like an NHS number")
	if p.fields.Get("question") != form.Get("question") {
		t.Error("the question was lost")
	}
	form.Set("_confirm", "question|33|nhs_number|test_number")
	s.Calls()
	s.On("POST /requests", rest.OpenedResult{ID: newRequest, Warnings: []rest.Finding{{Field: "question", Kind: "name", Action: "warn"}}})
	goes(t, s.Post("/ask", form), "/ask/"+newRequest+"/sent?look=again")
	for _, c := range s.Calls() {
		switch c.Path {
		case "/requests/similar":
			if strings.Contains(c.Body, "confirm") {
				t.Error("the search for look-alikes was told of confirmations, which it refuses: ", c.Body)
			}
		case "/requests":
			if !strings.Contains(c.Body, `"confirm":[{"field":"question","start":33,"kind":"nhs_number","reason_code":"test_number"}]`) {
				t.Error(c.Body)
			}
		}
	}
}

func TestConfirmationsOfOtherTextsAreCarriedOn(t *testing.T) {
	t.Parallel()
	form := simple()
	form["_confirm"] = []string{"question|3|nhs_number|test_number", "why_urgent|0|name|not_a_person"}
	s := site(t).As(evidence.Requester)
	s.Refuse("POST /requests", 422, evidence.IdentifierSuspected, page.FieldProblem{
		Field: "why_urgent", Code: string(evidence.IdentifierSuspected), Start: 0, Length: 2, Kind: "name",
	})
	p := look(t, s.Post("/ask", form), 422)
	if got := p.fields["_confirm"]; len(got) == 0 || got[0] != "question|3|nhs_number|test_number" {
		t.Errorf("what was said of the question is lost: %v", got)
	}
	for _, got := range p.fields["_confirm"] {
		if strings.HasPrefix(got, "why_urgent") {
			t.Error("what is asked again is answered already")
		}
	}
}

func TestQuickFormBecomesADraft(t *testing.T) {
	t.Parallel()
	for button, to := range map[string]string{"more": "/ask/" + draftID + "/question", "later": "/requests"} {
		s := site(t).As(evidence.Requester).On("POST /drafts", map[string]any{"id": draftID, "version": 1})
		form := url.Values{"_key": {"key-of-the-form"}, "question": {"short"}, "urgency": {"soon"}, button: {"yes"}}
		goes(t, s.Post("/ask", form), to)
		c := call(t, s, "POST /drafts")
		if !strings.Contains(c.Body, `"question":"short"`) || !strings.Contains(c.Body, `"urgency":"soon"`) || c.Key != "key-of-the-form" {
			t.Errorf("%+v", c)
		}
	}
}

func TestDraftOfAnIdentifierIsRefusedAtItsField(t *testing.T) {
	t.Parallel()
	s := site(t).As(evidence.Requester)
	s.Refuse("POST /drafts", 422, evidence.IdentifierSuspected, page.FieldProblem{
		Field: "submission.question", Code: string(evidence.IdentifierSuspected), Start: 0, Length: 5, Kind: "nhs_number",
	})
	form := simple()
	form.Set("more", "yes")
	p := look(t, s.Post("/ask", form), 422)
	if len(p.errors) != 1 || p.ids["question-error"] == nil {
		t.Errorf("%v", p.errors)
	}
	form.Set("_confirm", "question|0|nhs_number|test_number")
	s.Calls()
	s.On("POST /drafts", map[string]any{"id": draftID, "version": 1})
	goes(t, s.Post("/ask", form), "/ask/"+draftID+"/question")
	body := call(t, s, "POST /drafts").Body
	for _, want := range []string{`"field":"submission.question"`, `"field":"question"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the draft lacks %s: %s", want, body)
		}
	}
}

func TestThoseWhomNobodyServesAreToldSo(t *testing.T) {
	t.Parallel()
	goes(t, site(t).As(evidence.Admin).Get("/ask"), "/account/access")
	goes(t, site(t).As().Get("/ask"), "/sign-in?next=%2Fask")
}

func TestFormIsKeptWhileSigningIn(t *testing.T) {
	t.Parallel()
	s := site(t)
	goes(t, s.Post("/ask", simple()), "/sign-in?next=%2Fask")
	p := look(t, s.As(evidence.Requester).Get("/ask"), 200)
	if p.fields.Get("question") != simple().Get("question") || p.fields.Get("type") != "patient_care" {
		t.Errorf("the form was lost: %v", p.fields)
	}
	p.shows(t, "You had been signed out")
}

func TestAskAgain(t *testing.T) {
	t.Parallel()
	earlier := rest.RequestView{
		RequestRow: rest.RequestRow{ID: "r9", Reference: "ED-2025-000009", Relation: "own", Library: webtest.Library, Question: "Do falls alarms help older people in hospital?", Type: "patient_care"},
		Background: "A falls group.", Framework: &rest.FrameworkBody{Code: "pico", Elements: map[string]string{"population": "older people"}},
		Limits: &rest.LimitsBody{Dates: "last_5"}, Product: "evidence_summary", ShareReport: "anyone_nhs",
		People: []rest.PersonView{{Person: "p1", Name: "Bo Lane", Relation: "delegate"}},
	}
	s := site(t).As(evidence.Requester).On("GET /requests/r9", earlier).On("POST /requests", opened())
	p := look(t, s.Get("/ask?again=r9"), 200)
	p.shows(t, "This goes on from ED-2025-000009")
	if p.fields.Get("question") != earlier.Question || p.fields.Get("type") != "patient_care" || p.fields.Get("follow_on_from") != "r9" {
		t.Fatalf("%v", p.fields)
	}
	s.Calls()
	goes(t, s.Post("/ask", p.fields), "/ask/"+newRequest+"/sent")
	var same rest.SubmitBody
	_ = json.Unmarshal([]byte(call(t, s, "POST /requests").Body), &same)
	if same.FollowOnFrom != "r9" || same.Background != "A falls group." || same.Framework == nil || same.Limits.Dates != "last_5" || same.ShareReport != "anyone_nhs" || len(same.Delegates) != 1 {
		t.Errorf("%+v", same)
	}
	p.fields.Set("question", "Do falls alarms help children in hospital at night?")
	goes(t, s.Post("/ask", p.fields), "/ask/"+newRequest+"/sent")
	var other rest.SubmitBody
	_ = json.Unmarshal([]byte(call(t, s, "POST /requests").Body), &other)
	if other.FollowOnFrom != "r9" || other.Background != "" || other.Framework != nil || other.Limits.Dates != "last_5" {
		t.Errorf("what no longer fits is sent: %+v", other)
	}
	s.Refuse("GET /requests/r8", 404, evidence.NotFound)
	if w := s.Get("/ask?again=r8"); w.Code != 404 {
		t.Error(w.Code)
	}
}
