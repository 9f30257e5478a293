package postgres

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Freeze makes an immutable version of the report as it stands: the text, its references in their order and the searches.
// When nothing of it changed since the newest version, that one is given again, with the disclaimers that it has. Its facts go into
// submit-for-check, waive-check, deliver and correct.
func (c *Content) Freeze(ctx context.Context, a Access) (Facts, error) {
	if a.relation != relationLibrary {
		return Facts{}, a.refuse("This is for the library.")
	}
	if err := a.open(); err != nil {
		return Facts{}, err
	}
	var facts Facts
	err := c.tx(ctx, func(q *sqlc.Queries) (err error) {
		facts, err = c.freeze(ctx, q, a)
		return err
	})
	return facts, err
}

func (c *Content) freeze(ctx context.Context, q *sqlc.Queries, a Access) (Facts, error) {
	row, err := q.LockSummary(ctx, a.request)
	if isMissing(err) || err == nil && summaryOf(row).silent() {
		return Facts{}, evidence.InvalidField("summary", "required", "Write the summary first.")
	}
	if err != nil {
		return Facts{}, err
	}
	report, writers, trainee, err := readReport(ctx, q, a, row)
	if err != nil {
		return Facts{}, err
	}
	if err := report.whole(); err != nil {
		return Facts{}, err
	}
	newest, err := q.NewestSummaryVersion(ctx, a.request)
	if err != nil && !isMissing(err) {
		return Facts{}, err
	}
	if err == nil {
		// What was checked stays checked when the library rewords a disclaimer: the newest version is compared with its own words.
		report.disclaimers = fromJSON[[]Disclaimer](newest.Disclaimers)
		if newest.Digest == c.digest("report", report.canonical()) {
			return Facts{Version: int(newest.Version), Digest: newest.Digest, Authors: people(newest.Authors), Trainee: newest.Trainee}, nil
		}
	}
	if report.disclaimers, err = c.disclaimersOf(ctx, q, a, report); err != nil {
		return Facts{}, err
	}
	digest := c.digest("report", report.canonical())
	facts := Facts{Version: int(newest.Version) + 1, Digest: digest, Authors: people(writers), Trainee: trainee}
	return facts, insertVersion(ctx, q, a, facts, report, c.now())
}

// readReport gathers what a report consists of, who wrote any of it, and whether a trainee did.
func readReport(ctx context.Context, q *sqlc.Queries, a Access, row sqlc.Summary) (r report, writers []uuid.UUID, trainee bool, err error) {
	references, err := q.AllReferences(ctx, a.request)
	if err != nil {
		return r, nil, false, err
	}
	searches, err := q.ListSearches(ctx, a.request)
	if err != nil {
		return r, nil, false, err
	}
	writers, trainee = slices.Clone(row.Authors), row.Trainee
	for _, ref := range references {
		writers, trainee = append(writers, ref.Writers...), trainee || ref.Trainee
	}
	writers, byTrainee := searchWriters(searches, writers)
	r = report{text: summaryOf(row).SummaryText, references: each(references, referenceOf), searches: each(searches, searchOf)}
	told, err := r.surroundings(ctx, q, a.request)
	if err != nil {
		return r, nil, false, err
	}
	if told != nil {
		writers = append(writers, *told)
	}
	hands, err := q.Hands(ctx, sqlc.HandsParams{Request: a.request})
	if err != nil {
		return r, nil, false, err
	}
	writers = append(writers, hands...)
	among, err := staffAmong(ctx, q, a.library, writers)
	return r, writers, trainee || byTrainee || among, err
}

// searchWriters adds those who wrote or ran the searches.
func searchWriters(searches []sqlc.SearchRecord, writers []uuid.UUID) ([]uuid.UUID, bool) {
	trainee := false
	for _, s := range searches {
		writers, trainee = append(writers, s.Authors...), trainee || s.Trainee
		if s.RunBy != nil {
			writers = append(writers, *s.RunBy)
		}
	}
	return writers, trainee
}

// Strategy is what the process keeps of the search records that a check or the end of searching covers.
type Strategy struct {
	Facts

	Searches []string
}

// StrategyFacts gives the facts of these search records; none named means all that the request has. The digest changes
// exactly when the set of records or what they say does. The version adds up theirs.
func (c *Content) StrategyFacts(ctx context.Context, a Access, ids []string) (Strategy, error) {
	if err := a.reads(); err != nil {
		return Strategy{}, err
	}
	named, err := distinct("searches", ids)
	if err != nil {
		return Strategy{}, err
	}
	rows, err := c.searchRows(ctx, a, named)
	if err != nil {
		return Strategy{}, contentError(err)
	}
	return c.strategyOf(ctx, a, rows, named)
}

