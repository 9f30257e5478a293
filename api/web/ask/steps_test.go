package ask_test

import (
	"encoding/json"
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

const falls = "Do falls alarms help older people in hospital?"

// drafted is the pages with one draft, at version 4.
func drafted(t *testing.T, submission map[string]any) *webtest.Site {
	t.Helper()
	body := map[string]any{"id": draftID, "version": 4, "submission": submission, "updated_at": "2026-11-15T09:00:00Z"}
	s := site(t).As(evidence.Requester).On("GET /drafts/"+draftID, body)
	return s.On("PUT /drafts/"+draftID, map[string]any{"id": draftID, "version": 5, "submission": submission})
}

// saved is the submission that a page stored.
func saved(t *testing.T, s *webtest.Site) (rest.SubmitBody, webtest.Call) {
	t.Helper()
	c := call(t, s, "PUT /drafts/"+draftID)
	var b struct{ Submission rest.SubmitBody }
	if err := json.Unmarshal([]byte(c.Body), &b); err != nil {
		t.Fatal(err)
	}
	return b.Submission, c
}

func whole() map[string]any {
	return map[string]any{
		"question": falls, "background": "A falls group.", "type": "audit", "product": "evidence_summary", "urgency": "urgent", "why_urgent": "Board today",
		"framework": map[string]any{"code": "pico", "elements": map[string]any{"population": "older people", "setting": "of another framework"}},
		"limits":    map[string]any{"dates": "custom", "from": 2015, "languages": "list", "language_list": []string{"fr", "sv"}, "ages": []string{"aged"}},
		"needed_by": "2026-11-27T17:00:00Z", "decision_at": "2026-11-30T14:30:00Z", "specialty": "acute medicine",
		"copy_to": []map[string]any{{"name": "Bo Lane", "email": "bo@example.nhs.uk"}}, "share_report": "anyone_nhs",
		"output": map[string]any{"results": "few", "formats": []string{"pdf"}},
	}
}

func TestEveryStepShowsWhatIsStored(t *testing.T) {
	t.Parallel()
	for path, c := range map[string]struct {
		title string
		back  string
		want  url.Values
	}{
		"question":       {"What do you want to know? (step 1 of 8)", "/ask", url.Values{"question": {falls}, "background": {"A falls group."}}},
		"framework":      {"Do you want to break your question into parts? (step 2 of 8)", "question", url.Values{"framework.code": {"pico"}}},
		"framework/pico": {"The parts of your question (step 2 of 8)", "framework", url.Values{"framework.elements.population": {"older people"}, "framework.elements.outcome": {""}}},
		"purpose":        {"What is it for? (step 3 of 8)", "framework/pico", url.Values{"type": {"audit"}, "product": {"evidence_summary"}, "output.results": {"few"}, "output.formats": {"pdf"}}},
		"limits": {"What should we leave out? (step 4 of 8)", "purpose", url.Values{
			"limits.dates": {"custom"}, "limits.from": {"2015"}, "limits.language_list": {"fr", "sv"}, "limits.ages": {"aged"}, "limits.species": {"humans"},
		}},
		"when": {"When do you need it? (step 5 of 8)", "limits", url.Values{
			"urgency": {"urgent"}, "why_urgent": {"Board today"}, "needed_by.day": {"27"}, "needed_by.month": {"11"}, "needed_by.year": {"2026"},
			"decision_at.day": {"30"}, "decision_at.time": {"2:30pm"},
		}},
		"about-you": {"About you (step 6 of 8)", "when", url.Values{"staff_group": {"medical_dental"}, "specialty": {"acute medicine"}}},
		"people":    {"Who is it for? (step 7 of 8)", "about-you", url.Values{"copy_to[0].name": {"Bo Lane"}, "copy_to[0].email": {"bo@example.nhs.uk"}, "copy_to[2].name": {""}}},
		"sharing":   {"May others see the answer? (step 8 of 8)", "people", url.Values{"share_report": {"anyone_nhs"}, "share_identity": {"nobody"}}},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			p := look(t, drafted(t, whole()).Get("/ask/"+draftID+"/"+path), 200)
			if p.title != c.title+" – Evidence Desk" {
				t.Error(p.title)
			}
			back := "/ask/" + draftID + "/" + c.back
			if strings.HasPrefix(c.back, "/") {
				back = c.back
			}
			if p.links["Back"] != back {
				t.Errorf("back to %s, want %s", p.links["Back"], back)
			}
			for field, want := range c.want {
				if diff := cmp.Diff(want, p.fields[field]); diff != "" {
					t.Errorf("%s: %s", field, diff)
				}
			}
			if p.fields.Get("_version") != "4" || p.fields.Get("_key") == "" {
				t.Errorf("%v", p.fields)
			}
			p.shows(t, "Save and continue", "Save and come back later")
		})
	}
}

