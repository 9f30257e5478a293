package mine_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	webpage "evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestARequest(t *testing.T) {
	t.Parallel()
	s := with(site(t), asked(), begun(), postgres.Message{ID: "m1", Kind: postgres.MessageUpdate, Author: owner, Text: "I search <b>four</b> databases.", CreatedAt: at(3, 10)})
	p := look(t, s.Get(path), http.StatusOK)
	p.says("Request ED-2026-000123", "We are searching", "Priya Raman", "Northmoor Health Libraries", "Expected by", "27 November 2026",
		"Agreed on Tuesday 3 November 2026, when the library took the request on.", "I search <b>four</b> databases.", "Priya Raman, librarian",
		"You sent the request", "Priya Raman took the request", "Evidence summary")
	p.leadsTo(path+"/change", path+"/needed-by", path+"/withdraw", path+"/sharing", path+"/deadline", "/requests")
	p.leadsNotTo(path+"/report", path+"/reopen", "/work/"+id, "/ask?again="+id)
	if got := steps(p); !slices.Equal(got, []string{"Received (done)", "A librarian's first look (done)", "Searching (in progress)", "Writing your answer (not started)", "Checking (not started)", "Sent to you (not started)"}) {
		t.Errorf("steps %q", got)
	}
	if n := len(s.Calls()); n != 3 {
		t.Errorf("%d calls of the API", n)
	}
}

// steps are the titles of the steps with their states.
func steps(p page) []string {
	var list []string
	for _, n := range p.all("h3") {
		if webtest.Attr(n, "class") == "app-steps__title" {
			list = append(list, strings.NewReplacer("( ", "(", " )", ")").Replace(webtest.Text(n)))
		}
	}
	return list
}

func TestWhereARequestIs(t *testing.T) {
	t.Parallel()
	usual := func(states ...string) []string {
		titles := []string{"Received", "A librarian's first look", "Searching", "Writing your answer", "Checking", "Sent to you"}
		for i, s := range states {
			titles[i] += " (" + s + ")"
		}
		return titles
	}
	cases := []struct {
		name   string
		change func(*rest.RequestView)
		steps  []rest.StepView
		want   []string
		says   string
	}{
		{
			"nobody has it", func(v *rest.RequestView) { v.Stage, v.Owner, v.OwnerName = evidence.Submitted, "", "" }, begun()[:1],
			usual("done", "next", "not started", "not started", "not started", "not started"), "Nobody yet: it is in the library's queue",
		},
		{
			"a question waits", func(v *rest.RequestView) { v.Stage, v.StageSince, v.Running = evidence.Clarifying, at(9, 9), false }, append(begun(), step(evidence.Ask, evidence.Searching, evidence.Clarifying, 9)),
			usual("done", "done", "waiting for you", "not started", "not started", "not started"), "Paused until you answer our question, since Monday 9 November 2026.",
		},
		{
			"on hold", func(v *rest.RequestView) { v.Stage, v.StageSince, v.ReviewAt = evidence.OnHold, at(9, 9), at(30, 9) },
			append(begun(), func() rest.StepView {
				h := step(evidence.Hold, evidence.Searching, evidence.OnHold, 9)
				h.Reason = "waiting_for_articles"
				return h
			}()),
			usual("done", "done", "paused", "not started", "not started", "not started"), "Reason: waiting for articles. We look at it again on Monday 30 November 2026.",
		},
		{
			"writing", func(v *rest.RequestView) { v.Stage = evidence.Summarising }, append(begun(), step(evidence.CompleteSearch, evidence.Searching, evidence.Summarising, 9)),
			usual("done", "done", "done", "in progress", "not started", "not started"), "A librarian reads and writes.",
		},
		{
			"being checked", func(v *rest.RequestView) { v.Stage = evidence.Checking },
			append(begun(), step(evidence.CompleteSearch, evidence.Searching, evidence.Summarising, 9), step(evidence.SubmitForCheck, evidence.Summarising, evidence.Checking, 10)),
			usual("done", "done", "done", "done", "in progress", "not started"), "A second librarian reads it before you do.",
		},
		{
			"the strategy is checked", func(v *rest.RequestView) { v.Stage = evidence.Checking }, append(begun(), step(evidence.SubmitForCheck, evidence.Searching, evidence.Checking, 10)),
			usual("done", "done", "in progress", "not started", "not started", "not started"), "A second librarian reads how we searched.",
		},
		{
			"checked", func(v *rest.RequestView) { v.Stage = evidence.Summarising },
			append(begun(), step(evidence.CompleteSearch, evidence.Searching, evidence.Summarising, 9), step(evidence.SubmitForCheck, evidence.Summarising, evidence.Checking, 10), step(evidence.Approve, evidence.Checking, evidence.Summarising, 11)),
			usual("done", "done", "done", "done", "done", "in progress"), "It is about to be sent.",
		},
		{
			"answered", func(v *rest.RequestView) {
				v.Stage, v.Outcome, v.DeliveredVersion, v.DeliveredAt = evidence.Delivered, evidence.Answered, 1, at(12, 9)
			},
			append(begun(), step(evidence.CompleteSearch, evidence.Searching, evidence.Summarising, 9), step(evidence.Deliver, evidence.Summarising, evidence.Delivered, 12)),
			usual("done", "done", "done", "done", "done", "done"), "Read the answer",
		},
		{
			"with another library", func(v *rest.RequestView) {
				v.Stage = evidence.Referred
				v.Referrals = []rest.ReferralView{{LibraryName: "Eastvale Library", PartnerDue: at(20, 17)}}
			}, begun(),
			[]string{"Received (done)", "With another library (in progress)", "Sent to you (not started)"},
			"Eastvale Library. They expect to answer by Friday 20 November 2026.",
		},
		{
			"joined with another", func(v *rest.RequestView) {
				v.Stage = evidence.Merged
				v.Links = []rest.LinkView{{Kind: "merged", Older: true, Request: "00000000-0000-4000-8000-0000000000f2", Reference: "ED-2026-000099"}}
			}, begun(),
			[]string{"Received (done)", "Answered together with another request (in progress)", "Sent to you (not started)"},
			"Answered together with ED-2026-000099",
		},
		{
			"declined", func(v *rest.RequestView) {
				v.Stage, v.Outcome, v.ClosedAt = evidence.Closed, evidence.Declined, at(9, 9)
			},
			append(begun()[:2], func() rest.StepView {
				d := step(evidence.Decline, evidence.Triage, evidence.Closed, 9)
				d.Reason = "no_capacity"
				return d
			}()),
			[]string{"Received (done)", "Finished: declined (done)"},
			"Reason: no capacity.",
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			view := asked()
			tc.change(&view)
			p := look(t, with(site(t), view, tc.steps).Get(path), http.StatusOK)
			if got := steps(p); !slices.Equal(got, tc.want) {
				t.Errorf("steps %q\nwant  %q", got, tc.want)
			}
			p.says(tc.says)
		})
	}
}

