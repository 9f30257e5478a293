package evidencework

import (
	"fmt"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// reportingPage is the form of what is told of the searches as a whole.
type reportingPage struct {
	*desk
	Versions   *ui.Versions
	Start      ui.Form
	Guard      *ui.GuardNotice
	Dedup      []ui.Component
	Statements []ui.Component
	Back       string
}

func openReporting(v *page.Visit) (*desk, error) {
	d, err := open(v, searchesTab)
	if err == nil && !d.Edit {
		err = page.ErrNotFound
	}
	return d, err
}

func showReporting(v *page.Visit) error {
	d, err := openReporting(v)
	if err != nil {
		return err
	}
	var r postgres.Reporting
	if err := v.Read(d.API("searches", "reporting"), &r); err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(r.Version))
	f.Default("dedup.method", r.Dedup.Method)
	f.Default("dedup.software", r.Dedup.Software)
	f.Default("dedup.before", digits(r.Dedup.Before))
	f.Default("dedup.after", digits(r.Dedup.After))
	for _, s := range r.Statements {
		f.Default(row("statements", s.Item-1, "text"), s.Text)
	}
	return v.Show("searches_reporting", d.reportingView(f, nil))
}

func takeReporting(v *page.Visit) error {
	d, err := openReporting(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := d.readReporting(f)
	if f.Failed() {
		return v.Again("searches_reporting", d.reportingView(f, nil))
	}
	var saved rest.SavedReporting
	err = v.Put(d.API("searches", "reporting"), f.Version(), body, &saved)
	var current postgres.Reporting
	switch {
	case err == nil:
		return v.Go(d.URL("searches")+"#prisma-s", "You saved what is told of the searches."+suspicion(saved.Warnings))
	case page.Stale(err, &current):
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		return v.Conflict("searches_reporting", d.reportingView(f, d.reportingVersions(body.ReportingContent, current)))
	case f.Refused(err):
		return v.Again("searches_reporting", d.reportingView(f, nil))
	}
	return err
}

// readReporting takes what was typed: a statement for each item, so that the form's names are the API's paths.
func (d *desk) readReporting(f *page.Form) rest.ReportingBody {
	b := rest.ReportingBody{ReportingContent: postgres.ReportingContent{Dedup: postgres.SearchDedup{
		Method: f.Get("dedup.method"), Software: f.Get("dedup.software"), Before: count(f, "dedup.before"), After: count(f, "dedup.after"),
	}}}
	for i := range d.items() {
		b.Statements = append(b.Statements, postgres.SearchStatement{Item: i + 1, Text: f.Get(row("statements", i, "text"))})
	}
	return b
}

// items are those of PRISMA-S, with their names.
func (d *desk) items() []vocabulary.Term {
	list, _ := d.visit.Vocabulary.Get(vocabulary.PrismaSItems)
	return list.Terms
}

func (d *desk) reportingView(f *page.Form, versions *ui.Versions) page.View {
	method := f.Text("dedup.method", "How duplicates were removed", evidence.MaxNote, "Leave it empty when the records were imported here: the counts are known.")
	method.Rows, method.Optional = 3, true
	software := f.Line("dedup.software", "Software", "With its version.")
	software.Optional = true
	p := reportingPage{
		desk: d, Versions: versions, Back: d.URL("searches"),
		Dedup: []ui.Component{method, software, numberBox(f, "dedup.before", "Records before", ""), numberBox(f, "dedup.after", "Records after", "")},
	}
	for i, item := range d.items() {
		box := f.Text(row("statements", i, "text"), fmt.Sprintf("%d. %s", i+1, item.Label), evidence.MaxNote, item.Definition)
		box.Rows, box.Optional = 2, true
		p.Statements = append(p.Statements, box)
	}
	p.Guard, p.Start = f.Guard(), f.Start("")
	view := d.View("What was left out", p)
	view.Form = f
	return view
}

// reportingVersions sets what somebody else saved beside what was typed.
func (d *desk) reportingVersions(mine postgres.ReportingContent, current postgres.Reporting) *ui.Versions {
	v := &ui.Versions{
		Heading: "Somebody saved this while you were editing it",
		Theirs:  "Saved by " + d.name(current.UpdatedBy) + " at " + ui.TimeShort.Write(current.UpdatedAt.In(d.visit.Zone)), Yours: "Yours, not saved",
	}
	add := func(label, theirs, yours string) {
		if theirs != yours {
			v.Fields = append(v.Fields, ui.VersionedField{Label: label, Theirs: theirs, Yours: yours})
		}
	}
	add("How duplicates were removed", current.Dedup.Method, mine.Dedup.Method)
	add("Software", current.Dedup.Software, mine.Dedup.Software)
	add("Records before", digits(current.Dedup.Before), digits(mine.Dedup.Before))
	add("Records after", digits(current.Dedup.After), digits(mine.Dedup.After))
	said := func(list []postgres.SearchStatement, item int) string {
		for _, s := range list {
			if s.Item == item {
				return s.Text
			}
		}
		return ""
	}
	for i, item := range d.items() {
		add(item.Label, said(current.Statements, i+1), said(mine.Statements, i+1))
	}
	return v
}
