package staffing

import (
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
	"evidencedesk/internal/vocabulary"
)

// yearsBack is how many years of returns are offered.
const yearsBack = 6

// yearAsked is the year of the address: the last whole one unless it names another.
func yearAsked(v *page.Visit) int {
	if n, err := strconv.Atoi(v.Query("year")); err == nil {
		return n
	}
	last, err := report.At(v.Now(), v.Zone, report.NationalYearly)
	if err != nil {
		return v.Now().Year() - 1
	}
	return last.From().Year
}

// nationalReturn shows a year's return, and why it differs from the year before.
func nationalReturn(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	var r rest.ReturnView
	if err := v.Read(p.api("/returns/"+strconv.Itoa(yearAsked(v))), &r); err != nil {
		return err
	}
	m := figuresPage{Title: "National return", Lede: returnFinding(r), Filter: p.years(v, r.Year), Parts: []part{p.lines(r)}}
	for _, e := range r.Changes {
		m.Parts = append(m.Parts, explained(v, r, e))
	}
	m.Method = append(r.Method, "This year is counted by version "+strconv.Itoa(r.Rule.Version)+" of the library’s rule, the year before by version "+strconv.Itoa(r.BeforeRule)+".",
		"The published statistics do not say exactly what an expert search is, so this rule is the library’s own.",
		"A difference is taken apart exactly: what another rule does to last year’s requests, what was entered by hand, and what is left by type of search. The parts by staff group are another way to cut the same remainder.")
	if p.boss {
		m.Links = []ui.Link{
			{Href: p.href(returnAt + "/years/" + strconv.Itoa(r.Year)), Text: "Enter what is done elsewhere"}, {Href: p.href(countingAt), Text: "Change what counts as an expert search"},
		}
	}
	return p.figures(v, returnAt, m)
}

func returnFinding(r rest.ReturnView) string {
	said := ""
	for _, l := range r.Lines {
		if l.Activity == staffing.ExpertSearches {
			said = "Expert searches, " + r.Title + ": " + ui.Number(l.Total) + " (" + report.Signed(l.Total-l.Before) + " against the year before)."
		}
	}
	if r.Underway {
		said += " The year has not ended: figures still grow."
	}
	return said
}

func (p place) years(v *page.Visit, chosen int) *filter {
	field := ui.Select{Field: ui.Field{Name: "year", Label: "Year", Value: strconv.Itoa(chosen)}}
	year := report.PeriodOf(report.NationalYearly, report.DateOf(v.Now().In(v.Zone))).From().Year
	for i := range yearsBack {
		field.Items = append(field.Items, ui.Option{Value: strconv.Itoa(year - i), Text: report.NationalYear(year - i).Title()})
	}
	if chosen <= year-yearsBack {
		field.Items = append(field.Items, ui.Option{Value: strconv.Itoa(chosen), Text: report.NationalYear(chosen).Title()})
	}
	f := p.periods(v, returnAt, "")
	f.Start.Label, f.Fields = "Year", []ui.Component{field}
	return f
}

func (p place) lines(r rest.ReturnView) part {
	t := table("Return, "+r.Title, "", "Activity", "Counted from requests", "Entered by hand", "Total", "Year before", "Change")
	for _, l := range r.Lines {
		counted := "not counted"
		if l.Counts {
			counted = ui.Number(l.Counted)
		}
		add(t, l.Label, counted, l.Entered, l.Total, l.Before, report.Signed(l.Total-l.Before))
	}
	file := func(format, text string) ui.Link {
		return ui.Link{Href: p.href(returnAt + "/files/" + strconv.Itoa(r.Year) + "." + format), Text: text}
	}
	return part{Heading: r.Title, Table: t, Links: []ui.Link{file("csv", "Download as CSV"), file("xlsx", "Download for Excel")}}
}

