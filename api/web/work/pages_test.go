package work_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

// The pages that are read, and what each must say.
func TestPagesShowTheRequest(t *testing.T) {
	t.Parallel()
	for path, says := range map[string][]string{
		"":                           {"What to do next", "Search the sources", "Tom Ellis is writing here.", "Part of", "ED-2026-000100", "Eastvale Library", "Put on hold"},
		"/brief":                     {"Older people", "from 2016", "Falls prevention", "This is version 2."},
		"/brief/refine":              {"Population", "Save the question", "Tom Ellis is writing here."},
		"/brief/versions":            {"Version 2", "Question (changed)", "Do bed alarms work?"},
		"/messages":                  {"You, asking Amara Osei", "Library only: note from Tom Ellis", "Library staff only", "This pauses the clock"},
		"/files":                     {"policy.docx", "84 KB", "Tom Ellis", "Articles that may be copied are kept here"},
		"/files/" + item:             {"Name of the file"},
		"/files/" + item + "/remove": {"Remove it"},
		"/time":                      {"Your total: 1 hour 30 minutes", "MEDLINE", "Tom Ellis", "Checking a colleague"},
		"/time/" + item:              {"Change time"},
		"/time/" + item + "/remove":  {"It no longer counts"},
		"/timer/log":                 {"Your timer has counted 1 hour 6 minutes"},
		"/timer/remove":              {"Throw it away"},
		"/history":                   {"Taken from the queue", "Written down afterwards", "Reason: the requester asked.", "By Evidence Desk", "Request received", "Sent"},
		"/deadline":                  {"Routine: ten working days.", "On hold", "It still is", "Saturday", "3 stretches together", "as agreed", "No bank holidays are known"},
		"/reassign":                  {"Tom Ellis"},
		"/deliver":                   {"Alarms alone do not reduce falls.", "Look at it first", "A second librarian has to check the summary", "The version of Sunday 15 November 2026"},
		"/merge":                     {"ED-2026-000200: Do chair alarms reduce falls?"},
		"/merge?survivor=" + other:   {"this one, which waits", "goes on"},
		"/refer":                     {"Coast Library (does not use Evidence Desk)", "The requester agrees"},
		"/ask":                       {"Which group?", "Questions that librarians ask before they start", "Can we meet?"},
		"/complete-search":           {"Medline (Ovid)"},
		"/submit-for-check":          {"Any librarian of our library", "Tom Ellis"},
		"/accept":                    {"Quality improvement", "Agreed date"},
		"/split":                     {"Question of part 2", "Add another part"},
	} {
		t.Run(strings.TrimPrefix(path, "/"), func(t *testing.T) {
			t.Parallel()
			doc := sound(t, site(t).Get(at+path), http.StatusOK)
			all := webtest.Text(doc)
			for _, s := range says {
				if !strings.Contains(all, s) {
					t.Errorf("%q is not on the page: %s", s, all)
				}
			}
		})
	}
}

// TestOnlyAManagerReadsWhatColleaguesHaveToDo opens the page that hands a request over as a librarian and as a manager.
func TestOnlyAManagerReadsWhatColleaguesHaveToDo(t *testing.T) {
	t.Parallel()
	const load = "4 open requests, 2 due this week, 1 overdue"
	for _, c := range []struct {
		role evidence.Role
		told bool
	}{{evidence.Librarian, false}, {evidence.Manager, true}} {
		doc := sound(t, site(t).As(c.role).Get(at+"/reassign"), http.StatusOK)
		if said := webtest.Text(doc); strings.Contains(said, load) != c.told || !strings.Contains(said, "Tom Ellis") {
			t.Errorf("%s reads %s", c.role, said)
		}
	}
}

