// Command similar measures the search for requests that ask the same.
//
//	go run ./bench/similar [-among 10000] [-speed 100000] FILE...
//
// A file holds one request a line as JSON: id, question, pico (population, intervention, comparison, outcome), specialty and
// labels.near_duplicate_of, the id of the request that asks the same, with labels.hard_negatives, what only looks alike; only those that
// are ids of the file count. All of them are stored among invented delivered requests in a scratch database, and each is looked for
// from its partner, in both directions, as the page of a claimed request does. It ends with status 1 when a bar is missed. On a busy
// machine the time that passes says little: the processor time of the database is printed beside it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"evidencedesk/internal/postgres"
)

// topRank is the bar: the partner is among the first three.
const topRank = 3

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	among := flag.Int("among", 10_000, "invented requests among which the partners are looked for")
	speed := flag.Int("speed", 100_000, "invented requests among which searches are timed; 0 leaves it out")
	queries := flag.Int("queries", 300, "searches that are timed")
	flag.Parse()
	met, err := run(ctx, flag.Args(), *among, *speed, *queries)
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(2) //nolint:gocritic // nothing is left to clear up
	}
	if !met {
		os.Exit(1)
	}
}

func run(ctx context.Context, files []string, among, speed, queries int) (met bool, err error) {
	var cases []labelled
	for _, name := range files {
		list, err := read(name)
		if err != nil {
			return false, fmt.Errorf("%s: %w", name, err)
		}
		cases = append(cases, list...)
	}
	s, err := startStage(ctx)
	if err != nil {
		return false, err
	}
	defer s.stop()
	ids, err := s.store(ctx, cases)
	if err != nil {
		return false, err
	}
	if err := s.grow(ctx, among); err != nil {
		return false, err
	}
	met, err = s.ranks(ctx, cases, ids)
	if err != nil || speed == 0 {
		return met, err
	}
	if err := s.grow(ctx, speed); err != nil {
		return false, err
	}
	fast, err := s.time(ctx, queries)
	return met && fast, err
}

// ranks prints where the partners of the labelled requests come.
func (s *stage) ranks(ctx context.Context, cases []labelled, ids map[string]string) (met bool, err error) {
	fmt.Printf("among %d requests\n%-8s %-8s %6s  %-22s %s\n", s.stored, "asked", "partner", "rank", "score (best other)", "hard negatives above")
	found, pairs := 0, 0
	for _, c := range cases {
		if c.Labels.Partner == "" || ids[c.Labels.Partner] == "" {
			continue
		}
		for _, p := range [][2]string{{c.ID, c.Labels.Partner}, {c.Labels.Partner, c.ID}} {
			pairs++
			rank, line, err := s.rank(ctx, ids, p[0], p[1], c.Labels.Negatives)
			if err != nil {
				return false, err
			}
			if rank > 0 && rank <= topRank {
				found++
			}
			fmt.Println(line)
		}
	}
	fmt.Printf("partner among the first %d: %d of %d\n", topRank, found, pairs)
	return found == pairs, nil
}

func (s *stage) rank(ctx context.Context, ids map[string]string, from, to string, negatives []string) (int, string, error) {
	list, err := s.like(ctx, ids[from], postgres.MaxSimilar)
	if err != nil {
		return 0, "", err
	}
	rank, own, best, above := 0, 0.0, 0.0, 0
	for i, r := range list {
		switch {
		case string(r.ID) == ids[to]:
			rank, own = i+1, r.Score
		default:
			best = max(best, r.Score)
			if rank == 0 && slices.ContainsFunc(negatives, func(n string) bool { return ids[n] == string(r.ID) }) {
				above++
			}
		}
	}
	where := fmt.Sprint(rank)
	if rank == 0 {
		where = "none"
	}
	return rank, fmt.Sprintf("%-8s %-8s %6s  %-22s %d", from, to, where, fmt.Sprintf("%.3f (%.3f)", own, best), above), nil
}
