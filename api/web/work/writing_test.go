package work_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const filledIn = "Dear Amara Osei, about ED-2026-000123: which group? Ann Walker, Northmoor Library. Due Friday 27 November 2026."

// A template goes into the text with its places filled in, after what is there already, and sends nothing.
func TestTemplates(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{"": filledIn, "Hello.": "Hello.\n\n" + filledIn} {
		s := site(t)
		doc := sound(t, s.Post(at+"/ask", form("_use", "1", "template", item, "message", typed)), http.StatusOK)
		if !keeps(doc, "message", want) {
			t.Errorf("%q: the text is not %q", typed, want)
		}
		if keeps(doc, "template", item) {
			t.Error("another press would add it again")
		}
		for _, call := range s.Calls() {
			if call.Path == api+"/ask" {
				t.Error("it was sent")
			}
		}
	}
}

// The message that goes with a command is sent first and only once, however often the command is refused.
func TestAMessageGoesWithACommand(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST "+api+"/messages", rest.PostedMessage{})
	s.Refuse("POST "+api+"/decline", http.StatusServiceUnavailable, evidence.EngineUnavailable)
	doc := sound(t, s.Post(at+"/decline", form("reason", "not_eligible", "text", "Ask your own library.")), http.StatusUnprocessableEntity)
	sent := given(t, s, "POST "+api+"/messages")
	if diff := cmp.Diff(object{"kind": "update", "text": "Ask your own library."}, body(t, sent.Body)); diff != "" {
		t.Errorf("the message (-want +got):\n%s", diff)
	}
	if !keeps(doc, "_sent", "1") || !keeps(doc, page.KeyField, "a-key-of-the-form") {
		t.Fatal("the form does not know that the message was sent")
	}
	done(s, evidence.Decline)
	if w := s.Post(at+"/decline", form("reason", "not_eligible", "_sent", "1", "text", "Ask your own library.")); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	for _, call := range s.Calls() {
		if call.Path == api+"/messages" {
			t.Error("the message was sent twice")
		}
	}
}

// What looks like an identifier is explained, nothing is carried out, and what is said of it goes with the text.
func TestTheGuard(t *testing.T) {
	t.Parallel()
	suspect := page.FieldProblem{Field: "text", Code: "identifier-suspected", Start: 5, Length: 12, Kind: "nhs_number"}
	s := site(t).Refuse("POST "+api+"/messages", http.StatusUnprocessableEntity, evidence.IdentifierSuspected, suspect)
	doc := sound(t, s.Post(at+"/decline", form("reason", "not_eligible", "text", "Call 943 476 5919 now")), http.StatusUnprocessableEntity)
	if all := webtest.Text(doc); !strings.Contains(all, "943 476 5919") || !strings.Contains(all, "an NHS number") {
		t.Errorf("the finding is not explained: %s", all)
	}
	for _, call := range s.Calls() {
		if call.Path == api+"/decline" {
			t.Error("the request was declined all the same")
		}
	}
	s.On("POST "+api+"/messages", rest.PostedMessage{})
	done(s, evidence.Decline)
	s.Post(at+"/decline", form("reason", "not_eligible", "text", "Call 943 476 5919 now", page.ConfirmField, "text|5|nhs_number|example_number"))
	var bodies []string
	for _, call := range s.Calls() {
		if call.Method == http.MethodPost {
			bodies = append(bodies, call.Body)
		}
	}
	if len(bodies) != 2 || !strings.Contains(bodies[0], `"reason_code":"example_number"`) || strings.Contains(bodies[1], "confirm") {
		t.Errorf("the API was given %q", bodies)
	}
}

