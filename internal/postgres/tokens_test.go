package postgres_test

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) tokens() *postgres.Tokens {
	return postgres.NewTokens(d.db.App, func() time.Time { return d.now })
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

func (d *desk) issue(p evidence.PersonID, token string, expires time.Time) string {
	d.Helper()
	id, err := d.tokens().Issue(d.Context(), p, hashOf(token), "laptop", expires)
	if err != nil {
		d.Fatal(err)
	}
	return id
}

func TestATokenLeadsToItsPerson(t *testing.T) {
	d := newDesk(t)
	d.issue(d.manager, "one", time.Time{})
	if err := d.people().GiveRole(t.Context(), d.manager, d.library, evidence.Librarian); err != nil {
		t.Fatal(err)
	}
	got, err := d.tokens().Principal(t.Context(), hashOf("one"))
	want := postgres.Principal{Person: d.manager, Name: "Somebody", Memberships: postgres.Memberships{d.library: {evidence.Librarian, evidence.Manager}}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	d.issue(d.person(string(d.library), evidence.Requester), "roleless", time.Time{})
	d.exec(`DELETE FROM person_role WHERE person_id = (SELECT person_id FROM api_token WHERE token_hash = $1)`, hashOf("roleless"))
	if got, err := d.tokens().Principal(t.Context(), hashOf("roleless")); err != nil || len(got.Memberships) != 0 {
		t.Errorf("without a role: %+v, %v", got, err)
	}
}

func TestWhichTokensLeadToNobody(t *testing.T) {
	d := newDesk(t)
	d.issue(d.manager, "short", d.now.Add(time.Hour))
	revoked := d.issue(d.manager, "revoked", time.Time{})
	d.issue(d.trainee, "erased", time.Time{})
	check := func(when string, codes map[string]evidence.Code) {
		t.Helper()
		for token, code := range codes {
			_, err := d.tokens().Principal(t.Context(), hashOf(token))
			if (err == nil) != (code == "") || err != nil && evidence.CodeOf(err) != code {
				t.Errorf("%s, %s: %v", when, token, err)
			}
		}
	}
	check("at first", map[string]evidence.Code{"short": "", "revoked": "", "erased": "", "unknown": evidence.Unauthenticated})
	for range 2 {
		if err := d.tokens().Revoke(t.Context(), revoked); err != nil {
			t.Fatal(err)
		}
	}
	d.forgotten(d.trainee)
	d.now = d.now.Add(time.Hour)
	check("later", map[string]evidence.Code{
		"short": evidence.Unauthenticated, "revoked": evidence.Unauthenticated, "erased": evidence.Unauthenticated,
	})
	if err := d.tokens().Revoke(t.Context(), d.id()); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("an unknown token: %v", err)
	}
}

func TestTheLastUseOfATokenIsKept(t *testing.T) {
	d := newDesk(t)
	d.issue(d.manager, "one", time.Time{})
	used := func() time.Time {
		t.Helper()
		if _, err := d.tokens().Principal(t.Context(), hashOf("one")); err != nil {
			t.Fatal(err)
		}
		list, err := d.tokens().List(t.Context(), d.manager)
		if err != nil || len(list) != 1 || list[0].Label != "laptop" || !list[0].ExpiresAt.IsZero() {
			t.Fatalf("%+v, %v", list, err)
		}
		return list[0].LastUsedAt
	}
	first := used()
	d.now = d.now.Add(time.Second)
	if !used().Equal(first) {
		t.Error("every use is a write")
	}
	d.now = d.now.Add(time.Hour)
	if !used().Equal(d.now) {
		t.Error("a later use is not noted")
	}
}

func TestIssuingATokenAgain(t *testing.T) {
	d := newDesk(t)
	id := d.issue(d.manager, "one", time.Time{})
	if again := d.issue(d.manager, "one", time.Time{}); again != id {
		t.Errorf("the same token became %s", again)
	}
	for name, c := range map[string]struct {
		who     evidence.PersonID
		expires time.Time
		label   string
		code    evidence.Code
	}{
		"another's token": {d.trainee, time.Time{}, "", evidence.NotFound}, "nobody": {evidence.PersonID(d.id()), time.Time{}, "", evidence.NotFound},
		"in the past": {d.manager, d.now, "", evidence.Invalid}, "a long label": {d.manager, time.Time{}, string(make([]rune, 201)), evidence.Invalid},
	} {
		if _, err := d.tokens().Issue(t.Context(), c.who, hashOf("one"), c.label, c.expires); evidence.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
