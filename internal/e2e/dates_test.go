package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// deadline is how a date came about.
type deadline struct {
	PromiseDue  time.Time `json:"promise_due"`
	Explanation struct {
		Due       time.Time `json:"due"`
		Budget    int       `json:"budget_minutes"`
		Counted   int       `json:"counted_minutes"`
		Remaining int       `json:"remaining_minutes"`
		Lines     []struct {
			Date    string `json:"date"`
			Minutes int    `json:"minutes"`
		} `json:"counted"`
		Pauses []struct {
			From    time.Time `json:"from"`
			To      time.Time `json:"to"`
			Minutes int       `json:"minutes"`
		} `json:"pauses"`
		Skipped []skipped `json:"skipped_days"`
	} `json:"explanation"`
	Versions []struct {
		Action     string    `json:"action"`
		PromiseDue time.Time `json:"promise_due"`
	} `json:"versions"`
}

// skipped is a day on which a library does not open.
type skipped struct {
	Date   string `json:"date"`
	Reason string `json:"reason"`
}

// explained reads the explanation and adds it up.
func (r *request) explained(p *person) deadline {
	r.Helper()
	var d deadline
	if _, err := p.Get(r.Context(), r.path("deadline"), &d); err != nil {
		r.Fatalf("deadline: %v", err)
	}
	e := d.Explanation
	sum := 0
	for _, line := range e.Lines {
		sum += line.Minutes
	}
	if sum != e.Counted || e.Counted+e.Remaining != e.Budget {
		r.Errorf("the lines add up to %d, counted %d, remaining %d, budget %d", sum, e.Counted, e.Remaining, e.Budget)
	}
	return d
}

// easter is the bank holiday weekend of 2026: Good Friday was 3 April, Easter Monday 6 April (GOV.UK). The libraries are
// open from nine to five, which is 8:00 to 16:00 UTC in April.
func easter(l *library) {
	received := time.Date(2026, 4, 2, 14, 0, 0, 0, time.UTC) // Thursday, three in the afternoon
	asked := received.Add(time.Hour)
	answered := time.Date(2026, 4, 7, 10, 0, 0, 0, time.UTC) // Tuesday at eleven

	paused := l.receive(received, m{"urgency": "soon"})
	paused.give(l.librarian, evidence.Claim, at(received, nil))
	paused.give(l.librarian, evidence.Ask, at(asked, m{"message": words("Which age group?")}))
	paused.give(l.librarian, evidence.Answer, at(answered, m{"message": words("Adults."), "channel": "phone"}))
	// An hour on Thursday, six on Tuesday, eight on Wednesday and Thursday each, and the last of 24 on Friday.
	want := time.Date(2026, 4, 10, 9, 0, 0, 0, time.UTC)
	for _, p := range []*person{l.librarian, l.asker} {
		d := paused.explained(p)
		if !d.PromiseDue.Equal(want) || !d.Explanation.Due.Equal(want) || d.Explanation.Budget != 3*8*60 {
			paused.Errorf("due %s, explained as %s of %d minutes, want %s", d.PromiseDue, d.Explanation.Due, d.Explanation.Budget, want)
		}
		if pauses := d.Explanation.Pauses; len(pauses) != 1 || !pauses[0].From.Equal(asked) || !pauses[0].To.Equal(answered) || pauses[0].Minutes != 3*60 {
			paused.Errorf("pauses %+v", pauses)
		}
	}

	plain := l.receive(received, m{"urgency": "soon"})
	d := plain.explained(l.librarian)
	// Two hours on Thursday, eight on Tuesday and Wednesday each, and six on Thursday.
	if want := time.Date(2026, 4, 9, 14, 0, 0, 0, time.UTC); !d.PromiseDue.Equal(want) {
		plain.Errorf("due %s, want %s", d.PromiseDue, want)
	}
	for _, day := range []string{"2026-04-03", "2026-04-06"} {
		if !slices.Contains(d.Explanation.Skipped, skipped{day, "bank-holiday"}) {
			plain.Errorf("%s is not explained: %+v", day, d.Explanation.Skipped)
		}
	}
}

