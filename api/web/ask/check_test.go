package ask_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

func TestCheckShowsEveryAnswer(t *testing.T) {
	t.Parallel()
	s := drafted(t, whole())
	s.On("POST /requests/similar", map[string]any{"items": []rest.SimilarRow{
		{ID: "r1", Reference: "ED-2025-000007", Relation: "shared", LibraryName: "Southmoor Library", Question: "Do falls alarms help?", RequesterName: "Di Fox", Score: 0.2},
		{ID: "r2", Reference: "ED-2025-000008", Relation: "shared", Question: "Something else", Score: 0.05},
	}})
	p := look(t, s.Get("/ask/"+draftID+"/check"), 200)
	p.shows(t, falls, "A falls group.", "Clinical audit", "Evidence summary", "Urgent: the same working day", "Board today", "older people", "From 2015 to today",
		"French", "Friday 27 November 2026", "Monday 30 November 2026 at 2:30pm", "Bo Lane, bo@example.nhs.uk", "Any NHS staff and students", "Nobody outside the library",
		"Northmoor Library", "ED-2025-000007", "asked by Di Fox", "NHS Knowledge and Library Hub", "Send request")
	for _, not := range []string{"ED-2025-000008", "of another framework", "Not complete yet"} {
		if strings.Contains(p.text, not) {
			t.Errorf("the page says %q", not)
		}
	}
	if p.links["Search the NHS Knowledge and Library Hub yourself"] != "https://library.nhs.uk/" {
		t.Error(p.links)
	}
	if got := p.links["Change question"]; got != "/ask/"+draftID+"/question?from=check" {
		t.Errorf("%q in %v", got, p.links)
	}
}

// Earlier requests are looked for by everything that was said, but for what was written for another framework.
func TestCheckLooksByEverythingThatWasSaid(t *testing.T) {
	t.Parallel()
	answers := whole()
	answers["known_papers"] = "10.1000/falls.7"
	s := drafted(t, answers)
	look(t, s.Get("/ask/"+draftID+"/check"), 200)
	var sent rest.SimilarBody
	if err := json.Unmarshal([]byte(call(t, s, "POST /requests/similar").Body), &sent); err != nil {
		t.Fatal(err)
	}
	want := rest.SimilarBody{
		Text: falls, Background: "A falls group.", Elements: map[string]string{"population": "older people"}, Specialty: "acute medicine", Papers: "10.1000/falls.7", Limit: 3,
	}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Error(diff)
	}
}

func TestHubOfTheLibrary(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": falls})
	s.On("GET /libraries", map[string]any{"items": []map[string]any{{"id": "00000000-0000-4000-8000-000000000001", "name": "N", "hub_url": "https://hub.example.nhs.uk/search?q={query}&x=1"}}})
	p := look(t, s.Get("/ask/"+draftID+"/check"), 200)
	if got := p.links["Search the Library Hub yourself"]; got != "https://hub.example.nhs.uk/search?q=Do+falls+alarms+help+older+people+in+hospital%3F&x=1" {
		t.Error(got)
	}
}

func TestCheckSaysWhatIsMissingAndWhatToLookAt(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": "Falls of Mrs Agatha Winterbourne in hospital"}).Refuse("POST /requests/similar", 429, evidence.TooManyRequests)
	p := look(t, s.Get("/ask/"+draftID+"/check"), 200)
	p.shows(t, "Not complete yet", "Look once more", "Your question: this may be a name.", "We could not look for earlier requests just now.")
	if p.links["What is it for?"] != "/ask/"+draftID+"/purpose?from=check" {
		t.Error(p.links)
	}
}

func TestSendSendsWhatWasShownOnce(t *testing.T) {
	t.Parallel()
	s := drafted(t, whole()).On("POST /requests", opened())
	form := look(t, s.Get("/ask/"+draftID+"/check"), 200).fields
	s.Calls()
	goes(t, s.Post("/ask/"+draftID+"/send", form), "/ask/"+newRequest+"/sent")
	first := call(t, s, "POST /requests")
	s.Refuse("GET /drafts/"+draftID, 404, evidence.NotFound) // it has become a request
	goes(t, s.Post("/ask/"+draftID+"/send", form), "/ask/"+newRequest+"/sent")
	second := call(t, s, "POST /requests")
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("a double click asks for another thing: %s", diff)
	}
	var b rest.SubmitBody
	if err := json.Unmarshal([]byte(first.Body), &b); err != nil {
		t.Fatal(err)
	}
	if b.Draft != draftID || b.Question != falls || b.WhyUrgent != "Board today" || len(b.CopyTo) != 1 || b.Limits.From != 2015 {
		t.Errorf("%+v", b)
	}
	if diff := cmp.Diff(map[string]string{"population": "older people"}, b.Framework.Elements); diff != "" {
		t.Errorf("parts of another framework are sent, which the API refuses: %s", diff)
	}
}

