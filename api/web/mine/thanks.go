package mine

import (
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

type thanksModel struct {
	Library string
	Panel   ui.Panel
}

// thanks confirms the answer.
func thanks(v *page.Visit) error {
	ask, err := readAsk(v)
	if err != nil {
		return askEnded(v, err)
	}
	if ask.State != evidence.AskAnswered {
		return v.Go(followUp(v))
	}
	data := thanksModel{Library: ask.Library, Panel: ui.Panel{Heading: "Thank you", Text: "Your answer helps to keep the service and to make it better."}}
	return v.Show("thanks", page.View{Title: "Thank you", Plain: true, Data: data})
}
