package postgres

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Why somebody whom a provider names cannot be let in as a person.
var (
	// ErrNoAddress says that somebody new came without an address that is known to be theirs.
	ErrNoAddress = errors.New("postgres: no address for a new person")
	// ErrAddressTaken says that the address is a person's already and the provider may not speak for it.
	ErrAddressTaken = errors.New("postgres: the address is somebody's who signs in another way")
)

// Arrival is somebody whom an identity provider has signed in.
type Arrival struct {
	Provider string // as it is configured; also the source of the roles
	Issuer   string
	Subject  string
	Name     string
	Email    string // only one that the provider has verified
	Trusted  bool   // the provider may speak for addresses of this domain: the person who has it already is meant
	Roles    []ProvidedRole
}

// ProvidedRole is a role that a provider's claim gives, in a library named by its code.
type ProvidedRole struct {
	Library string
	Role    evidence.Role
}

// errMeanwhile says that another sign-in made the same person at this moment; the next try finds it.
var errMeanwhile = errors.New("postgres: the person was made meanwhile")

// Arrive finds the person of an account at a provider, or makes one, and gives the roles that the provider says and takes
// those that it says no more; roles given by hand stay. Somebody without any role whose domain exactly one library serves
// becomes a requester there. Errors: [ErrNoAddress], [ErrAddressTaken].
func (s *SignIns) Arrive(ctx context.Context, a Arrival) (evidence.PersonID, error) {
	var id uuid.UUID
	err := s.again(ctx, func(q *sqlc.Queries) (err error) {
		if id, err = s.identified(ctx, q, a); err != nil {
			return err
		}
		if err := q.LockForRoles(ctx, id); err != nil {
			return err
		}
		if err := s.mapRoles(ctx, q, id, a); err != nil || !a.Trusted {
			return err
		}
		return s.settle(ctx, q, id, a.Email, "")
	})
	return idOrEmpty(id, err), err
}

// again does a transaction anew when the person whom it makes was made by another one meanwhile.
func (s *SignIns) again(ctx context.Context, do func(*sqlc.Queries) error) error {
	const tries = 3
	var err error
	for range tries {
		if err = s.tx(ctx, do); !errors.Is(err, errMeanwhile) {
			break
		}
	}
	return err
}

// identified gives the person of the account.
func (s *SignIns) identified(ctx context.Context, q *sqlc.Queries, a Arrival) (uuid.UUID, error) {
	id, err := q.IdentityPerson(ctx, sqlc.IdentityPersonParams{Issuer: a.Issuer, Subject: a.Subject})
	if err == nil {
		return id, q.TouchIdentity(ctx, sqlc.TouchIdentityParams{Issuer: a.Issuer, Subject: a.Subject, Now: s.now()})
	}
	if !errors.Is(err, pgx.ErrNoRows) {
		return uuid.Nil, err
	}
	if id, err = s.byAddress(ctx, q, a); err != nil {
		return uuid.Nil, err
	}
	n, err := q.InsertIdentity(ctx, sqlc.InsertIdentityParams{Issuer: a.Issuer, Subject: a.Subject, Person: id, Now: s.now()})
	if err == nil && n == 0 {
		err = errMeanwhile
	}
	return id, err
}

// byAddress gives the person for an account that nobody has used yet.
func (s *SignIns) byAddress(ctx context.Context, q *sqlc.Queries, a Arrival) (uuid.UUID, error) {
	if a.Email == "" {
		return uuid.Nil, ErrNoAddress
	}
	there, err := q.PersonByEmail(ctx, a.Email)
	switch {
	case err == nil && !a.Trusted:
		return uuid.Nil, ErrAddressTaken
	case err == nil:
		return there.ID, nil
	case !errors.Is(err, pgx.ErrNoRows):
		return uuid.Nil, err
	}
	return s.newPerson(ctx, q, NewPerson{Name: a.Name, Email: a.Email})
}

// newPerson adds somebody whose address nobody has.
func (s *SignIns) newPerson(ctx context.Context, q *sqlc.Queries, p NewPerson) (uuid.UUID, error) {
	made := rowID()
	p.ID = personOf(made)
	id, err := s.people.add(ctx, q, p)
	if err == nil && id != made {
		err = errMeanwhile
	}
	return id, err
}

type heldRole struct {
	library uuid.UUID
	role    string
}

// mapRoles brings the roles of one provider up to date.
func (s *SignIns) mapRoles(ctx context.Context, q *sqlc.Queries, person uuid.UUID, a Arrival) error {
	want, err := wantedRoles(ctx, q, a.Roles)
	if err != nil {
		return err
	}
	rows, err := q.MappedRolesOf(ctx, sqlc.MappedRolesOfParams{Person: person, Provider: a.Provider})
	if err != nil {
		return err
	}
	have := each(rows, func(r sqlc.MappedRolesOfRow) heldRole { return heldRole{r.LibraryID, r.Role} })
	for _, r := range want {
		if slices.Contains(have, r) {
			continue
		}
		if err := s.provide(ctx, q, person, r, a.Provider); err != nil {
			return err
		}
	}
	for _, r := range have {
		if slices.Contains(want, r) {
			continue
		}
		if err := s.withdraw(ctx, q, person, r, a.Provider); err != nil {
			return err
		}
	}
	return nil
}

// wantedRoles finds the libraries by their codes. A library that does not exist, or is not here, gives nobody a role.
func wantedRoles(ctx context.Context, q *sqlc.Queries, roles []ProvidedRole) ([]heldRole, error) {
	if len(roles) == 0 {
		return nil, nil
	}
	rows, err := q.LibraryIDsByCode(ctx, each(roles, func(r ProvidedRole) string { return r.Library }))
	if err != nil {
		return nil, err
	}
	ids := make(map[string]uuid.UUID, len(rows))
	for _, r := range rows {
		ids[r.Code] = r.ID
	}
	var want []heldRole
	for _, r := range roles {
		held := heldRole{ids[r.Library], string(r.Role)}
		if held.library != uuid.Nil && slices.Contains(evidence.Roles(), r.Role) && !slices.Contains(want, held) {
			want = append(want, held)
		}
	}
	return want, nil
}

// sourceOf is how the ledger of roles names a provider.
func sourceOf(provider string) string { return "oidc/" + provider }

func (s *SignIns) provide(ctx context.Context, q *sqlc.Queries, person uuid.UUID, r heldRole, provider string) error {
	_, err := q.InsertProvidedRole(ctx, sqlc.InsertProvidedRoleParams{
		Person: person, Library: r.library, Role: r.role, Change: rowID(), Source: sourceOf(provider), Now: s.now(),
	})
	if err != nil {
		return err
	}
	return q.InsertMappedRole(ctx, sqlc.InsertMappedRoleParams{Person: person, Library: r.library, Role: r.role, Provider: provider})
}

func (s *SignIns) withdraw(ctx context.Context, q *sqlc.Queries, person uuid.UUID, r heldRole, provider string) error {
	if err := q.DeleteMappedRole(ctx, sqlc.DeleteMappedRoleParams{Person: person, Library: r.library, Role: r.role, Provider: provider}); err != nil {
		return err
	}
	_, err := q.DeleteUnsupportedRole(ctx, sqlc.DeleteUnsupportedRoleParams{
		Person: person, Library: r.library, Role: r.role, Change: rowID(), Source: sourceOf(provider), Now: s.now(),
	})
	return err
}
