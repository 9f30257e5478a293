package reports

import (
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/metric"
)

// definitionsPage lists what every figure means.
type definitionsPage struct {
	Version string
	Aspects []aspect
}

// aspect is the definitions of one side of the service.
type aspect struct {
	Name  string
	Table ui.Table
}

func definitions(v *page.Visit) error {
	var all rest.DefinitionList
	if err := v.Read("/reports/definitions", &all); err != nil {
		return err
	}
	m := definitionsPage{Version: all.Version}
	place := map[string]int{}
	for _, d := range all.Items {
		i, ok := place[d.Aspect]
		if !ok {
			i = len(m.Aspects)
			place[d.Aspect] = i
			m.Aspects = append(m.Aspects, aspect{Name: d.Aspect, Table: ui.Table{
				Caption: d.Aspect, CaptionSize: "m", Stack: true, Columns: []ui.Column{{Text: "Figure", RowHeader: true}, {Text: "What it is"}},
			}})
		}
		t := &m.Aspects[i].Table
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.LinkCell(definitionsAt+"/"+url.PathEscape(d.ID), d.Title), ui.TextCell(d.Definition)}})
	}
	shown := page.View{Title: "What the figures mean", Current: overviewAt, Data: m}
	if page.Reports(v) { // anybody may read what a figure means, not everybody the figures
		shown.Back, shown.BackTo = overviewAt, "Reports"
	}
	return v.Show("definitions", shown)
}

// definitionPage is what one figure means.
type definitionPage struct {
	Title, Aspect string
	List          ui.SummaryList
	Evidence      *ui.Link // for those who say what is evidence for an outcome
}

func definition(v *page.Visit) error {
	var d metric.Definition
	if err := v.Read("/reports/definitions/"+url.PathEscape(v.Param("id")), &d); err != nil {
		return err
	}
	m := definitionPage{Title: d.Title, Aspect: d.Aspect, List: ui.SummaryList{Rows: []ui.SummaryRow{
		{Key: "What it is", Value: d.Definition},
		{Key: "Why it matters", Value: d.Why},
		{Key: "How it is counted", Value: d.Compiled},
		{Key: "What it tells", Value: d.Means},
		{Key: "What it does not tell", Value: d.Limits},
		{Key: "What to aim for", Value: d.Target},
		{Key: "What helps", Value: d.Improvement},
		{Key: "Its name in files", Value: d.ID},
	}}}
	if v.IsStaff() {
		m.Evidence = &ui.Link{Href: "/outcomes/tag?" + url.Values{"kind": {"metric"}, "target": {d.ID}}.Encode(), Text: "Use as evidence for an outcome"}
	}
	return v.Show("definition", page.View{
		Title: "What it means: " + d.Title, Current: overviewAt, Back: definitionsAt, BackTo: "What the figures mean", Data: m,
	})
}
