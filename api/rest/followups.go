package rest

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
	"evidencedesk/workflows"
)

const tagFollowUps = "Follow-ups"

// FollowUpView is what somebody sees who opens the link of a letter that asks what difference the answer made. Opening it
// changes nothing: programs that read mail open links too.
type FollowUpView struct {
	Reference string                `json:"reference" doc:"Of the request, such as ED-2026-000123"`
	Library   string                `json:"library" doc:"The name of the library that asks"`
	State     evidence.AskState     `json:"state"`
	AskedAt   time.Time             `json:"asked_at,omitzero"`
	OpenUntil time.Time             `json:"open_until,omitzero" doc:"Answers are taken until then"`
	Open      bool                  `json:"open" doc:"An answer would be taken"`
	OptedOut  bool                  `json:"opted_out,omitempty" doc:"You will not be asked again"`
	Version   string                `json:"questionnaire_version"`
	Warning   string                `json:"warning,omitempty" doc:"To be shown beside the questions"`
	Questions []vocabulary.Term     `json:"questions" nullable:"false"`
	TimeSaved []vocabulary.Term     `json:"time_saved" nullable:"false"`
	Choices   map[string]choiceList `json:"choices" nullable:"false" doc:"The terms of each vocabulary that a question names"`
}

type choiceList []vocabulary.Term

// FollowUpBody answers the questionnaire, or asks not to be asked again.
type FollowUpBody struct {
	Confirming
	Answers   *SurveyAnswers `json:"answers,omitempty"`
	TimeSaved string         `json:"time_saved,omitempty" maxLength:"64" doc:"A code of time_saved_bands"`
	MayQuote  bool           `json:"may_quote,omitempty" doc:"The library may quote the answer in a case study"`
	OptOut    bool           `json:"opt_out,omitempty" doc:"Never ask me again; answers may be left out"`
}

// SurveyAnswers are the answers by question. Its fields are the codes of impact_questions.
type SurveyAnswers struct {
	Services []string            `json:"q1_services,omitempty" maxItems:"20" doc:"Codes of impact_services"`
	Uses     []string            `json:"q2_uses,omitempty" maxItems:"20" doc:"Codes of impact_uses"`
	How      string              `json:"q3_how,omitempty" maxLength:"10000"`
	Benefits map[string][]string `json:"q4_benefits,omitempty" maxProperties:"20" doc:"Codes of impact_horizons by code of impact_benefits"`
	Detail   string              `json:"q5_detail,omitempty" maxLength:"10000"`
	Role     string              `json:"q6_role,omitempty" maxLength:"64" doc:"A code of staff_groups"`
}

