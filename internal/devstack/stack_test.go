package devstack_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/api/operatorservice/v1"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/devstack"
)

// TestLife takes one data folder through everything that happens to it; the steps build on each other.
func TestLife(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data") // does not exist yet
	options := devstack.Options{DataDir: dir, SearchAttributes: map[string]string{"RequestStage": "Keyword"}}
	var first devstack.Addresses

	step := func(name string, f func(*testing.T)) {
		if !t.Run(name, f) {
			t.FailNow()
		}
	}
	step("cold start", func(t *testing.T) {
		stack, _ := start(t, options)
		first = stack.Addresses
		mustExec(t, first.DatabaseURL, "CREATE TABLE kept (step text PRIMARY KEY)")
		mustExec(t, first.DatabaseURL, "INSERT INTO kept VALUES ('cold')")
		startWorkflow(t, first, "cold")
		checkSettings(t, stack)
		checkPrivacy(t, dir, first)
		checkLocked(t, dir, first)
	})
	step("a killed PostgreSQL is restarted", func(t *testing.T) {
		stack, p := start(t, options)
		before := stack.PIDs()
		kill9(t, before["postgres"])
		eventually(t, "insert", func() error { return exec1(t, first.DatabaseURL, "INSERT INTO kept VALUES ('postgres killed')") })
		eventually(t, "workflow", func() error { return findWorkflow(t, first, "cold") })
		eventually(t, "word of it", func() error { return wantLine(p, "PostgreSQL is back") })
		after := stack.PIDs()
		if after["temporal"] != before["temporal"] {
			t.Errorf("Temporal was restarted too: %v, then %v", before, after)
		}
		if after["postgres"] == before["postgres"] || after["postgres"] == 0 {
			t.Errorf("PIDs = %v after the restart of %v", after, before)
		}
	})
	step("a killed Temporal is restarted", func(t *testing.T) {
		stack, p := start(t, options)
		before := stack.PIDs()
		startWorkflow(t, first, "before the kill")
		kill9(t, before["temporal"])
		eventually(t, "word of it", func() error { return wantLine(p, "Temporal is back") })
		eventually(t, "workflow", func() error { return findWorkflow(t, first, "before the kill") })
		if after := stack.PIDs(); after["postgres"] != before["postgres"] {
			t.Errorf("PostgreSQL was restarted too: %v, then %v", before, after)
		}
	})
	step("a killed parent leaves nothing in the way", func(t *testing.T) {
		parent, child := startInChild(t, dir)
		if diff := cmp.Diff(first, child.Addresses); diff != "" {
			t.Errorf("addresses changed:\n%s", diff)
		}
		mustExec(t, first.DatabaseURL, "INSERT INTO kept VALUES ('parent killed')")
		startWorkflow(t, first, "parent killed")
		kill9(t, parent.Process.Pid)
		_ = parent.Wait()
		start(t, options) // at once, while the children may still be ending
		for name, pid := range child.PIDs {
			if alive(pid) {
				t.Errorf("%s of the killed parent still runs", name)
			}
		}
		if err := findWorkflow(t, first, "parent killed"); err != nil {
			t.Error(err)
		}
	})
	step("stop leaves no child", func(t *testing.T) {
		stack, _ := start(t, options)
		pids := stack.PIDs()
		if len(pids) != 2 {
			t.Fatalf("PIDs = %v, want two", pids)
		}
		stop(t, stack)
		for name, pid := range pids {
			if alive(pid) {
				t.Errorf("%s (%d) survived Stop", name, pid)
			}
		}
		if got := stack.PIDs(); len(got) != 0 {
			t.Errorf("PIDs = %v after Stop", got)
		}
		_, err := devstack.Running(dir)
		wantCode(t, err, devstack.NoData)
	})
	step("archive and restore", func(t *testing.T) { archiveAndRestore(t, dir) })
	step("everything is still there", func(t *testing.T) {
		stack, _ := start(t, options)
		if diff := cmp.Diff(first, stack.Addresses); diff != "" {
			t.Errorf("addresses changed:\n%s", diff)
		}
		got := query1(t, first.DatabaseURL, "SELECT string_agg(step, ', ' ORDER BY step) FROM kept")
		if want := "cold, parent killed, postgres killed"; got != want {
			t.Errorf("rows: %s, want %s", got, want)
		}
		for _, id := range []string{"cold", "before the kill", "parent killed"} {
			if err := findWorkflow(t, first, id); err != nil {
				t.Errorf("workflow %q: %v", id, err)
			}
		}
	})
}

func wantLine(p *progress, part string) error {
	if !p.has(part) {
		return fmt.Errorf("no progress line says %q", part)
	}
	return nil
}

// checkSettings looks at what must hold for durability and at what Options asked for.
func checkSettings(t *testing.T, stack *devstack.Stack) {
	t.Helper()
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "data_checksums": "on",
		"server_encoding": "UTF8", "TimeZone": "UTC", "password_encryption": "scram-sha-256",
		"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "log_min_error_statement": "panic", "log_error_verbosity": "terse",
	} {
		if got := query1(t, stack.DatabaseURL, "SHOW "+setting); got != want {
			t.Errorf("%s is %q, want %q", setting, got, want)
		}
	}
	if err := withTemporal(t, stack.Addresses, func(c client.Client) error {
		got, err := c.OperatorService().ListSearchAttributes(t.Context(), &operatorservice.ListSearchAttributesRequest{Namespace: stack.TemporalNamespace})
		if err == nil && got.GetCustomAttributes()["RequestStage"].String() != "Keyword" {
			err = fmt.Errorf("search attributes are %v", got.GetCustomAttributes())
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	resp, err := http.Get(stack.UIAddress)
	if err != nil {
		t.Fatalf("web UI: %v", err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("web UI answers %s", resp.Status)
	}
}

// checkPrivacy: a password is needed and nobody else can read it.
func checkPrivacy(t *testing.T, dir string, a devstack.Addresses) {
	t.Helper()
	u, err := url.Parse(a.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	password, _ := u.User.Password()
	u.User = url.UserPassword(u.User.Username(), "wrong")
	if err := exec1(t, u.String(), "SELECT 1"); err == nil || !strings.Contains(err.Error(), "password authentication failed") {
		t.Errorf("with a wrong password: %v", err)
	}
	for name, want := range map[string]os.FileMode{".": 0o700, "cluster/stack.json": 0o600, "cluster/data": 0o700, "log/postgres.log": 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if raw, err := os.ReadFile(line); err == nil && bytes.Contains(raw, []byte(password)) {
			t.Errorf("the password is in %s", line)
		}
	}
}

// checkLocked: a second start is refused, and the commands beside a running stack find it.
func checkLocked(t *testing.T, dir string, a devstack.Addresses) {
	t.Helper()
	_, _, err := tryStart(t, devstack.Options{DataDir: dir})
	wantCode(t, err, devstack.InUse, dir, strconv.Itoa(os.Getpid()))
	if _, err := devstack.Archive(t.Context(), dir, &bytes.Buffer{}); err == nil {
		t.Error("a running stack was archived")
	} else {
		wantCode(t, err, devstack.InUse)
	}
	got, err := devstack.Running(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, got); diff != "" {
		t.Errorf("Running:\n%s", diff)
	}
}
