package postgres_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// named adds somebody of the library.
func (d *desk) named(name, email string, role evidence.Role) evidence.PersonID {
	d.Helper()
	id, err := d.people().Add(d.Context(), postgres.NewPerson{Name: name, Email: email})
	if err == nil {
		err = d.people().GiveRole(d.Context(), id, d.library, role)
	}
	if err != nil {
		d.Fatal(err)
	}
	return id
}

func names(page postgres.MemberPage) []string {
	var list []string
	for _, m := range page.Items {
		list = append(list, m.Name)
	}
	return list
}

func TestPeopleOfALibraryArePagedBothWays(t *testing.T) {
	d := newDesk(t)
	var want []string
	for i := range 7 {
		name := fmt.Sprintf("Reader %d", i/2) // some share a name
		want = append(want, name)
		d.named(name, fmt.Sprintf("reader%d@trust.nhs.uk", i), evidence.Requester)
	}
	ask := func(cursor string) postgres.MemberPage {
		t.Helper()
		page, err := d.people().Members(t.Context(), postgres.MemberQuery{Library: d.library, Text: "reader", Cursor: cursor, Limit: 3})
		if err != nil || page.Total != 7 {
			t.Fatalf("%+v, %v", page, err)
		}
		return page
	}
	first := ask("")
	second := ask(first.Next)
	third := ask(second.Next)
	if diff := cmp.Diff(want, slices.Concat(names(first), names(second), names(third))); diff != "" {
		t.Error(diff)
	}
	if first.Prev != "" || third.Next != "" || second.Prev == "" {
		t.Errorf("cursors at the ends: %q %q %q", first.Prev, third.Next, second.Prev)
	}
	if diff := cmp.Diff(second.Items, ask(third.Prev).Items); diff != "" {
		t.Errorf("back from the third page: %s", diff)
	}
	back := ask(second.Prev)
	if diff := cmp.Diff(first.Items, back.Items); diff != "" || back.Prev != "" || back.Next == "" {
		t.Errorf("back at the first page: %q %q %s", back.Prev, back.Next, diff)
	}
	for _, wrong := range []string{"x", "AAAA", strings.Repeat("A", 24)} {
		if _, err := d.people().Members(t.Context(), postgres.MemberQuery{Library: d.library, Cursor: wrong, Limit: 3}); evidence.CodeOf(err) != evidence.Invalid {
			t.Errorf("cursor %q: %v", wrong, err)
		}
	}
}

