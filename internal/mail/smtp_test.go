package mail_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"evidencedesk/internal/mail"
)

func letter() mail.Letter {
	return mail.Letter{Key: "request/1/delivered/ann", To: "ann@example.org", Name: "Ann Example", Subject: "Your evidence is ready", Text: "It is ready.\n", Unsubscribe: "https://desk.example/x/opt-out"}
}

// mailbox is a real SMTP server that keeps what it is given.
type mailbox struct {
	mu   sync.Mutex
	got  []string
	rcpt error
	data error
}

// NewSession implements smtp.Backend.
func (m *mailbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{m}, nil }

type session struct{ *mailbox }

// Mail implements smtp.Session.
func (s *session) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt implements smtp.Session.
func (s *session) Rcpt(string, *smtp.RcptOptions) error { return s.rcpt }

// Data implements smtp.Session.
func (s *session) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.data == nil {
		s.got = append(s.got, string(text))
	}
	return s.data
}

// Reset implements smtp.Session.
func (s *session) Reset() {}

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

func serve(t *testing.T, m *mailbox) *net.TCPAddr {
	t.Helper()
	return serveTLS(t, m, nil)
}

func serveTLS(t *testing.T, m *mailbox, offered *tls.Config) *net.TCPAddr {
	t.Helper()
	l := listen(t)
	server := smtp.NewServer(m)
	server.Domain, server.TLSConfig = "localhost", offered
	go func() { _ = server.Serve(l) }()
	t.Cleanup(func() { _ = server.Close() })
	return l.Addr().(*net.TCPAddr)
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}

