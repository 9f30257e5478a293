package postgres

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// GiveRole gives a person a role in a library; giving it again changes nothing. Errors: NotFound for a person who does not
// exist or was erased and for a library that does not exist; Invalid for a role that there is not.
func (s *People) GiveRole(ctx context.Context, person evidence.PersonID, library evidence.LibraryID, role evidence.Role) error {
	if !slices.Contains(evidence.Roles(), role) {
		return evidence.InvalidField("role", "unknown", "There is no such role.")
	}
	p, err := rowUUID(string(person))
	if err != nil {
		return err
	}
	l, err := rowUUID(string(library))
	if err != nil {
		return err
	}
	n, err := s.q.InsertRole(ctx, s.giving(p, l, role))
	if err != nil || n == 1 {
		return directoryError(err)
	}
	return s.living(ctx, person)
}

// living is NotFound for somebody who does not exist or was erased.
func (s *People) living(ctx context.Context, person evidence.PersonID) error {
	known, err := s.Known(ctx, person)
	if err == nil && !known {
		return evidence.Refuse(evidence.NotFound, "")
	}
	return err
}

// TakeRole takes a role away; one that was not held is nothing to take.
func (s *People) TakeRole(ctx context.Context, person evidence.PersonID, library evidence.LibraryID, role evidence.Role) error {
	p, err := rowUUID(string(person))
	if err != nil {
		return err
	}
	l, err := rowUUID(string(library))
	if err != nil {
		return err
	}
	_, err = s.q.DeleteRole(ctx, sqlc.DeleteRoleParams{Person: p, Library: l, Role: string(role), Change: rowID(), Source: byHand, Now: s.now()})
	return err
}

// byHand is the source of a role that somebody gave, in the ledger of roles.
const byHand = "hand"

// giving gives a role for nobody in particular: at the operator's command, or with a request for somebody new.
func (s *People) giving(person, library uuid.UUID, role evidence.Role) sqlc.InsertRoleParams {
	return sqlc.InsertRoleParams{Person: person, Library: library, Role: string(role), Change: rowID(), Source: byHand, Now: s.now()}
}

// Known reports whether the person exists and was not erased.
func (s *People) Known(ctx context.Context, person evidence.PersonID) (bool, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return false, nil //nolint:nilerr // what is no identifier is nobody
	}
	return s.q.PersonKnown(ctx, p)
}

// Roles gives the roles that a person holds in a library; none for somebody who does not exist or was erased.
func (s *People) Roles(ctx context.Context, person evidence.PersonID, library evidence.LibraryID) ([]evidence.Role, error) {
	p, personErr := rowUUID(string(person))
	l, libraryErr := rowUUID(string(library))
	if personErr != nil || libraryErr != nil {
		return nil, nil //nolint:nilerr // what is no identifier holds no role
	}
	rows, err := s.q.RolesIn(ctx, sqlc.RolesInParams{Person: p, Library: l})
	return each(rows, func(r string) evidence.Role { return evidence.Role(r) }), err
}

// Librarian reports whether the person is a librarian of any library.
func (s *People) Librarian(ctx context.Context, person evidence.PersonID) (bool, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return false, nil //nolint:nilerr // what is no identifier is nobody
	}
	return s.q.HoldsAnywhere(ctx, sqlc.HoldsAnywhereParams{Person: p, Role: string(evidence.Librarian)})
}

// Memberships are the roles that a person holds in each library.
type Memberships map[evidence.LibraryID][]evidence.Role

// Memberships gives them; none for somebody who does not exist or was erased.
func (s *People) Memberships(ctx context.Context, person evidence.PersonID) (Memberships, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return Memberships{}, nil //nolint:nilerr // what is no identifier is nobody
	}
	rows, err := s.q.MembershipsOf(ctx, p)
	held := Memberships{}
	for _, r := range rows {
		library := evidence.LibraryID(r.LibraryID.String())
		held[library] = append(held[library], evidence.Role(r.Role))
	}
	return held, err
}

// Colleague is somebody who works in a library.
type Colleague struct {
	Person evidence.PersonID
	Name   string
	Roles  []evidence.Role
}

// Staff lists the librarians, trainees and managers of a library by name: those to whom work can be given.
func (s *People) Staff(ctx context.Context, library evidence.LibraryID) ([]Colleague, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	roles := []string{string(evidence.Librarian), string(evidence.Trainee), string(evidence.Manager)}
	rows, err := s.q.StaffOf(ctx, sqlc.StaffOfParams{Library: l, Roles: roles})
	return each(rows, func(r sqlc.StaffOfRow) Colleague {
		return Colleague{personOf(r.ID), r.Name, each(r.Roles, func(r string) evidence.Role { return evidence.Role(r) })}
	}), err
}
