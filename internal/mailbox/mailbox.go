// Package mailbox is the local mailbox of the embedded mode: a real SMTP server that delivers nowhere, keeps what it receives
// as files and shows it on a page, so that the notices of a demonstration can be read without a mail service.
package mailbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Limits of the mailbox.
const (
	MaxMessage = 1 << 20 // bytes in one message
	Keep       = 500     // messages; older ones are removed
)

// Message is one received message.
type Message struct {
	Name     string // file name, in the order of arrival
	Received time.Time
	From     string
	To       []string
	Subject  string
	Body     string
}

// Mailbox receives mail on the loopback interface and keeps it in a folder.
type Mailbox struct {
	dir    string
	server *smtp.Server
	listen net.Listener

	mu  sync.Mutex
	seq int
}

// Open starts to receive on the address, such as 127.0.0.1:0, and keeps messages in dir.
func Open(ctx context.Context, dir, address string) (*Mailbox, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	m := &Mailbox{dir: dir, listen: l}
	names, err := m.names()
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	if len(names) > 0 {
		_, _ = fmt.Sscanf(names[0], "%d", &m.seq)
	}
	m.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{box: m}, nil }))
	m.server.Domain, m.server.MaxMessageBytes, m.server.MaxRecipients = "localhost", MaxMessage, 50
	m.server.ReadTimeout, m.server.WriteTimeout = 30*time.Second, 30*time.Second
	m.server.EnableSMTPUTF8 = true
	return m, nil
}

// Address is where SMTP clients connect, host:port.
func (m *Mailbox) Address() string { return m.listen.Addr().String() }

// Serve receives mail until Close.
func (m *Mailbox) Serve() error {
	if err := m.server.Serve(m.listen); err != nil && !errors.Is(err, smtp.ErrServerClosed) {
		return fmt.Errorf("mailbox: %w", err)
	}
	return nil
}

// Close stops receiving. The messages stay.
func (m *Mailbox) Close() error { return m.server.Close() }

// names lists the files, newest first.
func (m *Mailbox) names() ([]string, error) {
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		return nil, fmt.Errorf("mailbox: %w", err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".eml") {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	slices.Reverse(names)
	return names, nil
}

// Messages returns the newest messages first, at most limit.
func (m *Mailbox) Messages(limit int) ([]Message, error) {
	names, err := m.names()
	if err != nil {
		return nil, err
	}
	var messages []Message
	for _, name := range names[:min(limit, len(names))] {
		msg, err := m.read(name)
		if err != nil {
			return nil, err
		}
		messages = append(messages, msg)
	}
	return messages, nil
}

func (m *Mailbox) read(name string) (Message, error) {
	path := filepath.Join(m.dir, name)
	raw, err := os.ReadFile(path) //nolint:gosec // the name comes from listing the mailbox's own folder
	if err != nil {
		return Message{}, fmt.Errorf("mailbox: %w", err)
	}
	msg := Message{Name: name, Body: string(raw)}
	if info, err := os.Stat(path); err == nil {
		msg.Received = info.ModTime()
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return msg, nil //nolint:nilerr // a message that cannot be parsed is shown as it came
	}
	msg.From, msg.Subject, msg.To = parsed.Header.Get("From"), decoded(parsed.Header.Get("Subject")), strings.Split(parsed.Header.Get("To"), ", ")
	msg.Body = text(parsed)
	return msg, nil
}

func (m *Mailbox) keep(raw []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seq++
	path := filepath.Join(m.dir, fmt.Sprintf("%09d.eml", m.seq))
	if err := os.WriteFile(path+".part", raw, 0o600); err != nil {
		return err
	}
	if err := os.Rename(path+".part", path); err != nil {
		return err
	}
	names, err := m.names()
	if err != nil || len(names) <= Keep {
		return err
	}
	for _, old := range names[Keep:] {
		if err := os.Remove(filepath.Join(m.dir, old)); err != nil {
			return err
		}
	}
	return nil
}

// session receives one message after another from one client.
type session struct{ box *Mailbox }

func (s *session) Mail(string, *smtp.MailOptions) error { return nil }
func (s *session) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (s *session) Reset()                               {}
func (s *session) Logout() error                        { return nil }

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return s.box.keep(raw)
}
