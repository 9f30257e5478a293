package postgres_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) entries() *postgres.Entries {
	return postgres.NewEntries(d.db.App, func() time.Time { return d.now })
}

// listed adds a record that the desk's library keeps.
func (d *desk) listed(name string, change func(*postgres.EntryContent)) postgres.Entry {
	d.Helper()
	c := postgres.EntryContent{Record: directory.Record{Name: name, Served: []directory.Served{{Name: name + " Trust", Area: "North", Trust: name + " Trust", County: "Northshire"}}}}
	if change != nil {
		change(&c)
	}
	e, err := d.entries().AddEntry(d.Context(), d.library, d.manager, c, postgres.Creation{})
	if err != nil {
		d.Fatal(err)
	}
	return e
}

func (d *desk) found(want postgres.EntrySearch) (names []string) {
	d.Helper()
	if want.Limit == 0 {
		want.Limit = 50
	}
	list, _, err := d.entries().Find(d.Context(), want)
	if err != nil {
		d.Fatal(err)
	}
	for _, e := range list {
		names = append(names, e.Name)
	}
	return names
}

func TestTheDirectoryIsLookedUp(t *testing.T) {
	d := newDesk(t)
	d.listed("Westmarch Library", nil)
	d.listed("eastvale library", func(c *postgres.EntryContent) {
		c.Organisation, c.Library = "Eastvale 100% Health_Care", d.library
		c.Served = []directory.Served{{Name: "Eastvale Hospital", Area: "East", County: "Eastshire"}, {Name: "Ambulance", Area: "North"}}
	})
	for _, c := range []struct {
		want  postgres.EntrySearch
		names []string
	}{
		{postgres.EntrySearch{}, []string{"eastvale library", "Westmarch Library"}},
		{postgres.EntrySearch{Words: "LIBRARY"}, []string{"eastvale library", "Westmarch Library"}},
		{postgres.EntrySearch{Words: "100%"}, []string{"eastvale library"}},
		{postgres.EntrySearch{Words: "h_c"}, []string{"eastvale library"}},
		{postgres.EntrySearch{Words: "library trust"}, []string{"Westmarch Library"}},
		{postgres.EntrySearch{Words: "%"}, []string{"eastvale library"}},
		{postgres.EntrySearch{Serves: "ambulance"}, []string{"eastvale library"}},
		{postgres.EntrySearch{Serves: "ambul"}, nil},
		{postgres.EntrySearch{Place: postgres.Place{Area: "north"}}, []string{"eastvale library", "Westmarch Library"}},
		{postgres.EntrySearch{Place: postgres.Place{Area: "North", County: "Eastshire"}}, nil}, // no one organisation is at both
		{postgres.EntrySearch{Place: postgres.Place{Trust: "Westmarch Library Trust"}}, []string{"Westmarch Library"}},
		{postgres.EntrySearch{Keeper: evidence.LibraryID(d.id())}, nil},
	} {
		if got := d.found(c.want); !slices.Equal(got, c.names) {
			t.Errorf("%+v finds %v, want %v", c.want, got, c.names)
		}
	}
	first, more, err := d.entries().Find(t.Context(), postgres.EntrySearch{Limit: 1})
	if err != nil || !more || len(first) != 1 {
		t.Fatalf("%v %v %v", first, more, err)
	}
	if got := d.found(postgres.EntrySearch{After: first[0]}); !slices.Equal(got, []string{"Westmarch Library"}) {
		t.Error(got)
	}
	areas, trusts, counties, err := d.entries().Places(t.Context())
	if err != nil || !slices.Equal(areas, []string{"East", "North"}) || len(trusts) != 1 || len(counties) != 2 {
		t.Errorf("%v %v %v %v", areas, trusts, counties, err)
	}
}

func TestARecordIsKept(t *testing.T) {
	d := newDesk(t)
	s := d.entries()
	e := d.listed("Westmarch Library", func(c *postgres.EntryContent) { c.Email, c.Contacts = "w@example.org", "Outreach librarian" })
	if e.CheckedOn != "2026-03-02" || e.Stale || e.Version != 1 || e.Contacts != "Outreach librarian" || e.Here || e.Keeper != d.library {
		t.Errorf("%+v", e)
	}
	save := func(keeper evidence.LibraryID, version int, c postgres.EntryContent) (postgres.Entry, error) {
		return s.SaveEntry(t.Context(), keeper, d.manager, e.ID, version, c)
	}
	_, err := save(d.library, 1, postgres.EntryContent{Record: directory.Record{Email: "nobody"}})
	if refused := refusal(t, err, evidence.Invalid); len(refused.Fields) != 2 {
		t.Errorf("%+v", refused)
	}
	_, err = save(evidence.LibraryID(d.id()), 1, postgres.EntryContent{Record: directory.Record{Name: "Ours"}})
	refusal(t, err, evidence.NotFound)
	d.now = d.now.AddDate(0, 7, 0)
	saved, err := save(d.library, 1, postgres.EntryContent{Record: directory.Record{Name: " Westmarch "}})
	if err != nil || saved.Name != "Westmarch" || saved.CheckedOn != "2026-03-02" || !saved.Stale || saved.Version != 2 || saved.Email != "" {
		t.Errorf("%+v, %v", saved, err)
	}
	if saved, err = save(d.library, 2, postgres.EntryContent{Record: saved.Record, Checked: true}); err != nil || saved.Stale || saved.CheckedOn != "2026-10-02" {
		t.Errorf("%+v, %v", saved, err)
	}
	_, err = save(d.library, 1, postgres.EntryContent{Record: directory.Record{Name: "Late"}})
	if current := staleRow[postgres.Entry](t, err); current.Name != "Westmarch" {
		t.Errorf("%+v", current)
	}
	refusal(t, s.RemoveEntry(t.Context(), evidence.LibraryID(d.id()), e.ID, 3), evidence.NotFound)
	if err := s.RemoveEntry(t.Context(), d.library, e.ID, 3); err != nil {
		t.Error(err)
	}
	d.listed("Our own", func(c *postgres.EntryContent) { c.Library = d.library })
	_, err = s.AddEntry(t.Context(), d.library, d.manager, postgres.EntryContent{Record: directory.Record{Name: "Twice"}, Library: d.library}, postgres.Creation{})
	refusal(t, err, evidence.Invalid)
	_, err = s.AddEntry(t.Context(), d.library, d.manager, postgres.EntryContent{Record: directory.Record{Name: "Theirs"}, Library: evidence.LibraryID(d.id())}, postgres.Creation{})
	refusal(t, err, evidence.Invalid)
}

