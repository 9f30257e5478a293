package rest

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

// base is the address under which the resources lie.
const base = "/api/v1"

// Access says who may call an operation at all. What they may do to one request is for the stores and the process.
type Access struct {
	Anonymous bool            // nobody needs to sign in
	Roles     []evidence.Role // any of these; empty: everybody who has signed in
	Relations []string        // or one of these relations to the request, such as its reviewer
	Object    bool            // the roles count in the library of one request; whoever may not see it is told that there is none
	Library   bool            // the roles count in the library of the address; for those who do not belong to it there is none
}

// anonymous is for the few addresses that need no sign-in.
func anonymous() Access { return Access{Anonymous: true} }

// signedIn is for everybody with a valid token.
func signedIn() Access { return Access{} }

// only is for people with one of the roles in some library.
func only(roles ...evidence.Role) Access { return Access{Roles: roles} }

// staff is for the people who work in a library.
func staff() Access { return only(evidence.Librarian, evidence.Trainee, evidence.Manager) }

// member is for people who belong to the library of the address, with one of the roles if any are named.
func member(roles ...evidence.Role) Access { return Access{Roles: roles, Library: true} }

// admit refuses a caller for whom the operation is not. At the door of one request nobody is turned away: that would tell
// what exists.
func (a Access) admit(p auth.Principal, id string) error {
	actor := p.Actor(evidence.LibraryID(id))
	switch {
	case a.Library && len(actor.Roles) == 0:
		return &evidence.Error{Code: evidence.NotFound}
	case a.Object, len(a.Roles) == 0, a.Library && actor.Is(a.Roles...), !a.Library && p.Is(a.Roles...):
		return nil
	}
	return evidence.Refuse(evidence.NotPermitted, "This is for: "+a.list()+".")
}

// words lists the access for the document's x-roles.
func (a Access) words() []string {
	switch {
	case a.Anonymous:
		return []string{"anonymous"}
	case len(a.Roles)+len(a.Relations) == 0:
		return []string{"signed-in"}
	}
	words := make([]string, 0, len(a.Roles)+len(a.Relations))
	for _, r := range a.Roles {
		words = append(words, string(r))
	}
	return append(words, a.Relations...)
}

// list is words for people.
func (a Access) list() string { return strings.Join(a.words(), ", ") }

const accessKey = "access"

// route describes an operation: a name for programs, its method, its path below /api/v1 (or a whole one that begins
// elsewhere, made with at), one line for people, a tag, and who may call it.
func route(id, method, path, summary, tag string, who Access, options ...func(*huma.Operation)) huma.Operation {
	who.Object = strings.HasPrefix(path, "/requests/{id}")
	op := huma.Operation{
		OperationID: id, Method: method, Path: base + path, Summary: summary, Tags: []string{tag},
		Metadata:        map[string]any{accessKey: who},
		Extensions:      map[string]any{"x-roles": who.words()},
		MaxBodyBytes:    -1, // the body is limited before huma reads it, see body.go
		BodyReadTimeout: -1, // and so is the time for it
		Responses:       map[string]*huma.Response{},

		RejectUnknownQueryParameters: true,
	}
	if !who.Anonymous {
		op.Security = []map[string][]string{{bearerScheme: {}}}
	}
	for _, option := range options {
		option(&op)
	}
	return op
}

// bearerScheme is the name of the security scheme in the document.
const bearerScheme = "bearer"

// at moves an operation out of /api/v1.
func at(path string) func(*huma.Operation) {
	return func(op *huma.Operation) { op.Path = path }
}

// describe adds a longer text for people.
func describe(text string) func(*huma.Operation) {
	return func(op *huma.Operation) { op.Description = text }
}

// created answers 201.
func created(op *huma.Operation) { op.DefaultStatus = http.StatusCreated }

// accessOf returns what an operation declared. Registering one that declares nothing is a mistake in the program.
func accessOf(op *huma.Operation) Access {
	who, ok := op.Metadata[accessKey].(Access)
	if !ok {
		panic("rest: the operation " + op.OperationID + " does not say who may call it")
	}
	return who
}

// handle registers an operation. Every error of the handler leaves as a problem, every problem that it can answer with
// is in the document.
func handle[I, O any](api huma.API, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	accessOf(&op)
	documentProblems[I](&op)
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, err)
		}
		return out, nil
	})
}

// caller is the principal of a request that needed a sign-in.
func caller(ctx context.Context) auth.Principal {
	p, _ := auth.From(ctx)
	return p
}

// staffOf reports whether the caller works in the library.
func staffOf(p auth.Principal, library evidence.LibraryID) bool {
	return slices.ContainsFunc(p.In(library), func(r evidence.Role) bool {
		return r == evidence.Librarian || r == evidence.Trainee || r == evidence.Manager
	})
}
