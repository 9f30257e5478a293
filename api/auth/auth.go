// Package auth says who is calling: it turns a bearer token into a principal with roles in libraries. It decides nothing
// about requests; that is for the process and the stores.
package auth

import (
	"context"
	"maps"
	"slices"

	"evidencedesk/internal/evidence"
)

// Principal is a person who has signed in, with the roles held in each library.
type Principal struct {
	Person      evidence.PersonID
	Name        string // shown to the person; never logged
	Memberships map[evidence.LibraryID][]evidence.Role
}

// In gives the roles held in a library, none where the person is not a member.
func (p Principal) In(library evidence.LibraryID) []evidence.Role { return p.Memberships[library] }

// Actor is the principal as the process sees a person of a library. Owner, delegate and reviewer are not roles: the
// process finds them in the request.
func (p Principal) Actor(library evidence.LibraryID) evidence.Actor {
	return evidence.Actor{Person: p.Person, Roles: slices.Clone(p.Memberships[library])}
}

// Is reports whether the person holds any of the roles in any library.
func (p Principal) Is(roles ...evidence.Role) bool {
	for _, held := range p.Memberships {
		if slices.ContainsFunc(roles, func(r evidence.Role) bool { return slices.Contains(held, r) }) {
			return true
		}
	}
	return false
}

// Libraries lists the libraries in which the person holds any of the roles, in the order of their identifiers.
func (p Principal) Libraries(roles ...evidence.Role) []evidence.LibraryID {
	ids := slices.Sorted(maps.Keys(p.Memberships))
	return slices.DeleteFunc(ids, func(id evidence.LibraryID) bool {
		return !slices.ContainsFunc(roles, func(r evidence.Role) bool { return slices.Contains(p.Memberships[id], r) })
	})
}

type contextKey struct{}

// With returns a context that carries the principal.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(ctx, contextKey{}, p)
}

// From returns the principal of a context; false for an anonymous caller.
func From(ctx context.Context) (Principal, bool) {
	p, ok := ctx.Value(contextKey{}).(Principal)
	return p, ok
}

type visitorKey struct{}

// WithVisitor returns a context that carries the address of a visitor who has not signed in, for the pages that call the
// API within this process: without it everybody would count as one client of the API.
func WithVisitor(ctx context.Context, address string) context.Context {
	return context.WithValue(ctx, visitorKey{}, address)
}

// Visitor returns the address that [WithVisitor] put there; false for what came over a network.
func Visitor(ctx context.Context) (string, bool) {
	address, ok := ctx.Value(visitorKey{}).(string)
	return address, ok
}
