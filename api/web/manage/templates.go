package manage

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// templatesPage lists the texts that messages begin with, by where they are offered.
type templatesPage struct {
	Place  place
	Add    ui.Button
	Groups []templateGroup
}

// templateGroup is the templates of one kind.
type templateGroup struct {
	Heading string
	Table   ui.Table
}

// kinds are where templates are offered, in the order of the work.
func kinds() []ui.Item {
	return []ui.Item{
		{Value: "ask", Label: "Asking the requester a question"},
		{Value: "message", Label: "Messages"},
		{Value: "hold", Label: "Putting a request on hold"},
		{Value: "refer", Label: "Referring to another library"},
		{Value: "decline", Label: "Declining"},
		{Value: "signpost", Label: "Showing where to look"},
		{Value: "deliver", Label: "Delivering the answer"},
	}
}

func kindWords(kind string) string {
	for _, k := range kinds() {
		if k.Value == kind {
			return k.Label
		}
	}
	return kind
}

func templates(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	var all rows[rest.Template]
	if err := v.Read(p.api("/templates"), &all); err != nil {
		return err
	}
	m := templatesPage{Place: p, Add: ui.Button{Text: "Add a template", Variant: ui.Secondary, Small: true, Href: p.href(templatesAt + "/new")}}
	for _, k := range kinds() {
		g := templateGroup{Heading: k.Label, Table: ui.Table{
			Caption: k.Label, CaptionHidden: true, Compact: true, Stack: true,
			Columns: []ui.Column{{Text: "Template", RowHeader: true, Width: "one-third"}, {Text: "Text"}, {Text: "Delete", Hidden: true}},
		}}
		for _, t := range all.Items {
			if t.Kind == k.Value {
				g.Table.Rows = append(g.Table.Rows, p.templateRow(t))
			}
		}
		if g.Table.Rows != nil {
			m.Groups = append(m.Groups, g)
		}
	}
	return v.Show("templates", page.View{Title: "Templates of messages", Current: settingsAt, Back: p.href(settingsAt), BackTo: "Settings", Wide: true, Data: m})
}

func (p place) templateRow(t rest.Template) ui.Row {
	at := templatesAt + "/" + t.ID
	return ui.Row{Cells: []ui.Cell{
		ui.LinkCell(p.href(at), t.Name), ui.TextCell(page.Shorten(t.Text, mostWords)), {Text: "Delete", More: ": " + t.Name, Href: p.href(at + "/delete")},
	}}
}
