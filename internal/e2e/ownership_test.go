package e2e_test

import (
	"sync"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// claimAtOnce lets two librarians reach for several requests at the same moment. One has it each time, the other is told.
func claimAtOnce(l *library) {
	const rounds = 5
	for range rounds {
		r := l.submit()
		both := []*person{l.librarian, l.second}
		errs := make([]error, len(both))
		var wg sync.WaitGroup
		for i, p := range both {
			wg.Go(func() { _, _, errs[i] = p.Command(r.Context(), r.id, evidence.Claim, nil) })
		}
		wg.Wait()
		won, lost := both[0], errs[1]
		if errs[0] != nil {
			won, lost = both[1], errs[0]
		}
		problem, ok := apiclient.ProblemOf(lost)
		if errs[0] != nil == (errs[1] != nil) || !ok || problem.Code != evidence.AlreadyClaimed || problem.Status != 409 {
			r.Fatalf("two claims gave %v and %v", errs[0], errs[1])
		}
		if problem.Stage != evidence.Triage || problem.CurrentVersion != 2 {
			r.Errorf("the other is told stage %s, version %d", problem.Stage, problem.CurrentVersion)
		}
		if v := r.as(l.librarian); v.Owner != won.id || v.Seq != 2 {
			r.Errorf("the request belongs to %s at number %d", v.Owner, v.Seq)
		}
	}
}

// handOver passes a request round in every open stage: given back, claimed by somebody else, reassigned by the manager.
func handOver(l *library) {
	for _, stage := range evidence.OpenStages() {
		r := l.bring(stage)
		pool := stage
		if stage == evidence.Triage {
			pool = evidence.Submitted
		}
		if stage != evidence.Submitted {
			r.refuse(l.second, evidence.Release, nil, evidence.NotPermitted)
			r.refuse(l.second, evidence.Claim, nil, evidence.AlreadyClaimed)
			if a := r.give(l.librarian, evidence.Release, m{"reason": "workload"}); a.Stage != pool || a.Owner != "" {
				r.Errorf("released in %s: %s of %q", stage, a.Stage, a.Owner)
			}
		}
		claimed := stage
		if stage == evidence.Submitted {
			claimed = evidence.Triage
		}
		if a := r.give(l.second, evidence.Claim, nil); a.Stage != claimed || a.Owner != l.second.id {
			r.Errorf("claimed in %s: %s of %q", stage, a.Stage, a.Owner)
		}
		body := m{"person": l.trainee.id, "reason": "absence"}
		r.refuse(l.librarian, evidence.Reassign, body, evidence.NotPermitted)
		r.refuse(l.manager, evidence.Reassign, m{"person": l.asker.id, "reason": "absence"}, evidence.Invalid)
		if a := r.give(l.manager, evidence.Reassign, body); a.Stage != claimed || a.Owner != l.trainee.id {
			r.Errorf("reassigned in %s: %s of %q", stage, a.Stage, a.Owner)
		}
		r.receives(l.trainee, evidence.NoticeAssigned)
	}
}
