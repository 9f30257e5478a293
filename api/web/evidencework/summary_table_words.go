package evidencework

import (
	"fmt"
	"slices"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// cellLabels are the columns of the evidence table after the citation, by their names in the API. The layout is that of the field
// reference, 6.2.
var cellLabels = [...]struct{ name, label string }{
	{"design", "Design"},
	{"setting", "Setting and population"},
	{"n", "Number of people"},
	{"comparison", "Intervention and comparison"},
	{"outcomes", "Outcomes"},
	{"finding", "Main finding"},
	{"limits", "Limits stated by the authors"},
	{"note", "Librarian’s note"},
}

// tableOf reads the evidence table that is stored: the editor of the text leaves it as it is.
func tableOf(v *page.Visit, summary string) ([]postgres.EvidenceRow, error) {
	var stored postgres.Summary
	err := v.Read(summary, &stored)
	return stored.EvidenceTable, err
}

// inOrder gives the rows in the order of the references, each with its number; 0 for one whose reference was taken out, which
// follow at the end.
func inOrder(list []postgres.EvidenceRow, references []postgres.Reference) (sorted []postgres.EvidenceRow, numbers []int) {
	number := func(r postgres.EvidenceRow) int {
		return slices.IndexFunc(references, func(ref postgres.Reference) bool { return ref.ID == r.Reference }) + 1
	}
	last := len(references) + 1
	sorted = slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b postgres.EvidenceRow) int {
		x, y := number(a), number(b)
		if x == 0 {
			x = last
		}
		if y == 0 {
			y = last
		}
		return x - y
	})
	for _, r := range sorted {
		numbers = append(numbers, number(r))
	}
	return sorted, numbers
}

// rowTitle is what a row of the table is called: its citation.
func rowTitle(n int, references []postgres.Reference) string {
	if n == 0 {
		return "A reference that was taken out"
	}
	return fmt.Sprintf("[%d] %s", n, brief(references[n-1]))
}

// evidenceTable is the table as it is read; nil when it has no rows. Columns in which nothing stands are left out.
func evidenceTable(list []postgres.EvidenceRow, references []postgres.Reference) *ui.Table {
	if len(list) == 0 {
		return nil
	}
	sorted, numbers := inOrder(list, references)
	used := map[string]bool{}
	for _, r := range sorted {
		for _, cell := range r.Cells() {
			used[cell.Name] = used[cell.Name] || cell.Text != ""
		}
	}
	t := &ui.Table{Caption: "Evidence table", Compact: true, Stack: true, Columns: []ui.Column{{Text: "Reference", RowHeader: true}}}
	for _, column := range cellLabels {
		if used[column.name] {
			t.Columns = append(t.Columns, ui.Column{Text: column.label})
		}
	}
	for i, r := range sorted {
		cells := []ui.Cell{ui.TextCell(rowTitle(numbers[i], references))}
		if n := numbers[i]; n > 0 {
			cells[0] = ui.LinkCell(fmt.Sprintf("#ref-%d", n), rowTitle(n, references))
		}
		for _, cell := range r.Cells() {
			if used[cell.Name] {
				cells = append(cells, ui.TextCell(cell.Text))
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// tableWords is the table as text, for setting two versions side by side.
func tableWords(list []postgres.EvidenceRow, references []postgres.Reference) string {
	sorted, numbers := inOrder(list, references)
	var b strings.Builder
	for i, r := range sorted {
		b.WriteString(rowTitle(numbers[i], references) + "\n")
		for at, cell := range r.Cells() {
			if cell.Text != "" {
				fmt.Fprintf(&b, "%s: %s\n", cellLabels[at].label, cell.Text)
			}
		}
	}
	return b.String()
}

// tableSaid says how far the evidence table has got.
func tableSaid(rows int, o vocabulary.SummaryOutline) string {
	switch {
	case rows > 0:
		return "It has " + page.Count(rows, "row") + "."
	case o.EvidenceTable:
		return "It has no rows yet. A summary of this kind usually has one."
	}
	return "It has no rows. It is optional."
}
