package auth

import (
	"context"
	"net/http"
	"net/netip"
	"time"

	"github.com/alexedwards/scs/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// SessionStore keeps sessions by the SHA-256 of their cookies.
type SessionStore interface {
	Find(ctx context.Context, hash []byte) (found postgres.FoundSession, ok bool, err error)
	Begin(ctx context.Context, n postgres.NewSession) (id string, err error)
	Save(ctx context.Context, hash, data []byte, expires time.Time) (there bool, err error)
	End(ctx context.Context, hash []byte) error
	List(ctx context.Context, person evidence.PersonID) ([]postgres.Session, error)
	Revoke(ctx context.Context, person evidence.PersonID, id string) error
	RevokeAll(ctx context.Context, person evidence.PersonID) (int, error)
	Principal(ctx context.Context, person evidence.PersonID) (postgres.Principal, error)
}

// SessionOptions say how sessions are kept.
type SessionOptions struct {
	Store     SessionStore
	Key       []byte        // the service's; seals what sessions hold
	PublicURL string        // an https address makes the cookie one that only TLS and this host get
	Life      time.Duration // after which a session is over in any case; the idle time is the store's
	Proxies   []string      // addresses and networks whose X-Forwarded-For is believed
	// Failed answers a request whose session could not be read or kept.
	Failed func(w http.ResponseWriter, r *http.Request, err error)
}

// Sessions are who is signed in to the pages. The cookie ends with the browser, because many people share a computer; the
// session ends on the server. Roles are read anew with every request.
type Sessions struct {
	manager *scs.SessionManager
	store   SessionStore
	proxies []netip.Prefix
	failed  func(http.ResponseWriter, *http.Request, error)
}

// sessionCookie is the name of the cookie, without its prefix.
const sessionCookie = "evidencedesk"

// NewSessions makes them.
func NewSessions(o SessionOptions) *Sessions {
	c := cookiesFor(o.PublicURL)
	m := scs.New()
	m.Store, m.HashTokenInStore, m.Lifetime, m.IdleTimeout = sessionStore{o.Store, newBox(o.Key, "session")}, true, o.Life, 0
	m.Cookie.Name, m.Cookie.Secure, m.Cookie.Persist = c.name(sessionCookie), c.secure, false
	return &Sessions{manager: m, store: o.Store, proxies: prefixes(o.Proxies), failed: o.Failed}
}

// Person gives whoever is signed in, with the roles held now; false for a visitor.
func (s *Sessions) Person(ctx context.Context) (Principal, bool) {
	p := visitOf(ctx).principal
	return p, p.Person != ""
}

// SignIn begins a session of the person under a new token, so that nobody who knew the old one comes in too. It must be
// called before anything is written. Errors: Unauthenticated for who does not exist or was erased.
func (s *Sessions) SignIn(ctx context.Context, person evidence.PersonID, method string) error {
	p, err := s.store.Principal(ctx, person)
	if err != nil {
		return err
	}
	if err := s.manager.RenewToken(ctx); err != nil {
		return err
	}
	v := visitOf(ctx)
	v.method, v.principal = method, principalOf(p)
	return nil
}

// SignOut ends the session and says how its person had signed in; empty for a visitor.
func (s *Sessions) SignOut(ctx context.Context) (method string, err error) {
	v := visitOf(ctx)
	method = v.method
	if err := s.manager.Destroy(ctx); err != nil {
		return "", err
	}
	*v = visit{agent: v.agent}
	return method, nil
}

// List gives somebody's sessions, the last used first.
func (s *Sessions) List(ctx context.Context, person evidence.PersonID) ([]postgres.Session, error) {
	return s.store.List(ctx, person)
}

// Revoke ends one of somebody's sessions. Errors: NotFound, also for another person's.
func (s *Sessions) Revoke(ctx context.Context, person evidence.PersonID, id string) error {
	return s.store.Revoke(ctx, person, id)
}

// RevokeAll ends all of somebody's sessions, this one too, and says how many there were.
func (s *Sessions) RevokeAll(ctx context.Context, person evidence.PersonID) (int, error) {
	return s.store.RevokeAll(ctx, person)
}

// CurrentSession gives the identifier of the session of a request, also in calls of the API that a page makes; empty for a
// program and for a visitor.
func CurrentSession(ctx context.Context) string { return visitOf(ctx).id }

const (
	noticeKey = "notice"
	maxNotice = 2000 // characters
)

// Notice keeps a sentence of ours for the next page of this browser, in place of what was kept before. It must hold nothing
// that somebody typed. A longer one than 2,000 characters is cut.
func (s *Sessions) Notice(ctx context.Context, text string) {
	runes := []rune(text)
	s.manager.Put(ctx, noticeKey, string(runes[:min(len(runes), maxNotice)]))
}

// TakeNotice gives the sentence back, once; empty when there is none.
func (s *Sessions) TakeNotice(ctx context.Context) string {
	if !s.manager.Exists(ctx, noticeKey) { // or the session would be written for nothing
		return ""
	}
	return s.manager.PopString(ctx, noticeKey)
}

func principalOf(p postgres.Principal) Principal {
	return Principal{Person: p.Person, Name: p.Name, Memberships: p.Memberships}
}
