package e2e_test

import (
	"fmt"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// merged puts a request aside for another, refuses chains and circles, and takes them apart again.
func merged(l *library) {
	other := l.desk.newLibrary(l.TB).submit()
	survivor, source, third := l.bring(evidence.Searching), l.bring(evidence.Searching), l.bring(evidence.Triage)
	before := source.as(l.librarian)
	source.refuse(l.librarian, evidence.Merge, m{"survivor": source.id}, evidence.LinkRefused)
	source.refuse(l.librarian, evidence.Merge, m{"survivor": other.id}, evidence.Invalid)
	source.refuse(l.second, evidence.Merge, m{"survivor": survivor.id}, evidence.NotPermitted)
	if a := source.give(l.librarian, evidence.Merge, m{"survivor": survivor.id}); a.Stage != evidence.Merged || !a.PromiseDue.IsZero() {
		source.Errorf("merged to %s, due %s", a.Stage, a.PromiseDue)
	}
	source.receives(l.asker, evidence.NoticeMerged)
	third.refuse(l.librarian, evidence.Merge, m{"survivor": source.id}, evidence.LinkRefused)
	survivor.refuse(l.librarian, evidence.Merge, m{"survivor": third.id}, evidence.LinkRefused)
	survivor.refuse(l.librarian, evidence.Merge, m{"survivor": source.id}, evidence.LinkRefused)
	a := source.give(l.librarian, evidence.Unmerge, nil)
	if a.Stage != before.Stage || a.Owner != before.Owner || a.PromiseDue.Before(before.PromiseDue) {
		source.Errorf("taken apart: %s of %s, due %s; it was %s of %s, due %s", a.Stage, a.Owner, a.PromiseDue, before.Stage, before.Owner, before.PromiseDue)
	}
	source.refuse(l.librarian, evidence.Unmerge, nil, evidence.NotAllowedInStage)
	survivor.give(l.librarian, evidence.Merge, m{"survivor": third.id}) // nothing stands in its way any more
}

// mergedToTheEnd closes the source when the survivor is delivered, and everybody who asked is told and reads the answer.
func mergedToTheEnd(l *library) {
	survivor := l.bring(evidence.Searching)
	source := l.submitAs(l.colleague, l.submission())
	source.give(l.second, evidence.Merge, m{"survivor": survivor.id})
	survivor.unseen(l.colleague)
	survivor.post(l.librarian, "searches", search(), nil)
	survivor.give(l.librarian, evidence.CompleteSearch, nil)
	survivor.write(l.librarian, "It does.")
	survivor.give(l.librarian, evidence.Deliver, nil)
	if v := source.stands(evidence.Closed); v.Outcome != evidence.OutcomeMerged {
		source.Errorf("the source closed as %s", v.Outcome)
	}
	for _, p := range []*person{l.asker, l.colleague} {
		survivor.receives(p, evidence.NoticeDelivered)
		survivor.read(p, "It does.")
	}
	if v := survivor.as(l.colleague); v.RequesterName != "" || v.Requester != "" {
		survivor.Error("the colleague is told who asked the other one")
	}
	source.refuse(l.second, evidence.Unmerge, nil, evidence.NotAllowedInStage)
}

// splitUp makes parts with clocks of their own; the whole closes with the last of them.
func splitUp(l *library) {
	r := l.bring(evidence.Triage)
	part := func(q string) m { return m{"question": words(q), "background": words("A part.")} }
	r.refuse(l.librarian, evidence.SplitRequest, m{"parts": []m{part("Does it shorten the stay of adults?")}}, evidence.Invalid)
	r.give(l.librarian, evidence.SplitRequest, m{"parts": []m{part("Does it shorten the stay of adults?"), part("Does it reduce the falls of adults?").and(m{"urgency": "soon"})}})
	var parts []*request
	for _, link := range r.as(l.librarian).Links {
		if link.Kind == "split_from" {
			parts = append(parts, l.known(link.Request, "a part"))
		}
	}
	if len(parts) != 2 {
		r.Fatalf("%d parts", len(parts))
	}
	for _, p := range parts {
		v := p.as(l.asker)
		if v.Stage != evidence.Triage || v.Owner != l.librarian.id || v.PromiseDue.IsZero() {
			p.Errorf("a part is in %s of %s, due %s", v.Stage, v.Owner, v.PromiseDue)
		}
	}
	parts[0].give(l.asker, evidence.Withdraw, m{"reason": "found_elsewhere"})
	r.stands(evidence.Split)
	parts[1].give(l.librarian, evidence.Accept, nil)
	parts[1].post(l.librarian, "searches", search(), nil)
	parts[1].give(l.librarian, evidence.CompleteSearch, nil)
	parts[1].write(l.librarian, "It does.")
	parts[1].give(l.librarian, evidence.Deliver, nil)
	if v := r.stands(evidence.Closed); v.Outcome != evidence.OutcomeSplit {
		r.Errorf("the whole closed as %s", v.Outcome)
	}
}

// partner finds the request that a referral made in another library.
func (r *request) partner(at *library) *request {
	r.Helper()
	queue := list[view](r, at.librarian, apiclient.V1+"/requests")
	if len(queue) != 1 {
		r.Fatalf("the partner's queue has %d requests", len(queue))
	}
	return at.known(queue[0].ID, "at the partner")
}

// referred hands a request to a library here, whose delivery brings it back, and takes another one back before that.
func referred(l *library) {
	other := l.desk.newLibrary(l.TB)
	r := l.bring(evidence.Searching)
	due := r.as(l.librarian).PromiseDue
	body := m{"reason": "specialist_subject", "library": other.id, "consent": true}
	r.refuse(l.librarian, evidence.Refer, body.and(m{"consent": false}), evidence.Invalid)
	r.refuse(l.librarian, evidence.Refer, body.and(m{"library": l.id}), evidence.Invalid)
	if a := r.give(l.librarian, evidence.Refer, body); a.Stage != evidence.Referred || !a.PromiseDue.Equal(due) {
		r.Errorf("referred to %s, due %s, was %s", a.Stage, a.PromiseDue, due)
	}
	r.receives(l.asker, evidence.NoticeReferred)
	there := r.partner(other)
	there.unseen(l.librarian)
	there.give(other.librarian, evidence.Claim, nil)
	there.give(other.librarian, evidence.Accept, nil)
	there.post(other.librarian, "searches", search(), nil)
	there.give(other.librarian, evidence.CompleteSearch, nil)
	there.write(other.librarian, "They say it does.")
	there.give(other.librarian, evidence.Deliver, nil)
	r.stands(evidence.Summarising)
	r.receives(l.librarian, evidence.NoticePartnerAnswered)
	there.read(l.librarian, "They say it does.")
	r.write(l.librarian, "It does, says the partner.")
	r.give(l.librarian, evidence.Deliver, m{"outcome": evidence.OutcomeReferred})
	r.read(l.asker, "It does, says the partner.")
}

// referredOutside hands requests to a partner without this system, and takes them back; and one back from a library here.
func referredOutside(l *library) {
	r := l.bring(evidence.Triage)
	body := m{"reason": "specialist_subject", "library": l.outside(), "consent": true}
	r.refuse(l.librarian, evidence.Refer, body, evidence.Invalid) // without the date that was promised
	r.give(l.librarian, evidence.Refer, body.and(m{"review_at": time.Now().Add(time.Hour)}))
	r.refuse(l.librarian, evidence.Return, m{"reason": "answered", "back_to": evidence.Delivered}, evidence.Invalid)
	if a := r.give(l.manager, evidence.Return, m{"reason": "partner_silent", "back_to": evidence.Triage}); a.Stage != evidence.Triage || a.Owner != l.librarian.id {
		r.Errorf("back in %s of %s", a.Stage, a.Owner)
	}
	other := l.desk.newLibrary(l.TB)
	r.give(l.librarian, evidence.Refer, m{"reason": "no_capacity", "library": other.id, "consent": true})
	there := r.partner(other)
	there.give(other.librarian, evidence.Decline, m{"reason": "no_capacity", "offered": "own_library"})
	eventually(r, "the declined request comes back", func() error {
		if v := r.as(l.librarian); v.Stage != evidence.Triage || v.Owner != l.librarian.id {
			return fmt.Errorf("it is in %s of %s", v.Stage, v.Owner)
		}
		return nil
	})
}
