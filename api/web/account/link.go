package account

import (
	"errors"
	"net/http"

	"evidencedesk/api/auth"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// linkPage is what a link leads to. Opening it uses nothing up: programs that look through mail open links too.
type linkPage struct {
	Start   ui.Form
	Email   string
	Name    *ui.Input
	Library *ui.Radios
}

type linkFailure struct{ Text string }

func (d Deps) showLink(v *page.Visit) error {
	invitation, err := d.Links.Look(v.Request.Context(), v.Param("token"))
	if err != nil {
		return linkFailed(v, err)
	}
	return v.Show("link", linkView(v, invitation))
}

func linkView(v *page.Visit, i auth.Invitation) page.View {
	f := v.Form()
	m := linkPage{Start: f.Start(""), Email: i.Email}
	if i.NeedsName {
		m.Name = &ui.Input{Field: f.Field("name", "Your name")}
		m.Name.Autocomplete = "name"
	}
	if len(i.Libraries) > 1 {
		var items []ui.Item
		for _, l := range i.Libraries {
			items = append(items, ui.Item{Value: string(l.ID), Label: l.Name})
		}
		r := f.Radios("library", "Which library serves you?", items)
		m.Library = &r
	}
	return page.View{Title: "Sign in", Plain: true, Form: f, Data: m}
}

func (d Deps) takeLink(v *page.Visit) error {
	f, ctx := v.Form(), v.Request.Context()
	arrived, err := d.Links.Spend(ctx, v.Param("token"), auth.LinkAnswer{Name: f.Get("name"), Library: evidence.LibraryID(f.Get("library"))})
	if err == nil {
		return d.enter(v, arrived)
	}
	if !wrong(f, err) {
		return linkFailed(v, err)
	}
	invitation, err := d.Links.Look(ctx, v.Param("token"))
	if err != nil {
		return linkFailed(v, err)
	}
	return v.Again("link", linkView(v, invitation))
}

func linkFailed(v *page.Visit, err error) error {
	var f *auth.Failure
	if !errors.As(err, &f) {
		return err
	}
	return v.ShowAs(http.StatusGone, "link_failed", page.View{Title: "This link cannot be used", Plain: true, Data: linkFailure{failureWords[f.Code]}})
}
