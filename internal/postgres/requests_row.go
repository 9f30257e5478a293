package postgres

import (
	"time"

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
