package postgres_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/wellbeing"
)

func (d *desk) wellbeing() *postgres.Wellbeing {
	return postgres.NewWellbeing(d.db.App, codes(d), func() time.Time { return d.now })
}

// asks gives the desk's request a question.
func (d *desk) asks(version int, question string) {
	d.Helper()
	d.exec(`INSERT INTO request_text (request_id, version, library_id, question, created_by, created_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		d.request, version, d.library, question, d.requester, d.now)
}

// said is the check-in of somebody, put straight into the database.
func (d *desk) said(p evidence.PersonID, answer string) {
	d.Helper()
	d.exec(`SELECT keep_check_in($1, $2, $3, $4, $5)`, d.ask(), p, d.library, answer, d.now)
}

// What a role cannot do even by mistake: read how it was for somebody, or change what was told.
func TestRolesOfTheCheckIns(t *testing.T) {
	d := newDesk(t)
	for _, statement := range []string{
		`SELECT * FROM check_in`, `SELECT count(*) FROM check_in`, `INSERT INTO check_in SELECT * FROM check_in`, `UPDATE check_in SET answer = 'fine'`,
		`DELETE FROM check_in`, `INSERT INTO check_in_month SELECT * FROM check_in_month`, `UPDATE check_in_month SET people = 5`, `DELETE FROM check_in_month`,
		`UPDATE swap_offer SET offered_at = now()`, `UPDATE wellbeing_signpost SET on_date = now()`, `DELETE FROM wellbeing_signpost`, `DELETE FROM topic_flag`,
		`SELECT erase_check_ins('00000000-0000-4000-8000-000000000001')`, `SELECT end_swap_offer()`,
	} {
		var pg *pgconn.PgError
		if _, err := d.db.App.Exec(t.Context(), statement); !errors.As(err, &pg) || pg.Code != "42501" && pg.Code != "0A000" {
			t.Errorf("application: %s: %v", statement, err)
		}
	}
	for _, statement := range []string{
		`SELECT * FROM check_in`, `DELETE FROM check_in`, `SELECT * FROM check_in_month`, `SELECT * FROM topic_flag`, `SELECT * FROM own_check_ins('00000000-0000-4000-8000-000000000001', now())`,
		`SELECT close_check_in_months(current_date)`, `SELECT forget_check_ins(now())`, `UPDATE mdt_member SET invited = true`,
	} {
		var pg *pgconn.PgError
		if _, err := d.db.Eraser.Exec(t.Context(), statement); !errors.As(err, &pg) || pg.Code != "42501" {
			t.Errorf("eraser: %s: %v", statement, err)
		}
	}
}

func TestATopicIsConfirmedByAPerson(t *testing.T) {
	d := newDesk(t)
	w := d.wellbeing()
	d.asks(1, "What helps parents after a stillbirth at term?")
	topic, err := w.Topic(t.Context(), d.as(d.librarian))
	if err != nil || topic.State != "" || topic.Version != 1 || !slices.Equal(topic.Suggested, []string{"stillbirth"}) || len(topic.Topics) > 0 || topic.Words == "" {
		t.Fatalf("%+v, %v", topic, err)
	}
	decide := func(version int, state string, topics ...string) (postgres.Topic, error) {
		return w.DecideTopic(t.Context(), d.as(d.colleague), version, postgres.TopicDecision{State: state, Topics: topics})
	}
	_, err = decide(1, "confirmed")
	refusal(t, err, evidence.Invalid)
	_, err = decide(1, "dismissed", "abuse")
	refusal(t, err, evidence.Invalid)
	_, err = decide(1, "confirmed", "sadness")
	refusal(t, err, evidence.Invalid)
	if topic, err = decide(1, "dismissed"); err != nil || topic.Version != 2 || len(topic.Suggested) > 0 {
		t.Fatalf("%+v, %v", topic, err)
	}
	_, err = decide(1, "confirmed", "stillbirth")
	if current := staleRow[postgres.Topic](t, err); current.State != "dismissed" {
		t.Errorf("%+v", current)
	}
	d.asks(2, "What helps parents after a stillbirth, and does it prevent self-harm?")
	if topic, err = w.Topic(t.Context(), d.as(d.trainee)); err != nil || !slices.Equal(topic.Suggested, []string{"self_harm"}) {
		t.Errorf("a refined question: %+v, %v", topic, err)
	}
	if topic, err = decide(2, "confirmed", "stillbirth", "self_harm", "stillbirth"); err != nil || !slices.Equal(topic.Topics, []string{"self_harm", "stillbirth"}) {
		t.Errorf("%+v, %v", topic, err)
	}
	for _, p := range []evidence.PersonID{d.manager, d.requester, d.reviewer, d.delegate} {
		_, err := w.Topic(t.Context(), d.as(p))
		refusal(t, err, evidence.NotPermitted)
	}
}

func TestAnOfferToSwapLeavesNoTrace(t *testing.T) {
	d := newDesk(t)
	w := d.wellbeing()
	d.asks(1, "What helps parents after a stillbirth at term?")
	offers := func() int { return d.count(`SELECT count(*) FROM swap_offer`) }
	refusal(t, w.OfferSwap(t.Context(), d.as(d.librarian)), evidence.NotAllowedInStage) // nobody has confirmed it
	if _, err := w.DecideTopic(t.Context(), d.as(d.librarian), 1, postgres.TopicDecision{State: "confirmed", Topics: []string{"stillbirth"}}); err != nil {
		t.Fatal(err)
	}
	refusal(t, w.OfferSwap(t.Context(), d.as(d.colleague)), evidence.NotPermitted)
	for _, end := range []func(){
		func() {
			if err := w.WithdrawSwap(t.Context(), d.as(d.librarian)); err != nil {
				t.Error(err)
			}
		},
		func() { d.exec(`UPDATE request_state SET owner = $2 WHERE request_id = $1`, d.request, d.colleague) },
		func() { d.stage(evidence.Delivered, evidence.Answered) },
	} {
		d.exec(`UPDATE request_state SET owner = $2 WHERE request_id = $1`, d.request, d.librarian)
		for range 2 {
			if err := w.OfferSwap(t.Context(), d.as(d.librarian)); err != nil {
				t.Fatal(err)
			}
		}
		list, err := w.Swaps(t.Context(), d.library)
		if err != nil || len(list) != 1 || list[0].OfferedBy != d.librarian || offers() != 1 {
			t.Fatalf("%+v, %v", list, err)
		}
		if err := w.WithdrawSwap(t.Context(), d.as(d.colleague)); err != nil || offers() != 1 {
			t.Errorf("a colleague withdrew it: %v", err)
		}
		if end(); offers() != 0 {
			t.Error("an offer that ended is still there")
		}
	}
	refusal(t, w.OfferSwap(t.Context(), d.as(d.librarian)), evidence.NotAllowedInStage) // it is delivered
}

func TestACheckInIsReadByItsWriterForNinetyDays(t *testing.T) {
	d := newDesk(t)
	w := d.wellbeing()
	d.asks(1, "What helps parents after a stillbirth at term?")
	refusal(t, w.SayCheckIn(t.Context(), d.as(d.librarian), "hard"), evidence.NotAllowedInStage)
	d.stage(evidence.Delivered, evidence.Answered)
	refusal(t, w.SayCheckIn(t.Context(), d.as(d.colleague), "hard"), evidence.NotPermitted)
	refusal(t, w.SayCheckIn(t.Context(), d.as(d.manager), "hard"), evidence.NotPermitted)
	refusal(t, w.SayCheckIn(t.Context(), d.as(d.librarian), "awful"), evidence.Invalid)
	for _, answer := range []string{"hard", "mixed"} {
		if err := w.SayCheckIn(t.Context(), d.as(d.librarian), answer); err != nil {
			t.Fatal(err)
		}
	}
	own := func(p evidence.PersonID) []postgres.CheckIn {
		t.Helper()
		list, err := w.CheckIns(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	if list := own(d.librarian); len(list) != 1 || list[0].Answer != "mixed" || list[0].Request != d.request {
		t.Errorf("%+v", list)
	}
	for _, p := range []evidence.PersonID{d.colleague, d.trainee, d.manager, d.admin, d.lead, d.requester} {
		if list := own(p); len(list) > 0 {
			t.Errorf("somebody else reads %+v", list)
		}
	}
	began := d.now
	tidied := func(at time.Time) int {
		t.Helper()
		d.now = at
		n, err := w.Tidy(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := tidied(began.Add(wellbeing.KeepCheckIns - time.Second)); n != 0 || len(own(d.librarian)) != 1 {
		t.Errorf("%d were deleted early", n)
	}
	if d.now = began.Add(wellbeing.KeepCheckIns); len(own(d.librarian)) != 0 {
		t.Error("it is read after 90 days although nobody has tidied yet")
	}
	if n := tidied(began.Add(wellbeing.KeepCheckIns)); n != 1 || d.count(`SELECT count(*) FROM check_in`) != 0 {
		t.Errorf("%d were deleted", n)
	}
	refusal(t, w.SayCheckIn(t.Context(), d.as(d.librarian), "fine"), evidence.NotAllowedInStage)
}

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
