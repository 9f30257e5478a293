package postgres_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func presentation() postgres.PresentationContent {
	return postgres.PresentationContent{
		Name: "North Library", Email: "north@example.org", Phone: "01632 960001", HospitalNumberPatterns: []string{`RXN\d{6}`},
		EmailDomains: []string{"north.example.org"}, HubURL: "https://hub.example.org/search?a=b", OpeningNote: "Closed over the holidays.", AccessOpen: true,
	}
}

func TestHowALibraryPresentsItself(t *testing.T) {
	d := newDesk(t)
	libraries := d.libraries()
	id := d.addLibrary(postgres.Library{Code: "north", Name: "North", Nation: calendar.Scotland})
	if err := libraries.SaveSettings(t.Context(), id, postgres.Settings{RetentionMonths: 7}); err != nil {
		t.Fatal(err)
	}
	before, err := libraries.Presentation(t.Context(), id)
	if err != nil || before.Name != "North" || before.Version != 2 {
		t.Fatalf("%+v, %v", before, err)
	}
	saved, err := libraries.Present(t.Context(), id, 2, presentation())
	if diff := cmp.Diff(postgres.Presentation{Version: 3, PresentationContent: presentation()}, saved); diff != "" || err != nil {
		t.Fatalf("%v %s", err, diff)
	}
	settings, err := libraries.Settings(t.Context(), id)
	if err != nil || settings.RetentionMonths != 7 || settings.HubURL == "" {
		t.Errorf("what managers do not set: %+v, %v", settings, err)
	}
	_, err = libraries.Present(t.Context(), id, 2, presentation())
	if current := staleRow[postgres.Presentation](t, err); current.Version != 3 {
		t.Errorf("%+v", current)
	}
	_, err = libraries.Present(t.Context(), evidence.LibraryID(d.id()), 1, presentation())
	refusal(t, err, evidence.NotFound)
	if listed, err := libraries.Directory(t.Context(), postgres.Place{}); err != nil || listed[len(listed)-1].Settings.Phone != "01632 960001" {
		t.Errorf("the directory: %+v, %v", listed, err)
	}
}

func TestWhatNoLibraryCanSayOfItself(t *testing.T) {
	d := newDesk(t)
	for field, change := range map[string]func(*postgres.PresentationContent){
		"name":                        func(p *postgres.PresentationContent) { p.Name = " " },
		"email":                       func(p *postgres.PresentationContent) { p.Email = "" },
		"hub_url":                     func(p *postgres.PresentationContent) { p.HubURL = "http://hub.example.org" },
		"openathens_url":              func(p *postgres.PresentationContent) { p.OpenAthensURL = "javascript:alert(1)" },
		"article_request_url":         func(p *postgres.PresentationContent) { p.ArticleRequestURL = "https://me:secret@example.org/" },
		"hospital_number_patterns[1]": func(p *postgres.PresentationContent) { p.HospitalNumberPatterns = []string{`A\d{5}`, `(`} },
		"hospital_number_patterns[0]": func(p *postgres.PresentationContent) { p.HospitalNumberPatterns = []string{`.*`} },
		"email_domains[0]":            func(p *postgres.PresentationContent) { p.EmailDomains = []string{"not a domain"} },
	} {
		p := presentation()
		change(&p)
		_, err := d.libraries().Present(t.Context(), d.library, 1, p)
		if e := refusal(t, err, evidence.Invalid); len(e.Fields) != 1 || e.Fields[0].Field != field {
			t.Errorf("%s: %+v", field, e.Fields)
		}
	}
}

func TestAProfileIsOnesOwn(t *testing.T) {
	d := newDesk(t)
	people := d.people()
	organisation, err := d.libraries().AddOrganisation(t.Context(), d.library, postgres.Organisation{Name: "Trust"})
	if err != nil {
		t.Fatal(err)
	}
	var other evidence.LibraryID
	for l := range must(people.Memberships(t.Context(), d.elsewhere)) {
		other = l
	}
	foreign, err := d.libraries().AddOrganisation(t.Context(), other, postgres.Organisation{Name: "Another trust"})
	if err != nil {
		t.Fatal(err)
	}
	want := postgres.ProfileContent{Name: "Ann", JobTitle: "Nurse", Phone: "Bleep 12", StaffGroup: "nursing", Organisation: organisation}
	saved, err := people.SaveProfile(t.Context(), d.requester, 1, want)
	if err != nil || saved.ProfileContent != want || saved.Version != 2 || saved.Email == "" {
		t.Fatalf("%+v, %v", saved, err)
	}
	if read, err := people.Profile(t.Context(), d.requester); err != nil || read != saved {
		t.Errorf("%+v, %v", read, err)
	}
	_, err = people.SaveProfile(t.Context(), d.requester, 1, want)
	staleRow[postgres.Profile](t, err)
	for field, change := range map[string]func(*postgres.ProfileContent){
		"name":         func(p *postgres.ProfileContent) { p.Name = "" },
		"organisation": func(p *postgres.ProfileContent) { p.Organisation = foreign },
	} {
		p := want
		change(&p)
		_, err := people.SaveProfile(t.Context(), d.requester, 2, p)
		if e := refusal(t, err, evidence.Invalid); e.Fields[0].Field != field {
			t.Errorf("%+v", e.Fields)
		}
	}
	d.exec(`UPDATE person SET organisation_id = $2 WHERE id = $1`, d.requester, foreign) // as it was registered
	want.Organisation = foreign
	if _, err := people.SaveProfile(t.Context(), d.requester, 2, want); err != nil {
		t.Errorf("what it was may stay: %v", err)
	}
	d.stage(evidence.Closed, evidence.Withdrawn)
	d.eraseNow(d.requester)
	_, err = people.Profile(t.Context(), d.requester)
	refusal(t, err, evidence.NotFound)
}
