package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// RouteBody is somebody's wish to have their questions go to the library that serves their organisation.
type RouteBody struct {
	Consent      bool   `json:"consent" doc:"The library may be told who asks: without it nothing happens"`
	Organisation string `json:"organisation" minLength:"1" maxLength:"200" doc:"For which they work: one that the library serves"`
}

// Routed says where questions may go now.
type Routed struct {
	Library evidence.LibraryID `json:"library" format:"uuid" doc:"Name it when you submit"`
}

// LetterBody is a question for a library that does not use this system.
type LetterBody struct {
	Organisation string `json:"organisation,omitempty" maxLength:"200"`
	Question     string `json:"question" minLength:"1" maxLength:"10000"`
	Confirming
}

// Letter is what somebody copies and sends by themselves. Nothing of it is stored.
type Letter struct {
	Text     string    `json:"text"`
	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type routeIn struct {
	Item string `path:"item" format:"uuid"`
	Body RouteBody
}

type letterIn struct {
	Item string `path:"item" format:"uuid"`
	Body LetterBody
}

func registerRouting(api huma.API, d Deps) {
	asking := only(evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager)
	handle(api, route("get-served-by", http.MethodGet, "/me/served-by", "See which libraries serve one's organisation", tagDirectory, signedIn()),
		func(ctx context.Context, _ *struct{}) (*struct{ Body postgres.Elsewhere }, error) {
			e, err := d.Entries.ServedBy(ctx, caller(ctx).Person)
			return &struct{ Body postgres.Elsewhere }{e}, err
		})
	handle(api, route("route-to-library", http.MethodPost, "/directory/{item}/route", "Ask the library that serves one's organisation", tagDirectory, asking, keyed,
		describe("With consent, which is recorded: the caller becomes a requester of the library, and submits to it. For who belongs to a library here already.")),
		func(ctx context.Context, in *routeIn) (*struct{ Body Routed }, error) {
			if !in.Body.Consent {
				return nil, evidence.InvalidField("consent", "required", "Say that the library may be told who asks.")
			}
			library, err := d.Entries.Route(ctx, caller(ctx).Person, in.Item, in.Body.Organisation)
			return &struct{ Body Routed }{Routed{library}}, err
		})
	handle(api, route("write-letter", http.MethodPost, "/directory/{item}/letter", "Word a question for a library elsewhere", tagDirectory, signedIn(),
		describe("To be copied and sent by oneself. Nothing is stored or sent.")), d.letter)
}

func (d Deps) letter(ctx context.Context, in *letterIn) (*struct{ Body Letter }, error) {
	e, err := d.Entries.Entry(ctx, in.Item)
	if err != nil {
		return nil, err
	}
	warnings, err := d.guarded(ctx, e.Keeper, in.Body.Confirm, Text{"question", in.Body.Question})
	return &struct{ Body Letter }{Letter{directory.Contact(e.Record, in.Body.Organisation, in.Body.Question), warnings}}, err
}
