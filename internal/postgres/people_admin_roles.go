package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// RoleChange says which roles somebody is to hold in a library from now on.
type RoleChange struct {
	Library evidence.LibraryID
	Person  evidence.PersonID
	Roles   []evidence.Role // all of them; none: the person leaves the library
	By      evidence.PersonID
	May     []evidence.Role // the roles that whoever decides may give and take
}

// SetRoles gives and takes roles by hand. Errors: NotFound for a person who does not exist or was erased; NotPermitted for a
// role that is not theirs to give or take; StillNeeded for the last manager or administrator, and for somebody who owns open
// requests and would no longer work here.
func (s *People) SetRoles(ctx context.Context, c RoleChange) error {
	p, l, err := twoUUIDs(string(c.Person), string(c.Library))
	if err != nil {
		return err
	}
	if err := s.living(ctx, c.Person); err != nil {
		return err
	}
	return s.tx(ctx, func(q *sqlc.Queries) error {
		if err := q.LockRoles(ctx, l); err != nil {
			return err
		}
		rows, err := q.RolesIn(ctx, sqlc.RolesInParams{Person: p, Library: l})
		if err != nil {
			return err
		}
		held := rolesOf(rows)
		give, take := without(c.Roles, held), without(held, c.Roles)
		if err := c.permitted(give, take); err != nil {
			return err
		}
		if err := replaceable(ctx, q, l, p, c.Roles, take); err != nil {
			return err
		}
		return s.change(ctx, q, c, p, l, give, take)
	})
}

// without gives what is in a and not in b, each once.
func without(a, b []evidence.Role) []evidence.Role {
	var rest []evidence.Role
	for _, r := range a {
		if !slices.Contains(b, r) && !slices.Contains(rest, r) {
			rest = append(rest, r)
		}
	}
	return rest
}

func (c RoleChange) permitted(give, take []evidence.Role) error {
	for _, r := range slices.Concat(give, take) {
		if !slices.Contains(c.May, r) {
			return evidence.Refuse(evidence.NotPermitted, "You cannot give or take the role "+string(r)+".")
		}
	}
	return nil
}

// replaceable refuses to take away the last manager or administrator, or whoever owns open requests.
func replaceable(ctx context.Context, q *sqlc.Queries, library, person uuid.UUID, keeps, take []evidence.Role) error {
	for _, r := range []evidence.Role{evidence.Manager, evidence.Admin} {
		if !slices.Contains(take, r) {
			continue
		}
		others, err := q.CountHolders(ctx, sqlc.CountHoldersParams{Library: library, Role: string(r), Person: person})
		if err != nil {
			return err
		}
		if others == 0 {
			return evidence.Refuse(evidence.StillNeeded, "This is the last "+string(r)+" of the library. Give the role to somebody else first.")
		}
	}
	works := evidence.Actor{Roles: keeps}.Is(evidence.Librarian, evidence.Trainee)
	if works || !slices.Contains(take, evidence.Librarian) && !slices.Contains(take, evidence.Trainee) {
		return nil
	}
	owned, err := q.CountOwned(ctx, sqlc.CountOwnedParams{Library: library, Person: person})
	if err == nil && owned > 0 {
		err = evidence.Refuse(evidence.StillNeeded, fmt.Sprintf("This person owns %d open requests. Reassign them first.", owned))
	}
	return err
}

func (s *People) change(ctx context.Context, q *sqlc.Queries, c RoleChange, person, library uuid.UUID, give, take []evidence.Role) error {
	by, err := rowUUID(string(c.By))
	if err != nil {
		return err
	}
	for _, r := range give {
		row := s.giving(person, library, r)
		row.By = &by
		if _, err := q.InsertRole(ctx, row); err != nil {
			return err
		}
	}
	for _, r := range take {
		_, err := q.DeleteRole(ctx, sqlc.DeleteRoleParams{
			Person: person, Library: library, Role: string(r), Change: rowID(), Source: byHand, By: &by, Now: s.now(),
		})
		if err != nil {
			return err
		}
	}
	return nil
}
