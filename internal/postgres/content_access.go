package postgres

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Access is what one person may do with the content of one request at this moment. Only [Content.Access] makes one that
// allows anything.
type Access struct {
	request, person, owner, requester uuid.UUID

	library   evidence.LibraryID
	relation  string
	actor     evidence.Actor
	delegate  bool
	stage     evidence.Stage
	outcome   evidence.Outcome
	delivered int     // the version of the summary that was sent last; 0 before the first delivery
	sent      []int32 // every version that was sent
}

// The relations of visible_to. Insiders see the work as it is; the others see what was delivered.
const (
	relationLibrary = "library"
	relationReview  = "review"
	relationOwn     = "own"
	relationShared  = "shared"
)

// Access finds out how a person stands to a request: one statement. Who may not know of the request gets
// evidence.NotFound, as for one that does not exist.
func (c *Content) Access(ctx context.Context, person evidence.PersonID, request evidence.RequestID) (Access, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return Access{}, err
	}
	r, err := rowUUID(string(request))
	if err != nil {
		return Access{}, err
	}
	type key sqlc.ContentAccessParams
	about := sqlc.ContentAccessParams{Person: p, Request: r}
	row, err := once(ctx, key(about), func() (sqlc.ContentAccessRow, error) { return c.q.ContentAccess(ctx, about) })
	if err != nil {
		return Access{}, contentError(err)
	}
	if row.Relation == "" {
		return Access{}, evidence.Refuse(evidence.NotFound, "")
	}
	a := Access{
		request: r, person: p, requester: row.Requester, library: evidence.LibraryID(row.LibraryID.String()),
		relation: row.Relation, delegate: row.Delegate, stage: evidence.Stage(row.Stage), delivered: int(row.Delivered), sent: row.Sent,
		actor: evidence.Actor{Person: person},
	}
	if row.Owner != nil {
		a.owner = *row.Owner
	}
	if row.Outcome != nil {
		a.outcome = evidence.Outcome(*row.Outcome)
	}
	for _, role := range row.Roles {
		a.actor.Roles = append(a.actor.Roles, evidence.Role(role))
	}
	return a, nil
}

// Library is the library that answers the request.
func (a Access) Library() evidence.LibraryID { return a.library }

// Request is the request that it is about.
func (a Access) Request() evidence.RequestID { return evidence.RequestID(a.request.String()) }

// Delivered is the version of the report that was sent last; 0 before the first delivery.
func (a Access) Delivered() int { return a.delivered }

// insider reports whether the person works on the request, in its library or as an invited reviewer.
func (a Access) insider() bool { return a.relation == relationLibrary || a.relation == relationReview }

// sees reports whether the person may read this version of the report. Who asked keeps every version that was sent, for they may
// have acted on it; to others a correction takes the earlier ones back.
func (a Access) sees(version int) bool {
	if a.insider() {
		return true
	}
	if a.relation == relationOwn && slices.Contains(a.sent, fit(version)) {
		return true
	}
	return version == a.delivered
}

// asker reports whether the person asked the question, or asks for who did.
func (a Access) asker() bool { return a.person == a.requester || a.delegate }

// trainee reports whether what the person writes is a trainee's work.
func (a Access) trainee() bool { return a.actor.Is(evidence.Trainee) }

// manager reports whether the person sees how long the work took.
func (a Access) manager() bool { return a.actor.Is(evidence.Manager) }

func (a Access) refuse(detail string) error {
	return &evidence.Error{Code: evidence.NotPermitted, Detail: detail, Stage: a.stage}
}

// open refuses to change what belongs to a request that has ended or waits for another one.
func (a Access) open() error {
	if a.stage.Open() || a.stage == evidence.Delivered {
		return nil
	}
	return &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "It is " + a.stage.Words() + ".", Stage: a.stage}
}

// works allows the librarians and trainees of the library to write, whoever owns the request: work is handed over.
func (a Access) works() error {
	if a.relation != relationLibrary || !a.actor.Is(evidence.Librarian, evidence.Trainee) {
		return a.refuse("This is for the librarians and trainees of the library.")
	}
	return a.open()
}

// Insider refuses everybody who does not work on the request.
func (a Access) Insider() error { return a.reads() }

// reads allows insiders only.
func (a Access) reads() error {
	if !a.insider() {
		return a.refuse("This is for the people who work on the request.")
	}
	return nil
}

// posts allows a message of this kind.
func (a Access) posts(kind MessageKind) error {
	switch kind {
	case MessageNote:
		if !a.insider() {
			return a.refuse("Notes are for the people who work on the request.")
		}
	case MessageUpdate:
		if a.relation != relationLibrary && !a.asker() {
			return a.refuse("This is for the requester, their delegates and the library.")
		}
	default:
		return evidence.InvalidField("kind", "not-allowed", "Post a note or an update; the commands ask and answer bring their own text.")
	}
	return a.open()
}

// sends allows the message of a command. The process decides about the command itself.
func (a Access) sends(kind MessageKind) error {
	works := a.relation == relationLibrary && a.actor.Is(evidence.Librarian, evidence.Trainee)
	if !works && (kind != MessageAnswer || !a.asker()) {
		return a.refuse("This is for the requester, their delegates and the librarian who owns the request.")
	}
	// A late answer revives a request that lapsed.
	if kind == MessageAnswer && a.stage == evidence.Closed && a.outcome == evidence.Lapsed {
		return nil
	}
	return a.open()
}

// attaches allows describing a file: staff, and the requester's side.
func (a Access) attaches() error {
	if a.relation != relationLibrary && !a.asker() {
		return a.refuse("This is for the requester, their delegates and the library.")
	}
	return a.open()
}

// staffAmong says which of the people work in the library, and whether any of those is a trainee.
func staffAmong(ctx context.Context, q *sqlc.Queries, library evidence.LibraryID, people []uuid.UUID) (trainee bool, err error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return false, err
	}
	rows, err := q.StaffAmong(ctx, sqlc.StaffAmongParams{Library: l, People: people})
	return slices.ContainsFunc(rows, func(r sqlc.StaffAmongRow) bool { return r.Trainee }), err
}

// rowUUID reads an identifier. What is not one names nothing.
func rowUUID(s string) (uuid.UUID, error) {
	if !isUUID(s) {
		return uuid.UUID{}, evidence.Refuse(evidence.NotFound, "")
	}
	return uuid.MustParse(s), nil
}

// isUUID reports whether s is an identifier in the form that the API gives out; the parser would take others too.
func isUUID(s string) bool {
	if len(s) != len(uuid.Nil.String()) {
		return false
	}
	_, err := uuid.Parse(s)
	return err == nil
}

func rowID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
