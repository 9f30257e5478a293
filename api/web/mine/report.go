package mine

import (
	"html/template"
	"net/http"
	"strconv"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/markdown"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// reportPages show a report as an article, and give its references to take away.
type reportPages struct{ markdown *markdown.Markdown }

// listedReferences are shown at first; a systematic search can bring thousands.
const listedReferences = 100

// newest is the report that was delivered last.
func (p *reportPages) newest(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	if r.DeliveredVersion == 0 {
		return v.Go(address(r.ID, ""), "The answer is not ready yet.")
	}
	return p.show(v, r, r.DeliveredVersion)
}

// version is one version of the report. Only the library keeps reading the earlier ones.
func (p *reportPages) version(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.Param("version"))
	if err != nil || n < 1 {
		return page.ErrNotFound
	}
	err = p.show(v, r, n)
	if page.NotThere(err) && n < r.DeliveredVersion {
		return v.Go(address(r.ID, "/report"), "That version was replaced. This is the one that counts.")
	}
	return err
}

func readVersion(v *page.Visit, r one, n int) (report postgres.SummaryVersion, err error) {
	err = v.Read("/requests/"+string(r.ID)+"/summary/versions/"+strconv.Itoa(n), &report)
	return report, err
}

func (p *reportPages) show(v *page.Visit, r one, n int) error {
	report, err := readVersion(v, r, n)
	if err != nil {
		return err
	}
	m := p.model(v, r, report)
	if !r.onlyAnswer() {
		steps, err := readSteps(v)
		if err != nil {
			return err
		}
		m.corrected(v, r, report, steps)
	}
	if r.staff() {
		if err := m.earlier(v, r, n); err != nil {
			return err
		}
	}
	view := page.View{Title: m.Kind + " " + r.Reference, Current: home, Back: address(r.ID, ""), BackTo: "Request " + r.Reference, Data: m}
	if r.onlyAnswer() {
		view.Current, view.Back, view.BackTo = "/shared-reports", "/shared-reports", "Finished reports"
	}
	return v.Show("report", view)
}

type reportModel struct {
	Kind        string // "Evidence summary"
	Reference   string
	Title       string
	By          string // who wrote it, when it was sent, up to when was searched
	Erased      bool
	Correction  *ui.WarningCallout
	BottomLine  *ui.BottomLine
	Question    string
	Text        template.HTML
	Sections    []section
	References  []citation
	Hidden      int    // references that are not listed yet
	All         string // the address with all of them
	RIS         string
	Searches    []searchModel
	Disclaimers []string
	Versions    []ui.Link
	Again       string
}

// Article is the frame of the report.
func (reportModel) Article() ui.Article { return ui.Article{LabelledBy: "report-title"} }

// Method hides how was searched; paper shows it.
func (reportModel) Method() ui.Details { return ui.Details{Summary: "How we searched", Prints: true} }

// Use is the box of what can be done with the report.
func (reportModel) Use() ui.SidePanel { return ui.SidePanel{Heading: "Use this report"} }

// Other is the box of the other versions.
func (reportModel) Other() ui.SidePanel { return ui.SidePanel{Heading: "Other versions"} }

// Print prints the page.
func (reportModel) Print() ui.Button {
	return ui.Button{Text: "Print or save as PDF", Variant: ui.Secondary, Small: true, Print: true}
}

type section struct {
	Heading string
	Text    template.HTML
}

