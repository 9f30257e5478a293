package evidencework

import (
	"html/template"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/internal/citation"
	"evidencedesk/internal/document"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

// unfrozen names the working copy where a version is named by its number.
const unfrozen = "draft"

// report is the report as its reader sees it: a version, or the draft.
func (d *desk) report(version string) (template.HTML, error) {
	var r rest.ReportView
	if err := d.visit.Read(d.API("reports", version+".json"), &r); err != nil {
		return "", err
	}
	return document.Article(r.Report, document.View{Level: articleLevel}), nil
}

const articleLevel = 2 // the h1 of a page of the workbench is the request

// printed is a reference in one line, in Vancouver style.
func printed(r postgres.ReferenceContent) string {
	record := reference.Record{
		Type: reference.Type(r.Type), Title: r.Title, Authors: r.Authors, Journal: r.Journal, Volume: r.Volume, Issue: r.Issue, Pages: r.Pages, DOI: r.DOI,
	}
	if r.Year != nil {
		record.Year = *r.Year
	}
	return strings.TrimSpace(citation.Text(citation.Entry(citation.Vancouver, record, "")))
}
