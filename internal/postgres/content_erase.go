package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// BlankContent blanks all that people wrote about a request and says when. It works in a transaction of the role
// evidencedesk_eraser; rows, codes and counts of records stay. Doing it again changes nothing.
func BlankContent(ctx context.Context, tx pgx.Tx, request evidence.RequestID, at time.Time) error {
	id, err := rowUUID(string(request))
	if err != nil {
		return err
	}
	q := sqlc.New(tx)
	for _, blank := range []func() (int64, error){
		func() (int64, error) { return q.BlankMessages(ctx, sqlc.BlankMessagesParams{Now: &at, Request: id}) },
		func() (int64, error) { return q.BlankSearches(ctx, sqlc.BlankSearchesParams{Now: &at, Request: id}) },
		func() (int64, error) {
			return q.BlankReferences(ctx, sqlc.BlankReferencesParams{Now: &at, Request: id})
		},
		func() (int64, error) {
			return q.BlankReporting(ctx, sqlc.BlankReportingParams{Now: &at, Request: id})
		},
		func() (int64, error) { return q.BlankSummary(ctx, sqlc.BlankSummaryParams{Now: &at, Request: id}) },
		func() (int64, error) {
			return q.BlankSummaryVersions(ctx, sqlc.BlankSummaryVersionsParams{Now: &at, Request: id})
		},
		func() (int64, error) { return q.BlankReviews(ctx, sqlc.BlankReviewsParams{Now: &at, Request: id}) },
		func() (int64, error) {
			return q.BlankReviewFindings(ctx, sqlc.BlankReviewFindingsParams{Now: &at, Request: id})
		},
		func() (int64, error) {
			return q.BlankCheckedStrategies(ctx, sqlc.BlankCheckedStrategiesParams{Now: &at, Request: id})
		},
		func() (int64, error) { return q.BlankTimeNotes(ctx, sqlc.BlankTimeNotesParams{Now: &at, Request: id}) },
		func() (int64, error) {
			return q.BlankAttachments(ctx, sqlc.BlankAttachmentsParams{Now: &at, Request: id})
		},
		func() (int64, error) { return q.BlankDecisions(ctx, sqlc.BlankDecisionsParams{Now: &at, Request: id}) },
		func() (int64, error) {
			return q.BlankTestPapers(ctx, sqlc.BlankTestPapersParams{Now: &at, Request: id})
		},
		func() (int64, error) {
			return q.BlankPubMedRuns(ctx, sqlc.BlankPubMedRunsParams{Now: &at, Request: id})
		},
		func() (int64, error) { return q.BlankFindings(ctx, sqlc.BlankFindingsParams{Now: &at, Request: id}) },
		func() (int64, error) { return q.EndWatch(ctx, sqlc.EndWatchParams{Now: at, Request: id}) },
		func() (int64, error) { return q.BlankImports(ctx, sqlc.BlankImportsParams{Now: &at, Request: id}) },
		func() (int64, error) { return q.DropChunksOf(ctx, id) },
		func() (int64, error) { return q.DropWarningsOf(ctx, id) },
	} {
		if _, err := blank(); err != nil {
			return contentError(err)
		}
	}
	return nil
}

// DropDraftsOf removes every draft of a person who is erased, in a transaction of the role evidencedesk_eraser.
func DropDraftsOf(ctx context.Context, tx pgx.Tx, person evidence.PersonID) error {
	id, err := rowUUID(string(person))
	if err != nil {
		return err
	}
	_, err = sqlc.New(tx).DropDraftsOf(ctx, id)
	return contentError(err)
}
