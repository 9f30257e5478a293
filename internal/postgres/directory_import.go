package postgres

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// What a row of a file does to the directory.
const (
	RowAdds    = "add"
	RowChanges = "change"
	RowSame    = "same"
	RowWrong   = "wrong"
)

// ImportRow is what becomes of one row of a file.
type ImportRow struct {
	Line   int               `json:"line" doc:"In the file, from 1"`
	Name   string            `json:"name"`
	Does   string            `json:"does" enum:"add,change,same,wrong"`
	Fields []string          `json:"fields,omitempty" doc:"Of a change: what it changes"`
	Faults []directory.Fault `json:"faults,omitempty" doc:"Of a wrong row, which is left out"`
}

// exportPage is how many records are read at a time.
const exportPage = 200

// Each gives every record that the library keeps to a function, by name, a page at a time.
func (s *Entries) Each(ctx context.Context, keeper evidence.LibraryID, do func(Entry) error) error {
	want := EntrySearch{Keeper: keeper, Limit: exportPage}
	for {
		list, more, err := s.Find(ctx, want)
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := do(e); err != nil {
				return err
			}
			want.After = e
		}
		if !more {
			return nil
		}
	}
}

// Import brings the rows of a file into the records that the library keeps: a row changes the record that has its identifier, else its
// library code, else its name and organisation, and adds one when there is none. Nothing is taken out, and a column that the file lacks
// changes nothing. Rows that are wrong are left out. With save false nothing is stored. All that is stored is stored together.
func (s *Entries) Import(ctx context.Context, keeper evidence.LibraryID, by evidence.PersonID, f directory.File, save bool) ([]ImportRow, error) {
	l, p, err := idsOf(string(keeper), string(by))
	if err != nil {
		return nil, err
	}
	var known []Entry
	if err := s.Each(ctx, keeper, func(e Entry) error { known = append(known, e); return nil }); err != nil {
		return nil, err
	}
	in := importing{Entries: s, keeper: l, by: p, file: f, known: known, used: map[string]int{}}
	rows := each(f.Rows, in.row)
	if len(known)+in.added > MaxEntries {
		return nil, tooMany(nil, "file", MaxEntries)
	}
	if !save {
		return rows, nil
	}
	return rows, contentError(pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		q := s.q.WithTx(tx)
		for _, insert := range in.inserts {
			if err := q.InsertEntry(ctx, insert); err != nil {
				return err
			}
		}
		for _, update := range in.updates {
			if _, err := q.UpdateEntry(ctx, update); err != nil {
				if isMissing(err) {
					return evidence.Refuse(evidence.VersionStale, "Somebody changed the directory while the file was read. Look at it again.")
				}
				return err
			}
		}
		return nil
	}))
}

// importing is a file on its way.
type importing struct {
	*Entries

	keeper, by uuid.UUID
	file       directory.File
	known      []Entry
	used       map[string]int // the line that has a record already, by its identifier
	added      int
	inserts    []sqlc.InsertEntryParams
	updates    []sqlc.UpdateEntryParams
}

func (in *importing) row(r directory.Row) ImportRow {
	out := ImportRow{Line: r.Line, Name: r.Entry.Name, Does: RowWrong, Faults: r.Faults}
	if len(r.Faults) > 0 {
		return out
	}
	old, found := in.match(r.Entry)
	key := strings.ToLower(r.Entry.Name + "\x00" + r.Entry.Organisation)
	if found {
		key = old.ID
	}
	if _, twice := in.used[key]; twice {
		out.Faults = []directory.Fault{{Field: "row", Code: "duplicate", Detail: "An earlier row of the file is about the same library."}}
		return out
	}
	in.used[key] = r.Line
	if !found {
		in.added++
		out.Does = RowAdds
		in.inserts = append(in.inserts, in.newEntry(rowID(), in.keeper, in.by, EntryContent{Record: r.Entry.Record}, in.checkedDay(r.Entry.Checked)))
		return out
	}
	record := in.merged(old.Record, r.Entry.Record)
	out.Does, out.Fields = RowSame, changed(old.Record, record)
	later := dayFrom(r.Entry.Checked)
	if later != nil && r.Entry.Checked > old.CheckedOn && !later.After(in.now()) {
		out.Fields = append(out.Fields, "checked_on")
	} else {
		later = nil
	}
	if len(out.Fields) > 0 {
		out.Does = RowChanges
		in.updates = append(in.updates, sqlc.UpdateEntryParams{
			ID: uuid.MustParse(old.ID), Keeper: in.keeper, Version: fit(old.Version), Name: record.Name, Record: recordJSON(record), Served: jsonOf(record.Served),
			CheckedOn: dateOf(later), Person: in.by, Now: in.now(),
		})
	}
	return out
}

// checkedDay is the day of a new record's last check: that of the file unless it is still to come; today without one, because
// somebody looks at the file now.
func (in *importing) checkedDay(s string) time.Time {
	if d := dayFrom(s); d != nil && !d.After(in.now()) {
		return *d
	}
	return in.now()
}

func (in *importing) match(e directory.Entry) (Entry, bool) {
	for _, same := range []func(Entry) bool{
		func(k Entry) bool { return e.ID != "" && k.ID == e.ID },
		func(k Entry) bool { return e.LibraryCode != "" && strings.EqualFold(k.LibraryCode, e.LibraryCode) },
		func(k Entry) bool {
			return strings.EqualFold(k.Name, e.Name) && strings.EqualFold(k.Organisation, e.Organisation)
		},
	} {
		if i := slices.IndexFunc(in.known, same); i >= 0 {
			return in.known[i], true
		}
	}
	return Entry{}, false
}

// merged is the record of a row, with what its file has no column for as it was.
func (in *importing) merged(old, row directory.Record) directory.Record {
	for _, f := range directory.Fields() {
		if slices.Contains(in.file.Missing, f.Name) {
			f.Set(&row, f.Get(old))
		}
	}
	if slices.Contains(in.file.Missing, "served") {
		row.Served = old.Served
	}
	return row
}

func changed(old, row directory.Record) []string {
	var list []string
	for _, f := range directory.Fields() {
		if f.Get(old) != f.Get(row) {
			list = append(list, f.Name)
		}
	}
	if !slices.Equal(old.Served, row.Served) {
		list = append(list, "served")
	}
	return list
}
