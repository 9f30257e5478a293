package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Imports keeps what searches found: what was uploaded or fetched, the records that were read from it, and which records
// are one publication.
type Imports struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewImports makes the store of imports over the application's pool. now is nil for the clock.
func NewImports(pool *pgxpool.Pool, now func() time.Time) *Imports {
	if now == nil {
		now = time.Now
	}
	return &Imports{pool: pool, q: sqlc.New(pool), now: func() time.Time {
		return now().UTC().Truncate(time.Microsecond) // what the database keeps
	}}
}

// Imports gives the store of the records of requests, over the same pool and clock.
func (c *Content) Imports() *Imports { return &Imports{pool: c.pool, q: c.q, now: c.now} }

// The origins of an import.
const (
	OriginFile   = "file"   // a person uploaded it
	OriginPubMed = "pubmed" // a search was run in PubMed
	OriginWatch  = "watch"  // a living answer's search was run again
)

// The states of an import, in their order; refused and undone are ends of their own.
const (
	ImportFetching  = "fetching"  // it is coming in
	ImportWaiting   = "waiting"   // it is there, to be read
	ImportReading   = "reading"   // its records are being read
	ImportComparing = "comparing" // its records are being compared with those of the request
	ImportReady     = "ready"
	ImportRefused   = "refused" // it holds no records that can be read
	ImportUndone    = "undone"  // a person took its records out again
)

// Limits of imports.
const (
	MaxImportBytes    = 160 << 20              // of one upload: 50,000 records with long abstracts
	MaxImportRecords  = evidence.MaxReferences // in one import
	MaxRequestRecords = 2 * MaxImportRecords   // of one request, in all its imports: what can be compared in memory
	MaxImports        = evidence.MaxListItems  // of one request, without those refused or undone
	ImportChunk       = 1 << 20                // bytes of one stored piece
	MaxImportWarnings = evidence.MaxWarnings   // kept word for word; the others are counted
)

// NewImport says what is imported into which request.
type NewImport struct {
	ID       evidence.ImportID // empty: a new one; the same one again changes nothing
	Request  evidence.RequestID
	Search   string // the search that found the records; empty: none
	Origin   string
	Name     string            // what the librarian calls it
	Expected *int              // records, when known
	By       evidence.PersonID // who asked for it
}

// Begin starts an import whose bytes come in pieces, in the state fetching. Beginning one that has begun changes nothing, so
// an activity may be repeated. Errors: evidence.Invalid for a search that is none of the request's, and for one import too many.
func (i *Imports) Begin(ctx context.Context, n NewImport) (evidence.ImportID, error) {
	id := rowID()
	if n.ID != "" {
		var err error
		if id, err = rowUUID(string(n.ID)); err != nil {
			return "", err
		}
	}
	err := i.tx(ctx, func(q *sqlc.Queries) error { return i.insert(ctx, q, id, n, importBytes{state: ImportFetching}) })
	return evidence.ImportID(id.String()), err
}

// importBytes is what is known of the bytes of an import when its row is made.
type importBytes struct {
	state  string
	size   int64
	sha256 []byte
	format string
}

func (i *Imports) insert(ctx context.Context, q *sqlc.Queries, id uuid.UUID, n NewImport, b importBytes) error {
	request, err := rowUUID(string(n.Request))
	if err != nil {
		return err
	}
	person, err := rowUUID(string(n.By))
	if err != nil {
		return err
	}
	if n.Search != "" && !isUUID(n.Search) {
		return errUnknownSearch()
	}
	if _, err := q.ImportStanding(ctx, id); err == nil {
		return nil
	}
	if count, err := q.CountImports(ctx, request); err != nil || count >= MaxImports {
		return tooMany(err, "file", MaxImports)
	}
	rows, err := q.InsertImport(ctx, sqlc.InsertImportParams{
		ID: id, Request: request, Search: idOrNil(n.Search), Origin: n.Origin, Name: n.Name, Size: b.size, Sha256: b.sha256, State: b.state, Format: b.format,
		Expected: narrow(n.Expected), Person: person, Now: i.now(),
	})
	if err == nil && rows == 0 {
		return errUnknownSearch()
	}
	return err
}

