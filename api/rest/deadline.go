package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// Deadlines knows how the dates of a request came about.
type Deadlines interface {
	// DeadlineFacts are those of the newest promise; their Start is zero when nothing was ever promised.
	DeadlineFacts(ctx context.Context, id evidence.RequestID) (postgres.DeadlineFacts, error)
}

// DeadlineView is the two dates of a request and what they follow from.
type DeadlineView struct {
	PromiseDue  time.Time             `json:"promise_due,omitzero" doc:"Working time; stops while the library waits. Absent while it is stopped or nothing is promised"`
	Agreed      bool                  `json:"agreed,omitempty" doc:"The promise is a date that people agreed"`
	DecisionAt  time.Time             `json:"decision_at,omitzero" doc:"When the decision is taken; it never moves"`
	NeededBy    time.Time             `json:"needed_by,omitzero" doc:"The date first asked for"`
	DueBy       time.Time             `json:"due_by,omitzero" doc:"The earlier of the promise and the decision"`
	MustAgree   bool                  `json:"must_agree,omitempty" doc:"The promise falls after the decision: a new one must be agreed"`
	Upcoming    []evidence.Deadline   `json:"upcoming" nullable:"false" doc:"What the engine will do, and when"`
	Versions    []PromiseView         `json:"versions" nullable:"false" doc:"Every computation of the promise, oldest first"`
	Explanation *calendar.Explanation `json:"explanation,omitempty" doc:"Every interval that was counted, every pause and every rule"`
}

// PromiseView is one computation of a promise.
type PromiseView struct {
	Seq        int                  `json:"seq" doc:"Of the transition that made it"`
	Command    evidence.Name        `json:"command"`
	Action     evidence.ClockAction `json:"action" enum:"start,resume,agree,rebase,again"`
	At         time.Time            `json:"at"`
	Calendar   int                  `json:"calendar_version" doc:"In force when it was recorded"`
	Budget     int                  `json:"budget_minutes"`
	Remaining  int                  `json:"remaining_minutes"`
	PromiseDue time.Time            `json:"promise_due,omitzero"`
}

func registerDeadline(api huma.API, d Deps) {
	handle(api, route("get-deadline", http.MethodGet, "/requests/{id}/deadline", "Read how the deadline came about", tagRequests, signedIn()),
		func(ctx context.Context, in *OfRequest) (*struct{ Body DeadlineView }, error) {
			view, err := d.deadline(ctx, evidence.RequestID(in.ID))
			return &struct{ Body DeadlineView }{view}, err
		})
}

func (d Deps) deadline(ctx context.Context, id evidence.RequestID) (DeadlineView, error) {
	standing, err := d.Standings.Standing(ctx, caller(ctx).Person, id)
	if err != nil {
		return DeadlineView{}, err
	}
	if standing.Relation == postgres.RelationShared {
		return DeadlineView{}, evidence.Refuse(evidence.NotPermitted, "This is for the requester and the library.")
	}
	facts, err := d.Deadlines.DeadlineFacts(ctx, id)
	if err != nil {
		return DeadlineView{}, err
	}
	wanted, err := d.Wishes.NeededBy(ctx, id)
	if err != nil {
		return DeadlineView{}, err
	}
	clock := standing.State.Clock
	view := DeadlineView{
		PromiseDue: clock.PromiseDue, Agreed: facts.Agreed, DecisionAt: clock.DecisionAt, NeededBy: wanted, DueBy: clock.DueBy(),
		MustAgree: standing.State.MustAgree, Upcoming: orNone(clock.Deadlines),
		Versions: each(facts.Steps, func(s postgres.ClockStep) PromiseView { return PromiseView(s) }),
	}
	if facts.Start.IsZero() {
		return view, nil
	}
	explanation, err := facts.Explain(d.promiseOf(facts.Urgency), d.Now().UTC())
	view.Explanation = &explanation
	return view, err
}

// promiseOf is the promise of an urgency in words.
func (d Deps) promiseOf(urgency string) calendar.Rule {
	rule := calendar.Rule{Code: urgency, Text: d.Vocabulary.Label(vocabulary.Urgencies, urgency)}
	if t, ok := d.Vocabulary.Term(vocabulary.Urgencies, urgency); ok && t.Definition != "" {
		rule.Text += ": " + t.Definition
	}
	return rule
}
