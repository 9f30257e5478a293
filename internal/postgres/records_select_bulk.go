package postgres

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

const (
	// MaxMatching is how many publications one decision may be taken for by a filter: as many as one upload may bring.
	MaxMatching = 50_000

	shownBulk = 10 // decisions for many that a list of publications tells of
)

// Matching is a decision for all publications that a filter finds, but for those that are included: what is in the report
// leaves it by name only.
type Matching struct {
	Verdict      Verdict `json:"verdict" enum:"maybe,exclude"`
	Reason       string  `json:"reason,omitempty" maxLength:"64" doc:"Of an exclusion: a code of exclusion_reasons"`
	Filter       Filter  `json:"filter" doc:"As in the list of publications"`
	Publications int     `json:"publications" minimum:"1" maximum:"50000" doc:"How many it is for, as the list said: its total without those that are included. With another number nothing happens"`
}

// Filter is what a list of publications is narrowed to.
type Filter struct {
	Verdict string `json:"verdict,omitempty" enum:"undecided,maybe,exclude,all" default:"all"`
	Source  string `json:"source,omitempty" maxLength:"64" doc:"A code of sources: those that a search of it found"`
	Text    string `json:"q,omitempty" maxLength:"200" doc:"Words that must all stand in the citation or the abstract"`
}

// BulkDecision is one decision that was taken for all that a filter found.
type BulkDecision struct {
	ID           string            `json:"id" format:"uuid"`
	Verdict      Verdict           `json:"verdict" enum:"maybe,exclude"`
	Reason       string            `json:"reason,omitempty"`
	OfVerdict    string            `json:"of_verdict" enum:"undecided,maybe,exclude,all" doc:"What the filter looked for"`
	OfSource     string            `json:"of_source,omitempty" doc:"What the filter looked for"`
	ByWords      bool              `json:"by_words" doc:"The filter looked for words, which are not kept"`
	Publications int               `json:"publications" doc:"How many it was taken for"`
	DecidedBy    evidence.PersonID `json:"decided_by" format:"uuid"`
	DecidedAt    time.Time         `json:"decided_at"`
	UndoneBy     evidence.PersonID `json:"undone_by,omitempty" format:"uuid" doc:"Who took it back"`
	UndoneAt     *time.Time        `json:"undone_at,omitempty"`
	Undone       *int              `json:"undone,omitempty" doc:"For how many it was taken back: those on which nobody had decided since"`
}

// DecideMatching takes one decision for up to [MaxMatching] publications that a filter finds. Errors: NotPermitted; Invalid,
// at `publications` when the filter finds another number.
func (c *Content) DecideMatching(ctx context.Context, a Access, m Matching, k Creation) (BulkDecision, error) {
	params, err := c.matchingOf(a, m)
	if err != nil {
		return BulkDecision{}, err
	}
	if err := a.works(); err != nil {
		return BulkDecision{}, err
	}
	ids, err := c.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if err := q.HoldReferenceList(ctx, a.request); err != nil {
			return err
		}
		params.ID = ids[0]
		n, err := q.DecideMatching(ctx, params)
		if err == nil && n == 0 {
			err = &evidence.Error{Code: evidence.Invalid, Fields: []evidence.FieldError{{
				Field: "publications", Code: "changed", Detail: "The filter finds another number now. Look at the list again.",
			}}}
		}
		return err
	})
	if err != nil {
		return BulkDecision{}, err
	}
	return bulkDecision(ctx, c.q, a, ids[0])
}

// matchingOf checks a decision for many.
func (c *Content) matchingOf(a Access, m Matching) (sqlc.DecideMatchingParams, error) {
	if m.Filter.Verdict == "" {
		m.Filter.Verdict = "all"
	}
	check := c.checker()
	if m.Verdict == Undecided {
		check.wrong("verdict", "required", "Say maybe or exclude.")
	}
	check.one("verdict", string(m.Verdict), string(Maybe), string(Exclude))
	check.reason(m.Verdict, m.Reason)
	check.one("filter.verdict", m.Filter.Verdict, "undecided", "maybe", "exclude", "all")
	check.text("filter.source", m.Filter.Source, evidence.MaxCode)
	check.text("filter.q", m.Filter.Text, maxListText)
	check.between("publications", m.Publications, 1, MaxMatching)
	return sqlc.DecideMatchingParams{
		Request: a.request, Verdict: string(m.Verdict), Reason: m.Reason, OfVerdict: m.Filter.Verdict, Source: m.Filter.Source,
		Words: wordsOf(m.Filter.Text), Expected: fit(m.Publications), Person: a.person, Now: c.now(),
	}, check.err()
}

// TakeBackBulk makes the publications of a decision for many what they were before it, but for those on which somebody has
// decided since. Doing it again changes nothing. Errors: NotPermitted, NotFound.
func (c *Content) TakeBackBulk(ctx context.Context, a Access, id string) (BulkDecision, error) {
	key, err := rowUUID(id)
	if err != nil {
		return BulkDecision{}, err
	}
	if err := a.works(); err != nil {
		return BulkDecision{}, err
	}
	var done BulkDecision
	err = c.tx(ctx, func(q *sqlc.Queries) error {
		if err := q.HoldReferenceList(ctx, a.request); err != nil {
			return err
		}
		if done, err = bulkDecision(ctx, q, a, key); err != nil || done.UndoneAt != nil {
			return err
		}
		n, err := q.TakeBackBulk(ctx, sqlc.TakeBackBulkParams{Request: a.request, ID: key})
		if err != nil {
			return err
		}
		if err := q.MarkBulkUndone(ctx, sqlc.MarkBulkUndoneParams{Request: a.request, ID: key, Person: a.person, Now: c.now(), Undone: n}); err != nil {
			return err
		}
		done, err = bulkDecision(ctx, q, a, key)
		return err
	})
	return done, err
}

func bulkDecision(ctx context.Context, q *sqlc.Queries, a Access, id uuid.UUID) (BulkDecision, error) {
	rows, err := q.BulkDecisions(ctx, sqlc.BulkDecisionsParams{Request: a.request, ID: &id, Most: 1})
	if err == nil && len(rows) == 0 {
		err = evidence.Refuse(evidence.NotFound, "")
	}
	if err != nil {
		return BulkDecision{}, contentError(err)
	}
	return bulkOf(rows[0]), nil
}

func bulkOf(r sqlc.BulkDecision) BulkDecision {
	return BulkDecision{
		ID: r.ID.String(), Verdict: Verdict(r.Verdict), Reason: r.Reason, OfVerdict: r.OfVerdict, OfSource: r.OfSource, ByWords: r.ByWords,
		Publications: int(r.Publications), DecidedBy: personOf(r.DecidedBy), DecidedAt: r.DecidedAt.UTC(), UndoneBy: personOrNone(r.UndoneBy),
		UndoneAt: instant(r.UndoneAt), Undone: widen(r.Undone),
	}
}

// wordsOf are the words that a filter looks for.
func wordsOf(text string) []string {
	words := strings.Fields(strings.ToLower(text))
	return texts(words[:min(len(words), maxSearchWords)])
}
