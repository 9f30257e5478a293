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

// ErrLinkSpent says that a link was used before, or is no longer valid.
var ErrLinkSpent = errors.New("postgres: the link was used or has expired")

// Caller is somebody who has shown that an address is theirs by opening a link that was sent to it.
type Caller struct {
	Link    []byte // SHA-256 of the link's token
	Email   string
	Name    string             // for somebody new; what is known of the others stays
	Library evidence.LibraryID // whose requester somebody without a role becomes; empty: the one that serves the domain
}

// Enter spends a link and gives the person whose address it was sent to, made if need be, with the role of a requester in a
// library that serves the domain if they hold none anywhere. All of it happens, or nothing. Errors: [ErrLinkSpent];
// Invalid for a name that is missing, and for a library that does not serve the domain or was not chosen among several.
func (s *SignIns) Enter(ctx context.Context, c Caller) (evidence.PersonID, error) {
	var id uuid.UUID
	err := s.again(ctx, func(q *sqlc.Queries) error {
		now := s.now()
		n, err := q.SpendLink(ctx, sqlc.SpendLinkParams{Hash: c.Link, Now: &now})
		if err != nil || n == 0 {
			return orSpent(err)
		}
		there, err := q.PersonByEmail(ctx, c.Email)
		switch {
		case err == nil:
			id = there.ID
		case !errors.Is(err, pgx.ErrNoRows):
			return err
		default:
			if id, err = s.newPerson(ctx, q, NewPerson{Name: c.Name, Email: c.Email}); err != nil {
				return err
			}
		}
		return s.settle(ctx, q, id, c.Email, c.Library)
	})
	return idOrEmpty(id, err), err
}

func orSpent(err error) error {
	if err == nil {
		return ErrLinkSpent
	}
	return err
}

// settle makes somebody without a role a requester of a library that serves the domain of their address: the chosen one, or
// the only one. Somebody whom none serves stays without.
func (s *SignIns) settle(ctx context.Context, q *sqlc.Queries, person uuid.UUID, email string, chosen evidence.LibraryID) error {
	held, err := q.MembershipsOf(ctx, person)
	if err != nil || len(held) > 0 {
		return err
	}
	rows, err := q.LibrariesServing(ctx, mailDomain(email))
	if err != nil || len(rows) == 0 {
		return err
	}
	library := rows[0].ID
	if chosen != "" {
		i := slices.IndexFunc(rows, func(r sqlc.LibrariesServingRow) bool { return r.ID.String() == string(chosen) })
		if i < 0 {
			return evidence.InvalidField("library", "unknown", "Choose a library that serves your organisation.")
		}
		library = rows[i].ID
	} else if len(rows) > 1 {
		return nil // they are asked which one
	}
	_, err = q.InsertRole(ctx, sqlc.InsertRoleParams{
		Person: person, Library: library, Role: string(evidence.Requester), Change: rowID(), Source: byDomain, Now: s.now(),
	})
	return err
}

// byDomain is the source of a role that the domain of an address gave, in the ledger of roles.
const byDomain = "domain"
