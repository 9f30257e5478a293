package reportfile

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"

	"evidencedesk/internal/chart"
	"evidencedesk/internal/document"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

//go:embed page.gohtml
var pageTemplate string

// pageSection is a section of the page.
type pageSection struct {
	ID, Shows, About string
	Chart            template.HTML
	Table            report.Table
	Notes            []string
}

// Page is the report as a page that stands alone: charts, tables and print style, without network or script.
func Page(f File) ([]byte, error) {
	t, err := template.New("page").Funcs(template.FuncMap{"said": said}).Parse(pageTemplate)
	if err != nil {
		return nil, err
	}
	var sections []pageSection
	for _, s := range f.Report.Sections {
		one := pageSection{ID: s.ID, Table: s.Table, Notes: s.Notes}
		one.Shows, one.About = heading(s)
		if drawn, ok := Draw(chart.Frame{ID: "chart-" + s.ID, Width: chart.Wide}, s); ok {
			one.Chart = template.HTML(drawn.String()) //nolint:gosec // package chart escapes everything
		}
		sections = append(sections, one)
	}
	var out bytes.Buffer
	err = t.Execute(&out, struct {
		File

		Styles               template.CSS
		Title, Mark          string
		Facts                []fact
		Sections             []pageSection
		Withdrawn, TakenDown string
		Used                 []metric.Definition
	}{f, document.Styles(), f.title(), f.marked(), f.facts(), sections, f.withdrawn(), f.takenDown(), f.used()})
	return out.Bytes(), err
}

// PDF prints the report: with its charts and tagged where there is a browser, else plain.
func PDF(ctx context.Context, by *document.Printer, f File) ([]byte, document.Engine, error) {
	body, err := Page(f)
	if err != nil {
		return nil, "", err
	}
	return by.PagePDF(ctx, body, Document(f))
}
