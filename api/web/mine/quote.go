package mine

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

type quoteModel struct {
	Reference string
	Library   string
	Start     ui.Form
}

// showQuote asks whether somebody who agreed to be quoted withdraws it. Only the button does it.
func (a asking) showQuote(v *page.Visit) error {
	ask, err := a.read(v)
	if err != nil {
		return a.ended(v, err)
	}
	if !ask.MayQuote {
		return a.closed(v, ask)
	}
	return v.Show("quote", quotePage(v, ask))
}

func (a asking) takeQuote(v *page.Visit) error {
	ask, err := a.read(v)
	if err != nil {
		return a.ended(v, err)
	}
	f := v.Form()
	err = v.Post(a.api+"/withdraw-quote", struct{}{}, &rest.FollowUpView{})
	switch {
	case err == nil, apiclient.CodeOf(err) == evidence.NotAllowedInStage:
		return v.Go(a.page) // which says that nobody quotes
	case f.Refused(err):
		return v.Again("quote", quotePage(v, ask))
	}
	return a.ended(v, err)
}

func quotePage(v *page.Visit, ask rest.FollowUpView) page.View {
	f := v.Form()
	m := quoteModel{Reference: ask.Reference, Library: ask.Library, Start: f.Start("")}
	return page.View{Title: "Do not quote me any more", Plain: true, Form: f, Data: m}
}
