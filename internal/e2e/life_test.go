package e2e_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// days ago, at ten in the morning.
func ago(days int) time.Time {
	return time.Now().UTC().AddDate(0, 0, -days).Truncate(24 * time.Hour).Add(10 * time.Hour)
}

// at puts the time of a late record into a body.
func at(t time.Time, body m) m { return m{"occurred_at": t}.and(body) }

// fullLife is written down late, so that its follow-up falls due at once.
func fullLife(l *library) {
	r := l.receive(ago(40), nil)
	r.give(l.librarian, evidence.Claim, at(ago(39), nil))
	r.give(l.librarian, evidence.Accept, at(ago(39), m{"promise_due": ago(20)}))
	r.give(l.librarian, evidence.Ask, at(ago(38), m{"message": words("Which age group?")}))
	r.give(l.librarian, evidence.Answer, at(ago(36), m{"message": words("Adults."), "channel": "phone"}))
	r.post(l.librarian, "searches", search(), nil)
	r.post(l.librarian, "references", references(), nil)
	r.write(l.librarian, "It does.")
	r.post(l.librarian, "time-entries", m{"stage": "search", "minutes": 45, "started_at": ago(30), "note": words("Slow.")}, nil)
	r.give(l.librarian, evidence.CompleteSearch, at(ago(30), nil))
	r.give(l.librarian, evidence.SubmitForCheck, at(ago(29), nil))
	r.give(l.second, evidence.Approve, at(ago(28), r.review(l.second)))
	delivered := r.give(l.librarian, evidence.Deliver, at(ago(20), nil))
	if delivered.Stage != evidence.Delivered || delivered.Outcome != evidence.Answered {
		r.Fatalf("delivered to %s %s", delivered.Stage, delivered.Outcome)
	}
	r.receives(l.asker, evidence.NoticeDelivered)
	r.read(l.asker, "It does.")
	r.write(l.librarian, "It does, by a day.")
	r.give(l.librarian, evidence.Correct, m{"reason": "factual_error"})
	r.receives(l.asker, evidence.NoticeCorrected)
	r.read(l.asker, "It does, by a day.")
	r.impact(l.asker)
	if n := r.seq(); n != 10 {
		r.Errorf("the life has %d steps, want 10", n)
	}
	r.measure()
}

// read insists that somebody reads a delivered report with this bottom line.
func (r *request) read(p *person, bottomLine string) {
	r.Helper()
	var s struct {
		BottomLine string `json:"bottom_line"`
		Delivered  bool   `json:"delivered"`
	}
	if _, err := p.Get(r.Context(), r.path("summary"), &s); err != nil || s.BottomLine != words(bottomLine) {
		r.Fatalf("the report says %q (%v), want %q", s.BottomLine, err, bottomLine)
	}
}

var askLink = regexp.MustCompile(`/follow-ups/([A-Za-z0-9_-]{43})`)

// asked waits for the letter that asks what difference the answer made, and gives the address of its questions.
func (r *request) asked(p *person) (path string) {
	r.Helper()
	eventually(r, "the question about impact comes", func() error {
		for _, letter := range r.desk.letters(r, p, r.reference) {
			if found := askLink.FindStringSubmatch(letter); found != nil {
				r.desk.secrets.add(found[1])
				path = apiclient.V1 + "/follow-ups/" + found[1]
				return nil
			}
		}
		return fmt.Errorf("%d letters so far", len(r.desk.letters(r, p, r.reference)))
	})
	return path
}

