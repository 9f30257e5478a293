package manage_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

func ownQuestions() []postgres.LocalQuestion {
	return []postgres.LocalQuestion{
		{Code: "local_1", Label: "On which <b>ward</b>?", Kind: "one", Options: []postgres.LocalOption{{Code: "option_1", Label: "Medical"}, {Code: "option_2", Label: "Surgical"}}},
		{Code: "local_4", Label: "What else?", Kind: "text"},
	}
}

func withSurvey(t *testing.T) *webtest.Site {
	t.Helper()
	return site(t).On("GET "+lib+"/survey", rest.SurveyView{
		SurveyForm: postgres.SurveyForm{Version: 3, Share: 50, Questions: ownQuestions()}, Core: []vocabulary.Term{{Code: "q1_services", Label: "Which services?"}},
		CoreStatus: vocabulary.Recalled, Warning: "From memory.", Rate: postgres.SurveyRate{Delivered: 55, Asked: 30, Answered: 12},
	}).On("PUT "+lib+"/survey", rest.SavedSurveyForm{})
}

func TestWhatTheLibraryAsks(t *testing.T) {
	t.Parallel()
	sound(t, withSurvey(t).Get("/settings/survey"), http.StatusOK).says("12 of 30 people who were asked have answered (40%)", "12 of 55 answers that were delivered have been answered about (22%)",
		"They cannot be reworded", "From memory.", "On which <b>ward</b>?", "One of 2 choices", "In words", "Move up")
	sound(t, withSurvey(t).Get("/settings"), http.StatusOK).says("Questions about impact")
}

func TestChangingWhatTheLibraryAsks(t *testing.T) {
	t.Parallel()
	first, second := object{"code": "local_1", "label": "On which <b>ward</b>?", "kind": "one", "options": []any{object{"code": "option_1", "label": "Medical"}, object{"code": "option_2", "label": "Surgical"}}},
		object{"code": "local_4", "label": "What else?", "kind": "text"}
	for name, c := range map[string]struct {
		at    string
		typed []string
		want  object
	}{
		"share":  {"", []string{"share", "20"}, object{"share": 20.0, "questions": []any{first, second}}},
		"up":     {"/local_4/up", nil, object{"share": 50.0, "questions": []any{second, first}}},
		"retire": {"/local_1/retire", nil, object{"share": 50.0, "questions": []any{second}}},
		"add": {
			"/new",
			[]string{"questions[2].label", "Which day?", "questions[2].kind", "many", "questions[2].options[0].label", "Monday", "questions[2].options[3].label", "Friday"},
			object{"share": 50.0, "questions": []any{first, second, object{"label": "Which day?", "kind": "many", "options": []any{object{"label": "Monday"}, object{"label": "Friday"}}}}},
		},
		"reword": {
			"/local_4",
			[]string{"questions[1].label", "Anything else?", "questions[1].kind", "text", "questions[1].hint", "Briefly."},
			object{"share": 50.0, "questions": []any{first, object{"code": "local_4", "label": "Anything else?", "hint": "Briefly.", "kind": "text"}}},
		},
	} {
		s := withSurvey(t)
		values := map[string][]string{"_version": {"3"}}
		for i := 0; i < len(c.typed); i += 2 {
			values[c.typed[i]] = []string{c.typed[i+1]}
		}
		gone(t, s.Post("/settings/survey"+c.at, values), "/settings/survey")
		call := sent(s)[0]
		if diff := cmp.Diff(c.want, body(t, call)); diff != "" || call.Match != `"3"` {
			t.Errorf("%s: If-Match %s (-want +got):\n%s", name, call.Match, diff)
		}
	}
}

func TestChangesOfTheQuestionsThatAreRefused(t *testing.T) {
	t.Parallel()
	s := withSurvey(t)
	sound(t, s.Post("/settings/survey", map[string][]string{"share": {"0"}}), http.StatusUnprocessableEntity)
	sound(t, s.Post("/settings/survey/new", map[string][]string{"questions[2].options[1].label": {"Kept"}}), http.StatusUnprocessableEntity).says("Write the question.", "Choose how it is answered.")
	sound(t, s.Get("/settings/survey/local_9"), http.StatusNotFound)
	sound(t, s.Get("/settings/survey/local_1/retire"), http.StatusOK).says("What was answered to it is kept.")
	sound(t, s.Get("/settings/survey/local_1"), http.StatusOK).says("With other words it is another question")
	one := map[string][]string{"questions[2].label": {"Which?"}, "questions[2].kind": {"one"}, "questions[2].options[0].label": {"A"}}
	sound(t, s.Post("/settings/survey/new", one), http.StatusUnprocessableEntity).says("Give at least 2 choices.")
	one["questions[2].options[4].label"] = []string{"A"}
	sound(t, s.Post("/settings/survey/new", one), http.StatusUnprocessableEntity).says("Give each choice only once.")
	one["questions[2].options[4].label"] = []string{"B"}
	s.Refuse("PUT "+lib+"/survey", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "questions[2].label", Code: "too-long", Detail: "At most 300 characters."})
	sound(t, s.Post("/settings/survey/new", one), http.StatusUnprocessableEntity).says("At most 300 characters.")
	stale(s, "PUT "+lib+"/survey", postgres.SurveyForm{Version: 4, Share: 80, Questions: []postgres.LocalQuestion{{Code: "local_5", Label: "Theirs?", Kind: "text"}}})
	sound(t, s.Post("/settings/survey", map[string][]string{"share": {"20"}, "_version": {"3"}}), http.StatusConflict).says("Somebody else changed the questions", "Theirs?", "80%", "20%")
}