func TestTheLibrarysQuestion(t *testing.T) {
	t.Parallel()
	view := asked()
	view.Stage, view.QuestionOpen, view.AllowedCommands = evidence.Clarifying, true, []evidence.Name{evidence.Answer, evidence.Withdraw}
	question := postgres.Message{ID: "m1", Kind: postgres.MessageQuestion, Author: owner, Text: "Community wards too?", CreatedAt: at(9, 9)}
	s := with(site(t), view, begun(), question)
	p := look(t, s.Get(path), http.StatusOK)
	p.says("We have a question for you", "Community wards too?")
	look(t, s.Get(path+"/answer"), http.StatusOK).says("Community wards too?")
	s.Calls()

	s.On("POST "+path+"/answer", rest.CommandResult{ID: id})
	goes(t, s.Post(path+"/answer", form("message", "Yes, those too.")), path)
	c := sent(t, s.Calls())
	if c.Path != path+"/answer" || c.Key != "key-of-the-form" || !strings.Contains(c.Body, `"message":"Yes, those too."`) {
		t.Errorf("sent %+v", c)
	}
	if len(s.Notices) != 1 || strings.Contains(s.Notices[0], "those") {
		t.Errorf("notices %q", s.Notices)
	}
}

func TestAnAnswerThatLooksLikeAPatient(t *testing.T) {
	t.Parallel()
	view := asked()
	view.AllowedCommands = []evidence.Name{evidence.Answer}
	s := with(site(t), view, begun())
	s.Refuse("POST "+path+"/answer", http.StatusUnprocessableEntity, evidence.IdentifierSuspected,
		webpage.FieldProblem{Field: "message", Code: string(evidence.IdentifierSuspected), Start: 4, Length: 12, Kind: "nhs_number"})
	p := look(t, s.Post(path+"/answer", form("message", "For 999 000 0018 only <script>alert(1)</script>")), http.StatusUnprocessableEntity)
	if !strings.HasPrefix(p.title(), "Error: ") || p.value("message") != "For 999 000 0018 only <script>alert(1)</script>" {
		t.Errorf("title %q, kept %q", p.title(), p.value("message"))
	}
	p.says("999 000 0018")
	p.leadsTo("#message")

	s.On("POST "+path+"/answer", rest.CommandResult{ID: id})
	s.Calls()
	goes(t, s.Post(path+"/answer", form("message", "For 999 000 0018 only", "_confirm", "message|4|nhs_number|not_a_patient")), path)
	var body rest.AnswerBody
	if err := json.Unmarshal([]byte(sent(t, s.Calls()).Body), &body); err != nil || len(body.Confirm) != 1 || body.Confirm[0].ReasonCode != "not_a_patient" {
		t.Errorf("confirmed %+v, %v", body.Confirm, err)
	}
}

