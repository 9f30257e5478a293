package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/devstack"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// lastYear is the year that is reported; the requests are of it and the four before.
const lastYear = 2026

// stage is a scratch database with one library and its requests.
type stage struct {
	dir          string
	stack        *devstack.Stack
	admin        *pgx.Conn
	app          *pgxpool.Pool // of one connection, so that the work of the database is that of one process
	figures      *figures.Store
	metrics      *metric.Registry
	library      uuid.UUID
	organisation uuid.UUID
	requester    uuid.UUID
}

func startStage(ctx context.Context) (_ *stage, err error) {
	s := &stage{library: uuid.New(), organisation: uuid.New(), requester: uuid.New()}
	defer func() {
		if err != nil {
			s.stop()
		}
	}()
	words, err := vocabulary.Load()
	if err != nil {
		return nil, err
	}
	if s.metrics, err = metric.Load(words); err != nil {
		return nil, err
	}
	if s.dir, err = os.MkdirTemp("", "evidencedesk-reports-"); err != nil {
		return nil, err
	}
	fmt.Println("starting PostgreSQL ...")
	if s.stack, err = devstack.Start(ctx, devstack.Options{DataDir: filepath.Join(s.dir, "data"), PostgresOnly: true}); err != nil {
		return nil, err
	}
	if err := postgres.Migrate(ctx, s.stack.DatabaseURL); err != nil {
		return nil, err
	}
	if s.admin, err = pgx.Connect(ctx, s.stack.DatabaseURL); err != nil {
		return nil, err
	}
	if s.app, err = postgres.ConnectUpTo(ctx, s.stack.DatabaseURL, postgres.App, 1); err != nil {
		return nil, err
	}
	s.figures = figures.New(s.app)
	return s, nil
}

func (s *stage) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if s.app != nil {
		s.app.Close()
	}
	if s.admin != nil {
		_ = s.admin.Close(ctx)
	}
	if s.stack != nil {
		_ = s.stack.Stop(ctx)
	}
	_ = os.RemoveAll(s.dir)
}

