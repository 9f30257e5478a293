package work_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

// form makes a form of pairs.
func form(pairs ...string) url.Values {
	f := url.Values{page.KeyField: {"a-key-of-the-form"}}
	for i := 0; i < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}

func body(t *testing.T, raw string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(raw), &m); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return m
}

// date is a date in three boxes.
func date(name, day, month, year string) []string {
	return []string{name + ".day", day, name + ".month", month, name + ".year", year}
}

// object is a JSON object.
type object = map[string]any

// What each form gives to the API. Times are of the library's zone, which is UTC in November.
func TestFormsGiveTheirCommand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at   string
		form []string
		want object
	}{
		"claim":            {form: nil, want: object{}},
		"release":          {form: []string{"reason", "absence"}, want: object{"reason": "absence"}},
		"reassign":         {form: []string{"person", tom, "reason", "workload"}, want: object{"person": tom, "reason": "workload"}},
		"change-requester": {form: []string{"person", tom, "reason", "taken_over"}, want: object{"person": tom, "reason": "taken_over"}},
		"accept": {
			form: append([]string{"type", "teaching", "product", "reference_list", "estimate_minutes", "90", "promise_due_time", "midday"}, date("promise_due", "25", "11", "2026")...),
			want: object{"type": "teaching", "product": "reference_list", "estimate_minutes": 90.0, "promise_due": "2026-11-25T12:00:00Z"},
		},
		"ask":    {form: []string{"message", "Which wards?"}, want: object{"message": "Which wards?"}},
		"answer": {at: "answer-for", form: []string{"message", "All of them.", "channel", "phone"}, want: object{"message": "All of them.", "channel": "phone"}},
		"hold": {
			form: append([]string{"reason", "requester_asked"}, date("review_at", "20", "nov", "2026")...), want: object{"reason": "requester_asked", "review_at": "2026-11-20T09:00:00Z"},
		},
		"resume":           {form: nil, want: object{}},
		"complete-search":  {form: []string{"searches", item}, want: object{"searches": []any{item}}},
		"resume-search":    {form: nil, want: object{}},
		"submit-for-check": {form: []string{"reviewer", tom}, want: object{"reviewer": tom}},
		"waive-check":      {form: []string{"reason", "patient_cannot_wait"}, want: object{"reason": "patient_cannot_wait"}},
		"deliver":          {form: []string{"outcome", "nothing_found"}, want: object{"outcome": "nothing_found"}},
		"correct":          {form: []string{"reason", "factual_error"}, want: object{"reason": "factual_error"}},
		"reopen":           {form: []string{"reason", "refine", "back_to", "searching"}, want: object{"reason": "refine", "back_to": "searching"}},
		"refer": {
			form: append([]string{"library", item, "reason", "specialist_subject", "consent", "yes"}, date("review_at", "30", "11", "26")...),
			want: object{"library": item, "reason": "specialist_subject", "consent": true, "review_at": "2026-11-30T09:00:00Z"},
		},
		"return":  {form: []string{"reason", "answered", "back_to", "summarising"}, want: object{"reason": "answered", "back_to": "summarising"}},
		"merge":   {form: []string{"survivor", other}, want: object{"survivor": other}},
		"unmerge": {form: nil, want: object{}},
		"split": {
			form: []string{"_parts", "4", "parts[0].question", "Do bed alarms reduce falls?", "parts[1].question", "Do chair alarms?", "parts[3].question", "Do mats reduce falls?", "parts[3].urgency", "soon"},
			want: object{"parts": []any{
				object{"question": "Do bed alarms reduce falls?"}, object{"question": "Do chair alarms?"}, object{"question": "Do mats reduce falls?", "urgency": "soon"},
			}},
		},
		"decline":        {form: []string{"reason", "not_eligible", "offered", "own_library"}, want: object{"reason": "not_eligible", "offered": "own_library"}},
		"signpost":       {form: []string{"reason", "nice"}, want: object{"reason": "nice"}},
		"withdraw":       {form: []string{"reason", "requester_left", "left", "yes"}, want: object{"reason": "requester_left", "left": true}},
		"agree-deadline": {form: append([]string{"reason", "requester_asked"}, date("promise_due", "1", "12", "2026")...), want: object{"reason": "requester_asked", "promise_due": "2026-12-01T17:00:00Z"}},
		"set-urgency":    {form: []string{"reason", "patient_pathrisk", "urgency", "urgent"}, want: object{"reason": "patient_pathrisk", "urgency": "urgent"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := done(site(t), evidence.Name(name))
			path := c.at
			if path == "" {
				path = name
			}
			w := s.Post(at+"/"+path, form(c.form...))
			if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at {
				t.Fatalf("status %d to %q: %s", w.Code, w.Header().Get("Location"), webtest.Text(tree(t, w)))
			}
			call := given(t, s, "POST "+api+"/"+name)
			if diff := cmp.Diff(c.want, normal(body(t, call.Body))); diff != "" {
				t.Errorf("the body (-want +got):\n%s", diff)
			}
			if call.Key != "a-key-of-the-form" {
				t.Errorf("the key is %q", call.Key)
			}
			if len(s.Notices) != 1 || !strings.HasPrefix(s.Notices[0], "ED-2026-000123 is ") && !strings.HasPrefix(s.Notices[0], "ED-2026-000123 ") {
				t.Errorf("the next page says %q", s.Notices)
			}
		})
	}
}

