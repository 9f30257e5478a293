package supply_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/supply"
)

func TestWhoMayHaveACopy(t *testing.T) {
	t.Parallel()
	all := supply.Readers()
	got := map[supply.Basis][]supply.Reader{}
	paper := map[supply.Basis]bool{}
	for _, r := range supply.Rules() {
		paper[r.Basis] = r.PatientPaper
		for _, who := range all {
			if r.Allows(who) {
				got[r.Basis] = append(got[r.Basis], who)
			}
		}
		if r.Sentence == "" || r.Label == "" || r.Carries() != (len(got[r.Basis]) > 0) {
			t.Errorf("%s: %+v", r.Basis, r)
		}
	}
	want := map[supply.Basis][]supply.Reader{
		supply.Open: all, supply.CLA: all, supply.FeePaid: all, supply.Privilege: {supply.Staff, supply.Requester},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[supply.Basis]bool{"open_access": true, "cla": true, "cfp": true, "library_privilege": false, "link_only": false}, paper); diff != "" {
		t.Error(diff)
	}
	if supply.RuleOf("theft").Allows(supply.Staff) || supply.RuleOf(supply.Open).Allows("nobody") {
		t.Error("an unknown basis or reader is allowed")
	}
}

// archive makes a ZIP file with these entries, each holding the entry's content.
func archive(t *testing.T, entries ...[2]string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.Create(e[0])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(e[1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestKindsOfFiles(t *testing.T) {
	t.Parallel()
	const office = "application/vnd.openxmlformats-officedocument."
	for name, c := range map[string]struct{ file, content, media string }{
		"pdf":                           {"a.txt", "%PDF-1.7\n", "application/pdf"},
		"png":                           {"a", "\x89PNG\r\n\x1a\n....", "image/png"},
		"jpeg":                          {"a", "\xFF\xD8\xFF\xE0....", "image/jpeg"},
		"docx":                          {"a", archive(t, [2]string{"[Content_Types].xml", ""}, [2]string{"word/document.xml", ""}), office + "wordprocessingml.document"},
		"xlsx":                          {"a", archive(t, [2]string{"xl/workbook.xml", ""}), office + "spreadsheetml.sheet"},
		"pptx":                          {"a", archive(t, [2]string{"ppt/presentation.xml", ""}), office + "presentationml.presentation"},
		"odt":                           {"a", archive(t, [2]string{"mimetype", "application/vnd.oasis.opendocument.text"}), "application/vnd.oasis.opendocument.text"},
		"text":                          {"a.doc", "Plain words.", "text/plain"},
		"csv":                           {"a.CSV", "a,b\r\n", "text/csv"},
		"ris":                           {"a.ris", "TY  - JOUR\r\n", "application/x-research-info-systems"},
		"nbib":                          {"a.nbib", "PMID- 1\n", "application/nbib"},
		"macros":                        {"a.docx", archive(t, [2]string{"word/document.xml", ""}, [2]string{"word/vbaProject.bin", ""}), ""},
		"an archive":                    {"a.docx", archive(t, [2]string{"readme.txt", ""}), ""},
		"half an archive":               {"a.docx", "PK\x03\x04....", ""},
		"a spreadsheet of OpenDocument": {"a.odt", archive(t, [2]string{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}), ""},
		"a web page":                    {"a.txt", "  <!DOCTYPE html><title>x</title>", ""},
		"a drawing":                     {"a.png", `<svg xmlns="http://www.w3.org/2000/svg">`, ""},
		"a hidden drawing":              {"a.txt", `words <SVG onload="x">`, ""},
		"xml":                           {"a.txt", `<?xml version="1.0"?><svg/>`, ""},
		"a script":                      {"a.txt", "#!/bin/sh\n", ""},
		"a program":                     {"a.pdf", "MZ\x90\x00\x03\x00\x00\x00", ""},
		"another program":               {"a.pdf", "\x7fELF\x02\x01\x01\x00", ""},
		"nothing":                       {"a.pdf", "", ""},
		"spaces":                        {"a.txt", " \n", ""},
	} {
		media, err := supply.Sniff(bytes.NewReader([]byte(c.content)), int64(len(c.content)), c.file)
		if media != c.media || (c.media == "") != errors.Is(err, supply.ErrKind) {
			t.Errorf("%s: %q, %v", name, media, err)
		}
	}
}

func TestNamesOfDownloads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, media, want string }{
		{"Smith 2024.pdf", "application/pdf", "Smith-2024.pdf"},
		{"paper", "application/pdf", "paper.pdf"},
		{"x.JPEG", "image/jpeg", "x.JPEG"},
		{"run.exe", "text/plain", "run.exe.txt"},
		{`a"; filename="b.html`, "text/plain", "a---filename--b.html.txt"},
		{"...", "application/pdf", "file.pdf"},
		{"Übersicht", "text/csv", "bersicht.csv"},
		{"x.html", "text/html", "x.html.bin"},
	} {
		if got := supply.FileName(c.name, c.media); got != c.want {
			t.Errorf("%q of %s: %q, want %q", c.name, c.media, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		got := supply.FileName(rapid.String().Draw(t, "name"), "application/pdf")
		if got[0] == '.' || !bytes.HasSuffix(bytes.ToLower([]byte(got)), []byte(".pdf")) || bytes.ContainsAny([]byte(got), "\"\\/\r\n; ") || len(got) > 110 {
			t.Fatalf("%q", got)
		}
	})
}
