package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func (d *desk) libraries() *postgres.Libraries { return postgres.NewLibraries(d.db.App, nil) }

func (d *desk) addLibrary(l postgres.Library) evidence.LibraryID {
	d.Helper()
	l.Email = "library@example.org"
	id, err := d.libraries().Add(d.Context(), l)
	if err != nil {
		d.Fatal(err)
	}
	for _, o := range l.Organisations {
		if _, err := d.libraries().AddOrganisation(d.Context(), id, o); err != nil {
			d.Fatal(err)
		}
	}
	return id
}

func TestTheDirectoryIsFoundByPlace(t *testing.T) {
	d := newDesk(t)
	d.addLibrary(postgres.Library{Code: "north", Name: "North", Nation: calendar.EnglandAndWales, Organisations: []postgres.Organisation{
		{Name: "North Hospital", Area: "North", Trust: "North Trust", County: "Northshire"}, {Name: "North Community", Area: "Coast", Trust: "Coast Trust"},
	}})
	d.addLibrary(postgres.Library{Code: "south", Name: "South", Nation: calendar.Scotland, Outside: true, Organisations: []postgres.Organisation{
		{Name: "South Hospital", Area: "South", Trust: "South Trust", County: "Southshire"},
	}})
	for name, c := range map[string]struct {
		at   postgres.Place
		want []string
	}{
		"by area": {postgres.Place{Area: "north"}, []string{"north, North Hospital"}}, "by trust": {postgres.Place{Trust: "COAST TRUST"}, []string{"north, North Community"}},
		"by county": {postgres.Place{County: "Southshire"}, []string{"south, South Hospital"}}, "nowhere": {postgres.Place{Area: "North", County: "Southshire"}, nil},
		"everything": {postgres.Place{}, []string{"library-0", "library-1", "north, North Community, North Hospital", "south, South Hospital"}},
	} {
		list, err := d.libraries().Directory(t.Context(), c.at)
		var got []string
		for _, l := range list {
			words := []string{l.Code}
			for _, o := range l.Organisations {
				words = append(words, o.Name)
			}
			got = append(got, strings.Join(words, ", "))
		}
		slices.Sort(got)
		if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	l, err := d.libraries().ByCode(t.Context(), "south")
	if err != nil || !l.Outside || l.Nation != calendar.Scotland {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestWhichLibrariesCannotBeAdded(t *testing.T) {
	d := newDesk(t)
	good := postgres.Library{ID: evidence.LibraryID(d.id()), Code: "north", Name: "North", Nation: calendar.NationNone, Email: "n@example.org"}
	for range 2 {
		if id, err := d.libraries().Add(t.Context(), good); err != nil || id != good.ID {
			t.Fatalf("%s, %v", id, err)
		}
	}
	if n := d.count(`SELECT count(*) FROM library_calendar WHERE library_id = $1`, good.ID); n != 1 {
		t.Errorf("%d calendars", n)
	}
	for name, change := range map[string]func(*postgres.Library){
		"code": func(l *postgres.Library) { l.Code = "North!" }, "nation": func(l *postgres.Library) { l.Nation = "france" },
		"name": func(l *postgres.Library) { l.Name = " " }, "taken": func(*postgres.Library) {}, "id": func(l *postgres.Library) { l.ID = "x" },
	} {
		l := good
		l.ID = ""
		change(&l)
		if _, err := d.libraries().Add(t.Context(), l); evidence.CodeOf(err) != evidence.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	o := postgres.Organisation{Name: "A hospital"}
	if _, err := d.libraries().AddOrganisation(t.Context(), good.ID, o); err != nil {
		t.Fatal(err)
	}
	if _, err := d.libraries().AddOrganisation(t.Context(), good.ID, o); evidence.CodeOf(err) != evidence.Invalid {
		t.Errorf("the same organisation: %v", err)
	}
	if _, err := d.libraries().AddOrganisation(t.Context(), evidence.LibraryID(d.id()), o); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("of no library: %v", err)
	}
}

func TestSettingsOfALibrary(t *testing.T) {
	d := newDesk(t)
	want := postgres.Settings{HospitalNumberPatterns: []string{`RXX\d{6}`}, RetentionMonths: 6}
	if err := d.libraries().SaveSettings(t.Context(), d.library, want); err != nil {
		t.Fatal(err)
	}
	got, err := d.libraries().Settings(t.Context(), d.library)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	if patterns, err := d.libraries().HospitalPatterns(t.Context(), d.library); err != nil || !slices.Equal(patterns, want.HospitalNumberPatterns) {
		t.Errorf("%v, %v", patterns, err)
	}
	for name, c := range map[string]struct {
		library evidence.LibraryID
		s       postgres.Settings
		code    evidence.Code
	}{
		"no pattern": {d.library, postgres.Settings{HospitalNumberPatterns: []string{"("}}, evidence.Invalid}, "too wide": {d.library, postgres.Settings{HospitalNumberPatterns: []string{".*"}}, evidence.Invalid},
		"for ever": {d.library, postgres.Settings{RetentionMonths: 500}, evidence.Invalid}, "no library": {evidence.LibraryID(d.id()), want, evidence.NotFound},
	} {
		if err := d.libraries().SaveSettings(t.Context(), c.library, c.s); evidence.CodeOf(err) != c.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOpenRequestsOfALibrary(t *testing.T) {
	d := newDesk(t)
	first := d.request
	second := d.ask()
	list := func(l evidence.LibraryID) []evidence.RequestID {
		t.Helper()
		ids, err := d.libraries().OpenRequests(t.Context(), l)
		if err != nil {
			t.Fatal(err)
		}
		return ids
	}
	if got := list(d.library); !slices.Equal(got, []evidence.RequestID{first, second}) {
		t.Errorf("%v", got)
	}
	d.stage(evidence.Closed, evidence.Declined)
	if got := list(d.library); !slices.Equal(got, []evidence.RequestID{second}) {
		t.Errorf("after one was closed: %v", got)
	}
	if got := list(evidence.LibraryID(d.id())); len(got) != 0 {
		t.Errorf("of another library: %v", got)
	}
}
