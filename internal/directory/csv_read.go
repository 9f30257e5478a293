package directory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Row is a line of a file.
type Row struct {
	Line   int // in the file, from 1
	Entry  Entry
	Faults []Fault // it is left out for these
}

// File is what was read of a file.
type File struct {
	Rows     []Row
	Unknown  []string // columns that are not known and were left out
	Missing  []string // columns that the file does not have: what is stored in them stays
	Encoding string   // "UTF-8" or "Windows-1252"
}

// Errors of a file as a whole.
var (
	ErrNoHeadings = errors.New("directory: the first line has no column called name")
	ErrNotText    = errors.New("directory: the file is not text")
)

// MaxRows is how many records one file may hold.
const MaxRows = 5_000

// ErrTooMany is a file of more records than [MaxRows].
var ErrTooMany = errors.New("directory: too many records in one file")

// Read reads a file of comma-, semicolon- or tab-separated values with headings, in UTF-8 or Windows-1252 (of which Latin-1 is a
// part), with or without a byte order mark. Headings may be written with spaces and capitals. Rows that are wrong are given with
// what is wrong; rows that say nothing are left out.
func Read(raw []byte) (File, error) {
	text, encoding, err := decode(raw)
	if err != nil {
		return File{}, err
	}
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord, in.LazyQuotes = separator(text), -1, true
	headings, err := in.Read()
	if err != nil {
		return File{}, ErrNoHeadings
	}
	f := File{Encoding: encoding, Rows: []Row{}, Unknown: []string{}, Missing: []string{}}
	columns := f.columns(headings)
	if !slices.Contains(columns, "name") {
		return File{}, ErrNoHeadings
	}
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return f, nil
		}
		if err != nil {
			var where *csv.ParseError
			if !errors.As(err, &where) {
				return f, ErrNotText
			}
			f.Rows = append(f.Rows, Row{Line: where.StartLine, Faults: []Fault{{"row", "malformed", "The quotation marks of this row do not close."}}})
			return f, nil
		}
		if strings.Join(cells, "") == "" {
			continue
		}
		if len(f.Rows) == MaxRows {
			return f, ErrTooMany
		}
		line, _ := in.FieldPos(0)
		f.Rows = append(f.Rows, readRow(line, columns, cells))
	}
}

// columns names the columns of a file; one that is not known has no name.
func (f *File) columns(headings []string) []string {
	known := Columns()
	columns := make([]string, len(headings))
	for i, h := range headings {
		name := heading(h)
		switch {
		case slices.Contains(known, name) && !slices.Contains(columns, name):
			columns[i] = name
		case strings.TrimSpace(h) != "":
			f.Unknown = append(f.Unknown, strings.TrimSpace(h))
		}
	}
	for _, name := range known {
		if !slices.Contains(columns, name) && name != idColumn && name != checkedColumn {
			f.Missing = append(f.Missing, name)
		}
	}
	return columns
}

func heading(s string) string {
	name := strings.Join(strings.FieldsFunc(strings.ToLower(unguarded(s)), func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9') }), "_")
	also := map[string]string{
		"library_name": "name", "library": "name", "tel": "phone", "telephone": "phone", "e_mail": "email", "website": "homepage", "url": "homepage",
		"opening_hours": "opening_times", "access": "access_policy", "key_contacts": "contacts", "organisations_served": "served", "serves": "served",
		"code": "library_code", "inter_library_loan_code": "ill_code", "last_checked": "checked_on", "library_management_system": "lms",
	}
	if other, ok := also[name]; ok {
		return other
	}
	return name
}

func readRow(line int, columns, cells []string) Row {
	row := Row{Line: line, Entry: Entry{Record: Record{Served: []Served{}}}}
	for i, cell := range cells {
		if i >= len(columns) {
			if strings.TrimSpace(cell) != "" {
				row.Faults = append(row.Faults, Fault{"row", "too-many", "This row has more cells than the first one has headings."})
			}
			break
		}
		cell = unguarded(cell)
		switch columns[i] {
		case "":
		case idColumn:
			row.Entry.ID = strings.ToLower(strings.TrimSpace(cell))
		case checkedColumn:
			row.Entry.Checked = strings.TrimSpace(cell)
		case servedColumn:
			if strings.TrimSpace(cell) != "" {
				row.Entry.Served = readServed(strings.ReplaceAll(cell, "\r\n", "\n"))
			}
		default:
			for _, f := range Fields() {
				if f.Name == columns[i] {
					f.Set(&row.Entry.Record, cell)
				}
			}
		}
	}
	row.Entry.Record = Tidy(row.Entry.Record)
	row.Faults = append(row.Faults, Check(row.Entry.Record)...)
	if c := row.Entry.Checked; c != "" {
		if _, err := time.Parse(time.DateOnly, c); err != nil {
			row.Faults = append(row.Faults, Fault{checkedColumn, "malformed", "Use a date such as 2026-11-27."})
		}
	}
	return row
}

func decode(raw []byte) (text, encoding string, err error) {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", "", ErrNotText // UTF-16, or no text at all
	}
	if utf8.Valid(raw) {
		return string(raw), "UTF-8", nil
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	if err != nil {
		return "", "", ErrNotText
	}
	return string(out), "Windows-1252", nil
}

// separator is what parts the headings: whichever of the three stands most often in the first line.
func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best, most := ',', 0
	for _, r := range []rune{',', ';', '\t'} {
		if n := strings.Count(first, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}
