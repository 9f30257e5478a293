package auth_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

func principal() auth.Principal {
	return auth.Principal{Person: "p", Memberships: map[evidence.LibraryID][]evidence.Role{
		"b": {evidence.Requester},
		"a": {evidence.Librarian, evidence.Manager},
	}}
}

func TestPrincipal(t *testing.T) {
	t.Parallel()
	p := principal()
	if !p.Is(evidence.Manager) || p.Is(evidence.Admin) || p.Is() {
		t.Error("Is looks at the roles of all libraries and at nothing else")
	}
	if got := p.Libraries(evidence.Librarian, evidence.Requester); !cmp.Equal(got, []evidence.LibraryID{"a", "b"}) {
		t.Errorf("Libraries gave %v", got)
	}
	if got := p.Libraries(evidence.Librarian); !cmp.Equal(got, []evidence.LibraryID{"a"}) {
		t.Errorf("Libraries of a librarian gave %v", got)
	}
	if got := p.Actor("b"); !cmp.Equal(got, evidence.Actor{Person: "p", Roles: []evidence.Role{evidence.Requester}}) {
		t.Errorf("the actor in b is %+v", got)
	}
	if got := p.Actor("elsewhere"); len(got.Roles) != 0 {
		t.Errorf("a stranger has roles: %v", got.Roles)
	}
	actor := p.Actor("a")
	actor.Roles[0] = evidence.Admin
	if p.Is(evidence.Admin) {
		t.Error("an actor's roles are a copy")
	}
}

func TestContext(t *testing.T) {
	t.Parallel()
	if _, ok := auth.From(context.Background()); ok {
		t.Error("nobody has signed in")
	}
	if p, ok := auth.From(auth.With(context.Background(), principal())); !ok || p.Person != "p" {
		t.Error("the principal is lost")
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	token, hash := auth.NewToken()
	again, _ := auth.NewToken()
	if token == again || !strings.HasPrefix(token, auth.Prefix) || len(token) != len(auth.Prefix)+43 || len(hash) != 32 {
		t.Fatalf("a token of %d characters with a hash of %d bytes", len(token), len(hash))
	}
	if !bytes.Equal(hash, auth.Hash(token)) || bytes.Contains(hash, []byte(token)) {
		t.Error("the hash is not that of the token")
	}
}

func TestBearer(t *testing.T) {
	t.Parallel()
	token, hash := auth.NewToken()
	for name, header := range map[string]string{
		"plain": "Bearer " + token, "lower case": "bearer " + token, "two spaces": "Bearer  " + token,
	} {
		if got, err := auth.Bearer(header); err != nil || !bytes.Equal(got, hash) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, header := range map[string]string{
		"none": "", "no scheme": token, "another scheme": "Basic " + token, "no token": "Bearer ", "foreign": "Bearer ghp_abc",
		"short": "Bearer " + token[:20], "long": "Bearer " + token + "AAAA", "not base64": "Bearer edk_" + strings.Repeat("!", 43),
	} {
		if _, err := auth.Bearer(header); evidence.CodeOf(err) != evidence.Unauthenticated {
			t.Errorf("%s: %v", name, err)
		}
	}
}
