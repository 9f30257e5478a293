package mine

import (
	"html/template"
	"net/url"
	"regexp"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/living"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/citation"
	"evidencedesk/internal/document"
	"evidencedesk/internal/postgres"
)

// listedReferences are shown at first; a systematic search can bring thousands.
const listedReferences = 100

// newestReport is the report that was sent last.
func newestReport(v *page.Visit) error {
	err := showReport(v, "newest")
	if page.NotThere(err) { // the request may be there without an answer
		if _, readErr := read(v); readErr != nil {
			return readErr
		}
		return v.Go(here(v, ""), "The answer is not ready yet.")
	}
	return err
}

// versionForm is the number of a version.
var versionForm = regexp.MustCompile(`^[1-9][0-9]{0,5}$`)

// oneReport is one version of the report, for ever at this address.
func oneReport(v *page.Visit) error {
	version := v.Param("version")
	if !versionForm.MatchString(version) {
		return page.ErrNotFound
	}
	err := showReport(v, version)
	if !page.NotThere(err) {
		return err
	}
	// With whom the report was shared reads the newest version only.
	if r, readErr := read(v); readErr == nil && r.onlyAnswer() && r.DeliveredVersion > 0 {
		return v.Go(address(r.ID, "/report"), "That version was replaced. This is the one that counts.")
	}
	return err
}

func showReport(v *page.Visit, version string) error {
	query := url.Values{"sizes": {"true"}}
	if style := styleOf(v); style != "" {
		query.Set("style", style)
	}
	var r rest.ReportView
	if err := v.Read("/requests/"+idOf(v)+"/reports/"+version+".json?"+query.Encode(), &r); err != nil {
		return err
	}
	m := reportModel{Supplied: supplied(v, r), Files: reportFiles(v, r), Styles: styles(v, r), Versions: otherVersions(v, r), Again: "/ask?again=" + string(r.Request)}
	view := document.View{Level: 1, Listed: listedReferences, All: reportAddress(r, r.Version) + "?" + withAll(v) + "#references"}
	if v.Query("references") == "all" {
		view.Listed = 0
	}
	m.Article, m.Warning = document.Article(r.Report, view), living.Retracted(v, string(r.Request))
	shown := page.View{Title: r.Kind + " " + r.Reference, Current: home, Back: address(r.Request, ""), BackTo: "Request " + r.Reference, Data: m}
	if r.Relation == postgres.RelationShared {
		shown.Current, shown.Back, shown.BackTo = "/shared-reports", "/shared-reports", "Finished reports"
	}
	return v.Show("report", shown)
}

type reportModel struct {
	Warning  *ui.WarningCallout // papers that were retracted or put in doubt
	Article  template.HTML
	Supplied []suppliedCopy
	Files    []ui.Link
	Styles   []ui.Link
	Versions []ui.Link
	Again    string
}

// Use is the box of what can be done with the report.
func (reportModel) Use() ui.SidePanel { return ui.SidePanel{Heading: "Use this report"} }

// Copies is the box of the articles that the library supplies.
func (reportModel) Copies() ui.SidePanel { return ui.SidePanel{Heading: "Articles for you"} }

// Cited is the box of the styles in which the references can be printed.
func (reportModel) Cited() ui.SidePanel { return ui.SidePanel{Heading: "Reference style"} }

// Other is the box of the other versions.
func (reportModel) Other() ui.SidePanel { return ui.SidePanel{Heading: "Other versions"} }

// Print prints the page.
func (reportModel) Print() ui.Button {
	return ui.Button{Text: "Print", Variant: ui.Secondary, Small: true, Print: true}
}

// styleOf is the style of the address; empty for the one that the requester wished.
func styleOf(v *page.Visit) string {
	for _, s := range citation.Styles() {
		if v.Query("style") == string(s) {
			return string(s)
		}
	}
	return ""
}

func withAll(v *page.Visit) string {
	query := url.Values{"references": {"all"}}
	if style := styleOf(v); style != "" {
		query.Set("style", style)
	}
	return query.Encode()
}

func reportAddress(r rest.ReportView, version int) string {
	return address(r.Request, "/report/"+strconv.Itoa(version))
}

// reportFiles are the report in every format, the one to read first.
func reportFiles(v *page.Visit, r rest.ReportView) []ui.Link {
	sizes := map[string]string{"pdf": "takes a few seconds"}
	for _, f := range r.Files {
		sizes[f.Format] = size(f.Bytes)
	}
	var list []ui.Link
	for _, f := range []struct{ format, text string }{
		{"docx", "Word document"},
		{"pdf", "PDF"},
		{"html", "Web page"},
		{"ris", "References for a reference manager (RIS)"},
		{"csv", "References as a table (CSV)"},
		{"xlsx", "References and searches (Excel)"},
	} {
		if r.Listed == 0 && (f.format == "ris" || f.format == "csv") {
			continue
		}
		to := address(r.Request, "/reports/"+strconv.Itoa(r.Version)+"."+f.format)
		if style := styleOf(v); style != "" {
			to += "?style=" + style
		}
		link := ui.Link{Href: to, Text: f.text}
		if sizes[f.format] != "" {
			link.Text += ", " + sizes[f.format]
		}
		list = append(list, link)
	}
	return list
}

// size says how large a file is, in words.
func size(bytes int) string {
	const kilo, mega = 1000, 1000 * 1000
	switch {
	case bytes < kilo:
		return "less than 1 KB"
	case bytes < mega:
		return strconv.Itoa((bytes+kilo/2)/kilo) + " KB"
	}
	return strconv.FormatFloat(float64(bytes)/mega, 'f', 1, 64) + " MB"
}

// styles lead to the same report with its references printed otherwise.
func styles(v *page.Visit, r rest.ReportView) []ui.Link {
	var list []ui.Link
	if r.Listed == 0 {
		return nil
	}
	for _, s := range citation.Styles() {
		if s != r.Style {
			list = append(list, ui.Link{Href: v.Request.URL.Path + "?style=" + string(s), Text: s.Name()})
		}
	}
	return list
}

// otherVersions lists the versions that were sent, the newest first.
func otherVersions(v *page.Visit, r rest.ReportView) []ui.Link {
	var list []ui.Link
	seen := map[int]bool{r.Version: true}
	for i := len(r.Sent) - 1; i >= 0; i-- {
		s := r.Sent[i]
		if seen[s.Version] {
			continue
		}
		seen[s.Version] = true
		text := "Version " + strconv.Itoa(s.Version) + ", sent on " + v.Day(s.At)
		if s.Version == r.Newest {
			text += " (the newest)"
		}
		list = append(list, ui.Link{Href: reportAddress(r, s.Version), Text: text})
	}
	return list
}

// reportFile gives the report as a file.
func reportFile(v *page.Visit) error {
	path := "/requests/" + idOf(v) + "/reports/" + url.PathEscape(v.Param("file"))
	if style := styleOf(v); style != "" {
		path += "?style=" + style
	}
	return v.File(path)
}
