package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"evidencedesk/internal/config"
	"evidencedesk/internal/devstack"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/temporalx"
	"evidencedesk/worker"
)

// defaultData is where `evidencedesk dev` keeps its data.
const defaultData = ".data"

// besideDev completes the settings from the data folder of a running `evidencedesk dev`.
func besideDev(c *config.Config, dir string) error {
	running, err := devstack.Running(dir)
	if err != nil {
		return fmt.Errorf("set DATABASE_URL, or run this beside `evidencedesk dev` in the same folder: %w", err)
	}
	k, err := loadKeys(filepath.Join(dir, "keys.json"))
	if err != nil {
		return err
	}
	c.DatabaseURL, c.DatabaseAdminURL, c.MACKey, c.PayloadKeys = running.DatabaseURL, running.DatabaseURL, k.MAC, k.Payload
	if c.ErasureLedger == "" {
		c.ErasureLedger = filepath.Join(dir, "erasures.jsonl")
	}
	return errors.Join(os.Setenv("TEMPORAL_ADDRESS", running.TemporalAddress), os.Setenv("TEMPORAL_NAMESPACE", running.TemporalNamespace))
}

func runMigrate(ctx context.Context, args []string, io streams) error {
	if err := parse(flags("migrate", io), args); err != nil {
		return err
	}
	c, err := config.Load(ctx)
	if err != nil {
		return err
	}
	if err := c.Require("DATABASE_ADMIN_URL"); err != nil {
		return err
	}
	if err := postgres.Migrate(ctx, c.DatabaseAdminURL); err != nil {
		return err
	}
	fmt.Fprintln(io.out, "the database is up to date")
	return nil
}

func runBackup(ctx context.Context, args []string, io streams) (err error) {
	f := flags("backup", io)
	data := f.String("data", defaultData, "data folder of the stopped stack")
	to := f.String("to", "evidence-desk.tar.gz", "file to write; it must not exist")
	if err := parse(f, args); err != nil {
		return err
	}
	file, err := os.OpenFile(*to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	report, err := devstack.Archive(ctx, *data, file)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(*to))
	}
	fmt.Fprintf(io.out, "%s: %d files, %d bytes of data. Keep it private: it holds the database's password.\n", *to, report.Files, report.Bytes)
	fmt.Fprintf(io.out, "Back up %s and %s beside it.\n", filepath.Join(*data, "keys.json"), filepath.Join(*data, "erasures.jsonl"))
	return nil
}

func runRestore(ctx context.Context, args []string, io streams) error {
	f := flags("restore", io)
	data := f.String("data", defaultData, "data folder of the stopped stack")
	from := f.String("from", "", "archive to put back")
	aside := f.Bool("aside", false, "move data that is there aside instead of refusing")
	if err := parse(f, args); err != nil {
		return err
	}
	file, err := os.Open(*from)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	report, err := devstack.Restore(ctx, *data, file, devstack.RestoreOptions{MoveAside: *aside})
	if err != nil {
		return err
	}
	fmt.Fprintf(io.out, "restored what was there at %s\n", report.CreatedAt.Format(time.RFC3339))
	if report.MovedAside != "" {
		fmt.Fprintln(io.out, "the former data is in", report.MovedAside)
	}
	fmt.Fprintln(io.out, "people erased since then are erased again at the next start, from", filepath.Join(*data, "erasures.jsonl"))
	return nil
}

func runRebuild(ctx context.Context, args []string, io streams) error {
	if err := parse(flags("rebuild", io), args); err != nil {
		return err
	}
	c, err := operatorConfig(ctx)
	if err != nil {
		return err
	}
	p, err := wire(ctx, c, textLog(io.err, c))
	if err != nil {
		return err
	}
	defer p.close()
	found, err := worker.Rebuild(ctx, p.reader, p.commander, p.log)
	for _, row := range []struct {
		what   string
		counts map[temporalx.Presence]int
	}{{"requests", found.Requests}, {"follow-ups", found.FollowUps}} {
		fmt.Fprintf(io.out, "%-10s  running %d, started %d, ended before their time %d\n", row.what,
			row.counts[temporalx.PresenceRunning], row.counts[temporalx.PresenceStarted], row.counts[temporalx.PresenceEnded])
	}
	for _, id := range found.Ended {
		fmt.Fprintln(io.out, "look into request", id)
	}
	return err
}

// healthTimeout is for one question on the loopback interface.
const healthTimeout = 3 * time.Second

// runHealth asks the process on this machine: `health api` or `health worker`.
func runHealth(ctx context.Context, args []string, io streams) error {
	if len(args) != 1 || args[0] != "api" && args[0] != "worker" {
		fmt.Fprintln(io.err, "usage: evidencedesk health api|worker")
		return errUsage
	}
	c, err := config.Load(ctx)
	if err != nil {
		return err
	}
	address := c.Listen
	if args[0] == "worker" {
		address = c.WorkerHealth
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return err
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/health/ready", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	if err := response.Body.Close(); err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s is not ready: status %d", args[0], response.StatusCode)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