// onHold has a question answered while the request is on hold: it stays there, and then goes on from where it was asked.
func onHold(l *library) {
	r := l.bring(evidence.Clarifying)
	r.give(l.librarian, evidence.Hold, m{"reason": "requester_asked", "review_at": soon()})
	if a := r.give(l.asker, evidence.Answer, m{"message": words("Adults.")}); a.Stage != evidence.OnHold {
		r.Errorf("answered on hold: %s", a.Stage)
	}
	a := r.give(l.librarian, evidence.Resume, nil)
	if a.Stage != evidence.Triage || a.PromiseDue.IsZero() {
		r.Errorf("resumed in %s, due %s", a.Stage, a.PromiseDue)
	}
	r.refuse(l.asker, evidence.Answer, m{"message": words("Again.")}, evidence.NotAllowedInStage)
	r.refuse(l.librarian, evidence.Hold, m{"reason": "requester_asked", "review_at": time.Now().Add(-time.Hour)}, evidence.Invalid)
}

// decisionFirst makes the owner agree a date, or say that it cannot be met, when the clock runs on past the decision.
func decisionFirst(l *library) {
	decision := time.Now().Add(48 * time.Hour).Truncate(time.Second)
	r := l.submitAs(l.asker, l.submission().and(m{"decision_at": decision}))
	r.give(l.librarian, evidence.Claim, nil)
	r.give(l.librarian, evidence.Accept, m{"promise_due": soon()})
	r.give(l.librarian, evidence.Ask, m{"message": words("Which age group?")})
	if a := r.give(l.asker, evidence.Answer, m{"message": words("Adults.")}); !a.MustAgree || !a.DueBy.Equal(decision) {
		r.Errorf("must agree %v, due by %s, want %s", a.MustAgree, a.DueBy, decision)
	}
	r.post(l.librarian, "searches", search(), nil)
	r.refuse(l.librarian, evidence.CompleteSearch, nil, evidence.DeadlineMustBeAgreed)
	if a := r.give(l.librarian, evidence.AgreeDeadline, m{"promise_due": soon(), "reason": "harder_than_expected"}); !a.MustAgree {
		r.Error("a promise after the decision is taken for an agreement")
	}
	r.refuse(l.librarian, evidence.CompleteSearch, nil, evidence.DeadlineMustBeAgreed)
	if a := r.give(l.librarian, evidence.AgreeDeadline, m{"promise_due": decision.Add(-time.Hour), "reason": "decision_moved"}); a.MustAgree {
		r.Error("a promise before the decision does not count")
	}
	r.receives(l.asker, evidence.NoticeDeadlineChanged)
	r.give(l.librarian, evidence.AgreeDeadline, m{"promise_due": soon(), "reason": evidence.CannotMeetDecision})
	r.give(l.librarian, evidence.CompleteSearch, nil)
}

// calendarChanged has a library close for a fortnight, and its open requests compute their dates again.
func calendarChanged(l *library) {
	r := l.submit()
	before := r.explained(l.librarian).PromiseDue
	path := apiclient.V1 + "/libraries/" + string(l.id) + "/calendar"
	var spec map[string]any
	answer, err := l.manager.Get(l.Context(), path, &spec)
	l.must(err)
	delete(spec, "version")
	var closures []m
	for n := range 14 {
		closures = append(closures, m{"date": time.Now().AddDate(0, 0, n+1).Format(time.DateOnly), "reason": words("Moving house")})
	}
	spec["closures"] = closures
	_, err = l.manager.Do(l.Context(), http.MethodPut, path, spec, nil, apiclient.IfMatch(answer.ETag))
	l.must(err)
	_, err = l.manager.Do(l.Context(), http.MethodPost, path+"/recompute", nil, nil)
	l.must(err)
	eventually(l, "the date moves", func() error {
		if after := r.explained(l.librarian).PromiseDue; !after.After(before.AddDate(0, 0, 7)) {
			return fmt.Errorf("it is %s", after)
		}
		return nil
	})
}
