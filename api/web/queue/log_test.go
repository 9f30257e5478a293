package queue_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

const asker = "00000000-0000-4000-8000-0000000000dd"

// filled is a form for logging a request that can be sent.
func filled(more ...string) url.Values {
	v := form("requester.person", asker, "find", "osei", "channel", "ward_round", "question", "Do falls alarms prevent falls?", "type", "patient_care", "urgency", "routine")
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return v
}

func people(s *webtest.Site) *webtest.Site {
	return s.On("GET /people", map[string]any{"items": []map[string]string{
		{"person": asker, "name": "Dr A Osei", "email": "osei@example.test", "job_title": "Registrar"},
		{"person": string(tom), "name": "Oseloka Tom", "email": "tom@example.test"},
	}})
}

func TestLoggingARequest(t *testing.T) {
	t.Parallel()
	opened := rest.OpenedResult{ID: fall, Reference: "ED-2026-000101"}
	for name, tc := range map[string]struct{ do, leads, said string }{
		"into the queue":  {"", "/queue", "You logged ED-2026-000101. It is in the queue."},
		"taken":           {"taken", "/work/" + string(fall), "You logged ED-2026-000101 and took it."},
		"taken by others": {"taken", "/work/" + string(fall), "You logged ED-2026-000101, but it could not be taken for you just now: it is in the queue."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := people(site(t)).On("POST /requests", opened).On(claimFall, rest.CommandResult{})
			if name == "taken by others" {
				s.Refuse(claimFall, http.StatusConflict, evidence.AlreadyClaimed)
			}
			w := s.Post("/queue/log", filled("_do", tc.do, "occurred_at.time", "8.15 am"))
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != tc.leads {
				t.Fatalf("%d %s: %s", w.Code, w.Header().Get("Location"), w.Body)
			}
			if diff := cmp.Diff([]string{tc.said}, s.Notices); diff != "" {
				t.Error(diff)
			}
			calls := sent(s)
			var body rest.SubmitBody
			if err := json.Unmarshal([]byte(calls[0].Body), &body); err != nil {
				t.Fatal(err)
			}
			want := rest.SubmitBody{
				QuestionBody: rest.QuestionBody{Question: "Do falls alarms prevent falls?"}, Library: webtest.Library, Requester: &rest.PersonBody{Person: asker},
				Type: "patient_care", Urgency: "routine", Channel: "ward_round", OccurredAt: time.Date(2026, 11, 16, 8, 15, 0, 0, time.UTC),
			}
			if diff := cmp.Diff(want, body); diff != "" || calls[0].Key != "key-of-the-form" {
				t.Error(diff)
			}
			if claimed := len(calls) == 2; claimed != (tc.do == "taken") {
				t.Errorf("sent %+v", calls)
			}
		})
	}
}

func TestFindingPeopleWithoutScripts(t *testing.T) {
	t.Parallel()
	s := people(site(t))
	w := s.Post("/queue/log", filled("_do", "find", "requester.person", ""))
	if w.Code != http.StatusOK {
		t.Fatalf("%d", w.Code)
	}
	d := read(t, w)
	d.says("Dr A Osei", "Registrar, osei@example.test", "Somebody new: give their name below")
	if got := webtest.Attr(d.one("textarea", "name", "question"), "id"); got != "question" {
		t.Errorf("id %s", got)
	}
	d.says("Do falls alarms prevent falls?")
	if key := webtest.Attr(d.one("input", "name", "_key"), "value"); key != "key-of-the-form" {
		t.Error("the form has another key than before")
	}
	if calls := sent(s); len(calls) != 0 {
		t.Errorf("finding sends %+v", calls)
	}
	if len(d.all("button", "value", "live")) != 1 || len(d.all("button", "value", "taken")) != 1 {
		t.Error("the ways to go on are not there")
	}
	none := read(t, site(t).Post("/queue/log", filled("_do", "find", "find", "nobody")))
	none.says("Nobody was found.")
	if !webtest.Has(none.one("details", "id", "somebody-new"), "open") {
		t.Error("there is no place for somebody new")
	}
}

