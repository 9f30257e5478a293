package auth

import (
	"context"
	"encoding/json"
	"errors"
	netmail "net/mail"
	"strings"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// LinkStore keeps links by the SHA-256 of their tokens.
type LinkStore interface {
	AddLink(ctx context.Context, l postgres.NewLink) (bool, error)
	Link(ctx context.Context, hash []byte) (postgres.SentLink, error)
	Enter(ctx context.Context, c postgres.Caller) (evidence.PersonID, error)
	Serving(ctx context.Context, email string) ([]postgres.ServingLibrary, error)
}

// LinkPeople knows who has an address.
type LinkPeople interface {
	ByEmail(ctx context.Context, email string) (postgres.Person, error)
	Memberships(ctx context.Context, person evidence.PersonID) (postgres.Memberships, error)
}

// Arrived is somebody who has signed in and whose session may begin.
type Arrived struct {
	Person evidence.PersonID
	Method string // for [Sessions.SignIn]
	Next   string // a page of ours
}

const (
	// LinkValid is how long a link that was sent can be used.
	LinkValid = 30 * time.Minute
	// MethodLink is how somebody signed in who opened a link.
	MethodLink = "link"
)

// letterOf is what a link's row holds, sealed by its token.
type letterOf struct {
	Email string `json:"e"`
	Next  string `json:"n,omitempty"`
}

// Invitation is what a link says before it is used: whose it is, and what its reader is asked for.
type Invitation struct {
	Email     string
	NeedsName bool                      // nobody has this address yet
	Libraries []postgres.ServingLibrary // to choose from, when there is more than one and the reader is of none
}

// Look reads a link without using it: programs that open every link of a letter do no harm. Errors: a [Failure] with
// LinkUnknown, LinkSpent or LinkExpired.
func (l *Links) Look(ctx context.Context, token string) (Invitation, error) {
	letter, err := l.open(ctx, token)
	if err != nil {
		return Invitation{}, err
	}
	found := Invitation{Email: letter.Email}
	held, known, err := l.rolesOf(ctx, letter.Email)
	if err != nil || len(held) > 0 {
		return found, err
	}
	found.NeedsName = !known
	serving, err := l.Store.Serving(ctx, letter.Email)
	if len(serving) > 1 {
		found.Libraries = serving
	}
	return found, err
}

// LinkAnswer is what the reader of a link enters, when they are asked.
type LinkAnswer struct {
	Name    string
	Library evidence.LibraryID
}

// Spend uses a link, once, and gives whoever it was sent to: somebody new is made a requester of a library that serves the
// domain of the address. Errors: a [Failure] as of [Links.Look]; Invalid for a name that is missing or a library that does
// not serve the reader, which leaves the link unused.
func (l *Links) Spend(ctx context.Context, token string, answer LinkAnswer) (Arrived, error) {
	letter, err := l.open(ctx, token)
	if err != nil {
		return Arrived{}, err
	}
	person, err := l.Store.Enter(ctx, postgres.Caller{
		Link: Hash(token), Email: letter.Email, Name: strings.TrimSpace(answer.Name), Library: answer.Library,
	})
	if errors.Is(err, postgres.ErrLinkSpent) {
		return Arrived{}, &Failure{Code: LinkSpent, cause: err}
	}
	return Arrived{Person: person, Method: MethodLink, Next: OwnPath(letter.Next)}, err
}

// open reads a link that can still be used.
func (l *Links) open(ctx context.Context, token string) (letterOf, error) {
	var letter letterOf
	if !isSecret(token) {
		return letter, &Failure{Code: LinkUnknown}
	}
	row, err := l.Store.Link(ctx, Hash(token))
	switch {
	case evidence.CodeOf(err) == evidence.NotFound:
		return letter, &Failure{Code: LinkUnknown}
	case err != nil:
		return letter, err
	case row.Spent:
		return letter, &Failure{Code: LinkSpent}
	case row.Expired:
		return letter, &Failure{Code: LinkExpired}
	}
	raw, ok := newBox([]byte(token), "link").open(row.Sealed)
	if !ok || json.Unmarshal(raw, &letter) != nil || letter.Email == "" {
		return letter, &Failure{Code: LinkUnknown}
	}
	return letter, nil
}

// rolesOf gives the roles that somebody with this address holds anywhere, and whether there is such a person.
func (l *Links) rolesOf(ctx context.Context, email string) (held postgres.Memberships, known bool, err error) {
	p, err := l.People.ByEmail(ctx, email)
	if evidence.CodeOf(err) == evidence.NotFound {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	held, err = l.People.Memberships(ctx, p.ID)
	return held, true, err
}

// plainAddress reads an e-mail address as people type it; Invalid for anything else.
func plainAddress(email string) (string, error) {
	email = strings.TrimSpace(email)
	a, err := netmail.ParseAddress(email)
	if err != nil || a.Name != "" || a.Address != email || len(email) > evidence.MaxEmail || strings.ContainsAny(email, "\"\r\n") {
		return "", evidence.InvalidField("email", "malformed", "Enter an e-mail address, such as name@example.nhs.uk.")
	}
	return email, nil
}
