package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"evidencedesk/internal/postgres"
	"evidencedesk/internal/retractions"
)

// runRetractions loads the file of Retraction Watch, which says which papers were retracted: `retractions load FILE`.
func runRetractions(ctx context.Context, args []string, io streams) error {
	if len(args) != 2 || args[0] != "load" {
		fmt.Fprintln(io.err, "usage: evidencedesk retractions load FILE\nFILE is the CSV of Retraction Watch as Crossref publishes it. It takes the place of what was loaded before.")
		return errUsage
	}
	file, err := os.Open(args[1]) //nolint:gosec // the operator says which file
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	reader, err := retractions.NewReader(file)
	if err != nil {
		return err
	}
	c, err := operatorConfig(ctx)
	if err != nil {
		return err
	}
	pool, err := connect(ctx, c, postgres.App)
	if err != nil {
		return err
	}
	defer pool.Close()
	done, err := postgres.ReplaceRetractions(ctx, pool, time.Now(), func() (postgres.Notice, bool, error) {
		n, more, err := reader.Next()
		return postgres.Notice(n), more, err
	})
	if err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	fmt.Fprintf(io.out, "%d notices are in force (%d before); %d rows name no paper by DOI or PubMed number and were left out\n",
		done.Notices, done.Before, reader.Left())
	for _, nature := range reader.Natures() {
		fmt.Fprintf(io.out, "  %-14s %d\n", nature.Name, nature.Rows)
	}
	return nil
}