func errUnknownSearch() error {
	return evidence.InvalidField("search", "unknown", "Name a search of this request.")
}

// Append stores piece n, counted from 1, of an import that is being fetched, of at most [ImportChunk] bytes if memory matters.
// A piece that is there already is left alone, and so is an import that is sealed. records is how many records have come so
// far, for the progress. Errors: evidence.NotFound when there is no such import, or it was refused or undone meanwhile.
func (i *Imports) Append(ctx context.Context, id evidence.ImportID, n int, bytes []byte, records int) error {
	key, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	return i.tx(ctx, func(q *sqlc.Queries) error {
		switch s, err := q.ImportStanding(ctx, key); {
		case err != nil:
			return err
		case s.State == ImportRefused || s.State == ImportUndone:
			return evidence.Refuse(evidence.NotFound, "")
		case s.State != ImportFetching:
			return nil
		}
		fresh, err := q.InsertChunk(ctx, sqlc.InsertChunkParams{Import: key, N: fit(n), Bytes: bytes})
		if err != nil || fresh == 0 {
			return err
		}
		_, err = q.GrowImport(ctx, sqlc.GrowImportParams{ID: key, Bytes: int64(len(bytes)), Records: fit(records), Now: i.now()})
		return err
	})
}

// Seal says that every piece has come: in one transaction the import waits to be read and the outbox orders its workflow. The
// caller may run the workflow itself as well. Sealing again changes nothing.
func (i *Imports) Seal(ctx context.Context, id evidence.ImportID) error {
	key, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	return i.tx(ctx, func(q *sqlc.Queries) error {
		request, err := q.SealImport(ctx, sqlc.SealImportParams{ID: key, Now: i.now()})
		if isMissing(err) {
			_, err := q.ImportStanding(ctx, key)
			return err // sealed before, or never begun
		}
		if err != nil {
			return err
		}
		return i.order(ctx, q, key, request)
	})
}

// order has the relay start the workflow of an import.
func (i *Imports) order(ctx context.Context, q *sqlc.Queries, id, request uuid.UUID) error {
	return q.InsertOutbox(ctx, sqlc.InsertOutboxParams{
		Kind: string(evidence.OutboxImport), Key: importKey(evidence.ImportID(id.String())), At: i.now(),
		Payload: jsonOf(outboxPayload{Request: evidence.RequestID(request.String()), Import: evidence.ImportID(id.String())}),
	})
}

func importKey(id evidence.ImportID) string { return "import/" + string(id) }

// ImportStarted marks the order to start an import's workflow as carried out, when it was started at once.
func (o *Outbox) ImportStarted(ctx context.Context, id evidence.ImportID) error {
	now := o.now()
	return o.q.FinishStart(ctx, sqlc.FinishStartParams{Key: importKey(id), Now: &now})
}

// Refuse ends an import that cannot be read, with the code of why; what was read of it goes. One that has ended is left alone.
func (i *Imports) Refuse(ctx context.Context, id evidence.ImportID, problem string) error {
	key, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	return i.tx(ctx, func(q *sqlc.Queries) error {
		n, err := q.RefuseImport(ctx, sqlc.RefuseImportParams{ID: key, Problem: problem, Now: i.now()})
		if err != nil || n == 0 {
			return err
		}
		if _, err := q.DropRecordsOf(ctx, key); err != nil {
			return err
		}
		if err := q.DropWarnings(ctx, key); err != nil {
			return err
		}
		return q.DropChunks(ctx, key)
	})
}

func (i *Imports) tx(ctx context.Context, do func(*sqlc.Queries) error) error {
	return contentError(pgx.BeginFunc(ctx, i.pool, func(tx pgx.Tx) error { return do(sqlc.New(tx)) }))
}
