package work

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// mostMerges is how many requests are offered to merge into.
const mostMerges = 20

// mergeFields find the other request by its reference or by words, and show it beside this one once it is chosen.
func mergeFields(d *desk) error {
	f := d.form
	f.Default("survivor", d.Query("survivor"))
	d.add(ui.Input{Field: f.Field(searchField, "Find the other request", "Its reference, such as ED-2026-000123, or words of its question.")}, ui.Button{
		Text: "Find", More: " requests", Variant: ui.Secondary, Small: true, Name: findButton, Value: "1",
	})
	found, err := candidates(d)
	if err != nil {
		return err
	}
	chosen, err := compare(d)
	if err != nil {
		return err
	}
	if chosen != nil && !slices.ContainsFunc(found, func(r rest.RequestRow) bool { return r.ID == chosen.ID }) {
		found = append([]rest.RequestRow{chosen.RequestRow}, found...)
	}
	switch {
	case len(found) > 0:
		d.add(f.Radios("survivor", "Which request goes on?", candidateItems(d.Visit, found)),
			ui.Button{Text: "Compare them", More: " before you merge", Variant: ui.Secondary, Small: true, Name: findButton, Value: "compare"})
	case f.Get(searchField) != "":
		d.add(ui.InsetText{Text: "No other open request of this library was found."})
	default:
		d.add(ui.InsetText{Text: "There is no other open request that looks like this one. Find it by its reference."})
	}
	return nil
}

// candidates are the other open requests of the library that match the words, or else those about the same specialty.
func candidates(d *desk) ([]rest.RequestRow, error) {
	q := url.Values{"library": {string(d.bench.Library)}, "limit": {strconv.Itoa(mostMerges + 1)}, "sort": {"-received"}}
	if words := d.form.Get(searchField); words != "" {
		q.Set("q", words)
	} else if d.bench.Specialty != "" {
		q.Set("specialty", d.bench.Specialty)
	}
	var found rest.RequestPage
	if err := d.Read("/requests?"+q.Encode(), &found); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(found.Items, func(r rest.RequestRow) bool { return !r.Stage.Open() || r.ID == d.bench.ID }), nil
}

func candidateItems(v *page.Visit, found []rest.RequestRow) []ui.Item {
	items := make([]ui.Item, len(found))
	for i, r := range found {
		items[i] = ui.Item{Value: string(r.ID), Label: r.Reference + ": " + r.Question, Hint: candidateHint(v, r)}
	}
	return items
}

func candidateHint(v *page.Visit, r rest.RequestRow) string {
	owner := "nobody has taken it"
	if r.OwnerName != "" {
		owner = "with " + r.OwnerName
	}
	return join(page.StatusFor(r.Stage, r.Outcome, true).Words, owner, "asked by "+cmp.Or(r.RequesterName, "somebody"), "received "+v.Day(r.ReceivedAt))
}

// compare shows both requests side by side once one is chosen, and gives that one.
func compare(d *desk) (*rest.RequestView, error) {
	other := d.form.Get("survivor")
	if other == "" {
		return nil, nil
	}
	var r rest.RequestView
	switch err := d.Read("/requests/"+url.PathEscape(other), &r); {
	case page.NotThere(err), apiclient.CodeOf(err) == evidence.Invalid:
		d.form.Wrong("survivor", "Choose another request of this library.")
		return nil, nil
	case err != nil:
		return nil, err
	}
	b := d.bench.RequestView
	row := func(label string, say func(rest.RequestView) string) ui.Row {
		return ui.Row{Cells: []ui.Cell{ui.TextCell(label), ui.TextCell(cmp.Or(say(b), "–")), ui.TextCell(cmp.Or(say(r), "–"))}}
	}
	d.facts = append(d.facts, ui.Table{
		Caption: "Both requests", CaptionSize: "m", Stack: true,
		Columns: []ui.Column{{Text: "What", RowHeader: true}, {Text: b.Reference + " (this one, which waits)"}, {Text: r.Reference + " (goes on)"}},
		Rows: []ui.Row{
			row("Question", func(r rest.RequestView) string { return r.Question }),
			row("Background", func(r rest.RequestView) string { return r.Background }),
			row("Requester", func(r rest.RequestView) string { return join(r.RequesterName, r.OrganisationName) }),
			row("Librarian", func(r rest.RequestView) string { return cmp.Or(r.OwnerName, "Nobody yet") }),
			row("Status", func(r rest.RequestView) string { return page.StatusFor(r.Stage, r.Outcome, true).Words }),
			row("Urgency", func(r rest.RequestView) string { return d.Label(vocabulary.Urgencies, r.Urgency) }),
			row("Due", func(r rest.RequestView) string { return cmp.Or(momentOrNothing(d.Visit, r.DueBy), "No date") }),
		},
	})
	return &r, nil
}

func mergeBody(d *desk) any {
	return rest.MergeBody{Survivor: evidence.RequestID(d.need("survivor", "Choose the request that goes on.")), Timed: d.timed()}
}
