package account

import (
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

type sessionsPage struct {
	Others bool
	Start  ui.Form
	Rows   []sessionRow
}

// sessionRow is a device with its button.
type sessionRow struct {
	rest.SessionRow

	Start  ui.Form
	Button *ui.Button
	How    string
}

func sessions(v *page.Visit) error {
	var list struct {
		Items []rest.SessionRow `json:"items"`
	}
	if err := v.Read("/me/sessions", &list); err != nil {
		return err
	}
	m := sessionsPage{Start: ui.Form{Action: "/account/sessions/end-others", Key: v.Form().Key()}}
	for _, s := range list.Items {
		row := sessionRow{SessionRow: s, Start: ui.Form{Action: "/account/sessions/" + s.ID + "/end", Key: v.Form().Key()}, How: how(s.Method)}
		if !s.Current {
			m.Others = true
			row.Button = &ui.Button{Text: "Sign out", More: ": " + s.Agent, Variant: ui.Secondary, Small: true}
		}
		m.Rows = append(m.Rows, row)
	}
	return v.Show("sessions", page.View{Title: "Where you are signed in", Back: "/account", Data: m})
}

func how(method string) string {
	switch method {
	case "link":
		return "by a link"
	case "demo":
		return "as somebody of the demonstration"
	}
	return "with a work account"
}

func endSession(v *page.Visit) error {
	err := v.Remove("/me/sessions/" + url.PathEscape(v.Param("session")))
	if err != nil && !page.NotThere(err) { // it may have ended meanwhile
		return err
	}
	return v.Go("/account/sessions", "That device is signed out.")
}

func endOthers(v *page.Visit) error {
	if err := v.Remove("/me/sessions"); err != nil {
		return err
	}
	return v.Go("/account/sessions", "All other devices are signed out.")
}
