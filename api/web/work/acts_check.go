package work

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/living"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// checkActs have work read by a second librarian and send it.
func checkActs() []act {
	return []act{
		{
			name: evidence.SubmitForCheck, link: "Get it checked", title: "Get this checked", button: "Send for check", done: "is with a second librarian.",
			about: []string{
				"While you are searching, the strategy is checked; after that, the summary. The version that is checked is kept as it is now.",
				"It is checked by a librarian who wrote no part of it.",
			},
			say:    map[string]string{"reviewer:not-allowed": "Choose a librarian.", "searches:unknown": "Record at least one search first."},
			fields: submitFields, body: func(d *desk) any {
				return rest.SubmitForCheckBody{Timed: d.timed(), Reviewer: evidence.PersonID(d.form.Get("reviewer"))}
			},
		},
		{
			name: evidence.WaiveCheck, link: "Waive the check", title: "Waive the check", button: "Waive the check", done: "can go on without the check.",
			about:  []string{"Only for work that cannot wait. It counts for the version as it is now, and it is counted in reports. The work of a trainee and your own work are always checked."},
			fields: reasonFields("Why"), body: reasonBody,
		},
		{
			name: evidence.Deliver, link: "Send the answer", title: "Send the answer", button: "Send the answer", done: "is delivered. The requester has been told.",
			about: []string{"The requester gets the summary, the references and the searches as they are now. Some weeks later they are asked what difference it made."},
			note:  "deliver", fields: deliverFields, body: deliverBody,
		},
		{
			name: evidence.Correct, link: "Send a correction", title: "Send a corrected answer", button: "Send the correction", done: "is corrected. The requester has been told.",
			about:  []string{"The requester gets a new version, as the summary is now, and is told why. Where a check is needed, the new version needs it too."},
			fields: correctFields, body: reasonBody,
		},
		{
			name: evidence.Reopen, link: "Reopen it", title: "Reopen this request", button: "Reopen it", done: "is open again.",
			about:  []string{"Within 30 days of delivery. The first time of delivery is kept, and the requester is asked about its impact only after the next delivery."},
			fields: reopenFields, body: backBody,
		},
	}
}

// reasonFields is for commands that need only a reason.
func reasonFields(label string, hint ...string) func(*desk) error {
	return func(d *desk) error {
		d.reason(label, hint...)
		return nil
	}
}

func reasonBody(d *desk) any {
	return rest.ReasonBody{Reason: d.needReason(), Timed: d.timed()}
}

// submitFields offer the librarians of this library, or of another one that was chosen.
func submitFields(d *desk) error {
	f, b := d.form, d.bench
	f.Default(libraryField, string(b.Library))
	library := f.Get(libraryField)
	options, err := readers(d, library)
	if err != nil {
		return err
	}
	libraries, err := allLibraries(d.Visit)
	if err != nil {
		return err
	}
	d.add(f.Select("reviewer", "Who should check it?", options, "Somebody of another library sees this request until it is closed."),
		f.Select(libraryField, "Librarians of", libraryOptions(libraries, false)),
		ui.Button{Text: "Show its librarians", Variant: ui.Secondary, Small: true, Name: findButton, Value: "1"})
	return nil
}

// readers are who may be asked to check: of the request's library the second readers as they are ranked, the first of them chosen
// beforehand; of another its librarians.
func readers(d *desk, library string) ([]ui.Option, error) {
	options := []ui.Option{{Text: "Any librarian of our library"}}
	if library == string(d.bench.Library) {
		var ranked struct{ Items []postgres.SecondReader }
		if err := d.Read(d.bench.API("second-readers"), &ranked); err != nil {
			return nil, err
		}
		for i, r := range ranked.Items {
			if i == 0 {
				d.form.Default("reviewer", string(r.Person))
			}
			options = append(options, ui.Option{Value: string(r.Person), Text: r.Name + ": " + strings.Join(r.Reasons, ", ")})
		}
		return options, nil
	}
	var staff struct{ Items []rest.StaffRow }
	if err := d.Read("/libraries/"+url.PathEscape(library)+"/staff", &staff); err != nil {
		return nil, err
	}
	for _, p := range staff.Items {
		if slices.Contains(p.Roles, evidence.Librarian) && p.Person != d.Me.Person {
			options = append(options, ui.Option{Value: string(p.Person), Text: p.Name})
		}
	}
	return options, nil
}

// allLibraries reads the directory.
func allLibraries(v *page.Visit) ([]rest.LibraryRow, error) {
	var all struct{ Items []rest.LibraryRow }
	err := v.Read("/libraries", &all)
	return all.Items, err
}

// libraryOptions lists libraries, with or without those that do not use this system.
func libraryOptions(list []rest.LibraryRow, outside bool) []ui.Option {
	var options []ui.Option
	for _, l := range list {
		switch {
		case !l.Outside:
			options = append(options, ui.Option{Value: string(l.ID), Text: l.Name})
		case outside:
			options = append(options, ui.Option{Value: string(l.ID), Text: l.Name + " (does not use Evidence Desk)"})
		}
	}
	return options
}

