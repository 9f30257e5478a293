package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"evidencedesk/internal/evidence"
)

// LedgerLine is one erasure as it is kept apart from the database: one JSON object on a line. It names nobody.
type LedgerLine struct {
	Person evidence.PersonID `json:"person"`
	At     time.Time         `json:"at"`
	Reason string            `json:"reason,omitempty"`
}

// ExportLedger writes every erasure that this database knows, the oldest first, and counts them.
func (e *Erasures) ExportLedger(ctx context.Context, to io.Writer) (int, error) {
	rows, err := e.q.ListErasures(ctx)
	if err != nil {
		return 0, err
	}
	lines := json.NewEncoder(to)
	for i, r := range rows {
		if err := lines.Encode(LedgerLine{Person: personOf(r.PersonID), At: r.At.UTC(), Reason: r.ReasonCode}); err != nil {
			return i, fmt.Errorf("postgres: write the ledger of erasures: %w", err)
		}
	}
	return len(rows), nil
}

// Replayed says what replaying a ledger did.
type Replayed struct {
	Erased  int // people who were there and were not erased
	Already int // were erased already; what was written since was blanked
	Missing int // are not in this copy of the database
}

// Replay carries out every erasure of a ledger again, with its first date, also while requests are open: after restoring
// a backup from before them. It may be repeated; the same person may stand in the ledger more than once. A line that
// cannot be read ends it with an error that gives the line's number; the lines before it have been carried out.
func (e *Erasures) Replay(ctx context.Context, from io.Reader) (Replayed, error) {
	var done Replayed
	lines := json.NewDecoder(from)
	for n := 1; ; n++ {
		var line LedgerLine
		err := lines.Decode(&line)
		switch {
		case errors.Is(err, io.EOF):
			return done, nil
		case err != nil || !isUUID(string(line.Person)) || line.At.IsZero():
			return done, fmt.Errorf("postgres: erasure %d of the ledger cannot be read", n)
		}
		if err := done.add(e.Erase(ctx, Erasure{Person: line.Person, Reason: line.Reason, At: line.At, Anyway: true})); err != nil {
			return done, fmt.Errorf("postgres: erasure %d of the ledger: %w", n, err)
		}
	}
}

func (d *Replayed) add(one Erased, err error) error {
	switch {
	case err == nil && one.Again:
		d.Already++
	case err == nil:
		d.Erased++
	case evidence.CodeOf(err) == evidence.NotFound:
		d.Missing++
	default:
		return err
	}
	return nil
}