func TestAFileOfRecords(t *testing.T) {
	d := newDesk(t)
	s := d.entries()
	old := d.listed("Westmarch Library", func(c *postgres.EntryContent) { c.LibraryCode, c.Phone = "WM1", "1" })
	same := d.listed("Same", nil)
	read := func(text string) directory.File {
		t.Helper()
		f, err := directory.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	f := read("id,name,library_code,phone\n,Renamed,wm1,2\n" + same.ID + ",Same,,\n,New one,,\n,,,\n,new ONE,,\n,,x,\n")
	does := func(save bool) (list []string) {
		t.Helper()
		rows, err := s.Import(t.Context(), d.library, d.manager, f, save)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			list = append(list, fmt.Sprintf("%d %s %v %d", r.Line, r.Does, r.Fields, len(r.Faults)))
		}
		return list
	}
	want := []string{"2 change [name phone library_code] 0", "3 same [] 0", "4 add [] 0", "6 wrong [] 1", "7 wrong [] 1"}
	if got := does(false); !slices.Equal(got, want) || d.count(`SELECT count(*) FROM directory_entry`) != 2 {
		t.Errorf("looked at: %v", got)
	}
	if got := does(true); !slices.Equal(got, want) {
		t.Errorf("saved: %v", got)
	}
	now, err := s.Entry(t.Context(), old.ID)
	if err != nil || now.Name != "Renamed" || now.Phone != "2" || len(now.Served) != 1 || now.CheckedOn != old.CheckedOn {
		t.Errorf("%+v, %v", now, err)
	}
	if got := does(true); got[0] != "2 same [] 0" || got[2] != "4 same [] 0" {
		t.Errorf("a second time: %v", got)
	}
	// Another library's records are not reached by their identifiers.
	if rows, err := s.Import(t.Context(), evidence.LibraryID(d.other()), d.manager, read("id,name\n"+old.ID+",Taken\n"), true); err != nil || rows[0].Does != postgres.RowAdds {
		t.Errorf("%+v, %v", rows, err)
	}
}

// other is the library beside the desk's.
func (d *desk) other() (id string) {
	d.Helper()
	if err := d.db.Admin.QueryRow(d.Context(), `SELECT id::text FROM library WHERE id <> $1`, d.library).Scan(&id); err != nil {
		d.Fatal(err)
	}
	return id
}

// A record that nobody has checked for six months makes one letter to each manager, and none again until it was checked and has
// grown old once more.
func TestKeepersAreToldOnce(t *testing.T) {
	d := newDesk(t)
	s := d.entries()
	e := d.listed("Westmarch Library", nil)
	d.listed("Eastvale Library", nil)
	began := d.now
	told := func(at time.Time) int {
		t.Helper()
		d.now = at
		n, err := s.TellKeepers(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := told(began.AddDate(0, 6, -1)); n != 0 {
		t.Errorf("%d letters a day early", n)
	}
	if n := told(began.AddDate(0, 6, 0)); n != 1 {
		t.Errorf("%d letters", n)
	}
	for _, months := range []int{6, 7, 12} {
		if n := told(began.AddDate(0, months, 1)); n != 0 {
			t.Errorf("%d letters again after %d months", n, months)
		}
	}
	if n := d.count(`SELECT count(*) FROM notice WHERE kind = 'directory_stale' AND person_id = $1 AND directory_of = $2 AND request_id IS NULL`, d.manager, d.library); n != 1 {
		t.Errorf("%d in the ledger", n)
	}
	if _, err := s.SaveEntry(t.Context(), d.library, d.manager, e.ID, 1, postgres.EntryContent{Record: e.Record, Checked: true}); err != nil {
		t.Fatal(err)
	}
	if n := told(d.now.AddDate(0, 6, 0)); n != 1 {
		t.Errorf("%d letters about the next time", n)
	}
	claimed, err := postgres.NewNotices(d.db.App).Claim(t.Context(), 10, time.Minute)
	if err != nil || len(claimed) != 2 || claimed[0].Directory != string(d.library) || claimed[0].To == "" || claimed[0].Request != "" {
		t.Errorf("%+v, %v", claimed, err)
	}
}