func TestEveryStepSavesAndGoesOn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path string
		form url.Values
		to   string
		want func(rest.SubmitBody) bool
	}{
		"question":     {"question", url.Values{"question": {falls + " "}, "known_papers": {"10.1/x"}}, "framework", func(b rest.SubmitBody) bool { return b.Question == falls && b.KnownPapers == "10.1/x" }},
		"no framework": {"framework", url.Values{"framework.code": {"none"}}, "purpose", func(b rest.SubmitBody) bool { return b.Framework.Code == "none" }},
		"a framework":  {"framework", url.Values{"framework.code": {"spice"}}, "framework/spice", func(b rest.SubmitBody) bool { return b.Framework.Code == "spice" }},
		"another":      {"framework", url.Values{"framework.code": {"more"}, "framework.code_more": {"mip"}}, "framework/mip", func(b rest.SubmitBody) bool { return b.Framework.Code == "mip" }},
		"parts":        {"framework/spice", url.Values{"framework.elements.setting": {"wards"}}, "purpose", func(b rest.SubmitBody) bool { return b.Framework.Elements["setting"] == "wards" }},
		"purpose":      {"purpose", url.Values{"type": {"audit"}, "product": {"reference_list"}, "output.formats": {"pdf", "word"}}, "limits", func(b rest.SubmitBody) bool { return b.Type == "audit" && len(b.Output.Formats) == 2 }},
		"limits":       {"limits", url.Values{"limits.dates": {"custom"}, "limits.to": {"2020"}, "limits.languages": {"any"}, "exclusions": {"mice"}}, "when", func(b rest.SubmitBody) bool { return b.Limits.To == 2020 && b.Exclusions == "mice" }},
		"when": {"when", url.Values{"urgency": {"now"}, "why_urgent": {"At the bedside"}, "needed_by.day": {"1"}, "needed_by.month": {"dec"}, "needed_by.year": {"26"}, "decision_at.day": {"2"}, "decision_at.month": {"12"}, "decision_at.year": {"2026"}, "decision_at.time": {"14.15"}}, "about-you", func(b rest.SubmitBody) bool {
			return b.NeededBy.UTC().Format("2006-01-02 15:04") == "2026-12-01 17:00" && b.DecisionAt.UTC().Format("2006-01-02 15:04") == "2026-12-02 14:15"
		}},
		"about you": {"about-you", url.Values{"staff_group": {"students"}, "on_behalf_of": {"The falls group"}}, "people", func(b rest.SubmitBody) bool { return b.StaffGroup == "students" && b.OnBehalfOf == "The falls group" }},
		"people": {"people", url.Values{"copy_to[1].name": {"Cy Day"}, "copy_to[1].email": {"cy@example.nhs.uk"}}, "sharing", func(b rest.SubmitBody) bool {
			return len(b.CopyTo) == 1 && b.CopyTo[0].Name == "Cy Day" && b.Requester == nil
		}},
		"more people":     {"people", url.Values{"more": {"yes"}}, "people", func(b rest.SubmitBody) bool { return len(b.CopyTo) == 0 }},
		"sharing":         {"sharing", url.Values{"share_report": {"my_organisation"}, "share_identity": {"nobody"}}, "check", func(b rest.SubmitBody) bool { return b.ShareReport == "my_organisation" }},
		"from the check":  {"sharing?from=check", url.Values{"share_report": {"nobody"}}, "check", func(b rest.SubmitBody) bool { return b.ShareReport == "nobody" }},
		"framework again": {"framework?from=check", url.Values{"framework.code": {"peo"}}, "framework/peo?from=check", func(b rest.SubmitBody) bool { return b.Framework.Code == "peo" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := drafted(t, map[string]any{"question": "What?", "framework": map[string]any{"code": "spice", "elements": map[string]any{"population": "kept"}}})
			c.form.Set("_version", "4")
			goes(t, s.Post("/ask/"+draftID+"/"+c.path, c.form), "/ask/"+draftID+"/"+c.to)
			got, put := saved(t, s)
			if !c.want(got) {
				t.Errorf("%+v", got)
			}
			if put.Match != `"4"` {
				t.Error(put.Match)
			}
			if got.Framework == nil || got.Framework.Elements["population"] != "kept" {
				t.Error("what was written for the parts is lost")
			}
		})
	}
}

func TestEveryStepSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		path string
		form url.Values
		want []string
	}{
		"question":      {"question", url.Values{"question": {"short"}}, []string{"Write your question in a sentence of at least 15 characters."}},
		"purpose":       {"purpose", url.Values{}, []string{"Choose what it is for."}},
		"no date":       {"when", url.Values{"urgency": {"routine"}, "needed_by.day": {"31"}, "needed_by.month": {"2"}, "needed_by.year": {"2027"}}, []string{"Give a real date, such as 27 11 2026."}},
		"past":          {"when", url.Values{"urgency": {"routine"}, "needed_by.day": {"1"}, "needed_by.month": {"2"}, "needed_by.year": {"2026"}}, []string{"The date must be today, before 5pm, or later."}},
		"no reason":     {"when", url.Values{"urgency": {"now"}}, []string{"Say why it is urgent."}},
		"no time":       {"when", url.Values{"urgency": {"routine"}, "decision_at.day": {"2"}, "decision_at.month": {"12"}, "decision_at.year": {"2026"}, "decision_at.time": {"soon"}}, []string{"Give a time such as 2:30pm or 14:30."}},
		"only a time":   {"when", url.Values{"urgency": {"routine"}, "decision_at.time": {"noon"}}, []string{"Give the day of the decision too."}},
		"today at nine": {"when", url.Values{"urgency": {"routine"}, "decision_at.day": {"16"}, "decision_at.month": {"11"}, "decision_at.year": {"2026"}}, []string{"The decision must be still to come. If it is today, say at what time."}},
		"years":         {"limits", url.Values{"limits.dates": {"custom"}, "limits.from": {"2020"}, "limits.to": {"2010"}}, []string{"The last year must not be before the first."}},
		"no years":      {"limits", url.Values{"limits.dates": {"custom"}}, []string{"Give the first year, the last or both."}},
		"odd years":     {"limits", url.Values{"limits.dates": {"any"}, "limits.from": {"2020"}}, []string{"Choose “From and to”, or leave the years empty."}},
		"bad year":      {"limits", url.Values{"limits.dates": {"custom"}, "limits.from": {"20"}, "limits.to": {"2010"}}, []string{"Give a whole number from 1800 to 2200."}},
		"languages":     {"limits", url.Values{"limits.languages": {"list"}}, []string{"Tick the languages."}},
		"odd languages": {"limits", url.Values{"limits.languages": {"any"}, "limits.language_list": {"fr"}}, []string{"Choose “These languages”, or tick none below."}},
		"e-mail":        {"people", url.Values{"copy_to[1].name": {"Cy"}, "copy_to[1].email": {"cy@example"}}, []string{"Give a work e-mail address, such as name@example.nhs.uk."}},
		"name":          {"people", url.Values{"copy_to[0].email": {"cy@example.nhs.uk"}}, []string{"Give the name too."}},
		"list":          {"framework", url.Values{"framework.code": {"more"}}, []string{"Choose from the list, or choose one of the answers above it."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := drafted(t, map[string]any{"question": falls})
			p := look(t, s.Post("/ask/"+draftID+"/"+c.path, c.form), 422)
			if diff := cmp.Diff(c.want, p.errors); diff != "" {
				t.Error(diff)
			}
			if !strings.HasPrefix(p.title, "Error: ") {
				t.Error(p.title)
			}
			for field, want := range c.form {
				if got := p.fields[field]; len(got) == 0 || got[0] != want[0] {
					t.Errorf("%s: %v was lost: %v", field, want, got)
				}
			}
			for _, one := range s.Calls() {
				if one.Method == http.MethodPut {
					t.Error("it was stored all the same")
				}
			}
		})
	}
}

func TestLaterIsSavedThoughItIsNotComplete(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{})
	goes(t, s.Post("/ask/"+draftID+"/question", url.Values{"question": {"short"}, "later": {"yes"}, "_version": {"4"}}), "/requests")
	if b, _ := saved(t, s); b.Question != "short" {
		t.Error(b.Question)
	}
	if len(s.Notices) != 1 {
		t.Error(s.Notices)
	}
	goes(t, s.As(evidence.Librarian).Post("/ask/"+draftID+"/question", url.Values{"later": {"yes"}}), "/ask/drafts")
}

func TestTwoWindowsLoseNothing(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": "What was asked in the other window?"})
	s.OnFunc("PUT /drafts/"+draftID, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current_version": 7, "current": map[string]any{
			"id": draftID, "version": 7, "submission": map[string]any{"question": "What was asked in the other window?"}, "updated_at": "2026-11-16T09:41:00Z",
		}}}
	})
	p := look(t, s.Post("/ask/"+draftID+"/question", url.Values{"question": {falls}, "_version": {"4"}}), 409)
	p.shows(t, "What was asked in the other window?", "Saved at 16 November, 9:41am", "Yours, not saved yet")
	if p.fields.Get("question") != falls || p.fields.Get("_version") != "7" {
		t.Errorf("%v", p.fields)
	}
}

