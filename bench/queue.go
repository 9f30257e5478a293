package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/postgres"
)

var withMatch = apiclient.IfMatch(`"1"`)

// queue compares the first page of the open queue, read by our store, with pgbench running the same statement.
func (s *stage) queue(ctx context.Context, z sizes) error {
	fmt.Printf("filling the queue with %d requests ...\n", z.requests)
	if err := s.fill(ctx, z.requests); err != nil {
		return err
	}
	spy := &statementSpy{}
	pool, err := s.spied(ctx, spy, z.clients)
	if err != nil {
		return err
	}
	defer pool.Close()
	reader := postgres.NewReader(pool)
	read := func(ctx context.Context) error {
		_, err := reader.Queue(ctx, postgres.QueueQuery{Person: s.librarian})
		return err
	}
	if err := read(ctx); err != nil {
		return err
	}
	pgbench, err := findPgbench()
	if err != nil {
		row("queue page", "not measured: "+err.Error(), "")
		return nil
	}
	script := filepath.Join(s.dir, "queue.sql")
	if err := os.WriteFile(script, []byte(spy.literal()+";\n"), 0o600); err != nil {
		return err
	}
	var ours, theirs, ratios []float64
	for range z.rounds {
		a, err := perSecond(ctx, z, read)
		if err != nil {
			return err
		}
		b, err := s.pgbench(ctx, pgbench, script, z)
		if err != nil {
			return err
		}
		ours, theirs, ratios = append(ours, a), append(theirs, b), append(ratios, a/b)
	}
	row(fmt.Sprintf("queue pages/s, %d requests", z.requests), fmt.Sprintf("%.0f (pgbench %.0f)", median(ours), median(theirs)), "")
	row("  ratio to pgbench, same statement", fmt.Sprintf("%.2f", median(ratios)), "goal ≥ 0.70")
	return nil
}

// fill writes requests straight into the tables: four of five are closed, as after some years.
func (s *stage) fill(ctx context.Context, n int) error {
	admin, err := pgx.Connect(ctx, s.stack.DatabaseURL)
	if err != nil {
		return err
	}
	defer func() { _ = admin.Close(ctx) }()
	for _, sql := range []string{
		`INSERT INTO request (id, reference, library_id, requester, type, created_at)
		 SELECT gen_random_uuid(), 'ED-2020-' || lpad(i::text, 8, '0'), $1, $2, 'audit', now() - i * interval '1 minute' FROM generate_series(1, $3::int) i`,
		`INSERT INTO request_text (request_id, version, library_id, question, created_at)
		 SELECT id, 1, library_id, 'Question ' || reference || ' about the care of people in hospital', created_at FROM request
		 WHERE reference LIKE 'ED-2020-%' AND library_id = $1 AND $2::uuid IS NOT NULL AND $3::int > 0`,
		`INSERT INTO request_state (request_id, library_id, stage, outcome, requester, urgency, type, running, promise_due, received_at, stage_since, seq, at,
		   first_delivered_at, delivered_at, closed_at, change_seq, change_xid)
		 SELECT id, library_id, CASE WHEN open THEN 'submitted' ELSE 'closed' END, CASE WHEN open THEN NULL ELSE 'answered' END, requester, 'routine', 'audit', open,
		   CASE WHEN open THEN created_at + interval '20 days' END, created_at, created_at, 1, created_at,
		   CASE WHEN open THEN NULL ELSE created_at END, CASE WHEN open THEN NULL ELSE created_at END, CASE WHEN open THEN NULL ELSE created_at END,
		   nextval('request_change'), pg_current_xact_id()
		 FROM (SELECT *, right(reference, 1) < '2' AS open FROM request WHERE reference LIKE 'ED-2020-%' AND library_id = $1 AND $2::uuid IS NOT NULL AND $3::int > 0) r`,
	} {
		if _, err := admin.Exec(ctx, sql, s.library, s.clinician, n); err != nil {
			return err
		}
	}
	_, err = admin.Exec(ctx, `VACUUM ANALYZE`)
	return err
}

// statementSpy keeps the newest statement with its arguments.
type statementSpy struct {
	mu   sync.Mutex
	sql  string
	args []any
}

// TraceQueryStart implements pgx.QueryTracer.
func (s *statementSpy) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sql == "" && strings.Contains(d.SQL, "request_state") {
		s.sql, s.args = d.SQL, d.Args
	}
	return ctx
}

// TraceQueryEnd implements pgx.QueryTracer.
func (s *statementSpy) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

var parameter = regexp.MustCompile(`\$(\d+)`)

// literal is the statement with its arguments written out, for pgbench.
func (s *statementSpy) literal() string {
	text := parameter.ReplaceAllStringFunc(s.sql, func(p string) string {
		var n int
		_, _ = fmt.Sscanf(p, "$%d", &n)
		return sqlLiteral(s.args[n-1])
	})
	return strings.Join(strings.Fields(text), " ") // pgbench ends a statement at a line's semicolon; one line is simplest
}

func sqlLiteral(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case int, int32, int64:
		return fmt.Sprint(v)
	case bool:
		return fmt.Sprint(v)
	case time.Time:
		return "'" + v.Format(time.RFC3339Nano) + "'::timestamptz"
	case []string:
		return "'{" + strings.Join(v, ",") + "}'"
	}
	return "'" + strings.ReplaceAll(fmt.Sprint(v), "'", "''") + "'"
}

func (s *stage) spied(ctx context.Context, spy *statementSpy, conns int) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(s.stack.DatabaseURL)
	if err != nil {
		return nil, err
	}
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan" // as postgres.Connect does
	config.MaxConns, config.ConnConfig.Tracer = int32(conns), spy             //nolint:gosec // a handful
	return pgxpool.NewWithConfig(ctx, config)
}

func perSecond(ctx context.Context, z sizes, do func(context.Context) error) (float64, error) {
	end := time.Now().Add(time.Duration(z.seconds) * time.Second)
	counts := make([]int, z.clients)
	g, ctx := errgroup.WithContext(ctx)
	for i := range counts {
		g.Go(func() error {
			for time.Now().Before(end) {
				if err := do(ctx); err != nil {
					return err
				}
				counts[i]++
			}
			return nil
		})
	}
	err := g.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	return float64(total) / float64(z.seconds), err
}

func findPgbench() (string, error) {
	if path, err := exec.LookPath("pgbench"); err == nil {
		return path, nil
	}
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/pgbench"); len(found) > 0 {
		return found[len(found)-1], nil
	}
	return "", errors.New("there is no pgbench; scripts/prepare bench installs it")
}

var tps = regexp.MustCompile(`tps = ([0-9.]+)`)

func (s *stage) pgbench(ctx context.Context, program, script string, z sizes) (float64, error) {
	c := exec.CommandContext(ctx, program, "-n", "-M", "prepared", "-c", fmt.Sprint(z.clients), "-j", "2", "-T", fmt.Sprint(z.seconds), //nolint:gosec // found above
		"-f", script, s.stack.DatabaseURL)
	out, err := c.CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("pgbench: %w: %s", err, out)
	}
	m := tps.FindSubmatch(out)
	if m == nil {
		return 0, errors.New("pgbench printed no rate")
	}
	var rate float64
	_, err = fmt.Sscan(string(m[1]), &rate)
	return rate, err
}
