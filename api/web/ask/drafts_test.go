package ask_test

import (
	"net/url"
	"testing"

	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

func TestDraftsAreListed(t *testing.T) {
	t.Parallel()
	s := site(t).As(evidence.Requester)
	look(t, s.Get("/ask/drafts"), 200).shows(t, "You have nothing that is not sent.")
	s.On("GET /drafts", map[string]any{"items": []map[string]any{
		{"id": draftID, "version": 4, "submission": map[string]any{"question": falls}, "updated_at": "2026-11-15T09:00:00Z"},
		{"id": "d2", "version": 1, "submission": map[string]any{}},
	}})
	p := look(t, s.Get("/ask/drafts"), 200)
	p.shows(t, "2 requests, the newest first.", "No question yet")
	if p.links[falls] != "/ask/"+draftID+"/question" {
		t.Error(p.links)
	}
	look(t, s.Get("/ask"), 200).shows(t, "You have 2 requests that you have not sent.")
}

func TestDraftIsDeletedAfterAQuestion(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": falls})
	p := look(t, s.Get("/ask/"+draftID+"/delete"), 200)
	p.shows(t, "Delete this request?", falls)
	s.Calls()
	s.OnFunc("DELETE /drafts/"+draftID, func(webtest.Call) webtest.Answer { return webtest.Answer{Status: 204} })
	goes(t, s.Post("/ask/"+draftID+"/delete", p.fields), "/requests")
	if c := call(t, s, "DELETE /drafts/"+draftID); c.Match != `"4"` {
		t.Error(c.Match)
	}
	s.Refuse("DELETE /drafts/"+draftID, 404, evidence.NotFound)
	goes(t, s.Post("/ask/"+draftID+"/delete", p.fields), "/requests")
}

func TestDraftThatChangedIsShownBeforeItGoes(t *testing.T) {
	t.Parallel()
	s := drafted(t, map[string]any{"question": falls})
	s.OnFunc("DELETE /drafts/"+draftID, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current": map[string]any{
			"id": draftID, "version": 9, "submission": map[string]any{"question": "What was asked in the other window?"},
		}}}
	})
	p := look(t, s.Post("/ask/"+draftID+"/delete", url.Values{"_version": {"4"}}), 409)
	p.shows(t, "What was asked in the other window?", "changed in another window")
	if p.fields.Get("_version") != "9" {
		t.Error(p.fields)
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	s := site(t)
	p := look(t, s.Get("/"), 200)
	p.shows(t, "Ask for evidence", "You need it this week", "Within 3 working days", "Do not tell us who the patient is", "Library staff: sign in")
	if p.links["Ask a question"] != "/ask" || p.links["See your requests"] != "/sign-in?next=%2Frequests" {
		t.Error(p.links)
	}
	s.As(evidence.Requester).On("GET /requests", map[string]any{"items": []any{}, "counts": map[string]any{"total": 3, "by_stage": map[string]int{"clarifying": 1}}})
	s.On("GET /drafts", map[string]any{"items": []map[string]any{{"id": draftID}}})
	p = look(t, s.Get("/"), 200)
	p.shows(t, "3 requests", "Waiting for your answer", "Not sent yet", "A librarian has a question for you about 1 request.")
	if p.links["See your requests"] != "/requests" {
		t.Error(p.links)
	}
	goes(t, s.As(evidence.Librarian).Get("/"), "/queue")
	look(t, s.As(evidence.SystemLead).Get("/"), 200).shows(t, "Your work here", "Reports")
}
