package reference_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"evidencedesk/internal/reference"
)

// What is no file of references is refused with what it is, whatever its name says, and nothing is unpacked.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bytes string
		want  reference.Problem
	}{
		"empty":              {"", reference.Empty},
		"blank":              {" \r\n\n", reference.Empty},
		"workbook":           {zipped(t, "[Content_Types].xml", "xl/workbook.xml"), reference.Spreadsheet},
		"word":               {zipped(t, "[Content_Types].xml", "word/document.xml"), reference.WordDocument},
		"zip":                {zipped(t, "export.ris"), reference.Archive},
		"old workbook":       {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600), reference.Spreadsheet},
		"gzip":               {gzipped(t, "TY  - JOUR\nER  - \n"), reference.Archive},
		"pdf":                {"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", reference.PDF},
		"png":                {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", reference.Image},
		"page":               {"<!DOCTYPE html>\n<html><body>TY  - JOUR</body></html>", reference.WebPageFile},
		"json":               {`{"items": [{"title": "x"}]}`, reference.JSONFile},
		"json of a register": {`[{"protocolSection": {"identificationModule": {"nctId": "NCT0"}}}]`, reference.JSONFile},
		"zotero rdf":         {"<?xml version=\"1.0\"?>\n<rdf:RDF xmlns:rdf=\"x\"><bib:Article><dc:title>a</dc:title></bib:Article></rdf:RDF>", reference.OtherXML},
		"mods":               {"<modsCollection><mods><titleInfo><title>a</title></titleInfo></mods></modsCollection>", reference.OtherXML},
		"noise":              {strings.Repeat("\x01\x02\x03a", 100), reference.Binary},
		"zeros":              {strings.Repeat("\x00", 4096), reference.Binary},
		"prose":              {"Dear Ada,\nplease find the results below.\n", reference.NotRecognised},
		"entities":           {"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><xml><records><record><titles><title>&b;</title></titles></record></records></xml>", reference.XMLEntities},
		"parameter":          {"<!DOCTYPE xml [ <!ENTITY % d SYSTEM \"http://example.org/x\"> %d; ]><xml><records><record/></records></xml>", reference.XMLEntities},
	} {
		_, err := reference.Read(strings.NewReader(c.bytes), reference.Options{}, func(reference.Item) error { return nil })
		refusal := new(reference.Refusal)
		if !errors.As(err, &refusal) || refusal.Problem != c.want || !errors.Is(err, reference.ErrNotReferences) || len(err.Error()) < 20 {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestTooManyRecords(t *testing.T) {
	t.Parallel()
	file := strings.Repeat("TY  - JOUR\nTI  - x\nER  - \n", 4)
	n := 0
	_, err := reference.Read(strings.NewReader(file), reference.Options{MaxRecords: 3}, func(reference.Item) error { n++; return nil })
	refusal := new(reference.Refusal)
	if !errors.As(err, &refusal) || refusal.Problem != reference.TooManyRecords || refusal.Limit != 3 || n != 3 || errors.Is(err, reference.ErrNotReferences) {
		t.Errorf("%d records, %v", n, err)
	}
	if items, _, err := reference.ReadAll(strings.NewReader(file), reference.Options{MaxRecords: 4}); len(items) != 4 || err != nil {
		t.Errorf("%d records, %v", len(items), err)
	}
}

// Sixty-four megabytes without an end of line, in every format, cost neither the memory nor the record.
func TestMemoryIsBounded(t *testing.T) {
	const size = 64 << 20
	for name, parts := range map[string][2]string{
		"ris":     {"TY  - JOUR\nTI  - first\nAB  - ", "\nER  - \nTY  - JOUR\nTI  - last\nER  - \n"},
		"nbib":    {"PMID- 1\nTI  - first\nAB  - ", "\n\nPMID- 2\nTI  - last\n"},
		"wos":     {"FN x\nPT J\nTI first\nAB ", "\nER\n\nPT J\nTI last\nER\nEF\n"},
		"bibtex":  {"@article{a, title={first}, abstract={", "}}\n@article{b, title={last}}\n"},
		"endnote": {"<xml><records><record><titles><title>first</title></titles><abstract>", "</abstract></record><record><titles><title>last</title></titles></record></records></xml>"},
		"csl":     {`[{"type": "book", "title": "first", "abstract": "`, `"}, {"type": "book", "title": "last"}]`},
		"xml":     {"<rec><header><controlInfo><artinfo><tig><atl>first</atl></tig><ab>", "</ab></artinfo></controlInfo></header></rec><rec><header><controlInfo><artinfo><tig><atl>last</atl></tig></artinfo></controlInfo></header></rec>"},
		"text":    {"Record: 1\nTitle: first\nAuthors: A\nAbstract: ", "\nRecord: 2\nTitle: last\n"},
		"rows":    {"title,first\nauthors,a\nyear,2001\nabstract,\"", "\"\n\ntitle,last\n"},
		"csv":     {"title,abstract\nfirst,\"", "\"\nlast,x\n"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		in := io.MultiReader(strings.NewReader(parts[0]), io.LimitReader(endless{}, size), strings.NewReader(parts[1]))
		var titles []string
		s, err := reference.Read(in, reference.Options{}, func(it reference.Item) error {
			titles = append(titles, it.Record.Title)
			if len([]rune(it.Record.Abstract)) > reference.MaxAbstractRunes {
				t.Errorf("%s: abstract of %d", name, len(it.Record.Abstract))
			}
			runtime.ReadMemStats(&after)
			return nil
		})
		if err != nil || len(titles) != 2 || titles[0] != "first" || titles[1] != "last" || s.Warnings == 0 {
			t.Errorf("%s: %q, %d warnings, %v", name, titles, s.Warnings, err)
		}
		if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 64<<20 {
			t.Errorf("%s: the heap grew by %d MB", name, grown>>20)
		}
	}
}

// A long abstract is cut at the limit, and the warning names record and line.
func TestLongValuesAreCut(t *testing.T) {
	t.Parallel()
	file := "TY  - JOUR\nTI  - x\nAB  - " + strings.Repeat("word ", 200_000) + "\nER  - \n"
	items, _, err := reference.ReadAll(strings.NewReader(file), reference.Options{})
	if err != nil || len(items) != 1 {
		t.Fatal(len(items), err)
	}
	if n := len(items[0].Record.Abstract); n == 0 || n > reference.MaxAbstractRunes {
		t.Errorf("%d characters", n)
	}
	if w := items[0].Warnings; len(w) != 1 || w[0] != (reference.Warning{Record: 1, Line: 3, Code: reference.WarnCut, Detail: "AB"}) {
		t.Errorf("%+v", w)
	}
}

// A value other than an abstract is cut at its own limit, and the warning names the line too.
func TestCutValuesHaveTheirLine(t *testing.T) {
	t.Parallel()
	file := "TY  - JOUR\nAB  - x\nTI  - " + strings.Repeat("word ", 3_000) + "\nER  - \n"
	items, _, err := reference.ReadAll(strings.NewReader(file), reference.Options{})
	if err != nil || len(items) != 1 {
		t.Fatal(len(items), err)
	}
	if w := items[0].Warnings; len(w) != 1 || w[0] != (reference.Warning{Record: 1, Line: 3, Code: reference.WarnCut, Detail: "title"}) {
		t.Errorf("%+v", w)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = "abcdefg "[i%8]
	}
	return len(p), nil
}

func zipped(t *testing.T, names ...string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(make([]byte, 1<<16)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipped(t *testing.T, s string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write([]byte(s)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
