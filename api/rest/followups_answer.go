package rest

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
	"evidencedesk/workflows"
)

// SurveyAnswers are the answers by question. Its fields are the codes of impact_questions, and the library's own questions.
type SurveyAnswers struct {
	Services []string            `json:"q1_services,omitempty" maxItems:"20" doc:"Codes of impact_services"`
	Uses     []string            `json:"q2_uses,omitempty" maxItems:"20" doc:"Codes of impact_uses"`
	How      string              `json:"q3_how,omitempty" maxLength:"10000"`
	Benefits map[string][]string `json:"q4_benefits,omitempty" maxProperties:"20" doc:"Codes of impact_horizons by code of impact_benefits"`
	Detail   string              `json:"q5_detail,omitempty" maxLength:"10000"`
	Role     string              `json:"q6_role,omitempty" maxLength:"64" doc:"A code of staff_groups"`
	Local    map[string][]string `json:"local,omitempty" maxProperties:"5" doc:"By code of the library's own questions: codes of its options, or the words of an answer"`
}

// maxSurveyText is the longest answer in words, in characters.
const maxSurveyText = 10_000

// answer stores first and tells the engine then: what somebody wrote is never lost.
func (h *followUps) answer(ctx context.Context, ask postgres.Ask, b *FollowUpBody, how string) (FollowUpResult, error) {
	result := FollowUpResult{State: ask.State}
	if b.Answers == nil && !b.OptOut {
		return result, evidence.InvalidField("answers", "required", "Answer at least one question, or opt out.")
	}
	form, err := h.Surveys.Form(ctx, ask.Library, ask.Form)
	if err != nil {
		return result, err
	}
	if err := h.check(&b.SurveyBody, form); err != nil {
		return result, err
	}
	if b.Answers != nil {
		if result.Warnings, err = h.guarded(ctx, ask.Library, b.Confirm, b.Answers.texts(form)...); err != nil {
			return result, err
		}
		answer := h.stored(&b.SurveyBody, form)
		answer.How = how
		if err := h.save(ctx, ask, answer); err != nil {
			return result, err
		}
		result.State = evidence.AskAnswered
	}
	if b.OptOut {
		if err := h.leave(ctx, ask); err != nil {
			return result, err
		}
		result.OptedOut = true
	}
	return result, nil
}

func (h *followUps) save(ctx context.Context, ask postgres.Ask, answer postgres.SurveyAnswer) error {
	row, err := h.Surveys.SaveAnswer(ctx, ask.ID, answer)
	if err != nil {
		return err
	}
	_, err = h.Impact.AnswerImpact(ctx, ask.Request, workflows.ImpactAnswer{Ask: ask.ID, Answer: row})
	return err
}

// texts are the answers in words, for the identifier guard.
func (a SurveyAnswers) texts(form postgres.SurveyForm) []Text {
	list := []Text{{"answers.q3_how", a.How}, {"answers.q5_detail", a.Detail}}
	for _, q := range form.Questions {
		if words := a.Local[q.Code]; q.Kind == "text" && len(words) > 0 {
			list = append(list, Text{"answers.local." + q.Code, words[0]})
		}
	}
	return list
}

// stored parts the codes, which are counted, from the words, which can be blanked.
func (h *followUps) stored(b *SurveyBody, form postgres.SurveyForm) postgres.SurveyAnswer {
	questions, _ := h.Vocabulary.Get(vocabulary.ImpactQuestions)
	s := postgres.SurveyAnswer{
		Questionnaire: questions.Version, TimeSaved: b.TimeSaved, MinutesSaved: h.minutes(b.TimeSaved), QuoteConsent: b.MayQuote, QuoteAs: b.QuoteAs,
		Codes: map[string]any{}, Texts: map[string]string{},
	}
	a := b.Answers
	for question, codes := range map[string][]string{"q1_services": a.Services, "q2_uses": a.Uses} {
		if len(codes) > 0 {
			s.Codes[question] = codes
		}
	}
	if len(a.Benefits) > 0 {
		s.Codes["q4_benefits"] = a.Benefits
	}
	if a.Role != "" {
		s.Codes["q6_role"] = a.Role
	}
	local := map[string][]string{}
	for _, q := range form.Questions {
		if len(a.Local[q.Code]) > 0 && q.Kind != "text" {
			local[q.Code] = a.Local[q.Code]
		}
	}
	if len(local) > 0 {
		s.Codes["local"] = local
	}
	for _, t := range a.texts(form) {
		if t.Value != "" {
			s.Texts[t.Field[len("answers."):]] = t.Value
		}
	}
	return s
}

// minutes is the midpoint of a band of time saved; nil where it is not known.
func (h *followUps) minutes(band string) *int {
	bands, _ := h.Vocabulary.Get(vocabulary.TimeSavedBands)
	i := slices.IndexFunc(bands.Terms, func(t vocabulary.Term) bool { return t.Code == band })
	if i < 0 {
		return nil
	}
	return bands.Terms[i].MidpointMinutes
}

func (h *followUps) leave(ctx context.Context, ask postgres.Ask) error {
	if err := h.Surveys.OptOut(ctx, ask.ID); err != nil {
		return err
	}
	_, err := h.Impact.OptOut(ctx, ask.Request, workflows.ImpactOptOut{Ask: ask.ID})
	code := evidence.CodeOf(err)
	if code == evidence.Expired || code == evidence.NotAllowedInStage || code == evidence.NotFound {
		return nil // the wish is stored; the follow-up has ended, knows it or never asked
	}
	return err
}

func (h *followUps) check(b *SurveyBody, form postgres.SurveyForm) error {
	c := h.checks()
	c.code("time_saved", b.TimeSaved, vocabulary.TimeSavedBands)
	if a := b.Answers; a != nil {
		c.codes("answers.q1_services", a.Services, vocabulary.ImpactServices)
		c.codes("answers.q2_uses", a.Uses, vocabulary.ImpactUses)
		c.code("answers.q6_role", a.Role, vocabulary.StaffGroups)
		for benefit, horizons := range a.Benefits {
			at := "answers.q4_benefits." + safeName(benefit)
			if !h.Vocabulary.Has(vocabulary.ImpactBenefits, benefit) {
				c.wrong(at, "unknown", fmt.Sprintf("Use a code of the vocabulary %s.", vocabulary.ImpactBenefits))
			}
			c.codes(at, horizons, vocabulary.ImpactHorizons)
		}
		for code, given := range a.Local {
			checkLocal(c, "answers.local."+safeName(code), form, code, given)
		}
	}
	return c.err()
}

// checkLocal reads the answer to one of the library's own questions.
func checkLocal(c *checks, at string, form postgres.SurveyForm, code string, given []string) {
	q, ok := form.Question(code)
	switch {
	case !ok:
		c.wrong(at, "unknown", "The library does not ask this.")
	case q.Kind != "many" && len(given) > 1:
		c.wrong(at, "too-many", "Give one answer.")
	case q.Kind == "text" && len(given) == 1 && utf8.RuneCountInString(given[0]) > maxSurveyText:
		c.wrong(at, "too-long", fmt.Sprintf("At most %d characters.", maxSurveyText))
	case q.Kind != "text":
		for _, option := range given {
			if !slices.ContainsFunc(q.Options, func(o postgres.LocalOption) bool { return o.Code == option }) {
				c.wrong(at, "unknown", "Use a code of the question's options.")
			}
		}
	}
}
