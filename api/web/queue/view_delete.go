package queue

import (
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// deleteView takes a view out, after it was asked for on a page of its own.
func deleteView(v *page.Visit) error {
	f := v.Form()
	err := v.Delete("/views/"+url.PathEscape(v.Param("id")), f.Version())
	var now rest.View
	switch {
	case err == nil, page.NotThere(err):
		return v.Go(address, "The view is deleted. The requests in it are as they were.")
	case page.Stale(err, &now):
		f.Top = "Somebody changed this view a moment ago. Look at it, then decide again."
		f.Set(page.VersionField, "")
		return showDelete(v, f, v.Conflict)
	}
	return err
}

func askDeleteView(v *page.Visit) error { return showDelete(v, v.Form(), v.Show) }

func showDelete(v *page.Visit, f *page.Form, show func(string, page.View) error) error {
	stored, err := readView(v)
	if err != nil {
		return err
	}
	f.Set(page.VersionField, strconv.Itoa(stored.Version))
	m := struct {
		Name, Shared string
		Start        ui.Form
		Button       ui.Button
		Cancel       ui.Link
	}{
		stored.Name, "", f.Start("/queue/views/" + stored.ID + "/delete"),
		ui.Button{Text: "Delete view", Variant: ui.Warning, PreventDoubleClick: true},
		ui.Link{Text: "Cancel", Href: queryFilter(stored.Query).href()},
	}
	if stored.Shared {
		m.Shared = "It is shared: nobody in the library will have it any more."
	}
	return show("view_delete", page.View{Title: "Delete a view", Current: address, Form: f, Data: m})
}
