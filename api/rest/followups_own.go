package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

type answerSignedIn struct {
	OfRequest

	Body FollowUpBody
}

// registerOwn is for people who have signed in: what they are asked about a request of theirs, without the letter.
func (h *followUps) registerOwn(api huma.API) {
	const at = "/requests/{id}/follow-up"
	handle(api, route("get-own-follow-up", http.MethodGet, at, "Read what one is asked about a request", tagFollowUps, signedIn(),
		describe("The newest ask of the caller about the request. There is none for who was never asked.")),
		func(ctx context.Context, in *OfRequest) (*viewOut, error) { return h.show(ctx, h.own(in)) })
	handle(api, route("answer-own-follow-up", http.MethodPost, at, "Answer what one is asked about a request", tagFollowUps, signedIn(), conflicts, gone,
		describe("As by the link of the letter: it is the same ask, and one answer is taken.")),
		func(ctx context.Context, in *answerSignedIn) (*resultOut, error) {
			return h.take(ctx, h.own(&in.OfRequest), &in.Body, postgres.HowPage)
		})
	handle(api, route("withdraw-own-quote", http.MethodPost, at+"/withdraw-quote", "Withdraw that one may be quoted, signed in", tagFollowUps, signedIn(), conflicts),
		func(ctx context.Context, in *OfRequest) (*viewOut, error) { return h.withdraw(ctx, h.own(in)) })
}

// own finds the caller's newest ask about a request. Whoever was asked may answer, whatever else of it they may see.
func (h *followUps) own(in *OfRequest) finding {
	return func(ctx context.Context) (postgres.Ask, error) {
		return h.Surveys.AskOf(ctx, evidence.RequestID(in.ID), caller(ctx).Person)
	}
}
