package devstack_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/devstack"
)

func TestTakenPorts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	taken := occupy(t, 0)
	_, _, err := tryStart(t, devstack.Options{DataDir: dir, PostgresOnly: true, Ports: devstack.Ports{Postgres: taken}})
	wantCode(t, err, devstack.PortTaken, "in use by another program", devstack.EnvPostgresPort)

	_, _, err = tryStart(t, devstack.Options{DataDir: dir, Ports: devstack.Ports{TemporalUI: taken}})
	wantCode(t, err, devstack.PortTaken, "Temporal's web UI", devstack.EnvTemporalUIPort)

	stack, _ := start(t, devstack.Options{DataDir: dir, PostgresOnly: true})
	remembered := port(t, stack)
	stop(t, stack)
	occupy(t, remembered)
	stack, p := start(t, devstack.Options{DataDir: dir, PostgresOnly: true})
	if port(t, stack) == remembered || !p.has("(PostgreSQL) is in use by another program: choosing another") {
		t.Errorf("port %d again, progress %v", remembered, p.lines)
	}
	mustExec(t, stack.DatabaseURL, "SELECT 1")
}

func port(t *testing.T, stack *devstack.Stack) int {
	t.Helper()
	config, err := pgx.ParseConfig(stack.DatabaseURL)
	if err != nil {
		t.Fatal(err)
	}
	return int(config.Port)
}

