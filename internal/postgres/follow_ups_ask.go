package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres/sqlc"
)

// ask makes one ask for each person the answer was for: the requester, and whoever asked a question that was merged into
// this one. Delegates and people copied in did not need the answer themselves. Who was asked about another request less
// than 30 days ago, has opted out or was erased is not asked, and nobody is about a request outside of the library's sample;
// the ask says so. Who has told the library already is not asked either.
func (w impactWriter) ask(ctx context.Context, s evidence.ImpactState) ([]evidence.ImpactAsk, error) {
	people, err := w.q.PeopleToAsk(ctx, w.request)
	if err != nil {
		return nil, err
	}
	told, err := w.q.AsksHeard(ctx, w.request)
	if err != nil {
		return nil, err
	}
	form, err := newestForm(ctx, w.q, zeroUUID(evidence.RequestID(s.Library)))
	if err != nil {
		return nil, err
	}
	asks := make([]evidence.ImpactAsk, len(people))
	for i, p := range people {
		if a, ok := alreadyTold(told, p.ID, s); ok {
			asks[i] = a
			continue
		}
		a := evidence.ImpactAsk{ID: rowID().String(), Person: personOf(p.ID), State: evidence.AskAsked, Round: s.Round, End: s.AskedAt.Add(evidence.AnswerWindow)}
		switch {
		case p.Erased:
			a.State, a.Reason = evidence.AskNotAsked, evidence.NotAskedErased
		case p.OptedOut:
			a.State, a.Left = evidence.AskOptedOut, true
		case !Sampled(s.Request, form.Share):
			a.State, a.Reason = evidence.AskNotAsked, evidence.NotAskedSampled
		}
		if asks[i], err = w.insert(ctx, s, form.Version, a); err != nil {
			return nil, err
		}
	}
	return asks, nil
}

// Sampled reports whether a library that asks about this share of its requests, in per cent, asks about this one. It is the
// same whenever it is asked, and a larger share holds every request of a smaller one.
func Sampled(request evidence.RequestID, share int) bool {
	sum := sha256.Sum256([]byte("sample:" + string(request)))
	return binary.BigEndian.Uint64(sum[:8])%100 < uint64(max(share, 0))
}

// roundOf is the number of a round in the table, where the first is 1.
func roundOf(s evidence.ImpactState) int32 { return int32(max(s.Round, 1)) } //nolint:gosec // there are two

// alreadyTold is the ask of somebody who told the library before anybody asked.
func alreadyTold(told []sqlc.AsksHeardRow, person uuid.UUID, s evidence.ImpactState) (evidence.ImpactAsk, bool) {
	i := slices.IndexFunc(told, func(r sqlc.AsksHeardRow) bool {
		return r.PersonID == person && r.Round == roundOf(s) && r.Answer != nil
	})
	if i < 0 {
		return evidence.ImpactAsk{}, false
	}
	return evidence.ImpactAsk{
		ID: told[i].ID.String(), Person: personOf(person), State: evidence.AskAnswered, Answer: told[i].Answer.String(), Left: told[i].OptedOut, Round: s.Round,
	}, true
}

// insert writes an ask. The table refuses a second one within 30 days, whoever writes it first; that one is not asked.
func (w impactWriter) insert(ctx context.Context, s evidence.ImpactState, form int, a evidence.ImpactAsk) (evidence.ImpactAsk, error) {
	row := sqlc.InsertAskParams{
		ID: uuid.MustParse(a.ID), Request: w.request, Person: uuid.MustParse(string(a.Person)), Round: roundOf(s), State: string(a.State),
		Reason: orNil(string(a.Reason)), Questionnaire: w.f.version, Form: fit(form), Now: s.At,
	}
	if a.State == evidence.AskAsked {
		row.AskedAt, row.AskedOn, row.TokenHash = &s.AskedAt, dayIn(w.zone, s.AskedAt), askHash(w.f.key, a.ID)
	}
	n, err := w.q.InsertAsk(ctx, row)
	switch {
	case err != nil || n == 1:
		return a, err
	case a.State != evidence.AskAsked:
		return a, errRaced
	}
	a.State, a.Reason = evidence.AskNotAsked, evidence.NotAskedRecent
	return w.insert(ctx, s, form, a)
}

// askHash is the SHA-256 of the secret part of an ask's link: all that is stored of it.
func askHash(key []byte, ask string) []byte {
	sum := sha256.Sum256([]byte(mail.AskToken(key, ask)))
	return sum[:]
}

// heard takes over what people have said meanwhile without the workflow knowing: an answer that was stored just before
// the engine could not be reached or that was told to staff, and a wish not to be asked again that was given about another
// request.
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
		case a.State == evidence.AskAnswered:
		case r.Answer != nil:
			a.State, a.Answer = evidence.AskAnswered, r.Answer.String()
		case r.OptedOut && a.State != evidence.AskNotAsked:
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
