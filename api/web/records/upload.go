package records

import (
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// uploadPage takes a file of records.
type uploadPage struct {
	*desk
	Start  ui.Form
	Guard  *ui.GuardNotice
	Fields []ui.Component
	Cancel string
}

func showUpload(v *page.Visit) error {
	d, err := openToEdit(v)
	if err != nil {
		return err
	}
	v.Form().Default("search", v.Query("search"))
	return d.uploadForm(v.Show)
}

func openToEdit(v *page.Visit) (*desk, error) {
	d, err := open(v)
	if err != nil {
		return nil, err
	}
	if !d.Edit {
		return nil, page.ErrNotFound
	}
	return d, nil
}

func (d *desk) uploadForm(show func(string, page.View) error) error {
	searches, err := d.searches()
	if err != nil {
		return err
	}
	f := d.visit.Form()
	options := []ui.Option{{Text: "None, or more than one"}}
	for i, s := range searches {
		options = append(options, ui.Option{Value: s.ID, Text: fmt.Sprintf("%d. %s", i+1, searchName(d.visit, searches, s.ID))})
	}
	name := f.Line("name", "Name", "The file's own name when you leave it empty. Do not include anything that could identify a patient.")
	name.Optional = true
	p := uploadPage{desk: d, Cancel: d.records(), Fields: []ui.Component{
		ui.FileUpload{Field: f.Field("file", "File", fmt.Sprintf("RIS, NBIB, BibTeX, EndNote XML, Web of Science or CSV, up to %d MB and %s records",
			postgres.MaxImportBytes>>20, ui.Number(postgres.MaxImportRecords)))},
		f.Select("search", "Which search found the records?", options), name,
	}}
	p.Start, p.Guard = f.Start(""), f.Guard()
	p.Start.Files = true
	view := d.View("Upload a file", p)
	view.Form = f
	return show("upload", view)
}

func takeUpload(v *page.Visit) error {
	v.AwaitUpload()
	tooLarge := v.TooLarge()
	d, err := openToEdit(v)
	if err != nil {
		return err
	}
	f := v.Form()
	defer func() {
		if v.Request.MultipartForm != nil {
			_ = v.Request.MultipartForm.RemoveAll() // what is left lies in the folder for temporary files
		}
	}()
	if tooLarge || f.Top != "" {
		f.Top = ""
		f.Wrong("file", fmt.Sprintf("The file is larger than %d MB. Export the results in parts.", postgres.MaxImportBytes>>20))
		return d.uploadForm(v.Again)
	}
	file, head, err := v.Request.FormFile("file")
	if err != nil {
		f.Wrong("file", "Choose a file. Browsers do not keep an earlier choice.")
		return d.uploadForm(v.Again)
	}
	defer func() { _ = file.Close() }() // it was only read
	if f.Get("name") == "" {
		f.Set("name", page.Shorten(path.Base(strings.ReplaceAll(head.Filename, `\`, "/")), evidence.MaxName-1))
	}
	at := url.Values{"name": {f.Get("name")}, "confirm": f.All(page.ConfirmField)}
	if search := f.Get("search"); search != "" {
		at.Set("search", search)
	}
	var added rest.ImportView
	if err := v.Upload(d.API("imports")+"?"+at.Encode(), file, &added); err != nil {
		return d.uploadRefused(f, err)
	}
	return v.Go(d.records("imports", string(added.ID)), "The file has arrived. Its records are being read.")
}

func (d *desk) uploadRefused(f *page.Form, err error) error {
	if p, ok := refusal(err); ok && p.Status == http.StatusUnsupportedMediaType {
		f.Wrong("file", "Choose a file. Browsers do not keep an earlier choice.")
		return d.uploadForm(d.visit.Again)
	}
	if !f.Refused(err) {
		return err
	}
	return d.uploadForm(d.visit.Again)
}
