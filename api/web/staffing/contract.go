package staffing

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// askLeave asks whether days off are to be taken back.
func askLeave(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	return p.form(v, v.Show, leaveAt+"/"+v.Param("leave")+"/remove", capacityAt, "Capacity", formPage{
		Title: "Take days off back", Text: []string{"The days count as worked again."}, Save: ui.Button{Text: "Take back"},
	})
}

func removeLeave(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	if err := v.Remove(p.api("/leave/" + v.Param("leave"))); err != nil {
		return err
	}
	return v.Go(p.href(capacityAt), "The days off are taken back.")
}

func newContract(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	return p.contractForm(v, nil, nil, v.Show)
}

func (p place) contractForm(v *page.Visit, of *postgres.Contract, both *ui.Versions, show shower) error {
	f := v.Form()
	m := formPage{
		Title: "Contracted hours", Versions: both, Save: ui.Button{Text: "Save hours"},
		Text: []string{"When the hours change, give the contract a last day and add another from the next day on."},
	}
	here := contractAt + "/new"
	if of == nil {
		options, err := p.team(v, "Choose a person")
		if err != nil {
			return err
		}
		m.Fields = append(m.Fields, f.Select("person", "Whose", options))
	} else {
		here = contractAt + "/" + of.ID
		m.Title += ": " + of.Name
		m.Remove = removeButton("Remove: they were entered by mistake")
	}
	m.Fields = append(m.Fields, number(f, "hours", "Hours a week", "hours"), f.DateInput("from", "First day", "For example, 1 4 2026"),
		f.DateInput("until", "Last day (optional)", "Leave it empty while the contract runs."))
	return p.form(v, show, here, capacityAt, "Capacity", m)
}

func contractBody(v *page.Visit) postgres.ContractContent {
	return postgres.ContractContent{Hours: float(v.Form(), "hours"), From: day(v, "from"), Until: day(v, "until")}
}

func addContract(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.NewContract{Person: evidence.PersonID(f.Get("person")), ContractContent: contractBody(v)}
	if f.Failed() {
		return p.contractForm(v, nil, nil, v.Again)
	}
	err = v.Post(p.api("/contracts"), body, &postgres.Contract{})
	switch {
	case err == nil:
		return v.Go(p.href(capacityAt), "The contracted hours are entered.")
	case f.Refused(err):
		return p.contractForm(v, nil, nil, v.Again)
	}
	return err
}

// contract finds the one of the address.
func (p place) contract(v *page.Visit) (*postgres.Contract, error) {
	var all rows[postgres.Contract]
	if err := v.Read(p.api("/contracts"), &all); err != nil {
		return nil, err
	}
	for i, c := range all.Items {
		if c.ID == v.Param("contract") {
			return &all.Items[i], nil
		}
	}
	return nil, page.ErrNotFound
}

func showContract(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	c, err := p.contract(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(c.Version))
	f.Default("hours", shown(c.Hours))
	defaultDay(v, "from", c.From)
	defaultDay(v, "until", c.Until)
	return p.contractForm(v, c, nil, v.Show)
}

func takeContract(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	c, err := p.contract(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body, said := contractBody(v), "The contracted hours are saved."
	switch {
	case removing(f):
		said, err = "The contracted hours are taken out.", v.Delete(p.api("/contracts/"+c.ID), f.Version())
	case f.Failed():
		return p.contractForm(v, c, nil, v.Again)
	default:
		err = v.Put(p.api("/contracts/"+c.ID), f.Version(), body, &postgres.Contract{})
	}
	var theirs postgres.Contract
	switch {
	case err == nil:
		return v.Go(p.href(capacityAt), said)
	case page.Stale(err, &theirs):
		return p.contractForm(v, c, changed(f, theirs.Version, [3]string{"Hours a week", shown(theirs.Hours), shown(body.Hours)},
			[3]string{"First day", theirs.From, body.From}, [3]string{"Last day", theirs.Until, body.Until}), v.Conflict)
	case f.Refused(err):
		return p.contractForm(v, c, nil, v.Again)
	}
	return err
}
