package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"evidencedesk/internal/config"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// runErase erases one person, or applies the erasures of a ledger again.
func runErase(ctx context.Context, args []string, io streams) error {
	f := flags("erase", io)
	person := f.String("person", "", "identifier of the person")
	email := f.String("email", "", "or the address of the person")
	anyway := f.Bool("anyway", false, "even while open requests need the person")
	replay := f.String("replay", "", "instead: apply every erasure of this ledger again, after restoring a backup")
	if err := parse(f, args); err != nil {
		return err
	}
	c, err := operatorConfig(ctx)
	if err != nil {
		return err
	}
	if *replay != "" {
		c.ErasureLedger = *replay
		done, err := replayErasures(ctx, c)
		if err == nil {
			fmt.Fprintf(io.out, "erased again %d, erased already %d, not in this database %d\n", done.Erased, done.Already, done.Missing)
		}
		return err
	}
	if err := c.Require("EVIDENCEDESK_ERASURE_LEDGER"); err != nil {
		return err
	}
	if *email != "" {
		if *person, err = personByEmail(ctx, c, *email); err != nil {
			return err
		}
	}
	return erase(ctx, c, postgres.Erasure{Person: evidence.PersonID(*person), Anyway: *anyway}, io)
}

func personByEmail(ctx context.Context, c config.Config, email string) (string, error) {
	pool, err := postgres.Connect(ctx, c.DatabaseURL, postgres.App)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	p, err := postgres.NewPeople(pool, nil).ByEmail(ctx, email)
	if err != nil {
		return "", fmt.Errorf("nobody has this address: %w", err)
	}
	return string(p.ID), nil
}

// erase writes the ledger first: an erasure that is interrupted is then carried out at the next replay.
func erase(ctx context.Context, c config.Config, order postgres.Erasure, io streams) error {
	return withEraser(ctx, c, func(e *postgres.Erasures) error {
		if held, err := e.Holding(ctx, order.Person); err != nil {
			return err
		} else if len(held) > 0 && !order.Anyway {
			for _, h := range held {
				fmt.Fprintf(io.err, "%s is open and needs this person\n", h.Reference)
			}
			return errors.New("change the requester or withdraw, reassign or release these first, or say -anyway")
		}
		order.At = time.Now().UTC().Truncate(time.Microsecond)
		if err := enterLedger(c.ErasureLedger, order); err != nil {
			return err
		}
		done, err := e.Erase(ctx, order)
		if err != nil {
			return err
		}
		fmt.Fprintf(io.out, "erased: now %s; text of %d requests blanked\n", done.Pseudonym, done.Requests)
		return nil
	})
}

func enterLedger(path string, order postgres.Erasure) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return err
	}
	err = json.NewEncoder(file).Encode(postgres.LedgerLine{Person: order.Person, At: order.At, Reason: postgres.ErasedOnRequest})
	return errors.Join(err, file.Sync(), file.Close())
}

// replayErasures applies the ledger of past erasures, if there is one.
func replayErasures(ctx context.Context, c config.Config) (done postgres.Replayed, err error) {
	if !exists(c.ErasureLedger) {
		return done, nil
	}
	file, err := os.Open(c.ErasureLedger)
	if err != nil {
		return done, err
	}
	defer func() { _ = file.Close() }()
	err = withEraser(ctx, c, func(e *postgres.Erasures) error {
		done, err = e.Replay(ctx, io.Reader(file))
		return err
	})
	return done, err
}

func withEraser(ctx context.Context, c config.Config, do func(*postgres.Erasures) error) error {
	pool, err := postgres.Connect(ctx, c.DatabaseURL, postgres.Eraser)
	if err != nil {
		return err
	}
	defer pool.Close()
	return do(postgres.NewErasures(pool, nil))
}

// runRetain blanks what has been kept for as long as its library keeps it. The worker does so every night; this does it now.
func runRetain(ctx context.Context, args []string, io streams) error {
	if err := parse(flags("retain", io), args); err != nil {
		return err
	}
	c, err := operatorConfig(ctx)
	if err != nil {
		return err
	}
	return withEraser(ctx, c, func(e *postgres.Erasures) error {
		done, err := e.Retain(ctx)
		if err == nil {
			fmt.Fprintf(io.out, "requests %d, people %d\n", done.Requests, done.People)
		}
		return err
	})
}