func sender(t *testing.T, at *net.TCPAddr, security mail.Security) *mail.Sender {
	t.Helper()
	s, err := mail.New(mail.Config{Host: "127.0.0.1", Port: at.Port, Security: security, From: "desk@example.org", Timeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSend(t *testing.T) {
	t.Parallel()
	m := &mailbox{}
	s := sender(t, serve(t, m), mail.SecurityNone)
	for range 2 {
		if err := s.Send(t.Context(), letter()); err != nil {
			t.Fatal(err)
		}
	}
	if len(m.got) != 2 {
		t.Fatalf("the mailbox has %d letters", len(m.got))
	}
	for _, want := range []string{
		"Subject: Your evidence is ready\r\n", `To: "Ann Example" <ann@example.org>`, `From: "Evidence Desk" <desk@example.org>`,
		"Auto-Submitted: auto-generated\r\n", "List-Unsubscribe: <https://desk.example/x/opt-out>\r\n", "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", "It is ready.",
	} {
		if !strings.Contains(m.got[0], want) {
			t.Errorf("%q is missing in %s", want, m.got[0])
		}
	}
	if id := header(m.got[0], "Message-ID"); id == "" || id != header(m.got[1], "Message-ID") || !strings.HasSuffix(id, "@example.org>") || strings.Contains(id, "ann") {
		t.Errorf("Message-ID %q, then %q", id, header(m.got[1], "Message-ID"))
	}
}

func header(text, name string) string {
	for line := range strings.Lines(text) {
		if rest, ok := strings.CutPrefix(line, name+": "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// TestRefusals are certain: the server said that it did not take the letter, before or after its text.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		mailbox *mailbox
		code    string
	}{
		"recipient unknown": {&mailbox{rcpt: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no ann@example.org here"}}, "smtp-550"},
		"greylisted":        {&mailbox{rcpt: &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "later"}}, "smtp-451"},
		"text refused":      {&mailbox{data: &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 6, 0}, Message: "no"}}, "smtp-554"},
		"full":              {&mailbox{data: &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "full"}}, "smtp-452"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := sender(t, serve(t, c.mailbox), mail.SecurityNone).Send(t.Context(), letter())
			if err == nil || errors.Is(err, mail.ErrUnconfirmed) || mail.CodeOf(err) != c.code {
				t.Errorf("%v, want %s", err, c.code)
			}
			if strings.Contains(fmt.Sprint(err), "ann") {
				t.Errorf("the error names the recipient: %v", err)
			}
		})
	}
}

func TestUnreachable(t *testing.T) {
	t.Parallel()
	l := listen(t)
	at := l.Addr().(*net.TCPAddr)
	_ = l.Close()
	err := sender(t, at, mail.SecurityNone).Send(t.Context(), letter())
	if mail.CodeOf(err) != "unreachable" || errors.Is(err, mail.ErrUnconfirmed) {
		t.Error(err)
	}
}

// TestNoTLSOffered sends nothing in the clear where TLS is mandatory.
func TestNoTLSOffered(t *testing.T) {
	t.Parallel()
	m := &mailbox{}
	at := serve(t, m)
	err := sender(t, at, mail.SecurityMandatory).Send(t.Context(), letter())
	if err == nil || errors.Is(err, mail.ErrUnconfirmed) || len(m.got) > 0 {
		t.Errorf("%v, and the mailbox has %d letters", err, len(m.got))
	}
	if err := sender(t, at, mail.SecurityOpportunistic).Send(t.Context(), letter()); err != nil {
		t.Error(err)
	}
}

// TestTLS encrypts with a certificate that it trusts, and sends nothing to a server whose certificate it does not.
func TestTLS(t *testing.T) {
	t.Parallel()
	web := httptest.NewTLSServer(nil) // for its certificate
	t.Cleanup(web.Close)
	m := &mailbox{}
	at := serveTLS(t, m, &tls.Config{Certificates: web.TLS.Certificates})
	c := mail.Config{Host: "127.0.0.1", Port: at.Port, From: "desk@example.org", Timeout: 5 * time.Second}
	stranger, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := stranger.Send(t.Context(), letter()); err == nil || len(m.got) > 0 {
		t.Errorf("%v, and the mailbox has %d letters", err, len(m.got))
	}
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	c.TLS = &tls.Config{RootCAs: roots, ServerName: "example.com"}
	friend, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := friend.Send(t.Context(), letter()); err != nil || len(m.got) != 1 {
		t.Errorf("%v, and the mailbox has %d letters", err, len(m.got))
	}
}

// TestLostConnections hang up at one step of the exchange: only after the text has left is the outcome in doubt.
func TestLostConnections(t *testing.T) {
	t.Parallel()
	for hangUpAt, unconfirmed := range map[string]bool{"EHLO": false, "MAIL": false, "RCPT": false, "DATA": false, ".": true} {
		t.Run(hangUpAt, func(t *testing.T) {
			t.Parallel()
			l := listen(t)
			go hangUp(l, hangUpAt)
			err := sender(t, l.Addr().(*net.TCPAddr), mail.SecurityNone).Send(t.Context(), letter())
			if err == nil || errors.Is(err, mail.ErrUnconfirmed) != unconfirmed {
				t.Errorf("%v, want unconfirmed %t", err, unconfirmed)
			}
		})
	}
}

// TestAcceptedThenLost hangs up after the server said yes: the letter is sent.
func TestAcceptedThenLost(t *testing.T) {
	t.Parallel()
	l := listen(t)
	go hangUp(l, "RSET")
	if err := sender(t, l.Addr().(*net.TCPAddr), mail.SecurityNone).Send(t.Context(), letter()); err != nil {
		t.Error(err)
	}
}

// hangUp speaks just enough SMTP, and closes the connection when the client says what.
func hangUp(l net.Listener, what string) {
	conn, err := l.Accept()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	say := func(s string) { _, _ = io.WriteString(conn, s+"\r\n") }
	say("220 test")
	inText := false
	lines := bufio.NewScanner(conn)
	for lines.Scan() {
		line := lines.Text()
		switch verb, _, _ := strings.Cut(line, " "); {
		case verb == what:
			return
		case inText && line == ".":
			inText = false
			say("250 accepted")
		case inText:
		case verb == "DATA":
			inText = true
			say("354 go on")
		default:
			say("250 ok")
		}
	}
}

func TestConfiguration(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]mail.Config{
		"security": {Host: "h", Port: 25, Security: "perhaps", From: "desk@example.org"},
		"sender":   {Host: "h", Port: 25, From: "nobody"},
		"host":     {Port: 25, From: "desk@example.org"},
	} {
		if _, err := mail.New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := mail.New(mail.Config{Host: "h", Port: 465, Security: mail.SecurityTLS, From: "desk@example.org", User: "u", Password: "p"}); err != nil {
		t.Error(err)
	}
}
