package manage_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
)

func TestEveryPageOpens(t *testing.T) {
	t.Parallel()
	for address, words := range map[string][]string{
		"/team": {"Team", "Due by Sunday", "Does not work here any more", "2 hours 10 minutes of 10 hours"},

		"/team/tasks": {"could not be sent to Dr <b>Osei</b>", "that the answer is ready", "It settled itself"},

		"/team/tasks?done=true&cursor=x": {"Show only those to sort out"},

		"/team/" + string(tom): {"Hand over the requests of Tom <b>Ellis</b>", "Priya Raman: nothing open", "3 days overdue"},

		"/team/unclaimed": {"Give out requests", "Tom <b>Ellis</b>: 4 open, 1 overdue, 2 due this week"},

		"/settings": {"Opening hours", "Templates of messages", "People"},

		"/settings/calendar": {"9am to 12:30pm, 1:30pm to 4pm", "Wednesday 23 December 2026 to Thursday 24 December 2026", "Christmas Day", "Boxing Day, entered here", "Open 1pm to 3pm", "1 day in the past"},

		"/settings/calendar/hours": {"Usual hours", "England and Wales"},

		"/settings/calendar/closures/new": {"First day"},

		"/settings/calendar/openings/new": {"Reason"},

		"/settings/calendar/recompute": {"No promised date of an open request would move."},

		"/settings/templates": {"Asking the requester a question", "which <b>group</b>?", "Declining"},

		"/settings/templates/new": {"{requester}", "The name of the person who asked"},

		"/settings/templates/" + item: {"Delete this template"},

		"/settings/templates/" + item + "/delete": {"Delete the template"},

		"/settings/people?q=to&role=librarian&cursor=x&from=25": {"Waiting to be let in", "Showing 26 to 26 of 60 people", "Librarian, Administrator"},

		"/settings/people/new": {"What will they do here?", "Northmoor Hospitals"},

		"/settings/people/" + string(tom): {"Also: Administrator. Only an administrator changes that.", "given by the account"},

		"/settings/people/" + string(tom) + "/remove": {"They lose every role here: Librarian, Administrator."},

		"/settings/people/asking/" + asking: {"Mary <b>New</b> asks to use the library", "Medical and dental"},

		"/settings/service": {"E-mail domains that the library serves", "example.org"},

		"/reports": {"Delivered this month", "1 or more", "Searching", "Impact report", "What the figures mean"},
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			s := site(t)
			s.On("GET "+lib+"/people/"+string(tom), member())
			sound(t, s.Get(address), http.StatusOK).says(words...)
			if calls := sent(s); len(calls) > 0 {
				t.Errorf("looking at it changed something: %v", calls)
			}
		})
	}
}

func TestWhoMaySee(t *testing.T) {
	t.Parallel()
	for address, roles := range map[string]map[evidence.Role]int{
		"/team":               {evidence.Librarian: 200, evidence.Trainee: 200, evidence.Requester: 403, evidence.Admin: 403},
		"/team/unclaimed":     {evidence.Librarian: 403, evidence.Manager: 200},
		"/settings":           {evidence.Admin: 200, evidence.Librarian: 403},
		"/settings/calendar":  {evidence.Admin: 403, evidence.Manager: 200},
		"/settings/templates": {evidence.Admin: 403},
		"/settings/people":    {evidence.Admin: 200, evidence.Requester: 403},
		"/settings/service":   {evidence.Admin: 200, evidence.SystemLead: 403},
		"/reports":            {evidence.SystemLead: 200, evidence.Librarian: 200, evidence.Requester: 403},
		"/settings/calendar/closures/soon/remove": {evidence.Manager: 404},
		"/team/" + asking:                         {evidence.Manager: 404},
		"/team?library=" + asking:                 {evidence.Manager: 404},
	} {
		for role, status := range roles {
			if w := site(t).As(role).Get(address); w.Code != status {
				t.Errorf("%s as %s: %d, want %d", address, role, w.Code, status)
			}
		}
	}
	s := site(t).As(evidence.SystemLead)
	d := sound(t, s.Get("/reports"), http.StatusOK)
	if strings.Contains(d.text(), "Delivered this month") || len(s.Calls()) > 0 {
		t.Error("a system lead is shown the queue of a library")
	}
	admin := sound(t, site(t).As(evidence.Admin).Get("/settings"), http.StatusOK)
	if admin.links()["/settings/calendar"] != "" {
		t.Error("an administrator is led to a page that is not for them")
	}
	gone(t, site(t).As().Get("/settings/people"), "/sign-in?next=%2Fsettings%2Fpeople")
}
