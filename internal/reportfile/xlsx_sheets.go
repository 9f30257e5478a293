package reportfile

import "evidencedesk/internal/report"

// section adds the sheet of a section. A column of shares takes three: how many, of how many, and the share; one with intervals
// takes two more.
func (b *book) section(s report.Section) {
	head := []string{s.Heading}
	shapes := make([]shape, len(s.Table.Columns))
	for i, c := range s.Table.Columns {
		shapes[i] = shapeOf(s.Table, i)
		head = append(head, shapes[i].heads(c.Heading)...)
	}
	rows := [][]any{}
	for _, row := range s.Table.All() {
		cells := []any{row.Heading}
		for i, c := range row.Cells {
			cells = append(cells, shapes[i].cells(c)...)
		}
		rows = append(rows, cells)
	}
	for _, note := range s.Notes {
		rows = append(rows, []any{note})
	}
	shows, _ := heading(s)
	b.sheet(s.Heading, shows, head, rows)
}

// shape is how many columns of a sheet a column of a table takes.
type shape struct{ share, spread bool }

func shapeOf(t report.Table, column int) shape {
	var s shape
	for _, row := range t.All() {
		c := row.Cells[column]
		s.share = s.share || c.Kind == report.Share
		s.spread = s.spread || c.Spread() != ""
	}
	return s
}

func (s shape) heads(title string) []string {
	all := []string{title}
	if s.share {
		all = append(all, title+": number", title+": of")
	}
	if s.spread {
		all = append(all, title+": from", title+": to")
	}
	return all
}

func (s shape) cells(c report.Cell) []any {
	all := []any{figure(c)}
	if s.share {
		var n, of any = "", ""
		if c.Kind == report.Share {
			of = styled{float64(c.Of), countStyle}
			if n = (styled{float64(c.N), countStyle}); c.Hidden {
				n = report.HiddenWord
				if c.Of == 0 {
					of = report.HiddenWord
				}
			}
		}
		all = append(all, n, of)
	}
	if s.spread {
		var low, high any = "", ""
		switch {
		case c.Spread() == "":
		case c.Kind == report.Quantile:
			low, high = styled{round(c.Low/60, 1), hoursStyle}, styled{round(c.High/60, 1), hoursStyle}
		default:
			low, high = styled{round(c.Low, 2), percentStyle}, styled{round(c.High, 2), percentStyle}
		}
		all = append(all, low, high)
	}
	return all
}

// figure is a number where there is one, else what stands in its place.
func figure(c report.Cell) any {
	if v, ok := c.Number(); ok {
		return styled{v, formatOf(c.Kind)}
	}
	return c.String()
}

// beside adds the sheets of what is no figure.
func (b *book) beside() {
	f := b.file
	said := [][]any{}
	for _, q := range f.Quotes {
		said = append(said, []any{q.Text, q.By})
	}
	if text := f.withdrawn(); text != "" {
		said = append(said, []any{text})
	}
	if len(said) > 0 {
		b.sheet("Quotations", "In their words", []string{"What they said", "Who"}, said)
	}
	told := [][]any{}
	for _, c := range f.Cases {
		told = append(told, []any{c.Title, c.Text})
	}
	if text := f.takenDown(); text != "" {
		told = append(told, []any{text})
	}
	if len(told) > 0 {
		b.sheet("Case studies", "Case studies", []string{"Case study", "In short"}, told)
	}
	seen := [][]any{}
	for _, v := range f.Reviews {
		seen = append(seen, []any{v.Reviewer, v.On, v.Note})
	}
	if len(seen) > 0 {
		b.sheet("Reviews", "Who has reviewed this report", []string{"Reviewed by", "On", "Note"}, seen)
	}
	means := [][]any{}
	for _, d := range f.used() {
		means = append(means, []any{d.Title, d.Definition, d.Compiled, d.Limits})
	}
	b.sheet("Definitions", "What the figures mean", []string{"Figure", "What it is", "How it is counted", "What it does not tell"}, means)
}
