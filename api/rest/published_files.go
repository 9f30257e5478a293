package rest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/reportfile"
)

// figureFile is the last part of the address of a file.
var figureFile = regexp.MustCompile(`^report\.(csv|xlsx|docx|pdf|html)$`)

// figureTypes are the media types of a report of figures.
func figureTypes() []string {
	var all []string
	for _, format := range []string{"csv", "xlsx", "docx", "pdf", "html"} {
		all = append(all, reportFormats()[format])
	}
	return all
}

type publishedFileIn struct {
	ReadPublished

	File string `path:"file" doc:"report, a full stop and the format: csv, xlsx, docx, pdf or html"`
}

type impactFileIn struct {
	FigureScope

	Format string `query:"format" required:"true" enum:"csv,xlsx,docx,pdf,html"`
}

func registerPublishedFiles(api huma.API, d Deps) {
	handle(api, route("get-published-file", http.MethodGet, "/published-reports/{item}/files/{file}", "Take a published report away as a file", tagPublished, signedIn(),
		downloads(figureTypes()...), describe("With small groups hidden; complete for the library's own staff, with a mark on every page and sheet.")), d.publishedFile)
	handle(api, route("get-impact-file", http.MethodGet, "/reports/impact/file", "Take the impact report away as a file", tagFigures, readsFigures(), downloads(figureTypes()...),
		describe("As the live report shows it: complete for those who work in the library, with a mark on every page and sheet.")), d.impactFile)
	handle(api, route("export-report-receipts", http.MethodGet, "/libraries/{id}/report-receipts", "Export who has reviewed which report", tagPublished, workers(), downloads(csvType)),
		d.exportReceipts)
}

func (d Deps) publishedFile(ctx context.Context, in *publishedFileIn) (*huma.StreamResponse, error) {
	format := figureFile.FindStringSubmatch(in.File)
	if format == nil {
		return nil, &evidence.Error{Code: evidence.NotFound}
	}
	p, who, err := d.published(ctx, in.Item)
	if err != nil {
		return nil, err
	}
	v, err := d.publishedView(ctx, p, who, in.Complete)
	if err != nil {
		return nil, err
	}
	return d.figureFile(ctx, d.fileOf(v), format[1])
}

// fileOf is a published report as a file shows it.
func (d Deps) fileOf(v PublishedView) reportfile.File {
	f := d.file(v.Report)
	f.Version, f.Withdrawn, f.TakenDown = v.Definitions, v.QuotesWithdrawn, v.CasesTakenDown
	f.Published = &reportfile.Published{At: v.PublishedAt, By: v.Publisher, Address: "/published/" + v.ID, Reason: v.Reason, SupersededFor: v.SupersededFor}
	f.Quotes = each(v.Quotes, func(q PublishedQuote) reportfile.Quote { return reportfile.Quote(q) })
	f.Cases = each(v.Cases, func(c PublishedCase) reportfile.Case { return reportfile.Case{Title: c.Title, Text: c.Text} })
	f.Reviews = each(v.Receipts, func(r postgres.ReportReview) reportfile.Review {
		on := r.ReviewedOn
		if day, err := report.ParseDate(on); err == nil {
			on = day.Words()
		}
		return reportfile.Review{Reviewer: r.Reviewer, On: on, Note: r.Note}
	})
	return f
}

func (d Deps) file(r report.Report) reportfile.File {
	return reportfile.File{
		Report: r, Definitions: d.Figures.Metrics.Definitions(), Version: d.Figures.Metrics.Version(), BaseURL: d.Reports.BaseURL, Zone: d.Reports.Zone,
	}
}

func (d Deps) impactFile(ctx context.Context, in *impactFileIn) (*huma.StreamResponse, error) {
	v, err := d.figureView(ctx, in.FigureScope)
	if err != nil {
		return nil, err
	}
	r, err := d.reportMaker().Make(ctx, v.ask)
	if err != nil {
		return nil, err
	}
	return d.figureFile(ctx, d.file(v.shown(r)), in.Format)
}

// figureFile renders a file. CSV is written as it goes; the others are whole before their first byte.
func (d Deps) figureFile(ctx context.Context, f reportfile.File, format string) (*huma.StreamResponse, error) {
	var body []byte
	var err error
	switch format {
	case "csv":
		return download(reportFormats()["csv"], f.Name()+".csv", func(to io.Writer) error { return reportfile.CSV(to, f) }), nil
	case "xlsx":
		body, err = reportfile.XLSX(f)
	case "docx":
		body, err = reportfile.Word(f)
	case "html":
		body, err = reportfile.Page(f)
	default:
		body, _, err = reportfile.PDF(ctx, d.Reports.Printer, f)
	}
	if err != nil {
		return nil, err
	}
	return download(reportFormats()[format], f.Name()+"."+format, func(to io.Writer) error {
		_, err := io.Copy(to, bytes.NewReader(body))
		return err
	}), nil
}

func (d Deps) exportReceipts(ctx context.Context, in *OfLibrary) (*huma.StreamResponse, error) {
	all, err := d.Figures.Published.Reviews(ctx, in.library())
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"Report", "Period", "Reviewed by", "Reviewed on", "Note", "Noted by", "Noted on", "Address"}}
	for _, r := range all {
		rows = append(rows, []string{
			r.Title, r.Period.Title(), r.Reviewer, r.ReviewedOn, r.Note, r.Recorder, r.RecordedAt.Format("2006-01-02"), d.Reports.BaseURL + "/published/" + r.Report,
		})
	}
	return download(csvType, "report-receipts.csv", func(to io.Writer) error { return writeRows(to, rows) }), nil
}
