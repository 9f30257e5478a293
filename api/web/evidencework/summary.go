package evidencework

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/living"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// summaryDesk is the desk with the references that the summary may cite.
type summaryDesk struct {
	*desk
	references []postgres.Reference
	table      []postgres.EvidenceRow // of the working copy: it has a page of its own
}

func openSummary(v *page.Visit) (*summaryDesk, error) {
	d, err := open(v, workbench.Summary)
	if err != nil {
		return nil, err
	}
	references, err := allReferences(v, d.API("references"))
	return &summaryDesk{desk: d, references: references}, err
}

// summaryPage is the editor.
type summaryPage struct {
	*desk
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice
	Warning  *ui.WarningCallout // of papers with a notice
	Saved    ui.DraftStatus
	First    ui.Button
	Product  ui.Select
	Main     []ui.Component // bottom line and main text
	Sections []sectionPart
	Extent   ui.Button
	Nothing  ui.Button
	TableSay string
	Table    ui.Button
	Ratings  []certaintyPart
	CiteWhat ui.Select
	CiteAt   ui.Select
	Cite     ui.Button
	Insert   ui.Button
	List     []string // the references, for the panel
	RefHref  string
	Checks   []check
	Buttons  []ui.Component
	Links    []ui.Link
}

// sectionPart is the fields of one section.
type sectionPart struct {
	Heading ui.Input
	Text    ui.Textarea
	Up      *ui.Button
}

func showSummary(v *page.Visit) error {
	s, err := openSummary(v)
	if err != nil {
		return err
	}
	if !s.Edit {
		return v.Go(s.URL("summary", "preview"))
	}
	s.meet(true)
	var stored postgres.Summary
	if err := v.Read(s.API("summary"), &stored); err != nil {
		return err
	}
	s.table = stored.EvidenceTable
	f := v.Form()
	fillSummary(f, stored, s.product(stored.SummaryText))
	view := s.view(f, nil)
	if !stored.UpdatedAt.IsZero() {
		p, _ := view.Data.(summaryPage)
		p.Saved.Text = "Saved on " + ui.TimeShort.Write(stored.UpdatedAt.In(v.Zone)) + " by " + s.name(stored.UpdatedBy)
		view.Data = p
	}
	return v.Show("summary", view)
}

// product is what the summary is written for: its own, else what was agreed.
func (s *summaryDesk) product(text postgres.SummaryText) string {
	if text.Product != "" {
		return text.Product
	}
	return s.Product
}

// takeSummary saves what was typed, after the change that its button stands for, and goes where the button leads.
func takeSummary(v *page.Visit) error {
	s, err := openSummary(v)
	if err != nil {
		return err
	}
	if s.table, err = tableOf(v, s.API("summary")); err != nil {
		return err
	}
	f := v.Form()
	do := f.Get("_do")
	field, err := s.edit(f, do)
	if err != nil {
		return err
	}
	body := rest.SummaryBody{SummaryText: readSummary(f, s.visit.Vocabulary)}
	body.EvidenceTable = s.table
	for i := range body.Sections {
		needed(f, row("sections", i, "heading"), "Write a heading for this section, or clear its text.")
	}
	if f.Failed() {
		return v.Again("summary", s.view(f, nil))
	}
	var saved rest.SavedSummary
	if err := v.Put(s.API("summary"), f.Version(), body, &saved); err != nil {
		return s.refused(f, err)
	}
	said := "You saved the summary." + suspicion(saved.Warnings)
	switch do {
	case "preview", "table":
		return v.Go(s.URL("summary", do))
	case string(evidence.SubmitForCheck), string(evidence.Deliver), string(evidence.Correct):
		return v.Go(s.URL(do), said)
	}
	if field != "" {
		return v.Go(s.URL("summary")+"#"+ui.IDOf(field), said)
	}
	return v.Go(s.URL("summary"), said)
}

