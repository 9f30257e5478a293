package rest

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/workflows"
)

// HeardView is one person who was asked about a request, or heard without being asked.
type HeardView struct {
	Person       evidence.PersonID  `json:"person" format:"uuid"`
	Name         string             `json:"name"`
	Round        int                `json:"round" doc:"2 for the second look after three months"`
	State        evidence.AskState  `json:"state"`
	Reason       evidence.AskReason `json:"reason,omitempty" doc:"Why the person was not asked"`
	AskedAt      time.Time          `json:"asked_at,omitzero"`
	AnsweredAt   time.Time          `json:"answered_at,omitzero"`
	How          string             `json:"how,omitempty" enum:"mail,page,phone" doc:"phone: told to staff, who wrote it down"`
	RecordedBy   evidence.PersonID  `json:"recorded_by,omitempty" format:"uuid" doc:"Who wrote it down"`
	RecordedName string             `json:"recorded_by_name,omitempty"`
	Version      string             `json:"questionnaire_version"`
	Form         int                `json:"form" doc:"The version of the library's own questions that was answered"`
	Answers      *SurveyAnswers     `json:"answers,omitempty"`
	TimeSaved    string             `json:"time_saved,omitempty"`
	MayQuote     bool               `json:"may_quote,omitempty" doc:"Consent was given and stands"`
	QuoteAs      postgres.QuoteAs   `json:"quote_as,omitempty" enum:"role,name"`
	WithdrawnAt  time.Time          `json:"quote_withdrawn_at,omitzero"`
	Erased       bool               `json:"erased,omitempty" doc:"The words were erased"`
}

// HeardList is everybody who was asked about a request, with what they are asked now.
type HeardList struct {
	Questionnaire

	Items []HeardView `json:"items" nullable:"false"`
}

// ToldBody is what somebody told a member of staff, by telephone or in person.
type ToldBody struct {
	Confirming
	SurveyBody

	Person evidence.PersonID `json:"person,omitempty" format:"uuid" doc:"Who told it; the requester when left out"`
	Round  int               `json:"round,omitempty" minimum:"1" maximum:"2" doc:"2 for what came of it after three months"`
}

type toldIn struct {
	OfRequest

	Body ToldBody
}

// registerTold is for the staff of the request's library.
func (h *followUps) registerTold(api huma.API) {
	const at = "/requests/{id}/follow-ups"
	handle(api, route("list-follow-ups", http.MethodGet, at, "List who was asked about a request and what they said", tagFollowUps, staff()),
		func(ctx context.Context, in *OfRequest) (*struct{ Body HeardList }, error) {
			list, err := h.heard(ctx, evidence.RequestID(in.ID))
			return &struct{ Body HeardList }{list}, err
		})
	handle(api, route("record-told", http.MethodPost, at, "Write down what somebody told staff", tagFollowUps, staff(), conflicts, gone,
		describe("Kept as told to staff, with who wrote it down. Somebody who has told the library is not asked any more.")),
		func(ctx context.Context, in *toldIn) (*resultOut, error) {
			result, err := h.told(ctx, in)
			return &resultOut{result}, err
		})
}

// enter gives where the request stands, for staff of its library alone.
func (h *followUps) enter(ctx context.Context, id evidence.RequestID) (evidence.State, error) {
	standing, err := h.Standings.Standing(ctx, caller(ctx).Person, id)
	if err == nil && standing.Relation != postgres.RelationLibrary {
		err = evidence.Refuse(evidence.NotPermitted, "This is for the staff of the library.")
	}
	return standing.State, err
}

func (h *followUps) heard(ctx context.Context, id evidence.RequestID) (HeardList, error) {
	state, err := h.enter(ctx, id)
	if err != nil {
		return HeardList{}, err
	}
	rows, err := h.Surveys.HeardOf(ctx, id)
	if err != nil {
		return HeardList{}, err
	}
	questionnaire, err := h.questionnaire(ctx, state.Library, 0)
	list := HeardList{Questionnaire: questionnaire, Items: make([]HeardView, len(rows))}
	for i, r := range rows {
		list.Items[i] = heardView(r)
	}
	return list, err
}

func heardView(r postgres.Heard) HeardView {
	v := HeardView{
		Person: r.Person, Name: r.Name, Round: r.Round, State: r.State, Reason: r.Reason, AskedAt: r.AskedAt, AnsweredAt: r.ToldAt, How: r.How,
		RecordedBy: r.RecordedBy, RecordedName: r.RecordedName, Version: r.Questionnaire, Form: r.Form, TimeSaved: r.TimeSaved, MayQuote: r.MayQuote,
		WithdrawnAt: r.WithdrawnAt, Erased: r.Erased,
	}
	if r.ToldAt.IsZero() {
		return v
	}
	v.QuoteAs, v.Answers = r.QuoteAs, &SurveyAnswers{}
	if err := json.Unmarshal(r.Codes, v.Answers); err != nil {
		v.Answers = &SurveyAnswers{} // of a form of answers that is no more
	}
	v.Answers.How, v.Answers.Detail = r.Texts["q3_how"], r.Texts["q5_detail"]
	for question, words := range r.Texts {
		if code, ok := strings.CutPrefix(question, "local."); ok {
			if v.Answers.Local == nil {
				v.Answers.Local = map[string][]string{}
			}
			v.Answers.Local[code] = []string{words}
		}
	}
	return v
}

func (h *followUps) told(ctx context.Context, in *toldIn) (FollowUpResult, error) {
	id := evidence.RequestID(in.ID)
	state, err := h.enter(ctx, id)
	if err != nil {
		return FollowUpResult{}, err
	}
	body := &in.Body
	switch {
	case state.FirstDeliveredAt.IsZero():
		return FollowUpResult{}, evidence.Refuse(evidence.NotAllowedInStage, "Nothing has been delivered yet that could have made a difference.")
	case body.Answers == nil:
		return FollowUpResult{}, evidence.InvalidField("answers", "required", "Write down the answer to at least one question.")
	}
	form, err := h.Surveys.Form(ctx, state.Library, 0)
	if err != nil {
		return FollowUpResult{}, err
	}
	if err := h.check(&body.SurveyBody, form); err != nil {
		return FollowUpResult{}, err
	}
	warnings, err := h.guarded(ctx, state.Library, body.Confirm, body.Answers.texts(form)...)
	if err != nil {
		return FollowUpResult{}, err
	}
	answer := h.stored(&body.SurveyBody, form)
	answer.RecordedBy = caller(ctx).Person
	ask, row, waits, err := h.Surveys.SaveTold(ctx, postgres.Told{
		Request: id, Library: state.Library, Person: cmp.Or(body.Person, state.Requester), Round: body.Round, Answer: answer,
	})
	if err == nil && waits {
		_, err = h.Impact.AnswerImpact(ctx, id, workflows.ImpactAnswer{Ask: ask.ID, Answer: row})
	}
	return FollowUpResult{State: evidence.AskAnswered, Warnings: warnings}, err
}
