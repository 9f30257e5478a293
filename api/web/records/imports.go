package records

import (
	"fmt"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// importsPage is what came in for a request.
type importsPage struct {
	*desk
	Actions []ui.Component
	Stats   ui.Stats
	Table   ui.Table
	Again   ui.Component // a link that loads the page again, while something goes on
	Export  *exportForm
}

// exportForm is a form that downloads the records.
type exportForm struct {
	Start  ui.Form
	Fields []ui.Component
}

func showImports(v *page.Visit) error {
	d, err := open(v)
	if err != nil {
		return err
	}
	var list rest.ImportPage
	if err := v.Read(d.API("imports"), &list); err != nil {
		return err
	}
	searches, err := d.searches()
	if err != nil {
		return err
	}
	p := importsPage{desk: d, Table: d.importTable(list.Items, searches)}
	if d.Edit {
		p.Actions = append(p.Actions, ui.Button{Text: "Upload a file", Href: d.records("import"), Small: true})
	}
	n := list.Counts
	if n.Records > 0 {
		p.Stats = ui.Stats{Items: []ui.Stat{
			{Label: "Records", Value: ui.Number(n.Records), Note: "from all imports"},
			{Label: "Publications", Value: ui.Number(n.Publications), Note: "without " + page.Count(n.Records-n.Publications, "duplicate")},
			{Label: "Doubtful pairs", Value: ui.Number(n.Doubtful), Note: "that may be duplicates", Href: d.records("pairs")},
		}}
		p.Actions = append(p.Actions, ui.Button{Text: "Look at duplicates", Href: d.records("pairs"), Variant: ui.Secondary, Small: true})
		p.Export = d.exportForm()
	}
	for _, i := range list.Items {
		if !i.Ended() {
			p.Again = ui.Link{Href: d.records(), Text: "See how far the imports are"}
		}
	}
	return v.Show("imports", d.View("Records", p))
}

func (d *desk) exportForm() *exportForm {
	which := ui.Select{Field: ui.Field{Name: "which", Label: "Records", Value: postgres.ExportUnique}, Items: []ui.Option{
		{Value: postgres.ExportUnique, Text: "Without duplicates"},
		{Value: postgres.ExportAll, Text: "All"},
		{Value: postgres.ExportIncluded, Text: "Included only"},
	}}
	format := ui.Select{Field: ui.Field{Name: "format", Label: "Format", Value: "ris"}, Items: []ui.Option{
		{Value: "ris", Text: "RIS"},
		{Value: "nbib", Text: "NBIB (MEDLINE)"},
		{Value: "bibtex", Text: "BibTeX"},
		{Value: "endnote", Text: "EndNote XML"},
		{Value: "wos", Text: "Web of Science"},
		{Value: "csv", Text: "CSV"},
	}}
	return &exportForm{
		Start:  ui.Form{Action: d.records("export"), Get: true, Label: "Export records"},
		Fields: []ui.Component{which, format, ui.Button{Text: "Export", More: " the records", Variant: ui.Secondary, Small: true}},
	}
}

func (d *desk) importTable(list []postgres.Import, searches []postgres.Search) ui.Table {
	t := ui.Table{
		Caption: "Imports", CaptionHidden: true, Compact: true, Stack: true, Empty: "Nothing has been imported yet.",
		Columns: []ui.Column{
			{Text: "Import", RowHeader: true},
			{Text: "Search"},
			{Text: "State"},
			{Text: "Records", Numeric: true},
			{Text: "Duplicates", Numeric: true},
			{Text: "Unique", Numeric: true},
			{Text: "Added"},
		},
	}
	for _, i := range list {
		search := searchName(d.visit, searches, i.Search)
		if search == "" {
			search = "None given"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: importName(i), Href: d.records("imports", string(i.ID)), Note: importNote(i)},
			ui.TextCell(search),
			{Parts: []ui.Component{importTag(i.State)}},
			ui.NumberCell(i.Records), ui.NumberCell(i.Duplicates), ui.NumberCell(i.Records - i.Duplicates), ui.TimeCell(i.CreatedAt),
		}})
	}
	return t
}

// importName is what to call an import.
func importName(i postgres.Import) string {
	switch {
	case i.Name != "":
		return i.Name
	case i.Erased:
		return "A name that was erased"
	case i.Origin == postgres.OriginPubMed:
		return "From PubMed"
	case i.Origin == postgres.OriginWatch:
		return "From a search that was run again"
	}
	return "A file without a name"
}

func importNote(i postgres.Import) string {
	note := formatName(i.Format)
	if i.Warnings > 0 && i.State != postgres.ImportRefused {
		if note != "" {
			note += ", "
		}
		note += page.Count(i.Warnings, "warning")
	}
	return note
}

func formatName(code string) string {
	switch code {
	case "ris":
		return "RIS"
	case "nbib":
		return "NBIB"
	case "bibtex":
		return "BibTeX"
	case "endnote":
		return "EndNote XML"
	case "enw":
		return "EndNote tagged"
	case "wos":
		return "Web of Science"
	case "csv":
		return "CSV"
	case "pubmed_xml":
		return "PubMed XML"
	}
	return code
}

func importTag(state string) ui.Tag {
	switch state {
	case postgres.ImportFetching:
		return ui.Tag{Text: "Coming in", Colour: "blue"}
	case postgres.ImportWaiting:
		return ui.Tag{Text: "Waiting", Colour: "white"}
	case postgres.ImportReading:
		return ui.Tag{Text: "Being read", Colour: "blue"}
	case postgres.ImportComparing:
		return ui.Tag{Text: "Looking for duplicates", Colour: "blue"}
	case postgres.ImportReady:
		return ui.Tag{Text: "Ready", Colour: "green"}
	case postgres.ImportRefused:
		return ui.Tag{Text: "Not read", Colour: "red"}
	}
	return ui.Tag{Text: "Undone", Colour: "grey"}
}

// size is a number of bytes for people.
func size(n int64) string {
	const k = 1000
	switch {
	case n < k:
		return fmt.Sprintf("%d bytes", n)
	case n < k*k:
		return fmt.Sprintf("%d KB", n/k)
	}
	return fmt.Sprintf("%.1f MB", float64(n)/(k*k))
}
