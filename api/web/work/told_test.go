package work_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// told is a delivered request whose requester was asked, and a colleague who told us.
func told(t *testing.T) *webtest.Site {
	t.Helper()
	terms, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	questions, _ := terms.Get(vocabulary.ImpactQuestions)
	choices := object{}
	for _, q := range questions.Terms {
		for _, id := range []string{q.Answer.Vocabulary, q.Answer.Columns} {
			if l, ok := terms.Get(id); ok {
				choices[id] = l.Terms
			}
		}
	}
	s := site(t, func(v *rest.RequestView) { v.Stage, v.DeliveredAt = evidence.Delivered, day(15, 9) })
	return s.On("GET "+api+"/follow-ups", object{
		"questionnaire_version": "2026-11", "questionnaire_status": "recalled", "warning": "From memory.", "questions": questions.Terms, "time_saved": []any{},
		"choices": choices, "form": 2, "local": []any{postgres.LocalQuestion{Code: "local_1", Label: "Which ward?", Kind: "one", Options: []postgres.LocalOption{{Code: "option_1", Label: "Medical"}}}},
		"items": []any{
			rest.HeardView{Person: amara, Name: "Amara Osei", Round: 1, State: evidence.AskReminded, AskedAt: day(16, 9)},
			rest.HeardView{
				Person: tom, Name: "Tom <b>Ellis</b>", Round: 2, State: evidence.AskAnswered, How: "phone", RecordedName: "Ann Walker", AnsweredAt: day(16, 9), MayQuote: true, QuoteAs: "name",
				Answers: &rest.SurveyAnswers{Uses: []string{"research"}, How: "In a policy.", Benefits: map[string][]string{"safety": {"immediate"}}, Local: map[string][]string{"local_1": {"option_1"}}},
			},
		},
	}).On("POST "+api+"/follow-ups", rest.FollowUpResult{State: evidence.AskAnswered})
}

func TestWhatPeopleToldUs(t *testing.T) {
	t.Parallel()
	doc := sound(t, told(t).Get(at+"/told"), http.StatusOK)
	text := webtest.Text(doc)
	for _, want := range []string{"Reminded", "Told Ann Walker, who wrote it down on Monday 16 November 2026", "Yes, by name", "In a policy.", "Reduced risk or improved safety (immediately)", "Medical", "From memory."} {
		if !strings.Contains(text, want) {
			t.Errorf("nothing of %q", want)
		}
	}
	overview := sound(t, told(t).Get(at), http.StatusOK)
	if links(overview)[at+"/told"] == "" {
		t.Error("the workbench does not lead there")
	}
}

func TestWritingDownWhatTheyTold(t *testing.T) {
	t.Parallel()
	s := told(t)
	if w := s.Post(at+"/told", form("person", tom, "round", "2", "answers.q3_how", "It changed the plan.", "answers.local.local_1", "option_1", "may_quote", "yes")); w.Code != http.StatusSeeOther {
		t.Fatalf("status %d", w.Code)
	}
	want := object{"person": tom, "round": 2.0, "may_quote": true, "answers": object{"q3_how": "It changed the plan.", "local": object{"local_1": []any{"option_1"}}}}
	if diff := cmp.Diff(want, body(t, given(t, s, "POST "+api+"/follow-ups").Body)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	sound(t, s.Post(at+"/told", form("person", tom)), http.StatusUnprocessableEntity)
	s.Refuse("POST "+api+"/follow-ups", http.StatusConflict, evidence.AlreadyAnswered)
	doc := sound(t, s.Post(at+"/told", form("answers.q3_how", "Again.")), http.StatusConflict)
	if !strings.Contains(webtest.Text(doc), "the first answer counts") || !keeps(doc, "answers.q3_how", "Again.") {
		t.Error("it says nothing, or forgets what was typed")
	}
}
