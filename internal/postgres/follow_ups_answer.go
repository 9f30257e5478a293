package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Ask is what the link of an ask leads to. It names nobody and says nothing of the question.
type Ask struct {
	ID            string
	Request       evidence.RequestID
	Reference     string
	Library       evidence.LibraryID
	Person        evidence.PersonID
	State         evidence.AskState
	Questionnaire string // the version to show
	AskedAt       time.Time
	EndsAt        time.Time // answers are taken until then
	OptedOut      bool      // the person does not want to be asked again
	Answered      bool      // an answer is stored, perhaps one that the engine has not heard of yet
	Open          bool      // an answer would be taken
}

// AskByToken finds the ask of a link by the SHA-256 of its secret part. Errors: NotFound, also for the link of somebody
// who was erased.
func (f *FollowUps) AskByToken(ctx context.Context, hash []byte) (Ask, error) {
	return f.askByToken(ctx, f.q, hash)
}

func (f *FollowUps) askByToken(ctx context.Context, q *sqlc.Queries, hash []byte) (Ask, error) {
	r, err := q.AskByToken(ctx, hash)
	if err != nil {
		return Ask{}, processError(err)
	}
	a := Ask{
		ID: r.ID.String(), Request: evidence.RequestID(r.RequestID.String()), Reference: r.Reference,
		Library: evidence.LibraryID(r.LibraryID.String()), Person: personOf(r.PersonID), State: evidence.AskState(r.State),
		Questionnaire: r.Questionnaire, AskedAt: orZero(r.AskedAt), EndsAt: orZero(r.EndsAt), OptedOut: r.OptedOut, Answered: r.Answered,
	}
	waits := a.State == evidence.AskAsked || a.State == evidence.AskReminded || a.State == evidence.AskNoResponse
	a.Open = waits && !a.Answered && f.now().Before(a.EndsAt)
	return a, nil
}

// SurveyAnswer is what somebody answered to an ask: codes, which are counted, apart from words, which can be blanked.
type SurveyAnswer struct {
	Questionnaire string            // the version that was shown
	Codes         map[string]any    // by question: a code, a list of codes, or codes by the rows of a matrix
	Texts         map[string]string // by question
	TimeSaved     string            // a code of time_saved_bands
	QuoteConsent  bool
}

// SaveAnswer stores the answer to an ask and gives the identifier of its row, which is then given to the workflow. The
// same answer again gives the same row. Errors: NotFound; AlreadyAnswered when another answer is stored; Expired when the
// time for answers is over or the person has opted out.
func (f *FollowUps) SaveAnswer(ctx context.Context, hash []byte, v SurveyAnswer) (ask Ask, answer string, err error) {
	if v.Codes == nil {
		v.Codes = map[string]any{}
	}
	if v.Texts == nil {
		v.Texts = map[string]string{}
	}
	err = pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		q := f.q.WithTx(tx)
		if ask, err = f.askByToken(ctx, q, hash); err != nil {
			return err
		}
		answer, err = f.saveAnswer(ctx, q, ask, v)
		return err
	})
	return ask, answer, err
}

func (f *FollowUps) saveAnswer(ctx context.Context, q *sqlc.Queries, ask Ask, v SurveyAnswer) (string, error) {
	key, err := rowUUID(ask.ID)
	if err != nil {
		return "", err
	}
	codes, texts := jsonOf(v.Codes), jsonOf(v.Texts)
	if ask.Open {
		_, err := q.InsertSurveyAnswer(ctx, sqlc.InsertSurveyAnswerParams{
			ID: rowID(), Ask: key, Questionnaire: v.Questionnaire, Answers: codes, Texts: texts, TimeSaved: v.TimeSaved,
			QuoteConsent: v.QuoteConsent, Now: f.now(),
		})
		if err != nil {
			return "", err
		}
	}
	// A row that was there before decides whether this is the same answer once more.
	row, err := q.SurveyAnswerTo(ctx, sqlc.SurveyAnswerToParams{
		Ask: key, Questionnaire: v.Questionnaire, Answers: codes, Texts: texts, TimeSaved: v.TimeSaved, QuoteConsent: v.QuoteConsent,
	})
	switch {
	case isMissing(err):
		return "", evidence.Refuse(evidence.Expired, "")
	case err != nil:
		return "", err
	case !row.Same:
		return "", evidence.Refuse(evidence.AlreadyAnswered, "")
	}
	return row.ID.String(), nil
}

// OptOut notes that the person of a link does not want to be asked again, whatever has become of the follow-up. It may be
// repeated. Errors: NotFound.
func (f *FollowUps) OptOut(ctx context.Context, hash []byte) error {
	a, err := f.AskByToken(ctx, hash)
	if err != nil {
		return err
	}
	key, err := rowUUID(a.ID)
	if err != nil {
		return err
	}
	return f.q.InsertOptOut(ctx, sqlc.InsertOptOutParams{Ask: key, At: f.now()})
}

// OptedOut reports whether a person does not want to be asked.
func (f *FollowUps) OptedOut(ctx context.Context, person evidence.PersonID) (bool, error) {
	key, err := rowUUID(string(person))
	if err != nil {
		return false, nil //nolint:nilerr // what is no identifier is nobody
	}
	return f.q.HasOptedOut(ctx, key)
}
