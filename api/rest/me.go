package rest

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
)

// Me is who is calling.
type Me struct {
	Person      evidence.PersonID `json:"person" format:"uuid"`
	Name        string            `json:"name"`
	Memberships []Membership      `json:"memberships" nullable:"false"`
}

// Membership is what the person may be in a library.
type Membership struct {
	Library evidence.LibraryID `json:"library" format:"uuid"`
	Roles   []evidence.Role    `json:"roles" nullable:"false"`
}

type meOutput struct{ Body Me }

func registerMe(api huma.API, _ Deps) {
	handle(api, route("get-me", http.MethodGet, "/me", "Read who you are", tagPeople, signedIn()),
		func(ctx context.Context, _ *struct{}) (*meOutput, error) {
			p := caller(ctx)
			me := Me{Person: p.Person, Name: p.Name, Memberships: []Membership{}}
			for _, library := range slices.Sorted(maps.Keys(p.Memberships)) {
				me.Memberships = append(me.Memberships, Membership{library, p.In(library)})
			}
			return &meOutput{me}, nil
		})
}

const tagPeople = "People and libraries"
