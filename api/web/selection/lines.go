package selection

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// linesPage says which line of a search lost a paper.
type linesPage struct {
	*desk
	Paper  string
	Source string
	Answer string
	Table  ui.Table
	Back   ui.Link
}

func showLines(v *page.Visit) error {
	d, err := open(v, pageTests)
	if err != nil {
		return err
	}
	var t rest.TestedLines
	if err := v.Read(d.API("test-papers", v.Param("paper"), "lines")+"?search="+url.QueryEscape(v.Query("search")), &t); err != nil {
		return err
	}
	return v.Show("lines", d.View("Which line lost a paper", linesPage{
		desk: d, Paper: paperName(t.Paper), Source: d.sourceName(t.Source, t.SourceName, t.Platform, ""), Answer: answer(t), Table: lineTable(t),
		Back: ui.Link{Href: d.at(pageTests), Text: "Back to the known papers"},
	}))
}

// answer says in a sentence what was found out, or why nothing was.
func answer(t rest.TestedLines) string {
	const paste = " Not determinable here. Paste the test beside each line into the platform: a line that then finds nothing has lost the paper."
	switch t.Why {
	case "":
		return answered(t.LostBy)
	case "not-pubmed":
		return "Only PubMed can be asked from here." + paste
	case "not-configured":
		return "This installation does not ask PubMed." + paste
	case "no-pmid":
		return "The paper has no PubMed identifier: add it to have PubMed asked." + paste
	case "no-lines":
		return "This search has no lines to test."
	case "too-many-lines":
		return "This search has too many lines to ask for all of them." + paste
	case "line-malformed":
		return "A line names another line that is not there, so PubMed cannot be asked." + paste
	}
	return "PubMed did not answer in time. Load this page again, or test by hand." + paste
}

func answered(lost []int) string {
	switch len(lost) {
	case 0:
		return "The search finds the paper in PubMed now. It may have been added since the records were exported, or a limit of the export left it out."
	case 1:
		return "Line " + strconv.Itoa(lost[0]) + " lost it."
	}
	var numbers []string
	for _, n := range lost {
		numbers = append(numbers, strconv.Itoa(n))
	}
	return "Lines " + strings.Join(numbers[:len(numbers)-1], ", ") + " and " + numbers[len(numbers)-1] + " lost it."
}

func lineTable(t rest.TestedLines) ui.Table {
	table := ui.Table{
		Caption: "Lines of the search", CaptionHidden: true, Compact: true, Stack: true, Empty: "There are no lines.",
		Columns: []ui.Column{{Text: "Line", RowHeader: true}, {Text: "Text"}, {Text: "Finds it?"}, {Text: "Test to paste"}},
	}
	for _, l := range t.Lines {
		finds := "Not determinable here"
		switch {
		case l.Finds != nil && *l.Finds:
			finds = "Yes"
		case l.Finds != nil:
			finds = "No"
			if slices.Contains(t.LostBy, l.N) {
				finds = "No, lost here"
			}
		}
		table.Rows = append(table.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(strconv.Itoa(l.N)), ui.TextCell(l.Text), ui.TextCell(finds), ui.TextCell(l.Test)}})
	}
	return table
}
