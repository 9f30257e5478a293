package demo

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"evidencedesk/api/auth"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Libraries keeps libraries; adding what is there changes nothing.
type Libraries interface {
	Add(ctx context.Context, l postgres.Library) (evidence.LibraryID, error)
	AddOrganisation(ctx context.Context, library evidence.LibraryID, o postgres.Organisation) (string, error)
}

// Directory keeps people; adding what is there changes nothing. Nothing can be given to somebody who was erased.
type Directory interface {
	Add(ctx context.Context, p postgres.NewPerson) (evidence.PersonID, error)
	GiveRole(ctx context.Context, person evidence.PersonID, library evidence.LibraryID, role evidence.Role) error
}

// Tokens keeps tokens by their SHA-256.
type Tokens interface {
	Issue(ctx context.Context, person evidence.PersonID, hash []byte, label string, expires time.Time) (string, error)
	Principal(ctx context.Context, hash []byte) (postgres.Principal, error)
}

// Stores are where the people of the demonstration are kept.
type Stores struct {
	Libraries Libraries
	People    Directory
	Tokens    Tokens
}

// tokenLabel is what the tokens of the demonstration are called in lists of tokens.
const tokenLabel = "demonstration"

// People makes the libraries and the people of the demonstration, issues their tokens, which are kept in the file, and lists
// those as whom a visitor may sign in. It may be called at every start: what is there stays, a token that was revoked
// is replaced by a new one, and somebody who was erased stays erased.
func People(ctx context.Context, stores Stores, file string) ([]SignIn, error) {
	keep, err := OpenKeep(file, time.Now())
	if err != nil {
		return nil, err
	}
	if err := Introduce(ctx, stores, keep); err != nil {
		return nil, err
	}
	return SignIns(keep)
}

// Introduce is the part of [People] that makes them, for a keep that is open.
func Introduce(ctx context.Context, stores Stores, keep *Keep) error {
	data, err := Load()
	if err != nil {
		return err
	}
	for _, l := range data.Libraries {
		if err := addLibrary(ctx, stores.Libraries, l); err != nil {
			return fmt.Errorf("demo: library %s: %w", l.Code, err)
		}
	}
	for _, p := range data.People {
		err := addPerson(ctx, stores, p, p.Email(data.Libraries), keep)
		if evidence.CodeOf(err) == evidence.NotFound {
			err = keep.forget(p.Key) // erased
		}
		if err != nil {
			return fmt.Errorf("demo: person %s: %w", p.Key, err)
		}
	}
	return nil
}

func addLibrary(ctx context.Context, libraries Libraries, l Library) error {
	id, err := libraries.Add(ctx, postgres.Library{
		ID: LibraryID(l.Code), Code: l.Code, Name: l.Name, Nation: calendar.Nation(l.Nation), Email: l.Email, Outside: l.Outside,
	})
	if err != nil {
		return err
	}
	for _, o := range l.Organisations {
		_, err := libraries.AddOrganisation(ctx, id, postgres.Organisation{
			ID: OrganisationID(o.Code), Name: o.Name, Area: o.Area, Trust: o.Trust, County: o.County,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func addPerson(ctx context.Context, stores Stores, p Person, email string, keep *Keep) error {
	id, err := stores.People.Add(ctx, postgres.NewPerson{
		ID: PersonID(p.Key), Name: p.Name, Email: email, JobTitle: p.Job, StaffGroup: p.Group, Organisation: OrganisationID(p.Organisation),
	})
	if err != nil {
		return err
	}
	for _, library := range slices.Sorted(maps.Keys(p.Roles)) {
		for _, role := range p.Roles[library] {
			if err := stores.People.GiveRole(ctx, id, LibraryID(library), role); err != nil {
				return err
			}
		}
	}
	return issue(ctx, stores.Tokens, p.Key, id, keep)
}

// issue sees to it that the token in the keep is valid.
func issue(ctx context.Context, tokens Tokens, key string, person evidence.PersonID, keep *Keep) error {
	_, err := tokens.Principal(ctx, auth.Hash(keep.Token(key)))
	switch {
	case err == nil:
		return keep.issued(key)
	case evidence.CodeOf(err) != evidence.Unauthenticated:
		return err
	case keep.valid(key):
		if err := keep.renew(key); err != nil {
			return err
		}
	}
	if _, err := tokens.Issue(ctx, person, auth.Hash(keep.Token(key)), tokenLabel, time.Time{}); err != nil {
		return err
	}
	return keep.issued(key)
}

// SignIn is a person as whom a visitor may try the service.
type SignIn struct {
	Label   string // such as "librarian at the other library"
	Name    string
	Library string // name of the library; empty for somebody of both
	Token   string
}

// SignIns lists the people as whom a visitor may sign in, once [Introduce] has made them. Tokens are shown, never logged.
func SignIns(keep *Keep) ([]SignIn, error) {
	data, err := Load()
	if err != nil {
		return nil, err
	}
	var list []SignIn
	for _, p := range data.People {
		if p.SignIn == "" || !keep.valid(p.Key) {
			continue
		}
		s := SignIn{Label: p.SignIn, Name: p.Name, Token: keep.Token(p.Key)}
		for _, l := range data.Libraries {
			if len(p.Roles) == 1 && p.Roles[l.Code] != nil {
				s.Library = l.Name
			}
		}
		list = append(list, s)
	}
	return list, nil
}
