package mail

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// ErrUnconfirmed says that the server may have accepted a letter: the connection was lost after its text had begun to
// leave. Such a letter must not be sent again.
var ErrUnconfirmed = errors.New("mail: the server may have accepted the letter")

// RefusedError says that the server did not take a letter, so that it may be sent again.
type RefusedError struct {
	Code  int // the SMTP reply code; 0 when the server was not reached
	cause error
}

// Error gives the code alone: a server's reply can quote an address.
func (r *RefusedError) Error() string { return "mail: refused: " + r.code() }

// Unwrap gives the cause, for tests; it is not to be logged.
func (r *RefusedError) Unwrap() error { return r.cause }

func (r *RefusedError) code() string {
	if r.Code == 0 {
		return "unreachable"
	}
	return fmt.Sprintf("smtp-%d", r.Code)
}

// CodeOf gives a short code for the ledger: smtp-550, unreachable, or refused.
func CodeOf(err error) string {
	var r *RefusedError
	if errors.As(err, &r) {
		return r.code()
	}
	return "refused"
}

// Security says how the connection to the mail server is protected.
type Security string

// The ways to protect a connection.
const (
	SecurityNone          Security = "none"          // plain text: for a server on the same machine only
	SecurityOpportunistic Security = "opportunistic" // STARTTLS if it is offered
	SecurityMandatory     Security = "mandatory"     // STARTTLS or nothing
	SecurityTLS           Security = "tls"           // TLS from the first byte
)

// Config says how to reach the mail server.
type Config struct {
	Host     string
	Port     int
	Security Security // SecurityMandatory when empty
	User     string   // empty: no authentication
	Password string
	From     string        // address of the sender
	FromName string        // "Evidence Desk" when empty
	Timeout  time.Duration // for connecting and for each exchange; 30 s when zero
	TLS      *tls.Config   // nil: the system's certificates
}

// Sender hands letters to one mail server. It is safe for concurrent use.
type Sender struct {
	config  Config
	options []gomail.Option
}

const defaultTimeout = 30 * time.Second

// New checks the configuration. It does not connect.
func New(c Config) (*Sender, error) {
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.FromName == "" {
		c.FromName = "Evidence Desk"
	}
	options := []gomail.Option{gomail.WithPort(c.Port), gomail.WithTimeout(c.Timeout), gomail.WithoutNoop()}
	switch c.Security {
	case SecurityNone:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	case SecurityOpportunistic:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	case SecurityMandatory, "":
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case SecurityTLS:
		options = append(options, gomail.WithSSL())
	default:
		return nil, fmt.Errorf("mail: unknown security %q: use none, opportunistic, mandatory or tls", c.Security)
	}
	if c.User != "" {
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(c.User), gomail.WithPassword(c.Password))
	}
	if c.TLS != nil {
		options = append(options, gomail.WithTLSConfig(c.TLS))
	}
	s := &Sender{config: c, options: options}
	if _, err := gomail.NewClient(c.Host, options...); err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	return s, gomail.NewMsg().From(c.From)
}

// Send hands one letter to the server. An error is [ErrUnconfirmed] or a *[RefusedError].
func (s *Sender) Send(ctx context.Context, letter Letter) error {
	message, err := s.message(letter)
	if err != nil {
		return &RefusedError{cause: err}
	}
	client, err := gomail.NewClient(s.config.Host, s.options...)
	if err != nil {
		return &RefusedError{cause: err}
	}
	if err := client.DialWithContext(ctx); err != nil {
		return &RefusedError{cause: err}
	}
	defer func() { _ = client.Close() }() // the outcome is known by now
	return outcome(client.Send(message), message.IsDelivered())
}

// outcome tells apart the three ends of an attempt. The server decides when it replies to the end of the text; a reply
// that is a refusal is certain, no reply is not.
func outcome(err error, delivered bool) error {
	if err == nil || delivered {
		return nil
	}
	var sent *gomail.SendError
	if !errors.As(err, &sent) {
		return &RefusedError{cause: err}
	}
	if begun := sent.Reason == gomail.ErrWriteContent || sent.Reason == gomail.ErrSMTPDataClose; begun && sent.ErrorCode() == 0 {
		return ErrUnconfirmed
	}
	return &RefusedError{Code: sent.ErrorCode(), cause: err}
}

func (s *Sender) message(letter Letter) (*gomail.Msg, error) {
	m := gomail.NewMsg()
	if err := m.FromFormat(s.config.FromName, s.config.From); err != nil {
		return nil, err
	}
	if err := m.AddToFormat(letter.Name, letter.To); err != nil {
		return nil, err
	}
	m.SetMessageIDWithValue(s.messageID(letter.Key))
	m.SetDate()
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834, 5.1: no automatic answers, please
	if letter.Unsubscribe != "" {                      // RFC 2369, and RFC 8058 for the button of the reader's program
		m.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+letter.Unsubscribe+">")
		m.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	m.Subject(letter.Subject)
	m.SetBodyString(gomail.TypeTextPlain, letter.Text)
	return m, nil
}

// messageID is the same for every attempt, so that a server that was given a letter twice can see it.
func (s *Sender) messageID(key string) string {
	sum := sha256.Sum256([]byte(key))
	_, domain, _ := strings.Cut(s.config.From, "@")
	return hex.EncodeToString(sum[:16]) + "@" + domain
}
