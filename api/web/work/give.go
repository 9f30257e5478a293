package work

import (
	"net/url"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/supply"
)

// givePage takes the file of an attachment that was only described.
type givePage struct {
	Reference string
	Facts     ui.SummaryList
	Start     ui.Form
	Fields    []ui.Component
	Buttons   ui.ButtonGroup
}

func showGive(v *page.Visit) error {
	b, one, err := file(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(one.Version))
	if supply.RuleOf(supply.Basis(one.CopyBasis)).Carries() { // that it may not be copied was only the careful guess
		f.Default("copy_basis", one.CopyBasis)
	}
	return giveForm(v, b, one, v.Show)
}

func giveForm(v *page.Visit, b *workbench.Bench, one postgres.Attachment, show func(string, page.View) error) error {
	f := v.Form()
	more := ""
	if one.SHA256 != "" {
		more = "It must be the file that was noted, with the same fingerprint."
	}
	p := givePage{
		Reference: b.Reference,
		Facts:     ui.SummaryList{Rows: []ui.SummaryRow{{Key: "File", Value: one.Name}, {Key: "Noted", Value: v.Moment(one.CreatedAt)}}},
		Fields:    []ui.Component{fileField(f, more), f.Select("copy_basis", "May it be copied for the requester?", carryingBases())},
		Buttons: ui.ButtonGroup{Items: []ui.Component{
			ui.Button{Text: "Keep this file", PreventDoubleClick: true}, ui.Link{Href: b.URL("files"), Text: "Cancel"},
		}},
	}
	p.Start = f.Start("")
	p.Start.Files = true
	return show("give", page.View{Title: "Add the file: " + b.Reference, Current: "/queue", Back: b.URL("files"), BackTo: "Files", Form: f, Data: p})
}

// carryingBases are those on which a file may be kept at all.
func carryingBases() []ui.Option {
	options := []ui.Option{{Text: "Choose a basis"}}
	for _, r := range supply.Rules() {
		if r.Carries() {
			options = append(options, ui.Option{Value: string(r.Basis), Text: r.Label})
		}
	}
	return options
}

func takeGive(v *page.Visit) error {
	sent, _, err := uploaded(v)
	if err != nil {
		return err
	}
	defer sent.close()
	b, one, err := file(v)
	if err != nil {
		return err
	}
	f := v.Form()
	basis := f.Get("copy_basis")
	if sent.wrong != "" {
		f.Wrong("file", sent.wrong)
	}
	if !supply.RuleOf(supply.Basis(basis)).Carries() {
		f.Wrong("copy_basis", "Choose on which basis it may be copied.")
	}
	if f.Failed() {
		return giveForm(v, b, one, v.Again)
	}
	at := b.API("attachments", one.ID, "file") + "?" + url.Values{"copy_basis": {basis}}.Encode()
	err = v.UploadOver(at, f.Version(), sent.file, nil)
	var theirs postgres.Attachment
	switch {
	case err == nil:
		return v.Go(b.URL("files"), "The file is kept.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		f.Top = "Somebody changed what is noted of this file since you opened the page. Look at it, then choose the file again."
		return giveForm(v, b, theirs, v.Conflict)
	case f.Refused(err):
		return giveForm(v, b, one, v.Again)
	}
	return err
}
