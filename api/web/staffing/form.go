package staffing

import (
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// formPage is a form of the area.
type formPage struct {
	Title    string
	Text     []string
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice
	Fields   []ui.Component
	Save     ui.Button
	Remove   *ui.Button
	Cancel   ui.Link
	History  *ui.Table
}

// form shows a form; its fields are made before.
func (p place) form(v *page.Visit, show shower, here, back, backTo string, m formPage) error {
	f := v.Form()
	m.Start, m.Guard = f.Start(p.href(here)), f.Guard()
	m.Save.PreventDoubleClick = true
	m.Cancel = ui.Link{Text: "Cancel", Href: p.href(back)}
	return show("form", page.View{Title: m.Title, Current: p.current(), Back: p.href(back), BackTo: backTo, Form: f, Data: m})
}

// number is a short box for a number.
func number(f *page.Form, name, label, suffix string, hint ...string) ui.Input {
	field := f.Field(name, label, hint...)
	field.InputMode = "decimal"
	return ui.Input{Field: field, Width: 10, Suffix: suffix} //nolint:mnd // characters
}

// float reads a number with a point and commas; what is none is noted as wrong.
func float(f *page.Form, name string) float64 {
	n, err := strconv.ParseFloat(strings.ReplaceAll(f.Get(name), ",", ""), 64)
	if err != nil || n != n {
		f.Wrong(name, "Give a number, such as 37.5.")
		return 0
	}
	return n
}

// day reads a date of three boxes as the API writes it; empty if there is none.
func day(v *page.Visit, name string) string {
	t := v.Form().Date(name, 0, v.Zone)
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02")
}

// defaultDay fills the three boxes of a date.
func defaultDay(v *page.Visit, name, date string) {
	parts := strings.Split(date, "-")
	f := v.Form()
	if len(parts) != len("ymd") || f.Has(name+".day") {
		return
	}
	for i, box := range []string{".year", ".month", ".day"} {
		f.Set(name+box, strings.TrimLeft(parts[i], "0"))
	}
}

// shown writes a stored number as it is typed.
func shown(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// changed lays two versions side by side, field by field: label, theirs, yours.
func changed(f *page.Form, version int, fields ...[3]string) *ui.Versions {
	f.Set(page.VersionField, strconv.Itoa(version))
	both := &ui.Versions{Heading: "Somebody else changed this meanwhile", Theirs: "As it is now", Yours: "Yours, not saved"}
	for _, one := range fields {
		if one[1] != one[2] {
			both.Fields = append(both.Fields, ui.VersionedField{Label: one[0], Theirs: one[1], Yours: one[2]})
		}
	}
	return both
}