func TestSendOfChangedAnswersShowsThemFirst(t *testing.T) {
	t.Parallel()
	s := drafted(t, whole())
	form := look(t, s.Get("/ask/"+draftID+"/check"), 200).fields
	form.Set("_version", "3")
	goes(t, s.Post("/ask/"+draftID+"/send", form), "/ask/"+draftID+"/check")
	goes(t, s.Post("/ask/"+draftID+"/send", url.Values{"_version": {"4"}}), "/ask/"+draftID+"/check")
}

func TestSendMendsWhatIsWrongAtItsQuestion(t *testing.T) {
	t.Parallel()
	s := drafted(t, whole())
	form := look(t, s.Get("/ask/"+draftID+"/check"), 200).fields
	for name, c := range map[string]struct {
		problem page.FieldProblem
		title   string
		action  string
	}{
		"a date":   {page.FieldProblem{Field: "decision_at", Code: "in-the-past"}, "Error: When do you need it?", "when"},
		"a person": {page.FieldProblem{Field: "copy_to[0].email", Code: "malformed"}, "Error: Who is it for?", "people"},
		"a part":   {page.FieldProblem{Field: "framework.elements.population", Code: "identifier-suspected", Length: 5, Kind: "name"}, "Error: The parts of your question", "framework/pico"},
		"a number": {page.FieldProblem{Field: "question", Code: "identifier-suspected", Length: 5, Kind: "nhs_number"}, "Error: What do you want to know?", "question"},
	} {
		s.Refuse("POST /requests", 422, evidence.Invalid, c.problem)
		w := s.Post("/ask/"+draftID+"/send", form)
		p := look(t, w, 422)
		if !strings.HasPrefix(p.title, c.title) || len(p.errors) != 1 {
			t.Errorf("%s: %q, %v", name, p.title, p.errors)
		}
		if want := `action="/ask/` + draftID + "/" + c.action + `?from=check"`; !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: the form does not go to %s", name, want)
		}
	}
	s.Refuse("POST /requests", 503, evidence.StoreUnavailable)
	p := look(t, s.Post("/ask/"+draftID+"/send", form), 422)
	if p.fields.Get("_key") != form.Get("_key") || p.fields.Get("submission") != form.Get("submission") {
		t.Error("the button cannot be pressed again with the same key and text")
	}
	form.Set("submission", `{"question":"`+falls+`","urgency":"routine"}`)
	p = look(t, s.Post("/ask/"+draftID+"/send", form), 422)
	if diff := cmp.Diff([]string{"Choose what it is for."}, p.errors); diff != "" {
		t.Error(diff)
	}
}

func TestSent(t *testing.T) {
	t.Parallel()
	s := site(t).As(evidence.Requester)
	view := rest.RequestView{RequestRow: rest.RequestRow{
		ID: newRequest, Reference: "ED-2026-000123", Relation: "own", Library: "00000000-0000-4000-8000-000000000001", Urgency: "soon", PromiseDue: s.Now.AddDate(0, 0, 3),
	}}
	s.On("GET /requests/"+newRequest, view)
	p := look(t, s.Get("/ask/"+newRequest+"/sent"), 200)
	p.shows(t, "Your reference is ED-2026-000123", "You get your answer by Thursday 19 November 2026 at 10am.", "Soon: within 3 working days", "Northmoor Library", "library@example.nhs.uk")
	if p.h1[0] != "Request sent" || p.links["follow your request"] != "/requests/"+newRequest {
		t.Error(p.h1, p.links)
	}
	view.PromiseDue, view.MustAgree = time.Time{}, true
	s.On("GET /requests/"+newRequest, view)
	p = look(t, s.Get("/ask/"+newRequest+"/sent?look=again"), 200)
	p.shows(t, "They agree with you when the answer will be there.", "Your decision falls before that date.", "Look once more at what you wrote")
}
