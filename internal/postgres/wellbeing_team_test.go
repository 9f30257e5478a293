package postgres_test

import (
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/wellbeing"
)

// alwaysOpen is a library that never closes.
type alwaysOpen struct{}

func (alwaysOpen) IsOpen(time.Time) bool { return true }

// A month is told once, when it is over and five people stand behind it; nothing that happens later moves it.
func TestATeamsMonthTellsOfNobody(t *testing.T) {
	d := newDesk(t)
	w := d.wellbeing()
	team := []evidence.PersonID{d.librarian, d.colleague, d.trainee, d.person(string(d.library), evidence.Librarian), d.person(string(d.library), evidence.Librarian)}
	month := func() postgres.TeamMonth {
		t.Helper()
		if _, err := w.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		all, err := w.TeamMonths(t.Context(), d.library, alwaysOpen{})
		if err != nil || len(all) != wellbeing.ShownMonths {
			t.Fatalf("%d months, %v", len(all), err)
		}
		return all[len(all)-1]
	}
	march := d.now
	for _, p := range team[:4] {
		for range 30 { // however many answers, four people are four
			d.said(p, "hard")
		}
	}
	d.said(team[4], "skipped") // which says nothing
	d.now = march.AddDate(0, 1, 0)
	if m := month(); m.Month != "2026-03-01" || m.People != 0 || m.Hard != "" || m.Fine != "" || m.Work != nil {
		t.Errorf("four people are told of: %+v", m)
	}
	for i, p := range team {
		d.said(p, []string{"hard", "fine", "fine", "fine", "fine"}[i])
		d.said(p, "mixed")
	}
	if _, err := w.Tidy(t.Context()); err != nil || d.count(`SELECT count(*) FROM check_in_month WHERE month = '2026-04-01'`) != 0 {
		t.Errorf("a month that is not over is told: %v", err)
	}
	d.now = march.AddDate(0, 2, 0)
	told := month()
	if told.Month != "2026-04-01" || told.People != 5 || told.Hard != "fewer than a quarter" || told.Fine != "fewer than a quarter" {
		t.Errorf("%+v", told)
	}
	d.exec(`SELECT forget_check_ins($1)`, d.now) // all answers go
	d.exec(`SELECT keep_check_in($1, $2, $3, 'hard', $4)`, d.ask(), d.librarian, d.library, march.AddDate(0, 1, 0))
	if again := month(); again != told {
		t.Errorf("what was told has moved: %+v, %+v", again, told)
	}
	if d.count(`SELECT count(*) FROM check_in_month WHERE month = '2026-03-01' AND people IS NOT NULL`) != 0 {
		t.Error("a month that was too small was told later")
	}
}

