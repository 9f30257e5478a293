package postgres

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Entries keeps the directory of library services. Anybody reads it; a record is changed by the library that keeps it.
type Entries struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewEntries makes the store over the application's pool. now is nil for the clock.
func NewEntries(pool *pgxpool.Pool, now func() time.Time) *Entries {
	return &Entries{pool: pool, q: sqlc.New(pool), now: clock(now)}
}

// EntryContent is a record as its keepers save it.
type EntryContent struct {
	directory.Record

	Library evidence.LibraryID `json:"library,omitempty" format:"uuid" doc:"The keeper itself, when the record is its own; absent otherwise. It is set when the record is added"`
	Checked bool               `json:"checked,omitempty" doc:"Somebody has made sure today that all of it is right"`
}

// Entry is a record of the directory.
type Entry struct {
	ID string `json:"id" format:"uuid"`
	directory.Record

	Library    evidence.LibraryID `json:"library,omitempty" format:"uuid" doc:"The library here that it is of; absent: it does not use this system"`
	Here       bool               `json:"here,omitempty" doc:"Questions can be asked of it here"`
	Keeper     evidence.LibraryID `json:"keeper" format:"uuid" doc:"The library whose managers keep the record"`
	KeeperName string             `json:"keeper_name"`
	CheckedOn  string             `json:"checked_on" format:"date" doc:"When somebody last made sure that it is right"`
	Stale      bool               `json:"stale,omitempty" doc:"That is six months ago or longer"`
	Version    int                `json:"version"`
	UpdatedAt  time.Time          `json:"updated_at"`
}

func (e Entry) version() int { return e.Version }

// EntrySearch narrows the directory; what is empty lets everything through.
type EntrySearch struct {
	Words  string // of its name, its organisation or an organisation that it serves
	Serves string // the name of an organisation or trust, whole
	Place  Place
	Keeper evidence.LibraryID
	Stale  bool // those that are to be checked again
	After  Entry
	Limit  int
}

// MaxEntries is how many records one library keeps.
const MaxEntries = 5_000

// Find gives one page of the directory, by name, and whether there is more.
func (s *Entries) Find(ctx context.Context, want EntrySearch) (list []Entry, more bool, err error) {
	p := sqlc.FindEntriesParams{
		Words: pattern(want.Words), Serves: want.Serves, Area: want.Place.Area, Trust: want.Place.Trust, County: want.Place.County,
		AfterName: strings.ToLower(want.After.Name), Most: fit(want.Limit + 1),
	}
	if want.Keeper != "" {
		k, err := rowUUID(string(want.Keeper))
		if err != nil {
			return nil, false, err
		}
		p.Keeper = &k
	}
	if want.After.ID != "" {
		if p.AfterID, err = rowUUID(want.After.ID); err != nil {
			return nil, false, err
		}
	}
	if want.Stale {
		day := s.staleDay()
		p.CheckedBefore = dateOf(&day)
	}
	rows, err := s.q.FindEntries(ctx, p)
	rows, more = page(rows, want.Limit)
	return each(rows, s.entry), more, contentError(err)
}

// pattern is the words for LIKE, in small letters and with what LIKE knows taken as it stands.
func pattern(words string) string {
	if words = strings.ToLower(strings.TrimSpace(words)); words == "" {
		return ""
	}
	return "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(words) + "%"
}

// staleDay is the day on or before which a record was last checked that is to be checked again.
func (s *Entries) staleDay() time.Time {
	return s.now().Truncate(hoursOfDay).AddDate(0, -directory.StaleAfter, 0)
}

func (s *Entries) entry(r sqlc.FindEntriesRow) Entry {
	e := Entry{
		ID: r.ID.String(), Record: fromJSON[directory.Record](r.Record), Keeper: evidence.LibraryID(r.Keeper.String()), KeeperName: r.KeeperName,
		CheckedOn: dayWords(dayOf(r.CheckedOn)), Version: int(r.Version), UpdatedAt: r.UpdatedAt.UTC(), Here: !r.Outside,
	}
	e.Name, e.Served = r.Name, fromJSON[[]directory.Served](r.Served)
	if r.LibraryID != nil {
		e.Library = evidence.LibraryID(r.LibraryID.String())
	}
	if d := dayOf(r.CheckedOn); d != nil {
		e.Stale = directory.Stale(*d, s.now().Truncate(hoursOfDay))
	}
	return e
}

// Entry gives one record. Errors: NotFound.
func (s *Entries) Entry(ctx context.Context, id string) (Entry, error) {
	key, err := rowUUID(id)
	if err != nil {
		return Entry{}, err
	}
	return s.one(ctx, key)
}

