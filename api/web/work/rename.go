package work

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
)

// renamePage changes what is noted of a file.
type renamePage struct {
	Reference string
	Versions  *ui.Versions
	Start     ui.Form
	Guard     *ui.GuardNotice
	Fields    []ui.Component
	Buttons   ui.ButtonGroup
}

// file reads the request and the file of the address.
func file(v *page.Visit) (*workbench.Bench, postgres.Attachment, error) {
	var one postgres.Attachment
	b, err := workbench.Load(v, v.Param("id"))
	if err == nil {
		err = v.Read(b.API("attachments", v.Param("item")), &one)
	}
	return b, one, err
}

func showRename(v *page.Visit) error {
	b, one, err := file(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(one.Version))
	f.Default("name", one.Name)
	f.Default("copy_basis", one.CopyBasis)
	return renameForm(v, b, nil, v.Show)
}

func renameForm(v *page.Visit, b *workbench.Bench, versions *ui.Versions, show func(string, page.View) error) error {
	f := v.Form()
	p := renamePage{
		Reference: b.Reference, Versions: versions,
		Fields: []ui.Component{f.Line("name", "Name of the file"), f.Select("copy_basis", "May it be copied for the requester?", copyBases())},
		Buttons: ui.ButtonGroup{Items: []ui.Component{
			ui.Button{Text: "Save", PreventDoubleClick: true}, ui.Link{Href: b.URL("files", v.Param("item"), "remove"), Text: "Remove it"},
		}},
	}
	p.Start, p.Guard = f.Start(""), f.Guard()
	return show("rename", page.View{Title: "Change a file: " + b.Reference, Current: "/queue", Back: b.URL("files"), BackTo: "Files", Form: f, Data: p})
}

func takeRename(v *page.Visit) error {
	b, one, err := file(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.AttachmentBody{AttachmentContent: one.AttachmentContent}
	body.Name, body.CopyBasis = f.Get("name"), f.Get("copy_basis")
	f.Say("name:required", "Give the file a name.")
	var theirs postgres.Attachment
	err = v.Put(b.API("attachments", one.ID), f.Version(), body, nil)
	switch {
	case err == nil:
		return v.Go(b.URL("files"), "The file is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return renameForm(v, b, &ui.Versions{
			Heading: "Somebody else changed this while you were writing", Theirs: "Saved on " + v.Moment(theirs.UpdatedAt), Yours: "Yours, not saved",
			Fields: []ui.VersionedField{
				{Label: "Name of the file", Theirs: theirs.Name, Yours: body.Name},
				{Label: "May it be copied?", Theirs: copyWords(theirs.CopyBasis), Yours: copyWords(body.CopyBasis)},
			},
		}, v.Conflict)
	case f.Refused(err):
		return renameForm(v, b, nil, v.Again)
	}
	return err
}

func showRemoveFile(v *page.Visit) error {
	b, one, err := file(v)
	if err != nil {
		return err
	}
	return confirm(v, v.Show, fileRemoval(v, b, one))
}

func removalWords(one postgres.Attachment) string {
	if one.Kept {
		return "Nobody can download it any more. This cannot be undone."
	}
	return "What is noted of it is forgotten. The file itself is where you keep it."
}

func fileRemoval(v *page.Visit, b *workbench.Bench, one postgres.Attachment) question {
	return question{
		reference: b.Reference, title: "Remove this file", text: removalWords(one), button: "Remove it",
		back: b.URL("files"), backTo: "Files", version: one.Version,
		facts: ui.SummaryList{Rows: []ui.SummaryRow{{Key: "File", Value: one.Name}, {Key: "Size", Value: size(one.Size)}, {Key: "Added", Value: v.Moment(one.CreatedAt)}}},
	}
}

func takeRemoveFile(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	err = v.Delete(b.API("attachments", v.Param("item")), v.Form().Version())
	var changed postgres.Attachment
	switch {
	case page.Stale(err, &changed):
		return confirm(v, v.Conflict, fileRemoval(v, b, changed))
	case err != nil && !page.NotThere(err): // gone already is as good
		return err
	}
	return v.Go(b.URL("files"), "The file is removed.")
}
