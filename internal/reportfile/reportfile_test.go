package reportfile_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"evidencedesk/internal/document"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
	"evidencedesk/internal/reportfile"
)

var update = flag.Bool("update", false, "write the goldens")

// quarter is a report with a figure of every kind, texts that want to be formulas, and what stands beside.
func quarter(complete bool) reportfile.File {
	hidden := report.Cell{Kind: report.Count, Hidden: true}
	share := report.ShareOf(31, 50)
	if complete {
		hidden = report.CountOf(3)
	}
	r := report.Report{
		Version: report.Version, Title: "Impact report", Libraries: []string{"=Library"}, Filter: []string{"Specialty: Cardiology"}, Period: report.Quarter(2026, 3),
		AsOf: time.Date(2026, 10, 5, 5, 0, 0, 0, time.UTC), Complete: complete, Caveats: []report.Caveat{{Code: "few-answers", Text: "Only 9 people answered."}},
		Sections: []report.Section{
			{ID: "specialty", Heading: "Activity by specialty", Finding: "Most requests came from Cardiology: 41 of 44", Table: report.Table{
				Caption: "Requests <by> specialty", Columns: []report.Column{{ID: "received", Heading: "Received", Kind: report.Count, Metric: "received"}},
				Rows: []report.Row{
					{ID: "cardiology", Heading: "Cardiology", Cells: []report.Cell{report.CountOf(41)}}, {ID: "x", Heading: "=cmd|' /C calc'!A0", Cells: []report.Cell{hidden}},
				},
				Total: &report.Row{ID: "all", Heading: "All", Cells: []report.Cell{report.CountOf(44)}},
			}},
			{ID: "timeliness", Heading: "Timeliness", Notes: []string{"In working time."}, Table: report.Table{
				Columns: []report.Column{{ID: "now", Heading: "July to September 2026", Kind: report.Share}},
				Rows: []report.Row{
					{ID: "met_agreed", Heading: "Met the agreed date", Cells: []report.Cell{share}},
					{ID: "turnaround", Heading: "Time taken", Cells: []report.Cell{report.QuantilesOf([]float64{60, 120, 600})}},
					{ID: "saved", Heading: "Hours saved", Cells: []report.Cell{{Kind: report.Hours, N: 9, Value: 750}}},
					{ID: "value", Heading: "Worth", Cells: []report.Cell{{Kind: report.Money, N: 9, Value: 123_400}}},
				},
			}},
		},
	}
	return reportfile.File{
		Report: r, Published: &reportfile.Published{At: time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC), By: "M. Manager", Address: "/published/1", SupersededFor: "Counted twice."},
		Quotes: []reportfile.Quote{{Text: "@It <b>helped.", By: "Nursing"}}, Withdrawn: 2, Cases: []reportfile.Case{{Title: "Fewer falls", Text: "Fewer fell."}}, TakenDown: 1,
		Reviews:     []reportfile.Review{{Reviewer: "Quality committee", On: "1 November 2026", Note: "-Agreed."}},
		Definitions: []metric.Definition{{ID: "received", Title: "Requests received", Definition: "What was asked.", Limits: "Not what was meant."}, {ID: "unused", Title: "Unused"}},
		Version:     "2026-11", BaseURL: "https://desk.example", Zone: time.UTC,
	}
}

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
	var lines bytes.Buffer
	if err := reportfile.CSV(&lines, quarter(false)); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.csv", lines.Bytes())
	page, err := reportfile.Page(quarter(false))
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(page), "</style>")
	golden(t, "report.html", []byte(body))
}

// Every line has all columns, no text begins as a formula does, and a figure that is hidden is nowhere.
func TestCSVIsSafe(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := reportfile.CSV(&out, quarter(false)); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out.Bytes(), []byte("\uFEFF")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, row := range rows {
		for i, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=@+") || strings.HasPrefix(cell, "-") {
				t.Errorf("column %d holds %q", i, cell)
			}
		}
		if row[2] == "x" {
			found = true
			if row[8] != "hidden" || row[9]+row[10]+row[11]+row[12] != "" || row[14] != "yes" {
				t.Errorf("a hidden figure is told: %q", row)
			}
		}
	}
	if !found || rows[1][8] == reportfile.Mark {
		t.Errorf("found %t, first %q", found, rows[1])
	}
}

