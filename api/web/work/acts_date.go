package work

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// dateActs change when the answer is promised.
func dateActs() []act {
	return []act{
		{
			name: evidence.AgreeDeadline, link: "Agree another date", title: "Agree another date", button: "Agree this date", done: "has a new date. The requester has been told.",
			about:  []string{"Every date that was promised is kept. The date of the decision never moves."},
			fields: agreeFields, body: func(d *desk) any {
				body := rest.AgreeDeadlineBody{PromiseDue: d.future("promise_due", closing, "Give the date that you agreed.")}
				body.ReasonBody = rest.ReasonBody{Reason: d.needReason(), Timed: d.timed()}
				return body
			},
		},
		{
			name: evidence.SetUrgency, link: "Change the urgency", title: "Change the urgency", button: "Change the urgency", done: "has another urgency. The requester has been told.",
			about:  []string{"The promise is computed again from the time at which the request was received."},
			fields: urgencyFields, body: func(d *desk) any {
				return rest.SetUrgencyBody{
					Urgency: d.need("urgency", "Choose the urgency."), ReasonBody: rest.ReasonBody{Reason: d.needReason(), Timed: d.timed()},
				}
			},
		},
	}
}

func agreeFields(d *desk) error {
	d.facts = append(d.facts, askedFor(d))
	if d.bench.MustAgree {
		d.facts = append(d.facts, ui.InsetText{Text: "The promise falls after the decision. Agree an earlier date, or give as the reason that it cannot be done before the decision."})
	}
	fillMoment(d.form, "promise_due", d.bench.PromiseDue, d.Zone)
	d.add(d.form.DateInput("promise_due", "New date"), closes(d.form, "promise_due"))
	d.reason("Why", "The requester is told that the date has changed.")
	return nil
}

func urgencyFields(d *desk) error {
	all, _ := d.Vocabulary.Get(vocabulary.Urgencies)
	var items []ui.Item
	for _, t := range all.Terms {
		items = append(items, ui.Item{Value: t.Code, Label: t.Label, Hint: t.Definition})
	}
	d.form.Default("urgency", d.bench.Urgency)
	d.add(d.form.Radios("urgency", "Urgency", items))
	d.reason("Why")
	return nil
}
