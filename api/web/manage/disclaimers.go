package manage

import (
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// disclaimersPage lists what the library's reports say about themselves.
type disclaimersPage struct {
	Place place
	Table ui.Table
}

func disclaimers(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	var all rows[postgres.LibraryDisclaimer]
	if err := v.Read(p.api("/disclaimers"), &all); err != nil {
		return err
	}
	m := disclaimersPage{Place: p, Table: ui.Table{
		Caption: "Disclaimers", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "Disclaimer", RowHeader: true}, {Text: "Where it stands"}, {Text: "Text"}, {Text: "Wording"}},
	}}
	for _, d := range all.Items {
		wording := ui.Tag{Text: "Standard", Colour: "white"}
		if d.Own {
			wording = ui.Tag{Text: "Your own", Colour: "blue"}
		}
		m.Table.Rows = append(m.Table.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell(p.href(disclaimersAt+"/"+d.Code), d.Label), ui.TextCell(d.When), ui.TextCell(d.Text), {Parts: []ui.Component{wording}},
		}})
	}
	return v.Show("disclaimers", page.View{Title: "Disclaimers of reports", Current: settingsAt, Back: p.href(settingsAt), BackTo: "Settings", Wide: true, Data: m})
}

// disclaimerPage is one disclaimer in the library's words.
type disclaimerPage struct {
	Place    place
	Title    string
	When     string
	Versions *ui.Versions // when somebody else saved first
	Start    ui.Form
	Guard    *ui.GuardNotice
	Text     ui.Textarea
	Standard ui.Details
	Save     ui.Button
	Reset    *ui.Button // back to the standard words
	Cancel   ui.Link
}

// disclaimer reads the one of the address.
func (p place) disclaimer(v *page.Visit) (postgres.LibraryDisclaimer, error) {
	var all rows[postgres.LibraryDisclaimer]
	if err := v.Read(p.api("/disclaimers"), &all); err != nil {
		return postgres.LibraryDisclaimer{}, err
	}
	for _, d := range all.Items {
		if d.Code == v.Param("code") {
			return d, nil
		}
	}
	return postgres.LibraryDisclaimer{}, page.ErrNotFound
}

func editDisclaimer(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	d, err := p.disclaimer(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default("text", d.Text)
	f.Default(page.VersionField, strconv.Itoa(d.Version))
	return p.disclaimerForm(v, d, nil, v.Show)
}

func saveDisclaimer(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	d, err := p.disclaimer(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.DisclaimerBody{Text: f.Get("text")}
	if f.Get("_do") == "standard" {
		body.Text = ""
	}
	var theirs postgres.LibraryDisclaimer
	err = v.Put(p.api("/disclaimers/"+url.PathEscape(d.Code)), f.Version(), body, &rest.SavedDisclaimer{})
	switch {
	case err == nil:
		return v.Go(p.href(disclaimersAt), "The disclaimer is saved. Reports that were sent keep the words they had.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.disclaimerForm(v, theirs, &ui.Versions{
			Heading: "Somebody else changed this disclaimer", Theirs: "As it is now", Yours: "Yours, not saved",
			Fields: []ui.VersionedField{{Label: "Text", Theirs: theirs.Text, Yours: body.Text}},
		}, v.Conflict)
	case f.Refused(err):
		return p.disclaimerForm(v, d, nil, v.Again)
	}
	return err
}

func (p place) disclaimerForm(v *page.Visit, d postgres.LibraryDisclaimer, both *ui.Versions, show shower) error {
	f := v.Form()
	m := disclaimerPage{
		Place: p, Title: d.Label, When: d.When, Versions: both,
		Text:     f.Text("text", "Text", mostText, "Plain text. Leave a blank line between paragraphs. Without any, the standard words are used."),
		Standard: ui.Details{Summary: "The standard words", Text: d.Standard},
		Save:     ui.Button{Text: "Save disclaimer", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(disclaimersAt)},
	}
	m.Text.Rows = 8
	if d.Own {
		m.Reset = &ui.Button{Text: "Use the standard words", Variant: ui.Secondary, Name: "_do", Value: "standard"}
	}
	m.Start, m.Guard = f.Start(p.href(disclaimersAt+"/"+d.Code)), f.Guard()
	return show("disclaimer", page.View{
		Title: "Disclaimer: " + d.Label, Current: settingsAt, Back: p.href(disclaimersAt), BackTo: "Disclaimers of reports", Form: f, Data: m,
	})
}
