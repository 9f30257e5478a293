package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const twoReferences = "TY  - JOUR\nAU  - Okafor, Ada\nTI  - Night noise\nPY  - 2023\nER  - \nTY  - JOUR\nPY  - 2024\nER  - \n"

// reference files are judged by content; a file that is refused does not keep the others from being inspected.
func TestReferencesInspect(t *testing.T) {
	folder := t.TempDir()
	good, bad := filepath.Join(folder, "any.name"), filepath.Join(folder, "workbook.ris")
	for path, text := range map[string]string{good: twoReferences, bad: "PK\x03\x04 xl/workbook.xml"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := inspectReferences([]string{good}, nil, streams{&out, &out}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"format: ris", "encoding: UTF-8", "records: 2", "title 1", "year 2", "warnings: 1", "line 6, record 2: no_title"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	out.Reset()
	if err := inspectReferences([]string{bad, good}, nil, streams{&out, &out}); err == nil {
		t.Error("a workbook is no file of references")
	}
	if s := out.String(); !strings.Contains(s, "This is a spreadsheet") || !strings.Contains(s, "records: 2") {
		t.Error(s)
	}
}

func TestReferencesConvert(t *testing.T) {
	var nbib, ris, says bytes.Buffer
	if err := convertReferences([]string{"-to", "nbib"}, strings.NewReader(twoReferences), streams{&nbib, &says}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(nbib.String(), "FAU - Okafor, Ada") || !strings.Contains(says.String(), "2 records, ris to nbib") {
		t.Errorf("%s\n%s", nbib.String(), says.String())
	}
	path := filepath.Join(t.TempDir(), "out.ris")
	if err := convertReferences([]string{"-to", "ris", "-o", path}, &nbib, streams{&ris, &says}); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(path); err != nil || !strings.Contains(string(raw), "TI  - Night noise") || ris.Len() > 0 {
		t.Errorf("%s, %v", raw, err)
	}
	before, refused := path+".before", path+".refused"
	if err := os.WriteFile(before, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{before, refused} {
		if err := convertReferences([]string{"-to", "ris", "-o", name}, strings.NewReader("%PDF-1.7"), streams{&ris, &says}); err == nil {
			t.Error("a PDF is converted")
		}
	}
	if raw, _ := os.ReadFile(before); string(raw) != "kept" {
		t.Errorf("a refused file replaced an older one: %q", raw)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 2 {
		t.Errorf("files left: %q", left)
	}
	if err := convertReferences([]string{"-to", "docx"}, strings.NewReader(twoReferences), streams{&ris, &says}); err == nil {
		t.Error("docx is not written")
	}
	if err := convertReferences(nil, nil, streams{&ris, &says}); !errors.Is(err, errUsage) {
		t.Error(err)
	}
}
