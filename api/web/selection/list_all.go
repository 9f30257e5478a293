package selection

import (
	"fmt"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// expectedField is how many publications the page said that the decision would be for.
const expectedField = "publications"

// allPage decides on everything that a filter finds.
type allPage struct {
	*desk
	Heading string
	About   []string
	Start   ui.Form
	Fields  []ui.Component
	Save    ui.Button
	Back    ui.Link
}

// decidable is how many publications a decision for all that the filter finds is for.
func decidable(list postgres.PublicationPage) int { return list.Total - list.Included }

// allLink leads to the decision for all that the filter finds, when they are more than one can tick.
func (d *desk) allLink(list postgres.PublicationPage, by filters) *ui.Link {
	n := decidable(list)
	if n <= len(list.Items) && by.cursor == "" && list.Next == "" || n == 0 {
		return nil
	}
	return &ui.Link{Href: d.at(pageList, "all") + by.query(""), Text: "Decide on all " + ui.Number(n) + " that this filter finds"}
}

func showAll(v *page.Visit) error {
	d, list, by, err := openAll(v)
	if err != nil {
		return err
	}
	return v.Show("all", d.allView(v.Form(), list, by))
}

// openAll reads how many publications the filter of the address finds.
func openAll(v *page.Visit) (*desk, postgres.PublicationPage, filters, error) {
	by := readFilters(v.Query)
	var list postgres.PublicationPage
	d, err := open(v, pageList)
	if err == nil {
		err = d.notHere()
	}
	if err == nil {
		err = v.Read(d.API("records")+by.query("")+"&limit=1", &list)
	}
	return d, list, by, err
}

func (d *desk) allView(f *page.Form, list postgres.PublicationPage, by filters) page.View {
	n := decidable(list)
	p := allPage{
		desk: d, Heading: "Decide on " + page.Count(n, "publication") + " at once", About: d.aboutAll(list, by),
		Back: ui.Link{Href: d.at(pageList) + by.query(""), Text: "Back to the list without deciding"},
	}
	if n > 0 && n <= postgres.MaxMatching {
		f.Set(expectedField, strconv.Itoa(n))
		p.Start = f.Start(d.at(pageList, "all") + by.query(""))
		p.Fields = []ui.Component{
			ui.Hidden{Name: expectedField, Value: strconv.Itoa(n)},
			f.Radios("verdict", "Your decision on all of them", []ui.Item{{Value: string(postgres.Exclude), Label: "Exclude"}, {Value: string(postgres.Maybe), Label: "Maybe"}}),
			f.Select("reason", "Reason, if you exclude them", append([]ui.Option{{Text: "No reason given"}}, options(d.visit.Choices(vocabulary.ExclusionReasons))...)),
		}
		p.Save = ui.Button{Text: "Decide on " + ui.Number(n), PreventDoubleClick: true}
	}
	view := d.View(p.Heading, p)
	view.Form = f
	return view
}

// aboutAll says what the decision is for, what it leaves alone, and that it can be taken back.
func (d *desk) aboutAll(list postgres.PublicationPage, by filters) []string {
	n := decidable(list)
	about := []string{"It is for " + d.found(by.verdict, by.source, by.text != "") + "."}
	switch {
	case n == 0:
		return append(about, "There are none on which you could decide.")
	case n > postgres.MaxMatching:
		return append(about, fmt.Sprintf("There are %s. One decision is for at most %s: narrow the filter and decide in parts.", ui.Number(n), ui.Number(postgres.MaxMatching)))
	}
	if list.Included > 0 {
		about = append(about, page.Count(list.Included, "included publication")+" of them stay in the report. Take those out one at a time.")
	}
	if by.verdict != "undecided" {
		about = append(about, "What was decided of them before is replaced.")
	}
	return append(about, "You can take the whole decision back from the list.")
}

// found says in words what a filter finds.
func (d *desk) found(verdict, source string, words bool) string {
	said := map[string]string{
		"all": "all publications", "undecided": "undecided publications", "maybe": "publications marked maybe", "exclude": "excluded publications",
		"include": "included publications",
	}[verdict]
	if source != "" {
		said += " found in " + d.visit.Label(vocabulary.Sources, source)
	}
	if words {
		said += " with the words of the filter"
	}
	return said
}

// takeAll takes one decision for all that the filter of the address finds.
func takeAll(v *page.Visit) error {
	d, list, by, err := openAll(v)
	if err != nil {
		return err
	}
	f := v.Form()
	n, _ := strconv.Atoi(f.Get(expectedField))
	body := postgres.Matching{
		Verdict: postgres.Verdict(f.Get("verdict")), Reason: f.Get("reason"), Publications: n, Filter: postgres.Filter{Verdict: by.verdict, Source: by.source, Text: by.text},
	}
	if body.Verdict != postgres.Exclude {
		body.Reason = ""
	}
	if body.Verdict == postgres.Undecided {
		f.Wrong("verdict", "Choose exclude or maybe.")
	}
	if n != decidable(list) {
		f.Top = "The filter finds " + page.Count(decidable(list), "publication") + " now, not " + ui.Number(n) + ". Nothing was decided. Look again, then decide."
	}
	if f.Failed() {
		return v.Again("all", d.allView(f, list, by))
	}
	var done postgres.BulkDecision
	if err := v.Post(d.API("bulk-decisions"), body, &done); err != nil {
		if f.Refused(err) {
			return v.Again("all", d.allView(f, list, by))
		}
		return err
	}
	return v.Go(d.at(pageList)+by.query(""), "You decided on "+page.Count(done.Publications, "publication")+". You can take that back below.")
}