// strategyOf gives the facts of rows that were read for these names.
func (c *Content) strategyOf(ctx context.Context, a Access, rows []sqlc.SearchRecord, named []uuid.UUID) (Strategy, error) {
	if len(rows) == 0 || len(named) > 0 && len(rows) != len(named) {
		return Strategy{}, evidence.InvalidField("searches", "unknown", "Name search records of this request.")
	}
	hands, err := c.q.Hands(ctx, sqlc.HandsParams{Request: a.request, Searches: true})
	if err != nil {
		return Strategy{}, contentError(err)
	}
	writers, byTrainee := searchWriters(rows, hands)
	among, err := staffAmong(ctx, c.q, a.library, writers)
	if err != nil {
		return Strategy{}, contentError(err)
	}
	s := Strategy{Facts: Facts{Authors: people(writers), Trainee: byTrainee || among}}
	searches := each(rows, searchOf)
	for _, r := range searches {
		s.Version += r.Version
		s.Searches = append(s.Searches, r.ID)
	}
	s.Digest = c.digest("strategy", canonicalSearches(searches))
	return s, nil
}

func (c *Content) searchRows(ctx context.Context, a Access, ids []uuid.UUID) ([]sqlc.SearchRecord, error) {
	if len(ids) == 0 {
		return c.q.ListSearches(ctx, a.request)
	}
	return c.q.SearchesByID(ctx, sqlc.SearchesByIDParams{Request: a.request, Ids: ids})
}

// RecordAnswer stores the answer that was given live, as version 1 of the report, in the transaction that opens its
// request. The person is the librarian who answered.
func (c *Content) RecordAnswer(ctx context.Context, tx pgx.Tx, person evidence.PersonID, request evidence.RequestID, s SummaryText, list []ReferenceContent) (Facts, error) {
	a, err := answering(person, request)
	if err != nil {
		return Facts{}, err
	}
	if list, err = c.CheckAnswer(s, list); err != nil {
		return Facts{}, err
	}
	q := c.q.WithTx(tx)
	row, err := q.StartSummary(ctx, sqlc.StartSummaryParams{
		Request: a.request, Body: s.Text, BottomLine: s.BottomLine, Product: s.Product, Sections: listOf(s.Sections),
		EvidenceTable: listOf(s.EvidenceTable), Certainties: listOf(s.Certainties), Person: a.person, Now: c.now(),
	})
	if err != nil {
		return Facts{}, contentError(err)
	}
	if len(list) > 0 {
		ids := make([]uuid.UUID, len(list))
		for i := range ids {
			ids[i] = rowID()
		}
		if err := c.appendReferences(ctx, q, a, list, ids); err != nil {
			return Facts{}, contentError(err)
		}
	}
	references, err := q.AllReferences(ctx, a.request)
	if err != nil {
		return Facts{}, contentError(err)
	}
	r := report{text: summaryOf(row).SummaryText, references: each(references, referenceOf), searches: []Search{}}
	if err := r.whole(); err != nil {
		return Facts{}, err
	}
	if _, err := r.surroundings(ctx, q, a.request); err != nil {
		return Facts{}, contentError(err)
	}
	if r.disclaimers, err = c.disclaimersOf(ctx, q, a, r); err != nil {
		return Facts{}, contentError(err)
	}
	facts := Facts{Version: 1, Digest: c.digest("report", r.canonical()), Authors: []evidence.PersonID{person}}
	return facts, contentError(insertVersion(ctx, q, a, facts, r, c.now()))
}

// CheckAnswer refuses an answer that cannot be stored, before anything is, and gives the references as they will be read back.
func (c *Content) CheckAnswer(s SummaryText, list []ReferenceContent) ([]ReferenceContent, error) {
	check := c.checker()
	check.summary(s)
	if s.silent() {
		check.wrong("text", "required", "Say what the answer was.")
	}
	if err := check.err(); err != nil || len(list) == 0 {
		return nil, err
	}
	return c.checkedReferences(list)
}

func answering(person evidence.PersonID, request evidence.RequestID) (Access, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return Access{}, err
	}
	r, err := rowUUID(string(request))
	return Access{person: p, request: r, relation: relationLibrary, actor: evidence.Actor{Person: person}}, err
}