func TestWhoSeesWhat(t *testing.T) {
	t.Parallel()
	t.Run("staff are led to the workbench", func(t *testing.T) {
		t.Parallel()
		view := asked()
		view.Relation, view.Requester, view.RequesterName = postgres.RelationLibrary, other, "Ben Stone"
		s := with(site(t), view, begun(), postgres.Message{ID: "n", Kind: postgres.MessageNote, Author: owner, Text: "Between us."}).As(evidence.Librarian)
		p := look(t, s.Get(path), http.StatusOK)
		p.leadsTo("/work/" + id)
		p.saysNot("Between us.")
		p.leadsNotTo(path+"/change", path+"/withdraw", path+"/sharing")
	})
	t.Run("a delegate acts for the requester", func(t *testing.T) {
		t.Parallel()
		view := asked()
		view.Requester, view.RequesterName = other, "Ben Stone"
		view.People = []rest.PersonView{{Person: webtest.Me, Name: "Ann Walker", Relation: "delegate"}}
		p := look(t, with(site(t), view, begun()).Get(path), http.StatusOK)
		p.leadsTo(path+"/change", path+"/withdraw")
		p.leadsNotTo(path + "/sharing")
		p.says("Ben Stone: asked the question", "You: may act for the requester")
	})
	t.Run("who is copied in reads", func(t *testing.T) {
		t.Parallel()
		view := asked()
		view.Requester, view.AllowedCommands = other, nil
		view.People = []rest.PersonView{{Person: webtest.Me, Name: "Ann Walker", Relation: "copied"}}
		p := look(t, with(site(t), view, begun()).Get(path), http.StatusOK)
		p.leadsNotTo(path+"/change", path+"/withdraw", path+"/needed-by")
		if len(p.all("textarea")) != 0 {
			t.Error("there is a box to write in")
		}
	})
	t.Run("with whom only the answer is shared", func(t *testing.T) {
		t.Parallel()
		view := asked()
		view.Relation = postgres.RelationShared
		goes(t, site(t).On("GET "+path, view).Get(path), path+"/report")
	})
	t.Run("who may not know of it", func(t *testing.T) {
		t.Parallel()
		look(t, site(t).Refuse("GET "+path, http.StatusNotFound, evidence.NotFound).Get(path), http.StatusNotFound).says("Page not found")
	})
	t.Run("nobody signed in", func(t *testing.T) {
		t.Parallel()
		goes(t, site(t).As().Get(path), "/sign-in?next="+strings.ReplaceAll(path, "/", "%2F"))
	})
}

func TestMessages(t *testing.T) {
	t.Parallel()
	s := with(site(t), asked(), begun())
	s.On("POST "+path+"/messages", rest.PostedMessage{})
	look(t, s.Get(path+"/message"), http.StatusOK)
	s.Calls()
	goes(t, s.Post(path+"/message", form("text", "Injuries matter most.\r\nNot counts.")), path+"#messages")
	if c := sent(t, s.Calls()); !strings.Contains(c.Body, `"kind":"update"`) || !strings.Contains(c.Body, `"text":"Injuries matter most.\nNot counts."`) || c.Key == "" {
		t.Errorf("sent %+v", c)
	}

	s.Refuse("POST "+path+"/messages", http.StatusUnprocessableEntity, evidence.Invalid, webpage.FieldProblem{Field: "text", Code: "too-short"})
	p := look(t, s.Post(path+"/message", form("text", "")), http.StatusUnprocessableEntity)
	p.says("Write your message.")
	p.leadsTo("#text")

	s.Refuse("POST "+path+"/messages", http.StatusServiceUnavailable, evidence.StoreUnavailable)
	if p := look(t, s.Post(path+"/message", form("text", "Kept.")), http.StatusUnprocessableEntity); p.value("text") != "Kept." || p.value("_key") != "key-of-the-form" {
		t.Errorf("kept %q under the key %q", p.value("text"), p.value("_key"))
	}
}

func TestALongThread(t *testing.T) {
	t.Parallel()
	s := with(site(t), asked(), begun())
	s.OnFunc("GET "+path+"/messages", func(c webtest.Call) webtest.Answer {
		if !strings.Contains(c.Query, "limit=200") {
			t.Errorf("asked for %s", c.Query)
		}
		return webtest.Answer{Body: items[postgres.Message]{Items: []postgres.Message{{ID: "m1", Kind: postgres.MessageUpdate, Text: "First"}}, Next: "m 1"}}
	})
	look(t, s.Get(path), http.StatusOK).leadsTo(path + "?messages=m+1#messages")
}