// impact answers the questions without signing in.
func (r *request) impact(p *person) {
	r.Helper()
	path := r.asked(p)
	nobody := r.desk.client(r, "")
	var view struct {
		Reference string `json:"reference"`
		State     string `json:"state"`
		Open      bool   `json:"open"`
		Questions []any  `json:"questions"`
	}
	if _, err := nobody.Get(r.Context(), path, &view); err != nil || !view.Open || view.Reference != r.reference || len(view.Questions) == 0 {
		r.Fatalf("the questions: %+v (%v)", view, err)
	}
	answers := m{
		"q1_services": []string{"evidence_search"}, "q2_uses": []string{"direct_patient_care"}, "q3_how": words("We changed the pathway."),
		"q4_benefits": m{"safety": []string{"immediate"}}, "q5_detail": words("Fewer falls."), "q6_role": "medical_dental",
	}
	body := m{"answers": answers, "time_saved": "hours_2_to_4", "may_quote": true}
	for range 2 { // the same answer again is the same answer
		if _, err := nobody.Do(r.Context(), http.MethodPost, path, body, nil); err != nil {
			r.Fatalf("answer: %v", err)
		}
	}
	_, err := nobody.Do(r.Context(), http.MethodPost, path, body.and(m{"answers": answers.and(m{"q3_how": words("Otherwise.")})}), nil)
	if apiclient.CodeOf(err) != evidence.AlreadyAnswered {
		r.Errorf("another answer is answered %v", err)
	}
	if v := r.as(r.librarian); v.FollowUp != string(evidence.ImpactAnswered) {
		r.Errorf("the follow-up is %s", v.FollowUp)
	}
}

// maxEventsPerCommand is the goal of the design.
const maxEventsPerCommand = 20

// measure prints how much history the life took.
func (r *request) measure() {
	r.Helper()
	counts := map[string]int{}
	commands := 0
	for _, id := range []string{workflows.RequestWorkflowID(r.id), workflows.FollowUpWorkflowID(r.id)} {
		for _, event := range r.desk.history(id, "") {
			counts[id]++
			if event.GetEventType() == enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED && strings.HasPrefix(id, "evidence-request/") {
				commands++
			}
		}
	}
	life := counts[workflows.RequestWorkflowID(r.id)]
	r.Logf("history: %d events of the request for %d commands, %.1f each; %d events of the follow-up",
		life, commands, float64(life)/float64(commands), counts[workflows.FollowUpWorkflowID(r.id)])
	if life > maxEventsPerCommand*commands {
		r.Errorf("%d events for %d commands are more than %d each", life, commands, maxEventsPerCommand)
	}
}

// ordinaryDay is a life in the present: the requester answers, everybody is told, nobody is asked about impact yet.
func ordinaryDay(l *library) {
	r := l.submit()
	r.receives(l.asker, evidence.NoticeAcknowledged)
	r.give(l.librarian, evidence.Claim, nil)
	r.give(l.librarian, evidence.Accept, nil)
	running := r.as(l.librarian)
	if !running.Running || running.PromiseDue.IsZero() {
		r.Errorf("after accept: running %v, due %s", running.Running, running.PromiseDue)
	}
	r.give(l.librarian, evidence.Ask, m{"message": words("Which age group?")})
	if v := r.as(l.asker); v.Stage != evidence.Clarifying || v.Running || !v.QuestionOpen {
		r.Errorf("after ask: %s, running %v, open %v", v.Stage, v.Running, v.QuestionOpen)
	}
	r.receives(l.asker, evidence.NoticeClarification)
	r.give(l.asker, evidence.Answer, m{"message": words("Adults.")})
	r.receives(l.librarian, evidence.NoticeAnswered)
	if v := r.as(l.asker); v.Stage != evidence.Searching || !v.Running {
		r.Errorf("after answer: %s, running %v", v.Stage, v.Running)
	}
	r.post(l.librarian, "searches", search(), nil)
	r.give(l.librarian, evidence.CompleteSearch, nil)
	r.post(l.librarian, "references", references(), nil)
	r.write(l.librarian, "It does.")
	r.unread(l.asker)
	r.give(l.librarian, evidence.Deliver, nil)
	r.read(l.asker, "It does.")
	eventually(r, "the follow-up is scheduled", func() error {
		if v := r.as(l.librarian); v.FollowUp != string(evidence.ImpactScheduled) {
			return fmt.Errorf("it is %q", v.FollowUp)
		}
		return nil
	})
	thread := list[struct {
		Kind string `json:"kind"`
		Text string `json:"text"`
	}](l, l.asker, r.path("messages"))
	if len(thread) != 2 || thread[0].Kind != "question" || thread[1].Text != words("Adults.") {
		r.Errorf("the thread is %+v", thread)
	}
	r.measure()
}

// unread insists that nobody outside reads a report before it is delivered.
func (r *request) unread(p *person) {
	r.Helper()
	if _, err := p.Get(r.Context(), r.path("summary"), nil); apiclient.CodeOf(err) != evidence.NotFound {
		r.Errorf("a report that was not delivered is answered %v", err)
	}
}
