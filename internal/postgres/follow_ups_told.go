package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Told is what somebody told a member of staff about a request.
type Told struct {
	Request evidence.RequestID
	Library evidence.LibraryID
	Person  evidence.PersonID // who told it
	Round   int               // 2 for what came of it at the second look
	Answer  SurveyAnswer      // with who wrote it down
}

// SaveTold stores what somebody told staff as the answer to their ask, or, where nobody has asked them, as one that nobody
// asked for; they are not asked then. The workflow has to hear of it where waits is true. Errors: NotFound for somebody for
// whom the answer was not; AlreadyAnswered; Expired when the time for answers is over.
func (f *FollowUps) SaveTold(ctx context.Context, t Told) (ask Ask, answer string, waits bool, err error) {
	request, person, err := idsOf(string(t.Request), string(t.Person))
	if err != nil {
		return Ask{}, "", false, err
	}
	t.Answer.How = HowPhone
	err = pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		q := f.q.WithTx(tx)
		// No step of the follow-up comes in between: it would ask somebody who is telling us.
		if _, err := q.LockFollowUp(ctx, request); err != nil && !isMissing(err) {
			return err
		}
		if err := isToBeAsked(ctx, q, request, person); err != nil {
			return err
		}
		if ask, err = f.toldAsk(ctx, q, t, request, person); err != nil {
			return err
		}
		waits = ask.Open
		unasked := ask.AskedAt.IsZero() && !ask.Answered
		if answer, err = f.saveAnswer(ctx, q, ask, ask.Open || unasked, t.Answer); err != nil || !unasked {
			return err
		}
		return q.AnsweredAsk(ctx, sqlc.AnsweredAskParams{ID: uuid.MustParse(ask.ID), At: f.now()})
	})
	return ask, answer, waits, err
}

// isToBeAsked refuses whoever is not among those for whom the answer was.
func isToBeAsked(ctx context.Context, q *sqlc.Queries, request, person uuid.UUID) error {
	people, err := q.PeopleToAsk(ctx, request)
	if err == nil && !slices.ContainsFunc(people, func(p sqlc.PeopleToAskRow) bool { return p.ID == person && !p.Erased }) {
		err = &evidence.Error{Code: evidence.NotFound}
	}
	return err
}

// toldAsk finds the ask of the round, or makes one that nobody sent.
func (f *FollowUps) toldAsk(ctx context.Context, q *sqlc.Queries, t Told, request, person uuid.UUID) (Ask, error) {
	round := max(fit(t.Round), 1)
	row, err := q.AskIn(ctx, sqlc.AskInParams{Request: request, Person: person, Round: round})
	if err == nil {
		return f.askOf(ctx, q, row.ID)
	}
	if !isMissing(err) {
		return Ask{}, err
	}
	form, err := newestForm(ctx, q, zeroUUID(evidence.RequestID(t.Library)))
	if err != nil {
		return Ask{}, err
	}
	id, now := rowID(), f.now()
	n, err := q.InsertAsk(ctx, sqlc.InsertAskParams{
		ID: id, Request: request, Person: person, Round: round, State: string(evidence.AskAnswered), Questionnaire: f.version,
		Form: fit(form.Version), AnsweredAt: &now, Now: now,
	})
	if err == nil && n == 0 { // somebody else wrote it down at the same moment
		row, err = q.AskIn(ctx, sqlc.AskInParams{Request: request, Person: person, Round: round})
		id = row.ID
	}
	if err != nil {
		return Ask{}, err
	}
	return f.askOf(ctx, q, id)
}

// Heard is one person asked about a request, or heard without being asked, for the staff of its library.
type Heard struct {
	ID            string
	Person        evidence.PersonID
	Name          string
	Round         int
	State         evidence.AskState
	Reason        evidence.AskReason // why not asked
	AskedAt       time.Time
	ToldAt        time.Time
	How           string
	RecordedBy    evidence.PersonID
	RecordedName  string
	Questionnaire string
	Form          int
	Codes         []byte // JSON by question
	Texts         map[string]string
	TimeSaved     string
	MayQuote      bool
	QuoteAs       QuoteAs
	WithdrawnAt   time.Time
	Erased        bool
}

// HeardOf lists who was asked about a request and what they said.
func (f *FollowUps) HeardOf(ctx context.Context, request evidence.RequestID) ([]Heard, error) {
	id, err := rowUUID(string(request))
	if err != nil {
		return nil, err
	}
	rows, err := f.q.AsksOfRequest(ctx, id)
	return each(rows, heardOf), err
}

func heardOf(r sqlc.AsksOfRequestRow) Heard {
	h := Heard{
		ID: r.ID.String(), Person: personOf(r.PersonID), Name: r.Name, Round: int(r.Round), State: evidence.AskState(r.State),
		Reason: evidence.AskReason(r.Reason), AskedAt: orZero(r.AskedAt), ToldAt: orZero(r.ToldAt), How: r.How, RecordedName: r.RecordedName,
		Questionnaire: r.Questionnaire, Form: int(r.Form), Codes: r.Answers, TimeSaved: r.TimeSaved,
		MayQuote: r.QuoteConsent && r.QuoteWithdrawnAt == nil && r.ErasedAt == nil, QuoteAs: QuoteAs(r.QuoteAs), WithdrawnAt: orZero(r.QuoteWithdrawnAt),
		Erased: r.ErasedAt != nil,
	}
	if r.RecordedBy != nil {
		h.RecordedBy = personOf(*r.RecordedBy)
	}
	if r.ToldAt != nil {
		h.State, h.Texts = evidence.AskAnswered, fromJSON[map[string]string](r.Texts)
	}
	return h
}
