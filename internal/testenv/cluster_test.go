package testenv_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"evidencedesk/internal/devstack"
	"evidencedesk/internal/testenv"
)

func folder(t *testing.T, age time.Duration) string {
	t.Helper()
	path, err := os.MkdirTemp(testenv.Folder(), testenv.FolderPrefix)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(path) })
	if err := os.WriteFile(filepath.Join(path, "left"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	made := time.Now().Add(-age)
	if err := os.Chtimes(path, made, made); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOnlyAbandonedFoldersAreRemoved(t *testing.T) {
	abandoned, fresh, used := folder(t, time.Hour), folder(t, 0), folder(t, 0)
	stack, err := devstack.Start(t.Context(), devstack.Options{DataDir: used, PostgresOnly: true, PostgresBin: os.Getenv("PG_BIN")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := stack.Stop(t.Context()); err != nil {
			t.Error(err)
		}
	}()
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(used, old, old); err != nil {
		t.Fatal(err)
	}
	testenv.RemoveAbandoned()
	for path, want := range map[string]bool{abandoned: false, fresh: true, used: true} {
		if _, err := os.Stat(filepath.Join(path, "left")); (err == nil) != want {
			t.Errorf("%s: kept %t, want %t", path, err == nil, want)
		}
	}
}
