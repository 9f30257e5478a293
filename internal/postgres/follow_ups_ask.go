package postgres

import (
	"context"
	"crypto/sha256"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres/sqlc"
)

// ask makes one ask for each person the answer was for: the requester, and whoever asked a question that was merged into
// this one. Delegates and people copied in did not need the answer themselves. Who was asked about another request less
// than 30 days ago, has opted out or was erased is not asked; the ask says so.
func (w impactWriter) ask(ctx context.Context, s evidence.ImpactState) ([]evidence.ImpactAsk, error) {
	people, err := w.q.PeopleToAsk(ctx, w.request)
	if err != nil {
		return nil, err
	}
	asks := make([]evidence.ImpactAsk, len(people))
	for i, p := range people {
		a := evidence.ImpactAsk{ID: rowID().String(), Person: personOf(p.ID), State: evidence.AskAsked}
		switch {
		case p.Erased:
			a.State, a.Reason = evidence.AskNotAsked, evidence.NotAskedErased
		case p.OptedOut:
			a.State, a.Left = evidence.AskOptedOut, true
		}
		if asks[i], err = w.insert(ctx, s, a); err != nil {
			return nil, err
		}
	}
	return asks, nil
}

// insert writes an ask. The table refuses a second one within 30 days, whoever writes it first; that one is not asked.
func (w impactWriter) insert(ctx context.Context, s evidence.ImpactState, a evidence.ImpactAsk) (evidence.ImpactAsk, error) {
	row := sqlc.InsertAskParams{
		ID: uuid.MustParse(a.ID), Request: w.request, Person: uuid.MustParse(string(a.Person)), State: string(a.State),
		Reason: orNil(string(a.Reason)), Questionnaire: w.f.version, Now: s.At,
	}
	if a.State == evidence.AskAsked {
		row.AskedAt, row.TokenHash = &s.AskedAt, askHash(w.f.key, a.ID)
	}
	n, err := w.q.InsertAsk(ctx, row)
	switch {
	case err != nil || n == 1:
		return a, err
	case a.State != evidence.AskAsked:
		return a, errRaced
	}
	a.State, a.Reason = evidence.AskNotAsked, evidence.NotAskedRecent
	return w.insert(ctx, s, a)
}

// askHash is the SHA-256 of the secret part of an ask's link: all that is stored of it.
func askHash(key []byte, ask string) []byte {
	sum := sha256.Sum256([]byte(mail.AskToken(key, ask)))
	return sum[:]
}

// heard takes over what people have said meanwhile without the workflow knowing: an answer that was stored just before
// the engine could not be reached, and a wish not to be asked again that was given about another request.
func (w impactWriter) heard(ctx context.Context, s evidence.ImpactState) ([]evidence.ImpactAsk, error) {
	asks := slices.Clone(s.Asks)
	if len(asks) == 0 {
		return asks, nil
	}
	rows, err := w.q.AsksHeard(ctx, w.request)
	for _, r := range rows {
		i := slices.IndexFunc(asks, func(a evidence.ImpactAsk) bool { return a.ID == r.ID.String() })
		if i < 0 {
			continue
		}
		switch a := &asks[i]; {
		case a.State == evidence.AskAnswered || a.State == evidence.AskNotAsked:
		case r.Answer != nil:
			a.State, a.Answer = evidence.AskAnswered, r.Answer.String()
		case r.OptedOut:
			a.State, a.Left = evidence.AskOptedOut, true
		}
	}
	return asks, err
}

// move writes where every ask stands, and who does not want to be asked again.
func (w impactWriter) move(ctx context.Context, s evidence.ImpactState) error {
	for _, a := range s.Asks {
		id, err := rowUUID(a.ID)
		if err != nil {
			return err
		}
		if _, err := w.q.MoveAsk(ctx, sqlc.MoveAskParams{ID: id, Request: w.request, State: string(a.State), At: s.At}); err != nil {
			return err
		}
		if !a.Left {
			continue
		}
		if err := w.q.InsertOptOut(ctx, sqlc.InsertOptOutParams{Ask: id, At: s.At}); err != nil {
			return err
		}
	}
	return nil
}

// tell queues a notice to everybody who is waited for.
func (w impactWriter) tell(ctx context.Context, kind evidence.NoticeKind, s evidence.ImpactState) error {
	if kind == "" {
		return nil
	}
	owed := owedNotices{request: w.request, step: strconv.Itoa(s.Seq), kind: kind}
	for _, a := range s.Asks {
		if a.State == evidence.AskAsked || a.State == evidence.AskReminded {
			owed.add(uuid.MustParse(string(a.Person)), uuid.MustParse(a.ID))
		}
	}
	return owed.queue(ctx, w.q)
}
