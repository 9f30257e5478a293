package staffing

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
)

// openYear leads to the figures of a year: the one of the address, or the present one.
func openYear(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	year := v.Query("year")
	if _, err := strconv.Atoi(year); err != nil {
		year = strconv.Itoa(report.PeriodOf(report.NationalYearly, report.DateOf(v.Now().In(v.Zone))).From().Year)
	}
	return v.Go(p.href(yearsAt + "/" + year))
}

// history reads the year of the address, and every version of its figures.
func (p place) history(v *page.Visit) (year int, all []postgres.StaffingYear, err error) {
	year, err = strconv.Atoi(v.Param("year"))
	if err != nil || year < 1990 || year > report.MaxYear-1 {
		return 0, nil, page.ErrNotFound
	}
	var list rows[postgres.StaffingYear]
	err = v.Read(p.api("/staffing/"+strconv.Itoa(year)), &list)
	return year, list.Items, err
}

func showYear(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	year, all, err := p.history(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if len(all) > 0 {
		f.Default(page.VersionField, strconv.Itoa(all[0].Version))
		for _, one := range yearFields(all[0]) {
			f.Default(one.name, one.value)
		}
		defaultDay(v, "as_of", all[0].AsOf)
	}
	f.Default(page.VersionField, "1")
	return p.yearForm(v, year, all, nil, v.Show)
}

// yearField is a figure of a year as it is typed.
type yearField struct{ name, label, value, hint string }

func yearFields(y postgres.StaffingYear) []yearField {
	return []yearField{
		{"workforce_wte", "Workforce served", shown(y.WorkforceWTE), "Whole-time equivalents of the organisations that you serve."},
		{"qualified_wte", "Qualified librarians and knowledge specialists", shown(y.QualifiedWTE), "Whole-time equivalents. 0 if there are none."},
		{"other_wte", "Other library staff", shown(y.OtherWTE), "Whole-time equivalents."},
		{"contracted_hours", "Contracted hours", shown(y.ContractedHours), "A week, everybody together."},
		{"source", "Source", y.Source, "For example: workforce statistics of the trust, March."},
	}
}

func (p place) yearForm(v *page.Visit, year int, all []postgres.StaffingYear, both *ui.Versions, show shower) error {
	f := v.Form()
	m := formPage{
		Title: "Staffing, " + report.NationalYear(year).Title(), Versions: both, Save: ui.Button{Text: "Save figures"}, History: yearHistory(all),
		Text: []string{"Correct the figures as often as you need to: earlier ones are kept below."},
	}
	for _, one := range yearFields(postgres.StaffingYear{}) {
		if one.name == "source" {
			m.Fields = append(m.Fields, f.DateInput("as_of", "Date of the figures", "For example, 31 3 2026"), f.Line(one.name, one.label, one.hint))
			continue
		}
		m.Fields = append(m.Fields, number(f, one.name, one.label, "", one.hint))
	}
	return p.form(v, show, yearsAt+"/"+strconv.Itoa(year), ratioAt, "Staff ratio", m)
}

func yearHistory(all []postgres.StaffingYear) *ui.Table {
	if len(all) == 0 {
		return nil
	}
	t := table("What was entered", "", "Version", "Workforce", "Qualified", "Other", "Hours", "*As of", "*Source", "*Entered")
	for _, y := range all {
		add(t, strconv.Itoa(y.Version), wte(y.WorkforceWTE), wte(y.QualifiedWTE), wte(y.OtherWTE), wte(y.ContractedHours), page.DateWords(y.AsOf), y.Source,
			ui.PartsCell(ui.Time{At: y.EnteredAt}))
	}
	return t
}

func takeYear(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	year, all, err := p.history(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.StaffingYearBody{
		WorkforceWTE: float(f, "workforce_wte"), QualifiedWTE: float(f, "qualified_wte"), OtherWTE: float(f, "other_wte"),
		ContractedHours: float(f, "contracted_hours"), AsOf: day(v, "as_of"), Source: f.Get("source"),
	}
	if f.Failed() {
		return p.yearForm(v, year, all, nil, v.Again)
	}
	var theirs postgres.StaffingYear
	err = v.Put(p.api("/staffing/"+strconv.Itoa(year)), f.Version(), body, &rest.SavedStaffingYear{})
	switch {
	case err == nil:
		return v.Go(p.href(ratioAt), "The figures are saved. Those before are kept.")
	case page.Stale(err, &theirs):
		var fields [][3]string
		for _, one := range yearFields(theirs) {
			fields = append(fields, [3]string{one.label, one.value, f.Get(one.name)})
		}
		return p.yearForm(v, year, all, changed(f, theirs.Version, fields...), v.Conflict)
	case f.Refused(err):
		return p.yearForm(v, year, all, nil, v.Again)
	}
	return err
}
