package evidencework

import (
	"fmt"

	"evidencedesk/api/web/living"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/fulltext"
)

// referencePage is the page of one reference.
type referencePage struct {
	*desk
	Heading  string
	Versions *ui.Versions
	Warning  *ui.WarningCallout
	Start    ui.Form
	Guard    *ui.GuardNotice
	Fields   []ui.Component
	Ours     []ui.Component
	Routes   []ui.Link // to the whole text
	Buttons  []ui.Component
}

func (r *referenceForm) view(f *page.Form, versions *ui.Versions) page.View {
	p := referencePage{desk: r.desk, Heading: "Add a reference", Versions: versions, Fields: r.published(f), Ours: r.ours(f)}
	what := "Add a reference"
	cancel := ui.Link{Href: r.URL("references"), Text: "Cancel"}
	if r.one == nil {
		p.Buttons = []ui.Component{
			ui.Button{Text: "Add the reference", PreventDoubleClick: true},
			ui.Button{Text: "Add it and write another", Variant: ui.Secondary, Name: "_then", Value: "another", PreventDoubleClick: true},
			cancel,
		}
	} else {
		p.Routes = r.routes()
		p.Warning = living.Warning(living.About(living.Known(r.visit, string(r.ID)), r.one.ID))
		what, p.Heading = "Edit a reference", fmt.Sprintf("Edit reference %d", r.place(r.one.ID))
		p.Buttons = []ui.Component{
			ui.Button{Text: "Save the reference", PreventDoubleClick: true},
			cancel,
			ui.Link{Href: r.URL("references", r.one.ID, "remove"), Text: "Remove this reference"},
		}
	}
	p.Guard, p.Start = f.Guard(), f.Start("")
	view := r.View(what, p)
	view.Form = f
	return view
}

// routes are the ways to the whole text. The page does without where they cannot be had.
func (r *referenceForm) routes() []ui.Link {
	var list items[fulltext.Route]
	_ = r.visit.Read(r.API("references", r.one.ID, "routes"), &list)
	var links []ui.Link
	for _, route := range list.Items {
		links = append(links, ui.Link{Href: route.URL, Text: route.Label})
	}
	return links
}

// published is what was published, which the identifier guard does not read: it names its authors.
func (r *referenceForm) published(f *page.Form) []ui.Component {
	line := func(name, label string, width int, hint ...string) ui.Input {
		i := ui.Input{Field: f.Field(r.at+name, label, hint...), Width: width}
		i.Optional, i.Autocomplete = true, "off"
		return i
	}
	number := func(name, label string, width int) ui.Input {
		i := line(name, label, width)
		i.InputMode = "numeric"
		return i
	}
	kind := f.Select(r.at+"type", "Type", types())
	title := ui.Textarea{Field: f.Field(r.at+"title", "Title"), Rows: 2}
	authors := ui.Textarea{Field: f.Field(r.at+"authors", "Authors", "One on each line, as they are to be printed, such as Alder J"), Rows: 4}
	authors.Optional = true
	list := []ui.Component{
		kind, title, authors, number("year", "Year", 4), line("journal", "Journal or publisher", 0), line("volume", "Volume", 5),
		line("issue", "Issue", 5), line("pages", "Pages", 10), line("doi", "DOI", 30, "Such as 10.1136/bmj.b2535, or its whole address"),
		number("pmid", "PubMed identifier (PMID)", 10), line("pmcid", "PubMed Central identifier (PMCID)", 13, "Such as PMC2714657: leads to the free copy"), //nolint:mnd // characters
	}
	address := line("url", "Web address", 0)
	address.Type = "url"
	abstract := ui.Textarea{Field: f.Field(r.at+"abstract", "Abstract"), Rows: 5, MaxLength: evidence.MaxNote, Threshold: 75} // per cent
	abstract.Optional = true
	return append(list, address, abstract)
}

// ours is what the librarian says about the reference.
func (r *referenceForm) ours(f *page.Form) []ui.Component {
	tier := f.Select(r.at+"tier", "Kind of evidence", append([]ui.Option{{Text: "No group yet"}}, tiers()...))
	theme := f.Line(r.at+"theme", "Theme", "References of the same theme stand together in a themed list.")
	note := f.Text(r.at+"note", "Why it matters here", evidence.MaxNote)
	theme.Optional, note.Optional, note.Rows = true, true, 3
	list := []ui.Component{tier, theme, f.Checkboxes(r.at+"key_paper", "", []ui.Item{{Value: "yes", Label: "Key paper"}}), note}
	if r.one != nil && len(r.all) > 1 {
		n := ui.Input{Field: f.Field("place", "Place in the list", fmt.Sprintf("From 1 to %d. Citations in the summary follow.", len(r.all))), Width: 5}
		n.InputMode, n.Autocomplete = "numeric", "off"
		list = append(list, n)
	}
	return list
}
