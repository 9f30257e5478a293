package evidencework

import (
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// copyPage lists earlier strategies, each with a button that copies it.
type copyPage struct {
	*desk
	Find    ui.Form
	Words   ui.Input
	Source  ui.Select
	Problem string
	Found   []copyRow
	Next    string
	Back    string
}

// copyRow is one earlier strategy.
type copyRow struct {
	Heading string
	Where   string
	Begins  string
	Copy    *copyForm
}

// copyForm is the button that starts a search from another one.
type copyForm struct {
	Start   ui.Form
	Request string
	Search  string
	Rerun   bool
	Button  ui.Button
}

func showCopy(v *page.Visit) error {
	d, err := open(v, searchesTab)
	if err != nil {
		return err
	}
	if !d.Edit {
		return page.ErrNotFound
	}
	return d.copyView(v.Form(), "")
}

// copyView shows the list. What was asked for stands in the address, so that it can be kept and shared.
func (d *desk) copyView(f *page.Form, problem string) error {
	v := d.visit
	f.Default("q", v.Query("q"))
	f.Default("source", v.Query("source"))
	query := url.Values{"q": {v.Query("q")}, "source": {v.Query("source")}, "cursor": {v.Query("cursor")}}
	for name := range query {
		if query.Get(name) == "" {
			query.Del(name)
		}
	}
	var list rest.StrategyPage
	if err := v.Read("/strategies?"+query.Encode(), &list); err != nil {
		return err
	}
	words := f.Line("q", "Words", "Of the question, part of a line, or a reference such as ED-2026-000123.")
	words.Optional = true
	source := f.Select("source", "Source", v.Pick(vocabulary.Sources, "Any"))
	source.Optional = true
	p := copyPage{
		desk: d, Words: words, Source: source, Problem: problem, Back: d.URL("searches"),
		Find: ui.Form{Action: d.URL("searches", "copy"), Get: true, Label: "Find earlier strategies"},
	}
	for _, s := range list.Items {
		p.Found = append(p.Found, d.copyRow(s))
	}
	if list.Next != "" {
		query.Set("cursor", list.Next)
		p.Next = d.URL("searches", "copy") + "?" + query.Encode()
	}
	view := d.View("Copy an earlier strategy", p)
	if problem != "" {
		view.Form = f
		return v.Again("searches_copy", view)
	}
	return v.Show("searches_copy", view)
}

func (d *desk) copyRow(s postgres.FoundStrategy) copyRow {
	search := postgres.Search{ID: s.ID, SearchContent: postgres.SearchContent{Source: s.Source, SourceName: s.SourceName, Platform: s.Platform}}
	name := d.sourceOn(search)
	row := copyRow{Heading: name + ", " + page.Count(s.Lines, "line"), Where: joined(": ", s.Reference, s.Question), Begins: s.Begins}
	if s.Relation == string(postgres.RelationShared) {
		row.Where += " (" + s.LibraryName + ", shared)"
	}
	if s.RunAt != nil {
		row.Heading += ", run on " + ui.TimeDate.Write(s.RunAt.In(d.visit.Zone))
	}
	row.Copy = d.copyForm(s.Request, s.ID, "Copy", " "+name+" of "+s.Reference, false)
	return row
}

func (d *desk) copyForm(request evidence.RequestID, search, text, more string, rerun bool) *copyForm {
	start := d.visit.Form().Start(d.URL("searches", "copy"))
	start.Key += search // each button of the page does something of its own
	return &copyForm{
		Start: start, Request: string(request), Search: search, Rerun: rerun,
		Button: ui.Button{Text: text, More: more, Variant: ui.Secondary, Small: true, PreventDoubleClick: true},
	}
}

// runAgain is the button that starts a new run of a search; nil while it has not been run.
func (d *desk) runAgain(s postgres.Search) *copyForm {
	if s.RunAt == nil {
		return nil
	}
	return d.copyForm(d.ID, s.ID, "Run again", ": "+d.sourceOn(s), true)
}

func takeCopy(v *page.Visit) error {
	d, err := open(v, searchesTab)
	if err != nil {
		return err
	}
	if !d.Edit {
		return page.ErrNotFound
	}
	f := v.Form()
	body := rest.CopySearchBody{Request: evidence.RequestID(f.Get("request")), Search: f.Get("search"), Rerun: f.Get("rerun") != ""}
	var saved rest.SavedSearch
	err = v.Post(d.API("searches", "copies"), body, &saved)
	switch {
	case err == nil && body.Rerun:
		return v.Go(d.URL("searches", saved.ID), "You started a new run. Write down its results and the date."+suspicion(saved.Warnings))
	case err == nil:
		return v.Go(d.URL("searches", saved.ID), "You copied a strategy. Fit it to the source, then write down its results."+suspicion(saved.Warnings))
	case page.NotThere(err):
		return d.copyView(f, "That strategy cannot be read any more. Choose another one.")
	case f.Refused(err):
		return d.copyView(f, "This strategy cannot be copied as it is: open it, and record it with “Add a search”.")
	}
	return err
}
