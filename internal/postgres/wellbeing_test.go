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