func TestPeopleAreFoundByTheBeginningOfTheirNames(t *testing.T) {
	d := newDesk(t)
	d.named("Adaeze Okafor", "a.okafor@trust.nhs.uk", evidence.Requester)
	d.named("Oke 100%_\\ Adams", "oke@trust.nhs.uk", evidence.Librarian)
	gone := d.named("Okla Gone", "gone@trust.nhs.uk", evidence.Requester)
	d.forgotten(gone)
	for text, want := range map[string][]string{
		"ok": {"Adaeze Okafor", "Oke 100%_\\ Adams"}, "ADA": {"Adaeze Okafor", "Oke 100%_\\ Adams"}, "a.ok": {"Adaeze Okafor"}, "kafor": nil,
		"100%": {"Oke 100%_\\ Adams"}, "10_%": nil, "%": nil, `100%_\`: {"Oke 100%_\\ Adams"},
	} {
		found, err := d.people().Match(t.Context(), []evidence.LibraryID{d.library}, text)
		var got []string
		for _, m := range found {
			got = append(got, m.Name)
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%q: %v %s", text, err, diff)
		}
	}
	if found, err := d.people().Match(t.Context(), []evidence.LibraryID{d.neighbour()}, "ok"); err != nil || len(found) != 0 {
		t.Errorf("another library finds %v, %v", found, err)
	}
	for i := range 12 {
		d.named(fmt.Sprintf("Zed %02d", i), fmt.Sprintf("z%d@trust.nhs.uk", i), evidence.Requester)
	}
	if found, err := d.people().Match(t.Context(), []evidence.LibraryID{d.library}, "zed"); err != nil || len(found) != 10 {
		t.Errorf("%d matches, %v", len(found), err)
	}
}

func (d *desk) setRoles(p evidence.PersonID, roles ...evidence.Role) error {
	return d.people().SetRoles(d.Context(), postgres.RoleChange{
		Library: d.library, Person: p, Roles: roles, By: d.admin, May: evidence.Roles(),
	})
}

func TestWhoMayNotLose(t *testing.T) {
	d := newDesk(t)
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"the last manager":       {d.setRoles(d.manager, evidence.Librarian), "last manager"},
		"the last administrator": {d.setRoles(d.admin), "last admin"},
		"the owner of a request": {d.setRoles(d.librarian, evidence.Manager), "owns 1 open requests"},
	} {
		if evidence.CodeOf(c.err) != evidence.StillNeeded || !strings.Contains(fmt.Sprint(c.err), c.says) {
			t.Errorf("%s: %v", name, c.err)
		}
	}
	if err := d.setRoles(d.librarian, evidence.Trainee); err != nil {
		t.Errorf("a trainee may own requests too: %v", err)
	}
	if err := d.setRoles(d.colleague, evidence.Manager); err != nil {
		t.Fatal(err)
	}
	if err := d.setRoles(d.manager); err != nil {
		t.Errorf("there is another manager: %v", err)
	}
	if roles := d.rolesIn(d.manager, d.library); len(roles) != 0 {
		t.Errorf("holds %v", roles)
	}
	if n := d.count(`SELECT count(*) FROM role_change WHERE by_person = $1 AND source = 'hand'`, d.admin); n != 5 {
		t.Errorf("%d changes in the ledger", n)
	}
}

func TestTwoManagersCannotRemoveEachOther(t *testing.T) {
	d := newDesk(t)
	second := d.person(string(d.library), evidence.Manager)
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, p := range []evidence.PersonID{d.manager, second} {
		wg.Go(func() { errs[i] = d.setRoles(p) })
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("%v and %v", errs[0], errs[1])
	}
}

func TestNobodyGivesMoreThanTheyMay(t *testing.T) {
	d := newDesk(t)
	change := func(p evidence.PersonID, roles ...evidence.Role) error {
		return d.people().SetRoles(t.Context(), postgres.RoleChange{
			Library: d.library, Person: p, Roles: roles, By: d.manager, May: []evidence.Role{evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager},
		})
	}
	for name, err := range map[string]error{
		"gives admin": change(d.requester, evidence.Admin), "takes admin": change(d.admin, evidence.Librarian), "takes the lead": change(d.lead),
	} {
		if evidence.CodeOf(err) != evidence.NotPermitted {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := change(d.lead, evidence.SystemLead, evidence.Requester); err != nil {
		t.Errorf("what somebody holds already is not given: %v", err)
	}
	if err := change(evidence.PersonID(d.id()), evidence.Requester); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("nobody: %v", err)
	}
}

func TestAskingToBeLetIn(t *testing.T) {
	d := newDesk(t)
	s := d.signIns()
	stranger, err := d.people().Add(t.Context(), postgres.NewPerson{Name: "Ann", Email: "ann@trust.nhs.uk"})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Ask(t.Context(), stranger, d.library, false); err != nil {
			t.Fatal(err)
		}
	}
	waiting, err := s.Pending(t.Context(), d.library)
	if err != nil || len(waiting) != 1 || waiting[0].Person != stranger || waiting[0].Email != "ann@trust.nhs.uk" {
		t.Fatalf("%+v, %v", waiting, err)
	}
	decide := func(library evidence.LibraryID, roles ...evidence.Role) error {
		return s.Decide(t.Context(), postgres.AccessDecision{Library: library, Request: waiting[0].ID, By: d.manager, Roles: roles})
	}
	if err := decide(d.neighbour(), evidence.Requester); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("another library decides: %v", err)
	}
	if err := decide(d.library, evidence.Requester); err != nil {
		t.Fatal(err)
	}
	if err := decide(d.library, evidence.Requester); evidence.CodeOf(err) != evidence.AlreadyAnswered {
		t.Errorf("decided twice: %v", err)
	}
	if roles := d.rolesIn(stranger, d.library); len(roles) != 1 {
		t.Errorf("holds %v", roles)
	}
	standing, err := s.Access(t.Context(), stranger)
	if err != nil || len(standing.Requests) != 1 || standing.Requests[0].State != postgres.AccessApproved || len(standing.Libraries) != 2 {
		t.Errorf("%+v, %v", standing, err)
	}
	if n := d.count(`SELECT count(*) FROM role_change WHERE source = 'request' AND by_person = $1`, d.manager); n != 1 {
		t.Errorf("%d entries in the ledger", n)
	}
}

func TestARefusalIsToldWithItsReason(t *testing.T) {
	d := newDesk(t)
	s := d.signIns()
	stranger, err := d.people().Add(t.Context(), postgres.NewPerson{Name: "Ann", Email: "ann@elsewhere.example"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Ask(t.Context(), stranger, d.library, false); err != nil {
		t.Fatal(err)
	}
	waiting, _ := s.Pending(t.Context(), d.library)
	if err := s.Decide(t.Context(), postgres.AccessDecision{Library: d.library, Request: waiting[0].ID, By: d.manager, Reason: "not-served"}); err != nil {
		t.Fatal(err)
	}
	standing, err := s.Access(t.Context(), stranger)
	if err != nil || standing.Requests[0].State != postgres.AccessRefused || standing.Requests[0].Reason != "not-served" {
		t.Errorf("%+v, %v", standing, err)
	}
	d.serves(d.library, "elsewhere.example")
	if err := s.Ask(t.Context(), stranger, d.library, true); err != nil {
		t.Fatal(err)
	}
	if roles := d.rolesIn(stranger, d.library); len(roles) != 1 || roles[0] != evidence.Requester {
		t.Errorf("whom the library serves holds %v", roles)
	}
}