// FollowUpResult says what was taken.
type FollowUpResult struct {
	State    evidence.AskState `json:"state"`
	OptedOut bool              `json:"opted_out,omitempty" doc:"You will not be asked again"`
	Warnings []Finding         `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// Surveys keeps what people answer.
type Surveys interface {
	// AskByToken finds the ask whose token has this SHA-256; NotFound for any other.
	AskByToken(ctx context.Context, hash []byte) (postgres.Ask, error)
	// SaveAnswer stores an answer and returns its row. The same answer again gives the same row, another one
	// AlreadyAnswered; after the time is over it is Expired.
	SaveAnswer(ctx context.Context, hash []byte, a postgres.SurveyAnswer) (ask postgres.Ask, answer string, err error)
	// OptOut notes that the person of an ask does not want to be asked again.
	OptOut(ctx context.Context, hash []byte) error
}

// ImpactEngine tells the follow-up of a request what people did.
type ImpactEngine interface {
	AnswerImpact(ctx context.Context, id evidence.RequestID, a workflows.ImpactAnswer) (workflows.ImpactAck, error)
	OptOut(ctx context.Context, id evidence.RequestID, o workflows.ImpactOptOut) (workflows.ImpactAck, error)
}

// askForm is the form of a token: 32 bytes as base64url.
var askForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// OfFollowUp names an ask by the secret of its letter.
type OfFollowUp struct {
	Token string `path:"token" minLength:"43" maxLength:"43" pattern:"^[A-Za-z0-9_-]{43}$" doc:"From the letter"`
}

func registerFollowUps(api huma.API, d Deps) {
	h := &followUps{d}
	handle(api, route("get-follow-up", http.MethodGet, "/follow-ups/{token}", "Read what is asked", tagFollowUps, anonymous()),
		func(ctx context.Context, in *OfFollowUp) (*struct{ Body FollowUpView }, error) {
			ask, err := h.ask(ctx, in.Token)
			if err != nil {
				return nil, err
			}
			view, err := h.view(ctx, ask)
			return &struct{ Body FollowUpView }{view}, err
		})
	handle(api, route("answer-follow-up", http.MethodPost, "/follow-ups/{token}", "Answer what is asked", tagFollowUps, anonymous(), conflicts, gone),
		func(ctx context.Context, in *struct {
			OfFollowUp

			Body FollowUpBody
		},
		) (*struct{ Body FollowUpResult }, error) {
			ask, err := h.ask(ctx, in.Token)
			if err != nil {
				return nil, err
			}
			result, err := h.answer(ctx, ask, &in.Body)
			return &struct{ Body FollowUpResult }{result}, err
		})
}

// gone documents 410.
func gone(op *huma.Operation) { answers(op, http.StatusGone) }

type followUps struct{ Deps }

// asked is an ask with the hash of the token that led to it.
type asked struct {
	postgres.Ask
	hash []byte
}

func (h *followUps) ask(ctx context.Context, token string) (asked, error) {
	if !askForm.MatchString(token) {
		return asked{}, &evidence.Error{Code: evidence.NotFound}
	}
	hash := sha256.Sum256([]byte(token))
	ask, err := h.Surveys.AskByToken(ctx, hash[:])
	return asked{ask, hash[:]}, err
}

func (h *followUps) view(ctx context.Context, a asked) (FollowUpView, error) {
	library, err := h.Directory.Library(ctx, a.Library)
	if err != nil {
		return FollowUpView{}, err
	}
	questions, _ := h.Vocabulary.Get(vocabulary.ImpactQuestions)
	saved, _ := h.Vocabulary.Get(vocabulary.TimeSavedBands)
	v := FollowUpView{
		Reference: a.Reference, Library: library.Name, State: a.State, AskedAt: a.AskedAt, OpenUntil: a.EndsAt, Open: a.Open, OptedOut: a.OptedOut,
		Version: questions.Version, Warning: questions.Warning, Questions: questions.Terms, TimeSaved: saved.Terms, Choices: map[string]choiceList{},
	}
	for _, q := range questions.Terms {
		for _, id := range []string{q.Answer.Vocabulary, q.Answer.Columns} {
			if list, ok := h.Vocabulary.Get(id); ok {
				v.Choices[id] = list.Terms
			}
		}
	}
	return v, nil
}

// answer stores first and tells the engine then: what somebody wrote is never lost.
func (h *followUps) answer(ctx context.Context, ask asked, b *FollowUpBody) (FollowUpResult, error) {
	if err := h.check(b); err != nil {
		return FollowUpResult{}, err
	}
	result := FollowUpResult{State: ask.State}
	if b.Answers != nil {
		warnings, err := h.guarded(ctx, ask.Library, b.Confirm, Text{"answers.q3_how", b.Answers.How}, Text{"answers.q5_detail", b.Answers.Detail})
		if err != nil {
			return FollowUpResult{}, err
		}
		if err := h.take(ctx, ask, b); err != nil {
			return FollowUpResult{}, err
		}
		result.State, result.Warnings = evidence.AskAnswered, warnings
	}
	if b.OptOut {
		if err := h.leave(ctx, ask); err != nil {
			return FollowUpResult{}, err
		}
		result.OptedOut = true
	}
	return result, nil
}

func (h *followUps) take(ctx context.Context, ask asked, b *FollowUpBody) error {
	questions, _ := h.Vocabulary.Get(vocabulary.ImpactQuestions)
	answer := b.Answers.stored()
	answer.Questionnaire, answer.TimeSaved, answer.QuoteConsent = questions.Version, b.TimeSaved, b.MayQuote
	_, row, err := h.Surveys.SaveAnswer(ctx, ask.hash, answer)
	if err != nil {
		return err
	}
	_, err = h.Impact.AnswerImpact(ctx, ask.Request, workflows.ImpactAnswer{Ask: ask.ID, Answer: row})
	return err
}

// stored parts the codes, which are counted, from the words, which can be blanked.
func (a SurveyAnswers) stored() postgres.SurveyAnswer {
	s := postgres.SurveyAnswer{Codes: map[string]any{}, Texts: map[string]string{}}
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
	for question, text := range map[string]string{"q3_how": a.How, "q5_detail": a.Detail} {
		if text != "" {
			s.Texts[question] = text
		}
	}
	return s
}

func (h *followUps) leave(ctx context.Context, ask asked) error {
	if err := h.Surveys.OptOut(ctx, ask.hash); err != nil {
		return err
	}
	_, err := h.Impact.OptOut(ctx, ask.Request, workflows.ImpactOptOut{Ask: ask.ID})
	if code := evidence.CodeOf(err); code == evidence.Expired || code == evidence.NotAllowedInStage {
		return nil // the wish is stored; the follow-up has ended or knows it
	}
	return err
}

func (h *followUps) check(b *FollowUpBody) error {
	c := h.checks()
	if b.Answers == nil && !b.OptOut {
		c.wrong("answers", "required", "Answer at least one question, or opt out.")
	}
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
	}
	return c.err()
}