func TestPortsFromEnv(t *testing.T) {
	t.Parallel()
	env := map[string]string{devstack.EnvPostgresPort: "15432", devstack.EnvTemporalUIPort: "8300"}
	got, err := devstack.PortsFromEnv(func(name string) string { return env[name] })
	if want := (devstack.Ports{Postgres: 15432, TemporalUI: 8300}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	for _, bad := range []string{"0", "65536", "-1", "http", "80 "} {
		env[devstack.EnvTemporalPort] = bad
		_, err := devstack.PortsFromEnv(func(name string) string { return env[name] })
		wantCode(t, err, devstack.BadOption, devstack.EnvTemporalPort)
	}
}

// TestOrphanedBackends: the main process of PostgreSQL dies while a backend is in the middle of a statement.
func TestOrphanedBackends(t *testing.T) {
	t.Parallel()
	stack, p := start(t, devstack.Options{DataDir: t.TempDir(), PostgresOnly: true})
	busy := make(chan error, 1)
	go func() { busy <- exec1(t, stack.DatabaseURL, "DO 'BEGIN LOOP END LOOP; END'") }()
	eventually(t, "a busy backend", func() error {
		if query1(t, stack.DatabaseURL, "SELECT count(*)::text FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'") == "0" {
			return errors.New("none yet")
		}
		return nil
	})
	kill9(t, stack.PIDs()["postgres"])
	eventually(t, "PostgreSQL", func() error { return wantLine(p, "PostgreSQL is back") })
	mustExec(t, stack.DatabaseURL, "SELECT 1")
	if err := <-busy; err == nil {
		t.Error("the statement of the dead server ended without an error")
	}
}

// TestAsAnotherUser is the way of root where user namespaces are refused.
func TestAsAnotherUser(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can become another user")
	}
	dir, err := os.MkdirTemp("", "devstack-another-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	stack, _ := start(t, devstack.Options{DataDir: dir, PostgresOnly: true, NoUserNamespace: true})
	mustExec(t, stack.DatabaseURL, "CREATE TABLE kept (step text)")
	owner := func() uint32 {
		info, err := os.Stat(filepath.Join(dir, "cluster", "data", "PG_VERSION"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Sys().(*syscall.Stat_t).Uid
	}
	if owner() == 0 {
		t.Error("the data belongs to root")
	}
	stop(t, stack)
	if runtime.GOOS != "linux" {
		return
	}
	// Back in a user namespace the data has to be root's again.
	stack, _ = start(t, devstack.Options{DataDir: dir, PostgresOnly: true})
	mustExec(t, stack.DatabaseURL, "INSERT INTO kept VALUES ('moved')")
	if owner() != 0 {
		t.Error("the data still belongs to another user")
	}
}

// TestTemporalThatDoesNotStart: its own words reach the user and PostgreSQL is not left running.
func TestTemporalThatDoesNotStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	binary := filepath.Join(t.TempDir(), "temporald-broken")
	script := "#!/bin/sh\necho '{\"level\":\"error\"}' >&2\necho 'temporald: the schema is too old' >&2\nexit 1\n"
	if err := os.WriteFile(binary, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	_, _, err := tryStart(t, devstack.Options{DataDir: dir, TemporalBinary: binary, NoUI: true})
	wantCode(t, err, devstack.StartFailed, "cannot start Temporal: the schema is too old")
	if _, err := os.Stat(filepath.Join(dir, "cluster", "data", "postmaster.pid")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("PostgreSQL still runs: %v", err)
	}
}

// TestCancelledStart: an interrupted first start leaves nothing that the next one trips over.
func TestCancelledStart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := devstack.Start(ctx, devstack.Options{DataDir: dir, PostgresOnly: true, Progress: func(line string) {
		if strings.HasPrefix(line, "creating the database") {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v, want that of the context", err)
	}
	stack, _ := start(t, devstack.Options{DataDir: dir, PostgresOnly: true})
	mustExec(t, stack.DatabaseURL, "SELECT 1")
}

func TestDamagedDataFolder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		files map[string]string
		code  devstack.Code
		says  string
	}{
		"no state":          {map[string]string{"data/PG_VERSION": "18\n"}, devstack.DataDamaged, "stack.json is missing"},
		"unreadable state":  {map[string]string{"stack.json": "{"}, devstack.DataDamaged, "cannot be understood"},
		"no cluster":        {map[string]string{"stack.json": `{"password":"x","postgres_major":18}`}, devstack.DataDamaged, "missing or incomplete"},
		"majors differ":     {map[string]string{"stack.json": `{"password":"x","postgres_major":18}`, "data/PG_VERSION": "17\n"}, devstack.DataDamaged, `"17"`},
		"no such programs":  {map[string]string{"stack.json": `{"password":"x","postgres_major":9}`, "data/PG_VERSION": "9\n"}, devstack.PostgresVersion, "install PostgreSQL 9"},
		"PG_BIN is nothing": {map[string]string{"bin": ""}, devstack.NoPostgres, "PG_BIN="},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			o := devstack.Options{DataDir: dir, PostgresOnly: true}
			for file, content := range c.files {
				path := filepath.Join(dir, "cluster", file)
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(content), 0o600)); err != nil {
					t.Fatal(err)
				}
				if file == "bin" {
					o.PostgresBin = filepath.Dir(path)
				}
			}
			_, _, err := tryStart(t, o)
			wantCode(t, err, c.code, c.says)
		})
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	full := &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	for name, c := range map[string]struct {
		err     error
		printed string
		code    devstack.Code
		says    string
	}{
		"system says full":     {full, "", devstack.DiskFull, "disk full: cannot build in /data"},
		"a tool says full":     {errors.New("exit status 1"), "a\nFATAL: could not write: No space left on device\n", devstack.DiskFull, "disk full"},
		"system says no":       {fs.ErrPermission, "", devstack.NoPermission, "no permission: cannot build in /data"},
		"a tool says no":       {errors.New("exit status 1"), "initdb: error: Permission denied", devstack.NoPermission, "no permission"},
		"the last error":       {errors.New("exit status 1"), "error: one\nerror: two\nHINT: more\n\n", devstack.BuildFailed, "cannot build: error: two"},
		"the last line":        {errors.New("exit status 1"), "one\ntwo\n", devstack.BuildFailed, "cannot build: two"},
		"nothing was printed":  {errors.New("exit status 1"), "", devstack.BuildFailed, "cannot build: exit status 1"},
		"neither in one place": {errors.New("exit status 1"), "full of errors", devstack.BuildFailed, "full of errors"},
	} {
		wantCode(t, devstack.Explain(devstack.BuildFailed, c.err, c.printed, "build", "/data"), c.code, c.says)
		_ = name
	}
}

func TestGivenUp(t *testing.T) {
	t.Parallel()
	p := &progress{}
	err := devstack.Supervised(t.Context(), "exit 3", p.add, 0, time.Millisecond, time.Millisecond)
	wantCode(t, err, devstack.StartFailed, "keeps ending")
	if !p.has("ended unexpectedly (exit status 3)") {
		t.Errorf("progress: %v", p.lines)
	}
}
