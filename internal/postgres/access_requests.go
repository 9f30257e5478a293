package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// AccessState says how far asking to be let in has come.
type AccessState string

// The states of asking to be let in.
const (
	AccessPending  AccessState = "pending"
	AccessApproved AccessState = "approved"
	AccessRefused  AccessState = "refused"
)

// AccessRequest is somebody's wish to use a library.
type AccessRequest struct {
	ID           string
	Library      evidence.LibraryID
	LibraryName  string
	LibraryEmail string
	State        AccessState
	Reason       string // a code, when refused
	AskedAt      time.Time
	DecidedAt    time.Time // zero: not yet
}

// AccessChoice is a library as somebody may come into it.
type AccessChoice struct {
	ID     evidence.LibraryID
	Code   string
	Name   string
	Email  string
	Served bool // the domain of the person's address is served: asking lets them in at once
	Open   bool // a manager decides
}

// AccessStanding is how somebody stands to the libraries.
type AccessStanding struct {
	Requests  []AccessRequest // the newest first
	Libraries []AccessChoice  // all that are here, by name
}

// Access tells somebody what they asked for and what they may ask. Errors: NotFound for who does not exist.
func (s *SignIns) Access(ctx context.Context, person evidence.PersonID) (AccessStanding, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return AccessStanding{}, err
	}
	who, err := s.q.GetPerson(ctx, p)
	if err != nil {
		return AccessStanding{}, processError(err)
	}
	asked, err := s.q.AccessRequestsOf(ctx, p)
	if err != nil {
		return AccessStanding{}, err
	}
	choices, err := s.q.LibrariesToAsk(ctx, mailDomain(orEmpty(who.Email)))
	return AccessStanding{
		Requests: each(asked, func(r sqlc.AccessRequestsOfRow) AccessRequest {
			return AccessRequest{
				ID: r.ID.String(), Library: evidence.LibraryID(r.LibraryID.String()), LibraryName: r.LibraryName, LibraryEmail: r.LibraryEmail,
				State: AccessState(r.State), Reason: r.ReasonCode, AskedAt: r.AskedAt.UTC(), DecidedAt: orZero(r.DecidedAt),
			}
		}),
		Libraries: each(choices, func(r sqlc.LibrariesToAskRow) AccessChoice {
			return AccessChoice{
				ID: evidence.LibraryID(r.ID.String()), Code: r.Code, Name: r.Name, Email: r.Email, Served: r.Served, Open: r.Open,
			}
		}),
	}, err
}

// Ask notes that somebody wants to use a library. Whom the library serves by their domain it lets in at once. The same wish
// again changes nothing.
func (s *SignIns) Ask(ctx context.Context, person evidence.PersonID, library evidence.LibraryID, served bool) error {
	p, l, err := twoUUIDs(string(person), string(library))
	if err != nil {
		return err
	}
	return s.tx(ctx, func(q *sqlc.Queries) error {
		now := s.now()
		row := sqlc.InsertAccessRequestParams{ID: rowID(), Person: p, Library: l, State: string(AccessPending), Now: now}
		if served {
			row.State, row.Decided = string(AccessApproved), &now
			_, err := q.InsertRole(ctx, sqlc.InsertRoleParams{
				Person: p, Library: l, Role: string(evidence.Requester), Change: rowID(), Source: byDomain, Now: now,
			})
			if err != nil {
				return err
			}
		}
		_, err := q.InsertAccessRequest(ctx, row)
		return err
	})
}

// Waiting is somebody who waits to be let into a library.
type Waiting struct {
	ID         string
	Person     evidence.PersonID
	Name       string
	Email      string
	JobTitle   string
	StaffGroup string
	AskedAt    time.Time
}

// maxWaiting is how many are listed; the others come up as these are decided.
const maxWaiting = 200

// Pending lists who waits to be let into a library, the longest first.
func (s *SignIns) Pending(ctx context.Context, library evidence.LibraryID) ([]Waiting, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.PendingAccess(ctx, sqlc.PendingAccessParams{Library: l, Most: maxWaiting})
	return each(rows, func(r sqlc.PendingAccessRow) Waiting {
		return Waiting{
			ID: r.ID.String(), Person: personOf(r.PersonID), Name: r.Name, Email: r.Email, JobTitle: r.JobTitle, StaffGroup: r.StaffGroup,
			AskedAt: r.AskedAt.UTC(),
		}
	}), err
}

// AccessDecision lets somebody in with roles, or does not, with a reason.
type AccessDecision struct {
	Library evidence.LibraryID
	Request string
	By      evidence.PersonID
	Roles   []evidence.Role // none: refused
	Reason  string          // a code, when refused
}

// byRequest is the source of a role that was asked for, in the ledger of roles.
const byRequest = "request"

// Decide answers somebody who asked. Errors: NotFound, also for another library's; AlreadyAnswered.
func (s *SignIns) Decide(ctx context.Context, d AccessDecision) error {
	id, l, err := twoUUIDs(d.Request, string(d.Library))
	if err != nil {
		return err
	}
	by, err := rowUUID(string(d.By))
	if err != nil {
		return err
	}
	return s.tx(ctx, func(q *sqlc.Queries) error {
		row, err := q.LockAccessRequest(ctx, sqlc.LockAccessRequestParams{ID: id, Library: l})
		switch {
		case err != nil:
			return err
		case row.State != string(AccessPending):
			return evidence.Refuse(evidence.AlreadyAnswered, "Somebody has decided this already.")
		}
		now, state := s.now(), AccessRefused
		for _, role := range d.Roles {
			state = AccessApproved
			_, err := q.InsertRole(ctx, sqlc.InsertRoleParams{
				Person: row.PersonID, Library: l, Role: string(role), Change: rowID(), Source: byRequest, By: &by, Now: now,
			})
			if err != nil {
				return err
			}
		}
		return q.DecideAccess(ctx, sqlc.DecideAccessParams{ID: id, State: string(state), Reason: d.Reason, By: &by, Now: &now})
	})
}

// twoUUIDs reads two identifiers, either of which may name nothing.
func twoUUIDs(a, b string) (first, second uuid.UUID, err error) {
	if first, err = rowUUID(a); err != nil {
		return first, second, err
	}
	second, err = rowUUID(b)
	return first, second, err
}
