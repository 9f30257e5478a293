package evidencework

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/living"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/claims"
	"evidencedesk/internal/postgres"
)

// pageSize is how many references stand on a page.
const pageSize = 25

// referenceDesk is the desk with the whole list of references, in the order of the report.
type referenceDesk struct {
	*desk
	all   []postgres.Reference
	known postgres.RetractionCheck // notices about them
}

func openReferences(v *page.Visit) (*referenceDesk, error) {
	d, err := open(v, workbench.References)
	if err != nil {
		return nil, err
	}
	d.meet(true)
	all, err := allReferences(v, d.API("references"))
	return &referenceDesk{desk: d, all: all}, err
}

// allReferences reads the list to its end: one call for up to a thousand.
func allReferences(v *page.Visit, path string) ([]postgres.Reference, error) {
	var all []postgres.Reference
	for cursor := ""; ; {
		var part items[postgres.Reference]
		if err := v.Read(path+"?limit=1000&cursor="+url.QueryEscape(cursor), &part); err != nil {
			return nil, err
		}
		all = append(all, part.Items...)
		if cursor = part.Next; cursor == "" {
			return all, nil
		}
	}
}

// place is the number of a reference, from 1; 0 when it is not in the list.
func (d *referenceDesk) place(id string) int {
	return slices.IndexFunc(d.all, func(r postgres.Reference) bool { return r.ID == id }) + 1
}

// ids are the references in their order.
func (d *referenceDesk) ids() []string {
	return each(d.all, func(r postgres.Reference) string { return r.ID })
}

// referencesPage is the list of references.
type referencesPage struct {
	*desk
	Actions []ui.Component
	Warning *ui.WarningCallout
	Tabs    ui.Tabs
	Start   ui.Form
	Guard   *ui.GuardNotice
	List    ui.ReferenceList
	Empty   string
	Hidden  []ui.Component
	Pages   ui.Pagination
}

func showReferences(v *page.Visit) error {
	d, err := openReferences(v)
	if err != nil {
		return err
	}
	view, err := d.referencesView(v.Form())
	if err != nil {
		return err
	}
	return v.Show("references", view)
}

// The tab of references that are in no group yet.
const noTier = "none"

func (d *referenceDesk) referencesView(f *page.Form) (page.View, error) {
	var summary postgres.Summary
	if err := d.visit.Read(d.API("summary"), &summary); err != nil {
		return page.View{}, err
	}
	d.known = living.Known(d.visit, string(d.ID))
	counts := claims.Cited(textsOf(summary.SummaryText)...)
	shown := d.inTab(d.visit.Query("group"))
	from, to := window(shown, d.visit.Query("after"), d.visit.Query("before"))
	p := referencesPage{desk: d.desk, Tabs: d.tabs(), Pages: d.pages(shown, from, to), Warning: living.Warning(d.known)}
	if d.Edit {
		p.Actions = append(p.Actions, ui.Button{Text: "Add a reference", Href: d.URL("references", "new"), Variant: ui.Secondary, Small: true})
	}
	for i, r := range shown[from:to] {
		item := d.item(f, r, counts)
		if d.Edit {
			item.Parts = append(item.Parts, ui.ButtonGroup{Items: d.rowActions(r, from+i > 0, from+i+1 < len(shown))})
		}
		p.List.Items = append(p.List.Items, item)
		p.Hidden = append(p.Hidden, ui.Hidden{Name: "version." + r.ID, Value: strconv.Itoa(r.Version)})
	}
	if len(shown) == 0 {
		p.Empty = "There are no references yet."
		if len(d.all) > 0 {
			p.Empty = "No reference is in this group."
		}
	}
	p.Guard, p.Start = f.Guard(), f.Start(d.visit.Request.URL.RequestURI())
	view := d.View(d.title(from, len(shown)), p)
	view.Form = f
	return view, nil
}

// item is one reference of the list, with what can be done about it.
func (d *referenceDesk) item(f *page.Form, r postgres.Reference, counts map[int]int) ui.Reference {
	n := d.place(r.ID)
	item := ui.Reference{
		ID: refAnchor(r.ID), Title: fmt.Sprintf("%d. %s", n, r.Title), Authors: strings.Join(r.Authors, "; "), Journal: source(r.ReferenceContent),
		Year: year(r.Year), Abstract: r.Abstract, FoundIn: citedWords(n, counts[n]), Tags: []ui.Tag{{Text: words(types(), r.Type), Colour: "white"}},
	}
	item.Tags = append(item.Tags, living.Tags(d.known, r.ID)...)
	if r.Erased {
		item.Tags = append(item.Tags, ui.Tag{Text: "Erased", Colour: "grey"})
	}
	if r.Note != "" {
		item.Parts = append(item.Parts, ui.Note("Why it matters: "+r.Note))
	}
	if !d.Edit {
		item.Parts = append(item.Parts, ui.Note(joined(", ", words(tiers(), r.Tier), r.Theme)))
		return item
	}
	item.Href = d.URL("references", r.ID)
	f.Default("tier."+r.ID, r.Tier)
	f.Default("theme."+r.ID, r.Theme)
	group := f.Select("tier."+r.ID, "Kind of evidence", append([]ui.Option{{Text: "No group yet"}}, tiers()...))
	theme := f.Line("theme."+r.ID, "Theme")
	group.LabelMore, theme.LabelMore, theme.Optional = ": "+r.Title, ": "+r.Title, true
	item.Parts = append(item.Parts, group, theme)
	return item
}

// rowActions are the buttons of a reference, which can move up or down among those that are shown.
func (d *referenceDesk) rowActions(r postgres.Reference, up, down bool) []ui.Component {
	var list []ui.Component
	move := func(to, text string) {
		list = append(list, ui.Button{Text: text, More: ": " + r.Title, Variant: ui.LinkButton, Small: true, Name: "move", Value: to + ":" + r.ID})
	}
	if up {
		move("up", "Move up")
	}
	if down {
		move("down", "Move down")
	}
	return append(list, ui.Link{Href: d.URL("references", r.ID, "remove"), Text: "Remove", More: ": " + r.Title})
}

func citedWords(n, times int) string {
	switch times {
	case 0:
		return fmt.Sprintf("Not cited in the summary. To cite it: [%d]", n)
	case 1:
		return fmt.Sprintf("Cited once as [%d]", n)
	}
	return fmt.Sprintf("Cited %d times as [%d]", times, n)
}

// refAnchor is where a reference stands in the list.
func refAnchor(id string) string { return "r-" + id }

// SaveFirst is the first button of the form: the one that the Enter key presses.
func (referencesPage) SaveFirst() ui.Button {
	return ui.Button{Text: "Save changes", Variant: ui.Secondary, Small: true, PreventDoubleClick: true}
}
