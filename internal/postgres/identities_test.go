package postgres_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// account is somebody of a provider that may speak for the address.
func account(provider, subject string, roles ...postgres.ProvidedRole) postgres.Arrival {
	return postgres.Arrival{
		Provider: provider, Issuer: "https://" + provider + ".example", Subject: subject, Name: "Ann Example", Email: "ann@trust.nhs.uk",
		Trusted: true, Roles: roles,
	}
}

func here(role evidence.Role) postgres.ProvidedRole {
	return postgres.ProvidedRole{Library: "library-0", Role: role}
}

func (d *desk) arrive(a postgres.Arrival) evidence.PersonID {
	d.Helper()
	id, err := d.signIns().Arrive(d.Context(), a)
	if err != nil {
		d.Fatal(err)
	}
	return id
}

func TestAnAccountIsOnePerson(t *testing.T) {
	d := newDesk(t)
	id := d.arrive(account("one", "s"))
	if again := d.arrive(account("one", "s")); again != id {
		t.Errorf("came back as %s", again)
	}
	if other := d.arrive(account("two", "s")); other != id {
		t.Errorf("the same trusted address at another provider is %s", other)
	}
	stranger := account("one", "s2")
	stranger.Email, stranger.Name = "bob@trust.nhs.uk", "Bob"
	if d.arrive(stranger) == id {
		t.Error("another subject is the same person")
	}
	// What an account was linked to stays, whatever address it brings later.
	moved := account("one", "s")
	moved.Email = "bob@trust.nhs.uk"
	if d.arrive(moved) != id {
		t.Error("an account changed hands by its address")
	}
}

func TestWhichAddressesLinkAnAccount(t *testing.T) {
	d := newDesk(t)
	known := string(d.librarian) + "@example.org"
	a := account("one", "s")
	a.Email, a.Trusted = known, false
	if _, err := d.signIns().Arrive(t.Context(), a); !errors.Is(err, postgres.ErrAddressTaken) {
		t.Errorf("an address that the provider may not speak for: %v", err)
	}
	a.Email = ""
	if _, err := d.signIns().Arrive(t.Context(), a); !errors.Is(err, postgres.ErrNoAddress) {
		t.Errorf("without an address: %v", err)
	}
	if n := d.count(`SELECT count(*) FROM identity`); n != 0 {
		t.Errorf("%d accounts were kept", n)
	}
	a.Email, a.Trusted = known, true
	if id := d.arrive(a); id != d.librarian {
		t.Errorf("linked to %s", id)
	}
	d.forgotten(d.librarian)
	a.Email = "new@trust.nhs.uk"
	if _, err := d.signIns().Arrive(t.Context(), a); err == nil {
		t.Error("an account of an erased person whose row is still there led somewhere")
	}
}

func TestRolesFollowTheProviderAndHandsStay(t *testing.T) {
	d := newDesk(t)
	id := d.arrive(account("one", "s", here(evidence.Librarian), here(evidence.Manager), postgres.ProvidedRole{Library: "nowhere", Role: evidence.Admin}))
	check := func(when string, want ...evidence.Role) {
		t.Helper()
		if diff := cmp.Diff(want, d.rolesIn(id, d.library)); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
	}
	check("at first", evidence.Librarian, evidence.Manager)
	if err := d.people().GiveRole(t.Context(), id, d.library, evidence.Manager); err != nil {
		t.Fatal(err)
	}
	if err := d.people().GiveRole(t.Context(), id, d.library, evidence.Requester); err != nil {
		t.Fatal(err)
	}
	d.arrive(account("two", "s", here(evidence.Librarian)))
	d.arrive(account("one", "s", here(evidence.Trainee)))
	check("one provider says otherwise", evidence.Librarian, evidence.Manager, evidence.Requester, evidence.Trainee)
	d.arrive(account("two", "s"))
	check("the other does too", evidence.Manager, evidence.Requester, evidence.Trainee)
	if err := d.people().TakeRole(t.Context(), id, d.library, evidence.Trainee); err != nil {
		t.Fatal(err)
	}
	check("taken by hand", evidence.Manager, evidence.Requester)
	d.arrive(account("one", "s", here(evidence.Trainee)))
	check("given again", evidence.Manager, evidence.Requester, evidence.Trainee)
	d.arrive(account("one", "s"))
	check("in the end", evidence.Manager, evidence.Requester)
	if n := d.count(`SELECT count(*) FROM role_change WHERE person_id = $1 AND source = 'oidc/one' AND by_person IS NULL`, id); n != 5 {
		t.Errorf("%d changes by the provider in the ledger", n)
	}
}

func TestATrustedDomainMakesARequester(t *testing.T) {
	d := newDesk(t)
	d.serves(d.library, "trust.nhs.uk")
	if roles := d.rolesIn(d.arrive(account("one", "s")), d.library); len(roles) != 1 || roles[0] != evidence.Requester {
		t.Errorf("holds %v", roles)
	}
	a := account("one", "s2")
	a.Email, a.Trusted = "bob@trust.nhs.uk", false
	if roles := d.rolesIn(d.arrive(a), d.library); len(roles) != 0 {
		t.Errorf("a domain that the provider may not speak for gave %v", roles)
	}
}

func TestArrivingAtOnceMakesOnePerson(t *testing.T) {
	d := newDesk(t)
	ids := make([]evidence.PersonID, 8)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			var err error
			if ids[i], err = d.signIns().Arrive(d.Context(), account("one", "s", here(evidence.Librarian))); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] {
			t.Fatalf("several people: %v", ids)
		}
	}
}
