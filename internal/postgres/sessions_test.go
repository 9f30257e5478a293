package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const idleTime = 8 * time.Hour

func (d *desk) sessions() *postgres.Sessions {
	return postgres.NewSessions(d.db.App, idleTime, func() time.Time { return d.now })
}

// begin begins a session of somebody that lasts twelve hours at most.
func (d *desk) begin(p evidence.PersonID, token string) string {
	d.Helper()
	method := "link"
	if p == "" {
		method = ""
	}
	id, err := d.sessions().Begin(d.Context(), postgres.NewSession{
		Hash: hashOf(token), Person: p, Method: method, Agent: "Firefox on Android", Expires: d.now.Add(12 * time.Hour), Data: []byte("data"),
	})
	if err != nil {
		d.Fatal(err)
	}
	return id
}

func (d *desk) find(token string) (postgres.FoundSession, bool) {
	d.Helper()
	found, ok, err := d.sessions().Find(d.Context(), hashOf(token))
	if err != nil {
		d.Fatal(err)
	}
	return found, ok
}

func TestASessionLeadsToItsPersonWithTheRolesOfNow(t *testing.T) {
	d := newDesk(t)
	id := d.begin(d.manager, "one")
	found, ok := d.find("one")
	want := postgres.FoundSession{ID: id, Method: "link", Data: []byte("data"), Principal: postgres.Principal{
		Person: d.manager, Name: "Somebody", Memberships: postgres.Memberships{d.library: {evidence.Manager}},
	}}
	if diff := cmp.Diff(want, found); !ok || diff != "" {
		t.Fatalf("%v %s", ok, diff)
	}
	if err := d.people().TakeRole(t.Context(), d.manager, d.library, evidence.Manager); err != nil {
		t.Fatal(err)
	}
	if found, ok = d.find("one"); !ok || len(found.Principal.Memberships) != 0 {
		t.Errorf("a role that was taken away still counts: %+v", found)
	}
	d.begin("", "visitor")
	if found, ok = d.find("visitor"); !ok || found.Principal.Person != "" {
		t.Errorf("a visitor's session: %v %+v", ok, found)
	}
}

func TestWhichSessionsAreOver(t *testing.T) {
	d := newDesk(t)
	start := d.now
	d.begin(d.manager, "idle")
	d.begin(d.manager, "used")
	erased := d.person(string(d.library), evidence.Requester)
	d.begin(erased, "erased")
	d.forgotten(erased)
	if _, ok := d.find("erased"); ok {
		t.Error("an erased person is signed in")
	}
	if _, ok := d.find("unknown"); ok {
		t.Error("an unknown token is somebody's")
	}
	d.now = start.Add(idleTime - time.Minute)
	if _, ok := d.find("used"); !ok {
		t.Error("over before its time")
	}
	d.now = start.Add(idleTime)
	found, ok := d.find("idle")
	if ok || found.Principal.Person != d.manager || found.Principal.Memberships != nil {
		t.Errorf("not used for the idle time: %v %+v; whose it was is told, and no more", ok, found)
	}
	if _, ok := d.find("used"); !ok {
		t.Error("the use did not count")
	}
	d.now = start.Add(12 * time.Hour)
	if _, ok := d.find("used"); ok {
		t.Error("it lasts for ever")
	}
	if n, err := d.sessions().Purge(t.Context()); err != nil || n != 0 {
		t.Errorf("purged %d, %v; they are kept for a day", n, err)
	}
	d.now = start.Add(37 * time.Hour)
	if n, err := d.sessions().Purge(t.Context()); err != nil || n != 3 {
		t.Errorf("purged %d, %v", n, err)
	}
}

func TestASessionIsSeenAtMostOnceAMinute(t *testing.T) {
	d := newDesk(t)
	d.begin(d.manager, "one")
	seen := func() time.Time {
		t.Helper()
		d.find("one")
		list, err := d.sessions().List(t.Context(), d.manager)
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		return list[0].SeenAt
	}
	first := seen()
	d.now = d.now.Add(30 * time.Second)
	if !seen().Equal(first) {
		t.Error("every use is a write")
	}
	d.now = d.now.Add(time.Minute)
	if !seen().Equal(d.now) {
		t.Error("a later use is not noted")
	}
}

func TestSessionsAreListedAndRevokedByTheirPerson(t *testing.T) {
	d := newDesk(t)
	one := d.begin(d.manager, "one")
	d.now = d.now.Add(time.Minute)
	two := d.begin(d.manager, "two")
	d.begin(d.trainee, "other")
	list, err := d.sessions().List(t.Context(), d.manager)
	if err != nil || len(list) != 2 || list[0].ID != two || list[1].ID != one || list[0].Agent != "Firefox on Android" || list[0].Method != "link" {
		t.Fatalf("%+v, %v", list, err)
	}
	for name, err := range map[string]error{
		"another's": d.sessions().Revoke(t.Context(), d.trainee, one), "none": d.sessions().Revoke(t.Context(), d.manager, d.id()),
		"nonsense": d.sessions().Revoke(t.Context(), d.manager, "x"),
	} {
		if evidence.CodeOf(err) != evidence.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := d.sessions().Revoke(t.Context(), d.manager, one); err != nil {
		t.Fatal(err)
	}
	if _, ok := d.find("one"); ok {
		t.Error("a revoked session counts")
	}
	if there, err := d.sessions().Save(t.Context(), hashOf("one"), []byte("x"), d.now.Add(time.Hour)); err != nil || there {
		t.Errorf("a revoked session came back: %v, %v", there, err)
	}
	if n, err := d.sessions().RevokeAll(t.Context(), d.manager); err != nil || n != 1 {
		t.Errorf("revoked %d, %v", n, err)
	}
	if _, ok := d.find("other"); !ok {
		t.Error("somebody else was signed out")
	}
}

func TestErasureEndsSessionsAndForgetsAccounts(t *testing.T) {
	d := newDesk(t)
	asker := d.person(string(d.library), evidence.Requester)
	d.begin(asker, "one")
	d.exec(`INSERT INTO identity VALUES ('https://idp.example', 'sub', $1, now(), now())`, asker)
	erasures := postgres.NewErasures(d.db.Eraser, nil)
	if _, err := erasures.Erase(t.Context(), postgres.Erasure{Person: asker}); err != nil {
		t.Fatal(err)
	}
	if n := d.count(`SELECT (SELECT count(*) FROM web_session) + (SELECT count(*) FROM identity)`); n != 0 {
		t.Errorf("%d rows still lead to the person", n)
	}
}

func TestWhatTheApplicationMayDoWithSignIns(t *testing.T) {
	d := newDesk(t)
	for _, s := range []string{
		"UPDATE role_change SET given = false", "DELETE FROM role_change", "DELETE FROM access_request", "UPDATE access_request SET person_id = NULL",
		"UPDATE identity SET person_id = NULL", "DELETE FROM identity", "UPDATE person_role SET role = ''", "UPDATE mapped_role SET role = ''",
	} {
		forbidden(t, s, func() error { _, err := d.db.App.Exec(t.Context(), s); return err })
	}
	for _, s := range []string{
		"SELECT data FROM web_session", "UPDATE web_session SET data = ''", "SELECT subject FROM identity", "SELECT sealed FROM form_stash",
		"SELECT sealed FROM sign_in_link", "DELETE FROM role_change",
	} {
		forbidden(t, s, func() error { _, err := d.db.Eraser.Exec(t.Context(), s); return err })
	}
}