// fill invents the requests and what was answered about them, straight into the tables. The same numbers give the same rows.
func (s *stage) fill(ctx context.Context, n int) error {
	fmt.Printf("inventing %d requests over five years ...\n", n)
	if _, err := s.admin.Exec(ctx, `SET session_replication_role = replica`); err != nil { // no triggers: only these tables count here
		return err
	}
	for _, one := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO library (id, code, name, nation, email) VALUES ($1, 'bench', 'Bench library', 'england-and-wales', 'library@example.org')`, []any{s.library}},
		{`INSERT INTO person (id, name, email) VALUES ($1, 'Requester', 'requester@example.org')`, []any{s.requester}},
		{`INSERT INTO request (id, reference, library_id, requester, type, created_at)
		  SELECT md5('r' || i)::uuid, 'ED-2020-' || lpad(i::text, 8, '0'), $1, $2, 'audit', $3::date + i * interval '5 years' / $4::int
		  FROM generate_series(0, $4::int - 1) i`, []any{s.library, s.requester, day(lastYear - 4), n}},
		{`INSERT INTO request_fact (request_id, library_id, organisation_id, requester, specialty, staff_group, purpose, product, urgency, channel, live,
		    rerun, received_on, delivered_on, ended_on, outcome, minutes_first, minutes_promised, minutes_taken, minutes_elapsed, met_agreed, met_first,
		    staff_minutes, checked, reopened, corrected, late_records, heard)
		  SELECT r.id, r.library_id, CASE i % 7 WHEN 0 THEN $1::uuid ELSE md5('o' || i % 7)::uuid END, md5('p' || i % 9000)::uuid, 'specialty-' || i % 40, 'group-' || i % 12,
		    'purpose-' || i % 14, 'product-' || i % 6, 'urgency-' || i % 4, 'form', i % 11 = 0, i % 29 = 0, r.created_at::date,
		    CASE WHEN i % 20 > 0 THEN least(r.created_at::date + i % 12, $2::date) END, least(r.created_at::date + i % 12, $2::date), 'answered', 2400,
		    CASE WHEN i % 20 > 0 THEN 2400 END, CASE WHEN i % 20 > 0 THEN (i * 7919) % 5000 END, CASE WHEN i % 20 > 0 THEN (i * 7919) % 5000 + i % 600 END,
		    CASE WHEN i % 20 > 0 AND i % 11 > 0 THEN (i * 7919) % 5000 <= 2400 END, CASE WHEN i % 3 = 0 THEN i % 2 = 0 END, i % 400, 
		    CASE i % 5 WHEN 0 THEN 'approved' WHEN 1 THEN 'waived' ELSE 'none' END, (i % 31 = 0)::int, (i % 37 = 0)::int, (i % 23 = 0)::int, i % 2 = 1 AND i % 5 < 2 AND i % 20 > 0
		  FROM request r, LATERAL (SELECT split_part(r.reference, '-', 3)::int AS i) x`, []any{s.organisation, day(lastYear+1).AddDate(0, 0, -1)}},
		{`INSERT INTO ask (id, request_id, library_id, person_id, round, state, questionnaire, token_hash, asked_at, asked_on, answered_at, created_at)
		  SELECT md5('a' || f.request_id)::uuid, f.request_id, f.library_id, f.requester, 1, CASE WHEN i % 5 < 2 THEN 'answered' ELSE 'no_response' END, '2026-11',
		    sha256(f.request_id::text::bytea), f.delivered_on + 14, f.delivered_on + 14, CASE WHEN i % 5 < 2 THEN f.delivered_on + 20 END, f.delivered_on + 14
		  FROM request_fact f JOIN request r ON r.id = f.request_id, LATERAL (SELECT split_part(r.reference, '-', 3)::int AS i) x
		  WHERE f.delivered_on IS NOT NULL AND i % 2 = 1`, nil},
		{`INSERT INTO survey_answer (id, ask_id, questionnaire_version, answers, time_saved, quote_consent, created_at, answered_on, how, minutes_saved)
		  SELECT md5('s' || a.id)::uuid, a.id, '2026-11', CASE WHEN i % 4 < 3 THEN '{"q4_benefits": {"informed_decision": ["immediate"], "quality_of_care": ["immediate"], "safety": ["probable_future"]}, "q2_uses": ["direct_patient_care"]}'::jsonb ELSE '{}' END, '', i % 3 = 0, a.answered_at, a.answered_at::date, 'page', 90
		  FROM ask a JOIN request r ON r.id = a.request_id, LATERAL (SELECT split_part(r.reference, '-', 3)::int AS i) x WHERE a.answered_at IS NOT NULL`, nil},
		{`SELECT note_asks(array_agg(id)) FROM ask`, nil},
		{`VACUUM ANALYZE`, nil}, //nolint:misspell // the keyword
	} {
		if _, err := s.admin.Exec(ctx, one.sql, one.args...); err != nil {
			return fmt.Errorf("%.40s: %w", one.sql, err)
		}
	}
	return nil
}

func day(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

// plain counts the headline figures by statements written by hand, and compares them with those of the report.
func (s *stage) plain(ctx context.Context, rounds int, r report.Report) (time.Duration, error) {
	want := map[string]float64{}
	for _, section := range r.Sections {
		for _, row := range section.Table.Rows {
			c := row.Cells[0]
			want[section.ID+"/"+row.ID] = float64(c.N)
			if c.Kind == report.Quantile {
				want[section.ID+"/"+row.ID] = c.Value
			}
		}
	}
	from, to := day(lastYear), day(lastYear+1)
	took := make([]time.Duration, rounds)
	for i := range took {
		start := time.Now()
		for figure, sql := range map[string]string{
			"activity/received":     `SELECT count(*)::float8 FROM request_fact WHERE library_id = $1 AND received_on >= $2 AND received_on < $3`,
			"activity/delivered":    `SELECT count(*)::float8 FROM request_fact WHERE library_id = $1 AND delivered_on >= $2 AND delivered_on < $3`,
			"timeliness/met_agreed": `SELECT count(*)::float8 FROM request_fact WHERE library_id = $1 AND delivered_on >= $2 AND delivered_on < $3 AND NOT live AND met_agreed`,
			"timeliness/turnaround": `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes_taken) FROM request_fact WHERE library_id = $1 AND delivered_on >= $2 AND delivered_on < $3 AND NOT live`,
			"response/informed": `SELECT count(*)::float8 FROM survey_answer s JOIN ask a ON a.id = s.ask_id WHERE a.library_id = $1 AND s.answered_on >= $2 AND s.answered_on < $3
				AND ('informed_decision' = ANY (s.immediate) OR 'informed_decision' = ANY (s.probable))`,
		} {
			var got float64
			if err := s.app.QueryRow(ctx, sql, s.library, from, to).Scan(&got); err != nil {
				return 0, err
			}
			if got != want[figure] {
				return 0, fmt.Errorf("%s: plain SQL counts %v, the report says %v", figure, got, want[figure])
			}
		}
		took[i] = time.Since(start)
	}
	return median(took), nil
}
