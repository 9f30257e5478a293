package devstack

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const postgresLog = "postgres.log"

func pgPIDPath(dataDir string) string { return filepath.Join(pgDataPath(dataDir), "postmaster.pid") }

// postgres is the embedded PostgreSQL of one data folder.
type postgres struct {
	spawner  *spawner
	options  *Options
	state    *state
	programs installation
	started  bool // once; later starts continue the log
}

// newPostgres finds the programs and creates the cluster if there is none.
func newPostgres(ctx context.Context, s *spawner, o *Options, st *state) (*postgres, error) {
	major, err := recordedMajor(o.DataDir, st)
	if err != nil {
		return nil, err
	}
	f := finder{spawner: s, options: o, major: major}
	programs, err := f.find(ctx)
	if err != nil {
		return nil, err
	}
	p := &postgres{spawner: s, options: o, state: st, programs: programs}
	cluster := clusterPath(o.DataDir)
	if err := programs.id.reach(o.DataDir, cluster); err != nil {
		return nil, explain(StartFailed, err, "", "open the folder to "+programs.id.name, cluster)
	}
	if major == 0 {
		if err := p.initialise(ctx); err != nil {
			return nil, err
		}
	}
	if err := programs.id.own(pgDataPath(o.DataDir)); err != nil {
		return nil, explain(StartFailed, err, "", "give the data to "+programs.id.name, cluster)
	}
	return p, nil
}

// recordedMajor is the major version of the existing cluster, 0 when there is none. It is kept twice, beside the
// cluster and in it, and the two must agree.
func recordedMajor(dataDir string, st *state) (int, error) {
	if !hasCluster(dataDir) {
		if st.PostgresMajor != 0 {
			return 0, newError(DataDamaged, nil, "%s is missing or incomplete: restore a backup or choose another data folder", pgDataPath(dataDir))
		}
		return 0, nil
	}
	raw, err := os.ReadFile(filepath.Join(pgDataPath(dataDir), "PG_VERSION"))
	if err != nil {
		return 0, explain(DataDamaged, err, "", "read the data's version", clusterPath(dataDir))
	}
	major, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil || (st.PostgresMajor != 0 && major != st.PostgresMajor) {
		return 0, newError(DataDamaged, err, "the data in %s says PostgreSQL %q but its record says %d: restore a backup or choose another data folder", pgDataPath(dataDir), strings.TrimSpace(string(raw)), st.PostgresMajor)
	}
	return major, nil
}

// initialise creates the cluster beside its place and moves it there when it is complete, so that a start that is
// killed half-way leaves nothing that looks like data.
func (p *postgres) initialise(ctx context.Context) error {
	began := time.Now()
	p.options.Progress("creating the database (PostgreSQL " + p.programs.version + ")")
	cluster := clusterPath(p.options.DataDir)
	work := filepath.Join(cluster, pgDataDir+".new")
	fail := func(err error, printed string) error {
		_ = os.RemoveAll(work)
		return explain(StartFailed, err, printed, "create the database", cluster)
	}
	if err := os.RemoveAll(work); err != nil {
		return fail(err, "")
	}
	if err := os.Mkdir(work, 0o700); err != nil {
		return fail(err, "")
	}
	secret := filepath.Join(cluster, ".password")
	defer func() { _ = os.Remove(secret) }()
	if err := os.WriteFile(secret, []byte(p.state.Password), 0o600); err != nil {
		return fail(err, "")
	}
	for _, path := range []string{work, secret} {
		if err := p.programs.id.own(path); err != nil {
			return fail(err, "")
		}
	}
	cmd := command(ctx, p.programs.id, filepath.Join(p.programs.bin, "initdb"), p.initArguments(work, secret)...)
	cmd.Dir = cluster
	if printed, err := p.spawner.output(cmd); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fail(err, printed)
	}
	if err := os.Rename(work, pgDataPath(p.options.DataDir)); err != nil {
		return fail(err, "")
	}
	p.state.PostgresMajor = p.programs.major
	p.options.Progress("database created (" + sinceText(began) + ")")
	return p.state.save()
}

