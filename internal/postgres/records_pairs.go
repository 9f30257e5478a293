package postgres

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

// SourceRecord is a record as one source gave it, with where it came from.
type SourceRecord struct {
	ID       string            `json:"id" format:"uuid"`
	Group    string            `json:"group" format:"uuid" doc:"The record that stands for the publication; itself, when it does"`
	Import   evidence.ImportID `json:"import" format:"uuid"`
	File     string            `json:"file,omitempty" doc:"Name of the import"`
	Search   string            `json:"search,omitempty" format:"uuid"`
	Source   string            `json:"source,omitempty" doc:"Of the search: a code of sources"`
	Platform string            `json:"platform,omitempty" doc:"Of the search: a code of platforms"`
	Number   int               `json:"number" doc:"Its place in the import"`
	Line     int               `json:"line,omitempty" doc:"Where it began in the file"`
	Type     string            `json:"type"`
	Title    string            `json:"title"`
	Authors  []string          `json:"authors,omitempty"`
	Journal  string            `json:"journal,omitempty"`
	Year     *int              `json:"year,omitempty"`
	Volume   string            `json:"volume,omitempty"`
	Issue    string            `json:"issue,omitempty"`
	Pages    string            `json:"pages,omitempty"`
	DOI      string            `json:"doi,omitempty"`
	PMID     string            `json:"pmid,omitempty"`
	URL      string            `json:"url,omitempty"`
	Abstract string            `json:"abstract,omitempty"`
	Decision string            `json:"decision,omitempty" enum:"include,maybe,exclude"`

	whole reference.Record
}

// RecordPair is two records that are, or may be, one publication: what a rule says, and what a person says, which overrules it.
type RecordPair struct {
	A           SourceRecord      `json:"a"`
	B           SourceRecord      `json:"b"`
	Certainty   string            `json:"certainty" enum:"certain,doubtful,none" doc:"Of the rule; none: only a person put them together"`
	Rule        string            `json:"rule"`
	Explanation string            `json:"explanation" doc:"The rule in a sentence"`
	Agree       []string          `json:"agree" nullable:"false" doc:"Fields that agree"`
	Differ      []string          `json:"differ" nullable:"false" doc:"Fields that speak against it"`
	Verdict     string            `json:"verdict,omitempty" enum:"same,different"`
	DecidedBy   evidence.PersonID `json:"decided_by,omitempty" format:"uuid"`
	DecidedAt   *time.Time        `json:"decided_at,omitempty"`
	Together    bool              `json:"together" doc:"They count as one publication now"`
}

// PairKey names a pair: two records, in the order of their identifiers.
type PairKey struct{ a, b uuid.UUID }

// NewPairKey puts two identifiers in order. Errors: evidence.NotFound for what is none.
func NewPairKey(a, b string) (PairKey, error) {
	x, err := rowUUID(a)
	if err != nil {
		return PairKey{}, err
	}
	y, err := rowUUID(b)
	if err != nil || x == y {
		return PairKey{}, evidence.Refuse(evidence.NotFound, "")
	}
	if bytes.Compare(x[:], y[:]) > 0 {
		x, y = y, x
	}
	return PairKey{x, y}, nil
}

// The states of pairs that [Imports.Pairs] lists.
const (
	PairsDoubtful = "doubtful" // they await a person
	PairsLinked   = "linked"   // they are one publication
	PairsApart    = "apart"    // a person says that they are two
)

// Pairs lists the pairs of a request in one state, at most limit after a pair (the zero value: from the first), and whether there are more.
func (i *Imports) Pairs(ctx context.Context, a Access, state string, after PairKey, limit int) ([]RecordPair, bool, error) {
	if err := a.reads(); err != nil {
		return nil, false, err
	}
	rows, err := i.q.PairPage(ctx, sqlc.PairPageParams{Request: a.request, State: state, AfterA: after.a, AfterB: after.b, Most: fit(limit + 1)})
	if err != nil {
		return nil, false, contentError(err)
	}
	rows, more := page(rows, limit)
	list, err := i.pairsOf(ctx, i.q, a.request, rows)
	return list, more, err
}

// PairCounts are how many pairs are in each state.
type PairCounts struct {
	Doubtful int `json:"doubtful"`
	Linked   int `json:"linked"`
	Apart    int `json:"apart"`
}

// CountPairs counts the pairs of a request.
func (i *Imports) CountPairs(ctx context.Context, a Access) (PairCounts, error) {
	if err := a.reads(); err != nil {
		return PairCounts{}, err
	}
	n, err := i.q.CountPairs(ctx, a.request)
	return PairCounts{Doubtful: int(n.Doubtful), Linked: int(n.Linked), Apart: int(n.Apart)}, contentError(err)
}

// pairsOf fills pairs with their records: one statement for all.
func (i *Imports) pairsOf(ctx context.Context, q *sqlc.Queries, request uuid.UUID, rows []sqlc.RecordPair) ([]RecordPair, error) {
	var ids []uuid.UUID
	for _, r := range rows {
		ids = append(ids, r.A, r.B)
	}
	records, err := i.records(ctx, q, request, ids)
	if err != nil {
		return nil, err
	}
	return each(rows, func(r sqlc.RecordPair) RecordPair {
		x, y := records[r.A], records[r.B]
		return RecordPair{
			A: x, B: y, Certainty: r.Certainty, Rule: r.Rule, Explanation: explain(r.Rule), Agree: each(r.Fields, func(s string) string { return s }),
			Differ: against(x.whole, y.whole), Verdict: r.Verdict, DecidedBy: personOrNone(r.DecidedBy), DecidedAt: instant(r.DecidedAt),
			Together: x.Group == y.Group,
		}
	}), nil
}

