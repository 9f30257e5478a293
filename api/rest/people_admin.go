package rest

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// Members knows and changes who belongs to a library.
type Members interface {
	// Members gives a page of them by name. A cursor that is none is evidence.Invalid.
	Members(ctx context.Context, want postgres.MemberQuery) (postgres.MemberPage, error)
	// Member gives one; NotFound for who holds no role there.
	Member(ctx context.Context, library evidence.LibraryID, person evidence.PersonID) (postgres.Member, error)
	// Add adds somebody or finds who has the address.
	Add(ctx context.Context, p postgres.NewPerson) (evidence.PersonID, error)
	// SetRoles gives and takes roles; NotPermitted, StillNeeded.
	SetRoles(ctx context.Context, c postgres.RoleChange) error
	// Match finds at most ten people of the libraries by the beginning of a name or an address.
	Match(ctx context.Context, libraries []evidence.LibraryID, text string) ([]postgres.Match, error)
}

// MemberRow is somebody who holds a role in a library.
type MemberRow struct {
	Person           evidence.PersonID `json:"person" format:"uuid"`
	Name             string            `json:"name"`
	Email            string            `json:"email,omitempty"`
	JobTitle         string            `json:"job_title,omitempty"`
	Phone            string            `json:"phone,omitempty"`
	StaffGroup       string            `json:"staff_group,omitempty" doc:"A code of staff_groups"`
	Organisation     string            `json:"organisation,omitempty" format:"uuid"`
	OrganisationName string            `json:"organisation_name,omitempty"`
	Roles            []evidence.Role   `json:"roles" nullable:"false" doc:"In this library"`
	Provided         []evidence.Role   `json:"provided,omitempty" doc:"Those of the roles that only an identity provider gives: taken away here, they come back with the next sign-in while the provider gives them"`
}

