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
func Postgres(t testing.TB) *Database {
	t.Helper()
	shared.Do(shared.start)
	if shared.err != nil {
		t.Fatalf("testenv: %v", shared.err)
	}
	return Clone(t, shared.template)
}

// Empty gives the test a database of its own without any schema.
func Empty(t testing.TB) string {
	t.Helper()
	shared.Do(shared.start)
	if shared.err != nil {
		t.Fatalf("testenv: %v", shared.err)
	}
	return create(t, "template1")
}

// Clone gives the test a copy of another database, to which nothing may be connected: close the pools of a Database
// before cloning it. It stands for a backup that is restored.
func Clone(t testing.TB, name string) *Database {
	t.Helper()
	return open(t, create(t, name))
}

// Name is the name of the database, for [Clone].
func (d *Database) Name() string { return d.Admin.Config().ConnConfig.Database }

// Close ends the connections, so that the database can be cloned or dropped.
func (d *Database) Close() {
	d.App.Close()
	d.Eraser.Close()
	d.Admin.Close()
}

func create(t testing.TB, template string) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	if err := shared.exec(t.Context(), "CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(template)); err != nil {
		t.Fatalf("testenv: create a database: %v", err)
	}
	t.Cleanup(func() {
		if err := shared.exec(context.Background(), "DROP DATABASE IF EXISTS "+quote(name)+" WITH (FORCE)"); err != nil {
			t.Errorf("testenv: drop the database: %v", err)
		}
	})
	return on(shared.url, name)
}

func open(t testing.TB, address string) *Database {
	t.Helper()
	d := &Database{URL: address}
	var err error
	if d.Admin, err = pgxpool.New(t.Context(), address); err != nil {
		t.Fatalf("testenv: %v", err)
	}
	if d.App, err = postgres.Connect(t.Context(), address, postgres.App); err != nil {
		t.Fatalf("testenv: %v", err)
	}
	if d.Eraser, err = postgres.Connect(t.Context(), address, postgres.Eraser); err != nil {
		t.Fatalf("testenv: %v", err)
	}
	t.Cleanup(d.Close)
	return d
}

func (s *server) start() {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	if s.url = os.Getenv(URLVariable); s.url == "" {
		if s.own, s.err = startCluster(ctx); s.err != nil {
			return
		}
		s.url = s.own.url
	}
	s.template = "test_template_" + strings.ToLower(rand.Text())
	if s.err = s.exec(ctx, "CREATE DATABASE "+quote(s.template)); s.err != nil {
		return
	}
	s.err = prepare(ctx, on(s.url, s.template))
}

// prepare fills the template. Afterwards nothing may be connected to it.
func prepare(ctx context.Context, address string) error {
	return postgres.Migrate(ctx, address)
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
