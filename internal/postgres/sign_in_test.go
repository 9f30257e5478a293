package postgres_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) signIns() *postgres.SignIns {
	return postgres.NewSignIns(d.db.App, func() time.Time { return d.now })
}

// serves has the library serve a domain.
func (d *desk) serves(library evidence.LibraryID, domain string) {
	d.Helper()
	if err := postgres.NewLibraries(d.db.App, nil).SaveSettings(d.Context(), library, postgres.Settings{EmailDomains: []string{domain}}); err != nil {
		d.Fatal(err)
	}
}

// neighbour is the other library.
func (d *desk) neighbour() evidence.LibraryID {
	d.Helper()
	var id string
	if err := d.db.Admin.QueryRow(d.Context(), `SELECT id::text FROM library WHERE id <> $1`, d.library).Scan(&id); err != nil {
		d.Fatal(err)
	}
	return evidence.LibraryID(id)
}

func TestDomainsOfALibrary(t *testing.T) {
	d := newDesk(t)
	libraries := postgres.NewLibraries(d.db.App, nil)
	if err := libraries.SaveSettings(t.Context(), d.library, postgres.Settings{EmailDomains: []string{" @Northmoor.NHS.uk ", "northmoor.nhs.uk", "x.ac.uk"}}); err != nil {
		t.Fatal(err)
	}
	kept, err := libraries.Settings(t.Context(), d.library)
	if diff := cmp.Diff([]string{"northmoor.nhs.uk", "x.ac.uk"}, kept.EmailDomains); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	for _, wrong := range []string{"", "uk", "a b.uk", "-x.uk", "x..uk", "ann@x.uk", strings.Repeat("a", 250) + ".uk", "1.2.3.4"} {
		if err := libraries.SaveSettings(t.Context(), d.library, postgres.Settings{EmailDomains: []string{wrong}}); evidence.CodeOf(err) != evidence.Invalid {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	for email, want := range map[string]int{
		"ann@NORTHMOOR.nhs.uk": 1, "ann@mail.northmoor.nhs.uk": 0, "ann@northmoor.nhs.uk.evil.example": 0, "ann@evil@x.ac.uk": 1, "x.ac.uk": 0, "@x.ac.uk": 0, "": 0,
	} {
		if got, err := d.signIns().Serving(t.Context(), email); err != nil || len(got) != want {
			t.Errorf("%q is served by %v, %v", email, got, err)
		}
	}
}

func TestAFormIsGivenBackOnceAndNotForEver(t *testing.T) {
	d := newDesk(t)
	s := d.signIns()
	put := func(name string, client byte, size int) bool {
		t.Helper()
		ok, err := s.StashForm(t.Context(), postgres.Form{
			IDHash: hashOf(name), Client: bytes.Repeat([]byte{client}, 32), Sealed: make([]byte, size), Keep: time.Hour,
		})
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if !put("one", 1, 10) {
		t.Fatal("not kept")
	}
	if form, err := s.TakeForm(t.Context(), hashOf("one")); err != nil || len(form) != 10 {
		t.Fatalf("%d bytes, %v", len(form), err)
	}
	if form, err := s.TakeForm(t.Context(), hashOf("one")); err != nil || form != nil {
		t.Errorf("given twice: %d bytes, %v", len(form), err)
	}
	put("late", 1, 10)
	d.now = d.now.Add(time.Hour)
	if form, _ := s.TakeForm(t.Context(), hashOf("late")); form != nil {
		t.Error("kept for more than an hour")
	}
	for i := range 20 {
		put(fmt.Sprintf("many-%d", i), 2, 390_000)
	}
	if n := d.count(`SELECT count(*) FROM form_stash WHERE client_mac = $1`, bytes.Repeat([]byte{2}, 32)); n != 10 {
		t.Errorf("one client left %d large forms", n)
	}
	if !put("another", 3, 390_000) {
		t.Error("one client keeps others out")
	}
}

func (d *desk) link(name string, address, client byte) bool {
	d.Helper()
	ok, err := d.signIns().AddLink(d.Context(), postgres.NewLink{
		Hash: hashOf(name), Address: bytes.Repeat([]byte{address}, 32), Client: bytes.Repeat([]byte{client}, 32), Sealed: []byte("sealed"), Keep: 30 * time.Minute,
	})
	if err != nil {
		d.Fatal(err)
	}
	return ok
}

func TestHowManyLinksAreSent(t *testing.T) {
	d := newDesk(t)
	sent := 0
	for i := range 10 {
		if d.link(fmt.Sprintf("a%d", i), 1, byte(i)) {
			sent++
		}
	}
	if sent != 5 {
		t.Errorf("%d links to one address", sent)
	}
	d.now = d.now.Add(time.Hour + time.Second)
	if !d.link("later", 1, 1) {
		t.Error("an address is shut out for ever")
	}
	sent = 0
	for i := range 130 {
		if d.link(fmt.Sprintf("c%d", i), byte(10+i), 200) {
			sent++
		}
	}
	if sent != 120 {
		t.Errorf("%d links for one client", sent)
	}
}

func TestALinkMakesARequester(t *testing.T) {
	d := newDesk(t)
	d.serves(d.library, "trust.nhs.uk")
	d.link("one", 1, 1)
	caller := postgres.Caller{Link: hashOf("one"), Email: "ann@trust.nhs.uk"}
	if _, err := d.signIns().Enter(t.Context(), caller); evidence.CodeOf(err) != evidence.Invalid {
		t.Fatalf("somebody new without a name: %v", err)
	}
	if l, err := d.signIns().Link(t.Context(), hashOf("one")); err != nil || l.Spent {
		t.Fatalf("the refusal spent the link: %+v, %v", l, err)
	}
	caller.Name = "Ann Example"
	id, err := d.signIns().Enter(t.Context(), caller)
	if err != nil {
		t.Fatal(err)
	}
	if roles, _ := d.people().Roles(t.Context(), id, d.library); len(roles) != 1 || roles[0] != evidence.Requester {
		t.Errorf("holds %v", roles)
	}
	if _, err := d.signIns().Enter(t.Context(), caller); !errors.Is(err, postgres.ErrLinkSpent) {
		t.Errorf("spent twice: %v", err)
	}
	if n := d.count(`SELECT count(*) FROM role_change WHERE person_id = $1 AND source = 'domain' AND given AND by_person IS NULL`, id); n != 1 {
		t.Errorf("%d entries in the ledger of roles", n)
	}
	d.link("two", 2, 2)
	again, err := d.signIns().Enter(t.Context(), postgres.Caller{Link: hashOf("two"), Email: "ANN@trust.nhs.uk", Name: "Somebody Else"})
	if p, _ := d.people().Person(t.Context(), id); err != nil || again != id || p.Name != "Ann Example" {
		t.Errorf("came back as %s %q, %v", again, p.Name, err)
	}
	d.link("late", 3, 3)
	d.now = d.now.Add(30 * time.Minute)
	if _, err := d.signIns().Enter(t.Context(), postgres.Caller{Link: hashOf("late"), Email: "b@trust.nhs.uk", Name: "B"}); !errors.Is(err, postgres.ErrLinkSpent) {
		t.Errorf("after half an hour: %v", err)
	}
	if l, err := d.signIns().Link(t.Context(), hashOf("late")); err != nil || !l.Expired || l.Spent {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestALinkIsSpentByOneOnly(t *testing.T) {
	d := newDesk(t)
	d.serves(d.library, "trust.nhs.uk")
	d.link("one", 1, 1)
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for range 8 {
		wg.Go(func() {
			_, err := d.signIns().Enter(d.Context(), postgres.Caller{Link: hashOf("one"), Email: "ann@trust.nhs.uk", Name: "Ann"})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				won++
			} else if !errors.Is(err, postgres.ErrLinkSpent) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d people came in with one link", won)
	}
}

func TestWhoeverSeveralLibrariesServeChooses(t *testing.T) {
	d := newDesk(t)
	other := d.neighbour()
	d.serves(d.library, "trust.nhs.uk")
	d.serves(other, "trust.nhs.uk")
	enter := func(name string, library evidence.LibraryID) (evidence.PersonID, error) {
		d.link(name, name[0], name[0])
		return d.signIns().Enter(t.Context(), postgres.Caller{Link: hashOf(name), Email: name + "@trust.nhs.uk", Name: name, Library: library})
	}
	if id, err := enter("ann", other); err != nil || len(d.rolesIn(id, other)) != 1 || len(d.rolesIn(id, d.library)) != 0 {
		t.Errorf("chose the other library: %v", err)
	}
	if id, err := enter("bob", ""); err != nil || len(d.rolesIn(id, other))+len(d.rolesIn(id, d.library)) != 0 {
		t.Errorf("chose none: %v", err)
	}
	if _, err := enter("cat", evidence.LibraryID(d.id())); evidence.CodeOf(err) != evidence.Invalid {
		t.Errorf("chose one that is none: %v", err)
	}
}

func (d *desk) rolesIn(p evidence.PersonID, l evidence.LibraryID) []evidence.Role {
	d.Helper()
	roles, err := d.people().Roles(d.Context(), p, l)
	if err != nil {
		d.Fatal(err)
	}
	return roles
}