func TestTheRegisterOfTeams(t *testing.T) {
	d := newDesk(t)
	w := d.wellbeing()
	content := func(name string, members ...postgres.MDTMember) postgres.MDTTeamContent {
		return postgres.MDTTeamContent{Name: name, NextDebrief: "2026-03-20", DebriefNote: "Seminar room, 1pm", Members: members}
	}
	mine := postgres.MDTMember{Person: d.librarian, Invited: true}
	key := postgres.Creation{Route: "r", Key: "k", Body: make([]byte, 32)}
	added, err := w.AddMDTTeam(t.Context(), d.library, d.manager, content("Stroke team", mine, postgres.MDTMember{Person: d.trainee}), key)
	if err != nil || len(added.Members) != 2 || added.Version != 1 {
		t.Fatalf("%+v, %v", added, err)
	}
	if again, err := w.AddMDTTeam(t.Context(), d.library, d.manager, content("Stroke team", mine), key); err != nil || again.ID != added.ID {
		t.Errorf("sent again: %+v, %v", again, err)
	}
	_, err = w.AddMDTTeam(t.Context(), d.library, d.manager, content("STROKE team"), postgres.Creation{})
	refusal(t, err, evidence.Invalid)
	_, err = w.AddMDTTeam(t.Context(), d.library, d.manager, content("Other", postgres.MDTMember{Person: d.elsewhere}), postgres.Creation{})
	refusal(t, err, evidence.Invalid)
	_, err = w.SaveMDTTeam(t.Context(), evidence.LibraryID(d.id()), d.manager, added.ID, 1, content("Ours now"))
	refusal(t, err, evidence.NotFound)
	saved, err := w.SaveMDTTeam(t.Context(), d.library, d.manager, added.ID, 1, content("Stroke", mine))
	if err != nil || saved.Version != 2 || len(saved.Members) != 1 {
		t.Fatalf("%+v, %v", saved, err)
	}
	_, err = w.SaveMDTTeam(t.Context(), d.library, d.manager, added.ID, 1, content("Late"))
	if current := staleRow[postgres.MDTTeam](t, err); current.Name != "Stroke" {
		t.Errorf("%+v", current)
	}
	own := func(p evidence.PersonID) []postgres.OwnMDTTeam {
		list, err := w.OwnMDTTeams(t.Context(), d.library, p)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := own(d.librarian); len(list) != 1 || list[0].NextDebrief != "2026-03-20" || !list[0].Invited || len(own(d.trainee)) > 0 {
		t.Errorf("%+v", list)
	}
	d.now = d.now.AddDate(0, 1, 0)
	if list := own(d.librarian); list[0].NextDebrief != "" {
		t.Errorf("a debrief that is over is told: %+v", list)
	}
	if err := w.RemoveMDTTeam(t.Context(), d.library, added.ID, 2); err != nil || d.count(`SELECT count(*) FROM mdt_member`) != 0 {
		t.Error(err)
	}
}

func TestErasureTakesWhatConcernsSomebodysWellbeing(t *testing.T) {
	d := newDesk(t)
	w := d.wellbeing()
	d.said(d.colleague, "hard")
	d.said(d.librarian, "fine")
	if _, err := w.AddMDTTeam(t.Context(), d.library, d.manager, postgres.MDTTeamContent{Name: "Stroke", Members: []postgres.MDTMember{{Person: d.colleague}, {Person: d.librarian}}}, postgres.Creation{}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.erasures().Erase(t.Context(), postgres.Erasure{Person: d.colleague, Anyway: true}); err != nil {
		t.Fatal(err)
	}
	if d.count(`SELECT count(*) FROM check_in`) != 1 || d.count(`SELECT count(*) FROM mdt_member`) != 1 {
		t.Error("an erased person is still there, or somebody else is not")
	}
}

func TestWhereHelpIs(t *testing.T) {
	d := newDesk(t)
	w := d.wellbeing()
	first, err := w.Service(t.Context(), d.library)
	if err != nil || first.Version != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	_, err = w.SaveService(t.Context(), d.library, d.manager, 1, postgres.WellbeingServiceContent{URL: "http://example.org"})
	refusal(t, err, evidence.Invalid)
	saved, err := w.SaveService(t.Context(), d.library, d.manager, 1, postgres.WellbeingServiceContent{Name: " Staff support ", URL: "https://example.org/support"})
	if err != nil || saved.Version != 2 || saved.Name != "Staff support" {
		t.Fatalf("%+v, %v", saved, err)
	}
	_, err = w.SaveService(t.Context(), d.library, d.manager, 1, postgres.WellbeingServiceContent{})
	if current := staleRow[postgres.WellbeingService](t, err); current.Name != "Staff support" {
		t.Errorf("%+v", current)
	}
	for _, c := range []postgres.SignpostContent{{On: "2026-03-03", How: "email"}, {On: "soon", How: "email"}, {On: "2026-03-01", How: "rumour"}, {On: "2026-03-01"}} {
		_, err := w.AddSignpost(t.Context(), d.library, d.manager, c, postgres.Creation{})
		refusal(t, err, evidence.Invalid)
	}
	if _, err := w.AddSignpost(t.Context(), d.library, d.manager, postgres.SignpostContent{On: "2026-03-02", How: "email"}, postgres.Creation{}); err != nil {
		t.Fatal(err)
	}
	if list, err := w.Signposts(t.Context(), d.library); err != nil || len(list) != 1 || list[0].By != d.manager || list[0].On != "2026-03-02" {
		t.Errorf("%+v, %v", list, err)
	}
}
