package evidence

import (
	"errors"
	"net/http"
	"strings"
)

// Code names an error to programs. Each has one row in [ErrorTable].
type Code string

// The error codes of the API and the process.
const (
	Malformed            Code = "malformed"
	Unauthenticated      Code = "unauthenticated"
	NotPermitted         Code = "not-permitted"
	OwnWork              Code = "own-work"
	NotFound             Code = "not-found"
	MethodNotAllowed     Code = "method-not-allowed"
	NotAllowedInStage    Code = "not-allowed-in-stage"
	AlreadyClaimed       Code = "already-claimed"
	CheckRequired        Code = "check-required"
	ChangedAfterCheck    Code = "changed-after-check"
	DeadlineMustBeAgreed Code = "deadline-must-be-agreed"
	LinkRefused          Code = "link-refused"
	AlreadyAnswered      Code = "already-answered"
	StillNeeded          Code = "still-needed"
	Expired              Code = "expired"
	VersionStale         Code = "version-stale"
	TooLarge             Code = "too-large"
	UnsupportedMedia     Code = "unsupported-media"
	Invalid              Code = "invalid"
	IdentifierSuspected  Code = "identifier-suspected"
	IdempotencyKeyReused Code = "idempotency-key-reused"
	PreconditionRequired Code = "precondition-required"
	TooManyRequests      Code = "too-many-requests"
	Internal             Code = "internal"
	StoreUnavailable     Code = "store-unavailable"
	EngineUnavailable    Code = "engine-unavailable"
	OutcomeUnknown       Code = "outcome-unknown"
)

// ErrorRow is one line of the error table: what a code means to a client.
type ErrorRow struct {
	Code   Code
	Status int
	Title  string // for people; says what to do
}

// ErrorTable is every error that a client can be given, in the order of their status.
func ErrorTable() []ErrorRow {
	return []ErrorRow{
		{Malformed, http.StatusBadRequest, "The request could not be read. Check its JSON, its headers and its address."},
		{Unauthenticated, http.StatusUnauthorized, "Sign in, or send a valid bearer token."},
		{NotPermitted, http.StatusForbidden, "Your role does not allow this."},
		{OwnWork, http.StatusForbidden, "Work is checked by a librarian who wrote no part of it."},
		{NotFound, http.StatusNotFound, "There is nothing here that you may see."},
		{MethodNotAllowed, http.StatusMethodNotAllowed, "This address does not take that method."},
		{NotAllowedInStage, http.StatusConflict, "The request is in a stage that does not allow this."},
		{AlreadyClaimed, http.StatusConflict, "Somebody else has claimed this request."},
		{CheckRequired, http.StatusConflict, "A second librarian must check this first."},
		{ChangedAfterCheck, http.StatusConflict, "The text changed after it was checked. Submit it for check again."},
		{DeadlineMustBeAgreed, http.StatusConflict, "The deadline now falls after the decision. Agree a new one, or say that it cannot be met."},
		{LinkRefused, http.StatusConflict, "These requests cannot be linked in this way."},
		{AlreadyAnswered, http.StatusConflict, "This has been answered already."},
		{StillNeeded, http.StatusConflict, "Somebody else must take this over first."},
		{Expired, http.StatusGone, "This link is no longer valid."},
		{VersionStale, http.StatusPreconditionFailed, "Somebody changed this since you read it. Compare both versions and send yours again."},
		{TooLarge, http.StatusRequestEntityTooLarge, "This is larger than the limit."},
		{UnsupportedMedia, http.StatusUnsupportedMediaType, "Send application/json."},
		{Invalid, http.StatusUnprocessableEntity, "Some fields need correcting."},
		{IdentifierSuspected, http.StatusUnprocessableEntity, "This may identify a patient. Remove it, or confirm that it does not."},
		{IdempotencyKeyReused, http.StatusUnprocessableEntity, "This Idempotency-Key was used for something else. Send a new one."},
		{PreconditionRequired, http.StatusPreconditionRequired, "Send If-Match with the version that you read."},
		{TooManyRequests, http.StatusTooManyRequests, "Too many requests. Wait, then try again."},
		{Internal, http.StatusInternalServerError, "Something went wrong on our side. It has been recorded."},
		{StoreUnavailable, http.StatusServiceUnavailable, "The database cannot be reached. Nothing was changed; try again."},
		{EngineUnavailable, http.StatusServiceUnavailable, "The workflow engine cannot be reached. What you wrote is kept; try again with the same Idempotency-Key."},
		{OutcomeUnknown, http.StatusServiceUnavailable, "We could not confirm the outcome; it may still happen. Repeating it with the same Idempotency-Key is safe."},
	}
}

// Row returns the code's line of the table; an unknown code is Internal.
func (c Code) Row() ErrorRow {
	var internal ErrorRow
	for _, r := range ErrorTable() {
		if r.Code == c {
			return r
		}
		if r.Code == Internal {
			internal = r
		}
	}
	return internal
}

// Error is a refusal that may be shown to the client. It never holds what the client sent.
type Error struct {
	Code   Code         `json:"code"`
	Detail string       `json:"detail,omitempty"`
	Stage  Stage        `json:"stage,omitempty"`  // where the request stands, for conflicts
	Seq    int          `json:"seq,omitempty"`    // the current version, for version-stale
	Fields []FieldError `json:"fields,omitempty"` // every field that is wrong
}

// FieldError names one field that is wrong and why.
type FieldError struct {
	Field  string `json:"field"` // path in the body, such as args.promise_due
	Code   string `json:"code"`  // required, unknown, too-long, in-the-past, not-allowed ...
	Detail string `json:"detail"`

	// Start and Length place a suspected identifier in the text, in Unicode code points. Kind says what it looks like.
	Start  int    `json:"start,omitempty"`
	Length int    `json:"length,omitempty"`
	Kind   string `json:"kind,omitempty"`
}

// Error lists the code and the names of the fields, never their values.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	for i, f := range e.Fields {
		if i == 0 {
			b.WriteString(":")
		}
		b.WriteString(" " + f.Field + " " + f.Code)
	}
	if e.Detail != "" && len(e.Fields) == 0 {
		b.WriteString(": " + e.Detail)
	}
	return b.String()
}

// CodeOf returns the code of the first Error in err's chain, or Internal.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// Refuse makes an Error with a detail for people.
func Refuse(code Code, detail string) *Error { return &Error{Code: code, Detail: detail} }

// InvalidField makes an Invalid error about one field.
func InvalidField(field, code, detail string) *Error {
	return &Error{Code: Invalid, Fields: []FieldError{{Field: field, Code: code, Detail: detail}}}
}
