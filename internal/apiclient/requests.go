package apiclient

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"evidencedesk/internal/evidence"
)

// Opened is the answer to a new request.
type Opened struct {
	ID         evidence.RequestID `json:"id"`
	Reference  string             `json:"reference"` // for people, such as ED-2026-000123
	Seq        int                `json:"seq"`
	Stage      evidence.Stage     `json:"stage"`
	Outcome    evidence.Outcome   `json:"outcome"`
	PromiseDue time.Time          `json:"promise_due"`
	DueBy      time.Time          `json:"due_by"`
	Scheduled  bool               `json:"scheduled"` // the engine has begun
	FullSearch evidence.RequestID `json:"full_search"`
}

// Result is where a request stands after a command.
type Result struct {
	ID         evidence.RequestID `json:"id"`
	Seq        int                `json:"seq"`
	Stage      evidence.Stage     `json:"stage"`
	Outcome    evidence.Outcome   `json:"outcome"`
	Owner      evidence.PersonID  `json:"owner"`
	PromiseDue time.Time          `json:"promise_due"`
	DueBy      time.Time          `json:"due_by"`
	MustAgree  bool               `json:"must_agree"`
}

// Submit opens a request.
func (c *Client) Submit(ctx context.Context, body any, options ...Option) (Opened, Response, error) {
	var opened Opened
	r, err := c.Do(ctx, http.MethodPost, V1+"/requests", body, &opened, options...)
	return opened, r, err
}

// Command gives a command to a request. A nil body sends an empty object.
func (c *Client) Command(ctx context.Context, id evidence.RequestID, name evidence.Name, body any, options ...Option) (Result, Response, error) {
	if body == nil {
		body = struct{}{}
	}
	var result Result
	r, err := c.Do(ctx, http.MethodPost, RequestPath(id, string(name)), body, &result, options...)
	return result, r, err
}

// Get reads a resource into out.
func (c *Client) Get(ctx context.Context, path string, out any, options ...Option) (Response, error) {
	return c.Do(ctx, http.MethodGet, path, nil, out, options...)
}

// RequestPath is the address of a request, or of what lies below it.
func RequestPath(id evidence.RequestID, below ...string) string {
	parts := []string{V1, "requests", url.PathEscape(string(id))}
	for _, part := range below {
		parts = append(parts, url.PathEscape(part))
	}
	return strings.Join(parts, "/")
}
