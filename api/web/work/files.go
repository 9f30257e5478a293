package work

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/url"
	"path"
	"strings"

	"evidencedesk/api/rest"
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
			ui.FileUpload{Field: f.Field("file", "File", fmt.Sprintf("PDF, Word, Excel, PowerPoint, OpenDocument text, picture or plain text, up to %d MB. A file that may not be copied is noted, not kept.", supply.MaxBytes>>20))},
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
	if !f.Kept {
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
			{Text: name, Note: f.MediaType + ", fingerprint " + f.SHA256[:min(len(f.SHA256), 12)]},
			ui.TextCell(size(f.Size)),
			{Text: copyWords(f.CopyBasis), Note: audienceOf(f)},
			{Text: who.of(f.AddedBy), Note: v.Day(f.CreatedAt)},
			ui.TextCell(""),
		}}
		if f.ForReader {
			row.Cells[0] = ui.PartsCell(ui.Link{Href: b.URL("files", f.ID, "file"), Text: name})
			row.Cells[0].Note = f.MediaType
		}
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
	v.AwaitUpload()
	tooLarge := v.TooLarge()
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	f := v.Form()
	defer func() {
		if v.Request.MultipartForm != nil {
			_ = v.Request.MultipartForm.RemoveAll() // what is left lies in the folder for temporary files
		}
	}()
	if tooLarge {
		f.Wrong("file", fmt.Sprintf("The file is larger than %d MB.", supply.MaxBytes>>20))
		return filePage(v, b, v.Again)
	}
	upload, content, err := received(v)
	if err != nil {
		f.Wrong("file", "Choose a file again. Browsers do not keep the choice.")
	} else {
		defer func() { _ = upload.Close() }() // it was only read
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
	said, err := addFile(v, b, upload, content)
	if err != nil {
		if f.Refused(err) {
			return filePage(v, b, v.Again)
		}
		return err
	}
	return v.Go(b.URL("files"), said)
}

// addFile keeps a file that may be supplied, and notes any other.
func addFile(v *page.Visit, b *workbench.Bench, upload io.Reader, content postgres.AttachmentContent) (string, error) {
	if !supply.RuleOf(supply.Basis(content.CopyBasis)).Carries() {
		return "The file is noted.", v.Post(b.API("attachments"), rest.AttachmentBody{AttachmentContent: content}, nil)
	}
	at := url.Values{"name": {content.Name}, "copy_basis": {content.CopyBasis}, "confirm": v.Form().All(page.ConfirmField)}
	return "The file is kept.", v.Upload(b.API("attachments", "files")+"?"+at.Encode(), upload, nil)
}

// passFile downloads a file.
func passFile(v *page.Visit) error {
	return v.Pass("/requests/" + url.PathEscape(v.Param("id")) + "/attachments/" + url.PathEscape(v.Param("item")) + "/file")
}

// received reads the file that was sent, notes what it is and gives it back from its beginning.
func received(v *page.Visit) (multipart.File, postgres.AttachmentContent, error) {
	upload, head, err := v.Request.FormFile("file")
	if err != nil {
		return nil, postgres.AttachmentContent{}, err
	}
	sum := sha256.New()
	n, err := io.Copy(sum, upload)
	if err == nil {
		_, err = upload.Seek(0, io.SeekStart)
	}
	if err != nil {
		_ = upload.Close()
		return nil, postgres.AttachmentContent{}, err
	}
	kind, _, err := mime.ParseMediaType(head.Header.Get("Content-Type"))
	if err != nil {
		kind = "application/octet-stream"
	}
	name := path.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
	return upload, postgres.AttachmentContent{Name: name, MediaType: kind, Size: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, nil
}
