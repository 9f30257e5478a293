package rest

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"evidencedesk/api/front"
	"evidencedesk/internal/evidence"
)

// Problem is every error body of the API: RFC 9457 with the fields that clients need to act on it. It never holds
// anything that the client sent.
type Problem struct { //nolint:errname // the name that RFC 9457 gives it
	Type           string         `json:"type" doc:"Address of a description of this kind of problem" format:"uri-reference"`
	Title          string         `json:"title" doc:"What to do, in one sentence; the same for every problem of this type"`
	Status         int            `json:"status" doc:"HTTP status"`
	Detail         string         `json:"detail,omitempty" doc:"What is special about this occurrence"`
	Code           evidence.Code  `json:"code" doc:"The problem for programs; see /problems"`
	Stage          evidence.Stage `json:"stage,omitempty" doc:"Where the request stands, for conflicts"`
	CurrentVersion int            `json:"current_version,omitempty" doc:"The version in force, for version-stale and conflicts"`
	Current        any            `json:"current,omitempty" doc:"What is stored now, for version-stale of content: show it beside what was sent"`
	Incident       string         `json:"incident,omitempty" doc:"Quote this to the people who run the service"`
	Errors         []FieldProblem `json:"errors,omitempty" doc:"Every field that is wrong"`
	headers        http.Header    // sent with the problem
	cause          error          // logged as a code, never sent
}

// FieldProblem is one field that is wrong.
type FieldProblem struct {
	Field  string `json:"field" doc:"Path in the body, or the name of a parameter or header"`
	Code   string `json:"code" doc:"required, unknown, wrong-type, too-long, in-the-past ..."`
	Detail string `json:"detail,omitempty"`
	Start  *int   `json:"start,omitempty" doc:"identifier-suspected: first character of the finding, counted in Unicode code points from 0"`
	Length int    `json:"length,omitempty" doc:"identifier-suspected: length in Unicode code points"`
	Kind   string `json:"kind,omitempty" doc:"identifier-suspected: what it looks like"`
}

// Error gives the code and the names of the fields, never a value.
func (p *Problem) Error() string {
	words := []string{string(p.Code)}
	for _, f := range p.Errors {
		words = append(words, f.Field+":"+f.Code)
	}
	return strings.Join(words, " ")
}

// Unwrap gives the error behind the problem.
func (p *Problem) Unwrap() error { return p.cause }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders are the headers sent with the problem, such as Retry-After.
func (p *Problem) GetHeaders() http.Header { return p.headers }

// ContentType is that of RFC 9457, whatever the client accepts.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// TypeOf gives the address that describes an error code.
func TypeOf(code evidence.Code) string { return "/problems/" + string(code) }

// How long a client waits before it repeats a request that could not be served, in seconds.
const (
	retryStore  = 5
	retryEngine = 5
	retryRate   = 1
)

// problemOf turns any error into a problem. What is not an *evidence.Error is Internal and says nothing but an incident.
func problemOf(ctx context.Context, err error) *Problem {
	var ready *Problem
	if errors.As(err, &ready) {
		return ready
	}
	var refusal *evidence.Error
	if !errors.As(err, &refusal) {
		refusal = storeError(err)
	}
	row := refusal.Code.Row()
	p := &Problem{
		Type: TypeOf(row.Code), Title: row.Title, Status: row.Status, Code: row.Code, Detail: refusal.Detail,
		Stage: refusal.Stage, CurrentVersion: refusal.Seq, Errors: fieldProblems(refusal), headers: http.Header{}, cause: err,
	}
	p.decorate(ctx)
	return p
}

// problemOfCode makes the plain problem of a code.
func problemOfCode(code evidence.Code) *Problem {
	return problemOf(context.Background(), &evidence.Error{Code: code})
}

// decorate adds what a status calls for: when to come back, how to sign in, what to quote.
func (p *Problem) decorate(ctx context.Context) {
	switch p.Code { //nolint:exhaustive // the others need nothing more
	case evidence.Unauthenticated:
		p.headers.Set("WWW-Authenticate", `Bearer realm="evidence-desk"`)
	case evidence.StoreUnavailable:
		p.retryAfter(retryStore)
	case evidence.EngineUnavailable, evidence.OutcomeUnknown:
		p.retryAfter(retryEngine)
	case evidence.TooManyRequests:
		p.retryAfter(retryRate)
	case evidence.Internal:
		p.Detail, p.Errors = "", nil
		p.Incident = front.RequestID(ctx)
		placeOf(ctx).logger().ErrorContext(ctx, "incident", slog.String("kind", kindOf(p.cause)), slog.String("request_id", p.Incident))
	}
}

func (p *Problem) retryAfter(seconds int) { p.headers.Set("Retry-After", strconv.Itoa(seconds)) }

func fieldProblems(e *evidence.Error) []FieldProblem {
	var list []FieldProblem
	for _, f := range e.Fields {
		field := FieldProblem{Field: f.Field, Code: f.Code, Detail: f.Detail, Length: f.Length, Kind: f.Kind}
		if f.Kind != "" {
			field.Start = &f.Start
		}
		list = append(list, field)
	}
	return list
}

// invalid makes one error of all the fields that are wrong; nil when none is.
func invalid(fields []evidence.FieldError) error {
	if len(fields) == 0 {
		return nil
	}
	return &evidence.Error{Code: evidence.Invalid, Fields: fields}
}

// under moves the fields of a refusal below a path, for a part of a body that is checked elsewhere.
func under(path string, err error) error {
	var e *evidence.Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	moved.Fields = nil
	for _, f := range e.Fields {
		f.Field = join(path, f.Field)
		moved.Fields = append(moved.Fields, f)
	}
	return &moved
}
