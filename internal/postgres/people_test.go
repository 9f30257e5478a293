package postgres_test

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) people() *postgres.People { return postgres.NewPeople(d.db.App, nil) }

// forgotten makes somebody look erased, as the eraser would.
func (d *desk) forgotten(p evidence.PersonID) {
	d.Helper()
	d.exec(`UPDATE person SET name = 'Gone ' || id, pseudonym = 'Gone ' || id, email = NULL, erased_at = now() WHERE id = $1`, p)
}

func TestAnAddressIsOnePersonWhateverItsCase(t *testing.T) {
	d := newDesk(t)
	people := d.people()
	id, err := people.Add(t.Context(), postgres.NewPerson{Name: "Ann Example", Email: " Ann@Example.ORG "})
	if err != nil {
		t.Fatal(err)
	}
	again, err := people.Register(t.Context(), d.library, postgres.NewPerson{Name: "Another Name", Email: "ann@example.org", JobTitle: "Nurse"})
	if err != nil || again != id {
		t.Fatalf("registered as %s, %v; want %s", again, err, id)
	}
	p, err := people.ByEmail(t.Context(), "ANN@example.org")
	if err != nil || p.ID != id || p.Name != "Ann Example" || p.JobTitle != "" {
		t.Errorf("found %+v, %v; what was known must stay", p, err)
	}
	if _, err := people.ByEmail(t.Context(), "nobody@example.org"); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("nobody: %v", err)
	}
}

