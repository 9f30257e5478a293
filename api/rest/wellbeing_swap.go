package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// swapReason is the code of reassign_reasons for a swap: no reason is asked.
const swapReason = "swap"

func registerSwaps(api huma.API, h *contents) {
	at := "/requests/{id}/swap"
	handle(api, route("offer-swap", http.MethodPut, at, "Offer to swap a request", tagWellbeing, writers(), noContent, conflicts,
		describe("By its owner, on a topic that was confirmed. No reason is asked. The offer ends when it is taken back or taken, or the request ends, and leaves no trace.")),
		func(ctx context.Context, in *OfRequest) (*nothing, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &nothing{}, h.Wellbeing.OfferSwap(ctx, a)
		})
	handle(api, route("withdraw-swap", http.MethodDelete, at, "Take one's offer to swap back", tagWellbeing, writers(), noContent),
		func(ctx context.Context, in *OfRequest) (*nothing, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &nothing{}, h.Wellbeing.WithdrawSwap(ctx, a)
		})
	handle(api, route("list-swaps", http.MethodGet, "/libraries/{id}/swaps", "List the requests that are offered for a swap", tagWellbeing,
		member(evidence.Librarian, evidence.Trainee)),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.Swap], error) {
			all, err := h.Wellbeing.Swaps(ctx, in.library())
			return list(all), err
		})
	take := route("take-swap", http.MethodPost, at+"/take", "Take a request that is offered for a swap", tagWellbeing, only(evidence.Librarian), keyed, conflicts,
		describe("Any librarian of its library. It is the command reassign, which its owner gave by the offer."))
	handle(api, take, func(ctx context.Context, in *commandInput[PlainBody]) (*commandOutput, error) {
		return h.takeSwap(ctx, &commander{h.Deps}, take.Path, evidence.RequestID(in.ID))
	})
}

// takeSwap gives the command reassign in the name of the owner, who consented by the offer. The process decides as ever: of two who
// take at once the second finds another owner.
func (h *contents) takeSwap(ctx context.Context, give *commander, path string, id evidence.RequestID) (*commandOutput, error) {
	c, err := give.open(ctx, evidence.Reassign, path, id, "", time.Time{})
	if err != nil {
		return nil, err
	}
	if done, err := give.begin(ctx, c, path); err != nil || done != nil {
		return done, err
	}
	me := c.actor()
	a, err := h.enter(ctx, string(id))
	if err != nil {
		return nil, err
	}
	t, err := h.Wellbeing.Topic(ctx, a)
	if err != nil {
		return nil, err
	}
	switch {
	case !me.Is(evidence.Librarian):
		return nil, evidence.Refuse(evidence.NotPermitted, "This is for the librarians of the library.")
	case t.OfferedBy == "":
		refusal := &evidence.Error{Code: evidence.AlreadyClaimed, Detail: "It is not offered any more.", Stage: c.state.Stage, Seq: c.state.Seq}
		return give.unlessDone(ctx, c, refusal)
	}
	roles, err := h.People.Roles(ctx, t.OfferedBy, c.state.Library)
	if err != nil {
		return nil, err
	}
	c.cmd.Actor = evidence.Actor{Person: t.OfferedBy, Roles: roles}
	c.cmd.Args = evidence.Args{Person: me.Person, Reason: swapReason}
	if _, err := evidence.Decide(c.state, c.cmd, c.now); err != nil {
		return give.unlessDone(ctx, c, err)
	}
	out, err := give.give(ctx, c)
	if evidence.CodeOf(err) == evidence.NotPermitted {
		err = &evidence.Error{Code: evidence.AlreadyClaimed, Detail: "A colleague took it a moment ago.", Stage: c.state.Stage}
	}
	return out, err
}
