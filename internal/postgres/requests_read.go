package postgres

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// RequestView is one request as one person may see it. Insiders see all of it and its requester's side what they gave.
// Whom the answer was shared with sees the question, its framework and limits, the library and the dates of delivery.
type RequestView struct {
	RequestRow

	State evidence.State // of shared requests only what everybody may know

	Organisation     string
	OrganisationName string
	OnBehalfOf       string
	StaffGroup       string
	Framework        string // a code
	FrameworkText    map[string]string
	Limits           json.RawMessage // codes and numbers
	Product          string          // as asked; the agreed one is in State
	NeededBy         time.Time
	Background       string
	Exclusions       string
	KnownPapers      string
	TextVersion      int
	Erased           bool // the text was erased
	Channel          string
	CreatedBy        evidence.PersonID
	CreatedAt        time.Time
	ShareReport      string // codes of share_audiences
	ShareIdentity    string

	FirstDeliveredAt time.Time
	DeliveredVersion int                  // of the summary, 0 before the first delivery
	FollowUp         evidence.ImpactStage // empty: none yet

	People    []Named
	Links     []Link
	Referrals []ReferredTo
	Contents  Contents
}

// Named is a person with what they are to a request: delegate, copied or reviewer.
type Named struct {
	Person   evidence.PersonID `json:"person"`
	Name     string            `json:"name"`
	Relation string            `json:"relation"`
}

// Contents counts what is written about a request. Requesters are told the number of messages only.
type Contents struct {
	Messages, Notes, Searches, References, Attachments int
}

// Get returns a request as the person may see it. Errors: evidence.NotFound for who may not.
func (r *Reader) Get(ctx context.Context, person evidence.PersonID, id evidence.RequestID) (RequestView, error) {
	reader, request, err := pair(person, id)
	if err != nil {
		return RequestView{}, err
	}
	type key sqlc.ViewRequestParams
	about := sqlc.ViewRequestParams{Reader: reader, Request: request}
	return once(ctx, key(about), func() (RequestView, error) { return r.get(ctx, about) })
}

func (r *Reader) get(ctx context.Context, about sqlc.ViewRequestParams) (RequestView, error) {
	row, err := r.q.ViewRequest(ctx, about)
	if err != nil {
		return RequestView{}, readError(err)
	}
	if row.Relation == "" {
		return RequestView{}, evidence.Refuse(evidence.NotFound, "")
	}
	v, err := viewOf(row)
	if err != nil {
		return RequestView{}, err
	}
	if row.Linked {
		if v.Links, err = r.related(ctx, about.Reader, about.Request); err != nil {
			return RequestView{}, err
		}
	}
	if v.Relation == RelationShared {
		return v.shared(row.IdentityShared), nil
	}
	if row.Referred {
		v.Referrals, err = r.referrals(ctx, about.Request)
	}
	if !v.Relation.insider() {
		v.Contents = Contents{Messages: v.Contents.Messages}
	}
	return v, err
}

func viewOf(row sqlc.ViewRequestRow) (RequestView, error) {
	s, err := stateFrom(row.State)
	if err != nil {
		return RequestView{}, err
	}
	v := RequestView{
		RequestRow: viewRow(row), State: s,
		Organisation: textOf(row.OrganisationID), OrganisationName: row.OrganisationName, OnBehalfOf: row.OnBehalfOf,
		StaffGroup: row.StaffGroup, Framework: row.Framework,
		FrameworkText: fromJSON[map[string]string](row.FrameworkText), Limits: row.Limits, Product: row.Product,
		NeededBy: orZero(row.NeededBy), Background: row.Background, Exclusions: row.Exclusions, KnownPapers: row.KnownPapers,
		TextVersion: int(row.TextVersion), Erased: row.ErasedAt != nil, Channel: row.Channel, CreatedBy: personOrNone(row.CreatedBy),
		CreatedAt: row.CreatedAt.UTC(), ShareReport: row.ShareReport, ShareIdentity: row.ShareIdentity,
		FirstDeliveredAt: orZero(row.FirstDeliveredAt), DeliveredVersion: int(row.DeliveredVersion),
		FollowUp: evidence.ImpactStage(row.FollowUp), People: fromJSON[[]Named](row.People),
		Contents: Contents{int(row.Messages), int(row.Notes), int(row.Searches), int(row.Refs), int(row.Attachments)},
	}
	if row.RequestErasedAt != nil {
		v.forget()
	}
	return v, nil
}

// forget leaves out who asked, once what identifies people has been kept for as long as the library keeps it.
func (v *RequestView) forget() {
	v.hideRequester()
	v.CreatedBy = ""
	v.People = slices.DeleteFunc(v.People, func(n Named) bool { return n.Relation != relationReviewer })
}

const relationReviewer = "reviewer" // in request_person

// textOf writes an identifier; empty for none.
func textOf(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

func viewRow(row sqlc.ViewRequestRow) RequestRow {
	v := RequestRow{
		ID: evidence.RequestID(row.RequestID.String()), Reference: row.Reference, Relation: Relation(row.Relation),
		Library: evidence.LibraryID(row.LibraryID.String()), LibraryName: row.LibraryName,
		Stage: evidence.Stage(row.Stage), Outcome: evidence.Outcome(orEmpty(row.Outcome)),
		Owner: personOrNone(row.Owner), OwnerName: orEmpty(row.OwnerName), Requester: personOf(row.Requester), RequesterName: row.RequesterName,
		Urgency: row.Urgency, Type: row.Type, Specialty: row.Specialty, Question: row.Question,
		Running: row.Running, MustAgree: row.MustAgree, PromiseDue: orZero(row.PromiseDue), DecisionAt: orZero(row.DecisionAt),
		ReceivedAt: row.ReceivedAt.UTC(), StageSince: row.StageSince.UTC(), DeliveredAt: orZero(row.DeliveredAt),
		ClosedAt: orZero(row.ClosedAt), At: row.At.UTC(), Seq: int(row.Seq),
	}
	v.due()
	return v
}

// shared is what remains of a request for whom its answer was shared with. The background may tell who asked, or of whom.
func (v RequestView) shared(identity bool) RequestView {
	row := v.RequestRow
	row.Owner, row.OwnerName = "", ""
	row.PromiseDue, row.DecisionAt, row.DueBy, row.Running, row.MustAgree = time.Time{}, time.Time{}, time.Time{}, false, false
	if !identity {
		row.hideRequester()
	}
	s := evidence.State{
		V: v.State.V, Request: v.State.Request, Library: v.State.Library, Seq: v.State.Seq, Stage: v.State.Stage, Outcome: v.State.Outcome,
		Urgency: v.State.Urgency, Type: v.State.Type, Product: v.State.Product, ReceivedAt: v.State.ReceivedAt, At: v.State.At,
		FirstDeliveredAt: v.State.FirstDeliveredAt, DeliveredAt: v.State.DeliveredAt, ClosedAt: v.State.ClosedAt,
	}
	return RequestView{
		RequestRow: row, State: s, Framework: v.Framework, FrameworkText: v.FrameworkText, Limits: v.Limits, Product: v.Product,
		Exclusions: v.Exclusions, TextVersion: v.TextVersion, Erased: v.Erased, CreatedAt: v.CreatedAt,
		FirstDeliveredAt: v.FirstDeliveredAt, DeliveredVersion: v.DeliveredVersion, Links: v.Links, People: []Named{},
	}
}
