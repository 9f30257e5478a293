package evidencework

import (
	"fmt"
	"slices"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// tablePage is the evidence table as it is saved, row by row, in the order of the references.
type tablePage struct {
	*desk
	Table  ui.Table
	Start  ui.Form
	Choose ui.Select // a reference that has no row yet
	Add    ui.Button
	All    bool // every reference has its row
	Back   string
}

// openTable opens the summary with its table as it is stored.
func openTable(v *page.Visit) (*summaryDesk, postgres.Summary, error) {
	s, err := openSummary(v)
	if err != nil {
		return nil, postgres.Summary{}, err
	}
	var stored postgres.Summary
	err = v.Read(s.API("summary"), &stored)
	s.table = stored.EvidenceTable
	return s, stored, err
}

func showTable(v *page.Visit) error {
	s, _, err := openTable(v)
	if err != nil {
		return err
	}
	if !s.Edit {
		return v.Go(s.URL("summary", "preview"))
	}
	return v.Show("table", s.tableView(v.Form()))
}

// takeTable goes to the row of the reference that was chosen.
func takeTable(v *page.Visit) error {
	s, _, err := openTable(v)
	if err != nil {
		return err
	}
	f := v.Form()
	id := f.Get("reference")
	if s.place(id) == 0 {
		f.Wrong("reference", "Choose the reference that the row is about.")
		return v.Again("table", s.tableView(f))
	}
	return v.Go(s.URL("summary", "table", id))
}

// place is the place of a reference in the list, from 1; 0 where it is not there.
func (s *summaryDesk) place(id string) int {
	return slices.IndexFunc(s.references, func(r postgres.Reference) bool { return r.ID == id }) + 1
}

func (s *summaryDesk) tableView(f *page.Form) page.View {
	free := s.without()
	p := tablePage{desk: s.desk, Table: s.editTable(), All: len(free) == 0, Back: s.URL("summary")}
	if !p.All {
		options := append([]ui.Option{{Text: "Choose a reference"}}, free...)
		p.Choose = f.Select("reference", "Reference without a row", options)
		p.Add = ui.Button{Text: "Add a row", Variant: ui.Secondary}
	}
	p.Start = f.Start("")
	view := s.View("Evidence table", p)
	view.Form = f
	return view
}

// without are the references that have no row yet.
func (s *summaryDesk) without() []ui.Option {
	var list []ui.Option
	for i, r := range s.references {
		if !slices.ContainsFunc(s.table, func(row postgres.EvidenceRow) bool { return row.Reference == r.ID }) {
			list = append(list, ui.Option{Value: r.ID, Text: fmt.Sprintf("%d. %s", i+1, brief(r))})
		}
	}
	return list
}

// editTable is the table with a link to each row.
func (s *summaryDesk) editTable() ui.Table {
	t := evidenceTable(s.table, s.references)
	if t == nil {
		return ui.Table{
			Caption: "Evidence table", CaptionHidden: true, Empty: "It has no rows yet. Each row says what one reference contributes.",
			Columns: []ui.Column{{Text: "Reference", RowHeader: true}},
		}
	}
	sorted, numbers := inOrder(s.table, s.references)
	for i := range t.Rows {
		t.Rows[i].Cells[0] = ui.LinkCell(s.URL("summary", "table", sorted[i].Reference), rowTitle(numbers[i], s.references))
	}
	t.CaptionHidden = true
	return *t
}
