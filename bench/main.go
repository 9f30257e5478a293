// Command bench measures Evidence Desk against what it is built on, in one run on one machine, and prints ratios: a request
// submitted against a bare workflow with the same rows, a claim against a bare Update with the same activity, the queue
// against pgbench with the same statement. Each pair is measured in turns, A B A B, and medians are compared, because
// absolute figures say more about the machine than about the program.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

// sizes says how much to measure.
type sizes struct {
	rounds   int // of each pair
	batch    int // submissions in a round
	clients  int // at once
	claims   int
	requests int // in the queue
	seconds  int // of each queue measurement
}

func run(ctx context.Context, args []string) error {
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	var s sizes
	f.IntVar(&s.rounds, "rounds", 5, "rounds of each pair")
	f.IntVar(&s.batch, "batch", 100, "submissions in a round")
	f.IntVar(&s.clients, "clients", 8, "clients at once")
	f.IntVar(&s.claims, "claims", 60, "claims in a round")
	f.IntVar(&s.requests, "requests", 100_000, "requests in the queue")
	f.IntVar(&s.seconds, "seconds", 4, "seconds of each queue measurement")
	binary := f.String("binary", ".bin/evidencedesk", "the binary to measure")
	only := f.String("only", "", "one of idle, submissions, claims, life, queue, warm")
	if err := f.Parse(args); err != nil {
		return err
	}
	st, err := startStage(ctx, *binary)
	if err != nil {
		return err
	}
	defer st.stop()
	for _, m := range []struct {
		name    string
		measure func(context.Context, sizes) error
	}{{"idle", st.idle}, {"submissions", st.submissions}, {"claims", st.claims}, {"life", st.life}, {"queue", st.queue}, {"warm", st.warmStart}} {
		if *only != "" && *only != m.name {
			continue
		}
		if err := m.measure(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

// row prints one line of the result with its goal.
func row(what, value, goal string) { fmt.Printf("%-58s %-26s %s\n", what, value, goal) }
