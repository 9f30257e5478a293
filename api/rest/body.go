package rest

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"evidencedesk/internal/evidence"
)

// maxDepth is how deep objects and lists may lie in one another.
const maxDepth = 32

// readStrictly reads the body before huma does: at most evidence.MaxBody bytes within bodyTimeout, application/json, UTF-8,
// one value, no key twice, no NUL. encoding/json would let each of these pass, some with a meaning that nobody meant.
func readStrictly(key []byte) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if ctx.Operation().RequestBody == nil {
			if lasts(ctx.Operation()) {
				MayLast(humagin.Unwrap(ctx).Writer)
			}
			next(ctx)
			return
		}
		if streams(ctx.Operation()) {
			readAsStream(ctx, next)
			return
		}
		body, err := readBody(ctx)
		switch {
		case err == nil && len(body) > 0:
			err = checkBody(body, ctx.Header("Content-Type"))
		case err == nil:
			body = []byte("{}") // so that what is missing is named
		}
		if err != nil {
			refuse(ctx, problemOf(ctx.Context(), err))
			return
		}
		c := humagin.Unwrap(ctx)
		c.Request.Body = io.NopCloser(bytes.NewReader(body))
		if i, ok := ctx.Context().Value(idempotencyKey{}).(*idempotency); ok {
			i.body = bodySum(key, body)
		}
		next(ctx)
	}
}

func readBody(ctx huma.Context) ([]byte, error) {
	c := humagin.Unwrap(ctx)
	if encoding := c.Request.Header.Get("Content-Encoding"); encoding != "" && encoding != "identity" {
		return nil, evidence.Refuse(evidence.UnsupportedMedia, "Send the body uncompressed.")
	}
	// Servers without deadlines, such as those of tests, need none.
	_ = ctx.SetReadDeadline(time.Now().Add(bodyTimeout))
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, evidence.MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, evidence.Refuse(evidence.TooLarge, "At most "+strconv.Itoa(evidence.MaxBody>>20)+" MiB.")
	case err != nil:
		return nil, evidence.Refuse(evidence.Malformed, "The body ended early or came too slowly.")
	}
	return body, nil
}

func checkBody(body []byte, contentType string) error {
	media, params, err := mime.ParseMediaType(contentType)
	if err != nil || media != "application/json" || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
		return &evidence.Error{Code: evidence.UnsupportedMedia, Fields: []evidence.FieldError{
			{Field: "Content-Type", Code: "unsupported", Detail: "Send application/json in UTF-8."},
		}}
	}
	if !utf8.Valid(body) {
		return evidence.Refuse(evidence.Malformed, "The body is not UTF-8.")
	}
	s := scan{decoder: json.NewDecoder(bytes.NewReader(body))}
	s.decoder.UseNumber()
	if err := s.value("", 0); err != nil {
		return err
	}
	if _, err := s.decoder.Token(); !errors.Is(err, io.EOF) {
		return evidence.Refuse(evidence.Malformed, "There is something after the JSON value.")
	}
	return invalid(s.fields)
}

// bodySum digests the canonical form of a body: keys in order, no white space. It is keyed, because a plain digest of a
// short text can be guessed, and it outlives the text.
func bodySum(key, body []byte) []byte {
	canonical := body
	var v any
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if d.Decode(&v) == nil {
		if sorted, err := json.Marshal(v); err == nil {
			canonical = sorted
		}
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("body\x00"))
	mac.Write(canonical)
	return mac.Sum(nil)
}

// scan walks over a JSON value and collects what is wrong with it.
type scan struct {
	decoder *json.Decoder
	fields  []evidence.FieldError
}

func (s *scan) value(path string, depth int) error {
	token, err := s.decoder.Token()
	if err != nil {
		return notJSON(err)
	}
	if depth > maxDepth {
		return evidence.Refuse(evidence.Malformed, "The JSON is nested too deeply.")
	}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			return s.object(path, depth)
		}
		return s.list(path, depth)
	case string:
		if strings.ContainsRune(t, 0) {
			s.wrong(path, "malformed", "Remove the NUL character.")
		}
	}
	return nil
}

func (s *scan) object(path string, depth int) error {
	seen := map[string]bool{}
	for s.decoder.More() {
		token, err := s.decoder.Token()
		if err != nil {
			return notJSON(err)
		}
		key, _ := token.(string)
		at := join(path, safeName(key))
		if !lowerASCII(key) {
			s.wrong(at, "unknown", "There is no such field. Names are in lower case.")
		}
		if seen[key] {
			return &evidence.Error{Code: evidence.Malformed, Fields: []evidence.FieldError{{Field: at, Code: "duplicate", Detail: "This field is given twice."}}}
		}
		seen[key] = true
		if err := s.value(at, depth+1); err != nil {
			return err
		}
	}
	_, err := s.decoder.Token()
	return notJSON(err)
}

func (s *scan) list(path string, depth int) error {
	for i := 0; s.decoder.More(); i++ {
		if err := s.value(path+"["+strconv.Itoa(i)+"]", depth+1); err != nil {
			return err
		}
	}
	_, err := s.decoder.Token()
	return notJSON(err)
}

func (s *scan) wrong(field, code, detail string) {
	if len(s.fields) < evidence.MaxListItems {
		s.fields = append(s.fields, evidence.FieldError{Field: field, Code: code, Detail: detail})
	}
}

// notJSON hides the text of the decoder's error, which quotes the body.
func notJSON(err error) error {
	if err == nil {
		return nil
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return evidence.Refuse(evidence.Malformed, "The JSON is broken at byte "+strconv.FormatInt(syntax.Offset, 10)+".")
	}
	return evidence.Refuse(evidence.Malformed, "The JSON ends too early.")
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}
