package live

import (
	"fmt"
	"net/http"
	"time"

	"evidencedesk/api/web/page"
)

// How a stream behaves.
const (
	heartbeat    = 25 * time.Second // keeps proxies from ending an idle connection
	retryAfter   = 10 * time.Second // how long a browser waits before it comes back
	longest      = 10 * time.Minute // then the browser comes back, and its session is looked up anew
	writeTimeout = 10 * time.Second // a browser that reads nothing has gone
)

// stream writes server-sent events (WHATWG HTML, section 9.2).
type stream struct {
	w    http.ResponseWriter
	wire *http.ResponseController
	told int
}

func newStream(v *page.Visit) *stream {
	h := v.Writer.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Accel-Buffering", "no") // of nginx
	return &stream{w: v.Writer, wire: http.NewResponseController(v.Writer)}
}

func (s *stream) begin() error {
	return s.write(fmt.Sprintf("retry: %d\n\n", retryAfter.Milliseconds()))
}

// tell sends a number that is higher than the one before.
func (s *stream) tell(n int) error {
	if n <= s.told {
		return nil
	}
	s.told = n
	return s.write(fmt.Sprintf("data: %d\n\n", n))
}

// say sends a sentence under the name of an event.
func (s *stream) say(event, text string) error {
	return s.write(fmt.Sprintf("event: %s\ndata: %s\n\n", event, text))
}

func (s *stream) beat() error { return s.write(":\n\n") }

// write sends at once. The server's own deadline is for pages: here each write has one, and between them there is none.
// Where deadlines cannot be set the stream ends with the server's, and the browser comes back.
func (s *stream) write(text string) error {
	_ = s.wire.SetWriteDeadline(time.Now().Add(writeTimeout))
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	if err := s.wire.Flush(); err != nil {
		return err
	}
	_ = s.wire.SetWriteDeadline(time.Time{})
	return nil
}
