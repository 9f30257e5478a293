package apiclient

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"evidencedesk/internal/evidence"
)

// Problem is an answer of 4xx or 5xx: the problem document of the API (RFC 9457).
type Problem struct { //nolint:errname // its name in RFC 9457
	Type           string          `json:"type"`
	Title          string          `json:"title"`
	Status         int             `json:"status"`
	Code           evidence.Code   `json:"code"` // empty when something other than the API answered
	Detail         string          `json:"detail"`
	Stage          evidence.Stage  `json:"stage"`           // where the request stands, for conflicts
	CurrentVersion int             `json:"current_version"` // for version-stale and conflicts
	Current        json.RawMessage `json:"current"`         // the row as it stands, for version-stale of content
	Incident       string          `json:"incident"`
	Errors         []FieldProblem  `json:"errors"` // every field that is wrong

	retryAfter string
}

// FieldProblem is one field that is wrong.
type FieldProblem struct {
	Field  string `json:"field"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Start  int    `json:"start"`
	Length int    `json:"length"`
	Kind   string `json:"kind"`
}

// Error gives the status, the code and the fields.
func (p *Problem) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s", p.Status, p.Code)
	for _, f := range p.Errors {
		fmt.Fprintf(&b, " %s:%s", f.Field, f.Code)
	}
	if p.Detail != "" {
		b.WriteString(": " + p.Detail)
	}
	return b.String()
}

// Names reports whether the problem names the field with this code.
func (p *Problem) Names(field, code string) bool {
	for _, f := range p.Errors {
		if f.Field == field && f.Code == code {
			return true
		}
	}
	return false
}

// ProblemOf returns the problem in err's chain; ok is false when the API gave none.
func ProblemOf(err error) (p *Problem, ok bool) {
	ok = errors.As(err, &p)
	return p, ok
}

// CodeOf returns the code of the problem in err's chain, or nothing.
func CodeOf(err error) evidence.Code {
	if p, ok := ProblemOf(err); ok {
		return p.Code
	}
	return ""
}

func problemOf(r Response, body []byte) *Problem {
	p := &Problem{}
	if json.Unmarshal(body, p) != nil {
		p = &Problem{}
	}
	p.Status, p.retryAfter = r.Status, r.Header.Get("Retry-After")
	return p
}
