package selection

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	domain "evidencedesk/internal/selection"
)

// testsPage is the test set: the papers that the searches should find.
type testsPage struct {
	*desk
	Recall string
	Table  ui.Table
	Known  []string // the requester's papers that are not in the test set
	Take   ui.Form
	Start  ui.Form
	Guard  *ui.GuardNotice
	Fields []ui.Component
}

// testData is what the page shows.
type testData struct {
	set   postgres.TestSet
	known []string
}

func (d *desk) testData() (t testData, err error) {
	if err = d.visit.Read(d.API("test-papers"), &t.set); err != nil {
		return t, err
	}
	for _, line := range domain.ParsePapers(d.KnownPapers) {
		there := func(p postgres.TestedPaper) bool { return p.Line == line || domain.ParsePaper(line).Matches(p.Paper()) }
		if !slices.ContainsFunc(t.set.Items, there) {
			t.known = append(t.known, line)
		}
	}
	return t, nil
}

func showTests(v *page.Visit) error {
	d, err := open(v, pageTests)
	if err != nil {
		return err
	}
	view, err := d.testsView(v.Form())
	if err != nil {
		return err
	}
	return v.Show("tests", view)
}

func (d *desk) testsView(f *page.Form) (page.View, error) {
	t, err := d.testData()
	if err != nil {
		return page.View{}, err
	}
	p := testsPage{desk: d, Recall: recall(t.set), Table: d.testTable(t), Known: t.known}
	if d.Edit {
		lines := f.Text("lines", "Add papers", 0, "One on each line: a DOI, a PubMed identifier, a link, a title with its year or a whole citation")
		lines.MaxLength, lines.Rows = 0, 4
		p.Fields = []ui.Component{lines, ui.Button{Text: "Add to the test set", PreventDoubleClick: true}}
		p.Guard, p.Start = f.Guard(), f.Start(d.at(pageTests))
		p.Take = ui.Form{Action: d.at(pageTests), Key: f.Key()}
	}
	view := d.View("Known papers", p)
	view.Form = f
	return view, nil
}

func recall(s postgres.TestSet) string {
	if len(s.Items) == 0 {
		return "There are no papers in the test set yet."
	}
	return fmt.Sprintf("The searches found %d of %d known papers.", s.Found, len(s.Items))
}

// testTable has a row for each paper and a column for each search that brought records.
func (d *desk) testTable(t testData) ui.Table {
	table := ui.Table{
		Caption: "Known papers and where they were found", CaptionHidden: true, Compact: true, Scroll: true, Empty: "No paper is in the test set.",
		Columns: []ui.Column{{Text: "Paper", RowHeader: true}, {Text: "In all"}},
	}
	var searches []string
	names := d.searchNames(t.set.Origins)
	for _, o := range t.set.Origins {
		if o.Search != "" {
			searches = append(searches, o.Search)
			table.Columns = append(table.Columns, ui.Column{Text: names[o.ID]})
		}
	}
	if d.Edit {
		table.Columns = append(table.Columns, ui.Column{Text: "Change", Hidden: true})
	}
	found := make([]int, len(searches))
	for _, p := range t.set.Items {
		row := ui.Row{Cells: []ui.Cell{d.paperCell(p), foundCell(p.Found())}}
		if p.Found() {
			row.Cells[1].Href = d.recordAt(p.Publication)
		}
		for i, s := range searches {
			cell := foundCell(slices.Contains(p.Searches, s))
			if slices.Contains(p.Searches, s) {
				found[i]++
			} else {
				cell.Parts = []ui.Component{ui.Link{Href: d.at(pageTests, p.ID, "lines") + "?search=" + url.QueryEscape(s), Text: "Which line?", More: " lost " + paperName(p.TestPaper)}}
			}
			row.Cells = append(row.Cells, cell)
		}
		if d.Edit {
			row.Cells = append(row.Cells, ui.PartsCell(ui.Link{Href: d.at(pageTests, p.ID), Text: "Change", More: " " + paperName(p.TestPaper)}))
		}
		table.Rows = append(table.Rows, row)
	}
	if n := len(t.set.Items); n > 0 && len(searches) > 0 {
		total := ui.Row{Cells: []ui.Cell{ui.TextCell("Found"), ui.TextCell(fmt.Sprintf("%d of %d", t.set.Found, n))}}
		for _, k := range found {
			total.Cells = append(total.Cells, ui.TextCell(fmt.Sprintf("%d of %d", k, n)))
		}
		if d.Edit {
			total.Cells = append(total.Cells, ui.TextCell(""))
		}
		table.Rows = append(table.Rows, total)
	}
	return table
}

func foundCell(yes bool) ui.Cell {
	if yes {
		return ui.TextCell("Found")
	}
	return ui.TextCell("Missing")
}

func (d *desk) paperCell(p postgres.TestedPaper) ui.Cell {
	pmid := ""
	if p.PMID != "" {
		pmid = "PMID " + p.PMID
	}
	year := ""
	if p.Year != nil {
		year = strconv.Itoa(*p.Year)
	}
	name, doi := paperName(p.TestPaper), p.DOI
	if doi == name {
		doi = ""
	}
	return ui.Cell{Text: name, Note: joined(", ", year, doi, pmid)}
}

func paperName(p postgres.TestPaper) string {
	for _, s := range []string{p.Title, p.Line, p.DOI, p.PMID} {
		if s != "" {
			return s
		}
	}
	return "A paper that was erased"
}

// takeTests adds what was typed, or what the requester named.
func takeTests(v *page.Visit) error {
	d, err := open(v, pageTests)
	if err != nil {
		return err
	}
	if err := d.notHere(); err != nil {
		return err
	}
	f := v.Form()
	lines := domain.ParsePapers(f.Get("lines"))
	if f.Get("_from") == "requester" {
		t, err := d.testData()
		if err != nil {
			return err
		}
		lines = t.known
	}
	var body rest.TestPapersBody
	for _, l := range lines {
		body.Papers = append(body.Papers, postgres.TestPaperContent{Line: l})
	}
	if len(lines) == 0 {
		f.Wrong("lines", "Write at least one paper.")
	}
	var added rest.AddedTestPapers
	if !f.Failed() {
		err = v.Post(d.API("test-papers"), body, &added)
	}
	if err != nil {
		rename(err)
		if !f.Refused(err) {
			return err
		}
	}
	if f.Failed() {
		view, err := d.testsView(f)
		if err != nil {
			return err
		}
		return v.Again("tests", view)
	}
	return v.Go(d.at(pageTests), "You added "+page.Count(len(added.Items), "paper")+".")
}

// rename puts what is wrong with one of the papers at the box in which all of them were typed.
func rename(err error) {
	p, ok := refusal(err)
	if !ok {
		return
	}
	for i, e := range p.Errors {
		if strings.HasPrefix(e.Field, "papers") {
			p.Errors[i].Field = "lines"
		}
	}
}
