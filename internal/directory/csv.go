package directory

import (
	"encoding/csv"
	"io"
	"strings"
)

// Entry is a record with what the file says beside it.
type Entry struct {
	Record

	ID      string // of the record here; empty in files that came from elsewhere
	Checked string // the day on which it was last checked; in files only
}

// The columns beside the texts.
const (
	idColumn      = "id"
	servedColumn  = "served"
	checkedColumn = "checked_on"
)

// Columns lists the headings of a file in their order.
func Columns() []string {
	list := []string{idColumn}
	for _, f := range Fields() {
		list = append(list, f.Name)
	}
	return append(list, servedColumn, checkedColumn)
}

// Writer writes entries as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets ask for. A cell that a spreadsheet would
// take for a formula is given an apostrophe, which [Read] takes off again.
type Writer struct{ to *csv.Writer }

// NewWriter writes the headings.
func NewWriter(to io.Writer) (*Writer, error) {
	if _, err := io.WriteString(to, "\uFEFF"); err != nil {
		return nil, err
	}
	w := &Writer{csv.NewWriter(to)}
	w.to.UseCRLF = true
	return w, w.to.Write(Columns())
}

// Write writes one entry.
func (w *Writer) Write(e Entry) error {
	row := []string{e.ID}
	for _, f := range Fields() {
		row = append(row, harmless(f.Get(e.Record)))
	}
	return w.to.Write(append(row, harmless(writeServed(e.Served)), e.Checked))
}

// Close writes what is left.
func (w *Writer) Close() error {
	w.to.Flush()
	return w.to.Error()
}

// starts are the characters by which a spreadsheet knows a formula (OWASP, CSV injection), and the apostrophe that guards them.
const starts = "=+-@\t\r'"

func harmless(s string) string {
	if s != "" && strings.IndexByte(starts, s[0]) >= 0 {
		return "'" + s
	}
	return s
}

func unguarded(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte(starts, s[1]) >= 0 {
		return s[1:]
	}
	return s
}

// An organisation is a line; its parts stand between bars. A bar or backslash in a part has a backslash before it.
func writeServed(list []Served) string {
	escape := strings.NewReplacer(`\`, `\\`, `|`, `\|`)
	lines := make([]string, len(list))
	for i, s := range list {
		parts := []string{s.Name, s.Area, s.Trust, s.County}
		for len(parts) > 1 && parts[len(parts)-1] == "" {
			parts = parts[:len(parts)-1]
		}
		for j, p := range parts {
			parts[j] = escape.Replace(p)
		}
		lines[i] = strings.Join(parts, " | ")
	}
	return strings.Join(lines, "\n")
}

func readServed(s string) []Served {
	list := []Served{}
	for line := range strings.SplitSeq(s, "\n") {
		var parts [4]string
		at, escaped := 0, false
		for _, r := range line {
			switch {
			case escaped, r != '\\' && r != '|':
				parts[at] += string(r)
				escaped = false
			case r == '\\':
				escaped = true
			case at < len(parts)-1:
				at++
			default:
				parts[at] += string(r)
			}
		}
		list = append(list, Served{strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), strings.TrimSpace(parts[2]), strings.TrimSpace(parts[3])})
	}
	return list
}
