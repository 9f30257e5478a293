package retractions

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// clean makes text that a database takes: UTF-8 without NUL.
func clean(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", ""))
}

// doi gives a DOI in its plain form; the file says "unavailable" where there is none.
func doi(s string) string {
	s = strings.ToLower(s)
	for _, resolver := range []string{"https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"} {
		s = strings.TrimSpace(strings.TrimPrefix(s, resolver))
	}
	if !strings.HasPrefix(s, "10.") || !strings.Contains(s, "/") || utf8.RuneCountInString(s) > maxDOI {
		return ""
	}
	return s
}

// pmid gives a PubMed number; the file says 0 where there is none.
func pmid(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 999_999_999 {
		return ""
	}
	return strconv.Itoa(n)
}

func nature(s string) string {
	switch s := strings.ToLower(s); {
	case strings.Contains(s, "reinstatement"):
		return "reinstatement"
	case strings.Contains(s, "retraction"):
		return "retraction"
	case strings.Contains(s, "concern"):
		return "concern"
	case strings.Contains(s, "correction"):
		return "correction"
	}
	return "other"
}

// reasons are written +One;+Another; in the file.
func reasons(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ";") {
		if part = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(part), "+")); part != "" {
			list = append(list, cut(part, maxReason))
		}
	}
	return list
}

// date reads the American form of the file, with or without a time, or an ISO date.
func date(s string) (*time.Time, error) {
	if s == "" {
		return nil, nil //nolint:nilnil // a notice may have no date
	}
	day, _, _ := strings.Cut(s, " ")
	for _, form := range []string{"1/2/2006", time.DateOnly} {
		if t, err := time.Parse(form, day); err == nil {
			return &t, nil
		}
	}
	return nil, errors.New("no date")
}

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}

// inLine says in which line the file is broken, without quoting it.
func inLine(err error) error {
	var at *csv.ParseError
	if !errors.As(err, &at) {
		return err
	}
	switch {
	case errors.Is(at.Err, errLong):
		return fmt.Errorf("line %d: %w", at.StartLine, errLong)
	case errors.Is(at.Err, csv.ErrFieldCount):
		return fmt.Errorf("line %d: it has another number of columns than the first line", at.StartLine)
	}
	return fmt.Errorf("line %d: a quotation mark is in the wrong place", at.StartLine)
}

var errLong = fmt.Errorf("a row is longer than %d bytes; a quotation mark may not be closed", MaxRow)

// meter stops a row that does not end before it fills the memory.
type meter struct {
	from io.Reader
	read int64
	done int64 // where the last row ended
}

func (m *meter) mark(offset int64) { m.done = offset }

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	if m.read-m.done > MaxRow {
		return 0, errLong
	}
	n, err := m.from.Read(p)
	m.read += int64(n)
	return n, err
}
