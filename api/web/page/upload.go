package page

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/apiclient"
)

// AwaitUpload gives a page that takes a file as long as the API gives for it. It is called before the form is read.
func (v *Visit) AwaitUpload() {
	// Servers without deadlines, such as those of tests, need none.
	_ = http.NewResponseController(v.Writer).SetReadDeadline(time.Now().Add(rest.UploadTimeout))
	rest.MayLast(v.Writer)
}

// patience is how much of a file that is too large is taken and thrown away, so that the browser hears why: it listens only when it
// has sent everything.
const patience = 4 * MaxUpload

// TooLarge reports whether what the browser sends is longer than a form may be, and takes it, as far as there is patience, so that
// the page can say so.
func (v *Visit) TooLarge() bool {
	if v.Request.ContentLength <= MaxUpload {
		return false
	}
	hearOut(v.Request.Body)
	v.form = &Form{values: map[string][]string{}, Words: map[string]string{}}
	return true
}

// hearOut takes the rest of what a browser sends, as far as there is patience. The answer is the same if it breaks off.
func hearOut(body io.Reader) { _, _ = io.Copy(io.Discard, io.LimitReader(body, patience)) }

// fieldsOnly reads what was typed into a form and throws its files away as they come: nothing of a stranger's file is stored.
func (v *Visit) fieldsOnly() (url.Values, error) {
	v.Request.Body = http.MaxBytesReader(nil, v.Request.Body, patience)
	parts, err := v.Request.MultipartReader()
	if err != nil {
		return v.posted()
	}
	values, left := url.Values{}, int64(MaxForm)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return tidy(values), nil
		}
		if err != nil {
			return url.Values{}, err
		}
		if part.FileName() != "" {
			continue // the next call takes it
		}
		text, err := io.ReadAll(io.LimitReader(part, left+1))
		if left -= int64(len(text)); err != nil || left < 0 {
			return url.Values{}, errors.Join(err, errFormTooLong)
		}
		values.Add(part.FormName(), string(text))
	}
}

var errFormTooLong = errors.New("the form is too long")

// Upload hands a file on to the API as it comes. The form's key makes it happen once, however often the button is pressed.
func (v *Visit) Upload(path string, file io.Reader, out any) error {
	_, err := v.api.Upload(v.Request.Context(), v1+path, file, out, apiclient.IdempotencyKey(v.Form().Key()))
	return err
}

// UploadOver hands a file on to the API as it comes, to what has a version.
func (v *Visit) UploadOver(path string, version int, file io.Reader, out any) error {
	_, err := v.api.Upload(v.Request.Context(), v1+path, file, out, match(version))
	return err
}

// Pass hands a file of the API to the browser as it comes, with its type and its name. A refusal is an *apiclient.Problem.
func (v *Visit) Pass(path string) error {
	r, err := http.NewRequestWithContext(v.Request.Context(), http.MethodGet, "http://evidence-desk.internal"+v1+path, http.NoBody)
	if err != nil {
		return ErrNotFound
	}
	r.RequestURI, r.RemoteAddr = r.URL.RequestURI(), v.Request.RemoteAddr
	p := &passing{to: v.Writer, header: http.Header{}}
	rest.MayLast(v.Writer)
	v.API.ServeHTTP(p, r)
	if p.status < http.StatusBadRequest {
		return nil
	}
	return apiclient.ReadProblem(p.status, p.header, p.problem.Bytes())
}

// passing writes what the API answers to the browser, unless it is a problem.
type passing struct {
	to      http.ResponseWriter
	header  http.Header
	status  int
	problem bytes.Buffer
}

// Header implements http.ResponseWriter.
func (p *passing) Header() http.Header { return p.header }

// WriteHeader implements http.ResponseWriter.
func (p *passing) WriteHeader(status int) {
	if p.status != 0 {
		return
	}
	if p.status = status; status >= http.StatusBadRequest {
		return
	}
	for _, name := range []string{"Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control", "Content-Security-Policy", "ETag"} {
		if value := p.header.Get(name); value != "" {
			p.to.Header().Set(name, value)
		}
	}
	if strings.HasPrefix(p.header.Get("Content-Type"), "text/html") {
		p.to.Header().Set("Content-Security-Policy", "sandbox; default-src 'none'")
	}
	p.to.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (p *passing) Write(b []byte) (int, error) {
	p.WriteHeader(http.StatusOK)
	if p.status >= http.StatusBadRequest {
		return p.problem.Write(b)
	}
	return p.to.Write(b)
}

// PutWhole puts what has no version.
func (v *Visit) PutWhole(path string, body, out any) error {
	return v.send(http.MethodPut, path, body, out)
}
