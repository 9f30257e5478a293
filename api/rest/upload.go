package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// UploadTimeout is how long the body of an upload or the file of a download may take, by which whoever serves a page that passes one on goes too.
const UploadTimeout = 20 * time.Minute // 160 MB at 1.1 Mbit/s

const (
	streamedKey = "streamed"
	lastingKey  = "lasting"
	octets      = "application/octet-stream"
)

// streamed marks an operation whose body is a file of at most limit bytes: it is not read into memory, but given to the handler as it comes.
func streamed(description string, limit int64) func(*huma.Operation) {
	return func(op *huma.Operation) {
		op.Metadata[streamedKey] = limit
		op.RequestBody = &huma.RequestBody{
			Required: true, Description: description,
			Content: map[string]*huma.MediaType{octets: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
		}
		answers(op, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
}

func streams(op *huma.Operation) bool { return op.Metadata[streamedKey] != nil }

// lasts reports whether the answer is a file, which takes as long as its reader does.
func lasts(op *huma.Operation) bool { return op.Metadata[lastingKey] != nil }

// timeFor is how long an operation may take.
func timeFor(op *huma.Operation) time.Duration {
	if streams(op) || lasts(op) {
		return UploadTimeout
	}
	return handleTimeout
}

type fileKey struct{}

// readAsStream hands the body on unread, at most its limit of it. What says beforehand that it is longer is
// refused at once.
func readAsStream(ctx huma.Context, next func(huma.Context)) {
	c := humagin.Unwrap(ctx)
	limit, _ := ctx.Operation().Metadata[streamedKey].(int64)
	// Servers without deadlines, such as those of tests, need none.
	_ = http.NewResponseController(c.Writer).SetReadDeadline(time.Now().Add(UploadTimeout))
	MayLast(c.Writer)
	if err := acceptable(c.Request, limit); err != nil {
		if evidence.CodeOf(err) == evidence.TooLarge {
			hearOut(c.Request, limit)
		}
		refuse(ctx, problemOf(ctx.Context(), err))
		return
	}
	body := http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	next(huma.WithContext(ctx, context.WithValue(ctx.Context(), fileKey{}, io.Reader(body))))
}

// MayLast gives an answer the time that the file before it or in it takes. Servers without deadlines, such as those of tests, need none.
func MayLast(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(UploadTimeout + WriteTimeout))
}

// patience is how many times its limit of a file that is too large is taken and thrown away.
const patience = 4

// hearOut takes a file that is too large and throws it away: most clients hear why only when they have sent everything. One that
// asks first (RFC 9110, 10.1.1) is told at once, and for one that is very much too large there is no patience.
func hearOut(r *http.Request, limit int64) {
	if r.Header.Get("Expect") == "" && r.ContentLength <= patience*limit {
		_, _ = io.Copy(io.Discard, r.Body) // the answer is the same if it breaks off
	}
}

func acceptable(r *http.Request, limit int64) error {
	if encoding := r.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return evidence.Refuse(evidence.UnsupportedMedia, "Send the file uncompressed.")
	}
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if strings.HasPrefix(media, "multipart/") || media == "application/x-www-form-urlencoded" {
		return &evidence.Error{Code: evidence.UnsupportedMedia, Fields: []evidence.FieldError{
			{Field: "Content-Type", Code: "unsupported", Detail: "Send the file itself as " + octets + "."},
		}}
	}
	if r.ContentLength > limit {
		return errFileTooLarge(limit)
	}
	return nil
}

func errFileTooLarge(limit int64) error {
	detail := fmt.Sprintf("The file is larger than %d MB.", limit>>20)
	if limit == postgres.MaxImportBytes {
		detail += " Export the results in parts."
	}
	return &evidence.Error{Code: evidence.TooLarge, Fields: []evidence.FieldError{{Field: "file", Code: "too-large", Detail: detail}}}
}

// fileOf is the body of an upload.
func fileOf(ctx context.Context) io.Reader {
	if r, ok := ctx.Value(fileKey{}).(io.Reader); ok {
		return r
	}
	return strings.NewReader("")
}

// uploadError turns an error of the body into what the client is told.
func uploadError(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return errFileTooLarge(tooLarge.Limit)
	case evidence.CodeOf(err) != evidence.Internal:
		return err
	}
	return evidence.Refuse(evidence.Malformed, "The file ended early or came too slowly.")
}
