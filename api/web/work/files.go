package work

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
)

// filesPage lists the files that belong to a request. Evidence Desk keeps what they are, not what is in them.
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
			ui.FileUpload{Field: f.Field("file", "File", "We note its name, its size and a fingerprint by which it can be recognised.")},
			name, f.Select("copy_basis", "May it be copied for the requester?", copyBases()),
			ui.Button{Text: "Note this file", PreventDoubleClick: true},
		}
		p.Start, p.Guard = f.Start(""), f.Guard()
		p.Start.Files = true
	}
	view := b.View("Files", p)
	view.Form = f
	return show("files", view)
}

// copyBases say on which basis a copy may be supplied, for the United Kingdom.
func copyBases() []ui.Option {
	return []ui.Option{
		{Value: "link_only", Text: "No, only pointed to"},
		{Value: "open_access", Text: "Yes, it is open access"},
		{Value: "cla", Text: "Yes, under our CLA licence"},
		{Value: "library_privilege", Text: "Yes, under library privilege"},
		{Value: "cfp", Text: "Yes, with a copyright fee paid"},
	}
}

func copyWords(code string) string {
	for _, o := range copyBases() {
		if o.Value == code {
			return o.Text
		}
	}
	return code
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
			{Text: name, Note: f.MediaType + ", fingerprint " + f.SHA256[:min(len(f.SHA256), 12)]},
			ui.TextCell(size(f.Size)), ui.TextCell(copyWords(f.CopyBasis)),
			{Text: who.of(f.AddedBy), Note: v.Day(f.CreatedAt)},
			ui.TextCell(""),
		}}
		if b.Open() && b.Relation == postgres.RelationLibrary {
			row.Cells[4] = ui.PartsCell(ui.Link{Href: b.URL("files", f.ID), Text: "Change", More: " " + name}, ui.Link{Href: b.URL("files", f.ID, "remove"), Text: "Remove", More: " " + name})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
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

func takeFile(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	f := v.Form()
	content, err := received(v)
	if err != nil {
		f.Wrong("file", "Choose a file again. Browsers do not keep the choice.")
	}
	content.CopyBasis = f.Get("copy_basis")
	if name := f.Get("name"); name != "" {
		content.Name = name
	}
	f.Set("name", content.Name) // so that a name that is refused is there to be changed
	if f.Failed() {
		return filePage(v, b, v.Again)
	}
	f.Say("name:malformed", "Give the file a name without a slash.")
	if err := v.Post(b.API("attachments"), rest.AttachmentBody{AttachmentContent: content}, nil); err != nil {
		if f.Refused(err) {
			return filePage(v, b, v.Again)
		}
		return err
	}
	return v.Go(b.URL("files"), "The file is noted.")
}

// received reads the file that was sent and notes what it is. Its content is read once for its fingerprint and not kept.
func received(v *page.Visit) (postgres.AttachmentContent, error) {
	upload, head, err := v.Request.FormFile("file")
	if err != nil {
		return postgres.AttachmentContent{}, err
	}
	defer func() { _ = upload.Close() }() // it was only read
	sum := sha256.New()
	n, err := io.Copy(sum, upload)
	if err != nil {
		return postgres.AttachmentContent{}, err
	}
	kind, _, err := mime.ParseMediaType(head.Header.Get("Content-Type"))
	if err != nil {
		kind = "application/octet-stream"
	}
	name := path.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
	return postgres.AttachmentContent{Name: name, MediaType: kind, Size: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}
