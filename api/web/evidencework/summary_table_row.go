package evidencework

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// maxCell is how long a cell may be, in characters.
const maxCell = 2_000

// printField is the hidden field that says how the row was when it was shown.
const printField = "_row"

// rowPage is the form of one row.
type rowPage struct {
	*desk
	Heading  string
	Versions *ui.Versions
	Start    ui.Form
	Was      ui.Hidden
	Guard    *ui.GuardNotice
	Move     *ui.Select // another reference, when the row's is gone
	Cells    []ui.Component
	Save     ui.Button
	Remove   *ui.Button
	Back     string
}

// rowForm is one row of the table with where it stands there.
type rowForm struct {
	*summaryDesk
	id     string // of the reference
	stored postgres.Summary
}

func openRow(v *page.Visit) (*rowForm, error) {
	s, stored, err := openTable(v)
	if err != nil {
		return nil, err
	}
	r := &rowForm{summaryDesk: s, id: v.Param("reference"), stored: stored}
	if _, known := r.row(); !known && s.place(r.id) == 0 {
		return nil, page.ErrNotFound
	}
	return r, nil
}

// at is the index of the row in the table as it is stored; that after the last for a new one.
func (r *rowForm) at() int {
	i := slices.IndexFunc(r.table, func(row postgres.EvidenceRow) bool { return row.Reference == r.id })
	if i < 0 {
		return len(r.table)
	}
	return i
}

func (r *rowForm) row() (postgres.EvidenceRow, bool) {
	if i := r.at(); i < len(r.table) {
		return r.table[i], true
	}
	return postgres.EvidenceRow{Reference: r.id}, false
}

func showRow(v *page.Visit) error {
	r, err := openRow(v)
	if err != nil {
		return err
	}
	if !r.Edit {
		return v.Go(r.URL("summary", "preview"))
	}
	f := v.Form()
	now, _ := r.row()
	for _, cell := range now.Cells() {
		f.Default(row("evidence_table", r.at(), cell.Name), cell.Text)
	}
	f.Default(printField, printOf(now))
	return v.Show("row", r.view(f, nil))
}

// takeRow saves one row into the table as it is now. Only somebody else's change to this very row is in the way.
func takeRow(v *page.Visit) error {
	r, err := openRow(v)
	if err != nil {
		return err
	}
	f := v.Form()
	r.settle(f)
	for try := 1; ; try++ {
		if now, _ := r.row(); printOf(now) != f.Get(printField) {
			return r.clash(f, now)
		}
		var saved rest.SavedSummary
		err := v.Put(r.API("summary"), r.stored.Version, rest.SummaryBody{SummaryText: r.changed(f)}, &saved)
		switch {
		case err == nil:
			return v.Go(r.URL("summary", "table"), "You saved the evidence table."+suspicion(saved.Warnings))
		case page.Stale(err, &r.stored) && try < attempts:
			r.table = r.stored.EvidenceTable
			r.settle(f)
			continue
		case f.Refused(err):
			return v.Again("row", r.view(f, nil))
		}
		return err
	}
}

// settle gives the fields that were typed the index that the row has now.
func (r *rowForm) settle(f *page.Form) {
	if rows(f, "evidence_table") == 0 || r.at() == 0 {
		return
	}
	for _, cell := range cellLabels {
		from := row("evidence_table", 0, cell.name)
		f.Set(row("evidence_table", r.at(), cell.name), f.Values().Get(from))
		f.Values().Del(from)
	}
}

// changed is the summary with the row as it was typed, or without it.
func (r *rowForm) changed(f *page.Form) postgres.SummaryText {
	s := r.stored.SummaryText
	at := r.at()
	s.EvidenceTable = slices.Clone(s.EvidenceTable)
	if f.Get("_do") == "remove" {
		if at < len(s.EvidenceTable) {
			s.EvidenceTable = slices.Delete(s.EvidenceTable, at, at+1)
		}
		return s
	}
	if at == len(s.EvidenceTable) {
		s.EvidenceTable = append(s.EvidenceTable, postgres.EvidenceRow{})
	}
	s.EvidenceTable[at] = r.typed(f)
	return s
}

func (r *rowForm) typed(f *page.Form) postgres.EvidenceRow {
	cell := func(name string) string { return f.Get(row("evidence_table", r.at(), name)) }
	id := r.id
	if to := f.Get("to"); r.place(r.id) == 0 && r.place(to) > 0 {
		id = to
	}
	return postgres.EvidenceRow{
		Reference: id, Design: cell("design"), Setting: cell("setting"), Number: cell("n"), Comparison: cell("comparison"),
		Outcomes: cell("outcomes"), Finding: cell("finding"), Limits: cell("limits"), Note: cell("note"),
	}
}

// clash shows the row as somebody else left it beside what was typed.
func (r *rowForm) clash(f *page.Form, now postgres.EvidenceRow) error {
	versions := &ui.Versions{Heading: "Somebody changed this row while you were writing", Theirs: "As it is saved", Yours: "Yours, not saved"}
	mine := r.typed(f).Cells()
	for i, theirs := range now.Cells() {
		if theirs.Text != mine[i].Text {
			versions.Fields = append(versions.Fields, ui.VersionedField{Label: cellLabels[i].label, Theirs: theirs.Text, Yours: mine[i].Text})
		}
	}
	f.Set(printField, printOf(now))
	return r.visit.Conflict("row", r.view(f, versions))
}

func (r *rowForm) view(f *page.Form, versions *ui.Versions) page.View {
	n := r.place(r.id)
	p := rowPage{desk: r.desk, Heading: "Row for " + rowTitle(n, r.references), Versions: versions, Back: r.URL("summary", "table")}
	if n == 0 {
		p.Heading = "Row for a reference that was taken out"
		move := f.Select("to", "Reference", append([]ui.Option{{Text: "The one that was taken out"}}, r.without()...), "Give the row another reference, or remove it: the summary cannot be sent with it.")
		p.Move = &move
	}
	for _, cell := range cellLabels {
		text := f.Text(row("evidence_table", r.at(), cell.name), cell.label, maxCell)
		text.Rows, text.Optional = 2, true
		p.Cells = append(p.Cells, text)
	}
	p.Save = ui.Button{Text: "Save the row", PreventDoubleClick: true}
	if _, known := r.row(); known {
		p.Remove = &ui.Button{Text: "Remove the row", Variant: ui.LinkButton, Name: "_do", Value: "remove"}
	}
	p.Was = ui.Hidden{Name: printField, Value: f.Get(printField)}
	p.Guard, p.Start = f.Guard(), f.Start("")
	view := r.View("Row of the evidence table", p)
	view.Form = f
	return view
}

// printOf tells two rows apart, so that a row is only in the way of another change to itself.
func printOf(r postgres.EvidenceRow) string {
	raw, err := json.Marshal(r)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8]) // enough to notice a change; nobody gains by forging it
}
