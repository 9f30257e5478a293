package activities

import (
	"context"
	"errors"
	"io"

	"go.temporal.io/sdk/activity"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

// ImportStore keeps imports and their records. A refusal evidence.NotFound means that the import was undone or has ended.
type ImportStore interface {
	// Reading begins or goes on with the reading of an import: the number of the last record that is stored, and how many it may have.
	Reading(ctx context.Context, id evidence.ImportID) (done, room int, err error)
	// Chunk gives piece n of what is to be read, from 1; nil after the last.
	Chunk(ctx context.Context, id evidence.ImportID, n int) ([]byte, error)
	// AddRecords stores records with their warnings, and what is known of the file so far: its format, how many warnings there are and, at
	// the end, those of the file as a whole. What is stored already is left alone.
	AddRecords(ctx context.Context, id evidence.ImportID, items []reference.Item, soFar reference.Summary) error
	// Refuse ends an import with the code of why; nothing of it stays.
	Refuse(ctx context.Context, id evidence.ImportID, problem string) error
	// Compared gives every record that the import's are compared with, and those of the import, which are fresh.
	Compared(ctx context.Context, id evidence.ImportID, each func(item duplicate.Item, fresh bool)) error
	// Link stores pairs, works out which records are one publication, and makes the import ready.
	Link(ctx context.Context, id evidence.ImportID, pairs []duplicate.Pair) error
}

// Imports are the activities of an import.
type Imports struct {
	Store ImportStore
}

// ImportRead says what the reading of an import came to. It counts, and quotes nothing.
type ImportRead struct {
	Records  int    `json:"records"`
	Warnings int    `json:"warnings"`
	Problem  string `json:"problem,omitempty"` // why it was refused
	Gone     bool   `json:"gone,omitempty"`    // it was undone meanwhile
}

// ImportCompared says what the comparing of an import came to.
type ImportCompared struct {
	Pairs int  `json:"pairs"` // certain and doubtful
	Gone  bool `json:"gone,omitempty"`
}

// Problems of imports beside those of [reference.Problem].
const (
	NoRecords     = "no_records"      // nothing in it is a record
	RequestIsFull = "request_is_full" // with it the request would have more records than can be compared
)

// What is stored at once.
const (
	readBatch = 500     // records
	readBytes = 4 << 20 // bytes of the file: a few records may be very long
)

// Read reads the records of an import and stores them, some hundred at a time. Interrupted, it goes on after the last one stored. What
// cannot be read is refused, which is no failure: the import says why.
func (i *Imports) Read(ctx context.Context, id evidence.ImportID) (ImportRead, error) {
	r := &importReading{store: i.Store, id: id}
	err := r.read(ctx)
	var refusal *reference.Refusal
	switch {
	case errors.Is(err, errRequestIsFull):
		r.result.Problem = RequestIsFull
	case errors.As(err, &refusal):
		r.result.Problem = string(refusal.Problem)
	case evidence.CodeOf(err) == evidence.NotFound:
		return ImportRead{Gone: true}, nil
	case err != nil && !r.ofFile:
		return ImportRead{}, conceal(err)
	case err != nil: // the reader gave up on the file, and would again
		r.result.Problem = string(reference.NotRecognised)
	case r.result.Records == 0:
		r.result.Problem = NoRecords
	}
	if r.result.Problem != "" {
		if err := i.Store.Refuse(ctx, id, r.result.Problem); err != nil {
			return ImportRead{}, conceal(err)
		}
	}
	return r.result, nil
}

var errRequestIsFull = errors.New(RequestIsFull)

// importReading is one attempt to read an import.
type importReading struct {
	store  ImportStore
	id     evidence.ImportID
	done   int // records stored by attempts before
	room   int
	batch  []reference.Item
	soFar  reference.Summary
	kept   int // warnings that are kept word for word
	from   int // bytes of the file that had been read when records were last stored
	source *chunks
	stored error // of the store, while records were added
	ofFile bool  // an error is the file's fault, not the store's
	result ImportRead
}

func (r *importReading) read(ctx context.Context) error {
	var err error
	if r.done, r.room, err = r.store.Reading(ctx, r.id); err != nil {
		return err
	}
	r.source = &chunks{ctx: ctx, store: r.store, id: r.id}
	head, err := r.source.head()
	if err != nil {
		return err
	}
	if r.soFar.Format, err = reference.Sniff(head); err != nil {
		return err
	}
	summary, err := reference.Read(r.source, reference.Options{Format: r.soFar.Format, MaxRecords: evidence.MaxReferences}, func(it reference.Item) error {
		return r.take(ctx, it)
	})
	if err != nil {
		r.ofFile = r.source.err == nil && r.stored == nil
		return err
	}
	r.soFar.File, r.soFar.Warnings = summary.File, summary.Warnings
	r.result.Warnings = summary.Warnings
	return r.store.AddRecords(ctx, r.id, r.batch, r.soFar)
}

func (r *importReading) take(ctx context.Context, it reference.Item) error {
	r.result.Records = it.Number
	if it.Number > r.room {
		return errRequestIsFull
	}
	r.soFar.Warnings += len(it.Warnings)
	it.Warnings = it.Warnings[:min(len(it.Warnings), evidence.MaxWarnings-r.kept)]
	r.kept += len(it.Warnings)
	if it.Number <= r.done {
		return nil
	}
	if r.batch = append(r.batch, it); len(r.batch) < readBatch && r.source.taken-r.from < readBytes {
		return nil
	}
	r.stored = r.store.AddRecords(ctx, r.id, r.batch, r.soFar)
	clear(r.batch)
	r.batch, r.from = r.batch[:0], r.source.taken
	activity.RecordHeartbeat(ctx, it.Number)
	return r.stored
}

// chunks reads what is stored in pieces.
type chunks struct {
	ctx   context.Context //nolint:containedctx // an io.Reader has no other way to be told of it
	store ImportStore
	id    evidence.ImportID
	n     int
	taken int // bytes
	rest  []byte
	err   error // of the store
}

// head gives the first bytes without reading on.
func (c *chunks) head() ([]byte, error) {
	err := c.next()
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return c.rest, err
}

func (c *chunks) next() error {
	bytes, err := c.store.Chunk(c.ctx, c.id, c.n+1)
	if err != nil {
		c.err = err
		return err
	}
	if bytes == nil {
		return io.EOF
	}
	c.n, c.taken, c.rest = c.n+1, c.taken+len(bytes), bytes
	activity.RecordHeartbeat(c.ctx)
	return nil
}

// Read implements io.Reader.
func (c *chunks) Read(p []byte) (int, error) {
	for len(c.rest) == 0 {
		if err := c.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// Compare compares the records of an import with each other and with those that the request has, and links what is one
// publication beyond doubt. Doubtful pairs await a person.
func (i *Imports) Compare(ctx context.Context, id evidence.ImportID) (done ImportCompared, err error) {
	err = alive(ctx, func() error {
		m := duplicate.NewMatcher()
		err := i.Store.Compared(ctx, id, func(item duplicate.Item, fresh bool) {
			if fresh {
				m.Fresh(item)
			} else {
				m.Known(item)
			}
		})
		if evidence.CodeOf(err) == evidence.NotFound {
			done.Gone = true
			return nil
		}
		if err != nil {
			return err
		}
		found := m.Result()
		done.Pairs = len(found.Pairs)
		return i.Store.Link(ctx, id, found.Pairs)
	})
	return done, err
}
