package demo_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/auth"
	"evidencedesk/internal/demo"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// registry keeps libraries, people and tokens in memory.
type registry struct {
	libraries     map[evidence.LibraryID]postgres.Library
	organisations map[string]evidence.LibraryID
	people        map[evidence.PersonID]postgres.NewPerson
	roles         map[evidence.PersonID][]evidence.Role
	tokens        map[string]evidence.PersonID
	revoked       map[string]bool
	erased        evidence.PersonID
	t             *testing.T
}

func newRegistry(t *testing.T) *registry {
	t.Helper()
	return &registry{
		libraries: map[evidence.LibraryID]postgres.Library{}, organisations: map[string]evidence.LibraryID{},
		people: map[evidence.PersonID]postgres.NewPerson{}, roles: map[evidence.PersonID][]evidence.Role{},
		tokens: map[string]evidence.PersonID{}, revoked: map[string]bool{}, t: t,
	}
}

func (r *registry) stores() demo.Stores {
	return demo.Stores{Libraries: r, People: directory{r}, Tokens: r}
}

func (r *registry) Add(_ context.Context, l postgres.Library) (evidence.LibraryID, error) {
	r.libraries[l.ID] = l
	return l.ID, nil
}

func (r *registry) AddOrganisation(_ context.Context, library evidence.LibraryID, o postgres.Organisation) (string, error) {
	r.organisations[o.ID] = library
	return o.ID, nil
}

func (r *registry) Issue(_ context.Context, person evidence.PersonID, hash []byte, _ string, expires time.Time) (string, error) {
	if _, taken := r.tokens[string(hash)]; taken || !expires.IsZero() {
		r.t.Error("a token was issued twice, or for a while only")
	}
	r.tokens[string(hash)] = person
	return "t", nil
}

func (r *registry) Principal(_ context.Context, hash []byte) (postgres.Principal, error) {
	person, ok := r.tokens[string(hash)]
	if !ok || r.revoked[string(hash)] {
		return postgres.Principal{}, evidence.Refuse(evidence.Unauthenticated, "")
	}
	return postgres.Principal{Person: person}, nil
}

type directory struct{ *registry }

func (d directory) Add(_ context.Context, p postgres.NewPerson) (evidence.PersonID, error) {
	if _, ok := d.organisations[p.Organisation]; !ok {
		d.t.Errorf("%s works for an organisation that is not there", p.Name)
	}
	d.people[p.ID] = p
	return p.ID, nil
}

func (d directory) GiveRole(_ context.Context, person evidence.PersonID, library evidence.LibraryID, role evidence.Role) error {
	if _, ok := d.libraries[library]; !ok || d.erased == person {
		return evidence.Refuse(evidence.NotFound, "")
	}
	if !slices.Contains(d.roles[person], role) {
		d.roles[person] = append(d.roles[person], role)
	}
	return nil
}

func signIns(t *testing.T, keep *demo.Keep) map[string]demo.SignIn {
	t.Helper()
	list, err := demo.SignIns(keep)
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]demo.SignIn{}
	for _, s := range list {
		by[s.Label] = s
	}
	return by
}

func TestPeopleAreMadeOnce(t *testing.T) {
	t.Parallel()
	r, keep := newRegistry(t), keeping(t)
	if n := len(signIns(t, keep)); n != 0 {
		t.Errorf("%d sign-ins before anybody was made", n)
	}
	for range 2 {
		if err := demo.Introduce(t.Context(), r.stores(), keep); err != nil {
			t.Fatal(err)
		}
	}
	if len(r.libraries) != 3 || len(r.organisations) != 5 || len(r.people) != 30 || len(r.tokens) != 30 {
		t.Errorf("%d libraries, %d organisations, %d people, %d tokens", len(r.libraries), len(r.organisations), len(r.people), len(r.tokens))
	}
	if diff := cmp.Diff([]evidence.Role{evidence.Manager, evidence.Librarian}, r.roles[demo.PersonID("manager")]); diff != "" {
		t.Error(diff)
	}
	by := signIns(t, keep)
	librarian := by["librarian"]
	if len(by) != 9 || librarian.Name != "Rosalind Achebe" || librarian.Library != "Northmoor Knowledge and Library Service" {
		t.Errorf("%d sign-ins, the librarian is %+v", len(by), librarian)
	}
	if r.tokens[string(auth.Hash(librarian.Token))] != demo.PersonID("librarian") {
		t.Error("the token that is shown is not the one that was issued")
	}
	if by["system lead"].Library != "" {
		t.Error("the system lead belongs to one library")
	}
}

func TestARevokedTokenIsReplaced(t *testing.T) {
	t.Parallel()
	r, keep := newRegistry(t), keeping(t)
	if err := demo.Introduce(t.Context(), r.stores(), keep); err != nil {
		t.Fatal(err)
	}
	before := keep.Token("librarian")
	r.revoked[string(auth.Hash(before))] = true
	if err := demo.Introduce(t.Context(), r.stores(), keep); err != nil {
		t.Fatal(err)
	}
	if after := keep.Token("librarian"); after == before || r.tokens[string(auth.Hash(after))] != demo.PersonID("librarian") {
		t.Error("the revoked token is still the one that is shown")
	}
}

func TestSomebodyErasedStaysErased(t *testing.T) {
	t.Parallel()
	r, keep := newRegistry(t), keeping(t)
	r.erased = demo.PersonID("trainee")
	if err := demo.Introduce(t.Context(), r.stores(), keep); err != nil {
		t.Fatal(err)
	}
	if _, shown := signIns(t, keep)["trainee"]; shown || len(r.tokens) != 29 {
		t.Errorf("%d tokens, shown: %v", len(r.tokens), shown)
	}
}

func TestPeopleKeepTheirTokensInTheFile(t *testing.T) {
	t.Parallel()
	r, file := newRegistry(t), filepath.Join(t.TempDir(), "tokens.json")
	first, err := demo.People(t.Context(), r.stores(), file)
	if err != nil {
		t.Fatal(err)
	}
	second, err := demo.People(t.Context(), r.stores(), file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" || len(first) != 9 {
		t.Errorf("the second start shows other sign-ins:\n%s", diff)
	}
}
