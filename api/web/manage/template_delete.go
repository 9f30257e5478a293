package manage

import (
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// deletePage asks before something is taken away.
type deletePage struct {
	Place  place
	Title  string
	Text   string
	Body   string // what is taken away
	Start  ui.Form
	Button ui.Button
	Cancel ui.Link
	First  *ui.Link // what may have to be done before
}

func askDeleteTemplate(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	return p.askDelete(v, v.Show)
}

func (p place) askDelete(v *page.Visit, show shower) error {
	t, err := p.template(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set(page.VersionField, strconv.Itoa(t.Version))
	m := deletePage{
		Place: p, Title: "Delete the template “" + t.Name + "”?", Text: "Messages that were sent with it stay as they are.", Body: t.Text,
		Start:  f.Start(p.href(templatesAt + "/" + t.ID + "/delete")),
		Button: ui.Button{Text: "Delete template", Variant: ui.Warning, PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(templatesAt)},
	}
	return show("delete", page.View{
		Title: "Delete a template", Current: settingsAt, Back: p.href(templatesAt), BackTo: "Templates of messages", Form: f, Data: m,
	})
}

func deleteTemplate(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f := v.Form()
	err = v.Delete(p.api("/templates/"+url.PathEscape(v.Param("template"))), f.Version())
	var now rest.Template
	switch {
	case err == nil, page.NotThere(err):
		return v.Go(p.href(templatesAt), "The template is deleted.")
	case page.Stale(err, &now):
		f.Top = "Somebody changed this template a moment ago. Read it, then decide again."
		return p.askDelete(v, v.Conflict)
	}
	return err
}
