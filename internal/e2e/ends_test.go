package e2e_test

import (
	"fmt"
	"net/http"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// reopened keeps the first delivery, suspends the follow-up and counts it from the next delivery. There is one for life.
func reopened(l *library) {
	r := l.bring(evidence.Delivered)
	first := r.as(l.librarian)
	r.followUp(evidence.ImpactScheduled)
	r.refuse(l.colleague, evidence.Reopen, m{"reason": "update", "back_to": evidence.Searching}, evidence.NotFound)
	r.refuse(l.asker, evidence.Reopen, m{"reason": "update", "back_to": evidence.Triage}, evidence.Invalid)
	if a := r.give(l.asker, evidence.Reopen, m{"reason": "extend_scope", "back_to": evidence.Searching}); a.Stage != evidence.Searching || a.PromiseDue.IsZero() {
		r.Errorf("reopened to %s, due %s", a.Stage, a.PromiseDue)
	}
	r.receives(l.librarian, evidence.NoticeReopened)
	r.followUp(evidence.ImpactSuspended)
	r.post(l.librarian, "searches", search(), nil)
	r.give(l.librarian, evidence.CompleteSearch, nil)
	r.write(l.librarian, "It still does.")
	r.read(l.asker, "It does.") // what was delivered stays in sight
	r.give(l.librarian, evidence.Deliver, nil)
	r.read(l.asker, "It still does.")
	again := r.as(l.librarian)
	if !again.FirstAt.Equal(first.DeliveredAt) || !again.DeliveredAt.After(first.DeliveredAt) {
		r.Errorf("first delivered %s, now %s; the first time it was %s", again.FirstAt, again.DeliveredAt, first.DeliveredAt)
	}
	r.followUp(evidence.ImpactScheduled)
	runs := 0
	for _, e := range r.desk.executions() {
		if e.GetExecution().GetWorkflowId() == workflows.FollowUpWorkflowID(r.id) {
			runs++
		}
	}
	if n := r.desk.count(r, "SELECT count(*) FROM follow_up WHERE request_id = $1", r.id); n != 1 || runs != 1 {
		r.Errorf("%d follow-ups in %d runs", n, runs)
	}
}

// followUp waits until the follow-up is in a stage.
func (r *request) followUp(stage evidence.ImpactStage) {
	r.Helper()
	eventually(r, "the follow-up is "+string(stage), func() error {
		if v := r.as(r.librarian); v.FollowUp != string(stage) {
			return fmt.Errorf("it is %q", v.FollowUp)
		}
		return nil
	})
}

// answeredLive records a question with its answer, and makes a linked request for a full search.
func answeredLive(l *library) {
	body := l.submission().and(m{
		"requester": m{"person": l.asker.id}, "channel": "ward_round", "occurred_at": ago(1), "urgency": "now",
		"answer": summary("Twice a day."), "references": references()["references"], "full_search": true,
	})
	var opened apiclient.Opened
	if _, err := l.librarian.Do(l.Context(), http.MethodPost, apiclient.V1+"/requests/live", body, &opened); err != nil {
		l.Fatal(err)
	}
	r := l.known(opened.ID, opened.Reference)
	if opened.Stage != evidence.Delivered || opened.Outcome != evidence.AnsweredLive || opened.FullSearch == "" {
		l.Errorf("answered live: %+v", opened)
	}
	r.read(l.asker, "Twice a day.")
	full := l.known(opened.FullSearch, "the full search")
	full.give(l.librarian, evidence.Claim, nil)
	r.write(l.librarian, "Once a day.")
	r.give(l.librarian, evidence.Correct, m{"reason": "factual_error"})
	r.read(l.asker, "Once a day.")
}

// turnedAway declines one request and points another elsewhere. Colleagues do not end each other's work.
func turnedAway(l *library) {
	for name, reason := range map[evidence.Name]string{evidence.Decline: "assessed_coursework", evidence.Signpost: "kl_hub"} {
		offer := m{"reason": reason, "offered": "kl_hub"}
		r := l.bring(evidence.Triage)
		r.refuse(l.second, name, offer, evidence.NotPermitted)
		r.refuse(l.librarian, name, m{"reason": "because"}, evidence.Invalid)
		r.refuse(l.asker, name, offer, evidence.NotPermitted)
		if a := r.give(l.librarian, name, offer); a.Stage != evidence.Closed {
			r.Errorf("%s leads to %s", name, a.Stage)
		}
		r.receives(l.asker, evidence.NoticeClosed)
		r.refuse(l.librarian, evidence.Claim, nil, evidence.NotAllowedInStage)
		pool := l.submit()
		pool.give(l.second, name, offer) // nobody's work
	}
}

// withdrawn ends requests from every stage that allows it.
func withdrawn(l *library) {
	for _, stage := range append(evidence.OpenStages(), evidence.Merged) {
		r := l.bring(stage)
		body := m{"reason": "no_longer_needed"}
		r.refuse(l.colleague, evidence.Withdraw, body, evidence.NotFound)
		r.refuse(l.librarian, evidence.Withdraw, body, evidence.NotPermitted)
		r.refuse(l.manager, evidence.Withdraw, body, evidence.Invalid)
		by := l.asker
		if stage == evidence.Checking {
			by, body = l.manager, m{"reason": "requester_left", "left": true}
		}
		if a := r.give(by, evidence.Withdraw, body); a.Stage != evidence.Closed || a.Outcome != evidence.Withdrawn {
			r.Errorf("withdrawn from %s: %s %s", stage, a.Stage, a.Outcome)
		}
		if stage != evidence.Submitted {
			r.receives(l.librarian, evidence.NoticeWithdrawn)
		}
		if stage == evidence.Merged && r.desk.count(r, "SELECT count(*) FROM merge_link WHERE source = $1", r.id) != 0 {
			r.Error("the link of a withdrawn source is still there")
		}
	}
	delivered := l.bring(evidence.Delivered)
	delivered.refuse(l.asker, evidence.Withdraw, m{"reason": "too_late"}, evidence.NotAllowedInStage)
}

// lapsed has a question that nobody answered lapse, and a late answer revive the request.
func lapsed(l *library) {
	r := l.receive(ago(60), nil)
	r.give(l.librarian, evidence.Claim, at(ago(59), nil))
	r.give(l.librarian, evidence.Ask, at(ago(58), m{"message": words("Which age group?")}))
	// What is done now ends the time for catching up with late records, and the deadlines that have passed are carried out.
	r.give(l.librarian, evidence.SetUrgency, m{"urgency": "soon", "reason": "requester_asked"})
	if v := r.stands(evidence.Closed); v.Outcome != evidence.Lapsed {
		r.Errorf("it closed as %s", v.Outcome)
	}
	for _, kind := range []evidence.NoticeKind{evidence.NoticeReminder, evidence.NoticeLapseWarning, evidence.NoticeLapsed} {
		r.receives(l.asker, kind)
	}
	r.refuse(l.librarian, evidence.Claim, nil, evidence.NotAllowedInStage)
	if a := r.give(l.asker, evidence.Answer, m{"message": words("Adults, and sorry.")}); a.Stage != evidence.Triage || a.Outcome != "" || a.PromiseDue.IsZero() {
		r.Errorf("revived to %s %s, due %s", a.Stage, a.Outcome, a.PromiseDue)
	}
	r.give(l.librarian, evidence.Accept, m{"promise_due": soon()})
}

// closedByItself is delivered more than thirty days ago.
func closedByItself(l *library) {
	r := l.receive(ago(50), nil)
	r.give(l.librarian, evidence.Claim, at(ago(49), nil))
	r.give(l.librarian, evidence.Accept, at(ago(49), m{"promise_due": ago(40)}))
	r.post(l.librarian, "searches", search(), nil)
	r.give(l.librarian, evidence.CompleteSearch, at(ago(45), nil))
	r.write(l.librarian, "It does.")
	r.give(l.librarian, evidence.Deliver, at(ago(40), nil))
	r.refuse(l.asker, evidence.Reopen, m{"reason": "update", "back_to": evidence.Searching}, evidence.NotAllowedInStage)
	r.refuse(l.librarian, evidence.Correct, m{"reason": "presentation"}, evidence.Invalid) // nothing has changed
	r.write(l.librarian, "It does, clearly.")
	r.give(l.librarian, evidence.Correct, m{"reason": "presentation"})
	if v := r.stands(evidence.Closed); v.Outcome != evidence.Answered {
		r.Errorf("it closed as %s", v.Outcome)
	}
	r.read(l.asker, "It does, clearly.")
	path := r.asked(l.asker) // its follow-up outlives it
	if _, err := r.desk.client(r, "").Do(r.Context(), http.MethodPost, path, m{"opt_out": true}, nil); err != nil {
		r.Errorf("opt out: %v", err)
	}
	r.followUp(evidence.ImpactOptedOut)
}
