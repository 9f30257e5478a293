package rest

import (
	"context"
	"fmt"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// SurveyView is what a library asks about the difference that its answers made, whom, and how many answer.
type SurveyView struct {
	postgres.SurveyForm

	Core       []vocabulary.Term   `json:"core" nullable:"false" doc:"The questions of the questionnaire, which cannot be reworded"`
	CoreStatus vocabulary.Status   `json:"core_status" enum:"sourced,recalled,inferred" doc:"recalled: the wording is from memory and not the official one"`
	CoreText   string              `json:"core_version"`
	Warning    string              `json:"warning,omitempty"`
	Rate       postgres.SurveyRate `json:"rate" doc:"Of the last twelve months, first round"`
}

// SurveyFormBody is what a library asks from now on.
type SurveyFormBody struct {
	Confirming

	Share     int                      `json:"share" minimum:"1" maximum:"100" doc:"Per cent of the requests that are asked about; the request decides by itself, so that it is the same whenever it is asked"`
	Questions []postgres.LocalQuestion `json:"questions" nullable:"false" maxItems:"20" doc:"All of them in their order; one that is left out is retired"`
}

// SavedSurveyForm is a form that was just saved.
type SavedSurveyForm struct {
	postgres.SurveyForm

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type saveSurveyIn struct {
	OfLibrary

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag of the version that was read; required"`
	Body    SurveyFormBody
}

func registerSurveyForms(api huma.API, d Deps) {
	const at = "/libraries/{id}/survey"
	handle(api, route("get-survey", http.MethodGet, at, "Read what a library asks about impact", tagFollowUps, workers()), d.getSurvey)
	handle(api, route("save-survey", http.MethodPut, at, "Change a library's own questions", tagFollowUps, member(evidence.Manager), preconditioned,
		describe("Makes a new version, which whoever is asked from now on sees; answers keep the version that they answered. "+
			"A question with other words is another question. Those of the questionnaire cannot be changed.")), d.saveSurvey)
}

func (d Deps) getSurvey(ctx context.Context, in *OfLibrary) (*rowOut[SurveyView], error) {
	form, err := d.Surveys.Form(ctx, in.library(), 0)
	if err != nil {
		return nil, err
	}
	rate, err := d.Surveys.Rate(ctx, in.library())
	if err != nil {
		return nil, err
	}
	core, _ := d.Vocabulary.Get(vocabulary.ImpactQuestions)
	return &rowOut[SurveyView]{ETag: etag(form.Version), Body: SurveyView{
		SurveyForm: form, Core: core.Terms, CoreStatus: core.Status, CoreText: core.Version, Warning: core.Warning, Rate: rate,
	}}, nil
}

func (d Deps) saveSurvey(ctx context.Context, in *saveSurveyIn) (*rowOut[SavedSurveyForm], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := d.guarded(ctx, in.library(), in.Body.Confirm, formTexts(in.Body.Questions)...)
	if err != nil {
		return nil, err
	}
	saved, err := d.Surveys.SaveForm(ctx, in.library(), caller(ctx).Person, version, in.Body.Share, in.Body.Questions)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedSurveyForm]{ETag: etag(saved.Version), Body: SavedSurveyForm{saved, warnings}}, nil
}

// formTexts are the words of a library's own questions, for the identifier guard.
func formTexts(list []postgres.LocalQuestion) (texts []Text) {
	for i, q := range list {
		at := fmt.Sprintf("questions[%d].", i)
		texts = append(texts, Text{at + "label", q.Label}, Text{at + "hint", q.Hint})
		for j, o := range q.Options {
			texts = append(texts, Text{fmt.Sprintf("%soptions[%d].label", at, j), o.Label})
		}
	}
	return texts
}
