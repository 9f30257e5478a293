package figures

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// Store counts over the application's pool.
type Store struct {
	pool *pgxpool.Pool
}

// New makes a Store.
func New(pool *pgxpool.Pool) *Store { return &Store{pool: pool} }

// roomy lets the database sort a year of a large library in memory, and expect that the rows of the last years are there already,
// so that it reads the stretch of an index and not the whole table. Each statement is planned for the period and the filters that it
// has: against a report's statements planning costs nothing, and what is best differs with the filter.
const roomy = `SELECT set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true),
	set_config('plan_cache_mode', 'force_custom_plan', true)`

// Count counts each query. It asks one statement for each period and each kind of row and day that the metrics have, all of them on
// one snapshot of the database, so that the numbers of a report fit together. Errors: evidence.Invalid for a scope that cannot be.
func (s *Store) Count(ctx context.Context, queries ...metric.Query) ([]metric.Figures, error) {
	all := make([]metric.Figures, len(queries))
	steady := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, s.pool, steady, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, roomy); err != nil {
			return err
		}
		for i, q := range queries {
			all[i] = metric.NewFigures(q.Metrics)
			if err := countQuery(ctx, tx, q, all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("figures: count: %w", err)
	}
	return all, nil
}

func countQuery(ctx context.Context, tx pgx.Tx, q metric.Query, all metric.Figures) error {
	is, err := scopeOf(q.Scope)
	if err != nil {
		return err
	}
	for _, part := range partsOf(q) {
		for i, period := range q.Periods {
			keep := func(k metric.Key, c report.Cell) {
				k.Period = i
				all.Keep(k, c)
			}
			if err := part.count(ctx, tx, is, period, keep); err != nil {
				return err
			}
		}
	}
	return nil
}

// part is what one statement counts: metrics of the same rows and day.
type part struct {
	metrics []metric.Metric
	by      []metric.Dimension
}

// partsOf takes a query apart. Quantiles and what is counted once are told apart because they sort, which the others need not.
func partsOf(q metric.Query) []part {
	type kind struct {
		over   metric.Over
		day    string
		sorted bool
	}
	place := map[kind]int{}
	var parts []part
	for _, m := range q.Metrics {
		k := kind{m.Over, m.Day, ranked(m) || once(m)}
		i, ok := place[k]
		if !ok {
			i = len(parts)
			place[k] = i
			parts = append(parts, part{by: q.By})
		}
		parts[i].metrics = append(parts[i].metrics, m)
	}
	return parts
}

// count counts in one period and hands on what it found.
func (p part) count(ctx context.Context, tx pgx.Tx, is scope, period report.Period, keep func(metric.Key, report.Cell)) error {
	text, args := p.statement(is, period)
	rows, err := tx.Query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	l := newLine(len(p.metrics))
	for rows.Next() {
		if err := rows.Scan(l.into...); err != nil {
			return err
		}
		key := metric.Key{}
		if l.which > 0 {
			key.By, key.Group = p.by[l.which-1], l.group
		}
		for i, m := range p.metrics {
			key.Metric = m.ID
			keep(key, l.values[i].cell(m))
		}
	}
	return rows.Err()
}

// line is a row of what a statement counted.
type line struct {
	which  int
	group  string
	values []value
	into   []any
}

// value is what was counted for a metric: how many rows, how many of them hit, and values in minutes.
type value struct {
	number, hits int
	minutes      []*float64
}

func newLine(metrics int) *line {
	l := &line{values: make([]value, metrics)}
	l.into = []any{&l.which, &l.group}
	for i := range l.values {
		v := &l.values[i]
		l.into = append(l.into, &v.number, &v.hits, &v.minutes)
	}
	return l
}

func (v value) cell(m metric.Metric) report.Cell {
	switch m.Kind { //nolint:exhaustive // the others are minutes
	case report.Count:
		return report.CountOf(v.number)
	case report.Share:
		return report.ShareOf(v.hits, v.number)
	}
	c := report.Cell{Kind: m.Kind, N: v.number}
	into := []*float64{&c.Value, &c.Low, &c.High, nil}
	if m.Nine {
		into = []*float64{nil, nil, nil, &c.Value}
	}
	for i, to := range into {
		if to != nil && i < len(v.minutes) && v.minutes[i] != nil {
			*to = *v.minutes[i]
		}
	}
	return c
}
