package mine

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// showOptOut asks whether somebody is never to be asked again. Only the button does it.
func showOptOut(v *page.Visit) error {
	ask, err := readAsk(v)
	if err != nil {
		return askEnded(v, err)
	}
	if ask.OptedOut {
		return optedOut(v, ask)
	}
	return v.Show("optout", optOutPage(v, ask))
}

func takeOptOut(v *page.Visit) error {
	ask, err := readAsk(v)
	if err != nil {
		return askEnded(v, err)
	}
	f := v.Form()
	var result rest.FollowUpResult
	err = v.Post(followUp(v), rest.FollowUpBody{OptOut: true}, &result)
	switch {
	case err == nil:
		return v.Go(followUp(v) + "/opt-out") // which says that it is done
	case f.Refused(err):
		return v.Again("optout", optOutPage(v, ask))
	}
	return askEnded(v, err)
}

type optOutModel struct {
	Library string
	Start   ui.Form
	Back    string // the questions, while they can be answered
}

func optOutPage(v *page.Visit, ask rest.FollowUpView) page.View {
	f := v.Form()
	m := optOutModel{Library: ask.Library, Start: f.Start("")}
	if ask.Open {
		m.Back = followUp(v)
	}
	return page.View{Title: "Do not ask me again", Plain: true, Form: f, Data: m}
}
