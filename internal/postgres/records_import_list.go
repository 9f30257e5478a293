package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/reference"
)

// Import is how far a file or a fetch has come and what was found in it.
type Import struct {
	ID         evidence.ImportID `json:"id" format:"uuid"`
	Search     string            `json:"search,omitempty" format:"uuid" doc:"The search that found the records"`
	Origin     string            `json:"origin" enum:"file,pubmed,watch"`
	Name       string            `json:"name,omitempty"`
	Size       int64             `json:"size" doc:"Bytes"`
	Format     string            `json:"format,omitempty" doc:"As recognised by content"`
	State      string            `json:"state" enum:"fetching,waiting,reading,comparing,ready,refused,undone"`
	Problem    string            `json:"problem,omitempty" doc:"Why it was refused: a code"`
	Expected   *int              `json:"expected,omitempty" doc:"Records, when known beforehand"`
	Records    int               `json:"records" doc:"That were read so far"`
	Duplicates int               `json:"duplicates" doc:"Of the records, those for which another one of their publication stands"`
	Warnings   int               `json:"warnings"`
	CreatedBy  evidence.PersonID `json:"created_by" format:"uuid"`
	CreatedAt  time.Time         `json:"created_at"`
	UpdatedAt  time.Time         `json:"updated_at"`
	FinishedAt *time.Time        `json:"finished_at,omitempty"`
	Erased     bool              `json:"erased,omitempty"`
}

// Ended reports whether nothing more happens to the import by itself.
func (i Import) Ended() bool {
	return i.State == ImportReady || i.State == ImportRefused || i.State == ImportUndone
}

// RecordCounts are the records of a request.
type RecordCounts struct {
	Records      int `json:"records" doc:"Of all imports"`
	Publications int `json:"publications" doc:"Without duplicates"`
	Doubtful     int `json:"doubtful" doc:"Pairs of records that may be one publication and await a person"`
}

// MayAdd refuses who may not import, before anything is sent.
func (i *Imports) MayAdd(a Access) error { return a.works() }

// MayRead refuses who may not read records.
func (i *Imports) MayRead(a Access) error { return a.reads() }

// List gives the imports of a request in the order in which they were begun, and the counts of its records.
func (i *Imports) List(ctx context.Context, a Access) ([]Import, RecordCounts, error) {
	if err := a.reads(); err != nil {
		return nil, RecordCounts{}, err
	}
	rows, err := i.q.ListImports(ctx, a.request)
	if err != nil {
		return nil, RecordCounts{}, contentError(err)
	}
	n, err := i.q.CountPublications(ctx, a.request)
	return each(rows, importOf), RecordCounts{Records: int(n.Records), Publications: int(n.Publications), Doubtful: int(n.Doubtful)}, contentError(err)
}

// Import gives one import.
func (i *Imports) Import(ctx context.Context, a Access, id evidence.ImportID) (Import, error) {
	if err := a.reads(); err != nil {
		return Import{}, err
	}
	key, err := rowUUID(string(id))
	if err != nil {
		return Import{}, err
	}
	return i.one(ctx, a, key)
}

func (i *Imports) one(ctx context.Context, a Access, key uuid.UUID) (Import, error) {
	r, err := i.q.GetImport(ctx, sqlc.GetImportParams{Request: a.request, ID: key})
	if err != nil {
		return Import{}, contentError(err)
	}
	return importOf(sqlc.ListImportsRow{
		ID: r.ID, SearchID: r.SearchID, Origin: r.Origin, Name: r.Name, Size: r.Size, Format: r.Format, State: r.State, Problem: r.Problem,
		Expected: r.Expected, Records: r.Records, WarningCount: r.WarningCount, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt,
		UpdatedAt: r.UpdatedAt, FinishedAt: r.FinishedAt, ErasedAt: r.ErasedAt, Duplicates: r.Duplicates,
	}), nil
}

