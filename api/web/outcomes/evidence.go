package outcomes

import (
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// evidencePage is what is evidence for the outcomes in a year.
type evidencePage struct {
	Title  string
	Year   string
	Groups []evidenceGroup
	CSV    ui.Link
	Word   ui.Link
	Add    ui.Link
}

type evidenceGroup struct {
	Heading, Definition string
	Rows                []evidenceRow
}

type evidenceRow struct {
	What   ui.Component
	Kind   string
	Dated  string
	Note   string
	Remove ui.Form
}

func kindWords(kind string) string {
	return map[string]string{"request": "Request", "metric": "Figure", "quote": "Quotation", "case": "Case study"}[kind]
}

// about leads to what a tag is about.
func about(t postgres.OutcomeTag) ui.Component {
	switch {
	case t.Kind == "request" && t.Place != "":
		return ui.Link{Href: "/work/" + t.Place, Text: t.About}
	case t.Kind == "metric":
		return ui.Link{Href: "/reports/definitions/" + url.PathEscape(t.Target), Text: t.About}
	case t.Place != "":
		return ui.Link{Href: "/cases/" + t.Place, Text: t.About}
	}
	return ui.Text(t.About)
}

func evidenceList(v *page.Visit) error {
	p, only := at(v), v.Query("outcome")
	query := url.Values{"year": {strconv.Itoa(p.year)}}
	if only != "" {
		query.Set("outcome", only)
	}
	var tags rows[postgres.OutcomeTag]
	if err := v.Read(p.api("/outcome-tags?"+query.Encode()), &tags); err != nil {
		return err
	}
	file := func(format string) string {
		if only == "" {
			return p.href("/evidence/file", "format", format)
		}
		return p.href("/evidence/file", "format", format, "outcome", only)
	}
	m := evidencePage{
		Title: "Evidence for the outcomes", Year: yearWords(p.year), CSV: ui.Link{Href: file("csv"), Text: "Download as CSV"}, Word: ui.Link{Href: file("docx"), Text: "Download as a Word document"},
		Add: ui.Link{Href: p.href("/tag", "kind", "metric"), Text: "Add a figure"},
	}
	for _, term := range terms(v, postgres.Editions()[0]).Terms {
		if only != "" && term.Code != only {
			continue
		}
		g := evidenceGroup{Heading: term.Label, Definition: term.Definition}
		for _, t := range tags.Items {
			if t.Outcome == term.Code {
				remove := v.Form().Start(p.href("/evidence/" + t.ID + "/remove"))
				g.Rows = append(g.Rows, evidenceRow{about(t), kindWords(t.Kind), t.Dated, t.Note, remove})
			}
		}
		m.Groups = append(m.Groups, g)
	}
	return v.Show("evidence", page.View{Title: m.Title, Current: "/team", Back: p.href(""), BackTo: "Outcomes framework", Data: m})
}

func evidenceFile(v *page.Visit) error {
	p := at(v)
	query := url.Values{"year": {strconv.Itoa(p.year)}, "format": {"csv"}}
	if v.Query("format") == "docx" {
		query.Set("format", "docx")
	}
	if only := v.Query("outcome"); only != "" {
		query.Set("outcome", only)
	}
	return v.File(p.api("/outcome-evidence?" + query.Encode()))
}

func removeTag(v *page.Visit) error {
	p := at(v)
	if err := v.Remove(p.api("/outcome-tags/" + url.PathEscape(v.Param("tag")))); err != nil && !page.NotThere(err) {
		return err
	}
	return v.Go(p.href("/evidence"), "It is no longer evidence for that outcome.")
}

// tagPage says for which outcome something is evidence.
type tagPage struct {
	Start   ui.Form
	Guard   *ui.GuardNotice
	Known   []ui.Hidden
	Target  *ui.Input
	Dated   *ui.DateInput
	Outcome ui.Radios
	Note    ui.Textarea
	Save    ui.Button
	Cancel  ui.Link
	Kind    string
}

// suggested is for which outcome things of a kind are usually evidence.
func suggested(kind string) string {
	return map[string]string{"request": "outcome_2", "quote": "outcome_6", "case": "outcome_6"}[kind]
}

func showTag(v *page.Visit) error {
	f := v.Form()
	f.Default("kind", v.Query("kind"))
	f.Default("target", v.Query("target"))
	f.Default("outcome", suggested(v.Query("kind")))
	return at(v).tagForm(v, v.Show)
}

func takeTag(v *page.Visit) error {
	p, f := at(v), v.Form()
	for _, code := range []string{"required", "unknown", "too-short"} {
		f.Say("outcome:"+code, "Choose an outcome.")
	}
	f.Say("target:too-short", "Say which figure.")
	body := rest.OutcomeTagBody{Outcome: f.Get("outcome"), Kind: f.Get("kind"), Target: f.Get("target"), Note: f.Get("note")}
	if body.Kind == "metric" {
		body.Dated = ui.DateInput{Day: f.Get("dated.day"), Month: f.Get("dated.month"), Year: f.Get("dated.year")}.ISO()
	}
	var t postgres.OutcomeTag
	err := v.Post(p.api("/outcome-tags"), body, &t)
	if err == nil {
		return v.Go(p.href("/evidence", "outcome", t.Outcome), "It is evidence for this outcome now.")
	}
	if f.Refused(err) {
		return p.tagForm(v, v.Again)
	}
	return err
}

func (p place) tagForm(v *page.Visit, show shower) error {
	f := v.Form()
	m := tagPage{Kind: kindWords(f.Get("kind")), Save: ui.Button{Text: "Use as evidence", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href("/evidence")}}
	m.Known = []ui.Hidden{{Name: "kind", Value: f.Get("kind")}}
	if f.Get("kind") == "metric" {
		target, dated := ui.Input{Field: f.Field("target", "Name of the figure", "As its page of definitions has it"), Code: true}, f.DateInput("dated", "Date of the figure", "Today, if you leave it empty")
		target.Autocomplete = "off"
		m.Target, m.Dated = &target, &dated
	} else {
		m.Known = append(m.Known, ui.Hidden{Name: "target", Value: f.Get("target")})
	}
	var items []ui.Item
	for _, t := range terms(v, postgres.Editions()[0]).Terms {
		items = append(items, ui.Item{Value: t.Code, Label: t.Label, Hint: t.Definition})
	}
	m.Outcome = f.Radios("outcome", "For which outcome is it evidence?", items)
	m.Note = f.Text("note", "What does it show?", mostText)
	m.Note.Optional = true
	m.Start, m.Guard = f.Start(p.href("/tag")), f.Guard()
	return show("tag", page.View{Title: "Use as evidence for an outcome", Current: "/team", Back: p.href("/evidence"), BackTo: "Evidence for the outcomes", Form: f, Data: m})
}
