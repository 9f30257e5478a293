package living

import (
	"fmt"
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
)

// lookPage is what one look found, to be kept or dismissed.
type lookPage struct {
	*bench

	Heading  string
	State    ui.Tag
	Text     string
	Exports  []exportWanted
	Again    *ui.Form
	Findings []findingPart
	Start    ui.Form
	Guard    *ui.GuardNotice
	Edit     bool
	Back     string
}

// exportWanted is a search of which a person has to export the records.
type exportWanted struct {
	Text   string
	Upload ui.Link
}

// findingPart is a finding with what is made of it.
type findingPart struct {
	Heading string
	Tag     ui.Tag
	Source  string
	Links   ui.Parts
	Reasons string
	Decided string // in words, for a look that was approved
	ID      ui.Hidden
	Version ui.Hidden
	Keep    ui.Radios
	Note    ui.Input
}

type lookDesk struct {
	*bench

	run rest.WatchView
	one postgres.WatchRun
}

func openLook(v *page.Visit) (*lookDesk, error) {
	b, w, err := readWatch(v)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(w.Runs, func(r postgres.WatchRun) bool { return r.ID == v.Param("run") })
	if i < 0 {
		return nil, page.ErrNotFound
	}
	return &lookDesk{bench: b, run: w, one: w.Runs[i]}, nil
}

// edits reports whether the findings may be decided now.
func (d *lookDesk) edits() bool { return d.watches() && d.one.State == postgres.WatchReview }

func (d *lookDesk) address() string { return d.URL(watch, "runs", d.one.ID) }

func showLook(v *page.Visit) error {
	d, err := openLook(v)
	if err != nil {
		return err
	}
	return v.Show("look", d.view(v.Form()))
}

func takeLook(v *page.Visit) error {
	d, err := openLook(v)
	if err != nil {
		return err
	}
	f := v.Form()
	approve := f.Get("do") == "approve"
	body := d.decisions(f, approve)
	if f.Failed() {
		return v.Again("look", d.view(f))
	}
	if len(body.Findings) > 0 {
		err = v.Put(d.API(watch, "runs", d.one.ID, "findings"), 0, body, nil)
	}
	var current []postgres.WatchRun
	switch {
	case page.Stale(err, &current):
		f.Top = "Somebody decided about these findings since you opened the page. Nothing of yours was saved. Load the page again to see theirs."
		return v.Conflict("look", d.view(f))
	case err != nil && !f.Refused(err):
		return err
	case err != nil:
		return v.Again("look", d.view(f))
	case !approve:
		return v.Go(d.address(), "Your decisions were saved. Nobody was told.")
	}
	var done rest.Approved
	err = v.Post(d.API(watch, "runs", d.one.ID, "approve"), nil, &done)
	if words, refused := said(err); refused {
		f.Top = words
		return v.Again("look", d.view(f))
	}
	if err != nil {
		return err
	}
	if !done.Told {
		return v.Go(d.URL(watch), "The look was approved. Nothing was kept, so the requester was not told.")
	}
	return v.Go(d.URL(watch), "The look was approved, and the requester is told.")
}

// decisions reads what was chosen. To approve, every finding needs a choice.
func (d *lookDesk) decisions(f *page.Form, all bool) rest.FindingsBody {
	var body rest.FindingsBody
	for i, one := range d.open() {
		at := fmt.Sprintf("findings[%d].", i)
		decision := f.Get(at + "decision")
		version, _ := strconv.Atoi(f.Get(at + "version"))
		switch {
		case f.Get(at+"id") != one.ID:
			f.Top = "The findings have changed since you opened the page. Load it again."
			return body
		case decision == "" && all:
			f.Wrong(at+"decision", "Choose whether the requester is to see “"+page.Shorten(one.Title, shortTitle)+"”.")
		case decision != "":
			body.Findings = append(body.Findings, postgres.FindingDecision{ID: one.ID, Version: version, Decision: decision, Note: f.Get(at + "note")})
		}
	}
	return body
}

const shortTitle = 60

