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

// UploadTimeout is how long the body of an upload may take, by which whoever serves a page that passes one on goes too.
const UploadTimeout = 10 * time.Minute

const (
	streamedKey = "streamed"
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

// timeFor is how long an operation may take.
func timeFor(op *huma.Operation) time.Duration {
	if streams(op) {
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
	if err := acceptable(c.Request, limit); err != nil {
		refuse(ctx, problemOf(ctx.Context(), err))
		return
	}
	// Servers without deadlines, such as those of tests, need none.
	control := http.NewResponseController(c.Writer)
	_ = control.SetReadDeadline(time.Now().Add(UploadTimeout))
	_ = control.SetWriteDeadline(time.Now().Add(UploadTimeout + WriteTimeout))
	body := http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	next(huma.WithContext(ctx, context.WithValue(ctx.Context(), fileKey{}, io.Reader(body))))
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
