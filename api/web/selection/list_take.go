package selection

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/postgres"
)

// takeList takes one decision for the ticked publications.
func takeList(v *page.Visit) error {
	d, err := open(v, pageList)
	if err != nil {
		return err
	}
	if err := d.notHere(); err != nil {
		return err
	}
	f, by := v.Form(), readFilters(v.Query)
	body := rest.DecisionsBody{Records: f.All("record"), Verdict: postgres.Verdict(f.Get("action")), Reason: f.Get("reason"), Tier: f.Get("tier")}
	if len(body.Records) == 0 {
		f.Wrong("action", "Select at least one record.")
	} else if f.Get("action") == "" {
		f.Wrong("action", "Choose what to decide.")
	}
	if f.Get("action") == "undecided" {
		body.Verdict = postgres.Undecided
	}
	if body.Verdict != postgres.Exclude {
		body.Reason = ""
	}
	order, err := d.leavingMany(f, body)
	if err != nil {
		return err
	}
	var done postgres.ManyDecided
	if !f.Failed() {
		err = v.Post(d.API("record-decisions"), body, &done)
		if err != nil && !f.Refused(err) {
			return err
		}
	}
	if f.Failed() {
		view, err := d.listView(f, by)
		if err != nil {
			return err
		}
		return v.Again("list", view)
	}
	said := "You decided on " + page.Count(done.Publications, "publication") + "."
	return v.Go(d.at(pageList)+by.query(by.cursor), said+d.renumber(order, done.Removed))
}

// leavingMany is what leaving is, for all the references that may leave the report with a decision.
func (d *desk) leavingMany(f *page.Form, body rest.DecisionsBody) ([]string, error) {
	if f.Failed() || body.Verdict == postgres.Include || d.Contents.References == 0 {
		return nil, nil
	}
	order, err := d.order()
	if err != nil || f.Get(sureField) != "" {
		return order, err
	}
	var references struct{ Items []postgres.Reference }
	if err := d.visit.Read(d.API("references")+"?limit=1000", &references); err != nil {
		return nil, err
	}
	var leaving []string
	for _, r := range references.Items {
		if r.Record != "" && slices.Contains(body.Records, r.Record) {
			leaving = append(leaving, r.ID)
		}
	}
	if len(leaving) == 0 {
		return order, nil
	}
	why, err := d.cites(order, leaving)
	if why != "" {
		f.Wrong("action", why+" Say below that you want that.")
		f.Set("_cited", "yes")
	}
	return order, err
}
