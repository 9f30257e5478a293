package postgres

import (
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"evidencedesk/internal/evidence"
)

// The constraints whose violation is the writer's fault, not ours.
const (
	constraintRerun        = "search_record_rerun"
	constraintRerunAnother = "search_record_rerun_of_another"
	constraintRunBy        = "search_record_run_by"
)

// contentError turns an error of the database into one that the API can answer with. Refusals pass.
func contentError(err error) error {
	switch {
	case err == nil:
		return nil
	case isMissing(err):
		return evidence.Refuse(evidence.NotFound, "")
	case violates(err, constraintRerun), violates(err, constraintRerunAnother):
		return evidence.InvalidField("is_rerun_of", "unknown", "Name an earlier search for this request.")
	case violates(err, constraintRunBy):
		return evidence.InvalidField("run_by", "unknown", "There is no such person.")
	}
	return err
}

func isMissing(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

func violates(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.ConstraintName == constraint
}