func (p *reportPages) model(v *page.Visit, r one, s postgres.SummaryVersion) reportModel {
	product := s.Product
	if product == "" {
		product = r.Product
	}
	listed := s.References
	if len(listed) > listedReferences && v.Query("references") != "all" {
		listed = listed[:listedReferences]
	}
	m := reportModel{
		Kind: "Answer", Reference: r.Reference, Title: r.title(), By: prepared(v, r, s, time.Time{}), Erased: s.Erased, Text: p.markdown.HTML(s.Text, len(listed)),
		Searches: searches(v, s.Searches), Disclaimers: disclaimers(r.Type, product, s.Searches), BottomLine: bottomLine(s.SummaryText),
		Again: "/ask?again=" + string(r.ID), Hidden: len(s.References) - len(listed), All: v.Request.URL.Path + "?references=all#references",
	}
	if product != "" {
		m.Kind = v.Label(vocabulary.Products, product)
	}
	if m.Title != r.Question && !r.Erased {
		m.Question = r.Question // the heading holds only its beginning
	}
	for _, part := range s.Sections {
		m.Sections = append(m.Sections, section{part.Heading, p.markdown.HTML(part.Text, len(listed))})
	}
	for i, ref := range listed {
		m.References = append(m.References, citationOf(i+1, ref))
	}
	if len(s.References) > 0 {
		m.RIS = address(r.ID, "/report.ris?version="+strconv.Itoa(s.Version))
	}
	return m
}

// bottomLine is the answer in two sentences; nil where the report has none. Certainty is shown only where somebody stated it.
func bottomLine(s postgres.SummaryText) *ui.BottomLine {
	if s.BottomLine == "" {
		return nil
	}
	b := &ui.BottomLine{Text: s.BottomLine}
	words := map[string]ui.Tag{
		"high": {Text: "Certainty: high", Colour: "green"}, "moderate": {Text: "Certainty: moderate", Colour: "blue"},
		"low": {Text: "Certainty: low", Colour: "orange"}, "very_low": {Text: "Certainty: very low", Colour: "red"},
	}
	tag, ok := words[s.Certainty.Level]
	if !ok {
		return b
	}
	b.Certainty, b.Note = &tag, capital(sentence(s.Certainty.Reason))
	switch s.Certainty.RatedBy {
	case "source":
		b.Note = together("As the sources rate it.", b.Note)
	case "librarian":
		b.Note = together("As the librarian rates it.", b.Note)
	}
	return b
}

// corrected notes that the report replaced an earlier one, or that this is an earlier one.
func (m *reportModel) corrected(v *page.Visit, r one, s postgres.SummaryVersion, steps []rest.StepView) {
	if s.Version != r.DeliveredVersion {
		m.Correction = &ui.WarningCallout{Heading: "This is not the version that counts", Text: "Version " + strconv.Itoa(s.Version) + " was never sent, or was replaced."}
		return
	}
	last, ok := progress{v, r, steps}.last(func(s rest.StepView) bool { return s.Command == evidence.Correct || s.Command == evidence.Deliver })
	if !ok || last.Command != evidence.Correct {
		return
	}
	m.By = prepared(v, r, s, last.At)
	m.Correction = &ui.WarningCallout{
		Heading: "This report was corrected",
		Text:    together("On "+v.Day(last.At)+" the library replaced the report that it had sent before.", because(v, last), "Use this one from now on."),
	}
}

// earlier lists the frozen versions for staff.
func (m *reportModel) earlier(v *page.Visit, r one, n int) error {
	var list struct {
		Items []postgres.VersionInfo `json:"items"`
	}
	if err := v.Read("/requests/"+string(r.ID)+"/summary/versions", &list); err != nil {
		return err
	}
	for _, i := range list.Items {
		if i.Version == n {
			continue
		}
		text := "Version " + strconv.Itoa(i.Version) + ", " + v.Day(i.FrozenAt)
		if i.Delivered {
			text += " (the one that counts)"
		}
		m.Versions = append(m.Versions, ui.Link{Href: address(r.ID, "/report/"+strconv.Itoa(i.Version)), Text: text})
	}
	return nil
}

// ris gives the references of a report as a file.
func (p *reportPages) ris(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.Query("version"))
	if err != nil {
		n = r.DeliveredVersion
	}
	if n < 1 {
		return page.ErrNotFound
	}
	report, err := readVersion(v, r, n)
	if err != nil {
		return err
	}
	v.Header("Content-Disposition", `attachment; filename="`+r.Reference+`.ris"`)
	v.Header("Cache-Control", "private, no-store")
	v.Data(http.StatusOK, "application/x-research-info-systems; charset=utf-8", []byte(writeRIS(report.References)))
	return nil
}