// A message is an update, a note, or a question that pauses the clock.
func TestMessages(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form []string
		to   string
		want object
		said string
	}{
		"update":   {[]string{"kind", "update", "text", "Nearly done."}, "messages", object{"kind": "update", "text": "Nearly done."}, "Your message is sent."},
		"note":     {[]string{"kind", "note", "text", "See 2025."}, "messages", object{"kind": "note", "text": "See 2025."}, "Your note is saved. Only the library sees it."},
		"question": {[]string{"kind", "update", "text", "Which wards?", "pause", "yes"}, "ask", object{"message": "Which wards?"}, "Your question is sent. The clock is paused until they answer."},
		"confirmed question": {
			[]string{"kind", "update", "text", "Which?", "pause", "yes", page.ConfirmField, "text|0|postcode|organisation"},
			"ask",
			object{"message": "Which?", "confirm": []any{object{"field": "message", "start": 0.0, "kind": "postcode", "reason_code": "organisation"}}},
			"Your question is sent. The clock is paused until they answer.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := done(site(t).On("POST "+api+"/messages", rest.PostedMessage{}), evidence.Ask)
			if w := s.Post(at+"/messages", form(c.form...)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/messages" {
				t.Fatalf("status %d to %s", w.Code, w.Header().Get("Location"))
			}
			if diff := cmp.Diff(c.want, body(t, given(t, s, "POST "+api+"/"+c.to).Body)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{c.said}, s.Notices); diff != "" {
				t.Errorf("what is said (-want +got):\n%s", diff)
			}
		})
	}
	for name, c := range map[string]struct {
		form  []string
		error string
	}{
		"empty":            {[]string{"kind", "update"}, "Write your message."},
		"a note that asks": {[]string{"kind", "note", "text", "Which?", "pause", "yes"}, "Only a message to the requester can wait for an answer. Choose who it is for."},
	} {
		all := webtest.Text(sound(t, site(t).Post(at+"/messages", form(c.form...)), http.StatusUnprocessableEntity))
		if !strings.Contains(all, c.error) {
			t.Errorf("%s: %q is not in %s", name, c.error, all)
		}
	}
	s := site(t).Refuse("POST "+api+"/ask", http.StatusUnprocessableEntity, evidence.IdentifierSuspected,
		page.FieldProblem{Field: "message", Code: "identifier-suspected", Start: 0, Length: 7, Kind: "postcode"})
	doc := sound(t, s.Post(at+"/messages", form("kind", "update", "text", "SW1A 1AA is it?", "pause", "yes")), http.StatusUnprocessableEntity)
	if summary := links(doc); summary["#text"] == "" || !keeps(doc, "text", "SW1A 1AA is it?") || !keeps(doc, "pause", "yes") {
		t.Errorf("the refusal of the question is not at the text: %v", summary)
	}
}

// Somebody invited to check writes notes only.
func TestAReviewerWritesNotes(t *testing.T) {
	t.Parallel()
	s := site(t, func(v *rest.RequestView) { v.Relation, v.AllowedCommands = postgres.RelationReview, nil })
	doc := sound(t, s.Get(at+"/messages"), http.StatusOK)
	if !keeps(doc, "kind", "note") || strings.Contains(webtest.Text(doc), "Who is this for?") {
		t.Error("a reviewer is asked whom the message is for")
	}
}

// The question is saved whole, with the version that was read; a conflict shows both and loses nothing.
func TestRefine(t *testing.T) {
	t.Parallel()
	typed := []string{"_version", "2", "question", "Do bed alarms reduce injuries?", "framework.code", "pico", "framework.elements.population", "Older people", "known_papers", "Bo 2020"}
	s := site(t).On("PUT "+api+"/question", rest.SavedQuestion{})
	if w := s.Post(at+"/brief/refine", form(typed...)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/brief" {
		t.Fatalf("status %d", w.Code)
	}
	call := given(t, s, "PUT "+api+"/question")
	want := object{"question": "Do bed alarms reduce injuries?", "known_papers": "Bo 2020", "framework": object{"code": "pico", "elements": object{"population": "Older people"}}}
	if diff := cmp.Diff(want, body(t, call.Body)); diff != "" || call.Match != `"2"` {
		t.Errorf("If-Match %s, body (-want +got):\n%s", call.Match, diff)
	}
	s.OnFunc("PUT "+api+"/question", func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{
			"status": http.StatusPreconditionFailed, "code": evidence.VersionStale,
			"current": rest.QuestionVersion{Version: 3, Question: "Do chair alarms reduce falls?", ByName: "Tom Ellis", At: day(16, 9)},
		}}
	})
	doc := sound(t, s.Post(at+"/brief/refine", form(typed...)), http.StatusConflict)
	all := webtest.Text(doc)
	for _, want := range []string{"Do chair alarms reduce falls?", "Saved by Tom Ellis on Monday 16 November 2026 at 9am", "Yours, not saved"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in %s", want, all)
		}
	}
	if !keeps(doc, "_version", "3") || !keeps(doc, "question", "Do bed alarms reduce injuries?") || !keeps(doc, "framework.elements.population", "Older people") {
		t.Error("what was typed is lost, or the version stayed")
	}
	s.Refuse("PUT "+api+"/question", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "framework.elements.population", Code: "too-long"})
	doc = sound(t, s.Post(at+"/brief/refine", form(typed...)), http.StatusUnprocessableEntity)
	if links(doc)["#framework-elements-population"] == "" {
		t.Error("the error is not at its field")
	}
}

