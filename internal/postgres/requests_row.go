package postgres

import (
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
)

// RequestRow is a request as lists show it.
type RequestRow struct {
	ID          evidence.RequestID
	Reference   string
	Relation    Relation
	Library     evidence.LibraryID
	LibraryName string

	Stage         evidence.Stage
	Outcome       evidence.Outcome
	Owner         evidence.PersonID // empty: the shared pool
	OwnerName     string
	Requester     evidence.PersonID // empty for who is not to know
	RequesterName string
	Urgency       string
	Type          string
	Specialty     string
	Question      string // its first Excerpt characters in a list

	Running     bool // the promise is running
	MustAgree   bool
	PromiseDue  time.Time
	DecisionAt  time.Time
	DueBy       time.Time // the earlier of the two; zero when neither is known
	ReceivedAt  time.Time
	StageSince  time.Time
	DeliveredAt time.Time
	ClosedAt    time.Time
	At          time.Time // of the newest transition
	Seq         int       // its number
}

// Excerpt is how much of a question lists show, in code points.
const Excerpt = 300

func (r *RequestRow) due() {
	r.DueBy = evidence.Clock{PromiseDue: r.PromiseDue, DecisionAt: r.DecisionAt}.DueBy()
}

// hideRequester leaves out who asked.
func (r *RequestRow) hideRequester() { r.Requester, r.RequesterName = "", "" }

// listed is a row of a list with the number of its newest change, which lists can be sorted by.
type listed struct {
	RequestRow

	change int64
}

// scanListed reads what [statement.page] selects.
func scanListed(row pgx.CollectableRow) (l listed, err error) {
	var (
		id, library, requester                 uuid.UUID
		owner                                  *uuid.UUID
		outcome                                *string
		anonymous                              bool
		promise, decision, delivered, finished *time.Time
	)
	err = row.Scan(&id, &l.Reference, &l.Relation, &library, &l.LibraryName, &l.Stage, &outcome, &owner, &l.OwnerName, &requester,
		&l.RequesterName, &anonymous, &l.Urgency, &l.Type, &l.Specialty, &l.Question, &l.Running, &l.MustAgree, &promise, &decision,
		&l.ReceivedAt, &l.StageSince, &delivered, &finished, &l.At, &l.Seq, &l.change)
	l.ID, l.Library, l.Requester = evidence.RequestID(id.String()), evidence.LibraryID(library.String()), personOf(requester)
	l.Owner, l.Outcome = personOrNone(owner), evidence.Outcome(orEmpty(outcome))
	l.PromiseDue, l.DecisionAt, l.DeliveredAt, l.ClosedAt = orZero(promise), orZero(decision), orZero(delivered), orZero(finished)
	l.ReceivedAt, l.StageSince, l.At = l.ReceivedAt.UTC(), l.StageSince.UTC(), l.At.UTC()
	l.due()
	if anonymous {
		l.hideRequester()
	}
	return l, err
}
