package rest

import (
	"context"
	"crypto/sha256"
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

// Questionnaire is what people are asked: the national questions, which nobody can reword, and those of the library.
type Questionnaire struct {
	Version   string                   `json:"questionnaire_version"`
	Status    vocabulary.Status        `json:"questionnaire_status" enum:"sourced,recalled,inferred" doc:"recalled: the wording is from memory and not the official one"`
	Warning   string                   `json:"warning,omitempty" doc:"To be shown beside the questions"`
	Questions []vocabulary.Term        `json:"questions" nullable:"false"`
	TimeSaved []vocabulary.Term        `json:"time_saved" nullable:"false"`
	Choices   map[string]choiceList    `json:"choices" nullable:"false" doc:"The terms of each vocabulary that a question names"`
	Local     []postgres.LocalQuestion `json:"local,omitempty" doc:"The library's own questions"`
	Form      int                      `json:"form" doc:"The version of the library's own questions"`
}

// FollowUpView is what somebody sees who opens the link of a letter that asks what difference the answer made. Opening it
// changes nothing: programs that read mail open links too.
type FollowUpView struct {
	Questionnaire

	Reference string            `json:"reference" doc:"Of the request, such as ED-2026-000123"`
	Library   string            `json:"library" doc:"The name of the library that asks"`
	Round     int               `json:"round" doc:"2 for the second look after three months"`
	State     evidence.AskState `json:"state"`
	AskedAt   time.Time         `json:"asked_at,omitzero"`
	OpenUntil time.Time         `json:"open_until,omitzero" doc:"Answers are taken until then"`
	Open      bool              `json:"open" doc:"An answer would be taken"`
	OptedOut  bool              `json:"opted_out,omitempty" doc:"You will not be asked again"`
	MayQuote  bool              `json:"may_quote,omitempty" doc:"You agreed to be quoted and have not withdrawn it"`
	QuoteAs   postgres.QuoteAs  `json:"quote_as,omitempty" enum:"role,name"`
	Withdrawn time.Time         `json:"quote_withdrawn_at,omitzero" doc:"When you withdrew that you may be quoted"`
}

type choiceList []vocabulary.Term

// FollowUpBody answers the questionnaire, or asks not to be asked again.
type FollowUpBody struct {
	Confirming
	SurveyBody

	OptOut bool `json:"opt_out,omitempty" doc:"Never ask me again; answers may be left out"`
}

// SurveyBody is what is answered.
type SurveyBody struct {
	Answers   *SurveyAnswers   `json:"answers,omitempty"`
	TimeSaved string           `json:"time_saved,omitempty" maxLength:"64" doc:"A code of time_saved_bands"`
	MayQuote  bool             `json:"may_quote,omitempty" doc:"The library may quote the answer in a case study; can be withdrawn at any time"`
	QuoteAs   postgres.QuoteAs `json:"quote_as,omitempty" enum:"role,name" doc:"How to be named; role when left out"`
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
	// AskOf finds the newest ask of a person about a request; NotFound when there is none.
	AskOf(ctx context.Context, request evidence.RequestID, person evidence.PersonID) (postgres.Ask, error)
	// SaveAnswer stores an answer to an ask and returns its row. The same answer again gives the same row, another one
	// AlreadyAnswered; after the time is over it is Expired.
	SaveAnswer(ctx context.Context, ask string, a postgres.SurveyAnswer) (answer string, err error)
	// SaveTold stores what somebody told staff; waits says that the engine has to hear of it.
	SaveTold(ctx context.Context, t postgres.Told) (ask postgres.Ask, answer string, waits bool, err error)
	// HeardOf lists who was asked about a request and what they said.
	HeardOf(ctx context.Context, request evidence.RequestID) ([]postgres.Heard, error)
	// OptOut notes that the person of an ask does not want to be asked again.
	OptOut(ctx context.Context, ask string) error
	// WithdrawQuote notes that an answer may not be quoted any more; NotAllowedInStage where nobody agreed.
	WithdrawQuote(ctx context.Context, ask string) error
	// Form gives a version of a library's own questions; 0 is the newest.
	Form(ctx context.Context, library evidence.LibraryID, version int) (postgres.SurveyForm, error)
	// SaveForm makes the version after this one.
	SaveForm(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, version, share int, list []postgres.LocalQuestion) (postgres.SurveyForm, error)
	// Rate counts who answered in the last twelve months.
	Rate(ctx context.Context, library evidence.LibraryID) (postgres.SurveyRate, error)
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

type viewOut struct{ Body FollowUpView }

type resultOut struct{ Body FollowUpResult }

type answerByToken struct {
	OfFollowUp

	Body FollowUpBody
}

func registerFollowUps(api huma.API, d Deps) {
	h := &followUps{d}
	const at = "/follow-ups/{token}"
	handle(api, route("get-follow-up", http.MethodGet, at, "Read what is asked", tagFollowUps, anonymous()),
		func(ctx context.Context, in *OfFollowUp) (*viewOut, error) { return h.show(ctx, h.byToken(in.Token)) })
	handle(api, route("answer-follow-up", http.MethodPost, at, "Answer what is asked", tagFollowUps, anonymous(), conflicts, gone,
		describe("Taken once: the same answer again is the same answer, another one is already-answered.")),
		func(ctx context.Context, in *answerByToken) (*resultOut, error) {
			return h.take(ctx, h.byToken(in.Token), &in.Body, postgres.HowMail)
		})
	handle(api, route("withdraw-quote", http.MethodPost, at+"/withdraw-quote", "Withdraw that one may be quoted", tagFollowUps, anonymous(), conflicts,
		describe("At any time, also after the time for answers is over. It may be repeated.")),
		func(ctx context.Context, in *OfFollowUp) (*viewOut, error) {
			return h.withdraw(ctx, h.byToken(in.Token))
		})
	h.registerOwn(api)
	h.registerTold(api)
	registerSurveyForms(api, d)
}

// gone documents 410.
func gone(op *huma.Operation) { answers(op, http.StatusGone) }

type followUps struct{ Deps }

// finding leads to an ask, from a letter or from who has signed in.
type finding func(ctx context.Context) (postgres.Ask, error)

func (h *followUps) byToken(token string) finding {
	return func(ctx context.Context) (postgres.Ask, error) {
		if !askForm.MatchString(token) {
			return postgres.Ask{}, &evidence.Error{Code: evidence.NotFound}
		}
		hash := sha256.Sum256([]byte(token))
		return h.Surveys.AskByToken(ctx, hash[:])
	}
}

func (h *followUps) show(ctx context.Context, find finding) (*viewOut, error) {
	ask, err := find(ctx)
	if err != nil {
		return nil, err
	}
	view, err := h.view(ctx, ask)
	return &viewOut{view}, err
}

func (h *followUps) take(ctx context.Context, find finding, b *FollowUpBody, how string) (*resultOut, error) {
	ask, err := find(ctx)
	if err != nil {
		return nil, err
	}
	result, err := h.answer(ctx, ask, b, how)
	return &resultOut{result}, err
}

func (h *followUps) withdraw(ctx context.Context, find finding) (*viewOut, error) {
	ask, err := find(ctx)
	if err != nil {
		return nil, err
	}
	if err := h.Surveys.WithdrawQuote(ctx, ask.ID); err != nil {
		return nil, err
	}
	return h.show(ctx, find)
}

func (h *followUps) view(ctx context.Context, a postgres.Ask) (FollowUpView, error) {
	library, err := h.Directory.Library(ctx, a.Library)
	if err != nil {
		return FollowUpView{}, err
	}
	questionnaire, err := h.questionnaire(ctx, a.Library, a.Form)
	v := FollowUpView{
		Questionnaire: questionnaire, Reference: a.Reference, Library: library.Name, Round: a.Round, State: a.State, AskedAt: a.AskedAt, OpenUntil: a.EndsAt,
		Open: a.Open, OptedOut: a.OptedOut, MayQuote: a.MayQuote, QuoteAs: a.QuoteAs, Withdrawn: a.WithdrawnAt,
	}
	if a.Answered {
		v.State = evidence.AskAnswered
	}
	return v, err
}

// questionnaire is what a library asks in a version of its form.
func (h *followUps) questionnaire(ctx context.Context, library evidence.LibraryID, form int) (Questionnaire, error) {
	own, err := h.Surveys.Form(ctx, library, form)
	if err != nil {
		return Questionnaire{}, err
	}
	questions, _ := h.Vocabulary.Get(vocabulary.ImpactQuestions)
	saved, _ := h.Vocabulary.Get(vocabulary.TimeSavedBands)
	q := Questionnaire{
		Version: questions.Version, Status: questions.Status, Warning: questions.Warning, Questions: questions.Terms, TimeSaved: saved.Terms,
		Choices: map[string]choiceList{}, Local: own.Questions, Form: own.Version,
	}
	for _, one := range questions.Terms {
		for _, id := range []string{one.Answer.Vocabulary, one.Answer.Columns} {
			if list, ok := h.Vocabulary.Get(id); ok {
				q.Choices[id] = list.Terms
			}
		}
	}
	return q, nil
}
