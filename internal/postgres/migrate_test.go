package postgres_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/sync/errgroup"

	"evidencedesk/internal/postgres"
	"evidencedesk/internal/testenv"
)

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	t.Parallel()
	address := testenv.Empty(t)
	for range 2 {
		if err := postgres.Migrate(t.Context(), address); err != nil {
			t.Fatal(err)
		}
		if v, err := postgres.MigrationStatus(t.Context(), address); err != nil || !v.UpToDate() || v.Target == 0 {
			t.Fatalf("after migrating up: %+v, %v", v, err)
		}
		if err := postgres.MigrateTo(t.Context(), address, 0); err != nil {
			t.Fatal(err)
		}
		if v, err := postgres.MigrationStatus(t.Context(), address); err != nil || v.Current != 0 {
			t.Fatalf("after migrating down: %+v, %v", v, err)
		}
	}
}

func TestSeveralProcessesMayMigrateAtOnce(t *testing.T) {
	t.Parallel()
	address := testenv.Empty(t)
	var processes errgroup.Group
	for range 4 {
		processes.Go(func() error { return postgres.Migrate(t.Context(), address) })
	}
	if err := processes.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestAnUnreadableAddressIsNotRepeated(t *testing.T) {
	t.Parallel()
	const address = "postgres://somebody:secret@localhost:not-a-port/"
	_, connect := postgres.Connect(t.Context(), address, postgres.App)
	for _, err := range []error{connect, postgres.Migrate(t.Context(), address)} {
		if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "somebody") {
			t.Errorf("got %v", err)
		}
	}
}

func TestTheApplicationCannotChangeHistoryNorTheSchema(t *testing.T) {
	t.Parallel()
	db := testenv.Postgres(t)
	statements := []string{
		"CREATE TABLE extra ()", "ALTER TABLE transition ADD extra int", "DROP TABLE transition", "CREATE SCHEMA extra",
		"UPDATE request SET reference = 'ED-2026-000001'", "DELETE FROM request", "DELETE FROM request_state", "DELETE FROM person",
		"UPDATE library_calendar SET spec = '{}'",
	}
	for table, column := range map[string]string{
		"transition": "seq", "request_text": "version", "request_link": "kind", "summary_version": "version", "message": "body",
		"library_calendar": "version",
	} {
		statements = append(statements, "UPDATE "+table+" SET "+column+" = "+column, "DELETE FROM "+table, "TRUNCATE "+table)
	}
	for _, s := range statements {
		forbidden(t, s, func() error { _, err := db.App.Exec(t.Context(), s); return err })
	}
}

func TestTheEraserCannotTouchTheProcess(t *testing.T) {
	t.Parallel()
	db := testenv.Postgres(t)
	for _, s := range []string{
		"CREATE TABLE extra ()", "UPDATE transition SET reason_code = ''", "DELETE FROM transition", "SELECT body_hash FROM idempotency_key",
		"UPDATE request_text SET created_by = NULL", "DELETE FROM request_text", "UPDATE request_state SET owner = NULL",
		"UPDATE request SET requester = NULL", "DELETE FROM person", "UPDATE api_token SET token_hash = ''",
	} {
		forbidden(t, s, func() error { _, err := db.Eraser.Exec(t.Context(), s); return err })
	}
	for _, s := range []string{
		"UPDATE request_text SET question = '', erased_at = now()", "UPDATE request SET on_behalf_of = ''", "UPDATE api_token SET revoked_at = now()",
	} {
		if _, err := db.Eraser.Exec(t.Context(), s); err != nil {
			t.Errorf("%s: %v", s, err)
		}
	}
}

// forbidden expects insufficient_privilege (SQLSTATE 42501).
func forbidden(t *testing.T, statement string, do func() error) {
	t.Helper()
	var pg *pgconn.PgError
	if err := do(); !errors.As(err, &pg) || pg.Code != "42501" {
		t.Errorf("%s: got %v, want permission denied", statement, err)
	}
}
