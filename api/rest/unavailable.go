package rest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"evidencedesk/internal/evidence"
)

// storeError gives an error of the database the code that a client can act on. What the database itself refuses of a
// value, where no check of ours did, is the client's to correct too; everything else is Internal.
func storeError(err error) *evidence.Error {
	var sql *pgconn.PgError
	if errors.As(err, &sql) {
		switch class := sql.Code[:min(2, len(sql.Code))]; {
		case class == "22", sql.Code == "23514": // data exception, check violation
			return evidence.Refuse(evidence.Invalid, "One of the values cannot be stored.")
		case strings.Contains("08 53 57 40", class), sql.Code == "55P03": // connection, resources, operator, deadlock, lock timeout
			return &evidence.Error{Code: evidence.StoreUnavailable}
		}
		return &evidence.Error{Code: evidence.Internal}
	}
	var network net.Error
	var connect *pgconn.ConnectError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled), errors.As(err, &connect), errors.As(err, &network),
		errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), pgconn.SafeToRetry(err), strings.HasSuffix(err.Error(), "closed pool"):
		return &evidence.Error{Code: evidence.StoreUnavailable}
	}
	return &evidence.Error{Code: evidence.Internal}
}

// kindOf says for the log what kind of error it was. Texts of errors can quote what somebody wrote; types, SQLSTATEs and
// names of constraints cannot.
func kindOf(err error) string {
	var sql *pgconn.PgError
	if errors.As(err, &sql) {
		return strings.TrimSpace("SQLSTATE " + sql.Code + " " + sql.ConstraintName)
	}
	var kinds []string
	for ; err != nil; err = errors.Unwrap(err) {
		kinds = append(kinds, fmt.Sprintf("%T", err))
	}
	return strings.Join(kinds, " ")
}