// normal writes instants in UTC, for comparing.
func normal(m object) object {
	out := maps.Clone(m)
	for key, value := range out {
		if s, ok := value.(string); ok {
			out[key] = strings.Replace(s, "+00:00", "Z", 1)
		}
	}
	return out
}

// What is missing is said at its field, nothing is given to the API, and what was typed stays.
func TestFormsSayWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form  []string
		error map[string]string // words by the id of the field
	}{
		"ask":              {nil, map[string]string{"message": "Write your question."}},
		"answer-for":       {[]string{"channel", "phone"}, map[string]string{"message": "Write down their answer."}},
		"reassign":         {nil, map[string]string{"person": "Choose who takes it over.", "reason": "Choose a reason."}},
		"hold":             {date("review_at", "31", "2", "2026"), map[string]string{"review-at-day": "Give a real date", "reason": "Choose a reason."}},
		"agree-deadline":   {append([]string{"reason", "other"}, date("promise_due", "1", "11", "2026")...), map[string]string{"promise-due-day": "Give a date that is still to come."}},
		"accept":           {append([]string{"promise_due_time", "25 o'clock"}, date("promise_due", "1", "12", "2026")...), map[string]string{"promise-due-time": "Give a time of day"}},
		"refer":            {[]string{"library", other, "reason", "other"}, map[string]string{"consent": "Ask the requester"}},
		"complete-search":  {nil, map[string]string{"searches": "Choose at least one search."}},
		"withdraw":         {[]string{"reason", "other"}, map[string]string{"left": "Say that the requester has left."}},
		"merge":            {nil, map[string]string{"survivor": "Choose the request that goes on."}},
		"split":            {[]string{"parts[0].question", "Do bed alarms reduce falls?"}, map[string]string{"parts-1--question": "Write the question of this part."}},
		"reopen":           {[]string{"reason", "refine"}, map[string]string{"back-to": "Choose where the work goes on."}},
		"change-requester": {[]string{"reason", "other", "requester.name", "Bo"}, map[string]string{"requester-email": "Give their e-mail address."}},
		"decline":          {append([]string{"text", "Sorry, <b>not us</b>."}, date("occurred_at", "15", "11", "2026")...), map[string]string{"reason": "Choose a reason.", "occurred-at-time": "Give the time"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t)
			doc := sound(t, s.Post(at+"/"+name, form(c.form...)), http.StatusUnprocessableEntity)
			for _, call := range s.Calls() {
				if call.Method == http.MethodPost {
					t.Errorf("the API was given %s", call.Path)
				}
			}
			summary := links(doc)
			for id, words := range c.error {
				if !strings.HasPrefix(summary["#"+id], words) {
					t.Errorf("the summary says %q of #%s, want %q", summary["#"+id], id, words)
				}
			}
			for i := 0; i < len(c.form); i += 2 {
				if !keeps(doc, c.form[i], c.form[i+1]) {
					t.Errorf("%s is lost", c.form[i])
				}
			}
		})
	}
}

