package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/wellbeing"
)

// CheckIn is what somebody answered to "how was that?" after a delivery. Only that person reads it, for 90 days.
type CheckIn struct {
	Request   evidence.RequestID `json:"request" format:"uuid"`
	Reference string             `json:"reference"`
	Answer    string             `json:"answer" enum:"fine,mixed,hard,skipped"`
	At        time.Time          `json:"at"`
}

// CheckInAnswers are the points of the check-in, and that somebody would rather not say.
func CheckInAnswers() []string { return []string{"fine", "mixed", "hard", "skipped"} }

// SayCheckIn keeps the answer of the owner of a delivered request; another answer replaces it. Errors: NotPermitted for anybody but
// the owner; NotAllowedInStage before delivery or when it was delivered more than 90 days ago; Invalid.
func (s *Wellbeing) SayCheckIn(ctx context.Context, a Access, answer string) error {
	t, err := s.Topic(ctx, a)
	switch {
	case err != nil:
		return err
	case t.Owner != personOf(a.person):
		return a.refuse("This is for whoever delivered the answer.")
	case t.DeliveredAt.IsZero() || s.now().Sub(t.DeliveredAt) >= wellbeing.KeepCheckIns:
		return &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "It is asked after a delivery, for 90 days.", Stage: a.stage}
	}
	k := s.checker()
	k.needed("answer", answer, evidence.MaxCode)
	k.one("answer", answer, CheckInAnswers()...)
	if err := k.err(); err != nil {
		return err
	}
	_, err = s.pool.Exec(ctx, `SELECT keep_check_in($1, $2, $3, $4, $5)`, a.request, a.person, string(a.library), answer, s.now())
	return contentError(err)
}

// DropCheckIn deletes one's own answer; without one it changes nothing.
func (s *Wellbeing) DropCheckIn(ctx context.Context, a Access) error {
	if err := a.colleague(); err != nil {
		return err
	}
	_, err := s.pool.Exec(ctx, `SELECT drop_check_in($1, $2)`, a.request, a.person)
	return contentError(err)
}

// CheckIns gives a person's own answers of the last 90 days, the newest first.
func (s *Wellbeing) CheckIns(ctx context.Context, person evidence.PersonID) ([]CheckIn, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	rows, err := s.pool.Query(ctx, `SELECT request_id, reference, answer, at FROM own_check_ins($1, $2)`, p, s.now().Add(-wellbeing.KeepCheckIns))
	if err != nil {
		return nil, contentError(err)
	}
	list, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (CheckIn, error) {
		var c CheckIn
		var id uuid.UUID
		err := row.Scan(&id, &c.Reference, &c.Answer, &c.At)
		c.Request, c.At = evidence.RequestID(id.String()), c.At.UTC()
		return c, err
	})
	if list == nil {
		list = []CheckIn{}
	}
	return list, contentError(err)
}

// Tidy tells the months that are over, once, and then deletes every check-in that is older than 90 days. It counts what it deleted.
func (s *Wellbeing) Tidy(ctx context.Context) (deleted int, err error) {
	now := s.now()
	if _, err := s.pool.Exec(ctx, `SELECT close_check_in_months($1::date)`, dateOf(&now)); err != nil {
		return 0, err
	}
	err = s.pool.QueryRow(ctx, `SELECT forget_check_ins($1)`, now.Add(-wellbeing.KeepCheckIns)).Scan(&deleted)
	return deleted, err
}

// eraseWellbeing deletes what concerns the wellbeing of a person.
func eraseWellbeing(ctx context.Context, q *sqlc.Queries, person uuid.UUID) error {
	if err := q.EraseCheckIns(ctx, person); err != nil {
		return err
	}
	return q.DropWellbeingOf(ctx, person)
}
