// Package retractions reads the file in which Crossref publishes the Retraction Watch database: comma-separated values, one notice a
// row, with the columns Record ID, Title, RetractionDOI, RetractionDate, RetractionNature, Reason, OriginalPaperDOI and
// OriginalPaperPubMedID among others. It holds one row at a time.
package retractions

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Notice is one row: what was published about which paper. A field that is missing is empty.
type Notice struct {
	Number    int    // Record ID
	DOI       string // of the paper, plain and in lower case
	PMID      string // of the paper
	Title     string // of the paper, at most MaxTitle characters
	Nature    string // retraction, concern, correction, reinstatement or other
	Date      *time.Time
	NoticeDOI string
	Reasons   []string
}

// Limits of what is read.
const (
	MaxTitle  = 2_000   // characters
	MaxRow    = 1 << 20 // bytes; a longer row is a quotation mark that does not close
	maxReason = 200     // characters of one reason
	maxDOI    = 200
)

// Count is how many rows have a nature.
type Count struct {
	Name string
	Rows int
}

// Reader gives the notices of a file.
type Reader struct {
	csv     *csv.Reader
	meter   *meter
	columns map[string]int
	left    int
	natures []Count
}

// columns that a file must have, and those that are used when they are there.
func needed() []string {
	return []string{"record id", "originalpaperdoi", "originalpaperpubmedid", "retractionnature"}
}

// NewReader reads the first row, which names the columns. The error says which are missing.
func NewReader(r io.Reader) (*Reader, error) {
	m := &meter{from: r}
	c := csv.NewReader(m)
	c.FieldsPerRecord, c.ReuseRecord = 0, true
	head, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty")
	}
	if err != nil {
		return nil, inLine(err)
	}
	read := &Reader{csv: c, meter: m, columns: map[string]int{}}
	for i, name := range head {
		name = strings.ToLower(strings.TrimSpace(strings.TrimPrefix(name, "\ufeff")))
		if _, twice := read.columns[name]; !twice {
			read.columns[name] = i
		}
	}
	var missing []string
	for _, name := range needed() {
		if _, ok := read.columns[name]; !ok {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("line 1: this is not the file of Retraction Watch; it has no column %s", strings.Join(missing, ", "))
	}
	m.mark(c.InputOffset())
	return read, nil
}

// Left counts the rows that name no paper by DOI or PubMed number.
func (r *Reader) Left() int { return r.left }

// Natures counts the notices by their nature, in the order in which they were met.
func (r *Reader) Natures() []Count { return r.natures }

// Next gives the next notice about a paper that can be told; false after the last one. The error names the line.
func (r *Reader) Next() (Notice, bool, error) {
	for {
		row, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			return Notice{}, false, nil
		}
		if err != nil {
			return Notice{}, false, inLine(err)
		}
		r.meter.mark(r.csv.InputOffset())
		n, err := r.notice(row)
		if err != nil {
			line, _ := r.csv.FieldPos(0)
			return n, false, fmt.Errorf("line %d: %w", line, err)
		}
		if n.DOI == "" && n.PMID == "" {
			r.left++
			continue
		}
		r.count(n.Nature)
		return n, true, nil
	}
}

func (r *Reader) count(nature string) {
	for i := range r.natures {
		if r.natures[i].Name == nature {
			r.natures[i].Rows++
			return
		}
	}
	r.natures = append(r.natures, Count{nature, 1})
}

func (r *Reader) notice(row []string) (Notice, error) {
	field := func(name string) string {
		i, ok := r.columns[name]
		if !ok {
			return ""
		}
		return clean(row[i])
	}
	number, err := strconv.Atoi(field("record id"))
	if err != nil || number < 1 || number > 1<<31-1 {
		return Notice{}, errors.New("the column Record ID holds no number")
	}
	n := Notice{
		Number: number, DOI: doi(field("originalpaperdoi")), PMID: pmid(field("originalpaperpubmedid")), Title: cut(field("title"), MaxTitle),
		Nature: nature(field("retractionnature")), NoticeDOI: doi(field("retractiondoi")), Reasons: reasons(field("reason")),
	}
	if n.Date, err = date(field("retractiondate")); err != nil {
		return n, errors.New("the column RetractionDate holds no date")
	}
	return n, nil
}
