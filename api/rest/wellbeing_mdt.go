package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// MDTTeamBody is a multidisciplinary team as its library notes it.
type MDTTeamBody struct {
	Confirming
	postgres.MDTTeamContent
}

// SavedMDTTeam is a team that was just saved.
type SavedMDTTeam struct {
	postgres.MDTTeam

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// OfMDTTeam names a team of a library.
type OfMDTTeam struct {
	OfLibrary

	Item string `path:"item" format:"uuid"`
}

// ChangingMDTTeam names a team and the version that its writer has read.
type ChangingMDTTeam struct {
	OfMDTTeam

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

type addMDTTeamIn struct {
	OfLibrary

	Body MDTTeamBody
}

type saveMDTTeamIn struct {
	ChangingMDTTeam

	Body MDTTeamBody
}

func registerMDTTeams(api huma.API, d Deps) {
	at, one := "/libraries/{id}/mdt-teams", "/libraries/{id}/mdt-teams/{item}"
	managers := member(evidence.Manager)
	handle(api, route("list-mdt-teams", http.MethodGet, at, "List the teams that include librarians", tagWellbeing, managers,
		describe("By name; at most 200. A librarian is told of their own teams by GET /libraries/{id}/wellbeing/mine.")),
		func(ctx context.Context, in *OfLibrary) (*listOut[postgres.MDTTeam], error) {
			all, err := d.Wellbeing.MDTTeams(ctx, in.library())
			return list(all), err
		})
	handle(api, route("get-mdt-team", http.MethodGet, one, "Read a team", tagWellbeing, managers),
		func(ctx context.Context, in *OfMDTTeam) (*rowOut[postgres.MDTTeam], error) {
			t, err := d.Wellbeing.MDTTeam(ctx, in.library(), in.Item)
			return &rowOut[postgres.MDTTeam]{ETag: etag(t.Version), Body: t}, err
		})
	add := route("add-mdt-team", http.MethodPost, at, "Add a team", tagWellbeing, managers, keyed, created)
	handle(api, add, func(ctx context.Context, in *addMDTTeamIn) (*newOut[SavedMDTTeam], error) {
		warnings, err := d.readMDTTeam(ctx, in.library(), in.Body)
		if err != nil {
			return nil, err
		}
		t, err := d.Wellbeing.AddMDTTeam(ctx, in.library(), caller(ctx).Person, in.Body.MDTTeamContent, creation(ctx, add))
		return &newOut[SavedMDTTeam]{ETag: etag(t.Version), Location: base + "/libraries/" + in.ID + "/mdt-teams/" + t.ID, Body: SavedMDTTeam{t, warnings}}, err
	})
	handle(api, route("save-mdt-team", http.MethodPut, one, "Save a team", tagWellbeing, managers, preconditioned), d.saveMDTTeam)
	handle(api, route("remove-mdt-team", http.MethodDelete, one, "Take a team out", tagWellbeing, managers, noContent, preconditioned),
		func(ctx context.Context, in *ChangingMDTTeam) (*nothing, error) {
			version, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			return &nothing{}, both(ctx, d.Wellbeing.RemoveMDTTeam(ctx, in.library(), in.Item, version))
		})
}

func (d Deps) readMDTTeam(ctx context.Context, library evidence.LibraryID, b MDTTeamBody) ([]Finding, error) {
	return d.guarded(ctx, library, b.Confirm, Text{"name", b.Name}, Text{"debrief_note", b.DebriefNote})
}

func (d Deps) saveMDTTeam(ctx context.Context, in *saveMDTTeamIn) (*rowOut[SavedMDTTeam], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := d.readMDTTeam(ctx, in.library(), in.Body)
	if err != nil {
		return nil, err
	}
	t, err := d.Wellbeing.SaveMDTTeam(ctx, in.library(), caller(ctx).Person, in.Item, version, in.Body.MDTTeamContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedMDTTeam]{ETag: etag(t.Version), Body: SavedMDTTeam{t, warnings}}, nil
}
