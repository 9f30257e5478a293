package postgres

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// queueNotices writes what a transition owes to people, in its transaction: one notice for each living person of the
// audience. Each is owed once, however often this is called and however many audiences somebody belongs to.
func queueNotices(ctx context.Context, tx pgx.Tx, t evidence.Transition) error {
	q := sqlc.New(tx)
	for _, n := range t.Notices {
		who, err := audienceOf(t.Next, n)
		if err != nil {
			return err
		}
		people, err := q.NoticeAudience(ctx, who)
		if err != nil {
			return err
		}
		owed := owedNotices{request: who.Request, step: strconv.Itoa(t.Next.Seq), kind: n.Kind}
		for _, p := range people {
			owed.add(p, uuid.Nil)
		}
		if err := owed.queue(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// audienceOf says who hears of a notice: people by name, and people who stand to the request in some way.
func audienceOf(s evidence.State, n evidence.Notice) (sqlc.NoticeAudienceParams, error) {
	request, err := rowUUID(string(s.Request))
	if err != nil {
		return sqlc.NoticeAudienceParams{}, err
	}
	library, err := rowUUID(string(s.Library))
	if err != nil {
		return sqlc.NoticeAudienceParams{}, err
	}
	who := sqlc.NoticeAudienceParams{Request: request, Library: library, People: []uuid.UUID{}}
	role := func(r evidence.Role) { who.Role = orNil(string(r)) }
	switch n.To {
	case evidence.ToRequester:
		who.People = uuids(slices.Concat([]evidence.PersonID{s.Requester}, s.Delegates))
		who.Askers = true
		// Whoever asked a question that was merged into this one receives its answer.
		who.Merged = n.Kind == evidence.NoticeDelivered || n.Kind == evidence.NoticeCorrected
	case evidence.ToOwner:
		if s.Owner == "" {
			role(evidence.Librarian)
			break
		}
		who.People = uuids([]evidence.PersonID{s.Owner})
	case evidence.ToManagers:
		role(evidence.Manager)
	case evidence.ToReviewer:
		if s.Check != nil && s.Check.Reviewer != "" {
			who.People = uuids([]evidence.PersonID{s.Check.Reviewer})
		}
	default:
		return who, fmt.Errorf("postgres: a notice to the unknown audience %s", n.To)
	}
	return who, nil
}

// owedNotices are the notices of one kind that one step owes.
type owedNotices struct {
	request uuid.UUID
	step    string // the number of the transition, or what else owes them
	kind    evidence.NoticeKind
	found   evidence.WatchOutcome // for those about a watched report

	people, asks []uuid.UUID
}

// add owes a notice to a person; a zero ask is none.
func (o *owedNotices) add(person, ask uuid.UUID) {
	o.people, o.asks = append(o.people, person), append(o.asks, ask)
}

func (o *owedNotices) queue(ctx context.Context, q *sqlc.Queries) error {
	if len(o.people) == 0 {
		return nil
	}
	rows := sqlc.InsertNoticesParams{
		Request: o.request, Kind: string(o.kind), People: o.people, Asks: o.asks,
		NewRecords: fit(o.found.New), Retracted: fit(o.found.Retracted), Exports: fit(o.found.Exports),
	}
	for _, p := range o.people {
		rows.Ids = append(rows.Ids, rowID())
		rows.Keys = append(rows.Keys, fmt.Sprintf("%s/%s/%s/%s", o.request, o.step, o.kind, p))
	}
	_, err := q.InsertNotices(ctx, rows)
	return err
}
