package devstack_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/devstack"
)

// archiveAndRestore backs up a stopped data folder, damages the archive in several ways and restores the good one.
func archiveAndRestore(t *testing.T, dir string) {
	var good bytes.Buffer
	began := time.Now()
	made, err := devstack.Archive(t.Context(), dir, &good)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("archive: %+v, %d bytes packed, %.2f s", made, good.Len(), time.Since(began).Seconds())
	target := filepath.Join(t.TempDir(), "restored")

	cut := bytes.Clone(good.Bytes()[:good.Len()-100])
	flipped := bytes.Clone(good.Bytes())
	flipped[len(flipped)/2] ^= 0x10
	for name, bad := range map[string][]byte{"cut off": cut, "a flipped bit": flipped, "not an archive": []byte("PK\x03\x04"), "empty": nil} {
		_, err := devstack.Restore(t.Context(), target, bytes.NewReader(bad), devstack.RestoreOptions{})
		wantCode(t, err, devstack.ArchiveDamaged)
		if _, err := os.Stat(target); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("%s: a damaged archive touched the target: %v", name, err)
		}
	}
	began = time.Now()
	restored, err := devstack.Restore(t.Context(), target, bytes.NewReader(good.Bytes()), devstack.RestoreOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("restore: %.2f s", time.Since(began).Seconds())
	if diff := cmp.Diff(made, restored.ArchiveReport); diff != "" {
		t.Errorf("restored something else:\n%s", diff)
	}
	_, err = devstack.Restore(t.Context(), target, bytes.NewReader(good.Bytes()), devstack.RestoreOptions{})
	wantCode(t, err, devstack.DataExists, target)

	stack, _ := start(t, devstack.Options{DataDir: target})
	mustExec(t, stack.DatabaseURL, "INSERT INTO kept VALUES ('after the backup')")
	if err := findWorkflow(t, stack.Addresses, "parent killed"); err != nil {
		t.Error(err)
	}
	stop(t, stack)
	again, err := devstack.Restore(t.Context(), target, bytes.NewReader(good.Bytes()), devstack.RestoreOptions{MoveAside: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(again.MovedAside, "data", "PG_VERSION")); err != nil {
		t.Errorf("the former data was not kept: %v", err)
	}
	stack, _ = start(t, devstack.Options{DataDir: target, PostgresOnly: true})
	if n := query1(t, stack.DatabaseURL, "SELECT count(*)::text FROM kept WHERE step = 'after the backup'"); n != "0" {
		t.Errorf("the second restore kept a row that is younger than the backup")
	}
}
