package e2e_test

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/devstack"
	"evidencedesk/internal/temporalx"
	"evidencedesk/internal/testenv"
)

const (
	folderPrefix = "evidencedesk-e2e-"
	startWithin  = 15 * time.Minute // the first build of the Temporal server on a fresh machine
	stopWithin   = time.Minute
	atOnce       = "4" // tests that run side by side: they wait more than they work
	root         = "../.."
)

// grounds is what all desks stand on.
type grounds struct {
	folder   string
	data     string // of the servers; perhaps in memory, where nothing may be executed
	binary   string
	stack    *devstack.Stack
	template string // a migrated database, to which nothing is connected
	spawner  spawner
}

var ground grounds

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", atOnce); err != nil {
		panic(err)
	}
	os.Exit(runAll(m))
}

func runAll(m *testing.M) int {
	if testing.Short() {
		fmt.Println("the end-to-end tests are not part of -short")
		return 0
	}
	ctx, cancel := context.WithTimeout(context.Background(), startWithin)
	defer cancel()
	err := ground.prepare(ctx)
	code := 1
	if err == nil {
		code = m.Run()
	}
	if err := errors.Join(err, ground.clear()); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	return code
}

func (g *grounds) prepare(ctx context.Context) (err error) {
	if g.folder, err = os.MkdirTemp("", folderPrefix); err != nil {
		return err
	}
	if g.data, err = os.MkdirTemp(testenv.Folder(), folderPrefix); err != nil {
		return err
	}
	built := make(chan error, 1)
	go func() { built <- g.build(ctx) }()
	g.stack, err = devstack.Start(ctx, devstack.Options{
		DataDir: g.data, SourceDir: root, PostgresBin: os.Getenv("PG_BIN"), NoUI: true,
		SearchAttributes: temporalx.SearchAttributes(), Progress: func(string) {},
	})
	if err := errors.Join(err, <-built); err != nil {
		return err
	}
	if err := testenv.Hurry(ctx, g.stack.DatabaseURL); err != nil {
		return err
	}
	g.template = "template_" + random()
	if err := g.sql(ctx, "CREATE DATABASE "+g.template); err != nil {
		return err
	}
	migrate := exec.CommandContext(ctx, g.binary, "migrate")
	migrate.Env = cleanEnv("DATABASE_ADMIN_URL=" + g.database(g.template))
	out, err := migrate.CombinedOutput()
	if err != nil {
		return fmt.Errorf("migrate: %w\n%s", err, out)
	}
	return nil
}

func (g *grounds) build(ctx context.Context) error {
	g.binary = filepath.Join(g.folder, "evidencedesk")
	args := []string{"build", "-buildvcs=false", "-o", g.binary}
	if raceEnabled {
		args = append(args, "-race")
	}
	out, err := exec.CommandContext(ctx, "go", append(args, "evidencedesk")...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
}

func (g *grounds) clear() error {
	var err error
	if g.stack != nil {
		ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
		defer cancel()
		err = g.stack.Stop(ctx)
	}
	return errors.Join(err, os.RemoveAll(g.data), os.RemoveAll(g.folder))
}

// database is the superuser's address of another database on the same server.
func (g *grounds) database(name string) string {
	u, err := url.Parse(g.stack.DatabaseURL)
	if err != nil {
		panic("e2e: the address of the database cannot be read")
	}
	u.Path = "/" + name
	return u.String()
}

// sql runs one statement beside all databases of the tests.
func (g *grounds) sql(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, g.stack.DatabaseURL)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}

// cleanEnv is the environment of this process without settings of the product, and with those given.
func cleanEnv(settings ...string) []string {
	var env []string
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "EVIDENCEDESK_") && !strings.HasPrefix(v, "TEMPORAL_") && !strings.HasPrefix(v, "DATABASE_") {
			env = append(env, v)
		}
	}
	return append(env, settings...)
}

// random is a name that nothing else has, of lower-case letters.
func random() string {
	return strings.Map(func(r rune) rune {
		if r >= '2' && r <= '7' {
			return 'q' + r - '2'
		}
		return r
	}, strings.ToLower(rand.Text()[:12]))
}
