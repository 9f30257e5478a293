package e2e_test

import (
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// needsCheck brings a request of a type whose summary must be checked to summarising, with a report written.
func (l *library) needsCheck(kind string) *request {
	l.Helper()
	r := l.submitAs(l.asker, l.submission().and(m{"type": kind}))
	r.give(l.librarian, evidence.Claim, nil)
	body := m{}
	if kind == "systematic_review" {
		body = m{"estimate_minutes": 3000, "promise_due": soon()}
	}
	r.give(l.librarian, evidence.Accept, body)
	r.post(l.librarian, "searches", search(), nil)
	if kind == "systematic_review" {
		return r
	}
	r.give(l.librarian, evidence.CompleteSearch, nil)
	r.write(l.librarian, "It does.")
	return r
}

// changedAfterApproval delivers nothing but the text that was read.
func changedAfterApproval(l *library) {
	r := l.needsCheck("guideline_policy_pathway")
	r.refuse(l.librarian, evidence.Deliver, nil, evidence.CheckRequired)
	r.give(l.librarian, evidence.SubmitForCheck, nil)
	r.give(l.second, evidence.Approve, r.review(l.second))
	r.write(l.librarian, "It does not.")
	r.refuse(l.librarian, evidence.Deliver, nil, evidence.ChangedAfterCheck)
	r.unread(l.asker)
	r.give(l.librarian, evidence.SubmitForCheck, nil)
	r.write(l.librarian, "Perhaps.") // while it is being read
	stale := r.review(l.second)
	stale["version"] = stale["version"].(int) - 1
	r.refuse(l.second, evidence.Approve, stale, evidence.ChangedAfterCheck)
	r.give(l.second, evidence.ReturnForChanges, m{"reason": "claim_without_reference"})
	r.give(l.librarian, evidence.SubmitForCheck, nil)
	r.give(l.second, evidence.Approve, r.review(l.second))
	r.give(l.librarian, evidence.Deliver, nil)
	r.read(l.asker, "Perhaps.")
	r.write(l.librarian, "Certainly.")
	r.read(l.asker, "Perhaps.")
	r.refuse(l.librarian, evidence.Correct, m{"reason": "presentation"}, evidence.ChangedAfterCheck)
}

// fourEyes lets nobody check what they wrote, submitted or own.
func fourEyes(l *library) {
	r := l.needsCheck("business_case")
	r.give(l.librarian, evidence.SubmitForCheck, nil)
	check := r.as(l.librarian).Check
	bound := m{"version": check.Version, "digest": check.Digest}
	r.refuse(l.librarian, evidence.Approve, bound, evidence.OwnWork)
	r.refuse(l.trainee, evidence.Approve, bound, evidence.NotPermitted)
	r.refuse(l.asker, evidence.Approve, bound, evidence.NotPermitted)
	// The second librarian takes the work over: now neither may check it.
	r.give(l.librarian, evidence.Reassign, m{"person": l.second.id, "reason": "swap"})
	r.refuse(l.second, evidence.Approve, bound, evidence.OwnWork)
	r.refuse(l.librarian, evidence.Approve, bound, evidence.OwnWork)
	r.refuse(l.manager, evidence.WaiveCheck, nil, evidence.Invalid)
	r.give(l.manager, evidence.WaiveCheck, m{"reason": "no_second_librarian"})
	if a := r.give(l.second, evidence.Deliver, nil); a.Stage != evidence.Delivered {
		r.Errorf("delivered to %s", a.Stage)
	}
}

// invitedReviewer asks a librarian of another library, who sees this request and no other.
func invitedReviewer(l *library) {
	other := l.desk.newLibrary(l.TB)
	r, hidden := l.needsCheck("systematic_review"), l.submit()
	r.unseen(other.librarian)
	r.refuse(l.librarian, evidence.CompleteSearch, nil, evidence.CheckRequired)
	r.refuse(l.librarian, evidence.SubmitForCheck, m{"reviewer": other.asker.id}, evidence.Invalid)
	r.refuse(l.librarian, evidence.SubmitForCheck, m{"reviewer": l.librarian.id}, evidence.OwnWork)
	r.give(l.librarian, evidence.SubmitForCheck, m{"reviewer": other.librarian.id})
	r.receives(other.librarian, evidence.NoticeCheckAsked)
	r.unseen(other.second)
	hidden.unseen(other.librarian)
	if v := r.as(other.librarian); v.Check.Subject != evidence.Strategy {
		r.Errorf("the reviewer is to read %q", v.Check.Subject)
	}
	if len(list[any](l, other.librarian, r.path("searches"))) != 1 {
		r.Error("the reviewer does not see the search")
	}
	check := r.as(other.librarian).Check
	r.refuse(other.librarian, evidence.Approve, m{"version": check.Version, "digest": check.Digest}, evidence.Invalid) // without the PRESS form
	r.give(other.librarian, evidence.Approve, r.review(other.librarian))
	r.give(l.librarian, evidence.CompleteSearch, nil)
	// A search that changes after the strategy was read has not been read.
	r.give(l.librarian, evidence.ResumeSearch, nil)
	r.post(l.librarian, "searches", search(), nil)
	r.refuse(l.librarian, evidence.CompleteSearch, nil, evidence.ChangedAfterCheck)
}

// traineesWork is always checked, whatever the type says, and never waived.
func traineesWork(l *library) {
	r := l.submit()
	r.give(l.trainee, evidence.Claim, nil)
	r.give(l.trainee, evidence.Accept, nil)
	r.post(l.trainee, "searches", search(), nil)
	r.give(l.trainee, evidence.CompleteSearch, nil)
	r.write(l.trainee, "It does.")
	r.refuse(l.trainee, evidence.Deliver, nil, evidence.CheckRequired)
	r.refuse(l.manager, evidence.WaiveCheck, m{"reason": "patient_cannot_wait"}, evidence.NotPermitted)
	r.give(l.trainee, evidence.SubmitForCheck, nil)
	r.give(l.librarian, evidence.Approve, r.review(l.librarian))
	r.give(l.trainee, evidence.Deliver, nil, apiclient.IdempotencyKey("trainee-"+r.reference))
}