func (s *Entries) one(ctx context.Context, id uuid.UUID) (Entry, error) {
	r, err := s.q.GetEntry(ctx, id)
	if err != nil {
		return Entry{}, contentError(err)
	}
	return s.entry(sqlc.FindEntriesRow(r)), nil
}

// AddEntry adds a record that the library keeps. Errors: Invalid; also for a library that has its own record already.
func (s *Entries) AddEntry(ctx context.Context, keeper evidence.LibraryID, by evidence.PersonID, c EntryContent, k Creation) (Entry, error) {
	l, p, err := idsOf(string(keeper), string(by))
	if err != nil {
		return Entry{}, err
	}
	if c.Record, err = checkedRecord(c.Record); err != nil {
		return Entry{}, err
	}
	if c.Library != "" && c.Library != keeper {
		return Entry{}, evidence.InvalidField("library", "not-allowed", "A record is of the library that keeps it, or of none here.")
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		if n, err := q.CountEntries(ctx, l); err != nil || n >= MaxEntries {
			return tooMany(err, "name", MaxEntries)
		}
		return q.InsertEntry(ctx, s.newEntry(ids[0], l, p, c, s.now()))
	})
	if err != nil {
		return Entry{}, entryError(err)
	}
	return s.one(ctx, ids[0])
}

// newEntry is the row of a record that was checked on a day.
func (s *Entries) newEntry(id, keeper, by uuid.UUID, c EntryContent, checked time.Time) sqlc.InsertEntryParams {
	row := sqlc.InsertEntryParams{
		ID: id, Keeper: keeper, Library: idOrNil(string(c.Library)), Name: c.Name, Served: jsonOf(c.Served), CheckedOn: dateOf(&checked), Person: by, Now: s.now(),
	}
	row.Record = recordJSON(c.Record)
	return row
}

// recordJSON is a record without what has columns of its own.
func recordJSON(r directory.Record) []byte {
	fields := fromJSON[map[string]json.RawMessage](jsonOf(r))
	delete(fields, "served")
	delete(fields, "name")
	return jsonOf(fields)
}

// SaveEntry changes the record of the library that is at this version. Errors: NotFound, Invalid, a [StaleError].
func (s *Entries) SaveEntry(ctx context.Context, keeper evidence.LibraryID, by evidence.PersonID, id string, version int, c EntryContent) (Entry, error) {
	l, key, err := idsOf(string(keeper), id)
	if err != nil {
		return Entry{}, err
	}
	p, err := rowUUID(string(by))
	if err != nil {
		return Entry{}, err
	}
	if c.Record, err = checkedRecord(c.Record); err != nil {
		return Entry{}, err
	}
	row := sqlc.UpdateEntryParams{
		ID: key, Keeper: l, Version: fit(version), Name: c.Name, Record: recordJSON(c.Record), Served: jsonOf(c.Served), Person: p, Now: s.now(),
	}
	if c.Checked {
		today := s.now()
		row.CheckedOn = dateOf(&today)
	}
	_, err = s.q.UpdateEntry(ctx, row)
	if isMissing(err) {
		return written(Entry{}, err, version, func() (Entry, error) { return s.kept(ctx, l, key) })
	}
	if err != nil {
		return Entry{}, entryError(err)
	}
	return s.one(ctx, key)
}

// kept is a record of the library; another library's is NotFound.
func (s *Entries) kept(ctx context.Context, keeper, id uuid.UUID) (Entry, error) {
	e, err := s.one(ctx, id)
	if err == nil && e.Keeper != evidence.LibraryID(keeper.String()) {
		err = evidence.Refuse(evidence.NotFound, "")
	}
	return e, err
}

// RemoveEntry takes out the record of the library that is at this version.
func (s *Entries) RemoveEntry(ctx context.Context, keeper evidence.LibraryID, id string, version int) error {
	l, key, err := idsOf(string(keeper), id)
	if err != nil {
		return err
	}
	_, err = s.q.DeleteEntry(ctx, sqlc.DeleteEntryParams{ID: key, Keeper: l, Version: fit(version)})
	return removed(err, version, func() (Entry, error) { return s.kept(ctx, l, key) })
}

func checkedRecord(r directory.Record) (directory.Record, error) {
	r = directory.Tidy(r)
	var k checker
	for _, f := range directory.Check(r) {
		k.wrong(f.Field, f.Code, f.Detail)
	}
	return r, k.err()
}

func entryError(err error) error {
	if violates(err, "directory_entry_library_id_key") {
		return evidence.InvalidField("library", "taken", "The library has a record of its own already.")
	}
	return contentError(err)
}
