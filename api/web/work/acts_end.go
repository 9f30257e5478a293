package work

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// endActs end a request without an answer of ours.
func endActs() []act {
	return []act{
		{
			name: evidence.Signpost, link: "Point to a source", title: "Point the requester to a source", button: "Close and point to the source", ends: true,
			done: "is closed. The requester has been told where to look.", note: "signpost",
			about:  []string{"For a question that somebody else answers, or that a source answers at once. The request closes."},
			fields: reasonFields("Where do you point them to?"), body: func(d *desk) any {
				return rest.OfferBody{ReasonBody: rest.ReasonBody{Reason: d.need("reason", "Choose where you point them to."), Timed: d.timed()}}
			},
		},
		{
			name: evidence.Decline, link: "Decline it", title: "Decline this request", button: "Decline the request", ends: true,
			done: "is declined. The requester has been told.", note: "decline",
			about:  []string{"The request closes, and the requester is told what was offered instead."},
			fields: declineFields, body: func(d *desk) any {
				return rest.OfferBody{ReasonBody: rest.ReasonBody{Reason: d.needReason(), Timed: d.timed()}, Offered: d.form.Get("offered")}
			},
		},
		{
			name: evidence.Withdraw, link: "Withdraw it", title: "Withdraw this request", button: "Withdraw the request", ends: true, done: "is withdrawn.",
			about:  []string{"Requesters withdraw their own requests. A manager does so only for a requester who has left."},
			fields: withdrawFields, body: withdrawBody,
		},
	}
}

func declineFields(d *desk) error {
	d.reason("Why")
	offered := d.form.Select("offered", "What you offer instead", d.Pick(vocabulary.SignpostTargets, "Nothing"))
	offered.Optional = true
	d.add(offered)
	return nil
}

// asks reports whether the visitor withdraws for themselves: staff ask too.
func asks(d *desk) bool {
	if d.bench.Requester == d.Me.Person {
		return true
	}
	for _, p := range d.bench.People {
		if p.Person == d.Me.Person && p.Relation == "delegate" {
			return true
		}
	}
	return false
}

func withdrawFields(d *desk) error {
	d.reason("Why")
	if !asks(d) {
		d.add(d.form.Checkboxes("left", "", []ui.Item{{Value: "yes", Label: "The requester has left"}}))
	}
	return nil
}

func withdrawBody(d *desk) any {
	body := rest.WithdrawBody{ReasonBody: rest.ReasonBody{Reason: d.needReason()}, Left: d.form.Get("left") == "yes"}
	if !body.Left && !asks(d) {
		d.form.Wrong("left", "Say that the requester has left. Otherwise they withdraw it themselves.")
	}
	body.Timed = d.timed()
	return body
}
