package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// LibraryRow is a library of the directory with the organisations that it serves.
type LibraryRow struct {
	ID            evidence.LibraryID `json:"id" format:"uuid"`
	Code          string             `json:"code"`
	Name          string             `json:"name"`
	Nation        string             `json:"nation"`
	Email         string             `json:"email"`
	Outside       bool               `json:"outside,omitempty" doc:"A partner that does not use this system"`
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

// Directory knows the libraries.
type Directory interface {
	// Libraries lists the libraries that serve an organisation of this area, trust and county; empty ones do not narrow.
	Libraries(ctx context.Context, area, trust, county string) ([]LibraryRow, error)
}

// StaffRow is somebody who works in a library.
type StaffRow struct {
	Person evidence.PersonID `json:"person" format:"uuid"`
	Name   string            `json:"name"`
	Roles  []evidence.Role   `json:"roles" nullable:"false"`
}

func staffRows(people []postgres.Colleague) []StaffRow {
	rows := make([]StaffRow, len(people))
	for i, p := range people {
		rows[i] = StaffRow(p)
	}
	return rows
}

func registerLibraries(api huma.API, d Deps) {
	handle(api, route("list-libraries", http.MethodGet, "/libraries", "Find a library", tagPeople, signedIn()),
		func(ctx context.Context, in *struct {
			Area   string `query:"area" maxLength:"200"`
			Trust  string `query:"trust" maxLength:"200"`
			County string `query:"county" maxLength:"200"`
		},
		) (*listOut[LibraryRow], error) {
			libraries, err := d.Directory.Libraries(ctx, in.Area, in.Trust, in.County)
			return list(orNone(libraries)), err
		})
	handle(api, route("list-staff", http.MethodGet, "/libraries/{id}/staff", "List who works in a library", tagPeople, staff(),
		describe("For those who work in any library: to hand a request over, or to invite a second librarian.")),
		func(ctx context.Context, in *libraryInput) (*listOut[StaffRow], error) {
			if !caller(ctx).Is(staff().Roles...) {
				return nil, evidence.Refuse(evidence.NotPermitted, "This is for: "+staff().list()+".")
			}
			people, err := d.People.Staff(ctx, evidence.LibraryID(in.ID))
			return list(staffRows(people)), err
		})
}
