package score

import (
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

// ReadFolder reads every labelled set of a folder, in the order of their names: NAME-labelled.csv with the columns source and
// label, NAME-records.csv with NAME-groups.csv, and NAME.xml of EndNote with captions. Other files are left alone.
func ReadFolder(folder fs.FS) ([]*Set, error) {
	names, err := fs.Glob(folder, "*")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var sets []*Set
	for _, name := range names {
		set, err := readSet(folder, name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if set != nil {
			sets = append(sets, set)
		}
	}
	return sets, nil
}

func readSet(folder fs.FS, name string) (*Set, error) {
	switch {
	case strings.HasSuffix(name, "-labelled.csv"):
		return readFile(folder, name, strings.TrimSuffix(name, "-labelled.csv"), readLabelled)
	case strings.HasSuffix(name, "-records.csv"):
		base := strings.TrimSuffix(name, "-records.csv")
		set, err := readFile(folder, name, base, readRecords)
		if err != nil {
			return nil, err
		}
		return set, set.readGroups(folder, base+"-groups.csv")
	case path.Ext(name) == ".xml":
		return readFile(folder, name, strings.TrimSuffix(name, ".xml"), readCaptions)
	}
	return nil, nil
}

func readFile(folder fs.FS, name, title string, read func(io.Reader) (*Set, error)) (*Set, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	set, err := read(f)
	if set != nil {
		set.Name = title
	}
	return set, err
}

// readLabelled reads the labels of ASySD: one record of each publication is "unique", the others are "duplicate".
func readLabelled(r io.Reader) (*Set, error) {
	rows, err := readTable(r)
	if err != nil {
		return nil, err
	}
	set := &Set{Derived: true, Labelled: map[string]bool{}, Disputed: map[string]bool{}}
	for _, row := range rows {
		item := row.item()
		set.Items = append(set.Items, item)
		set.Labelled[item.ID] = strings.EqualFold(row.get("source"), "duplicate")
		set.Disputed[item.ID] = strings.EqualFold(row.get("label"), "Duplicate_in_trash") && !set.Labelled[item.ID]
	}
	set.derive()
	return set, nil
}

func readRecords(r io.Reader) (*Set, error) {
	rows, err := readTable(r)
	if err != nil {
		return nil, err
	}
	set := &Set{Truth: map[string]string{}}
	for _, row := range rows {
		item := row.item()
		set.Items = append(set.Items, item)
		set.Truth[item.ID] = item.ID
	}
	return set, nil
}

func (s *Set) readGroups(folder fs.FS, name string) error {
	f, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	rows, err := readTable(f)
	if err != nil {
		return err
	}
	var pairs []duplicate.Pair
	for _, row := range rows {
		ids := strings.Split(row.get("merged_ids"), ";")
		for i, id := range ids {
			ids[i] = strings.TrimSpace(id)
			pairs = append(pairs, duplicate.Pair{A: ids[0], B: ids[i]})
		}
	}
	for _, g := range duplicate.Groups(pairs) {
		for _, id := range g {
			if _, ok := s.Truth[id]; ok {
				s.Truth[id] = g[0]
			}
		}
	}
	return nil
}

// row is a line of a table by the names of its columns in lower case.
type row map[string]string

func readTable(r io.Reader) ([]row, error) {
	table := csv.NewReader(r)
	table.FieldsPerRecord = -1
	table.LazyQuotes = true
	head, err := table.Read()
	if err != nil {
		return nil, err
	}
	var rows []row
	for {
		line, err := table.Read()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		r := row{}
		for i, value := range line[:min(len(line), len(head))] {
			name := strings.ToLower(strings.Trim(strings.TrimPrefix(head[i], "\ufeff"), `" `))
			r[name] = strings.ToValidUTF8(value, "\ufffd")
		}
		rows = append(rows, r)
	}
}

// get is the first of the columns that holds something. R writes NA for nothing.
func (r row) get(names ...string) string {
	for _, name := range names {
		if v := strings.TrimSpace(r[name]); v != "" && v != "NA" && v != "nan" {
			return v
		}
	}
	return ""
}

func (r row) item() duplicate.Item {
	year, _ := strconv.Atoi(strings.TrimSuffix(r.get("year"), ".0"))
	return duplicate.Item{ID: r.get("record_id", "id"), Record: reference.Record{
		Type: kinds[strings.ToLower(r.get("entrytype"))], Title: r.get("title"), Authors: authors(r.get("author", "authors")), Year: year,
		Journal: r.get("journal"), BookTitle: r.get("booktitle"), Volume: r.get("volume"), Issue: r.get("number", "issue"),
		Pages: r.get("pages"), DOI: r.get("doi"), PMID: r.get("pmid"), ISSN: split(r.get("issn", "isbn")), Abstract: r.get("abstract"),
	}}
}

// kinds are the BibTeX types that the sets use.
var kinds = map[string]reference.Type{
	"article": reference.Article, "book": reference.Book, "inproceedings": reference.ConferencePaper, "incollection": reference.Chapter,
	"inbook": reference.Chapter, "phdthesis": reference.Thesis, "techreport": reference.Report,
}

func authors(s string) []string {
	return strings.FieldsFunc(strings.ReplaceAll(s, " and ", ";"), func(r rune) bool { return r == ';' || r == '\n' || r == '\r' })
}

func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == ';' })
}
