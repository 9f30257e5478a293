// Package apiclient is a small client of the REST API. The demonstration data, the end-to-end tests and the benchmarks
// use it, so it knows the API only from outside: addresses, JSON, headers and problems.
//
// A call that the service could not serve, or whose outcome it does not know, is repeated a few times with the same
// Idempotency-Key, as the API documents.
package apiclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/google/uuid"
)

// V1 is the address below which the resources lie.
const V1 = "/api/v1"

const (
	keyHeader   = "Idempotency-Key"
	matchHeader = "If-Match"

	maxAnswer = 64 << 20 // bytes of one answer; the longest list stays far below
)

// Client calls one service as one person. It is safe for concurrent use.
type Client struct {
	base  string
	http  *http.Client
	token string
	retry policy
}

// New makes a client for the service at base, such as http://127.0.0.1:8080. The HTTP client may be one of [InProcess];
// nil is http.DefaultClient. An empty token calls without signing in.
func New(base string, client *http.Client, token string) *Client {
	if client == nil {
		client = http.DefaultClient
	}
	return &Client{base: strings.TrimSuffix(base, "/"), http: client, token: token, retry: defaultPolicy()}
}

// As gives the same client for another person.
func (c *Client) As(token string) *Client {
	other := *c
	other.token = token
	return &other
}

// Response is what an answer says apart from its body.
type Response struct {
	Status int
	ETag   string
	Header http.Header
}

// Option changes one call.
type Option func(*call)

// IdempotencyKey names the call, so that repeating it is safe in this process and in the next. A POST without it gets a
// random key.
func IdempotencyKey(key string) Option { return func(c *call) { c.key = key } }

// IfMatch sends the ETag that was read.
func IfMatch(etag string) Option { return func(c *call) { c.match = etag } }

// Once makes the call a single time, however it fails.
func Once() Option { return func(c *call) { c.attempts = 1 } }

type call struct {
	method, path string
	key, match   string
	body         []byte
	file         io.Reader // instead of a body
	attempts     int
}

// Do makes one call. The path is that of the OpenAPI document, such as /api/v1/requests, with its query. The body is sent
// as JSON unless it is nil; a []byte is sent as it is. A body of the answer is decoded into out unless that is nil. An
// answer of 4xx or 5xx is a [*Problem]; the Response is filled in then too.
func (c *Client) Do(ctx context.Context, method, path string, body, out any, options ...Option) (Response, error) {
	one := &call{method: method, path: path, attempts: c.retry.attempts}
	for _, option := range options {
		option(one)
	}
	if one.key == "" && method == http.MethodPost {
		one.key = uuid.NewString()
	}
	var err error
	if one.body, err = encode(body); err != nil {
		return Response{}, err
	}
	return c.persist(ctx, one, out)
}

func encode(body any) ([]byte, error) {
	switch b := body.(type) {
	case nil:
		return nil, nil
	case []byte:
		return b, nil
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("apiclient: encode the body: %w", err)
	}
	return encoded, nil
}

// try sends the call once.
func (c *Client) try(ctx context.Context, one *call, out any) (Response, error) {
	var content io.Reader = bytes.NewReader(one.body)
	if one.file != nil {
		content = one.file
	}
	request, err := http.NewRequestWithContext(ctx, one.method, c.base+one.path, content)
	if err != nil {
		return Response{}, errors.New("apiclient: the address cannot be read")
	}
	set := func(name, value string) {
		if value != "" {
			request.Header.Set(name, value)
		}
	}
	set(keyHeader, one.key)
	set(matchHeader, one.match)
	if c.token != "" {
		set("Authorization", "Bearer "+c.token)
	}
	switch {
	case one.file != nil:
		set("Content-Type", "application/octet-stream")
	case one.body != nil:
		set("Content-Type", "application/json")
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return Response{}, &unanswered{err}
	}
	defer func() { _ = answer.Body.Close() }()
	read, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	if err == nil && len(read) > maxAnswer {
		return Response{}, errors.New("apiclient: the answer is too long")
	}
	if err != nil {
		return Response{}, &unanswered{err}
	}
	r := Response{Status: answer.StatusCode, ETag: answer.Header.Get("ETag"), Header: answer.Header}
	if r.Status >= http.StatusBadRequest {
		return r, problemOf(r, read)
	}
	return r, decode(read, out)
}

func decode(body []byte, out any) error {
	if out == nil || len(body) == 0 {
		return nil
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = body
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("apiclient: decode the answer: %w", err)
	}
	return nil
}

// unanswered says that no whole answer came: what was asked for may have happened.
type unanswered struct{ cause error }

func (u *unanswered) Error() string { return "apiclient: no answer: " + u.cause.Error() }

// Unwrap gives the error of the connection.
func (u *unanswered) Unwrap() error { return u.cause }
