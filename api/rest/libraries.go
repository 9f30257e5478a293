package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// LibraryRow is a library of the directory with the organisations that it serves.
type LibraryRow struct {
	ID            evidence.LibraryID `json:"id" format:"uuid"`
	Code          string             `json:"code"`
	Name          string             `json:"name"`
	Nation        calendar.Nation    `json:"nation"`
	Email         string             `json:"email"`
	Outside       bool               `json:"outside,omitempty" doc:"A partner that does not use this system"`
	Phone         string             `json:"phone,omitempty"`
	HubURL        string             `json:"hub_url,omitempty" doc:"Where people search by themselves"`
	OpenAthensURL string             `json:"openathens_url,omitempty" doc:"Where people get an account"`
	ArticleURL    string             `json:"article_request_url,omitempty" doc:"Where people ask for an article"`
	OpeningNote   string             `json:"opening_note,omitempty" doc:"About the opening hours, in words"`
	AccessOpen    bool               `json:"access_open,omitempty" doc:"People may ask to be served"`
	Organisations []OrganisationRow  `json:"organisations" nullable:"false"`
}

// OrganisationRow is an organisation that a library serves.
type OrganisationRow struct {
	ID     string `json:"id" format:"uuid"`
	Name   string `json:"name"`
	Area   string `json:"area,omitempty"`
	Trust  string `json:"trust,omitempty"`
	County string `json:"county,omitempty"`
}

func libraryRow(l postgres.Library) LibraryRow {
	return LibraryRow{
		ID: l.ID, Code: l.Code, Name: l.Name, Nation: l.Nation, Email: l.Email, Outside: l.Outside,
		Phone: l.Settings.Phone, HubURL: l.Settings.HubURL, OpenAthensURL: l.Settings.OpenAthensURL, ArticleURL: l.Settings.ArticleRequestURL,
		OpeningNote: l.Settings.OpeningNote, AccessOpen: l.Settings.AccessOpen,
		Organisations: each(l.Organisations, func(o postgres.Organisation) OrganisationRow { return OrganisationRow(o) }),
	}
}

// Directory knows the libraries.
type Directory interface {
	// Directory lists the libraries that serve an organisation at the place; empty parts of it do not narrow.
	Directory(ctx context.Context, at postgres.Place) ([]postgres.Library, error)
	// Library returns one of them; NotFound when there is none.
	Library(ctx context.Context, id evidence.LibraryID) (postgres.Library, error)
}

// StaffRow is somebody who works in a library.
type StaffRow struct {
	Person evidence.PersonID `json:"person" format:"uuid"`
	Name   string            `json:"name"`
	Roles  []evidence.Role   `json:"roles" nullable:"false"`
}

func registerLibraries(api huma.API, d Deps) {
	handle(api, route("list-libraries", http.MethodGet, "/libraries", "Find a library", tagPeople, anonymous()),
		func(ctx context.Context, in *struct {
			Area   string `query:"area" maxLength:"200"`
			Trust  string `query:"trust" maxLength:"200"`
			County string `query:"county" maxLength:"200"`
		},
		) (*listOut[LibraryRow], error) {
			libraries, err := d.Directory.Directory(ctx, postgres.Place{Area: in.Area, Trust: in.Trust, County: in.County})
			return list(each(libraries, libraryRow)), err
		})
	handle(api, route("list-staff", http.MethodGet, "/libraries/{id}/staff", "List who works in a library", tagPeople, staff(),
		describe("For those who work in any library: to hand a request over, or to invite a second librarian.")),
		func(ctx context.Context, in *OfLibrary) (*listOut[StaffRow], error) {
			people, err := d.People.Staff(ctx, in.library())
			return list(each(people, func(c postgres.Colleague) StaffRow { return StaffRow(c) })), err
		})
}
