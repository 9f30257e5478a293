package selection

import (
	"bytes"
	"html/template"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	domain "evidencedesk/internal/selection"
)

// sourcesPage is what each source contributed.
type sourcesPage struct {
	*desk
	Bars  bars
	Table ui.Table
}

func showSources(v *page.Visit) error {
	d, err := open(v, pageSources)
	if err != nil {
		return err
	}
	f, err := d.flow()
	if err != nil {
		return err
	}
	names := d.searchNames(f.Origins)
	return v.Show("sources", d.View("Sources", sourcesPage{desk: d, Bars: chart(f.Contributions, names), Table: contributionTable(f.Contributions, names)}))
}

func contributionTable(list []domain.Contribution, names map[string]string) ui.Table {
	t := ui.Table{
		Caption: "What each source contributed", CaptionHidden: true, Compact: true, Scroll: true, Empty: "No records have been imported yet.",
		Columns: []ui.Column{
			{Text: "Source", RowHeader: true},
			{Text: "Records", Numeric: true},
			{Text: "Publications", Numeric: true},
			{Text: "Found only here", Numeric: true},
			{Text: "Included", Numeric: true},
			{Text: "Included, found only here", Numeric: true},
		},
	}
	for _, c := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.TextCell(names[c.Source]), ui.NumberCell(c.Records), ui.NumberCell(c.Publications), ui.NumberCell(c.Only), ui.NumberCell(c.Included), ui.NumberCell(c.OnlyIncluded),
		}})
	}
	return t
}

// bars are one bar for each source: the included publications, and of these those that only it found.
type bars struct {
	Width, Height int
	Rows          []bar
}

type bar struct {
	Y, Text, Base int // the tops of the bar and of its name, and the base line of the figures
	Length, Only  int
	End           int // where the figures stand
	Name          string
	Included      int
	OnlyIncluded  int
}

// Measures of the chart, in units of its own.
const (
	chartWidth = 600
	barMost    = 400 // the longest bar
	barRow     = 56  // a bar with its name above
)

func chart(list []domain.Contribution, names map[string]string) bars {
	b := bars{Width: chartWidth, Height: len(list) * barRow}
	most := 0
	for _, c := range list {
		most = max(most, c.Included)
	}
	if most == 0 {
		return bars{}
	}
	for i, c := range list {
		top := i * barRow
		length := c.Included * barMost / most
		b.Rows = append(b.Rows, bar{
			Y: top + 24, Text: top + 16, Base: top + 24 + 14, Length: length, Only: c.OnlyIncluded * barMost / most, End: length + 8, //nolint:mnd // within the row
			Name: page.Shorten(names[c.Source], 70), Included: c.Included, OnlyIncluded: c.OnlyIncluded, //nolint:mnd // that fit above a bar
		})
	}
	return b
}

const barChart = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{.Width}} {{.Height}}" role="img" aria-labelledby="bars-title bars-desc" font-family="Arial, sans-serif" font-size="15">
<title id="bars-title">Included publications by source</title>
<desc id="bars-desc">{{range .Rows}}{{.Name}}: {{.Included}} included, {{.OnlyIncluded}} of them found only here. {{end}}</desc>
{{range .Rows}}<text x="0" y="{{.Text}}" fill="#212b32">{{.Name}}</text>
<rect x="0" y="{{.Y}}" width="{{.Length}}" height="18" fill="#ffffff" stroke="#005eb8" stroke-width="1.5"/>
<rect x="0" y="{{.Y}}" width="{{.Only}}" height="18" fill="#005eb8"/>
<text x="{{.End}}" y="{{.Base}}" fill="#212b32">{{.Included}}, {{.OnlyIncluded}} only here</text>
{{end}}</svg>`

// HTML is the chart as part of a page.
func (b bars) HTML() (template.HTML, error) {
	t, err := template.New("").Parse(barChart)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	err = t.Execute(&out, b)
	return template.HTML(out.String()), err //nolint:gosec // the template escaped it
}