// Every command that is allowed can be reached from the overview, and its page opens.
func TestEveryAllowedCommandIsReachable(t *testing.T) {
	t.Parallel()
	doc := sound(t, site(t).Get(at), http.StatusOK)
	to := links(doc)
	for _, name := range everything() {
		path := at + "/" + string(name)
		switch name {
		case evidence.Answer:
			path = at + "/answer-for"
		case evidence.Approve:
			path = at + "/review" // another area's page
		}
		if _, ok := to[path]; !ok {
			t.Errorf("no link to %s", path)
			continue
		}
		if name != evidence.Approve {
			sound(t, site(t).Get(path), http.StatusOK)
		}
	}
}

// A command that is not allowed has no link, and its page says where the request stands.
func TestWhatIsNotAllowedIsNotOffered(t *testing.T) {
	t.Parallel()
	none := func(v *rest.RequestView) { v.AllowedCommands = nil }
	doc := sound(t, site(t, none).Get(at), http.StatusOK)
	for href := range links(doc) {
		for _, name := range everything() {
			if href == at+"/"+string(name) {
				t.Errorf("a link to %s", href)
			}
		}
	}
	doc = sound(t, site(t, none).Get(at+"/deliver"), http.StatusConflict)
	if all := webtest.Text(doc); !strings.Contains(all, "Where it stands now") || !strings.Contains(all, "Searching") {
		t.Errorf("the page says %s", all)
	}
}

// Somebody who may see the request without working on it finds no workbench.
func TestAWorkbenchIsForThoseWhoWorkOnTheRequest(t *testing.T) {
	t.Parallel()
	w := site(t, func(v *rest.RequestView) { v.Relation = "shared" }).Get(at)
	if w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
	s := site(t)
	if w := s.As().Get(at); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in") {
		t.Errorf("nobody: status %d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := s.As(evidence.Requester).Get(at); w.Code != http.StatusForbidden {
		t.Errorf("a requester: status %d", w.Code)
	}
}

// The tasks follow the stage.
func TestWhatToDoNextFollowsTheStage(t *testing.T) {
	t.Parallel()
	stage := func(s evidence.Stage, more ...func(*rest.RequestView)) []func(*rest.RequestView) {
		return append(more, func(v *rest.RequestView) { v.Stage, v.Running = s, s != evidence.Clarifying && s != evidence.OnHold })
	}
	for name, c := range map[string]struct {
		change []func(*rest.RequestView)
		says   string
	}{
		"nobody has it": {stage(evidence.Submitted, func(v *rest.RequestView) { v.Owner, v.CheckPolicy = "", "" }), "Nobody looks after it yet Do next"},
		"triage":        {stage(evidence.Triage, func(v *rest.RequestView) { v.CheckPolicy = "" }), "Agree what to do and by when Read the brief first. You can ask the requester. Do next"},
		"clarifying":    {stage(evidence.Clarifying, func(v *rest.RequestView) { v.QuestionOpen = true }), "Wait for the requester's answer You asked on Sunday 15 November 2026 at 10am Waiting"},
		"must agree":    {stage(evidence.Searching, func(v *rest.RequestView) { v.MustAgree = true }), "Agree a date that can be kept Do first"},
		"on hold":       {stage(evidence.OnHold, func(v *rest.RequestView) { v.ReviewAt = day(20, 9) }), "To be looked at again on Friday 20 November 2026"},
		"checking":      {stage(evidence.Checking), "Being checked"},
		"referred":      {stage(evidence.Referred), "Eastvale Library, expected on Monday 30 November 2026"},
		"merged":        {stage(evidence.Merged, func(v *rest.RequestView) { v.Survivor = other }), "Wait for the request that it was merged into"},
		"split":         {stage(evidence.Split), "Wait until its parts have ended"},
		"delivered":     {stage(evidence.Delivered, func(v *rest.RequestView) { v.FollowUp, v.DeliveredAt = evidence.ImpactAsked, day(15, 9) }), "What difference did it make? Asked"},
		"closed":        {stage(evidence.Closed, func(v *rest.RequestView) { v.Outcome = evidence.Declined }), "This request is closed: declined."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if all := webtest.Text(sound(t, site(t, c.change...).Get(at), http.StatusOK)); !strings.Contains(all, c.says) {
				t.Errorf("%q is not in: %s", c.says, all)
			}
		})
	}
}
