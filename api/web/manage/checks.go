package manage

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// checksPage is what a library wants checked, and what checks keep finding.
type checksPage struct {
	Place  place
	Start  ui.Form
	Fields []ui.Component
	Save   ui.Button
	Errors ui.Table
}

// policies are the answers to what has to be checked, with their words.
func policies() []ui.Option {
	return []ui.Option{
		{Value: string(evidence.CheckNone), Text: "No check"},
		{Value: string(evidence.CheckStrategy), Text: "The strategy"},
		{Value: string(evidence.CheckSummary), Text: "The summary"},
		{Value: string(evidence.CheckBoth), Text: "Strategy and summary"},
	}
}

func (p place) checks(v *page.Visit) (postgres.LibraryChecks, error) {
	var l postgres.LibraryChecks
	return l, v.Read(p.api("/check-policy"), &l)
}

func ruleField(code string) string { return "rules." + code }

func showChecks(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	l, err := p.checks(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(l.Version))
	return p.checksForm(v, l, v.Show)
}

func (p place) checksForm(v *page.Visit, l postgres.LibraryChecks, show shower) error {
	f := v.Form()
	m := checksPage{Place: p, Save: ui.Button{Text: "Save", PreventDoubleClick: true}, Errors: ui.Table{
		Caption: "What checks keep finding", CaptionSize: "m", Compact: true, Stack: true, Empty: "Nothing was found five times or more in the last 12 months.",
		Columns: []ui.Column{{Text: "Element", RowHeader: true}, {Text: "Severity"}, {Text: "Findings", Numeric: true}},
	}}
	for _, t := range l.Types {
		f.Default(ruleField(t.Type), string(t.Policy))
		hint := ""
		for _, o := range policies() {
			if o.Value == string(t.Standard) {
				hint = "Standard: " + o.Text + "."
			}
		}
		m.Fields = append(m.Fields, f.Select(ruleField(t.Type), t.Label, policies(), hint))
	}
	var found rows[postgres.RecurringError]
	if err := v.Read(p.api("/check-errors"), &found); err != nil {
		return err
	}
	for _, e := range found.Items {
		name := "The summary"
		if e.Element != "" {
			name = v.Label(vocabulary.PressElements, e.Element)
		}
		m.Errors.Rows = append(m.Errors.Rows, ui.Row{Cells: []ui.Cell{
			ui.TextCell(name), ui.TextCell(v.Label(vocabulary.PressVerdicts, e.Severity)), ui.NumberCell(e.Findings),
		}})
	}
	m.Start = f.Start(p.href(checksAt))
	return show("checks", page.View{Title: "Checks", Current: settingsAt, Back: p.href(settingsAt), BackTo: "Settings", Form: f, Data: m})
}

func saveChecks(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	l, err := p.checks(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.CheckPolicyBody{Rules: map[string]evidence.CheckPolicy{}}
	for _, t := range l.Types {
		if chosen := f.Get(ruleField(t.Type)); chosen != "" {
			body.Rules[t.Type] = evidence.CheckPolicy(chosen)
		}
	}
	var theirs postgres.LibraryChecks
	err = v.Put(p.api("/check-policy"), f.Version(), body, &postgres.LibraryChecks{})
	switch {
	case err == nil:
		return v.Go(p.href(checksAt), "What has to be checked is saved. It counts for requests that are accepted from now on.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		f.Top = "Somebody else changed this meanwhile. What you chose is below; save to put it in force."
		return p.checksForm(v, theirs, v.Conflict)
	case f.Refused(err):
		return p.checksForm(v, l, v.Again)
	}
	return err
}