func TestALogThatIsNotFilledIn(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		set         []string
		says, leads string
	}{
		"nobody":           {[]string{"requester.person", "", "find", ""}, "Say who asked: find the person", "#find"},
		"not chosen":       {[]string{"requester.person", ""}, "Choose the person below", "#find"},
		"no name":          {[]string{"requester.person", "new", "requester.new.email", "a@example.test"}, "Give the name of the person", "#requester-new-name"},
		"no address":       {[]string{"requester.person", "new", "requester.new.name", "Ann"}, "Give the email address of the person", "#requester-new-email"},
		"a made-up person": {[]string{"requester.person", "../x"}, "Choose who it was.", "#requester-person"},
		"no question":      {[]string{"question", " "}, "Write what was asked.", "#question"},
		"no channel":       {[]string{"channel", ""}, "Choose how it reached you.", "#channel"},
		"no purpose":       {[]string{"type", ""}, "Choose what it is for.", "#type"},
		"no day":           {[]string{"occurred_at.day", "31", "occurred_at.month", "2", "occurred_at.year", "2026", "occurred_at.time", "9am"}, "Give a real date", "#occurred-at-day"},
		"no time":          {[]string{"occurred_at.day", "1", "occurred_at.month", "11", "occurred_at.year", "2026"}, "Give the time too", "#occurred-at-time"},
		"no such time":     {[]string{"occurred_at.time", "25:00"}, "Give a time of day", "#occurred-at-time"},
		"still to come":    {[]string{"occurred_at.time", "11pm"}, "Give a time that has passed.", "#occurred-at-day"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := people(site(t))
			w := s.Post("/queue/log", filled(append(tc.set, "why_urgent", "kept <text>")...))
			if w.Code != http.StatusUnprocessableEntity {
				t.Fatalf("%d", w.Code)
			}
			d := read(t, w)
			if got := d.link(tc.says); got != tc.leads {
				t.Errorf("the error leads to %s", got)
			}
			if webtest.Attr(d.one("input", "name", "why_urgent"), "value") != "kept <text>" || strings.Contains(w.Body.String(), "<text>") {
				t.Error("what was typed is lost, or not escaped")
			}
			if calls := sent(s); len(calls) != 0 {
				t.Errorf("sent %+v", calls)
			}
		})
	}
}

func TestTheAPIRefusesALog(t *testing.T) {
	t.Parallel()
	s := people(site(t)).Refuse("POST /requests", http.StatusUnprocessableEntity, evidence.Invalid,
		page.FieldProblem{Field: "why_urgent", Code: "required"}, page.FieldProblem{Field: "question", Code: "identifier-suspected", Kind: "nhs_number", Start: 3, Length: 5})
	w := s.Post("/queue/log", filled("urgency", "urgent"))
	d := read(t, w)
	if w.Code != http.StatusUnprocessableEntity || d.link("Say why it is urgent.") != "#why-urgent" {
		t.Errorf("%d", w.Code)
	}
	d.says("falls", "This looks like")
	if n := len(d.all("", "name", "_confirm")); n == 0 {
		t.Error("nobody is asked about what looks like an identifier")
	}
	s.On("POST /requests", rest.OpenedResult{ID: fall, Reference: "ED-2026-000101"})
	s.Calls()
	s.Post("/queue/log", filled("_confirm", "question|3|nhs_number|test_number"))
	if calls := sent(s); !strings.Contains(calls[0].Body, `"confirm":[{"field":"question","start":3,"kind":"nhs_number","reason_code":"test_number"}]`) {
		t.Errorf("sent %s", calls[0].Body)
	}
}

func TestALogSentWhileSignedOut(t *testing.T) {
	t.Parallel()
	s := people(site(t)).As()
	if w := s.Post("/queue/log", filled()); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in?next=") {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
	}
	d := read(t, s.As(evidence.Librarian).Get("/queue/log"))
	d.says("You had been signed out", "Do falls alarms prevent falls?")
}

