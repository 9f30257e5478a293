package mailbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/wneessen/go-mail"

	"evidencedesk/internal/mailbox"
)

func open(t *testing.T, dir string) *mailbox.Mailbox {
	t.Helper()
	m, err := mailbox.Open(t.Context(), dir, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = m.Serve() }()
	t.Cleanup(func() { _ = m.Close() })
	return m
}

func send(t *testing.T, address, subject, text string) {
	t.Helper()
	msg := mail.NewMsg()
	if err := msg.From("desk@example.nhs.uk"); err != nil {
		t.Fatal(err)
	}
	if err := msg.To("reader@example.nhs.uk"); err != nil {
		t.Fatal(err)
	}
	msg.Subject(subject)
	msg.SetBodyString(mail.TypeTextPlain, text)
	host, port, _ := strings.Cut(address, ":")
	n := 0
	for _, d := range port {
		n = n*10 + int(d-'0')
	}
	c, err := mail.NewClient(host, mail.WithPort(n), mail.WithTLSPolicy(mail.NoTLS), mail.WithTimeout(10*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.DialAndSend(msg); err != nil {
		t.Fatal(err)
	}
}

func TestMailIsReceivedShownAndKept(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := open(t, dir)
	send(t, first.Address(), "Délivré <b>", "Read it at https://desk.example/requests/1 & answer.")
	_ = first.Close()

	second := open(t, dir)
	send(t, second.Address(), "Second", "Another.")
	messages, err := second.Messages(10)
	if err != nil || len(messages) != 2 {
		t.Fatalf("%d messages, %v", len(messages), err)
	}
	if messages[0].Subject != "Second" || messages[1].Subject != "Délivré <b>" || !strings.Contains(messages[1].Body, "requests/1 & answer.") {
		t.Errorf("%+v", messages)
	}
	w := httptest.NewRecorder()
	second.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if page := w.Body.String(); !strings.Contains(page, "Délivré &lt;b&gt;") || strings.Contains(page, "<b>") {
		t.Error("the page must escape what came by mail")
	}
}