func TestRegisteringAtOnceMakesOnePerson(t *testing.T) {
	d := newDesk(t)
	const callers = 8
	ids := make([]evidence.PersonID, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			var err error
			if ids[i], err = d.people().Register(d.Context(), d.library, postgres.NewPerson{Name: "Ann", Email: "ann@example.org"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if len(slices.Compact(ids)) != 1 || d.count(`SELECT count(*) FROM person_role WHERE person_id = $1`, ids[0]) != 1 {
		t.Errorf("several people or roles: %v", ids)
	}
}

func TestRegisteringGivesTheRoleOnlyWhereItIsNeeded(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		who  evidence.PersonID
		want []evidence.Role
	}{
		"librarian": {d.librarian, []evidence.Role{evidence.Librarian}}, "requester": {d.requester, []evidence.Role{evidence.Requester}},
		"admin":     {d.admin, []evidence.Role{evidence.Admin, evidence.Requester}},
		"elsewhere": {d.elsewhere, []evidence.Role{evidence.Requester}},
	} {
		id, err := d.people().Register(t.Context(), d.library, postgres.NewPerson{Name: "x", Email: string(c.who) + "@example.org"})
		if err != nil || id != c.who {
			t.Fatalf("%s: %v", name, err)
		}
		roles, err := d.people().Roles(t.Context(), c.who, d.library)
		if diff := cmp.Diff(c.want, roles); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestRolesCountInTheirLibraryOnly(t *testing.T) {
	d := newDesk(t)
	people := d.people()
	there, err := people.Memberships(t.Context(), d.elsewhere)
	if err != nil || len(there) != 1 || len(there[d.library]) != 0 {
		t.Errorf("memberships %v, %v", there, err)
	}
	if roles, err := people.Roles(t.Context(), d.elsewhere, d.library); err != nil || len(roles) != 0 {
		t.Errorf("a librarian of another library holds %v here, %v", roles, err)
	}
	for name, c := range map[string]struct {
		who  evidence.PersonID
		want bool
	}{"librarian": {d.librarian, true}, "elsewhere": {d.elsewhere, true}, "trainee": {d.trainee, false}, "nonsense": {"nonsense", false}} {
		if got, err := people.Librarian(t.Context(), c.who); err != nil || got != c.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	staff, err := people.Staff(t.Context(), d.library)
	var ids []evidence.PersonID
	for _, s := range staff {
		ids = append(ids, s.Person)
	}
	want := []evidence.PersonID{d.librarian, d.colleague, d.trainee, d.manager}
	slices.Sort(ids)
	slices.Sort(want)
	if diff := cmp.Diff(want, ids); err != nil || diff != "" {
		t.Errorf("staff: %v %s", err, diff)
	}
}

func TestAnErasedPersonHoldsNothing(t *testing.T) {
	d := newDesk(t)
	people := d.people()
	d.forgotten(d.librarian)
	if known, err := people.Known(t.Context(), d.librarian); err != nil || known {
		t.Errorf("known: %v, %v", known, err)
	}
	if roles, err := people.Roles(t.Context(), d.librarian, d.library); err != nil || len(roles) != 0 {
		t.Errorf("holds %v, %v", roles, err)
	}
	if is, err := people.Librarian(t.Context(), d.librarian); err != nil || is {
		t.Errorf("is a librarian: %v, %v", is, err)
	}
	if m, err := people.Memberships(t.Context(), d.librarian); err != nil || len(m) != 0 {
		t.Errorf("is a member of %v, %v", m, err)
	}
	if err := people.GiveRole(t.Context(), d.librarian, d.library, evidence.Manager); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("was given a role: %v", err)
	}
	names, err := people.Names(t.Context(), []evidence.PersonID{d.librarian, d.manager, "nonsense"})
	if err != nil || len(names) != 2 || names[d.librarian] != "Gone "+string(d.librarian) {
		t.Errorf("names %v, %v", names, err)
	}
}

func TestRolesAreGivenAndTaken(t *testing.T) {
	d := newDesk(t)
	people := d.people()
	for range 2 {
		if err := people.GiveRole(t.Context(), d.requester, d.library, evidence.Trainee); err != nil {
			t.Fatal(err)
		}
	}
	if roles, _ := people.Roles(t.Context(), d.requester, d.library); !slices.Equal(roles, []evidence.Role{evidence.Requester, evidence.Trainee}) {
		t.Errorf("holds %v", roles)
	}
	for range 2 {
		if err := people.TakeRole(t.Context(), d.requester, d.library, evidence.Trainee); err != nil {
			t.Fatal(err)
		}
	}
	if roles, _ := people.Roles(t.Context(), d.requester, d.library); !slices.Equal(roles, []evidence.Role{evidence.Requester}) {
		t.Errorf("holds %v", roles)
	}
	for name, c := range map[string]struct {
		err  error
		code evidence.Code
	}{
		"an unknown role":    {people.GiveRole(t.Context(), d.requester, d.library, "owner"), evidence.Invalid},
		"an unknown library": {people.GiveRole(t.Context(), d.requester, evidence.LibraryID(d.id()), evidence.Manager), evidence.NotFound},
		"an unknown person":  {people.GiveRole(t.Context(), evidence.PersonID(d.id()), d.library, evidence.Manager), evidence.NotFound},
	} {
		if evidence.CodeOf(c.err) != c.code {
			t.Errorf("%s: %v", name, c.err)
		}
	}
}

func TestWhoCannotBeAdded(t *testing.T) {
	d := newDesk(t)
	for name, p := range map[string]postgres.NewPerson{
		"without a name": {Email: "a@example.org"}, "without an address": {Name: "Ann"}, "no address": {Name: "Ann", Email: "ann"},
		"half an address": {Name: "Ann", Email: "@example.org"}, "another organisation": {Name: "Ann", Email: "a@example.org", Organisation: d.id()},
		"no identifier": {ID: "x", Name: "Ann", Email: "a@example.org"},
	} {
		if _, err := d.people().Add(t.Context(), p); evidence.CodeOf(err) != evidence.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := postgres.NewPerson{ID: evidence.PersonID(d.id()), Name: "Ann", Email: "a@example.org"}
	for range 2 {
		if id, err := d.people().Add(t.Context(), p); err != nil || id != p.ID {
			t.Errorf("added as %s, %v", id, err)
		}
	}
}
