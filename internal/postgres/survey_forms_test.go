package postgres_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func local(labels ...string) (list []postgres.LocalQuestion) {
	for _, l := range labels {
		list = append(list, postgres.LocalQuestion{Label: l, Kind: "one", Options: []postgres.LocalOption{{Label: "Yes"}, {Label: "No"}}})
	}
	return list
}

func TestTheFormOfALibraryHasVersions(t *testing.T) {
	d := newDesk(t)
	store := d.followUps()
	f1, err := store.Form(t.Context(), d.library, 0)
	if err != nil || f1.Version != 1 || f1.Share != 100 || len(f1.Questions) != 0 {
		t.Fatalf("%+v, %v", f1, err)
	}
	f2, err := store.SaveForm(t.Context(), d.library, d.manager, 1, 100, local("First?", "Second?"))
	if err != nil || f2.Version != 2 || f2.Questions[0].Code != "local_1" || f2.Questions[1].Options[1].Code != "option_2" {
		t.Fatalf("%+v, %v", f2, err)
	}
	asked := d.asked() // with the second version
	list := []postgres.LocalQuestion{f2.Questions[1], f2.Questions[0]}
	list[1].Label = "First, in other words?"
	f3, err := store.SaveForm(t.Context(), d.library, d.manager, 2, 60, list)
	if err != nil || f3.Version != 3 || f3.Questions[0].Code != "local_2" || f3.Questions[1].Code != "local_3" || f3.Share != 60 {
		t.Fatalf("%+v, %v", f3, err)
	}
	f4, err := store.SaveForm(t.Context(), d.library, d.manager, 3, 60, append(f3.Questions[:1:1], local("First?")...))
	if err != nil || f4.Questions[1].Code != "local_4" {
		t.Errorf("a retired question's number is used again: %+v, %v", f4, err)
	}
	ask, err := asked.store.AskOf(t.Context(), d.request, d.requester)
	if err != nil || ask.Form != 2 {
		t.Fatalf("%+v, %v", ask, err)
	}
	asked.save(d.requester, yes())
	if n := d.count(`SELECT form FROM survey_answer`); n != 2 {
		t.Errorf("the answer keeps version %d", n)
	}
	if old, err := store.Form(t.Context(), d.library, 2); err != nil || old.Questions[0].Label != "First?" {
		t.Errorf("%+v, %v", old, err)
	}
}

func TestFormsThatAreRefused(t *testing.T) {
	d := newDesk(t)
	store := d.followUps()
	core := local("Reworded?")
	core[0].Code = "q1_services"
	words := local("In words?")
	words[0].Kind = "text"
	for name, c := range map[string]struct {
		share int
		list  []postgres.LocalQuestion
		field string
	}{
		"a question of the questionnaire": {100, core, "questions[0].code"},
		"no words":                        {100, local(" "), "questions[0].label"},
		"choices of a text":               {100, words, "questions[0].options"},
		"no choices":                      {100, []postgres.LocalQuestion{{Label: "Which?", Kind: "many"}}, "questions[0].options"},
		"no such kind":                    {100, []postgres.LocalQuestion{{Label: "Which?", Kind: "smileys"}}, "questions[0].kind"},
		"too many":                        {100, local("1", "2", "3", "4", "5", "6"), "questions"},
		"nobody":                          {0, nil, "share"},
		"more than everybody":             {101, nil, "share"},
	} {
		_, err := store.SaveForm(t.Context(), d.library, d.manager, 1, c.share, c.list)
		var refusal *evidence.Error
		if !errors.As(err, &refusal) || len(refusal.Fields) == 0 || refusal.Fields[0].Field != c.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, statement := range []string{`UPDATE survey_form SET questions = '[]'`, `DELETE FROM survey_form`, `UPDATE survey_answer SET quote_consent = true`} {
		var pg *pgconn.PgError
		if _, err := d.db.App.Exec(t.Context(), statement); !errors.As(err, &pg) || pg.Code != "42501" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestOneOfTwoManagersIsFirst(t *testing.T) {
	d := newDesk(t)
	store := d.followUps()
	const managers = 6
	errs := make([]error, managers)
	var wg sync.WaitGroup
	for i := range managers {
		wg.Go(func() {
			_, errs[i] = store.SaveForm(d.Context(), d.library, d.manager, 1, 50, local(fmt.Sprintf("Question %d?", i)))
		})
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		var stale *postgres.StaleError
		switch {
		case err == nil:
			won++
		case !errors.As(err, &stale) || stale.Version != 2 || stale.Current.(postgres.SurveyForm).Version != 2: //nolint:forcetypeassert // it is this
			t.Errorf("%v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d were first", won)
	}
}
