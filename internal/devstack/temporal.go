package devstack

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"go.temporal.io/sdk/client"
)

const temporalLog = "temporal.log"

func temporalPIDPath(dataDir string) string { return filepath.Join(dataDir, "temporald.pid") }

// temporal is the embedded Temporal server of one data folder.
type temporal struct {
	spawner  *spawner
	options  *Options
	state    *state
	binary   string
	database string // URL of any database of the cluster; the server makes its own two beside it
	started  bool
}

func newTemporal(s *spawner, o *Options, st *state, binary, database string) (*temporal, error) {
	u, err := url.Parse(database)
	if err != nil || u.Hostname() == "" || u.User == nil {
		// Not err: it would repeat the URL and with it the password.
		return nil, newError(BadOption, nil, "the embedded Temporal server needs DATABASE_URL in the form postgres://user:password@host:port/database")
	}
	return &temporal{spawner: s, options: o, state: st, binary: binary, database: database}, nil
}

func (t *temporal) address() string { return t.state.temporalAddress() }

func (t *temporal) uiURL() string {
	if !t.state.Runs.TemporalUI {
		return ""
	}
	return t.state.uiURL()
}

func (t *temporal) arguments() []string {
	args := []string{
		"-port", strconv.Itoa(t.state.Ports.Temporal), "-namespace", t.options.Namespace,
		"-retention", t.options.Retention.String(), "-stop-with-stdin",
	}
	if t.state.Runs.TemporalUI {
		args = append(args, "-ui-port", strconv.Itoa(t.state.Ports.TemporalUI))
	}
	var attributes []string
	for _, name := range slices.Sorted(maps.Keys(t.options.SearchAttributes)) {
		attributes = append(attributes, name+":"+t.options.SearchAttributes[name])
	}
	return append(args, "-search-attributes", strings.Join(attributes, ","))
}

// start runs the server and waits until it says that it is ready and answers a health check.
func (t *temporal) start(ctx context.Context) (*child, error) {
	began := time.Now()
	if err := t.awaitDatabase(ctx); err != nil {
		return nil, err
	}
	log, err := openLog(t.options.DataDir, temporalLog, !t.started)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	t.started = true
	logged, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, explain(StartFailed, err, "", "write a log", t.options.DataDir)
	}
	cmd, ready, err := t.prepare(ctx, log)
	if err != nil {
		return nil, explain(StartFailed, err, "", "start Temporal", t.options.DataDir)
	}
	c, err := t.spawner.spawn(cmd)
	if err != nil {
		return nil, explain(StartFailed, err, "", "start Temporal", t.options.DataDir)
	}
	// A trace for systems on which a process cannot be found by its working directory.
	_ = os.WriteFile(temporalPIDPath(t.options.DataDir), fmt.Appendf(nil, "%d\n", cmd.Process.Pid), 0o600)
	if err := t.await(ctx, c, ready, log.Name(), logged); err != nil {
		_ = t.stop(context.WithoutCancel(ctx), c)
		return nil, err
	}
	t.options.Progress(fmt.Sprintf("Temporal is ready on %s (%s)", t.address(), sinceText(began)))
	return c, nil
}

// prepare sets up the process. Its standard input is a pipe that this program never writes to: the pipe closes when
// this program ends in whatever way, and the server stops then.
func (t *temporal) prepare(ctx context.Context, log *os.File) (*exec.Cmd, *readyLine, error) {
	cmd := command(context.WithoutCancel(ctx), myself(), t.binary, t.arguments()...)
	cmd.Dir = t.options.DataDir
	cmd.Env = append(cmd.Env, "TEMPORALD_DATABASE_URL="+t.database)
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, nil, err
	}
	ready := &readyLine{seen: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = ready, log
	return cmd, ready, nil
}

func (t *temporal) await(ctx context.Context, c *child, ready *readyLine, log string, logged int64) error {
	const longest = 2 * time.Minute
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	select {
	case <-ready.seen:
	case <-c.done:
		return explain(StartFailed, c.err, temporalReason(logTail(log, logged)), "start Temporal", t.options.DataDir)
	case <-ctx.Done():
		return newError(StartFailed, ctx.Err(), "Temporal did not become ready; see %s", log)
	}
	if err := ready.check(t.address()); err != nil {
		return newError(StartFailed, err, "Temporal did not start as asked: %v", err)
	}
	sdk, err := client.DialContext(ctx, client.Options{HostPort: t.address(), Namespace: t.options.Namespace, Logger: quiet{}})
	if err != nil {
		return newError(StartFailed, err, "Temporal at %s does not answer: %v", t.address(), err)
	}
	defer sdk.Close()
	if _, err := sdk.CheckHealth(ctx, &client.CheckHealthRequest{}); err != nil {
		return newError(StartFailed, err, "Temporal at %s is not healthy: %v", t.address(), err)
	}
	return nil
}

// awaitDatabase waits until PostgreSQL takes connections. It may be restarting, and then Temporal must not use up its
// own attempts.
func (t *temporal) awaitDatabase(ctx context.Context) error {
	const pause, longest = 50 * time.Millisecond, time.Minute
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, t.database)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-ctx.Done():
			return newError(StartFailed, err, "PostgreSQL does not answer, so Temporal cannot start")
		case <-time.After(pause):
		}
	}
}

// stop asks for an orderly end, which takes one to three seconds, then kills.
func (t *temporal) stop(ctx context.Context, c *child) error {
	err := c.stop(ctx, plea{syscall.SIGTERM, 15 * time.Second})
	_ = os.Remove(temporalPIDPath(t.options.DataDir))
	return err
}

// temporalReason picks the server's own last words out of a log that is otherwise JSON with long stacks.
func temporalReason(printed string) string {
	const mark = "temporald: "
	if i := strings.LastIndex(printed, mark); i >= 0 {
		reason, _, _ := strings.Cut(printed[i+len(mark):], "\n")
		return reason
	}
	return "it ended without a word; see its log"
}

// readyLine reads the server's standard output up to the READY line and drops the rest.
type readyLine struct {
	mu     sync.Mutex
	text   []byte
	seen   chan struct{} // closed when the line is complete
	closed bool
}

func (r *readyLine) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.closed {
		r.text = append(r.text, p...)
		if bytes.HasPrefix(r.text, []byte("READY ")) && bytes.HasSuffix(r.text, []byte("\n")) {
			r.closed = true
			close(r.seen)
		}
	}
	return len(p), nil
}

// check makes sure that it is this server, on this address, that is ready.
func (r *readyLine) check(address string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var said struct{ Address string }
	if err := json.Unmarshal(bytes.TrimPrefix(r.text, []byte("READY ")), &said); err != nil {
		return fmt.Errorf("its READY line cannot be read: %w", err)
	}
	if said.Address != address {
		return fmt.Errorf("it serves %s instead of %s", said.Address, address)
	}
	return nil
}

// quiet drops the client's log lines.
type quiet struct{}

func (quiet) Debug(string, ...any) {}
func (quiet) Info(string, ...any)  {}
func (quiet) Warn(string, ...any)  {}
func (quiet) Error(string, ...any) {}
