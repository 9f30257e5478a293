package apiclient

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

// InProcess gives an HTTP client that calls the handler directly, without a connection. The handler has finished when the
// answer is there, so it is not for streams. A panic of the handler is an error of the call.
func InProcess(handler http.Handler) *http.Client {
	return &http.Client{
		Transport: inProcess{handler},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse
		},
	}
}

type inProcess struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t inProcess) RoundTrip(request *http.Request) (answer *http.Response, err error) {
	defer func() {
		if v := recover(); v != nil {
			answer, err = nil, fmt.Errorf("apiclient: the handler panicked: %v", v)
		}
	}()
	if request.Body != nil {
		defer func() { _ = request.Body.Close() }()
	}
	served := request.Clone(request.Context())
	served.RequestURI, served.RemoteAddr = request.URL.RequestURI(), "192.0.2.1:1234" // RFC 5737: an address of nobody
	if served.Host == "" {
		served.Host = request.URL.Host
	}
	if served.Body == nil {
		served.Body = http.NoBody
	}
	w := &recorder{header: http.Header{}}
	t.handler.ServeHTTP(w, served)
	return w.response(request), nil
}

// recorder keeps what a handler writes.
type recorder struct {
	header http.Header
	sent   http.Header // as it stood when the status was written
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status != 0 || status < http.StatusOK { // 1xx only announces
		return
	}
	w.status, w.sent = status, w.header.Clone()
}

func (w *recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

func (w *recorder) response(request *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: w.sent,
		Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: request,
	}
}
