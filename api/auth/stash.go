package auth

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// StashStore keeps forms that it cannot read.
type StashStore interface {
	// StashForm is false when too much is kept already, of this client or of all.
	StashForm(ctx context.Context, f postgres.Form) (bool, error)
	// TakeForm gives a form once; nil for none.
	TakeForm(ctx context.Context, idHash []byte) ([]byte, error)
}

// Stash keeps a form that was posted after its session had ended, until its writer has signed in again. It is sealed under a
// key that only the browser's cookie holds: whoever has the database has nothing.
type Stash struct {
	store    StashStore
	sessions *Sessions
	cookies  cookies
	key      []byte
}

// NewStash makes it. The key is the service's.
func NewStash(store StashStore, sessions *Sessions, key []byte, publicURL string) *Stash {
	return &Stash{store, sessions, cookiesFor(publicURL), derive(key, "form client")}
}

const (
	stashCookie = "evidencedesk-form"
	stashKept   = time.Hour
	maxForm     = 256 << 10
)

type stashed struct {
	Form   url.Values        `json:"f"`
	Writer evidence.PersonID `json:"w,omitempty"` // whose session had ended; empty when that is not known
}

// Put keeps a form without its files, for an hour, for the page at the path, and gives the browser its key. Errors: TooLarge
// for more than 256 KiB; TooManyRequests when this client has left too much already.
func (s *Stash) Put(w http.ResponseWriter, r *http.Request, path string, form url.Values) error {
	raw, err := json.Marshal(stashed{form, visitOf(r.Context()).lapsed})
	if err != nil {
		return err
	}
	if len(raw) > maxForm {
		return evidence.Refuse(evidence.TooLarge, "This form is too long to be kept while you sign in.")
	}
	client, _ := Visitor(r.Context())
	secret := newSecret()
	kept, err := s.store.StashForm(r.Context(), postgres.Form{
		IDHash: derive([]byte(secret), "form id"), Client: digest(s.key, client), Sealed: newBox([]byte(secret), "form").seal(raw), Keep: stashKept,
	})
	switch {
	case err != nil:
		return err
	case !kept:
		return evidence.Refuse(evidence.TooManyRequests, "Too many forms are being kept for your address.")
	}
	s.cookies.set(w, stashCookie, secret+"."+s.mark(path), int(stashKept.Seconds()))
	return nil
}

// Take gives whoever is signed in back, once, what they had posted to the path before. A form of somebody else who used the
// browser is thrown away; one for another page stays.
func (s *Stash) Take(w http.ResponseWriter, r *http.Request, path string) (url.Values, bool) {
	cookie := s.cookies.get(r, stashCookie)
	if cookie == "" { // nearly always
		return nil, false
	}
	reader, signedIn := s.sessions.Person(r.Context())
	secret, mark, _ := strings.Cut(cookie, ".")
	if !signedIn || mark != s.mark(path) {
		return nil, false
	}
	sealed, err := s.store.TakeForm(r.Context(), derive([]byte(secret), "form id"))
	if err != nil {
		return nil, false // the cookie stays: the next try may succeed
	}
	s.cookies.clear(w, stashCookie)
	raw, ok := newBox([]byte(secret), "form").open(sealed)
	var kept stashed
	if !ok || json.Unmarshal(raw, &kept) != nil || kept.Writer != "" && kept.Writer != reader.Person {
		return nil, false
	}
	return kept.Form, true
}

// mark tells in the cookie for which page a form is, without naming it.
func (s *Stash) mark(path string) string {
	return base64.RawURLEncoding.EncodeToString(digest(s.key, "page "+path)[:12])
}
