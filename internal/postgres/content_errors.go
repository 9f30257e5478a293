package postgres

import (
	"errors"
	"io"
	"net"
	"strings"

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
	if unreachable(err) {
		return evidence.Refuse(evidence.StoreUnavailable, "")
	}
	return err
}

// unreachable reports whether the database could not be asked, is going away or is too busy, so that asking again later
// may help.
func unreachable(err error) bool {
	var connect *pgconn.ConnectError
	var network *net.OpError
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &connect), errors.As(err, &network), errors.Is(err, io.ErrUnexpectedEOF):
		return true
	case errors.As(err, &pg):
		// Classes of SQLSTATE: connection, resources, and within operator intervention shutdown and timeouts.
		return strings.HasPrefix(pg.Code, "08") || strings.HasPrefix(pg.Code, "53") || strings.HasPrefix(pg.Code, "57") || pg.Code == "55P03"
	}
	return false
}

func isMissing(err error) bool { return errors.Is(err, pgx.ErrNoRows) }

func violates(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.ConstraintName == constraint
}
