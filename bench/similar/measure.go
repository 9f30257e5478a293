package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"
)

// medianBar is the bar: half of the searches among many requests take less than this.
const medianBar = 50 * time.Millisecond

// shown is how many similar requests a page asks for.
const shown = 10

// measured is what searches cost, one entry a search.
type measured struct {
	took, worked, trivial []time.Duration
}

// time prints how long searches take, for requests drawn from all that are stored.
func (s *stage) time(ctx context.Context, n int) (bool, error) {
	m, err := s.measure(ctx, n, n/10) //nolint:mnd // a tenth warms the caches
	if err != nil {
		return false, err
	}
	fmt.Printf("among %d requests: %d searches, median %s (bar %s), 95th percentile %s\n",
		s.stored, len(m.took), ms(part(m.took, 50)), ms(medianBar), ms(part(m.took, 95)))
	if part(m.worked, 100) > 0 {
		fmt.Printf("of that the database worked: median %s, 95th percentile %s\n", ms(part(m.worked, 50)), ms(part(m.worked, 95)))
	}
	fmt.Printf("the same connection says SELECT 1 in: median %s, 95th percentile %s\n", ms(part(m.trivial, 50)), ms(part(m.trivial, 95)))
	return part(m.took, 50) < medianBar, nil
}

// measure searches n times after some searches that are not counted.
func (s *stage) measure(ctx context.Context, n, before int) (m measured, err error) {
	ids, err := s.draw(ctx, n+before)
	if err != nil {
		return m, err
	}
	var process, one int
	if err := s.app.QueryRow(ctx, `SELECT pg_backend_pid()`).Scan(&process); err != nil {
		return m, err
	}
	for i, id := range ids {
		worked, began := processorTime(process), time.Now()
		if _, err := s.like(ctx, id, shown); err != nil {
			return m, err
		}
		took := time.Since(began)
		worked = processorTime(process) - worked
		began = time.Now()
		if err := s.app.QueryRow(ctx, `SELECT 1`).Scan(&one); err != nil {
			return m, err
		}
		if i >= before {
			m.took, m.worked, m.trivial = append(m.took, took), append(m.worked, worked), append(m.trivial, time.Since(began))
		}
	}
	return m, nil
}

// processorTime is how long a process of the database has worked; 0 where the system does not say, as anywhere but on Linux.
func processorTime(process int) time.Duration {
	var nanoseconds int64
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", process))
	if err != nil {
		return 0
	}
	_, _ = fmt.Sscan(string(raw), &nanoseconds)
	return time.Duration(nanoseconds)
}

// part is the smallest time that so many per cent of all do not exceed; 0 of none.
func part(list []time.Duration, percent int) time.Duration {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(len(sorted)*percent/100, len(sorted)-1)] //nolint:mnd // per cent
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) } //nolint:mnd // milliseconds
