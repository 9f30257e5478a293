package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// CheckPolicyBody is what a library wants checked from now on.
type CheckPolicyBody struct {
	Rules map[string]evidence.CheckPolicy `json:"rules" doc:"By codes of search_types: none, strategy, summary or both. What is not named keeps the standard."`
}

type saveCheckPolicyIn struct {
	OfLibrary

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    CheckPolicyBody
}

// errorsOver is over how long recurring errors are counted, in months.
const errorsOver = 12

func registerCheckPolicy(api huma.API, d Deps) {
	const at = "/libraries/{id}/check-policy"
	handle(api, route("get-check-policy", http.MethodGet, at, "Read what has to be checked", tagPeople, workers()), d.checkPolicy)
	handle(api, route("put-check-policy", http.MethodPut, at, "Decide what has to be checked", tagPeople, member(evidence.Manager), preconditioned,
		describe("A request keeps what was in force when it was accepted. The work of a trainee is always checked.")), d.saveCheckPolicy)
	handle(api, route("list-check-errors", http.MethodGet, "/libraries/{id}/check-errors", "See what checks keep finding", tagPeople, member(evidence.Manager),
		describe("In the last 12 months, by element and severity. What was found fewer than 5 times is left out.")), d.checkErrors)
}

func (d Deps) checkPolicy(ctx context.Context, in *OfLibrary) (*rowOut[postgres.LibraryChecks], error) {
	l, err := d.Content.Store.LibraryChecks(ctx, in.library())
	return &rowOut[postgres.LibraryChecks]{ETag: etag(l.Version), Body: l}, err
}

func (d Deps) saveCheckPolicy(ctx context.Context, in *saveCheckPolicyIn) (*rowOut[postgres.LibraryChecks], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	l, err := d.Content.Store.SaveLibraryChecks(ctx, in.library(), caller(ctx).Person, version, in.Body.Rules)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.LibraryChecks]{ETag: etag(l.Version), Body: l}, nil
}

func (d Deps) checkErrors(ctx context.Context, in *OfLibrary) (*listOut[postgres.RecurringError], error) {
	items, err := d.Content.Store.RecurringErrors(ctx, in.library(), d.Now().UTC().AddDate(0, -errorsOver, 0))
	if err != nil {
		return nil, err
	}
	return list(items), nil
}