// deliverFields show what the requester will get.
func deliverFields(d *desk) error {
	if err := whatTheyGet(d); err != nil {
		return err
	}
	d.form.Default("outcome", string(likelyOutcome(d.bench.Contents.References)))
	all, _ := d.Vocabulary.Get(vocabulary.DeliverOutcomes)
	var items []ui.Item
	for _, t := range all.Terms {
		items = append(items, ui.Item{Value: t.Code, Label: t.Label, Hint: t.Definition})
	}
	d.add(d.form.Radios("outcome", "How was it answered?", items))
	return nil
}

// likelyOutcome is what is chosen beforehand: a report without a reference most likely says that nothing was found.
func likelyOutcome(references int) evidence.Outcome {
	if references == 0 {
		return evidence.NothingFound
	}
	return evidence.Answered
}

func correctFields(d *desk) error {
	if err := whatTheyGet(d); err != nil {
		return err
	}
	d.reason("Why is it corrected?", "The requester is told that there is a correction.")
	return nil
}

// whatTheyGet sums up the report as it stands, with the way to look at it first.
func whatTheyGet(d *desk) error {
	b := d.bench
	var s postgres.Summary
	if err := d.Read(b.API("summary"), &s); err != nil {
		return err
	}
	var frozen struct{ Items []postgres.VersionInfo }
	if err := d.Read(b.API("summary", "versions"), &frozen); err != nil {
		return err
	}
	rows := []ui.SummaryRow{
		{Key: "Question", Value: b.Question},
		{Key: "Bottom line", Value: s.BottomLine, Empty: "Nothing written yet", Actions: []ui.Action{{Text: "Write", Href: b.URL("summary"), More: " the summary"}}},
		{Key: "Form", Value: d.Label(vocabulary.Products, cmp.Or(s.Product, b.Product))},
		{Key: "References", Value: page.Count(b.Contents.References, "reference")},
		{Key: "Searches", Value: page.Count(b.Contents.Searches, "search record")},
		{Key: "Check", Value: checkWords(b.CheckPolicy)},
		{Key: "Recipients", Value: recipients(b.RequestView)},
	}
	if slices.ContainsFunc(postgres.ClaimsOf(s.SummaryText, nil).Findings, func(f postgres.ClaimFinding) bool { return f.Kind == "no_extent" }) {
		rows = append(rows, ui.SummaryRow{Key: "Missing", Value: "It says that something was not found, and not where was looked"})
	}
	if delivered := slices.IndexFunc(frozen.Items, func(v postgres.VersionInfo) bool { return v.Delivered }); delivered >= 0 {
		rows = append(rows, ui.SummaryRow{Key: "They have now", Value: "The version of " + d.Moment(frozen.Items[delivered].FrozenAt)})
	}
	if warning := living.Retracted(d.Visit, string(b.ID)); warning != nil {
		d.facts = append(d.facts, *warning)
	}
	d.facts = append(d.facts, ui.SummaryCard{
		Heading: "What the requester will get", List: ui.SummaryList{Rows: rows, Dense: true},
		Actions: []ui.Link{{Href: b.URL("summary", "preview"), Text: "Look at it first"}},
	})
	return nil
}

// checkWords says what a second librarian has to read.
func checkWords(p evidence.CheckPolicy) string {
	switch p {
	case evidence.CheckStrategy:
		return "A second librarian has to check the strategy"
	case evidence.CheckSummary:
		return "A second librarian has to check the summary, exactly as it is sent"
	case evidence.CheckBoth:
		return "A second librarian has to check the strategy and the summary, exactly as it is sent"
	case evidence.CheckNone:
		return "Not needed for this type of search"
	}
	return "Decided when the request is accepted"
}

// recipients are those who get the answer.
func recipients(r rest.RequestView) string {
	names := r.RequesterName
	for _, p := range r.People {
		if p.Relation != "reviewer" {
			names = join(names, p.Name)
		}
	}
	return names
}

func deliverBody(d *desk) any {
	return rest.DeliverBody{Timed: d.timed(), Outcome: evidence.Outcome(d.need("outcome", "Choose how it was answered."))}
}

func reopenFields(d *desk) error {
	d.add(d.form.Radios("back_to", "Where does the work go on?", []ui.Item{
		{Value: string(evidence.Searching), Label: "Searching", Hint: "More or other searches are needed."},
		{Value: string(evidence.Summarising), Label: "Summarising", Hint: "The searches are enough."},
	}))
	d.reason("Why")
	return nil
}

func backBody(d *desk) any {
	return rest.BackBody{
		BackTo:     evidence.Stage(d.need("back_to", "Choose where the work goes on.")),
		ReasonBody: rest.ReasonBody{Reason: d.needReason(), Timed: d.timed()},
	}
}
