package directory

import (
	"bytes"
	"encoding/base64"
	"io"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/directory"
	"evidencedesk/internal/postgres"
)

type importPage struct {
	Start   ui.Form
	File    *ui.FileUpload
	Columns string
	Report  *rest.DirectoryImport
	Unknown string
	Table   ui.Table
	Carried []ui.Hidden
	Save    *ui.Button
	Cancel  ui.Link
}

// fileField holds the file, and between the look at it and the saving what was looked at.
const (
	fileField    = "file"
	carriedField = "carried"
)

func showImport(v *page.Visit) error {
	p, err := at(v)
	if err != nil {
		return err
	}
	return p.importForm(v, nil, nil, v.Show)
}

// takeImport looks at a file first, and stores it when that was seen. Between the two the page carries the file; nothing is kept.
func takeImport(v *page.Visit) error {
	p, err := at(v)
	if err != nil {
		return err
	}
	f := v.Form()
	raw, save := readFile(v)
	if len(raw) == 0 || len(raw) > rest.MaxDirectoryFile {
		f.Wrong(fileField, "Choose a CSV file of at most 1 MB.")
	}
	if f.Failed() {
		return p.importForm(v, nil, nil, v.Again)
	}
	path := p.api("/import")
	if save {
		path += "?save=true"
	}
	var report rest.DirectoryImport
	err = v.Upload(path, bytes.NewReader(raw), &report)
	switch {
	case f.Refused(err):
		return p.importForm(v, nil, nil, v.Again)
	case err != nil:
		return err
	case save:
		return v.Go(p.href(keptAt), "The file is imported: "+strconv.Itoa(report.Add)+" added, "+strconv.Itoa(report.Change)+" changed, "+strconv.Itoa(report.Wrong)+" left out.")
	}
	f.Set(page.KeyField, "") // the saving is another thing than the look
	return p.importForm(v, &report, raw, v.Show)
}

// readFile gives the file, and whether it was looked at before.
func readFile(v *page.Visit) (raw []byte, seen bool) {
	if carried := v.Form().Get(carriedField); carried != "" {
		raw, err := base64.StdEncoding.DecodeString(carried)
		return raw, err == nil
	}
	header, err := v.FormFile(fileField)
	if err != nil {
		return nil, false
	}
	file, err := header.Open()
	if err != nil {
		return nil, false
	}
	defer func() { _ = file.Close() }()
	raw, _ = io.ReadAll(io.LimitReader(file, rest.MaxDirectoryFile+1))
	return raw, false
}

func (p place) importForm(v *page.Visit, report *rest.DirectoryImport, raw []byte, show shower) error {
	f := v.Form()
	m := importPage{Report: report, Columns: strings.Join(directory.Columns(), ", "), Cancel: ui.Link{Text: "Cancel", Href: p.href(keptAt)}}
	if report == nil {
		m.File = &ui.FileUpload{Field: f.Field(fileField, "CSV file", "At most 1 MB. The first line holds the headings."), Accept: ".csv,.txt,.tsv,text/csv"}
		m.Save = &ui.Button{Text: "Look at it first", PreventDoubleClick: true}
	} else {
		m.Unknown, m.Table = strings.Join(report.Unknown, ", "), importTable(report.Rows)
		if report.Add+report.Change > 0 {
			m.Carried = []ui.Hidden{{Name: carriedField, Value: base64.StdEncoding.EncodeToString(raw)}}
			m.Save = &ui.Button{Text: "Save these records", PreventDoubleClick: true}
		}
	}
	m.Start = f.Start("")
	m.Start.Files = true
	return show("import", page.View{Title: "Import records", Current: "/settings", Back: p.href(keptAt), BackTo: "Records of the directory", Form: f, Data: m})
}

// importTable says line by line what the file does.
func importTable(rows []postgres.ImportRow) ui.Table {
	t := ui.Table{
		Caption: "What the file does", Stack: true, Compact: true, Empty: "The file changes nothing.",
		Columns: []ui.Column{{Text: "Line", RowHeader: true}, {Text: "Library"}, {Text: "What happens"}},
	}
	labels := map[string]string{"served": "organisations that it serves", "checked_on": "last checked"}
	for _, f := range directory.Fields() {
		labels[f.Name] = page.Lower(f.Label)
	}
	for _, r := range rows {
		what := "Is added"
		switch r.Does {
		case postgres.RowChanges:
			var words []string
			for _, f := range r.Fields {
				words = append(words, labels[f])
			}
			what = "Changes " + strings.Join(words, ", ")
		case postgres.RowWrong:
			var words []string
			for _, f := range r.Faults {
				label := labels[f.Field]
				if label == "" {
					label = "row"
				}
				words = append(words, label+": "+f.Detail)
			}
			what = "Is left out. " + strings.Join(words, " ")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(strconv.Itoa(r.Line)), ui.TextCell(r.Name), ui.TextCell(what)}})
	}
	return t
}
