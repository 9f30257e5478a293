package page

import (
	"html/template"
	"net/http"

	"evidencedesk/api/web/ui"
)

// layout is what surrounds the main part of every page.
type layout struct {
	Title     string
	CSS, JS   string
	Icon      string
	Brand     Brand
	Skip      ui.SkipLink
	Header    ui.Header
	Demo      bool
	Container string
	Back      *ui.BackLink
	Summary   *ui.ErrorSummary
	Notice    *ui.NotificationBanner
	Main      any
	Footer    ui.Footer
}

func (k *Kit) funcs() template.FuncMap {
	funcs := ui.Funcs(k.Zone)
	funcs["label"] = k.Label
	funcs["minutes"] = Minutes
	return funcs
}

func (v *Visit) layout(view View) layout {
	l := layout{
		Title: view.Title + " – " + v.Brand.Service, CSS: v.Assets.URL("app.css"), JS: v.Assets.URL("app.js"), Icon: v.Assets.URL("favicon.svg"),
		Brand: v.Brand, Demo: v.Demo, Container: "nhsuk-width-container", Main: view.Data,
		Header: v.header(view), Footer: v.footer(view),
	}
	if view.Wide {
		l.Container += " app-width-container--wide"
	}
	if view.Back != "" {
		l.Back = &ui.BackLink{Href: view.Back, Text: view.BackTo}
	}
	if view.Form != nil {
		if l.Summary = view.Form.summary(); l.Summary != nil {
			l.Title = "Error: " + l.Title
		}
	}
	l.Notice = v.notice(view)
	return l
}

// notice says what was just done, or that a form was kept while the visitor signed in.
func (v *Visit) notice(view View) *ui.NotificationBanner {
	if view.Form != nil && view.Form.Restored {
		return &ui.NotificationBanner{Heading: "You had been signed out", Text: "What you typed is still here. Nothing was sent: check it and press the button again."}
	}
	if v.Sessions == nil || v.Request.Method != http.MethodGet {
		return nil
	}
	if text := v.Sessions.TakeNotice(v.Request.Context()); text != "" {
		return &ui.NotificationBanner{Success: true, Text: text}
	}
	return nil
}

func (v *Visit) header(view View) ui.Header {
	h := ui.Header{
		Brand: ui.Brand{
			Mode: ui.BrandMode(v.Brand.Mode), Service: v.Brand.Service, Organisation: v.Brand.Organisation, Split: v.Brand.Split,
			Descriptor: v.Brand.Descriptor, LogoURL: v.Brand.LogoURL,
		},
		Wide: view.Wide,
	}
	if !v.SignedIn {
		if !view.Plain {
			h.Account = []ui.AccountItem{{Href: "/sign-in", Text: "Sign in", Icon: true}}
		}
		return h
	}
	h.Account = []ui.AccountItem{{Href: "/account", Text: v.Me.Name, Icon: true}}
	h.SignOut = "/sign-out"
	if view.Plain {
		return h
	}
	for _, at := range v.menu() {
		here := at.Href == view.Current
		at.Current, at.Page = here, here && v.Request.URL.Path == at.Href
		h.Nav = append(h.Nav, at)
	}
	return h
}

// menu is the navigation for the roles of the visitor.
func (v *Visit) menu() []ui.NavItem {
	var items []ui.NavItem
	add := func(href, text string) { items = append(items, ui.NavItem{Href: href, Text: text}) }
	if v.IsStaff() {
		add("/queue", "Queue")
		add("/queue/log", "Log a request")
	} else if Asking(v) {
		add("/requests", "My requests")
		add("/ask", "Ask a question")
	}
	if Asking(v) {
		add("/shared-reports", "Finished reports")
	}
	if v.IsStaff() {
		add("/team", "Team")
	}
	if Reports(v) {
		add("/reports", "Reports")
	}
	if Settings(v) {
		add("/settings", "Settings")
	}
	return items
}

func (v *Visit) footer(view View) ui.Footer {
	return ui.Footer{
		Wide: view.Wide, Copyright: v.Brand.Copyright,
		Links: []ui.Link{
			{Href: "/help", Text: "Contact the library"},
			{Href: "/libraries", Text: "Find your library"},
			{Href: "/accessibility", Text: "Accessibility statement"},
			{Href: "/privacy", Text: "Privacy"},
			{Href: "/cookies", Text: "Cookies"},
		},
	}
}
