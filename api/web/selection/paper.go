package selection

import (
	"errors"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/postgres"
)

// paperPage is one paper of the test set.
type paperPage struct {
	*desk
	Line   string // as it was written down
	Stale  string
	Start  ui.Form
	Guard  *ui.GuardNotice
	Fields []ui.Component
	Remove ui.Form
}

func openPaper(v *page.Visit) (*desk, postgres.TestPaper, error) {
	d, err := open(v, pageTests)
	if err != nil {
		return nil, postgres.TestPaper{}, err
	}
	if err := d.notHere(); err != nil {
		return nil, postgres.TestPaper{}, err
	}
	var p postgres.TestPaper
	err = v.Read(d.API("test-papers", v.Param("paper")), &p)
	return d, p, err
}

func showPaper(v *page.Visit) error {
	d, p, err := openPaper(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default("title", p.Title)
	f.Default("doi", p.DOI)
	f.Default("pmid", p.PMID)
	if p.Year != nil {
		f.Default("year", strconv.Itoa(*p.Year))
	}
	f.Default(page.VersionField, strconv.Itoa(p.Version))
	return v.Show("paper", d.paperView(f, p, ""))
}

func (d *desk) paperView(f *page.Form, p postgres.TestPaper, stale string) page.View {
	line := func(name, label string, width int) ui.Input {
		i := ui.Input{Field: f.Field(name, label), Width: width}
		i.Optional, i.Autocomplete = true, "off"
		return i
	}
	title := f.Text("title", "Title", 0)
	title.MaxLength, title.Rows, title.Optional = 0, 2, true
	m := paperPage{
		desk: d, Line: p.Line, Stale: stale,
		Fields: []ui.Component{
			title, line("year", "Year", 4), line("doi", "DOI", 30), line("pmid", "PubMed identifier (PMID)", 10),
			ui.Button{Text: "Save the paper", PreventDoubleClick: true},
		},
		Remove: ui.Form{Action: d.at(pageTests, p.ID, "remove"), Version: strconv.Itoa(p.Version)},
	}
	m.Guard, m.Start = f.Guard(), f.Start("")
	view := d.View("A known paper", m)
	view.Form = f
	return view
}

func takePaper(v *page.Visit) error {
	d, p, err := openPaper(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.TestPaperBody{TestPaperContent: postgres.TestPaperContent{Line: p.Line, Title: f.Get("title"), DOI: f.Get("doi"), PMID: f.Get("pmid")}}
	if f.Get("year") != "" {
		y := f.Int("year", 1400, 2200) // the range of the API
		body.Year = &y
	}
	if f.Failed() {
		return v.Again("paper", d.paperView(f, p, ""))
	}
	var saved rest.SavedTestPaper
	err = v.Put(d.API("test-papers", p.ID), f.Version(), body, &saved)
	var current postgres.TestPaper
	if page.Stale(err, &current) {
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		return v.Conflict("paper", d.paperView(f, current, "Somebody changed this paper in between, to: "+paperName(current)+". What you typed is below, not saved."))
	}
	if err != nil {
		if f.Refused(err) {
			return v.Again("paper", d.paperView(f, p, ""))
		}
		return err
	}
	return v.Go(d.at(pageTests), "You saved the paper.")
}

func removePaper(v *page.Visit) error {
	d, p, err := openPaper(v)
	if err != nil {
		return err
	}
	err = v.Delete(d.API("test-papers", p.ID), v.Form().Version())
	if page.Stale(err, &struct{}{}) {
		return v.Go(d.at(pageTests, p.ID), "Somebody changed this paper in between. Remove it only if you still want to.")
	}
	if err != nil {
		return err
	}
	return v.Go(d.at(pageTests), "You removed the paper.")
}

// refusal gives the problem of a refused call.
func refusal(err error) (*apiclient.Problem, bool) {
	var p *apiclient.Problem
	return p, errors.As(err, &p)
}
