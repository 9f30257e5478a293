package postgres

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/reference"
)

// Reading begins to read an import that waits, or goes on with one whose reading was interrupted. done is the number of the last
// record that is stored, room how many records the request may still have with this import. Errors: evidence.NotFound when it
// is not to be read: it was refused or undone meanwhile, or it is read already.
func (i *Imports) Reading(ctx context.Context, id evidence.ImportID) (done, room int, err error) {
	key, err := rowUUID(string(id))
	if err != nil {
		return 0, 0, err
	}
	err = i.tx(ctx, func(q *sqlc.Queries) error {
		n, err := q.BeginReading(ctx, sqlc.BeginReadingParams{ID: key, Now: i.now()})
		if err != nil {
			return err
		}
		if n == 0 {
			return evidence.Refuse(evidence.NotFound, "")
		}
		row, err := q.RecordsRead(ctx, key)
		done, room = int(row.Done), max(0, MaxRequestRecords-int(row.Others))
		return err
	})
	return done, min(room, MaxImportRecords), err
}

// Chunk gives piece n of what is to be read, counted from 1; nil after the last.
func (i *Imports) Chunk(ctx context.Context, id evidence.ImportID, n int) ([]byte, error) {
	key, err := rowUUID(string(id))
	if err != nil {
		return nil, err
	}
	bytes, err := i.q.GetChunk(ctx, sqlc.GetChunkParams{Import: key, N: fit(n)})
	if isMissing(err) {
		return nil, nil
	}
	return bytes, contentError(err)
}

// AddRecords stores records that were read, in the order of their numbers, with their warnings, and what is known of the file so
// far: its format, its warnings as a whole and how many there are of all kinds. Records that are stored already are left alone,
// and so are their warnings. Each record stands for itself until it is compared. Errors: evidence.NotFound when the import is not
// being read; a *reference.Refusal for text that no database can hold.
func (i *Imports) AddRecords(ctx context.Context, id evidence.ImportID, items []reference.Item, soFar reference.Summary) error {
	key, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	err = i.tx(ctx, func(q *sqlc.Queries) error { return i.addRecords(ctx, q, key, items, soFar) })
	var pg *pgconn.PgError
	if errors.As(err, &pg) && strings.HasPrefix(pg.Code, "22") { // data exception: trying again would not help
		return &reference.Refusal{Problem: reference.Binary}
	}
	return err
}

func (i *Imports) addRecords(ctx context.Context, q *sqlc.Queries, key uuid.UUID, items []reference.Item, soFar reference.Summary) error {
	standing, err := q.ImportStanding(ctx, key)
	if err != nil {
		return err
	}
	n, err := q.BeginReading(ctx, sqlc.BeginReadingParams{ID: key, Now: i.now()}) // and nobody else goes on with it until this is stored
	if err != nil {
		return err
	}
	if n == 0 {
		return evidence.Refuse(evidence.NotFound, "")
	}
	before, err := q.RecordsRead(ctx, key)
	if err != nil {
		return err
	}
	if rows := rowsOf(standing.RequestID, key, items, int(before.Done)); len(rows) > 0 {
		if _, err := q.InsertRecords(ctx, rows); err != nil {
			return err
		}
	}
	if err := putWarnings(ctx, q, key, items, int(before.Done), soFar.File); err != nil {
		return err
	}
	_, err = q.NoteReading(ctx, sqlc.NoteReadingParams{
		ID: key, Records: max(before.Done, lastNumber(items)), Format: string(soFar.Format), WarningCount: fit(soFar.Warnings), Now: i.now(),
	})
	return err
}

func lastNumber(items []reference.Item) int32 {
	if len(items) == 0 {
		return 0
	}
	return fit(items[len(items)-1].Number)
}

// rowsOf gives the rows of the items whose number is above done.
func rowsOf(request, of uuid.UUID, items []reference.Item, done int) []sqlc.InsertRecordsParams {
	rows := make([]sqlc.InsertRecordsParams, 0, len(items))
	for _, it := range items {
		if it.Number <= done {
			continue
		}
		id := rowID()
		rows = append(rows, columnsOf(it.Record, sqlc.InsertRecordsParams{
			ID: id, GroupID: id, RequestID: request, ImportID: of, N: fit(it.Number), Line: fit(it.Line), Whole: jsonOf(it.Record),
		}))
	}
	return rows
}

// untitled stands where a record has no title.
const untitled = "[no title]"

// columnsOf fills the columns that lists, searches and references use from a record. They are held to the limits of a reference of
// the report, so that every record can become one; the whole record is kept beside them.
func columnsOf(r reference.Record, row sqlc.InsertRecordsParams) sqlc.InsertRecordsParams {
	row.Type = string(r.Type)
	if row.Type == "" {
		row.Type = string(reference.Other)
	}
	row.Title = short(r.Title, maxTitle)
	if blank(row.Title) {
		row.Title = untitled
	}
	row.Authors = make([]string, 0, len(r.Authors))
	for _, a := range r.Authors[:min(len(r.Authors), evidence.MaxListItems)] {
		if !blank(a) {
			row.Authors = append(row.Authors, short(a, evidence.MaxName))
		}
	}
	row.Journal = short(firstOf(r.Journal, r.BookTitle, r.Abbreviation), maxJournal)
	if firstPrinted <= r.Year && r.Year <= lastPrinted {
		year := fit(r.Year)
		row.Year = &year
	}
	row.Volume, row.Issue, row.Pages = short(r.Volume, evidence.MaxCode), short(r.Issue, evidence.MaxCode), short(r.Pages, evidence.MaxCode)
	if utf8.RuneCountInString(r.DOI) <= evidence.MaxName { // a part of a DOI names something else
		row.Doi = r.DOI
	}
	if pmidForm.MatchString(r.PMID) {
		row.Pmid = r.PMID
	}
	for _, u := range r.URLs {
		if k := (checker{}); row.Url == "" {
			if k.link("url", u); k.fields == nil {
				row.Url = u
			}
		}
	}
	row.Abstract = short(r.Abstract, reference.MaxAbstractRunes)
	return row
}

// The years in which a reference can have been published.
const (
	firstPrinted = 1400
	lastPrinted  = 2200
)

func firstOf(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// short cuts a text to at most limit code points.
func short(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	n := 0
	for i := range s {
		if n == limit {
			return s[:i]
		}
		n++
	}
	return s
}
