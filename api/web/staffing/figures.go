package staffing

import (
	"html/template"
	"math"
	"net/url"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/report"
)

// figuresPage is a page of figures: what they show, charts beside their tables, and how they are worked out.
type figuresPage struct {
	Place  place
	Tabs   ui.Tabs
	Title  string
	Lede   string
	Filter *filter
	Stats  ui.Stats
	Parts  []part
	Method []string
	Links  []ui.Link
}

// filter is a form that asks for other figures.
type filter struct {
	Start  ui.Form
	Hidden []ui.Hidden
	Fields []ui.Component
	Show   ui.Button
}

// part is a table with what it shows.
type part struct {
	Heading string
	Text    []string
	Chart   drawing
	Table   *ui.Table
	Links   []ui.Link
}

// drawing is a chart in two layouts, of which the style sheet shows the one that fits.
type drawing struct{ Wide, Narrow template.HTML }

// draw makes both layouts of a chart. A chart that cannot be drawn is left out: the table beside it says the same.
func draw(id, title string, of func(chart.Frame) (chart.SVG, error)) drawing {
	wide, err := of(chart.Frame{ID: id, Title: title, Width: chart.Wide})
	if err != nil {
		return drawing{}
	}
	narrow, err := of(chart.Frame{ID: id + "-narrow", Title: title, Width: chart.Narrow})
	if err != nil {
		return drawing{}
	}
	return drawing{Wide: template.HTML(wide.String()), Narrow: template.HTML(narrow.String())} //nolint:gosec // made by the chart package, which escapes everything
}

func (p place) figures(v *page.Visit, here string, m figuresPage) error {
	m.Place, m.Tabs = p, p.tabs(here)
	return v.Show("figures", page.View{Title: m.Title, Current: p.current(), Wide: true, Data: m})
}

// table is a table that scrolls on small screens. The first column names the rows, and the others are figures unless they begin with a *.
func table(caption, empty string, columns ...string) *ui.Table {
	t := &ui.Table{Caption: caption, Compact: true, Scroll: true, Empty: empty}
	for i, c := range columns {
		text, words := strings.CutPrefix(c, "*")
		t.Columns = append(t.Columns, ui.Column{Text: text, RowHeader: i == 0, Numeric: i > 0 && !words})
	}
	return t
}

func add(t *ui.Table, cells ...any) {
	row := ui.Row{}
	for _, c := range cells {
		switch c := c.(type) {
		case ui.Cell:
			row.Cells = append(row.Cells, c)
		case string:
			row.Cells = append(row.Cells, ui.TextCell(c))
		case int:
			row.Cells = append(row.Cells, ui.NumberCell(c))
		}
	}
	t.Rows = append(t.Rows, row)
}

const minutesPerHour = 60

// hours writes minutes as hours: "7.5".
func hours(minutes float64) string { return decimal(minutes / minutesPerHour) }

// decimal writes a number with one decimal, and a true minus sign.
func decimal(n float64) string {
	s := strconv.FormatFloat(math.Abs(n), 'f', 1, 64)
	if n < 0 && s != "0.0" {
		return "−" + s
	}
	return s
}

// wte writes whole-time equivalents: "224.42", "1,082,977".
func wte(n float64) string {
	whole, part := math.Modf(math.Round(n*100) / 100) //nolint:mnd // hundredths
	s := ui.Number(int(whole))
	if part == 0 {
		return s
	}
	return s + strings.TrimRight(strings.TrimPrefix(strconv.FormatFloat(part, 'f', 2, 64), "0"), "0")
}

// inPeriod is the address of figures of the period that the visitor asks for.
func (p place) inPeriod(v *page.Visit, path string) string {
	q := url.Values{}
	if asked := v.Query("period"); asked != "" {
		q.Set("period", asked)
	}
	if len(q) == 0 {
		return p.api(path)
	}
	return p.api(path + "?" + q.Encode())
}

// periods offers the last national years, quarters and calendar years.
func (p place) periods(v *page.Visit, path, chosen string) *filter {
	today := report.DateOf(v.Now().In(v.Zone))
	field := ui.Select{Field: ui.Field{Name: "period", Label: "Period", Value: chosen}}
	seen := map[string]bool{}
	offer := func(one report.Period) {
		if code := one.String(); !seen[code] && one.Check(today) == nil {
			seen[code] = true
			field.Items = append(field.Items, ui.Option{Value: code, Text: one.Title()})
		}
	}
	if one, err := report.ParsePeriod(chosen); err == nil {
		offer(one)
	}
	for _, kind := range []report.PeriodKind{report.NationalYearly, report.Quarterly} {
		one := report.PeriodOf(kind, today)
		for range periodsBack {
			offer(one)
			one = one.Before()
		}
	}
	f := &filter{Start: ui.Form{Action: path, Get: true, Label: "Period"}, Fields: []ui.Component{field}, Show: ui.Button{Text: "Show", Variant: ui.Secondary}}
	if len(p.Switch.Items) > 0 {
		f.Hidden = []ui.Hidden{{Name: "library", Value: string(p.ID)}}
	}
	return f
}

// periodsBack is how many periods of a kind are offered.
const periodsBack = 5
