package postgres

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Views keeps the lists that people come back to.
type Views struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewViews makes the store over the application's pool. now is nil for the clock.
func NewViews(pool *pgxpool.Pool, now func() time.Time) *Views {
	return &Views{pool: pool, q: sqlc.New(pool), now: clock(now)}
}

// ViewContent is what a saved view says. That its query is one of the queue is for the caller to see to.
type ViewContent struct {
	Library evidence.LibraryID
	Name    string
	Query   string
	Shared  bool // for everybody who works in the library
}

// SavedView is a list that somebody comes back to.
type SavedView struct {
	ViewContent

	ID      string
	Owner   evidence.PersonID
	Version int
}

func (v SavedView) version() int { return v.Version }

// Limits of saved views.
const (
	MaxOwnViews    = 50 // of one person
	MaxSharedViews = 50 // of one library
	MaxViewName    = 100

	// MostCounted is how far a view is counted.
	MostCounted = 1_000
)

// Views lists what the person saved in these libraries, then what is shared in them, each by name.
func (s *Views) Views(ctx context.Context, person evidence.PersonID, libraries []evidence.LibraryID) ([]SavedView, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ListViews(ctx, sqlc.ListViewsParams{Person: p, Libraries: libraryIDs(libraries)})
	return each(rows, savedViewOf), contentError(err)
}

// View gives a view of the person's, or one that is shared in these libraries. Errors: NotFound.
func (s *Views) View(ctx context.Context, person evidence.PersonID, libraries []evidence.LibraryID, id string) (SavedView, error) {
	key, err := rowUUID(id)
	if err != nil {
		return SavedView{}, err
	}
	v, err := s.view(ctx, key)
	if err == nil && (!slices.Contains(libraries, v.Library) || v.Owner != person && !v.Shared) {
		return SavedView{}, evidence.Refuse(evidence.NotFound, "")
	}
	return v, err
}

func (s *Views) view(ctx context.Context, id uuid.UUID) (SavedView, error) {
	row, err := s.q.GetView(ctx, id)
	return savedViewOf(row), contentError(err)
}

// AddView saves a view of the person's. Errors: Invalid for one too many, or without a name.
func (s *Views) AddView(ctx context.Context, person evidence.PersonID, v ViewContent, k Creation) (SavedView, error) {
	p, l, err := idsOf(string(person), string(v.Library))
	if err != nil {
		return SavedView{}, err
	}
	if v, err = v.checked(); err != nil {
		return SavedView{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		n, err := q.CountViews(ctx, sqlc.CountViewsParams{Person: p, Library: l})
		switch {
		case err != nil:
			return err
		case n.Own >= MaxOwnViews:
			return tooMany(nil, "name", MaxOwnViews)
		case v.Shared && n.Shared >= MaxSharedViews:
			return tooMany(nil, "shared", MaxSharedViews)
		}
		return q.InsertView(ctx, sqlc.InsertViewParams{ID: ids[0], Library: l, Person: p, Name: v.Name, Query: v.Query, Shared: v.Shared, Now: s.now()})
	})
	if err != nil {
		return SavedView{}, err
	}
	return s.view(ctx, ids[0])
}

// SaveView changes the view that is at this version. Who may is for the caller to see to; the library and the owner stay.
func (s *Views) SaveView(ctx context.Context, id string, version int, v ViewContent) (SavedView, error) {
	key, err := rowUUID(id)
	if err != nil {
		return SavedView{}, err
	}
	if v, err = v.checked(); err != nil {
		return SavedView{}, err
	}
	row, err := s.q.UpdateView(ctx, sqlc.UpdateViewParams{ID: key, Version: fit(version), Name: v.Name, Query: v.Query, Shared: v.Shared, Now: s.now()})
	return written(savedViewOf(row), err, version, func() (SavedView, error) { return s.view(ctx, key) })
}

// RemoveView takes out the view that is at this version.
func (s *Views) RemoveView(ctx context.Context, id string, version int) error {
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	_, err = s.q.DeleteView(ctx, sqlc.DeleteViewParams{ID: key, Version: fit(version)})
	return removed(err, version, func() (SavedView, error) { return s.view(ctx, key) })
}

// ViewCount is how many requests a list holds.
type ViewCount struct {
	Requests int // at most MostCounted
	Capped   bool
}

// CountAll counts what Queue would list for each query, in one statement.
func (s *Views) CountAll(ctx context.Context, queries []QueueQuery) ([]ViewCount, error) {
	counts := make([]ViewCount, len(queries))
	if len(queries) == 0 {
		return counts, nil
	}
	var args []any
	parts := make([]string, len(queries))
	for n, q := range queries {
		t, err := q.prepare(args)
		if err != nil {
			return nil, err
		}
		parts[n], args = t.total(n, MostCounted), t.args
	}
	rows, err := s.pool.Query(ctx, strings.Join(parts, "\nUNION ALL "), args...)
	if err != nil {
		return nil, readError(err)
	}
	var n, found int
	_, err = pgx.ForEachRow(rows, []any{&n, &found}, func() error {
		counts[n] = ViewCount{Requests: min(found, MostCounted), Capped: found > MostCounted || queries[n].capped(found)}
		return nil
	})
	return counts, readError(err)
}

func (v ViewContent) checked() (ViewContent, error) {
	v.Name = strings.TrimSpace(v.Name)
	var k checker
	k.needed("name", v.Name, MaxViewName)
	k.text("query", v.Query, maxViewQuery)
	return v, k.err()
}

const maxViewQuery = 1_000

func savedViewOf(r sqlc.SavedView) SavedView {
	return SavedView{
		ID: r.ID.String(), Owner: personOf(r.Owner), Version: int(r.Version),
		ViewContent: ViewContent{Library: evidence.LibraryID(r.LibraryID.String()), Name: r.Name, Query: r.Query, Shared: r.Shared},
	}
}

// libraryIDs reads identifiers that were checked before.
func libraryIDs(list []evidence.LibraryID) []uuid.UUID {
	return each(list, func(l evidence.LibraryID) uuid.UUID { return uuid.MustParse(string(l)) })
}
