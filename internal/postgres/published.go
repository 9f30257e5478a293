package postgres

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
)

// PublishedReports keeps the reports of figures that were published, as they were; who reviewed them; and what libraries mean to
// report by themselves.
type PublishedReports struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewPublishedReports makes the store over the application's pool. now is nil for the clock.
func NewPublishedReports(pool *pgxpool.Pool, now func() time.Time) *PublishedReports {
	return &PublishedReports{pool: pool, q: sqlc.New(pool), now: clock(now)}
}

// Limits of what is published.
const (
	MaxReportReason = 2_000
	MaxReviewNote   = 2_000
	mostPublished   = 500 // in a list
	mostEarlier     = 60  // reports that are taken together with a new one
	mostQuoted      = 100
	mostTold        = 20 // case studies
	mostLetters     = 200
)

// Leaving makes of a complete report the one that may leave the library, given those that have left it before.
type Leaving func(complete reports.Report, earlier ...reports.Published) reports.Report

// ReportPublication is a report to be published. It is of one library.
type ReportPublication struct {
	Library     evidence.LibraryID
	By          evidence.PersonID // empty: a schedule
	Schedule    evidence.ReportScheduleID
	Complete    reports.Report
	Definitions string // the version of what its figures mean
	Leave       Leaving
	Supersedes  string // the report that is wrong
	Reason      string
}

// Publish keeps a report for good, complete and as it may leave the library, with what can be quoted today. Errors: Invalid for a
// period that was published before with the same scope, for a title or a reason that cannot be; NotAllowedInStage where what it
// supersedes was superseded already.
func (s *PublishedReports) Publish(ctx context.Context, p ReportPublication, k Creation) (PublishedReport, error) {
	l, by, err := idsOf(string(p.Library), string(p.By))
	if err != nil {
		return PublishedReport{}, err
	}
	if err := p.check(); err != nil {
		return PublishedReport{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, by, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		return s.insert(ctx, q, ids[0], p)
	})
	if err != nil {
		return PublishedReport{}, publishError(err)
	}
	return s.Published(ctx, ids[0].String())
}

func (p *ReportPublication) check() error {
	var k checker
	p.Complete.Title, p.Reason = strings.TrimSpace(p.Complete.Title), strings.TrimSpace(p.Reason)
	k.needed("title", p.Complete.Title, evidence.MaxName)
	if p.Supersedes != "" {
		k.needed("reason", p.Reason, MaxReportReason)
	}
	return k.err()
}

// insert publishes in a transaction, after everything that was published before.
func (s *PublishedReports) insert(ctx context.Context, q *sqlc.Queries, id uuid.UUID, p ReportPublication) error {
	library := uuid.MustParse(string(p.Library))
	if err := q.LockPublishing(ctx, library); err != nil {
		return err
	}
	row := sqlc.InsertPublishedParams{
		ID: id, Library: library, Period: p.Complete.Period.String(), First: dateRow(p.Complete.Period.From()), Last: dateRow(p.Complete.Period.To()),
		Scope: scopeJSON(p.Complete.Scope), Title: p.Complete.Title, Definitions: p.Definitions, Schedule: idOrNil(string(p.Schedule)),
		Person: idOrNil(string(p.By)), Now: s.now(), Supersedes: idOrNil(p.Supersedes), Reason: p.Reason,
	}
	if p.Supersedes == "" {
		if _, err := q.PublishedOf(ctx, sqlc.PublishedOfParams{Library: library, Period: row.Period, Scope: row.Scope}); !isMissing(err) {
			return alreadyPublished(err)
		}
	}
	earlier, err := earlierReports(ctx, q, row, p.Complete.Period)
	if err != nil {
		return err
	}
	if row.Complete, err = reports.Write(p.Complete); err != nil {
		return err
	}
	if row.Shown, err = reports.Write(p.Leave(p.Complete, earlier...)); err != nil {
		return err
	}
	if err := told(ctx, q, &row, p.Complete.Scope); err != nil {
		return err
	}
	return q.InsertPublished(ctx, row)
}

func alreadyPublished(err error) error {
	if err != nil {
		return err
	}
	return evidence.InvalidField("period", "published", "A report of this period was published. If it is wrong, replace it and say why.")
}

// earlierReports are those that a reader may subtract from the new one, or the new one from them; the oldest first.
func earlierReports(ctx context.Context, q *sqlc.Queries, row sqlc.InsertPublishedParams, p reports.Period) ([]reports.Published, error) {
	around := func(d reports.Date, years int) reports.Date {
		return reports.DateOf(d.In(time.UTC).AddDate(years, 0, 0))
	}
	rows, err := q.EarlierReports(ctx, sqlc.EarlierReportsParams{
		Library: row.Library, Scope: row.Scope, First: dateRow(around(p.From(), -2)), Last: dateRow(around(p.To(), 1)), Most: mostEarlier,
	})
	if err != nil {
		return nil, err
	}
	var all []reports.Published
	for _, r := range slices.Backward(rows) {
		complete, err := reports.Read(r.Complete)
		if err != nil {
			return nil, err
		}
		shown, err := reports.Read(r.Shown)
		if err != nil {
			return nil, err
		}
		all = append(all, reports.Published{Complete: complete, Shown: shown})
	}
	return all, nil
}

// told notes which answers can be quoted today, and which case studies are published.
func told(ctx context.Context, q *sqlc.Queries, row *sqlc.InsertPublishedParams, of reports.Scope) (err error) {
	row.Answers, err = q.QuotableAnswers(ctx, sqlc.QuotableAnswersParams{
		Library: row.Library, First: row.First, Last: row.Last, Organisation: of.Organisation, Specialty: of.Specialty, StaffGroup: of.StaffGroup,
		Purpose: of.Purpose, Most: mostQuoted,
	})
	if err != nil {
		return err
	}
	row.Cases, err = q.TellableCases(ctx, sqlc.TellableCasesParams{
		Library: row.Library, First: row.First, Last: row.Last, Organisation: of.Organisation, Specialty: of.Specialty, StaffGroup: of.StaffGroup,
		Purpose: of.Purpose, Most: mostTold,
	})
	if row.Answers == nil {
		row.Answers = []uuid.UUID{}
	}
	if row.Cases == nil {
		row.Cases = []uuid.UUID{}
	}
	return err
}

// scopeJSON is one text for one scope.
func scopeJSON(of reports.Scope) []byte {
	of.Libraries = slices.Sorted(slices.Values(of.Libraries))
	return jsonOf(of)
}

func publishError(err error) error {
	switch {
	case violates(err, "published_report_supersedes_key"):
		return evidence.Refuse(evidence.NotAllowedInStage, "This report was replaced already. Replace the newest one.")
	case violates(err, "published_report_once"):
		return alreadyPublished(nil)
	}
	return contentError(err)
}

func (s *PublishedReports) tx(ctx context.Context, do func(*sqlc.Queries) error) error {
	return publishError(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return do(s.q.WithTx(tx)) }))
}