func explained(v *page.Visit, r rest.ReturnView, e staffing.Explanation) part {
	label := v.Label(vocabulary.ReturnActivities, e.Activity)
	t := table("Why "+page.Lower(label)+" changed", "", "Reason", "Year before, by this year’s rule", "This year", "Change")
	add(t, "Another counting rule", "", "", report.Signed(e.Rule))
	add(t, "Entered by hand", "", "", report.Signed(e.Entered))
	for _, one := range e.Types {
		add(t, "Type: "+v.Label(vocabulary.SearchTypes, one.Code), one.Before, one.Now, report.Signed(one.Change))
	}
	add(t, "Together", e.Before, e.Now, report.Signed(e.Change))
	for _, one := range e.StaffGroups {
		add(t, "Of these, staff group: "+v.Label(vocabulary.StaffGroups, one.Code), one.Before, one.Now, report.Signed(one.Change))
	}
	text := "The counting rule is the same as for the year before."
	if r.Rule.Version != r.BeforeRule {
		text = "The year before was counted by another version of the rule."
	}
	return part{Heading: "Why " + page.Lower(label) + " changed", Text: []string{text}, Table: t}
}

// returnFile hands out the return as a file.
func returnFile(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	return v.File(p.api("/return-files/" + url.PathEscape(v.Param("file"))))
}

// returnedYear reads the return of the year of the address.
func (p place) returnedYear(v *page.Visit) (rest.ReturnView, error) {
	var r rest.ReturnView
	year, err := strconv.Atoi(v.Param("year"))
	if err != nil {
		return r, page.ErrNotFound
	}
	err = v.Read(p.api("/returns/"+strconv.Itoa(year)), &r)
	return r, err
}

func showReturn(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	r, err := p.returnedYear(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(r.Version))
	f.Default("rule_version", strconv.Itoa(r.Rule.Version))
	for _, l := range r.Lines {
		f.Default("entered."+l.Activity, strconv.Itoa(l.Entered))
	}
	return p.returnForm(v, r, nil, v.Show)
}

func (p place) returnForm(v *page.Visit, r rest.ReturnView, both *ui.Versions, show shower) error {
	f := v.Form()
	m := formPage{
		Title: "Return: " + r.Title, Versions: both, Save: ui.Button{Text: "Save"},
		Text: []string{"Enter what is not counted from requests here: activities that you record elsewhere, and searches done elsewhere. It is added to what is counted, and marked as entered."},
	}
	var versions []ui.Option
	for _, n := range r.RuleVersion {
		text := "Version " + strconv.Itoa(n)
		if n == r.NewestRule {
			text += " (newest)"
		}
		versions = append(versions, ui.Option{Value: strconv.Itoa(n), Text: text})
	}
	m.Fields = append(m.Fields, f.Select("rule_version", "Counting rule that this year keeps", versions))
	for _, l := range r.Lines {
		hint := ""
		if l.Counts {
			hint = ui.Number(l.Counted) + " are counted from requests already. Enter only what comes on top."
		}
		m.Fields = append(m.Fields, number(f, "entered."+l.Activity, l.Label, "", hint))
	}
	return p.form(v, show, returnAt+"/years/"+strconv.Itoa(r.Year), returnAt, "National return", m)
}

func takeReturn(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	r, err := p.returnedYear(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.ReturnBody{RuleVersion: whole(f, "rule_version"), Entered: map[string]int{}}
	for _, l := range r.Lines {
		body.Entered[l.Activity] = f.Int("entered."+l.Activity, 0, 10_000_000)
	}
	if f.Failed() {
		return p.returnForm(v, r, nil, v.Again)
	}
	var theirs postgres.NationalReturn
	err = v.Put(p.api("/returns/"+strconv.Itoa(r.Year)), f.Version(), body, &rest.ReturnView{})
	switch {
	case err == nil:
		return v.Go(p.href(returnAt, "year", strconv.Itoa(r.Year)), "The return is saved. What was entered before is kept.")
	case page.Stale(err, &theirs):
		var fields [][3]string
		for _, l := range r.Lines {
			fields = append(fields, [3]string{l.Label, strconv.Itoa(theirs.Entered[l.Activity]), strconv.Itoa(body.Entered[l.Activity])})
		}
		return p.returnForm(v, r, changed(f, theirs.Version, fields...), v.Conflict)
	case f.Refused(err):
		return p.returnForm(v, r, nil, v.Again)
	}
	return err
}
