package selection

import (
	"net/url"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// screenPage is one publication with the decision about it.
type screenPage struct {
	*desk
	Progress string
	Where    string // what stands in the heading of the page about the place
	Title    []span
	Abstract []span
	Authors  string
	Source   string
	Facts    ui.SummaryList
	Start    ui.Form
	Guard    *ui.GuardNotice
	Decision []ui.Component
	More     ui.Details
	Details  []ui.Component
	Save     ui.Button
	Links    []ui.Link
	Undo     *ui.Form
	Listed   string         // its reference in the report
	Taken    []ui.Component // what was decided, for who may not decide
	Stale    string
	Done     []ui.Component // in place of a publication
}

func showScreen(v *page.Visit) error {
	d, s, err := openScreen(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if s.Publication != nil {
		fill(f, s.Publication.Decision)
	}
	return v.Show("screen", d.screenView(f, s, ""))
}

func openScreen(v *page.Visit) (*desk, postgres.Screen, error) {
	d, err := open(v, pageScreen)
	if err != nil {
		return nil, postgres.Screen{}, err
	}
	at := d.API("screening")
	if record := v.Param("record"); record != "" {
		at += "?record=" + url.QueryEscape(record)
	}
	var s postgres.Screen
	err = v.Read(at, &s)
	return d, s, err
}

// fill puts what was decided into the form.
func fill(f *page.Form, c postgres.Decision) {
	f.Default("verdict", string(c.Verdict))
	f.Default("reason", c.Reason)
	f.Default("theme", c.Theme)
	f.Default("tier", c.Tier)
	f.Default("note", c.Note)
	if c.KeyPaper && isBlank(f) {
		f.Default("key_paper", "yes")
	}
	f.Default(page.VersionField, strconv.Itoa(c.Version))
}

// isBlank reports whether nobody has pressed a button of the form yet; an empty box would otherwise be ticked again.
func isBlank(f *page.Form) bool { return !f.Has("_record") }

// takeScreen saves a decision and goes on to the next publication. It reads nothing but what the API answers, so that the rhythm
// of screening is not slowed down.
func takeScreen(v *page.Visit) error {
	f := v.Form()
	id := f.Get("_record")
	at := "/requests/" + url.PathEscape(v.Param("id"))
	body := rest.DecisionBody{DecisionContent: postgres.DecisionContent{
		Verdict: postgres.Verdict(f.Get("verdict")), Reason: f.Get("reason"), Note: f.Get("note"), Theme: f.Get("theme"), Tier: f.Get("tier"),
		KeyPaper: f.Get("key_paper") != "",
	}}
	if body.Verdict != postgres.Exclude {
		body.Reason = "" // chosen before the verdict was changed
	}
	if body.Verdict == postgres.Undecided {
		f.Wrong("verdict", "Choose include, maybe or exclude.")
		return againScreen(v, f, "")
	}
	var order []string
	if reference := f.Get("_reference"); reference != "" && body.Verdict != postgres.Include {
		var err error
		if order, err = leaving(v, f, []string{reference}, "verdict"); err != nil {
			return err
		}
		if f.Failed() {
			return againScreen(v, f, "")
		}
	}
	var saved rest.SavedDecision
	err := v.Put(at+"/records/"+url.PathEscape(id)+"/decision", f.Version(), body, &saved)
	var current postgres.Publication
	if page.Stale(err, &current) {
		f.Set(page.VersionField, strconv.Itoa(current.Decision.Version))
		return againScreen(v, f, "Somebody decided on this publication in between: "+strings.ToLower(verdictWords(current.Decision.Verdict))+
			". Your choice is below, not saved. Save it only if you still want to.")
	}
	if err != nil {
		if f.Refused(err) {
			return againScreen(v, f, "")
		}
		return err
	}
	var said []string
	if len(saved.Removed) > 0 {
		d, err := open(v, pageScreen)
		if err != nil {
			return err
		}
		said = []string{"You took its reference out of the report." + d.renumber(order, saved.Removed)}
	} else if len(saved.Warnings) > 0 {
		said = []string{"Read your note once more: something in it may identify a patient."}
	}
	return v.Go(nextAt(v.Param("id"), saved.Next), said...)
}

// leaving makes sure that who takes references out of the report knows that the summary cites them. It gives the order of the
// references before they leave.
func leaving(v *page.Visit, f *page.Form, references []string, field string) ([]string, error) {
	d, err := open(v, pageScreen)
	if err != nil {
		return nil, err
	}
	order, err := d.order()
	if err != nil || f.Get(sureField) != "" {
		return order, err
	}
	why, err := d.cites(order, references)
	if why != "" {
		f.Wrong(field, why+" Say below that you want that.")
		f.Set("_cited", "yes")
	}
	return order, err
}

// nextAt is the address of the next publication, with the decision in focus.
func nextAt(request, next string) string {
	at := "/work/" + url.PathEscape(request) + "/select"
	if next == "" {
		return at
	}
	return at + "/record/" + url.PathEscape(next) + focused
}

func againScreen(v *page.Visit, f *page.Form, stale string) error {
	d, s, err := openScreenOf(v, f.Get("_record"))
	if err != nil {
		return err
	}
	if stale != "" {
		return v.Conflict("screen", d.screenView(f, s, stale))
	}
	return v.Again("screen", d.screenView(f, s, ""))
}

// openScreenOf opens the publication that a form was about, which need not be that of the address any more.
func openScreenOf(v *page.Visit, record string) (*desk, postgres.Screen, error) {
	d, err := open(v, pageScreen)
	if err != nil {
		return nil, postgres.Screen{}, err
	}
	var s postgres.Screen
	err = v.Read(d.API("screening")+"?record="+url.QueryEscape(record), &s)
	return d, s, err
}

// takeUndo makes a publication undecided again and shows it.
func takeUndo(v *page.Visit) error {
	f := v.Form()
	id, record := v.Param("id"), v.Param("record")
	var order []string
	if reference := f.Get("_reference"); reference != "" {
		f.Set("_record", record)
		var err error
		if order, err = leaving(v, f, []string{reference}, "verdict"); err != nil {
			return err
		}
		if f.Failed() {
			return againScreen(v, f, "")
		}
	}
	err := v.Delete("/requests/"+url.PathEscape(id)+"/records/"+url.PathEscape(record)+"/decision", f.Version())
	said := "It is undecided again."
	if page.Stale(err, &struct{}{}) {
		said = "Somebody decided on it in between. This is what they decided."
		err = nil
	}
	if err != nil {
		return err
	}
	if len(order) > 0 {
		d, err := open(v, pageScreen)
		if err != nil {
			return err
		}
		said += d.renumber(order, []string{f.Get("_reference")})
	}
	return v.Go("/work/"+url.PathEscape(id)+"/select/record/"+url.PathEscape(record), said)
}
