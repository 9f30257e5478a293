package evidence

import (
	"slices"
	"time"
)

// DeadlineRule names an instant without computing it: Minutes of working time after From, or Wait of ordinary time after
// From. Negative Minutes count back from From.
type DeadlineRule struct {
	Name    Name
	From    time.Time
	Minutes int
	Wait    time.Duration
}

// Rules lists the deadlines in force in this state, given its settled promise. The store turns them into instants.
func (s State) Rules() []DeadlineRule {
	var rules []DeadlineRule
	add := func(r DeadlineRule) {
		if !r.From.IsZero() && !s.fired(r.Name) {
			rules = append(rules, r)
		}
	}
	if s.Clock.Running {
		due := s.Clock.DueBy()
		add(DeadlineRule{Name: DueSoon, From: due, Minutes: -min(max(s.Clock.Budget, 0)/DueSoonShare, DueSoonAtMost)})
		add(DeadlineRule{Name: Due, From: due})
		add(DeadlineRule{Name: Overdue, From: due, Minutes: OverdueAfter})
	}
	switch s.Stage {
	case Clarifying:
		add(DeadlineRule{Name: Remind1, From: s.AskedAt, Minutes: Remind1After})
		add(DeadlineRule{Name: Remind2, From: s.AskedAt, Minutes: Remind2After})
		add(DeadlineRule{Name: LapseWarning, From: s.AskedAt, Minutes: LapseWarnAfter})
		add(DeadlineRule{Name: Lapse, From: s.AskedAt, Minutes: LapseAfter})
	case OnHold:
		add(DeadlineRule{Name: Review, From: s.ReviewAt})
	case Referred:
		if s.Partner != nil {
			add(DeadlineRule{Name: ReferralDue, From: s.Partner.Expected})
		}
	case Delivered:
		add(DeadlineRule{Name: Close, From: s.DeliveredAt, Wait: ReopenWindow})
	case Closed:
		if s.Outcome == Lapsed {
			add(DeadlineRule{Name: Finish, From: s.ClosedAt, Wait: ReviveWindow})
		}
	default: // the other stages wait for people, not for time
	}
	return rules
}

// Upcoming lists the deadlines in force with the instants at which the engine acts on them. One that had passed already
// when a late record made it waits for CatchUp, so that whoever writes down several steps is not overtaken by it.
func (s State) Upcoming() []Deadline {
	list := slices.Clone(s.Clock.Deadlines)
	for i := range list {
		if list[i].At.Before(s.LateAt) {
			list[i].At = s.LateAt.Add(CatchUp)
		}
	}
	return list
}

// NextDeadline returns the earliest of them; ok is false when none is in force.
func (s State) NextDeadline() (d Deadline, ok bool) {
	for _, c := range s.Upcoming() {
		if !ok || c.At.Before(d.At) {
			d, ok = c, true
		}
	}
	return d, ok
}
