package selection

import (
	"fmt"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// focused is the end of an address that puts the decision in focus, so that whoever screens by keys keeps going.
const focused = "?focus=decision"

func (d *desk) screenView(f *page.Form, s postgres.Screen, stale string) page.View {
	p := screenPage{desk: d, Progress: progress(s.Counts), Stale: stale}
	if s.Publication == nil {
		p.Done = d.nothingLeft(s)
		return d.View("Screening", p)
	}
	one := *s.Publication
	words := stems(d.Bench)
	p.Title, p.Abstract = marked(one.Title, words), marked(one.Abstract, words)
	p.Authors, p.Source, p.Facts = authors(one.Authors, mostAuthors), published(one), d.facts(one, s.Routes)
	if s.Previous != "" {
		p.Links = append(p.Links, ui.Link{Href: d.recordAt(s.Previous) + focused, Text: "Back to your last decision"})
	}
	if s.Next != "" {
		p.Links = append(p.Links, ui.Link{Href: d.recordAt(s.Next) + focused, Text: "Skip to the next"})
	}
	if !d.Edit {
		p.Taken = []ui.Component{ui.Tag{Text: verdictWords(one.Decision.Verdict), Colour: verdictColour(one.Decision.Verdict)}}
		return d.View("Screening", p)
	}
	d.decisionForm(&p, f, one)
	view := d.View("Screening", p)
	view.Form = f
	return view
}

// decisionForm makes the fields. The control in focus is the middle one, so that one arrow key leads to each of the others.
func (d *desk) decisionForm(p *screenPage, f *page.Form, one postgres.Publication) {
	f.Set("_record", one.ID)
	focus := "?focus="+d.visit.Query("focus") == focused && isGet(d.visit)
	chosen := f.Get("verdict")
	item := func(v postgres.Verdict, label string) ui.Item {
		return ui.Item{Value: string(v), Label: label, Focus: focus && (chosen == string(v) || chosen == "" && v == postgres.Maybe)}
	}
	verdict := f.Radios("verdict", "Your decision", []ui.Item{item(postgres.Include, "Include"), item(postgres.Maybe, "Maybe"), item(postgres.Exclude, "Exclude")},
		"Arrow keys choose, Enter saves and shows the next one")
	verdict.LabelSize, verdict.Small, verdict.DescribedBy = "s", true, "publication"
	reason := f.Select("reason", "Reason, if you exclude it", append([]ui.Option{{Text: "No reason given"}}, options(d.visit.Choices(vocabulary.ExclusionReasons))...))
	p.Decision = []ui.Component{ui.Hidden{Name: "_record", Value: one.ID}, ui.Hidden{Name: "_reference", Value: one.Reference}, verdict, reason}
	if f.Get("_cited") != "" {
		sure := f.Checkboxes(sureField, "", []ui.Item{{Value: "yes", Label: "Take its reference out although the summary cites it"}})
		p.Decision = append(p.Decision, sure)
	}
	theme := f.Line("theme", "Theme")
	note := f.Text("note", "Note", evidence.MaxNote, "For those who work on the request. It is not part of the report.")
	theme.Optional, note.Optional, note.Rows = true, true, 3
	p.Details = []ui.Component{
		f.Select("tier", "Kind of evidence", tiers("No group yet")), theme,
		f.Checkboxes("key_paper", "", []ui.Item{{Value: "yes", Label: "Key paper"}}), note,
	}
	open := f.Get("theme")+f.Get("tier")+f.Get("note")+f.Get("key_paper") != "" || f.Error("theme")+f.Error("note") != ""
	p.More = ui.Details{Summary: "Theme, kind of evidence and notes", Open: open}
	p.Save = ui.Button{Text: "Save and go on", PreventDoubleClick: true}
	p.Guard, p.Start = f.Guard(), f.Start(d.recordAt(one.ID))
	if one.Decision.Verdict != postgres.Undecided {
		p.Listed = one.Reference
		p.Undo = &ui.Form{Action: d.at("record", one.ID, "undo"), Version: strconv.Itoa(one.Decision.Version)}
	}
}

func options(items []ui.Item) []ui.Option {
	var list []ui.Option
	for _, i := range items {
		list = append(list, ui.Option{Value: i.Value, Text: i.Label})
	}
	return list
}

func progress(c postgres.SelectionCounts) string {
	decided := c.Publications - c.Undecided
	return fmt.Sprintf("%s of %s decided: %s included, %s maybe, %s excluded. %s left.", ui.Number(decided), ui.Number(c.Publications), ui.Number(c.Included),
		ui.Number(c.Maybe), ui.Number(c.Excluded), ui.Number(c.Undecided))
}
