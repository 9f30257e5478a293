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
// so that it reads the stretch of an index and not the whole table.
const roomy = `SELECT set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true)`

// Count counts each query. It asks one statement for each kind of row and day that the metrics have, all of them on one snapshot of
// the database, so that the numbers of a report fit together. Errors: evidence.Invalid for a scope that cannot be.
func (s *Store) Count(ctx context.Context, queries ...metric.Query) ([]metric.Figures, error) {
	all := make([]metric.Figures, len(queries))
	steady := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err := pgx.BeginTxFunc(ctx, s.pool, steady, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, roomy); err != nil {
			return err
		}
		for i, q := range queries {
			all[i] = metric.NewFigures(q.Metrics)
			is, err := scopeOf(q.Scope)
			if err != nil {
				return err
			}
			for _, part := range partsOf(q) {
				if err := count(ctx, tx, is, part, all[i]); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("figures: count: %w", err)
	}
	return all, nil
}

// partsOf takes a query apart into what one statement can count: metrics of the same rows and day. Quantiles and what is counted
// once are told apart because they sort, which the others need not.
func partsOf(q metric.Query) []metric.Query {
	type kind struct {
		over   metric.Over
		day    string
		sorted bool
	}
	place := map[kind]int{}
	var parts []metric.Query
	for _, m := range q.Metrics {
		k := kind{m.Over, m.Day, ranked(m) || once(m)}
		i, ok := place[k]
		if !ok {
			i = len(parts)
			place[k] = i
			parts = append(parts, metric.Query{Periods: q.Periods, By: q.By})
		}
		parts[i].Metrics = append(parts[i].Metrics, m)
	}
	return parts
}

// count runs one statement and keeps what it found.
func count(ctx context.Context, tx pgx.Tx, is scope, part metric.Query, all metric.Figures) error {
	text, args := countStatement(is, part)
	rows, err := tx.Query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	l := newLine(len(part.Metrics))
	for rows.Next() {
		if err := rows.Scan(l.into...); err != nil {
			return err
		}
		key := metric.Key{Period: l.period}
		if l.which > 0 {
			key.By, key.Group = part.By[l.which-1], l.group
		}
		for i, m := range part.Metrics {
			key.Metric = m.ID
			all.Keep(key, l.values[i].cell(m))
		}
	}
	return rows.Err()
}

// line is a row of what a statement counted.
type line struct {
	period, which int
	group         string
	values        []value
	into          []any
}

// value is what was counted for a metric: how many rows, how many of them hit, and values in minutes.
type value struct {
	number, hits int
	minutes      []*float64
}

func newLine(metrics int) *line {
	l := &line{values: make([]value, metrics)}
	l.into = []any{&l.period, &l.which, &l.group}
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
