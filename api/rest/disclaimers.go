package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// DisclaimerBody is a disclaimer in the words of a library.
type DisclaimerBody struct {
	Confirming
	Text string `json:"text" maxLength:"10000" doc:"Plain text; nothing brings back the standard words"`
}

// SavedDisclaimer is a disclaimer that was just saved.
type SavedDisclaimer struct {
	postgres.LibraryDisclaimer

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type saveDisclaimerIn struct {
	OfLibrary

	Code    string `path:"code" pattern:"^[a-z_]{2,64}$" doc:"A code of disclaimers"`
	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag of the version that was read; required"`
	Body    DisclaimerBody
}

func registerDisclaimers(api huma.API, d Deps) {
	const at = "/libraries/{id}/disclaimers"
	handle(api, route("list-disclaimers", http.MethodGet, at, "List the disclaimers of reports", tagPeople, workers(),
		describe("As the library words them from now on; a version of a report keeps the words of the day on which it was frozen.")), d.listDisclaimers)
	handle(api, route("save-disclaimer", http.MethodPut, at+"/{code}", "Word a disclaimer", tagPeople, member(evidence.Manager), preconditioned,
		describe("The version of a disclaimer that was never worded is 1.")), d.saveDisclaimer)
}

func (d Deps) listDisclaimers(ctx context.Context, in *OfLibrary) (*listOut[postgres.LibraryDisclaimer], error) {
	all, err := d.Content.Store.LibraryDisclaimers(ctx, in.library())
	return list(all), err
}

func (d Deps) saveDisclaimer(ctx context.Context, in *saveDisclaimerIn) (*rowOut[SavedDisclaimer], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := d.guarded(ctx, in.library(), in.Body.Confirm, Text{"text", in.Body.Text})
	if err != nil {
		return nil, err
	}
	saved, err := d.Content.Store.SaveLibraryDisclaimer(ctx, in.library(), caller(ctx).Person, in.Code, version, in.Body.Text)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedDisclaimer]{ETag: etag(saved.Version), Body: SavedDisclaimer{saved, warnings}}, nil
}
