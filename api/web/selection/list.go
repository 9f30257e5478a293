package selection

import (
	"net/url"
	"slices"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// pageSize is how many publications a page of the list shows.
const pageSize = 50

// listPage is the list of publications.
type listPage struct {
	*desk
	Progress string
	Search   ui.Form
	Panel    ui.Details
	Filters  []ui.Component
	Apply    ui.Button
	Many     bulkLines
	All      *ui.Link // to deciding on all that the filter finds
	Bulk     ui.Form
	Guard    *ui.GuardNotice
	Bar      *ui.BulkBar
	Table    ui.Table
	Pages    ui.Pagination
}

// filters are what a list is narrowed to, as its address has it.
type filters struct{ verdict, source, text, sort, cursor string }

func readFilters(get func(string) string) filters {
	f := filters{get("verdict"), get("source"), get("q"), get("sort"), get("cursor")}
	if !slices.ContainsFunc(verdictFilter(), func(o ui.Option) bool { return o.Value == f.verdict }) {
		f.verdict = "all"
	}
	if !slices.ContainsFunc(sorts(), func(o ui.Option) bool { return o.Value == f.sort }) {
		f.sort = "added"
	}
	return f
}

func (f filters) query(cursor string) string {
	q := url.Values{}
	for name, value := range map[string]string{"verdict": f.verdict, "source": f.source, "q": f.text, "sort": f.sort, "cursor": cursor} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "?" + q.Encode()
}

// narrowed reports whether the list is not simply all of them as they came.
func (f filters) narrowed() bool {
	return f.verdict != "all" || f.source != "" || f.text != "" || f.sort != "added"
}

func verdictFilter() []ui.Option {
	return []ui.Option{
		{Value: "all", Text: "All"},
		{Value: "undecided", Text: "Undecided"},
		{Value: "include", Text: "Included"},
		{Value: "maybe", Text: "Maybe"},
		{Value: "exclude", Text: "Excluded"},
	}
}

func sorts() []ui.Option {
	return []ui.Option{
		{Value: "added", Text: "As they came"}, {Value: "title", Text: "Title"}, {Value: "newest", Text: "Newest first"}, {Value: "author", Text: "First author"},
	}
}

func showList(v *page.Visit) error {
	d, err := open(v, pageList)
	if err != nil {
		return err
	}
	view, err := d.listView(v.Form(), readFilters(v.Query))
	if err != nil {
		return err
	}
	return v.Show("list", view)
}

func (d *desk) listView(f *page.Form, by filters) (page.View, error) {
	var list postgres.PublicationPage
	if err := d.visit.Read(d.API("records")+by.query(by.cursor)+"&limit="+strconv.Itoa(pageSize), &list); err != nil {
		return page.View{}, err
	}
	p := listPage{
		desk: d, Progress: progress(list.Counts), Search: ui.Form{Get: true, Action: d.at(pageList), Label: "Filter the records"},
		Filters: []ui.Component{
			ui.Input{Field: ui.Field{Name: "q", Label: "Words of the citation or the abstract", Value: by.text}},
			ui.Select{Field: ui.Field{Name: "verdict", Label: "Decision", Value: by.verdict}, Items: verdictFilter()},
			ui.Select{Field: ui.Field{Name: "source", Label: "Found in", Value: by.source}, Items: d.sources(list.Items, by.source)},
			ui.Select{Field: ui.Field{Name: "sort", Label: "Order", Value: by.sort}, Items: sorts()},
		},
		Panel: ui.Details{Summary: "Filter and sort", Filters: true, ID: "filters", Open: by.narrowed()},
		Apply: ui.Button{Text: "Show", Variant: ui.Secondary},
		Table: d.listTable(list.Items, f.All("record")), Pages: d.listPages(list, by), Many: d.bulkLines(list.Bulk, by),
	}
	if d.Edit && len(list.Items) > 0 {
		p.Bar = d.bar(f)
		p.Bulk = f.Start(d.at(pageList) + by.query(by.cursor))
		p.All = d.allLink(list, by)
	}
	p.Guard = f.Guard()
	view := d.View("Records", p)
	view.Form = f
	return view, nil
}

// sources are those in which something of the list was found.
func (d *desk) sources(list []postgres.Publication, chosen string) []ui.Option {
	codes := []string{}
	if chosen != "" {
		codes = append(codes, chosen)
	}
	for _, p := range list {
		for _, f := range p.Found {
			if f.Source != "" && !slices.Contains(codes, f.Source) {
				codes = append(codes, f.Source)
			}
		}
	}
	slices.Sort(codes)
	options := []ui.Option{{Text: "Any source"}}
	for _, c := range codes {
		options = append(options, ui.Option{Value: c, Text: d.visit.Label(vocabulary.Sources, c)})
	}
	return options
}

func (d *desk) listPages(list postgres.PublicationPage, by filters) ui.Pagination {
	p := ui.Pagination{Label: "Records", Total: page.Count(list.Total, "publication")}
	if list.Next != "" {
		p.NextHref = d.at(pageList) + by.query(list.Next)
	}
	if by.cursor != "" {
		p.PreviousHref, p.PreviousTitle = d.at(pageList)+by.query(""), "From the beginning"
	}
	return p
}

func (d *desk) bar(f *page.Form) *ui.BulkBar {
	b := &ui.BulkBar{
		Label: "Decide on selected records", All: "Select all on this page", None: "Select records, then choose what to do", One: "1 record selected", Many: "{n} records selected",
		Action: f.Select("action", "Decision", []ui.Option{
			{Text: "Choose a decision"}, {Value: "include", Text: "Include"}, {Value: "maybe", Text: "Maybe"}, {Value: "exclude", Text: "Exclude"}, {Value: "undecided", Text: "Undecided again"},
		}),
		More: []ui.Component{
			f.Select("reason", "Reason, if you exclude them", append([]ui.Option{{Text: "No reason given"}}, options(d.visit.Choices(vocabulary.ExclusionReasons))...)),
			f.Select("tier", "Kind of evidence", tiers("As it is")),
		},
		Button: ui.Button{Text: "Decide", PreventDoubleClick: true},
	}
	if f.Get("_cited") != "" {
		b.More = append(b.More, f.Checkboxes(sureField, "", []ui.Item{{Value: "yes", Label: "Take references out although the summary cites them"}}))
	}
	return b
}
