package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/document"
)

var update = flag.Bool("update", false, "write the goldens")

// golden compares with a file that somebody has looked at.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s: %s", name, diff)
	}
}

func TestGoldens(t *testing.T) {
	t.Parallel()
	r := document.Build(input())
	for name, render := range map[string]func(document.Report) ([]byte, error){
		"report.html": document.Page, "report.csv": document.CSV,
		"model.json": func(r document.Report) ([]byte, error) { return json.MarshalIndent(r, "", " ") },
		"document.xml": func(r document.Report) ([]byte, error) {
			whole, err := document.DOCX(r)
			return []byte(strings.ReplaceAll(string(parts(t, whole)["word/document.xml"]), "<w:p>", "\n<w:p>")), err
		},
	} {
		got, err := render(r)
		if err != nil {
			t.Fatal(name, err)
		}
		golden(t, name, got)
	}
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	for name, render := range map[string]func(document.Report) ([]byte, error){
		"html": document.Page, "docx": document.DOCX, "ris": document.RIS, "csv": document.CSV,
	} {
		one, err := render(document.Build(input()))
		if err != nil {
			t.Fatal(name, err)
		}
		if two, _ := render(document.Build(input())); !bytes.Equal(one, two) {
			t.Errorf("%s differs", name)
		}
	}
}

// parts unpacks a Word document.
func parts(t *testing.T, whole []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	list := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if list[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func TestWordIsWellFormed(t *testing.T) {
	t.Parallel()
	in := input()
	in.Text = "Letters that XML does not know: \x01\x0b\ufffe & < > \" ' ]]>\n\n" + in.Text
	whole, err := document.DOCX(document.Build(in))
	if err != nil {
		t.Fatal(err)
	}
	list := parts(t, whole)
	for name, body := range list {
		d := xml.NewDecoder(bytes.NewReader(body))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	text := string(list["word/document.xml"])
	for _, wants := range []string{
		`<w:pStyle w:val="Title"/>`, `<w:pStyle w:val="Heading1"/>`, `<w:pStyle w:val="Heading2"/>`, `<w:tblHeader/>`, `<w:tblDescription w:val="Evidence table"/>`, `<w:numPr>`,
		`<w:hyperlink w:anchor="ref_1"`, `w:name="ref_1"`, `w:orient="landscape"`,
	} {
		if !strings.Contains(text, wants) {
			t.Errorf("there is no %s", wants)
		}
	}
	if !strings.Contains(string(list["docProps/core.xml"]), "<dc:language>en-GB</dc:language>") || !strings.Contains(string(list["word/styles.xml"]), `<w:lang w:val="en-GB"`) {
		t.Error("the language is not told")
	}
	if !strings.Contains(string(list["word/_rels/document.xml.rels"]), `Target="https://doi.org/10.5555/a1" TargetMode="External"`) {
		t.Error("a link is lost")
	}
}

func TestStylesThatNameAuthors(t *testing.T) {
	t.Parallel()
	in := input()
	in.Style = citation.Harvard
	page, err := document.Page(document.Build(in))
	if err != nil {
		t.Fatal(err)
	}
	for _, wants := range []string{
		`(<a href="#ref-1">Alder, van der Birch and Falls Working Group, 2024</a>; <a href="#ref-2">Žižka et al., 2023</a>)`, `Nothing on [9].`, `<ul class="nhsuk-list app-references app-break">`,
	} {
		if !strings.Contains(string(page), wants) {
			t.Errorf("there is no %s", wants)
		}
	}
}

func TestNotices(t *testing.T) {
	t.Parallel()
	in := input()
	in.Newer, in.Version = &document.Correction{Version: 2, At: in.SentAt, Wrong: true, Reason: "Factual error"}, 1
	in.Address = strings.Replace(in.Address, "/2", "/1", 1)
	page, _ := document.Page(document.Build(in))
	for _, wants := range []string{"This is not the newest version", "A corrected version was sent on 12 November 2026. Reason: factual error.", `href="https://desk.example/requests/11111111-1111-4111-8111-111111111111/report/2"`} {
		if !strings.Contains(string(page), wants) {
			t.Errorf("there is no %s", wants)
		}
	}
	in = input()
	in.Draft, in.Version, in.Address, in.Corrects = true, 0, "", nil
	if page, _ = document.Page(document.Build(in)); !strings.Contains(string(page), "Draft, not checked") || strings.Contains(string(page), "can always be read") {
		t.Error("a draft does not say what it is")
	}
	in = input()
	in.Erased = true
	if page, _ = document.Page(document.Build(in)); strings.Contains(string(page), "alarms") || !strings.Contains(string(page), "was erased") {
		t.Error("an erased report still says something")
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	in := input()
	for i, evil := range []string{"=1+1", "+1", "-1", "@SUM(A1)"} {
		in.References[i].Erased, in.References[i].Record.Title = false, evil
	}
	out, err := document.CSV(document.Build(in))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out, []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		if !strings.HasPrefix(row[3], "'") {
			t.Errorf("the title %q may run", row[3])
		}
	}
	if out, err = document.XLSX(document.Build(in)); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if title, _ := book.GetCellValue("References", "D2"); title != "=1+1" {
		t.Errorf("the cell holds %q", title)
	}
	if formula, _ := book.GetCellFormula("References", "D2"); formula != "" {
		t.Errorf("the cell runs %q", formula)
	}
	if search, _ := book.GetCellValue("Searches", "I2"); search != "exp Accidental Falls/" {
		t.Errorf("the line is %q", search)
	}
}

func TestPDFWithoutABrowser(t *testing.T) {
	t.Parallel()
	in := input()
	in.Text += "\n\nLetters beyond the fonts: 漢字 😀 " + strings.Repeat("long ", 3000)
	out, engine, err := document.NewPrinter("").PDF(t.Context(), document.Build(in))
	if err != nil || engine != document.Plain || !bytes.HasPrefix(out, []byte("%PDF-")) || !bytes.Contains(out, []byte("/Lang (en-GB)")) {
		t.Errorf("%s %v, %d bytes", engine, err, len(out))
	}
	if out, engine, err = document.NewPrinter("/nonexistent").PDF(t.Context(), document.Build(input())); err != nil || engine != document.Plain || len(out) == 0 {
		t.Errorf("a browser that is not there: %s %v", engine, err)
	}
}

func TestPDFOfABrowserIsTagged(t *testing.T) {
	t.Parallel()
	browser := document.FindBrowser()
	if browser == "" {
		t.Skip("there is no Chromium on this machine")
	}
	out, engine, err := document.NewPrinter(browser).PDF(t.Context(), document.Build(input()))
	if err != nil {
		t.Fatal(err)
	}
	if engine != document.Chromium {
		t.Skip("Chromium is there but does not print here")
	}
	info, err := exec.LookPath("pdfinfo")
	if err != nil {
		t.Skip("pdfinfo is not on this machine")
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, out, 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := exec.CommandContext(t.Context(), info, path).CombinedOutput(); err != nil || !bytes.Contains(said, []byte("Tagged:          yes")) {
		t.Errorf("%v: %s", err, said)
	}
}