func TestAnsweringAtOnce(t *testing.T) {
	t.Parallel()
	s := people(site(t)).On("POST /requests/live", rest.OpenedResult{ID: fall, Reference: "ED-2026-000101", FullSearch: burn})
	s.On("POST /requests/"+string(fall)+"/time-entries", rest.SavedTime{})
	carried := s.Post("/queue/live", filled("_do", "live"))
	if carried.Code != http.StatusOK {
		t.Fatalf("coming from the log: %d", carried.Code)
	}
	d := read(t, carried)
	d.says("Do falls alarms prevent falls?", "Dr A Osei")
	if calls := sent(s); len(calls) != 0 {
		t.Fatalf("coming from the log sends %+v", calls)
	}
	w := s.Post("/queue/live", filled("answer.text", "They do not.", "references", "NICE NG249 https://www.nice.org.uk/guidance/ng249\n\n10.1136/bmj.n71", "minutes", "15", "full_search", "true"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/work/"+string(fall) {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	if diff := cmp.Diff([]string{"You logged ED-2026-000101 with its answer. The full search is a request of its own, in the queue."}, s.Notices); diff != "" {
		t.Error(diff)
	}
	calls := sent(s)
	var body rest.LiveBody
	if err := json.Unmarshal([]byte(calls[0].Body), &body); err != nil {
		t.Fatal(err)
	}
	if body.Answer.Text != "They do not." || !body.FullSearch || body.Urgency != "routine" || len(body.References) != 2 || body.References[1].DOI != "10.1136/bmj.n71" {
		t.Errorf("sent %+v", body)
	}
	if !strings.Contains(calls[1].Body, `"minutes":15,"started_at":"2026-11-16T09:45:00Z"`) {
		t.Errorf("sent %s", calls[1].Body)
	}
}

func TestAnsweredWithoutAFullSearch(t *testing.T) {
	t.Parallel()
	s := people(site(t)).On("POST /requests/live", rest.OpenedResult{ID: fall, Reference: "ED-2026-000101"})
	s.Post("/queue/live", filled("answer.text", "Nothing is known.", "outcome", "nothing_found"))
	calls := sent(s)
	if len(calls) != 1 {
		t.Fatalf("sent %+v", calls)
	}
	for _, want := range []string{`"urgency":"now"`, `"why_urgent":"Answered at once: Ward round"`, `"outcome":"nothing_found"`} {
		if !strings.Contains(calls[0].Body, want) {
			t.Errorf("%s is not in %s", want, calls[0].Body)
		}
	}
}

func TestTheTimeCouldNotBeNoted(t *testing.T) {
	t.Parallel()
	s := people(site(t)).On("POST /requests/live", rest.OpenedResult{ID: fall, Reference: "ED-2026-000101"})
	s.Refuse("POST /requests/"+string(fall)+"/time-entries", http.StatusServiceUnavailable, evidence.StoreUnavailable)
	s.Post("/queue/live", filled("answer.text", "They do not.", "minutes", "5"))
	if len(s.Notices) != 1 || !strings.HasSuffix(s.Notices[0], "The time could not be noted: add it to the request's time.") {
		t.Errorf("said %q", s.Notices)
	}
}

func TestALiveAnswerThatIsRefused(t *testing.T) {
	t.Parallel()
	s := people(site(t)).Refuse("POST /requests/live", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "references[1].url", Code: "malformed"})
	w := s.Post("/queue/live", filled("answer.text", "They do not.", "references", "One\nhttp://[bad", "minutes", "15"))
	d := read(t, w)
	if w.Code != http.StatusUnprocessableEntity || d.link("Check this source: http://[bad") != "#references" {
		t.Errorf("%d", w.Code)
	}
	d.says("They do not.")
	for set, want := range map[string]string{"answer.text": "Write the answer.", "minutes": "Give a whole number from 1 to 1440."} {
		form := filled("answer.text", "They do not.")
		form.Set(set, map[string]string{"minutes": "a while"}[set])
		w := s.Post("/queue/live", form)
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", set, w.Code)
		}
		read(t, w).link(want)
	}
}
