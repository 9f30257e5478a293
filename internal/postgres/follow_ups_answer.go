package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Ask is one person asked about one request. It names nobody and says nothing of the question.
type Ask struct {
	ID            string
	Request       evidence.RequestID
	Reference     string
	Library       evidence.LibraryID
	Person        evidence.PersonID
	Round         int // 2 for the second look
	State         evidence.AskState
	Questionnaire string // the version to show
	Form          int    // the version of the library's own questions to show
	AskedAt       time.Time
	EndsAt        time.Time // answers are taken until then
	OptedOut      bool      // the person does not want to be asked again
	Answered      bool      // an answer is stored, perhaps one that the engine has not heard of yet
	Open          bool      // an answer would be taken
	MayQuote      bool      // consent was given and stands
	QuoteAs       QuoteAs
	WithdrawnAt   time.Time // when the consent was withdrawn
}

// QuoteAs is how somebody wants to be named who may be quoted.
type QuoteAs string

// The ways to be named.
const (
	QuoteRole QuoteAs = "role" // by role only
	QuoteName QuoteAs = "name"
)

// How an answer came.
const (
	HowMail  = "mail"  // by the link of the letter
	HowPage  = "page"  // signed in
	HowPhone = "phone" // told to staff, by telephone or in person
)

// AskByToken finds the ask of a link by the SHA-256 of its secret part. Errors: NotFound, also for the link of somebody
// who was erased.
func (f *FollowUps) AskByToken(ctx context.Context, hash []byte) (Ask, error) {
	id, err := f.q.AskOfToken(ctx, hash)
	if err != nil {
		return Ask{}, processError(err)
	}
	return f.askOf(ctx, f.q, id)
}

// AskOf finds the newest ask of a person about a request. Errors: NotFound.
func (f *FollowUps) AskOf(ctx context.Context, request evidence.RequestID, person evidence.PersonID) (Ask, error) {
	r, p, err := idsOf(string(request), string(person))
	if err != nil {
		return Ask{}, err
	}
	id, err := f.q.AskOfPerson(ctx, sqlc.AskOfPersonParams{Request: r, Person: p})
	if err != nil {
		return Ask{}, processError(err)
	}
	return f.askOf(ctx, f.q, id)
}

func (f *FollowUps) askOf(ctx context.Context, q *sqlc.Queries, id uuid.UUID) (Ask, error) {
	r, err := q.GetAsk(ctx, id)
	if err != nil {
		return Ask{}, processError(err)
	}
	a := Ask{
		ID: r.ID.String(), Request: evidence.RequestID(r.RequestID.String()), Reference: r.Reference,
		Library: evidence.LibraryID(r.LibraryID.String()), Person: personOf(r.PersonID), Round: int(r.Round), State: evidence.AskState(r.State),
		Questionnaire: r.Questionnaire, Form: int(r.Form), AskedAt: orZero(r.AskedAt), OptedOut: r.OptedOut, Answered: r.Answered,
		MayQuote: r.QuoteConsent && r.QuoteWithdrawnAt == nil, QuoteAs: QuoteAs(r.QuoteAs), WithdrawnAt: orZero(r.QuoteWithdrawnAt),
	}
	if r.AskedAt != nil {
		a.EndsAt = a.AskedAt.Add(evidence.AnswerWindow)
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
	MinutesSaved  *int              // its midpoint
	QuoteConsent  bool
	QuoteAs       QuoteAs           // QuoteRole when empty
	How           string            // HowMail when empty
	RecordedBy    evidence.PersonID // who wrote it down; for HowPhone
}

// SaveAnswer stores the answer to an ask and gives the identifier of its row, which is then given to the workflow. The
// same answer again gives the same row. Errors: NotFound; AlreadyAnswered when another answer is stored; Expired when the
// time for answers is over or the person has opted out.
func (f *FollowUps) SaveAnswer(ctx context.Context, id string, v SurveyAnswer) (answer string, err error) {
	key, err := rowUUID(id)
	if err != nil {
		return "", err
	}
	err = pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		q := f.q.WithTx(tx)
		ask, err := f.askOf(ctx, q, key)
		if err != nil {
			return err
		}
		answer, err = f.saveAnswer(ctx, q, ask, ask.Open, v)
		return err
	})
	return answer, err
}

// saveAnswer stores the answer if there is to be one, and gives the row that is there then.
func (f *FollowUps) saveAnswer(ctx context.Context, q *sqlc.Queries, ask Ask, take bool, v SurveyAnswer) (string, error) {
	key := uuid.MustParse(ask.ID)
	v = v.whole()
	codes, texts := jsonOf(v.Codes), jsonOf(v.Texts)
	if take {
		cal, err := f.calendars.Calendar(ctx, ask.Library)
		if err != nil {
			return "", err
		}
		_, err = q.InsertSurveyAnswer(ctx, sqlc.InsertSurveyAnswerParams{
			ID: rowID(), Ask: key, Questionnaire: v.Questionnaire, Form: fit(ask.Form), Answers: codes, Texts: texts, TimeSaved: v.TimeSaved,
			MinutesSaved: narrow(v.MinutesSaved), QuoteConsent: v.QuoteConsent, QuoteAs: string(v.QuoteAs), How: v.How,
			RecordedBy: idOrNil(string(v.RecordedBy)), AnsweredOn: dayIn(cal.Location(), f.now()), Now: f.now(),
		})
		if err != nil {
			return "", err
		}
	}
	// A row that was there before decides whether this is the same answer once more.
	row, err := q.SurveyAnswerTo(ctx, sqlc.SurveyAnswerToParams{
		Ask: key, Questionnaire: v.Questionnaire, Answers: codes, Texts: texts, TimeSaved: v.TimeSaved, QuoteConsent: v.QuoteConsent, QuoteAs: string(v.QuoteAs),
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

// whole fills in what was left out.
func (v SurveyAnswer) whole() SurveyAnswer {
	if v.Codes == nil {
		v.Codes = map[string]any{}
	}
	if v.Texts == nil {
		v.Texts = map[string]string{}
	}
	if v.QuoteAs == "" {
		v.QuoteAs = QuoteRole
	}
	if v.How == "" {
		v.How = HowMail
	}
	return v
}

// WithdrawQuote notes that what was answered to an ask may not be quoted any more. It may be repeated; the first time stays.
// Errors: NotFound; NotAllowedInStage where no consent was given.
func (f *FollowUps) WithdrawQuote(ctx context.Context, id string) error {
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	n, err := f.q.WithdrawQuote(ctx, sqlc.WithdrawQuoteParams{Ask: key, Now: f.now()})
	if err == nil && n == 0 {
		err = evidence.Refuse(evidence.NotAllowedInStage, "Nobody agreed to be quoted.")
	}
	return err
}

// OptOut notes that the person of an ask does not want to be asked again, whatever has become of the follow-up. It may be
// repeated. Errors: NotFound.
func (f *FollowUps) OptOut(ctx context.Context, id string) error {
	key, err := rowUUID(id)
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