func TestSheetsHoldNumbers(t *testing.T) {
	t.Parallel()
	for _, complete := range []bool{false, true} {
		raw, err := reportfile.XLSX(quarter(complete))
		if err != nil {
			t.Fatal(err)
		}
		book, err := excelize.OpenReader(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"Report", "Caveats", "Activity by specialty", "Timeliness", "Quotations", "Case studies", "Reviews", "Definitions"}
		if diff := cmp.Diff(want, book.GetSheetList()); diff != "" {
			t.Error(diff)
		}
		first := 4
		if complete {
			first = 5
		}
		for _, name := range book.GetSheetList() {
			head, _ := book.GetCellValue(name, "A1")
			shown, err := book.GetHeaderFooter(name)
			if err != nil || complete != (head == reportfile.Mark) || complete != (shown != nil && strings.Contains(shown.OddHeader, reportfile.Mark)) {
				t.Errorf("%s, complete %t: begins with %q, %v, %v", name, complete, head, shown, err)
			}
			panes, err := book.GetPanes(name)
			layout, err2 := book.GetPageLayout(name)
			if errors.Join(err, err2) != nil || !panes.Freeze || panes.YSplit != first-1 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
				t.Errorf("%s is laid out as %+v, %+v, %v", name, panes, layout, errors.Join(err, err2))
			}
		}
		numbers := func(sheet, at string) (string, excelize.CellType) {
			v, err := book.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
			kind, err2 := book.GetCellType(sheet, at)
			if errors.Join(err, err2) != nil {
				t.Fatal(err, err2)
			}
			return v, kind
		}
		at := func(column string, row int) string { return column + string(rune('0'+row)) }
		if v, kind := numbers("Activity by specialty", at("B", first)); v != "41" || kind == excelize.CellTypeSharedString {
			t.Errorf("a count is %q, %v", v, kind)
		}
		if v, _ := numbers("Activity by specialty", at("B", first+1)); (v == "hidden") == complete || !complete && v != "hidden" {
			t.Errorf("complete %t, the small group is %q", complete, v)
		}
		if v, kind := numbers("Activity by specialty", at("A", first+1)); !strings.HasPrefix(v, "=cmd") || kind != excelize.CellTypeSharedString {
			t.Errorf("a text is %q, %v", v, kind)
		}
		if v, _ := numbers("Timeliness", at("B", first)); v != "0.62" {
			t.Errorf("a share is %q", v)
		}
		if v, _ := numbers("Timeliness", at("D", first)); v != "50" {
			t.Errorf("of %q", v)
		}
	}
}

func TestWordHasWhatReadersNeed(t *testing.T) {
	t.Parallel()
	for _, complete := range []bool{false, true} {
		raw, err := reportfile.Word(quarter(complete))
		if err != nil {
			t.Fatal(err)
		}
		parts := unzip(t, raw)
		for name, body := range parts {
			for d := xml.NewDecoder(strings.NewReader(body)); ; {
				if _, err := d.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
		}
		text := parts["word/document.xml"]
		for _, wants := range []string{
			`<w:tblHeader/>`, `Activity by specialty: Most requests came from Cardiology: 41 of 44`, `62% (31 of 50), 48% to 74%`, "Only 9 people answered.", "2 quotations were withdrawn", "Quality committee",
			"Counted twice.", "Requests received",
		} {
			if !strings.Contains(text, wants) {
				t.Errorf("it does not say %q", wants)
			}
		}
		if complete != strings.Contains(parts["word/footer1.xml"], reportfile.Mark) {
			t.Errorf("complete %t: %s", complete, parts["word/footer1.xml"])
		}
		if !complete && strings.Contains(text, "Small groups are shown") || !strings.Contains(parts["docProps/core.xml"], "<dc:language>en-GB") {
			t.Error("the mark or the language is wrong")
		}
	}
}

func unzip(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(body)
	}
	return all
}

// The page that stands alone has one h1, a header for every column and row, a chart with a name, and the mark if it must.
func TestPageStandsAlone(t *testing.T) {
	t.Parallel()
	for _, complete := range []bool{false, true} {
		raw, err := reportfile.Page(quarter(complete))
		if err != nil {
			t.Fatal(err)
		}
		page := string(raw)
		counts := map[string]int{}
		root, err := html.Parse(strings.NewReader(page))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type == html.ElementNode {
				counts[n.Data]++
				for _, a := range n.Attr {
					if a.Key == "style" || strings.HasPrefix(a.Key, "on") || a.Key == "src" {
						t.Errorf("%s has %s", n.Data, a.Key)
					}
				}
			}
		}
		if counts["h1"] != 1 || counts["table"] != 2 || counts["svg"] != 1 || counts["script"] != 0 {
			t.Errorf("%v", counts)
		}
		if complete != strings.Contains(page, `<p class="mark">`+reportfile.Mark) || complete != strings.Contains(page, "@page { @top") {
			t.Errorf("complete %t: the mark is wrong", complete)
		}
		if strings.Contains(page, "@It <b>") || !complete && strings.Contains(page, ">3<") {
			t.Error("a text is markup, or a hidden figure is told")
		}
	}
}

// Without a browser the report is printed all the same.
func TestPDFWithoutABrowser(t *testing.T) {
	t.Parallel()
	raw, engine, err := reportfile.PDF(t.Context(), document.NewPrinter(""), quarter(true))
	if err != nil || engine != document.Plain || !bytes.HasPrefix(raw, []byte("%PDF")) {
		t.Errorf("%s, %v", engine, err)
	}
	if name := quarter(true).Name(); name != "impact-report-2026-Q3-complete" {
		t.Error(name)
	}
}
