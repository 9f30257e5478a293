package testenv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/devstack"
)

const (
	folderPrefix = "evidencedesk-test-"
	// abandonedAfter is the age from which a folder that nobody uses is taken to be left over from tests that were killed.
	abandonedAfter = 10 * time.Minute
	stopWithin     = time.Minute
)

// FolderVariable names the folder in which tests keep their servers' data, where another suits better than the system's for
// temporary files: one in memory, say, for they make a database of some thousand files for each test and keep none.
const FolderVariable = "EVIDENCEDESK_TEST_FOLDER"

// Folder is where tests keep their servers' data.
func Folder() string {
	if folder := os.Getenv(FolderVariable); folder != "" {
		return folder
	}
	return os.TempDir()
}

// cluster is a PostgreSQL server that belongs to this process and dies with it, whatever happens.
type cluster struct {
	folder string
	stack  *devstack.Stack
	log    progress
}

// startCluster makes and starts the same server that the product embeds, in a temporary folder.
func startCluster(ctx context.Context) (*cluster, error) {
	removeAbandoned()
	folder, err := os.MkdirTemp(Folder(), folderPrefix)
	if err != nil {
		return nil, err
	}
	c := &cluster{folder: folder}
	c.stack, err = devstack.Start(ctx, devstack.Options{
		DataDir: folder, PostgresOnly: true, PostgresBin: os.Getenv("PG_BIN"), Progress: c.log.add,
	})
	if err == nil {
		err = Hurry(ctx, c.stack.DatabaseURL)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w\n%s", err, c.log.String()), c.stop())
	}
	return c, nil
}

// Hurry has a server trade durability, which no test of ours needs that does not stop the server, for speed. A crash of a
// backend still loses nothing. The address is that of a superuser.
func Hurry(ctx context.Context, databaseURL string) error {
	conn, err := pgx.Connect(ctx, databaseURL)
	if err != nil {
		return err
	}
	for _, statement := range []string{
		"ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off", "ALTER SYSTEM SET full_page_writes = off",
		"SELECT pg_reload_conf()",
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return errors.Join(err, conn.Close(ctx))
		}
	}
	return conn.Close(ctx)
}

// stop ends the server and removes its files. It can be called on one that never started.
func (c *cluster) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	var err error
	if c.stack != nil {
		err = c.stack.Stop(ctx)
	}
	return errors.Join(err, os.RemoveAll(c.folder))
}

// removeAbandoned clears away what killed tests could not. A folder in use is locked, so it is never taken.
func removeAbandoned() {
	folders, err := filepath.Glob(filepath.Join(Folder(), folderPrefix+"*"))
	if err != nil {
		return
	}
	for _, folder := range folders {
		info, err := os.Stat(folder)
		if err != nil || time.Since(info.ModTime()) < abandonedAfter {
			continue
		}
		if _, err := devstack.Running(folder); errorIs(err, devstack.NoData) {
			_ = os.RemoveAll(folder) // somebody else's remains; the next run tries again
		}
	}
}

func errorIs(err error, code devstack.Code) bool {
	var e *devstack.Error
	return errors.As(err, &e) && e.Code == code
}

// progress keeps what the server said while it started, for the message when it fails.
type progress struct {
	mu    sync.Mutex
	lines []string
}

func (p *progress) add(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, line)
}

func (p *progress) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.lines, "\n")
}