// A command that the process refuses leads to a page that says where the request stands now, with what was written.
func TestTooLate(t *testing.T) {
	t.Parallel()
	taken := false
	s := site(t)
	s.OnFunc("GET "+api, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Body: view(func(v *rest.RequestView) {
			if taken {
				v.Owner, v.OwnerName, v.AllowedCommands = tom, "Tom Ellis", nil
			}
		})}
	})
	s.OnFunc("POST "+api+"/ask", func(webtest.Call) webtest.Answer {
		taken = true
		return webtest.Answer{Status: http.StatusForbidden, Body: map[string]any{"status": http.StatusForbidden, "code": evidence.NotPermitted, "detail": "This is for: owner."}}
	})
	all := webtest.Text(sound(t, s.Post(at+"/ask", form("message", "Which wards?")), http.StatusConflict))
	for _, want := range []string{"Tom Ellis", "Which wards?", "It was not saved.", "This is for: owner."} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in: %s", want, all)
		}
	}
}

// A refusal that another try can mend shows the form again.
func TestRefusedForNow(t *testing.T) {
	t.Parallel()
	for code, status := range map[evidence.Code]int{
		evidence.CheckRequired: http.StatusConflict, evidence.EngineUnavailable: http.StatusServiceUnavailable, evidence.OutcomeUnknown: http.StatusServiceUnavailable,
	} {
		s := site(t).Refuse("POST "+api+"/deliver", status, code)
		w := s.Post(at+"/deliver", form("outcome", "answered"))
		want := http.StatusUnprocessableEntity
		if status == http.StatusConflict {
			want = status
		}
		doc := sound(t, w, want)
		if !keeps(doc, page.KeyField, "a-key-of-the-form") {
			t.Errorf("%s: another press would be another command", code)
		}
	}
}

// What only the API can find is said in the words of the page, at its field.
func TestTheWordsOfThePage(t *testing.T) {
	t.Parallel()
	for path, c := range map[string]struct {
		field page.FieldProblem
		form  []string
		want  string
	}{
		"submit-for-check": {page.FieldProblem{Field: "searches", Code: "unknown", Detail: "Name search records."}, nil, "Record at least one search first."},
		"split": {
			page.FieldProblem{Field: "parts[1].question", Code: "too-short", Detail: "At least 15."},
			[]string{"parts[0].question", "Do bed alarms reduce falls?", "parts[1].question", "Short?"},
			"Write the question in at least 15 characters.",
		},
	} {
		s := site(t).Refuse("POST "+api+"/"+path, http.StatusUnprocessableEntity, evidence.Invalid, c.field)
		if all := webtest.Text(sound(t, s.Post(at+"/"+path, form(c.form...)), http.StatusUnprocessableEntity)); !strings.Contains(all, c.want) {
			t.Errorf("%s: %q is not in %s", path, c.want, all)
		}
	}
}

// The winner of a race is named.
func TestALostRaceNamesTheWinner(t *testing.T) {
	t.Parallel()
	s := site(t, func(v *rest.RequestView) { v.Owner, v.OwnerName, v.AllowedCommands = tom, "Tom Ellis", nil })
	all := webtest.Text(sound(t, s.Post(at+"/claim", form()), http.StatusConflict))
	if !strings.Contains(all, "Librarian Tom Ellis") {
		t.Errorf("the page says %s", all)
	}
}
