package testenv

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/postgres"
)

// URLVariable names a PostgreSQL server to use instead of starting one.
const URLVariable = "EVIDENCEDESK_TEST_DATABASE_URL"

// Database is a migrated database of one test. It is dropped when the test ends.
type Database struct {
	URL    string        // of the superuser
	Admin  *pgxpool.Pool // as the superuser
	App    *pgxpool.Pool // as the application works
	Eraser *pgxpool.Pool // as erasure works
}

// server is the one server of this process, started by the first test that needs it.
type server struct {
	sync.Once
	own      *cluster
	url      string
	template string
	err      error
}

var shared server

// Main runs the tests of a package and leaves nothing behind.
func Main(m *testing.M) {
	code := m.Run()
	if err := shared.close(); err != nil {
		fmt.Fprintln(os.Stderr, "testenv:", err)
	}
	os.Exit(code)
}

// Postgres gives the test a database of its own with the current schema and the bundled bank holidays.
func Postgres(tb testing.TB) *Database {
	tb.Helper()
	shared.Do(shared.start)
	if shared.err != nil {
		tb.Fatalf("testenv: %v", shared.err)
	}
	return Clone(tb, shared.template)
}

// Empty gives the test a database of its own without any schema.
func Empty(tb testing.TB) string {
	tb.Helper()
	shared.Do(shared.start)
	if shared.err != nil {
		tb.Fatalf("testenv: %v", shared.err)
	}
	return create(tb, "template1")
}

// Clone gives the test a copy of another database, to which nothing may be connected: close the pools of a Database
// before cloning it. It stands for a backup that is restored.
func Clone(tb testing.TB, name string) *Database {
	tb.Helper()
	return open(tb, create(tb, name))
}

// Name is the name of the database, for [Clone].
func (d *Database) Name() string { return d.Admin.Config().ConnConfig.Database }

// Close ends the connections, so that the database can be cloned or dropped.
func (d *Database) Close() {
	d.App.Close()
	d.Eraser.Close()
	d.Admin.Close()
}

func create(tb testing.TB, template string) string {
	tb.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	if err := shared.exec(tb.Context(), "CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(template)); err != nil {
		tb.Fatalf("testenv: create a database: %v", err)
	}
	tb.Cleanup(func() {
		if err := shared.exec(context.Background(), "DROP DATABASE IF EXISTS "+quote(name)+" WITH (FORCE)"); err != nil {
			tb.Errorf("testenv: drop the database: %v", err)
		}
	})
	return on(shared.url, name)
}

func open(tb testing.TB, address string) *Database {
	tb.Helper()
	d := &Database{URL: address}
	var err error
	if d.Admin, err = pgxpool.New(tb.Context(), address); err != nil {
		tb.Fatalf("testenv: %v", err)
	}
	if d.App, err = postgres.Connect(tb.Context(), address, postgres.App); err != nil {
		tb.Fatalf("testenv: %v", err)
	}
	if d.Eraser, err = postgres.Connect(tb.Context(), address, postgres.Eraser); err != nil {
		tb.Fatalf("testenv: %v", err)
	}
	tb.Cleanup(d.Close)
	return d
}

func (s *server) start() {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	if s.url = os.Getenv(URLVariable); s.url == "" {
		if s.own, s.err = startCluster(ctx); s.err != nil {
			return
		}
		s.url = s.own.stack.DatabaseURL
	}
	s.template = "test_template_" + strings.ToLower(rand.Text())
	s.err = s.prepare(ctx)
}

// prepareLock is held in the server's own database, because the roles that a migration makes belong to the whole server
// and several test processes may share it.
const prepareLock = 7_466_001

// prepare makes the template. Afterwards nothing may be connected to it.
func (s *server) prepare(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx)) //nolint:errcheck // releases the lock, also by failing
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", prepareLock); err != nil {
		return err
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+quote(s.template)); err != nil {
		return err
	}
	return postgres.Migrate(ctx, on(s.url, s.template))
}

func (s *server) close() error {
	if s.own != nil {
		return s.own.stop()
	}
	if s.template == "" {
		return nil
	}
	return s.exec(context.Background(), "DROP DATABASE IF EXISTS "+quote(s.template)+" WITH (FORCE)")
}

func (s *server) exec(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

// on is the same server's address with another database.
func on(address, database string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Path = "/" + database
	return u.String()
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