// open are the findings that somebody has to decide about.
func (d *lookDesk) open() []postgres.WatchFinding {
	return slices.DeleteFunc(slices.Clone(d.one.Findings), func(f postgres.WatchFinding) bool { return f.Kind == postgres.FoundExport })
}

func lookAgain(v *page.Visit) error {
	b, err := open(v, workbench.Overview)
	if err != nil {
		return err
	}
	run := v.Param("run")
	var found rest.LookedAgain
	if err := v.Post(b.API(watch, "runs", run, "look-again"), nil, &found); err != nil {
		return err
	}
	return v.Go(b.URL(watch, "runs", run), "The exports that were uploaded since were compared. This look holds "+page.Count(found.New, "new record")+" now.")
}

func (d *lookDesk) view(f *page.Form) page.View {
	p := lookPage{bench: d.bench, Heading: "Look of " + d.visit.Day(d.one.At), State: lookTag(d.one.State), Edit: d.edits(), Back: d.URL(watch)}
	p.Text = fmt.Sprintf("%s not known before. %s looked up among the retracted papers: %s.",
		page.Count(d.one.New, "record"), page.Count(d.one.Checked, "reference"), page.Count(d.one.Retracted, "notice"))
	for _, one := range d.one.Findings {
		if one.Kind == postgres.FoundExport {
			p.Exports = append(p.Exports, d.export(one))
		}
	}
	if len(p.Exports) > 0 && p.Edit {
		again := f.Start(d.address() + "/look-again")
		p.Again = &again
	}
	for i, one := range d.open() {
		p.Findings = append(p.Findings, d.part(f, i, one))
	}
	p.Guard, p.Start = f.Guard(), f.Start("")
	view := d.View("Look", p)
	view.Form = f
	return view
}

// LookAgainButton takes in what was uploaded since.
func (lookPage) LookAgainButton() ui.Button {
	return ui.Button{Text: "I have uploaded an export: compare it", Variant: ui.Secondary, Small: true, PreventDoubleClick: true}
}

// SaveButton keeps the decisions and tells nobody.
func (lookPage) SaveButton() ui.Button {
	return ui.Button{Text: "Save for later", Variant: ui.Secondary, Name: "do", Value: "save"}
}

// ApproveButton ends the review.
func (lookPage) ApproveButton() ui.Button {
	return ui.Button{Text: "Approve", Name: "do", Value: "approve", PreventDoubleClick: true}
}

func (d *lookDesk) export(one postgres.WatchFinding) exportWanted {
	name := d.sourceOn(one)
	upload := d.URL("records", "import")
	if one.Search != "" {
		upload += "?search=" + escape(one.Search)
	}
	return exportWanted{
		Text:   name + ": " + problemWords(one.Code, 0),
		Upload: ui.Link{Href: upload, Text: "Upload an export", More: " of " + name},
	}
}

func (d *lookDesk) part(f *page.Form, i int, one postgres.WatchFinding) findingPart {
	at := fmt.Sprintf("findings[%d].", i)
	f.Default(at+"decision", one.Decision)
	f.Default(at+"note", one.Note)
	p := findingPart{
		Heading: one.Title, Tag: findingTag(one), Source: describe(d.visit, one), Links: links(one), Reasons: joined("; ", one.Reasons...), Decided: decidedWords(one),
		ID: ui.Hidden{Name: at + "id", Value: one.ID}, Version: ui.Hidden{Name: at + "version", Value: strconv.Itoa(one.Version)},
	}
	if one.Search != "" {
		p.Source = joined(". ", p.Source, "Found by "+d.sourceOn(one))
	}
	p.Keep = f.Radios(at+"decision", "Is the requester to see it?", []ui.Item{{Value: postgres.FindingKept, Label: "Yes, keep it"}, {Value: postgres.FindingDismissed, Label: "No, dismiss it"}})
	p.Note = f.Line(at+"note", "What it means for the answer (optional)", "The requester reads this.")
	return p
}

// sourceOn names the search that a finding comes from.
func (d *lookDesk) sourceOn(one postgres.WatchFinding) string {
	if one.Source == "" {
		return "a search that was removed"
	}
	return joined(" on ", d.visit.Label("sources", one.Source), d.visit.Label("platforms", one.Platform))
}
