package rest

import (
	"time"

	"evidencedesk/internal/evidence"
)

// PlainBody is for commands that need nothing.
type PlainBody struct{ Timed }

// ReasonBody is for commands that need only a reason.
type ReasonBody struct {
	Timed
	Reason string `json:"reason" minLength:"1" maxLength:"64" doc:"A code of the vocabulary for this command"`
}

// ReleaseBody gives a request back to the pool.
type ReleaseBody struct {
	Timed
	Reason string `json:"reason,omitempty" maxLength:"64" doc:"A code of reassign_reasons"`
}

// ReassignBody gives a request to another librarian.
type ReassignBody struct {
	ReasonBody
	Person evidence.PersonID `json:"person" format:"uuid" doc:"A librarian or trainee of the same library"`
}

// AcceptBody agrees what is to be done and by when.
type AcceptBody struct {
	Timed
	Type       string    `json:"type,omitempty" maxLength:"64" doc:"A code of search_types; the one asked for when absent. It decides what is checked before delivery"`
	Product    string    `json:"product,omitempty" maxLength:"64" doc:"A code of products; the one asked for, or the usual one, when absent"`
	Estimate   int       `json:"estimate_minutes,omitempty" minimum:"1" maximum:"25200" doc:"Minutes of work; the suggested time of the type when absent"`
	PromiseDue time.Time `json:"promise_due,omitzero" doc:"The agreed date; the proposed one when absent"`
}

// AskBody is the librarian's question to the requester.
type AskBody struct {
	Timed
	Confirming
	Message string `json:"message" minLength:"1" maxLength:"10000"`
}

// AnswerBody is the requester's answer.
type AnswerBody struct {
	Timed
	Confirming
	Message string `json:"message" minLength:"1" maxLength:"10000"`
	Channel string `json:"channel,omitempty" maxLength:"64" doc:"A code of channels: how the requester's answer reached the librarian who writes it down"`
}

// HoldBody pauses a request by agreement.
type HoldBody struct {
	ReasonBody
	ReviewAt time.Time `json:"review_at" doc:"When to look at it again, within a year"`
}

// CompleteSearchBody ends the searching.
type CompleteSearchBody struct {
	Timed
	Searches []string `json:"searches,omitempty" maxItems:"200" doc:"Identifiers of the search records that the report describes; all when absent"`
}

// SubmitForCheckBody sends work to a second librarian. What is checked follows from the stage.
type SubmitForCheckBody struct {
	Timed
	Reviewer evidence.PersonID `json:"reviewer,omitempty" format:"uuid" doc:"Invites a librarian, possibly of another library, to this request"`
}

// ApproveBody passes a check. It binds to what was read.
type ApproveBody struct {
	Timed
	Version int    `json:"version" minimum:"1" maximum:"1000000" doc:"The version that was read"`
	Digest  string `json:"digest,omitempty" maxLength:"128" doc:"The digest that was read; needed for a strategy, for a summary that of the version submitted for check when absent"`
}

// DeliverBody sends the report.
type DeliverBody struct {
	Timed
	Outcome evidence.Outcome `json:"outcome,omitempty" enum:"answered,nothing_found,referred" doc:"answered when absent"`
}

// BackBody goes on from an earlier stage.
type BackBody struct {
	ReasonBody
	BackTo evidence.Stage `json:"back_to" minLength:"1" maxLength:"64" doc:"reopen: searching or summarising; return: triage or summarising"`
}

// ReferBody hands a request to another library.
type ReferBody struct {
	ReasonBody
	Library  evidence.LibraryID `json:"library" format:"uuid" doc:"The partner, from the directory"`
	Consent  bool               `json:"consent" doc:"The requester agreed"`
	ReviewAt time.Time          `json:"review_at,omitzero" doc:"The date that the partner promised; needed for one that does not use this system"`
}

// MergeBody merges a request into another of the same library.
type MergeBody struct {
	Timed
	Survivor evidence.RequestID `json:"survivor" format:"uuid"`
}

// SplitBody makes several requests of one.
type SplitBody struct {
	Timed
	Confirming
	Parts []PartBody `json:"parts" minItems:"2" maxItems:"10" nullable:"false"`
}

// PartBody is one part of a split request. What is absent is as in the whole.
type PartBody struct {
	QuestionBody
	Type       string    `json:"type,omitempty" maxLength:"64" doc:"A code of search_types"`
	Urgency    string    `json:"urgency,omitempty" maxLength:"64" doc:"A code of urgencies"`
	Product    string    `json:"product,omitempty" maxLength:"64" doc:"A code of products"`
	DecisionAt time.Time `json:"decision_at,omitzero"`
}

// OfferBody ends a request and says what was offered instead.
type OfferBody struct {
	ReasonBody
	Offered string `json:"offered,omitempty" maxLength:"64" doc:"A code of signpost_targets"`
}

// WithdrawBody withdraws a request.
type WithdrawBody struct {
	ReasonBody
	Left bool `json:"left,omitempty" doc:"Managers only: the requester has left"`
}

// AgreeDeadlineBody agrees another date.
type AgreeDeadlineBody struct {
	ReasonBody
	PromiseDue time.Time `json:"promise_due"`
}

// SetUrgencyBody changes the urgency.
type SetUrgencyBody struct {
	ReasonBody
	Urgency string `json:"urgency" minLength:"1" maxLength:"64" doc:"A code of urgencies"`
}

// ChangeRequesterBody gives the request to another requester.
type ChangeRequesterBody struct {
	ReasonBody
	Person    evidence.PersonID `json:"person,omitempty" format:"uuid" doc:"Somebody who is known here"`
	Requester *NewPerson        `json:"requester,omitempty" doc:"Or somebody who may be new"`
}
