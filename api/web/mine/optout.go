package mine

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// oneClick is what a mail program posts for its own button "unsubscribe" (RFC 8058). It follows no redirect.
const oneClick, oneClickValue = "List-Unsubscribe", "One-Click"

// showOptOut asks whether somebody is never to be asked again. Only the button does it.
func (a asking) showOptOut(v *page.Visit) error {
	ask, err := a.read(v)
	if err != nil {
		return a.ended(v, err)
	}
	if ask.OptedOut {
		return a.optedOut(v, ask)
	}
	return v.Show("optout", a.optOutPage(v, ask))
}

func (a asking) takeOptOut(v *page.Visit) error {
	ask, err := a.read(v)
	if err != nil {
		return a.ended(v, err)
	}
	f := v.Form()
	var result rest.FollowUpResult
	err = v.Post(a.api, rest.FollowUpBody{OptOut: true}, &result)
	switch {
	case err == nil && f.Get(oneClick) == oneClickValue:
		return a.optedOut(v, ask)
	case err == nil:
		return v.Go(a.page + "/opt-out") // which says that it is done
	case f.Refused(err):
		return v.Again("optout", a.optOutPage(v, ask))
	}
	return a.ended(v, err)
}

type optOutModel struct {
	Library string
	Start   ui.Form
	Back    string // the questions, while they can be answered
}

func (a asking) optOutPage(v *page.Visit, ask rest.FollowUpView) page.View {
	f := v.Form()
	m := optOutModel{Library: ask.Library, Start: f.Start("")}
	if ask.Open {
		m.Back = a.page
	}
	return page.View{Title: "Do not ask me again", Plain: true, Form: f, Data: m}
}
