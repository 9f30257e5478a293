package evidencework

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
)

const searchesTab = workbench.Searches

// meterPanel says how far the searches are reported by the items of PRISMA-S, and leads to what is missing.
type meterPanel struct {
	Heading    string
	Text       string
	Fold       ui.Details
	Items      ui.Table
	Methods    string
	Statements string // empty for readers
}

func (d *desk) meter() (*meterPanel, error) {
	var m rest.PrismaS
	if err := d.visit.Read(d.API("searches", "prisma-s"), &m); err != nil {
		if p, ok := refusal(err); ok && p.Status == http.StatusForbidden {
			return nil, nil
		}
		return nil, err
	}
	p := &meterPanel{
		Heading: fmt.Sprintf("PRISMA-S: %d of %d items reported", m.Reported, len(m.Items)), Methods: d.URL("searches", "methods"),
		Text:  "This is advice: PRISMA-S is written for systematic reviews.",
		Fold:  ui.Details{Summary: "Show the items"},
		Items: ui.Table{Caption: "Items of PRISMA-S", CaptionHidden: true, Compact: true, Stack: true, Columns: []ui.Column{{Text: "Item", RowHeader: true}, {Text: "State"}, {Text: "Why"}}},
	}
	if m.Mandatory {
		p.Text = "This is a systematic review: every item must be reported."
		p.Fold.Open = m.Reported < len(m.Items)
	}
	if d.Edit {
		p.Statements = d.URL("searches", "reporting")
	}
	for _, item := range m.Items {
		p.Items.Rows = append(p.Items.Rows, d.meterRow(item))
	}
	return p, nil
}

func (d *desk) meterRow(item strategy.PrismaItem) ui.Row {
	tag := map[strategy.State]ui.Tag{
		strategy.Done: {Text: "Reported", Colour: "green"}, strategy.Missing: {Text: "Missing", Colour: "yellow"},
		strategy.NotApplicable: {Text: "Does not apply", Colour: "grey"},
	}[item.State]
	why := ui.TextCell(item.Why)
	if to := d.remedy(item.Where); to != "" && d.Edit {
		why = ui.PartsCell(ui.Text(item.Why), ui.Link{Href: to, Text: "Put it right", More: ": " + item.Name})
	}
	return ui.Row{Cells: []ui.Cell{{Text: fmt.Sprintf("%d. %s", item.N, item.Name)}, {Parts: []ui.Component{tag}}, why}}
}

// remedy is the address of the field in which what is missing belongs.
func (d *desk) remedy(w strategy.Where) string {
	switch {
	case w.Search != "":
		return d.URL("searches", w.Search) + "#" + fieldAnchor(w.Field)
	case w.Kind != "":
		return d.URL("searches", "new") + "?kind=" + url.QueryEscape(w.Kind)
	case w.Field != "":
		return d.URL("searches", "reporting") + "#" + fieldAnchor(w.Field)
	}
	return ""
}

// fieldAnchor is the identifier of a field on its form.
func fieldAnchor(field string) string {
	if first, ok := map[string]string{"run_at": "run_at.day", "limits": "limits[0].kind", "filters": "filters[0].name"}[field]; ok {
		field = first
	}
	return notInID.ReplaceAllString(field, "-")
}

var notInID = regexp.MustCompile("[^a-z0-9-]")

// methodsPage is how the searching was done, to be read and copied.
type methodsPage struct {
	*desk
	Methods    rest.SearchMethods
	Sections   []methodsSection
	Copy       ui.Component
	Back       string
	AsMarkdown string
	AsText     string
}

type methodsSection struct {
	Heading    string
	Paragraphs []string
	Lines      *ui.StrategyTable
}

func showMethods(v *page.Visit) error {
	d, err := open(v, searchesTab)
	if err != nil {
		return err
	}
	p := methodsPage{
		desk: d, Back: d.URL("searches"), AsMarkdown: d.URL("searches", "methods", "download") + "?as=md", AsText: d.URL("searches", "methods", "download") + "?as=txt",
		Copy: ui.Button{Text: "Copy the text", CopyFrom: "methods-text", Variant: ui.Secondary, Small: true},
	}
	if err := v.Read(d.API("searches", "methods"), &p.Methods); err != nil {
		return err
	}
	for _, s := range p.Methods.Sections {
		section := methodsSection{Heading: s.Heading, Paragraphs: s.Paragraphs}
		if len(s.Strategy) > 0 {
			section.Lines = &ui.StrategyTable{Caption: s.Heading, Lines: strategyLines(s.Strategy, nil)}
		}
		p.Sections = append(p.Sections, section)
	}
	return v.Show("searches_methods", d.View("Methods of the searches", p))
}

// strategyLines are lines with what is to be looked at in them.
func strategyLines(lines []strategy.Line, warnings []strategy.Warning) []ui.StrategyLine {
	stored := each(lines, func(l strategy.Line) postgres.StrategyLine {
		return postgres.StrategyLine{N: l.N, Text: l.Text, Hits: l.Hits}
	})
	return tableLines(stored, warnings)
}

// downloadMethods gives the methods as a file.
func downloadMethods(v *page.Visit) error {
	d, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	var m rest.SearchMethods
	if err := v.Read(d.API("searches", "methods"), &m); err != nil {
		return err
	}
	text, kind, ending := m.Text, "text/plain", "txt"
	if v.Query("as") == "md" {
		text, kind, ending = m.Markdown, "text/markdown", "md"
	}
	v.Header("Content-Disposition", `attachment; filename="`+d.Reference+"-searches."+ending+`"`)
	v.Header("Content-Length", strconv.Itoa(len(text)))
	v.Header("Cache-Control", "private, no-store")
	v.Data(http.StatusOK, kind+"; charset=utf-8", []byte(text))
	return nil
}
