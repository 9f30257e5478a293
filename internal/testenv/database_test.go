package testenv_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/testenv"
)

func TestMain(m *testing.M) { testenv.Main(m) }

func TestEachTestHasItsOwnDatabase(t *testing.T) {
	t.Parallel()
	a, b := testenv.Postgres(t), testenv.Postgres(t)
	if a.Name() == b.Name() {
		t.Fatal("two tests share a database")
	}
	var role string
	if err := a.App.QueryRow(t.Context(), "SELECT current_user").Scan(&role); err != nil || role != "evidencedesk_app" {
		t.Fatalf("the application works as %q (%v)", role, err)
	}
	if _, err := a.Admin.Exec(t.Context(), "CREATE TABLE only_here ()"); err != nil {
		t.Fatal(err)
	}
	var found bool
	if err := b.Admin.QueryRow(t.Context(), "SELECT to_regclass('only_here') IS NOT NULL").Scan(&found); err != nil || found {
		t.Fatalf("a table of one database shows in the other (%v)", err)
	}
}

func TestCloneIsTheDatabaseAsItWas(t *testing.T) {
	t.Parallel()
	d := testenv.Postgres(t)
	if _, err := d.Admin.Exec(t.Context(), "CREATE TABLE kept AS SELECT 1 AS n"); err != nil {
		t.Fatal(err)
	}
	d.Close()
	backup := testenv.Clone(t, d.Name())
	var n int
	if err := backup.Admin.QueryRow(t.Context(), "SELECT n FROM kept").Scan(&n); err != nil || n != 1 {
		t.Fatalf("the copy holds %d (%v)", n, err)
	}
}

func TestEmptyHasNoSchema(t *testing.T) {
	t.Parallel()
	conn, err := pgx.Connect(t.Context(), testenv.Empty(t))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	var tables int
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").Scan(&tables); err != nil || tables != 0 {
		t.Fatalf("%d tables (%v)", tables, err)
	}
}