func importOf(r sqlc.ListImportsRow) Import {
	return Import{
		ID: evidence.ImportID(r.ID.String()), Search: string(personOrNone(r.SearchID)), Origin: r.Origin, Name: r.Name, Size: r.Size, Format: r.Format,
		State: r.State, Problem: r.Problem, Expected: widen(r.Expected), Records: int(r.Records), Duplicates: int(r.Duplicates),
		Warnings: int(r.WarningCount), CreatedBy: personOf(r.CreatedBy), CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(),
		FinishedAt: instant(r.FinishedAt), Erased: r.ErasedAt != nil,
	}
}

// Upload is a file that a person sent, as it was received whole.
type Upload struct {
	Search string
	Name   string
	Size   int64
	SHA256 []byte
	Format reference.Format // by its first bytes
}

// Add stores an uploaded file in pieces, which next gives one after the other until it gives none, and orders its reading: in one
// transaction. Errors: evidence.Invalid for a search that is none of the request's, and for one import too many.
func (i *Imports) Add(ctx context.Context, a Access, u Upload, k Creation, next func() ([]byte, error)) (Import, error) {
	if err := a.works(); err != nil {
		return Import{}, err
	}
	check := checker{now: i.now()}
	check.text("name", u.Name, evidence.MaxName)
	if err := check.err(); err != nil {
		return Import{}, err
	}
	n := NewImport{Request: evidence.RequestID(a.request.String()), Search: u.Search, Origin: OriginFile, Name: u.Name, By: a.actor.Person}
	ids, err := creator{i.pool, i.now}.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if err := i.insert(ctx, q, ids[0], n, importBytes{state: ImportWaiting, size: u.Size, sha256: u.SHA256, format: string(u.Format)}); err != nil {
			return err
		}
		if err := putChunks(ctx, q, ids[0], next); err != nil {
			return err
		}
		return i.order(ctx, q, ids[0], a.request)
	})
	if err != nil {
		return Import{}, err
	}
	return i.one(ctx, a, ids[0])
}

func putChunks(ctx context.Context, q *sqlc.Queries, id uuid.UUID, next func() ([]byte, error)) error {
	for n := 1; ; n++ {
		bytes, err := next()
		if err != nil || len(bytes) == 0 {
			return err
		}
		if _, err := q.InsertChunk(ctx, sqlc.InsertChunkParams{Import: id, N: fit(n), Bytes: bytes}); err != nil {
			return err
		}
	}
}

// Undo takes the records of an import out again, and with them what was said of pairs with them; an import that is not ready
// stops. The row stays. Doing it again changes nothing. Errors: evidence.Invalid when something was decided of one of the
// records, or the report shows it: take that back first.
func (i *Imports) Undo(ctx context.Context, a Access, id evidence.ImportID) (Import, error) {
	if err := a.works(); err != nil {
		return Import{}, err
	}
	key, err := rowUUID(string(id))
	if err != nil {
		return Import{}, err
	}
	err = i.tx(ctx, func(q *sqlc.Queries) error {
		if err := q.LockRecords(ctx, a.request); err != nil {
			return err
		}
		if standing, err := q.ImportStanding(ctx, key); err != nil || standing.RequestID != a.request {
			return evidence.Refuse(evidence.NotFound, "")
		}
		return i.undo(ctx, q, a.request, key)
	})
	if err != nil {
		return Import{}, err
	}
	return i.one(ctx, a, key)
}

func (i *Imports) undo(ctx context.Context, q *sqlc.Queries, request, key uuid.UUID) error {
	// Changing the row first makes an activity that is reading it wait, and then find it undone.
	if n, err := q.UndoImport(ctx, sqlc.UndoImportParams{ID: key, Now: i.now()}); err != nil || n == 0 {
		return err
	}
	used, err := q.RecordsInUse(ctx, key)
	if err != nil {
		return err
	}
	if used > 0 {
		return evidence.InvalidField("import", "in-use", "Some of its records have been decided. Take those decisions back first.")
	}
	others, err := q.GroupedWith(ctx, sqlc.GroupedWithParams{Request: request, Import: key})
	if err != nil {
		return err
	}
	if _, err := q.DropRecordsOf(ctx, key); err != nil {
		return err
	}
	if err := q.DropChunks(ctx, key); err != nil {
		return err
	}
	return regroup(ctx, q, request, others)
}
