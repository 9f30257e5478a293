// Command reports measures the yearly impact report over many requests.
//
//	go run ./bench/reports [-requests 250000] [-rounds 15]
//
// The requests of five years and the answers of those who were asked are invented in a scratch database, all of one library. The
// report of a year is counted and made ready for its page as the live page does; then with each kind of filter. Beside it stands
// plain SQL, written by hand over the same rows, which counts the same headline figures and has to find the same. It ends with
// status 1 when a bar is missed. On a busy machine the time that passes says little; the ratio to plain SQL says more.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"evidencedesk/api/web/reports/view"
	"evidencedesk/internal/impact"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// The bars, as medians.
const (
	barPage   = 500 * time.Millisecond
	barFilter = time.Second
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	requests := flag.Int("requests", 250_000, "requests over five years")
	rounds := flag.Int("rounds", 15, "how often each report is made")
	flag.Parse()
	met, err := run(ctx, *requests, *rounds)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2) //nolint:gocritic // nothing is left to clear up
	}
	if !met {
		os.Exit(1)
	}
}

func run(ctx context.Context, requests, rounds int) (met bool, err error) {
	s, err := startStage(ctx)
	if err != nil {
		return false, err
	}
	defer s.stop()
	if err := s.fill(ctx, requests); err != nil {
		return false, err
	}
	whole := report.Scope{Libraries: []string{s.library.String()}}
	met = true
	year, err := s.measure(ctx, "the whole year", whole, rounds, barPage, &met)
	if err != nil {
		return false, err
	}
	plain, err := s.plain(ctx, rounds, year)
	if err != nil {
		return false, err
	}
	fmt.Printf("%-28s %8.1f ms\n", "plain SQL, headlines only", ms(plain))
	for _, f := range []struct {
		name   string
		narrow func(*report.Scope)
	}{
		{"one specialty", func(s *report.Scope) { s.Specialty = "specialty-3" }},
		{"one staff group", func(s *report.Scope) { s.StaffGroup = "group-1" }},
		{"one type of search", func(s *report.Scope) { s.Purpose = "purpose-2" }},
		{"one organisation", func(sc *report.Scope) { sc.Organisation = s.organisation.String() }},
		{"all four", func(sc *report.Scope) {
			sc.Specialty, sc.StaffGroup, sc.Purpose, sc.Organisation = "specialty-3", "group-1", "purpose-2", s.organisation.String()
		}},
	} {
		narrow := whole
		f.narrow(&narrow)
		if _, err := s.measure(ctx, f.name, narrow, rounds, barFilter, &met); err != nil {
			return false, err
		}
	}
	return met, nil
}

// labels names groups as they are.
type labels struct{}

func (labels) GroupName(_ metric.Dimension, group string) string { return group }

// measure makes the report of the last whole year again and again.
func (s *stage) measure(ctx context.Context, name string, scope report.Scope, rounds int, bar time.Duration, met *bool) (r report.Report, err error) {
	ask := impact.Ask{Title: "Impact report", Scope: scope, Period: report.Year(lastYear), Names: labels{}, Now: time.Date(lastYear+1, 3, 1, 9, 0, 0, 0, time.UTC)}
	maker := impact.New(s.figures, s.metrics)
	took := make([]time.Duration, rounds)
	for i := range took {
		start := time.Now()
		if r, err = maker.Make(ctx, ask); err != nil {
			return r, err
		}
		if len(view.Sections(r, "", view.Addresses{Cases: "/cases", Definitions: "/definitions", Title: func(id string) string { return id }})) == 0 {
			return r, fmt.Errorf("%s: nothing to show", name)
		}
		took[i] = time.Since(start)
	}
	m := median(took)
	verdict := "met"
	if m >= bar {
		verdict, *met = "MISSED", false
	}
	fmt.Printf("%-28s %8.1f ms  slowest %8.1f ms  bar %v %s\n", name, ms(m), ms(slices.Max(took)), bar, verdict)
	return r, nil
}

func median(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