// MemberPage is one page of the people of a library.
type MemberPage struct {
	Items []MemberRow     `json:"items" nullable:"false" doc:"By name"`
	Next  string          `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
	Prev  string          `json:"prev,omitempty" doc:"The cursor of the page before; absent on the first one"`
	Total int             `json:"total" doc:"On all pages"`
	May   []evidence.Role `json:"may" nullable:"false" doc:"The roles that the caller may give and take here"`
}

// NewMember is somebody who is to belong to a library.
type NewMember struct {
	NewPerson

	Roles []evidence.Role `json:"roles" minItems:"1" maxItems:"6" nullable:"false" doc:"Added to those that somebody who is known holds already"`
}

// MemberRoles are all roles that somebody is to hold in a library from now on.
type MemberRoles struct {
	Roles []evidence.Role `json:"roles" maxItems:"6" nullable:"false" doc:"None: the person leaves the library"`
}

// PersonMatch is somebody found by the beginning of a name, of a word in it, or of an address.
type PersonMatch struct {
	Person           evidence.PersonID `json:"person" format:"uuid"`
	Name             string            `json:"name"`
	Email            string            `json:"email,omitempty"`
	JobTitle         string            `json:"job_title,omitempty"`
	StaffGroup       string            `json:"staff_group,omitempty"`
	OrganisationName string            `json:"organisation_name,omitempty"`
}

type membersIn struct {
	OfLibrary

	Text   string        `query:"q" maxLength:"200" doc:"The beginning of a name, of a word in it, or of an e-mail address"`
	Role   evidence.Role `query:"role" maxLength:"64" doc:"Only who holds this role"`
	Cursor string        `query:"cursor" maxLength:"100" doc:"From the page before or after"`
	Limit  int           `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

// OfMember names somebody of a library.
type OfMember struct {
	OfLibrary

	Person string `path:"person" format:"uuid"`
}

// keepers look after the people of a library.
func keepers() Access { return member(evidence.Manager, evidence.Admin) }

func registerPeople(api huma.API, d Deps) {
	handle(api, route("list-people", http.MethodGet, "/libraries/{id}/people", "List the people of a library", tagPeople, keepers()), d.listMembers)
	handle(api, route("get-member", http.MethodGet, "/libraries/{id}/people/{person}", "Read about somebody of a library", tagPeople, keepers()),
		func(ctx context.Context, in *OfMember) (*struct{ Body MemberRow }, error) {
			return d.memberAnswer(ctx, in.library(), evidence.PersonID(in.Person))
		})
	handle(api, route("add-member", http.MethodPost, "/libraries/{id}/people", "Add somebody to a library", tagPeople, keepers(), created,
		describe("The e-mail address decides who it is; somebody who is known keeps what is known of them.")), d.addMember)
	handle(api, route("set-roles", http.MethodPut, "/libraries/{id}/people/{person}/roles", "Give and take roles", tagPeople, keepers(), refusable,
		describe("Managers give and take requester, librarian, trainee and manager; administrators every role. The last manager, the last administrator and the owner of open requests stay until somebody has taken over.")),
		d.setRoles)
	handle(api, route("find-people", http.MethodGet, "/people", "Find people of one's libraries", tagPeople, staff(),
		describe("At most ten: to ask on behalf of somebody.")),
		func(ctx context.Context, in *struct {
			Text string `query:"q" required:"true" minLength:"2" maxLength:"200" doc:"The beginning of a name, of a word in it, or of an e-mail address"`
		},
		) (*listOut[PersonMatch], error) {
			found, err := d.SignIn.Members.Match(ctx, caller(ctx).Libraries(staff().Roles...), in.Text)
			return list(each(found, func(m postgres.Match) PersonMatch { return PersonMatch(m) })), err
		})
}

// refusable documents that what is asked can conflict with how things stand.
func refusable(op *huma.Operation) { answers(op, http.StatusConflict) }

// grants are the roles that somebody may give and take in a library: nobody more than they are.
func grants(p auth.Principal, library evidence.LibraryID) []evidence.Role {
	switch actor := p.Actor(library); {
	case actor.Is(evidence.Admin):
		return evidence.Roles()
	case actor.Is(evidence.Manager):
		return []evidence.Role{evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager}
	}
	return nil
}

func (d Deps) listMembers(ctx context.Context, in *membersIn) (*struct{ Body MemberPage }, error) {
	if in.Role != "" && !slices.Contains(evidence.Roles(), in.Role) {
		return nil, evidence.InvalidField("role", "unknown", "There is no such role.")
	}
	found, err := d.SignIn.Members.Members(ctx, postgres.MemberQuery{
		Library: in.library(), Text: in.Text, Role: in.Role, Cursor: in.Cursor, Limit: in.Limit,
	})
	return &struct{ Body MemberPage }{MemberPage{
		Items: each(found.Items, memberRow), Next: found.Next, Prev: found.Prev, Total: found.Total, May: grants(caller(ctx), in.library()),
	}}, err
}

func memberRow(m postgres.Member) MemberRow { return MemberRow(m) }

func (d Deps) memberAnswer(ctx context.Context, library evidence.LibraryID, person evidence.PersonID) (*struct{ Body MemberRow }, error) {
	m, err := d.SignIn.Members.Member(ctx, library, person)
	return &struct{ Body MemberRow }{memberRow(m)}, err
}

func (d Deps) addMember(ctx context.Context, in *struct {
	OfLibrary

	Body NewMember
},
) (*struct{ Body MemberRow }, error) {
	may := grants(caller(ctx), in.library())
	check := d.checks()
	check.code("staff_group", in.Body.StaffGroup, vocabulary.StaffGroups)
	check.roles(in.Body.Roles)
	if err := check.err(); err != nil {
		return nil, err
	}
	for _, r := range in.Body.Roles { // before anybody is added
		if !slices.Contains(may, r) {
			return nil, evidence.Refuse(evidence.NotPermitted, "You cannot give the role "+string(r)+".")
		}
	}
	p := in.Body.NewPerson
	id, err := d.SignIn.Members.Add(ctx, postgres.NewPerson{
		Name: p.Name, Email: p.Email, JobTitle: p.JobTitle, Phone: p.Phone, StaffGroup: p.StaffGroup, Organisation: p.Organisation,
	})
	if err != nil {
		return nil, err
	}
	held, err := d.People.Roles(ctx, id, in.library())
	if err != nil {
		return nil, err
	}
	err = d.SignIn.Members.SetRoles(ctx, postgres.RoleChange{
		Library: in.library(), Person: id, Roles: slices.Concat(held, in.Body.Roles), By: caller(ctx).Person, May: may,
	})
	if err != nil {
		return nil, err
	}
	return d.memberAnswer(ctx, in.library(), id)
}

func (d Deps) setRoles(ctx context.Context, in *struct {
	OfMember

	Body MemberRoles
},
) (*struct{ Body MemberRow }, error) {
	check := d.checks()
	check.roles(in.Body.Roles)
	if err := check.err(); err != nil {
		return nil, err
	}
	person := evidence.PersonID(in.Person)
	if _, err := d.SignIn.Members.Member(ctx, in.library(), person); err != nil {
		return nil, err // whoever does not belong here is added, not changed
	}
	err := d.SignIn.Members.SetRoles(ctx, postgres.RoleChange{
		Library: in.library(), Person: person, Roles: in.Body.Roles, By: caller(ctx).Person, May: grants(caller(ctx), in.library()),
	})
	if err != nil {
		return nil, err
	}
	if len(in.Body.Roles) == 0 {
		return &struct{ Body MemberRow }{MemberRow{Person: person, Roles: []evidence.Role{}}}, nil
	}
	return d.memberAnswer(ctx, in.library(), person)
}

// roles checks that every role is one, and named once.
func (c *checks) roles(list []evidence.Role) {
	for i, r := range list {
		switch {
		case !slices.Contains(evidence.Roles(), r):
			c.wrong(fmt.Sprintf("roles[%d]", i), "unknown", "There is no such role.")
		case slices.Contains(list[:i], r):
			c.wrong(fmt.Sprintf("roles[%d]", i), "duplicate", "Name each once.")
		}
	}
}
