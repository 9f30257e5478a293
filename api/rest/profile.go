package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// Profiles keeps what people say of themselves.
type Profiles interface {
	Profile(ctx context.Context, person evidence.PersonID) (postgres.Profile, error)
	// SaveProfile gives a *postgres.StaleError for another version than the one that is stored, and evidence.Invalid for an
	// organisation that no library of the person serves.
	SaveProfile(ctx context.Context, person evidence.PersonID, version int, p postgres.ProfileContent) (postgres.Profile, error)
}

// ProfileBody is what a person says of themselves.
type ProfileBody struct {
	Name         string `json:"name" minLength:"1" maxLength:"200"`
	JobTitle     string `json:"job_title,omitempty" maxLength:"200"`
	Phone        string `json:"phone,omitempty" maxLength:"200" doc:"Also a bleep or pager number"`
	StaffGroup   string `json:"staff_group,omitempty" maxLength:"64" doc:"A code of staff_groups"`
	Organisation string `json:"organisation,omitempty" format:"uuid" doc:"From GET /libraries: one that a library of yours serves"`
}

// Profile is what is known of the caller.
type Profile struct {
	ProfileBody
	Email   string `json:"email,omitempty" doc:"It is how people sign in, so it is not changed here"`
	Version int    `json:"version" doc:"Send it as If-Match"`
}

func registerProfile(api huma.API, d Deps) {
	handle(api, route("get-profile", http.MethodGet, "/me/profile", "Read one's own profile", tagPeople, signedIn()),
		func(ctx context.Context, _ *struct{}) (*rowOut[Profile], error) {
			p, err := d.Desk.Profiles.Profile(ctx, caller(ctx).Person)
			return &rowOut[Profile]{ETag: etag(p.Version), Body: profileOf(p)}, err
		})
	handle(api, route("put-profile", http.MethodPut, "/me/profile", "Change one's own profile", tagPeople, signedIn(), preconditioned), d.saveProfile)
}

func profileOf(p postgres.Profile) Profile {
	return Profile{ProfileBody: ProfileBody(p.ProfileContent), Email: p.Email, Version: p.Version}
}

func (d Deps) saveProfile(ctx context.Context, in *struct {
	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    ProfileBody
},
) (*rowOut[Profile], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	check := d.checks()
	check.code("staff_group", in.Body.StaffGroup, vocabulary.StaffGroups)
	if err := check.err(); err != nil {
		return nil, err
	}
	p, err := d.Desk.Profiles.SaveProfile(ctx, caller(ctx).Person, version, postgres.ProfileContent(in.Body))
	if err != nil {
		return nil, bothAs(ctx, err, profileOf)
	}
	return &rowOut[Profile]{ETag: etag(p.Version), Body: profileOf(p)}, nil
}
