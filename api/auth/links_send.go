package auth

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres"
)

// Mailer hands a letter to a mail server.
type Mailer interface {
	Send(ctx context.Context, letter mail.Letter) error
}

// LinkOptions say how links are sent.
type LinkOptions struct {
	Store     LinkStore
	People    LinkPeople
	Mailer    Mailer
	Key       []byte // the service's
	PublicURL string
	Staff     bool          // people who work in a library may use a link too: where there is no identity provider
	Log       *slog.Logger  // codes only
	Backoff   time.Duration // before a letter that was refused is sent again; 2 s when zero
}

// Links sends links by e-mail with which people sign in, and takes them back.
type Links struct {
	LinkOptions

	key   []byte
	slots chan struct{} // letters on their way
	sent  sync.WaitGroup
}

const (
	lettersAtOnce = 32
	letterTime    = 2 * time.Minute
	letterTries   = 3
)

// NewLinks makes them.
func NewLinks(o LinkOptions) *Links {
	if o.Backoff == 0 {
		o.Backoff = 2 * time.Second
	}
	return &Links{LinkOptions: o, key: derive(o.Key, "link limits"), slots: make(chan struct{}, lettersAtOnce)}
}

// Send sends a link to an address, if it may have one, and forgets what was asked. Whatever the address, it answers the same
// in the same time: the rest is done afterwards. The client's address for the limits is the context's visitor. Errors:
// Invalid for what is no address.
func (l *Links) Send(ctx context.Context, email, next string) error {
	email, err := plainAddress(email)
	if err != nil {
		return err
	}
	select {
	case l.slots <- struct{}{}:
	default:
		l.Log.WarnContext(ctx, "too many sign-in letters at once: one is not sent")
		return nil
	}
	client, _ := Visitor(ctx)
	l.sent.Go(func() {
		defer func() { <-l.slots }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), letterTime)
		defer cancel()
		if err := l.write(ctx, letterOf{email, OwnPath(next)}, client); err != nil {
			l.Log.WarnContext(ctx, "a sign-in letter was not sent", slog.String("why", whyNot(err)))
		}
	})
	return nil
}

// Wait waits for the letters that are on their way.
func (l *Links) Wait() { l.sent.Wait() }

func whyNot(err error) string {
	var refused *mail.RefusedError
	if errors.As(err, &refused) || errors.Is(err, mail.ErrUnconfirmed) {
		return mail.CodeOf(err)
	}
	return "store"
}

// write sends the letter that the address may have.
func (l *Links) write(ctx context.Context, letter letterOf, client string) error {
	held, _, err := l.rolesOf(ctx, letter.Email)
	if err != nil {
		return err
	}
	if len(held) == 0 {
		serving, err := l.Store.Serving(ctx, letter.Email)
		if err != nil || len(serving) == 0 {
			return err
		}
	}
	raw, err := json.Marshal(letter)
	if err != nil {
		return err
	}
	token := newSecret()
	hash := Hash(token)
	ok, err := l.Store.AddLink(ctx, postgres.NewLink{
		Hash: hash, Address: digest(l.key, "address "+strings.ToLower(letter.Email)), Client: digest(l.key, "client "+client),
		Sealed: newBox([]byte(token), "link").seal(raw), Keep: LinkValid,
	})
	if err != nil || !ok {
		return err
	}
	site, key := mail.Site{BaseURL: l.PublicURL}, "sign-in/"+base64.RawURLEncoding.EncodeToString(hash)
	if !l.Staff && works(held) {
		return l.post(ctx, site.SignInElsewhereLetter(key, letter.Email, SignInPath))
	}
	return l.post(ctx, site.SignInLetter(key, letter.Email, LinkPath+token, LinkValid))
}

// works reports whether somebody holds more than the role of a requester anywhere.
func works(held postgres.Memberships) bool {
	p := Principal{Memberships: held}
	return p.Is(evidence.Librarian, evidence.Trainee, evidence.Manager, evidence.SystemLead, evidence.Admin)
}

// post hands the letter over, again if it was certainly not taken.
func (l *Links) post(ctx context.Context, letter mail.Letter) error {
	var refused *mail.RefusedError
	for try := 1; ; try++ {
		err := l.Mailer.Send(ctx, letter)
		if err == nil || !errors.As(err, &refused) || try == letterTries {
			return err
		}
		select {
		case <-time.After(l.Backoff * time.Duration(try)):
		case <-ctx.Done():
			return err
		}
	}
}
