package ask

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/info"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

type sentPage struct {
	Panel     ui.Panel
	Request   rest.RequestView
	Due       string
	Promise   string
	Again     bool // something may still identify a patient
	Library   *info.Library
	Phone     string
	Shared    bool
	Requester bool // the visitor asked it for themselves
}

// sent says that a request was sent, by when it is answered and what happens next. The draft of the address has become the request.
func sent(v *page.Visit) error {
	r, err := earlierRequest(v, evidence.RequestID(v.Param("draft")))
	if err != nil {
		return err
	}
	m := sentPage{
		Panel: ui.Panel{Heading: "Request sent"}, Request: r, Promise: promised(v, r.Urgency), Again: v.Query("look") == "again", Phone: v.Brand.HelpPhone,
		Requester: r.Requester == v.Me.Person,
	}
	if due := r.PromiseDue; !due.IsZero() {
		m.Due = v.Moment(due)
	}
	libraries, err := info.Of(v, r.Library)
	if err != nil {
		return err
	}
	if len(libraries) > 0 {
		m.Library = &libraries[0]
	}
	return v.Show("sent", page.View{Title: "Request sent", Current: "/requests", Data: m})
}