// Another framework shows other parts, and what was typed stays.
func TestAnotherFramework(t *testing.T) {
	t.Parallel()
	doc := sound(t, site(t).Post(at+"/brief/refine", form("_more", "1", "_version", "2", "question", "Typed", "framework.code", "spider")), http.StatusOK)
	if !keeps(doc, "question", "Typed") || len(find(doc, named("framework.elements.sample"))) != 1 || len(find(doc, named("framework.elements.population"))) != 0 {
		t.Error("the parts are not those of the framework, or what was typed is lost")
	}
}

// One more part keeps those that are there.
func TestAnotherPart(t *testing.T) {
	t.Parallel()
	doc := sound(t, site(t).Post(at+"/split", form("_more", "1", "_parts", "2", "parts[1].question", "Typed")), http.StatusOK)
	if !keeps(doc, "_parts", "3") || !keeps(doc, "parts[1].question", "Typed") || len(find(doc, named("parts[2].question"))) != 1 {
		t.Error("there is no third part, or the second is lost")
	}
}

// Finding somebody or another request keeps what was chosen, and asks the API in the words that were typed.
func TestFinding(t *testing.T) {
	t.Parallel()
	s := site(t)
	doc := sound(t, s.Post(at+"/change-requester", form("_find", "1", "find", "Tom E", "reason", "taken_over")), http.StatusOK)
	if q := given(t, s, "GET /people").Query; q != "q="+url.QueryEscape("Tom E") {
		t.Errorf("asked for %s", q)
	}
	if !strings.Contains(webtest.Text(doc), "tom@example.nhs.uk") || !keeps(doc, "reason", "taken_over") || !keeps(doc, "find", "Tom E") {
		t.Error("nobody was found, or what was chosen is lost")
	}
	sound(t, s.Post(at+"/merge", form("_find", "1", "find", "ED-2026-000200")), http.StatusOK)
	if q, _ := url.ParseQuery(given(t, s, "GET /requests").Query); q.Get("q") != "ED-2026-000200" || q.Get("library") != string(webtest.Library) {
		t.Errorf("asked for %v", q)
	}
}

// When it happened earlier is sent with the time of the library's zone.
func TestWhatHappenedEarlier(t *testing.T) {
	t.Parallel()
	s := done(site(t), evidence.Resume)
	s.Post(at+"/resume", form(append(date("occurred_at", "16", "11", "2026"), "occurred_at_time", "9.30am")...))
	if diff := cmp.Diff(object{"occurred_at": "2026-11-16T09:30:00Z"}, normal(body(t, given(t, s, "POST "+api+"/resume").Body))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.Refuse("POST "+api+"/resume", http.StatusUnprocessableEntity, evidence.Invalid,
		page.FieldProblem{Field: "occurred_at", Code: "out-of-order", Detail: "It cannot be earlier than the last thing that happened to this request."})
	doc := sound(t, s.Post(at+"/resume", form(append(date("occurred_at", "14", "11", "2026"), "occurred_at_time", "midday")...)), http.StatusUnprocessableEntity)
	open := false
	for _, d := range find(doc, element("details")) {
		open = open || webtest.Has(d, "open")
	}
	if links(doc)["#occurred-at-day"] == "" || !open {
		t.Error("the error is not at its field, or the field is hidden")
	}
}
