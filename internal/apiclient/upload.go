package apiclient

import (
	"context"
	"io"
	"net/http"

	"github.com/google/uuid"
)

// Upload sends a file as it is, once: what was read of it cannot be read again. It is a POST, or with [IfMatch] a PUT to what has
// that ETag. The path, the answer and the errors are as for [Client.Do].
func (c *Client) Upload(ctx context.Context, path string, file io.Reader, out any, options ...Option) (Response, error) {
	one := &call{method: http.MethodPost, path: path, attempts: 1, file: file}
	for _, option := range options {
		option(one)
	}
	switch {
	case one.match != "":
		one.method = http.MethodPut
	case one.key == "":
		one.key = uuid.NewString()
	}
	return c.try(ctx, one, out)
}

// ReadProblem makes the problem of an answer of 4xx or 5xx that was not called for with a Client.
func ReadProblem(status int, header http.Header, body []byte) *Problem {
	return problemOf(Response{Status: status, Header: header}, body)
}
