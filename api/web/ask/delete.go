package ask

import (
	"net/url"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

type deletePage struct {
	Start  ui.Form
	Name   string
	Delete ui.Button
	Back   string
}

// confirmDelete asks whether a draft shall go.
func confirmDelete(v *page.Visit) error {
	a, err := open(v)
	if err != nil {
		return err
	}
	a.f.Default(page.VersionField, strconv.Itoa(a.d.Version))
	return v.Show("delete", deleteView(a))
}

// remove throws a draft away. One that is gone already was thrown away, or sent.
func remove(v *page.Visit) error {
	const done = "The request that you had not sent is deleted."
	err := v.Delete("/drafts/"+url.PathEscape(v.Param("draft")), v.Form().Version())
	var newer draft
	switch {
	case err == nil, page.NotThere(err):
		return v.Go(savedPage(v), done)
	case page.Stale(err, &newer):
		a := &answers{Visit: v, f: v.Form(), d: newer, b: &newer.Submission}
		a.f.Set(page.VersionField, strconv.Itoa(newer.Version))
		a.f.Top = "It was changed in another window since. Look at it once more before you delete it."
		return v.Conflict("delete", deleteView(a))
	case v.Form().Refused(err):
		a, err := open(v)
		if err != nil {
			return err
		}
		return v.Again("delete", deleteView(a))
	}
	return err
}

func deleteView(a *answers) page.View {
	return page.View{Title: "Delete this request?", Back: at(a.Visit, "check"), Plain: true, Form: a.f, Data: deletePage{
		Start: a.f.Start(at(a.Visit, "delete")), Name: nameOf(a.d), Delete: ui.Button{Text: "Delete it", Variant: ui.Warning}, Back: savedPage(a.Visit),
	}}
}
