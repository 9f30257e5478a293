package vocabulary

import "time"

// DueRule says which rule gave a proposed date. Its values are the codes of the vocabulary due_rules.
type DueRule string

// The rules.
const (
	DueNeededBy         DueRule = "needed_by"
	DueDecisionMidpoint DueRule = "decision_midpoint"
	DueDecisionImminent DueRule = "decision_imminent"
	DueLowerEstimate    DueRule = "lower_estimate"
	DueUrgencyPromise   DueRule = "urgency_promise"
	DueToBeAgreed       DueRule = "to_be_agreed"
)

// Imminent is how soon a decision must be for it to be the deadline itself (National Searching Guidance, care of a
// specific patient: a decision in the next hour is the deadline).
const Imminent = time.Hour

// DueInput is what a proposed date follows from. Instants that need working time come from the library's calendar; a
// zero instant means that it is not known.
type DueInput struct {
	Now        time.Time
	NeededBy   time.Time // asked for by the requester
	DecisionAt time.Time // when the decision will be taken
	PromiseAt  time.Time // Now plus the promise of the urgency; zero when the urgency is by agreement
	EarliestAt time.Time // Now plus the lower estimate of the type, and not before its least elapsed days
}

// DueProposal is a date to show to both sides. Only the date that they agree counts.
type DueProposal struct {
	At            time.Time // zero when Rule is DueToBeAgreed
	Rule          DueRule
	AfterNeededBy bool // the requester's date cannot be met: say so
	AfterDecision bool // the decision will be taken without the answer: say so
}

// ProposeDue proposes when a request should be answered: the earlier of the date asked for and half way to the decision,
// but not before the lower estimate of the type could be finished. A decision within the hour is itself the deadline, and
// the estimate does not move it, for such a question is answered on the spot. Where neither date is known the promise of
// the urgency stands in. Plain arithmetic on instants; half way is cut to the whole second.
func ProposeDue(in DueInput) DueProposal {
	at, rule := wished(in)
	if rule != DueDecisionImminent && rule != DueToBeAgreed && in.EarliestAt.After(at) {
		at, rule = in.EarliestAt, DueLowerEstimate
	}
	return DueProposal{
		At: at, Rule: rule,
		AfterNeededBy: !in.NeededBy.IsZero() && at.After(in.NeededBy),
		AfterDecision: !in.DecisionAt.IsZero() && at.After(in.DecisionAt),
	}
}

// wished is the date before the estimate is looked at.
func wished(in DueInput) (time.Time, DueRule) {
	at, rule := in.NeededBy, DueNeededBy
	if !in.DecisionAt.IsZero() {
		half, halfRule := halfway(in.Now, in.DecisionAt)
		if at.IsZero() || half.Before(at) {
			at, rule = half, halfRule
		}
	}
	switch {
	case !at.IsZero():
		return at, rule
	case !in.PromiseAt.IsZero():
		return in.PromiseAt, DueUrgencyPromise
	}
	return time.Time{}, DueToBeAgreed
}

func halfway(now, decision time.Time) (time.Time, DueRule) {
	left := decision.Sub(now)
	if left <= Imminent {
		return decision, DueDecisionImminent
	}
	return now.Add((left / 2).Truncate(time.Second)), DueDecisionMidpoint
}