// initArguments: from PostgreSQL 17 on collation is PostgreSQL's own C.UTF-8, which no update of the system's
// libraries can change under existing indexes. macOS has no locale of the name C.UTF-8.
func (p *postgres) initArguments(dir, secretFile string) []string {
	locale := "C.UTF-8"
	if runtime.GOOS == "darwin" {
		locale = "en_US.UTF-8"
	}
	args := []string{
		"--pgdata=" + dir, "--username=" + superuser, "--pwfile=" + secretFile, "--auth=scram-sha-256",
		"--encoding=UTF8", "--locale=" + locale, "--data-checksums", "--no-instructions",
	}
	if p.programs.major >= 17 {
		args = append(args, "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
	}
	return args
}

// serverArguments: TCP on 127.0.0.1 only, and no Unix socket, because its path would have a length limit that data
// folders exceed. The log never shows the text of a statement or the values of a row.
func (p *postgres) serverArguments() []string {
	args := []string{"-D", pgDataPath(p.options.DataDir), "-p", strconv.Itoa(p.state.Ports.Postgres)}
	for _, setting := range []string{
		"listen_addresses=" + loopback, "unix_socket_directories=", "max_connections=200", "shared_buffers=256MB",
		"timezone=UTC", "log_timezone=UTC", "log_min_error_statement=panic", "log_error_verbosity=terse",
		"log_parameter_max_length_on_error=0",
	} {
		args = append(args, "-c", setting)
	}
	return args
}

// start runs the server and waits until it takes connections. A server that a killed run left behind, or single
// processes of one that died, are ended first.
func (p *postgres) start(ctx context.Context) (*child, error) {
	began := time.Now()
	if err := postgresLeftover(p.options).stop(ctx, p.options.Progress); err != nil {
		return nil, err
	}
	log, err := openLog(p.options.DataDir, postgresLog, !p.started)
	if err != nil {
		return nil, err
	}
	defer func() { _ = log.Close() }()
	p.started = true
	logged, err := log.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, explain(StartFailed, err, "", "write a log", p.options.DataDir)
	}
	cmd := command(context.WithoutCancel(ctx), p.programs.id, filepath.Join(p.programs.bin, "postgres"), p.serverArguments()...)
	cmd.Dir = pgDataPath(p.options.DataDir)
	cmd.Stdout, cmd.Stderr = log, log
	c, err := p.spawner.spawn(cmd)
	if err != nil {
		return nil, explain(StartFailed, err, "", "start PostgreSQL", p.options.DataDir)
	}
	if err := p.await(ctx, c, log.Name(), logged); err != nil {
		_ = p.stop(context.WithoutCancel(ctx), c)
		return nil, err
	}
	p.options.Progress(fmt.Sprintf("PostgreSQL %s is ready on %s:%d (%s)", p.programs.version, loopback, p.state.Ports.Postgres, sinceText(began)))
	return c, nil
}

// await tries to connect until it works. After a crash PostgreSQL first replays its log, which can take minutes.
func (p *postgres) await(ctx context.Context, c *child, log string, logged int64) error {
	const pause, longest = 10 * time.Millisecond, 10 * time.Minute
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	began, said := time.Now(), time.Now()
	for {
		conn, err := pgx.Connect(ctx, p.url(superuser))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-c.done:
			return explain(StartFailed, c.err, logTail(log, logged), "start PostgreSQL", p.options.DataDir)
		case <-ctx.Done():
			return newError(StartFailed, ctx.Err(), "PostgreSQL did not become ready in %s; see %s", time.Since(began).Round(time.Second), log)
		case <-time.After(pause):
		}
		if time.Since(said) >= progressPause {
			p.options.Progress(fmt.Sprintf("PostgreSQL is recovering its data (%s)", time.Since(began).Round(time.Second)))
			said = time.Now()
		}
	}
}

// stop asks for a fast shutdown, then for an immediate one (which the next start recovers from), then kills.
func (p *postgres) stop(ctx context.Context, c *child) error {
	return c.stop(ctx, plea{syscall.SIGINT, 30 * time.Second}, plea{syscall.SIGQUIT, 5 * time.Second})
}

func (p *postgres) url(database string) string { return p.state.url(database) }

// ensureDatabase creates a database unless it exists.
func (p *postgres) ensureDatabase(ctx context.Context, name string) error {
	err := func() error {
		conn, err := pgx.Connect(ctx, p.url(superuser))
		if err != nil {
			return err
		}
		defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
		var exists bool
		if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil || exists {
			return err
		}
		_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
		return err
	}()
	if err != nil {
		return explain(StartFailed, err, "", "create the database "+name, p.options.DataDir)
	}
	return nil
}
