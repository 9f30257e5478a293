package work

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// linkActs make one request part of another, or hand it to another library.
func linkActs() []act {
	return []act{
		{
			name: evidence.Refer, link: "Refer it to another library", title: "Refer this request to another library", button: "Refer it",
			done: "is with another library. Our promise runs on.", note: "refer",
			about: []string{
				"Only the question and its limits are passed on, with the requester's consent. Our promise to the requester runs on.",
				"A library that uses Evidence Desk gets a request of its own, and its answer comes back here.",
			},
			say:    map[string]string{"review_at:required": "Give the date that the other library promised."},
			fields: referFields, body: referBody,
		},
		{
			name: evidence.Return, link: "Take it back", title: "Take this request back from the other library", button: "Take it back", done: "is back from the other library.",
			about:  []string{"When the other library could not do it, or a library that does not use Evidence Desk has answered."},
			fields: returnFields, body: backBody,
		},
		{
			name: evidence.Merge, link: "Merge it into another request", title: "Merge this request into another", button: "Merge them", done: "is merged.",
			about: []string{
				"This request waits for the other one and closes with it. Everybody who asked gets the same answer.",
				"You can undo it until the other request is delivered or closed.",
			},
			say:    map[string]string{"survivor:unknown": "Choose another request of this library."},
			fields: mergeFields, body: mergeBody,
		},
		{
			name: evidence.Unmerge, link: "Undo the merge", title: "Undo the merge", button: "Undo the merge", done: "stands on its own again.",
			about: []string{"The request goes back to where it was, with its librarian and the working time that was left."},
		},
		{
			name: evidence.SplitRequest, link: "Split it into parts", title: "Split this request into parts", button: "Split it", done: "is split into parts.",
			about: []string{
				"Each part becomes a request of its own, with you as its librarian, its own dates and the same time of receipt.",
				"This request closes when all parts have ended. What you leave empty is as in this request.",
			},
			fields: splitFields, body: splitBody,
		},
	}
}

func referFields(d *desk) error {
	f := d.form
	libraries, err := allLibraries(d.Visit)
	if err != nil {
		return err
	}
	libraries = slices.DeleteFunc(libraries, func(l rest.LibraryRow) bool { return l.ID == d.bench.Library })
	when := f.DateInput("review_at", "The date that they promised", "Needed for a library that does not use Evidence Desk: you are reminded on that day.")
	when.Optional = true
	d.add(f.Select("library", "Which library?", append([]ui.Option{{Text: "Choose a library"}}, libraryOptions(libraries, true)...)))
	d.reason("Why")
	d.add(when, f.Checkboxes("consent", "Consent", []ui.Item{{Value: "yes", Label: "The requester agrees that their question is passed on"}}))
	return nil
}

func referBody(d *desk) any {
	body := rest.ReferBody{
		Library: evidence.LibraryID(d.need("library", "Choose a library.")), ReasonBody: rest.ReasonBody{Reason: d.needReason()},
		ReviewAt: moment(d.form, "review_at", opening, d.Zone, false), Consent: d.form.Get("consent") == "yes",
	}
	if !body.ReviewAt.IsZero() && !body.ReviewAt.After(d.Now()) {
		d.form.Wrong("review_at", "Give a date that is still to come.")
	}
	if !body.Consent {
		d.form.Wrong("consent", "Ask the requester, and say that they agree.")
	}
	body.Timed = d.timed()
	return body
}

func returnFields(d *desk) error {
	d.add(d.form.Radios("back_to", "Where does the work go on?", []ui.Item{
		{Value: string(evidence.Triage), Label: "It is looked at again", Hint: "The other library could not do it."},
		{Value: string(evidence.Summarising), Label: "It is written up", Hint: "The other library has answered."},
	}))
	d.reason("Why")
	return nil
}
