package reportfile

import (
	"encoding/csv"
	"io"
	"strconv"

	"evidencedesk/internal/document"
	"evidencedesk/internal/report"
)

// csvHead are the columns: one line for each figure, one table after the other.
func csvHead() []string {
	return []string{
		"table", "title", "row", "row_title", "column", "column_title", "period", "kind", "figure", "number", "n", "of", "low", "high", "hidden", "definition",
	}
}

// CSV writes every figure on a line of its own, then what stands beside them, as it goes: RFC 4180 with a byte order mark, by which
// Excel knows UTF-8. No text can be taken for a formula.
func CSV(to io.Writer, f File) error {
	if _, err := io.WriteString(to, "\uFEFF"); err != nil {
		return err
	}
	w := csvWriter{Writer: csv.NewWriter(to)}
	w.UseCRLF = true
	if err := w.Write(csvHead()); err != nil {
		return err
	}
	if mark := f.marked(); mark != "" {
		w.words("about", "About this file", "mark", "", mark)
	}
	for _, known := range f.facts() {
		w.words("about", "About this report", "", known.Label, known.Text)
	}
	for _, c := range f.Report.Caveats {
		w.words("caveats", "Before you use these figures", c.Code, "", c.Text)
	}
	for _, s := range f.Report.Sections {
		w.section(s, f.Report.Period)
	}
	w.beside(f)
	w.Flush()
	return w.Error()
}

// csvWriter keeps the first error, as csv.Writer does.
type csvWriter struct{ *csv.Writer }

func (w csvWriter) line(cells ...string) {
	for i := range cells {
		cells[i] = document.Harmless(cells[i])
	}
	_ = w.Write(cells) // Error tells
}

// words is a line that holds a text.
func (w csvWriter) words(table, title, row, heading, text string) {
	w.line(table, title, row, heading, "", "", "", string(report.Text), text, "", "", "", "", "", "", "")
}

func (w csvWriter) section(s report.Section, of report.Period) {
	if s.Finding != "" {
		w.words(s.ID, s.Heading, "", "Finding", s.Finding)
	}
	for _, row := range s.Table.All() {
		for i, c := range row.Cells {
			w.figure(s, row, s.Table.Columns[i], c, of)
		}
	}
	for _, note := range s.Notes {
		w.words(s.ID, s.Heading, "", "Note", note)
	}
}

func (w csvWriter) figure(s report.Section, row report.Row, column report.Column, c report.Cell, of report.Period) {
	period, definition := column.Period, c.Metric
	if period.IsZero() {
		period = of
	}
	if definition == "" {
		definition = column.Metric
	}
	number := ""
	if v, ok := c.Number(); ok {
		number = decimal(v)
	}
	n, all, low, high, hidden := "", "", "", "", ""
	if c.Hidden {
		hidden = "yes"
	} else if c.Kind != report.Text && c.Kind != report.Change {
		n = strconv.Itoa(c.N)
	}
	if c.Kind == report.Share && (!c.Hidden || c.Of > 0) {
		all = strconv.Itoa(c.Of)
	}
	if c.Spread() != "" {
		low, high = bounds(c)
	}
	w.line(s.ID, s.Heading, row.ID, row.Heading, column.ID, column.Heading, period.String(), string(c.Kind), c.String(), number, n, all, low, high, hidden, definition)
}

// bounds are those of an interval: of a share from 0 to 1, of a quantile in hours.
func bounds(c report.Cell) (low, high string) {
	if c.Kind == report.Quantile {
		return decimal(round(c.Low/60, 1)), decimal(round(c.High/60, 1))
	}
	return decimal(round(c.Low, 2)), decimal(round(c.High, 2))
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// beside writes what is no figure.
func (w csvWriter) beside(f File) {
	for i, q := range f.Quotes {
		w.words("quotes", "In their words", strconv.Itoa(i+1), q.By, q.Text)
	}
	if text := f.withdrawn(); text != "" {
		w.words("quotes", "In their words", "", "Note", text)
	}
	for i, c := range f.Cases {
		w.words("cases", "Case studies", strconv.Itoa(i+1), c.Title, c.Text)
	}
	if text := f.takenDown(); text != "" {
		w.words("cases", "Case studies", "", "Note", text)
	}
	for i, v := range f.Reviews {
		w.words("reviews", "Reviewed", strconv.Itoa(i+1), v.Reviewer+", "+v.On, v.Note)
	}
	for _, d := range f.used() {
		w.words("definitions", "What the figures mean", d.ID, d.Title, d.Definition)
	}
}