// refused shows the editor again: with what is wrong, or beside what somebody else saved in between.
func (s *summaryDesk) refused(f *page.Form, err error) error {
	var current postgres.Summary
	if page.Stale(err, &current) {
		s.table = current.EvidenceTable
		mine := readSummary(f, s.visit.Vocabulary)
		mine.EvidenceTable = s.table
		versions := s.versions(mine, current)
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		return s.visit.Conflict("summary", s.view(f, versions))
	}
	if !f.Refused(err) {
		return err
	}
	return s.visit.Again("summary", s.view(f, nil))
}

// versions sets what somebody else saved beside what was typed.
func (s *summaryDesk) versions(mine postgres.SummaryText, current postgres.Summary) *ui.Versions {
	v := &ui.Versions{
		Heading: "Somebody saved the summary while you were writing",
		Theirs:  "Saved by " + s.name(current.UpdatedBy) + " at " + ui.TimeShort.Write(current.UpdatedAt.In(s.visit.Zone)), Yours: "Yours, not saved",
	}
	for _, part := range paired(s.parts(current.SummaryText, s.references), s.parts(mine, s.references)) {
		if part.before != part.after {
			v.Fields = append(v.Fields, ui.VersionedField{Label: part.label, Theirs: part.before, Yours: part.after})
		}
	}
	return v
}

func (s *summaryDesk) view(f *page.Form, versions *ui.Versions) page.View {
	f.Default("product", s.Product)
	o := s.outline(f)
	p := summaryPage{
		desk: s.desk, Versions: versions, RefHref: s.URL("references"),
		First:   ui.Button{Text: "Save", Variant: ui.Secondary, Small: true, PreventDoubleClick: true},
		Product: f.Select("product", "Product", s.visit.Pick(vocabulary.Products, "Not decided"), "It decides which headings are offered. Save to change them."),
	}
	p.Main = mainFields(f, o)
	p.Sections = sectionFields(f, headings(f, o), s.hints(o))
	p.Extent = ui.Button{Text: "Write where we looked from the searches", Variant: ui.Secondary, Small: true, Name: "_do", Value: "extent"}
	p.Nothing = ui.Button{Text: "Use the wording for nothing found", Variant: ui.LinkButton, Small: true, Name: "_do", Value: "nothing"}
	p.TableSay, p.Table = tableSaid(len(s.table), o), ui.Button{Text: "Save and open the evidence table", Variant: ui.Secondary, Small: true, Name: "_do", Value: "table"}
	p.Ratings = s.certaintyFields(f)
	p.citeFields(f, s.references)
	for _, r := range s.references {
		p.List = append(p.List, brief(r))
	}
	p.Checks = s.checks(f, o)
	p.Buttons, p.Links = s.buttons(), s.links()
	p.Warning = living.Retracted(s.visit, string(s.ID))
	p.Guard, p.Start = f.Guard(), f.Start("")
	p.Start.Autosave = s.URL("summary", "draft")
	view := s.View("Summary", p)
	view.Form = f
	return view
}

func (s *summaryDesk) buttons() []ui.Component {
	list := []ui.Component{
		ui.Button{Text: "Save", PreventDoubleClick: true},
		ui.Button{Text: "Save and preview", Variant: ui.Secondary, Name: "_do", Value: "preview"},
	}
	add := func(name evidence.Name, text string) {
		if s.Can(name) {
			list = append(list, ui.Button{Text: text, Variant: ui.Secondary, Name: "_do", Value: string(name)})
		}
	}
	if s.Stage == evidence.Summarising {
		add(evidence.SubmitForCheck, "Save and send for checking")
	}
	add(evidence.Deliver, "Save and deliver")
	add(evidence.Correct, "Save and send a correction")
	return list
}

func (s *summaryDesk) links() []ui.Link {
	return []ui.Link{{Href: s.URL("summary", "preview"), Text: "Preview what is saved"}, {Href: s.URL("summary", "versions"), Text: "Versions and comparison"}}
}
