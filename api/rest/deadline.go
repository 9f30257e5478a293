package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// Deadlines accounts for the dates of a request.
type Deadlines interface {
	// Explain says how the promise of a request came about, as seen at an instant. A request that was never promised
	// anything has no explanation.
	Explain(ctx context.Context, id evidence.RequestID, at time.Time) (*calendar.Explanation, error)
}

// DeadlineView is the two dates of a request and what they follow from.
type DeadlineView struct {
	PromiseDue  time.Time             `json:"promise_due,omitzero" doc:"Working time; stops while the library waits. Absent while it is stopped or nothing is promised"`
	DecisionAt  time.Time             `json:"decision_at,omitzero" doc:"When the decision is taken; it never moves"`
	DueBy       time.Time             `json:"due_by,omitzero" doc:"The earlier of the two"`
	MustAgree   bool                  `json:"must_agree,omitempty" doc:"The promise falls after the decision: a new one must be agreed"`
	Upcoming    []evidence.Deadline   `json:"upcoming" nullable:"false" doc:"What the engine will do, and when"`
	Explanation *calendar.Explanation `json:"explanation,omitempty" doc:"Every interval that was counted, every pause and every rule"`
}

func registerDeadline(api huma.API, d Deps) {
	handle(api, route("get-deadline", http.MethodGet, "/requests/{id}/deadline", "Read how the deadline came about", tagRequests, signedIn()),
		func(ctx context.Context, in *requestIn) (*struct{ Body DeadlineView }, error) {
			id := evidence.RequestID(in.ID)
			standing, err := d.Standings.Standing(ctx, caller(ctx).Person, id)
			if err != nil {
				return nil, err
			}
			if standing.Relation == relationShared {
				return nil, evidence.Refuse(evidence.NotPermitted, "This is for the requester and the library.")
			}
			clock := standing.State.Clock
			explanation, err := d.Deadlines.Explain(ctx, id, d.Now().UTC())
			return &struct{ Body DeadlineView }{DeadlineView{
				PromiseDue: clock.PromiseDue, DecisionAt: clock.DecisionAt, DueBy: clock.DueBy(), MustAgree: standing.State.MustAgree,
				Upcoming: orNone(clock.Deadlines), Explanation: explanation,
			}}, err
		})
}