func TestDraftAsksAboutIdentifiersAndRemembersTheAnswer(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": falls, "background": "999 000 0018", "confirm": []map[string]any{
		{"field": "background", "start": 0, "kind": "nhs_number", "reason_code": "test_number"},
		{"field": "question", "start": 3, "kind": "nhs_number", "reason_code": "test_number"},
	}})
	s.Refuse("PUT /drafts/"+draftID, 422, evidence.IdentifierSuspected, page.FieldProblem{
		Field: "submission.known_papers", Code: string(evidence.IdentifierSuspected), Length: 12, Kind: "nhs_number",
	})
	form := url.Values{"question": {falls + " Now?"}, "background": {"999 000 0018"}, "known_papers": {"999 000 0018"}, "_version": {"4"}}
	p := look(t, s.Post("/ask/"+draftID+"/question", form), 422)
	p.shows(t, "looks like an NHS number")
	if p.ids["known-papers-error"] == nil {
		t.Error("the error does not stand at its field")
	}
	form.Set("_confirm", "known_papers|0|nhs_number|test_number")
	s.On("PUT /drafts/"+draftID, map[string]any{"version": 5})
	s.Calls()
	goes(t, s.Post("/ask/"+draftID+"/question", form), "/ask/"+draftID+"/framework")
	b, c := saved(t, s)
	var fields []string
	for _, one := range b.Confirm {
		fields = append(fields, one.Field)
	}
	if diff := cmp.Diff([]string{"background", "known_papers"}, fields); diff != "" {
		t.Errorf("what is kept for the sending (the question was changed): %s", diff)
	}
	if !strings.Contains(c.Body, `"field":"submission.background"`) || !strings.Contains(c.Body, `"field":"submission.known_papers"`) {
		t.Error(c.Body)
	}
}

func TestStaffAskForAColleague(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": falls}).As(evidence.Librarian)
	p := look(t, s.Get("/ask/"+draftID+"/people"), 200)
	if p.fields.Get("for") != "me" || p.ids["requester-new-email"] == nil {
		t.Error(p.fields)
	}
	p = look(t, s.Post("/ask/"+draftID+"/people", url.Values{"for": {"colleague"}}), 422)
	if diff := cmp.Diff([]string{"Give your colleague’s name.", "Give your colleague’s work e-mail address."}, p.errors); diff != "" {
		t.Error(diff)
	}
	s.Calls()
	form := url.Values{"for": {"colleague"}, "requester.new.name": {"Cy Day"}, "requester.new.email": {"cy@example.nhs.uk"}, "_version": {"4"}}
	goes(t, s.Post("/ask/"+draftID+"/people", form), "/ask/"+draftID+"/sharing")
	if b, _ := saved(t, s); b.Requester == nil || b.Requester.New.Name != "Cy Day" {
		t.Errorf("%+v", b.Requester)
	}
	s.As(evidence.Requester)
	goes(t, s.Post("/ask/"+draftID+"/people", form), "/ask/"+draftID+"/sharing")
	if b, _ := saved(t, s); b.Requester != nil {
		t.Error("a requester named another requester, which the API refuses")
	}
}

func TestSharingIsTheRequestersToDecide(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": falls, "requester": map[string]any{"new": map[string]any{"name": "Cy Day", "email": "cy@example.nhs.uk"}}}).As(evidence.Librarian)
	p := look(t, s.Get("/ask/"+draftID+"/sharing"), 200)
	p.shows(t, "Your colleague decides")
	if p.ids["share-report"] != nil {
		t.Error("it is asked all the same")
	}
}

func TestPeopleOfTheEarlierRequest(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": falls, "follow_on_from": "r9", "delegates": []string{"p1"}})
	s.On("GET /requests/r9", rest.RequestView{People: []rest.PersonView{{Person: "p1", Name: "Bo Lane", Relation: "delegate"}, {Person: "p2", Name: "Cy Day", Relation: "copied"}}})
	p := look(t, s.Get("/ask/"+draftID+"/people"), 200)
	p.shows(t, "Who may act for you?", "Bo Lane", "Cy Day")
	if diff := cmp.Diff([]string{"p1"}, p.fields["delegates"]); diff != "" {
		t.Error(diff)
	}
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{}).Refuse("GET /drafts/gone", 404, evidence.NotFound)
	for _, path := range []string{"/ask/gone/question", "/ask/gone/check", "/ask/gone/delete", "/ask/" + draftID + "/framework/none", "/ask/" + draftID + "/framework/unknown"} {
		if w := s.Get(path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	goes(t, s.Get("/ask/"+draftID), "/ask/"+draftID+"/question")
	goes(t, s.Get("/ask/"+draftID+"/send"), "/ask/"+draftID+"/check")
}