// ruleByHand is the rule of a pair that only a person sees.
const ruleByHand = "by_hand"

func explain(rule string) string {
	if rule == ruleByHand {
		return "Somebody put them together."
	}
	return duplicate.Rule(rule).Explain()
}

// against are the fields that speak against two records being one publication.
func against(x, y reference.Record) []string {
	p, ok := duplicate.Compare(duplicate.Item{ID: "a", Record: x}, duplicate.Item{ID: "b", Record: y})
	if !ok {
		return []string{}
	}
	return each(p.Against, func(f duplicate.Field) string { return string(f) })
}

func (i *Imports) records(ctx context.Context, q *sqlc.Queries, request uuid.UUID, ids []uuid.UUID) (map[uuid.UUID]SourceRecord, error) {
	list := map[uuid.UUID]SourceRecord{}
	if len(ids) == 0 {
		return list, nil
	}
	rows, err := q.RecordsByID(ctx, sqlc.RecordsByIDParams{Request: request, Ids: ids})
	for _, r := range rows {
		list[r.ID] = SourceRecord{
			ID: r.ID.String(), Group: r.GroupID.String(), Import: evidence.ImportID(r.ImportID.String()), File: r.ImportName,
			Search: string(personOrNone(r.SearchID)), Source: r.Source, Platform: r.Platform, Number: int(r.N), Line: int(r.Line), Type: r.Type,
			Title: r.Title, Authors: r.Authors, Journal: r.Journal, Year: widen(r.Year), Volume: r.Volume, Issue: r.Issue, Pages: r.Pages,
			DOI: r.Doi, PMID: r.Pmid, URL: r.Url, Abstract: r.Abstract, Decision: r.Decision, whole: fromJSON[reference.Record](r.Whole),
		}
	}
	return list, contentError(err)
}

// Judge stores what a person says of a pair: same, different, or nothing any more. It overrules the rules for ever. Errors:
// evidence.NotFound for a pair that nobody and no rule has put together.
func (i *Imports) Judge(ctx context.Context, a Access, k PairKey, verdict string) (RecordPair, error) {
	if err := a.works(); err != nil {
		return RecordPair{}, err
	}
	var judged RecordPair
	err := i.tx(ctx, func(q *sqlc.Queries) error {
		if err := q.LockRecords(ctx, a.request); err != nil {
			return err
		}
		p := sqlc.JudgePairParams{Request: a.request, A: k.a, B: k.b, Verdict: verdict}
		if verdict != "" {
			now := i.now()
			p.Person, p.At = &a.person, &now
		}
		n, err := q.JudgePair(ctx, p)
		if err == nil && n == 0 {
			err = evidence.Refuse(evidence.NotFound, "")
		}
		if err == nil {
			err = regroup(ctx, q, a.request, []uuid.UUID{k.a, k.b})
		}
		if err == nil {
			judged, err = i.pair(ctx, q, a.request, k)
		}
		if err != nil || verdict != "" {
			return err
		}
		return q.DropPair(ctx, sqlc.DropPairParams{Request: a.request, A: k.a, B: k.b})
	})
	return judged, err
}

// Join puts two records together that no rule does, by the word of a person.
func (i *Imports) Join(ctx context.Context, a Access, k PairKey) (RecordPair, error) {
	if err := a.works(); err != nil {
		return RecordPair{}, err
	}
	var made RecordPair
	err := i.tx(ctx, func(q *sqlc.Queries) error {
		if err := q.LockRecords(ctx, a.request); err != nil {
			return err
		}
		both, err := i.records(ctx, q, a.request, []uuid.UUID{k.a, k.b})
		if err != nil {
			return err
		}
		if len(both) != 2 {
			return evidence.Refuse(evidence.NotFound, "")
		}
		if err := q.JoinPair(ctx, sqlc.JoinPairParams{Request: a.request, A: k.a, B: k.b, Person: a.person, Now: i.now()}); err != nil {
			return err
		}
		if err := regroup(ctx, q, a.request, []uuid.UUID{k.a, k.b}); err != nil {
			return err
		}
		made, err = i.pair(ctx, q, a.request, k)
		return err
	})
	return made, err
}

func (i *Imports) pair(ctx context.Context, q *sqlc.Queries, request uuid.UUID, k PairKey) (RecordPair, error) {
	row, err := q.GetPair(ctx, sqlc.GetPairParams{Request: request, A: k.a, B: k.b})
	if err != nil {
		return RecordPair{}, contentError(err)
	}
	list, err := i.pairsOf(ctx, q, request, []sqlc.RecordPair{row})
	if err != nil {
		return RecordPair{}, err
	}
	return list[0], nil
}

// TakeOut says that a record is another publication than the others that it stands together with. Every link that held it is a
// person's word now, and can be taken back one by one.
func (i *Imports) TakeOut(ctx context.Context, a Access, record string) error {
	if err := a.works(); err != nil {
		return err
	}
	key, err := rowUUID(record)
	if err != nil {
		return err
	}
	return i.tx(ctx, func(q *sqlc.Queries) error {
		if err := q.LockRecords(ctx, a.request); err != nil {
			return err
		}
		parted, err := q.TakeOut(ctx, sqlc.TakeOutParams{Request: a.request, Record: key, Person: a.person, Now: i.now()})
		if err != nil {
			return err
		}
		if len(parted) == 0 {
			return evidence.Refuse(evidence.NotFound, "")
		}
		seeds := []uuid.UUID{key}
		for _, p := range parted {
			seeds = append(seeds, p.A, p.B)
		}
		slices.SortFunc(seeds, func(x, y uuid.UUID) int { return bytes.Compare(x[:], y[:]) })
		return regroup(ctx, q, a.request, slices.Compact(seeds))
	})
}
