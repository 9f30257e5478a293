package work

import (
	"fmt"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/supply"
)

// filesPage lists the files that belong to a request: those that are kept to be supplied, and those that are only noted.
type filesPage struct {
	Top    []ui.Component
	Files  ui.Table
	Write  bool
	Start  ui.Form
	Guard  *ui.GuardNotice
	Fields []ui.Component
}

func showFiles(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	return filePage(v, b, v.Show)
}

func filePage(v *page.Visit, b *workbench.Bench, show func(string, page.View) error) error {
	var list struct{ Items []postgres.Attachment }
	if err := v.Read(b.API("attachments"), &list); err != nil {
		return err
	}
	f := v.Form()
	p := filesPage{Top: b.Top(workbench.Messages), Files: fileTable(v, b, list.Items), Write: b.Open() && b.Relation == postgres.RelationLibrary}
	if p.Write {
		name := f.Line("name", "Name", "The file's own name when you leave it empty. Do not include anything that could identify a patient.")
		name.Optional = true
		p.Fields = []ui.Component{
			fileField(f, "A file that may not be copied is noted, not kept."), f.Checkboxes("later", "", []ui.Item{{Value: "yes", Label: "The file is still to come"}}),
			name, f.Select("copy_basis", "May it be copied for the requester?", copyBases()),
			ui.Button{Text: "Add this file", PreventDoubleClick: true},
		}
		p.Start, p.Guard = f.Start(""), f.Guard()
		p.Start.Files = true
	}
	view := b.View("Files", p)
	view.Form = f
	return show("files", view)
}

// fileField takes a file to be supplied.
func fileField(f *page.Form, more string) ui.FileUpload {
	hint := fmt.Sprintf("PDF, Word, Excel, PowerPoint, OpenDocument text, picture or plain text, up to %d MB. %s", supply.MaxBytes>>20, more)
	return ui.FileUpload{Field: f.Field("file", "File", strings.TrimSpace(hint))}
}

// copyBases say on which basis a copy may be supplied, for the United Kingdom.
func copyBases() []ui.Option {
	var options []ui.Option
	for _, r := range supply.Rules() {
		options = append(options, ui.Option{Value: string(r.Basis), Text: r.Label})
	}
	return options
}

func copyWords(code string) string {
	if label := supply.RuleOf(supply.Basis(code)).Label; label != "" {
		return label
	}
	return code
}

// audienceOf says who may download a file.
func audienceOf(f postgres.Attachment) string {
	switch {
	case f.SHA256 == "":
		return "Still to come"
	case !f.Kept:
		return "Noted only, not kept here"
	}
	switch supply.RuleOf(supply.Basis(f.CopyBasis)).Audience {
	case supply.OnlyOne:
		return "The requester only, after delivery"
	case supply.NHS:
		return "The people on the request and NHS colleagues who may read the report"
	case supply.Everyone:
		return "Anyone who may read the report"
	case supply.Nobody:
	}
	return ""
}

func fileTable(v *page.Visit, b *workbench.Bench, list []postgres.Attachment) ui.Table {
	who := namesOf(v, b)
	t := ui.Table{
		Caption: "Files of this request", CaptionHidden: true, Compact: true, Stack: true, Empty: "No file has been noted.",
		Columns: []ui.Column{{Text: "File", RowHeader: true}, {Text: "Size"}, {Text: "May it be copied?"}, {Text: "Added"}, {Text: "Change or remove", Hidden: true}},
	}
	for _, f := range list {
		name := f.Name
		if f.Erased {
			name = "A name that was erased"
		}
		row := ui.Row{Cells: []ui.Cell{
			{Text: name, Note: noted(f)},
			ui.TextCell(sizeOf(f)),
			{Text: copyWords(f.CopyBasis), Note: audienceOf(f)},
			{Text: who.of(f.AddedBy), Note: v.Day(f.CreatedAt)},
			ui.TextCell(""),
		}}
		if f.ForReader {
			row.Cells[0] = ui.PartsCell(ui.Link{Href: b.URL("files", f.ID, "file"), Text: name})
			row.Cells[0].Note = f.MediaType
		}
		if b.Open() && b.Relation == postgres.RelationLibrary {
			row.Cells[4] = ui.PartsCell(fileActions(b, f, name)...)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// fileActions are what can be done about a file.
func fileActions(b *workbench.Bench, f postgres.Attachment, name string) []ui.Component {
	var actions []ui.Component
	if !f.Kept && f.FromStaff && !f.Erased {
		actions = append(actions, ui.Link{Href: b.URL("files", f.ID, "give"), Text: "Add the file", More: " " + name})
	}
	return append(actions, ui.Link{Href: b.URL("files", f.ID), Text: "Change", More: " " + name},
		ui.Link{Href: b.URL("files", f.ID, "remove"), Text: "Remove", More: " " + name})
}

// noted is what is known of a file.
func noted(f postgres.Attachment) string {
	if f.SHA256 == "" {
		return f.MediaType
	}
	return f.MediaType + ", fingerprint " + f.SHA256[:min(len(f.SHA256), 12)]
}

func sizeOf(f postgres.Attachment) string {
	if f.SHA256 == "" && f.Size == 0 {
		return "Not known"
	}
	return size(f.Size)
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
