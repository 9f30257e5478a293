package testenv_test

import (
	"testing"

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
