package mine

import (
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

type thanksModel struct {
	Library string
	Panel   ui.Panel
	Quote   string // where it can be withdrawn that one may be quoted
	Request string
}

// thanks confirms the answer.
func (a asking) thanks(v *page.Visit) error {
	ask, err := a.read(v)
	if err != nil {
		return a.ended(v, err)
	}
	if ask.State != evidence.AskAnswered {
		return v.Go(a.page)
	}
	data := thanksModel{Library: ask.Library, Request: a.request, Panel: ui.Panel{Heading: "Thank you", Text: "Your answer helps to keep the service and to make it better."}}
	if ask.MayQuote {
		data.Quote = a.page + "/quote"
	}
	return v.Show("thanks", page.View{Title: "Thank you", Plain: true, Data: data})
}
