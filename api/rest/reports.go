package rest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/document"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// ReportDeps is what rendering reports needs. The zero value prints PDF without a browser and shows times in UTC.
type ReportDeps struct {
	Printer *document.Printer
	BaseURL string // under which the pages are reached, without a slash at the end; empty: addresses without a host
	Zone    *time.Location
}

// reportFormats are the forms of a report with their media types.
func reportFormats() map[string]string {
	return map[string]string{
		"json": "application/json",
		"html": "text/html; charset=utf-8",
		"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"pdf":  "application/pdf",
		"ris":  "application/x-research-info-systems; charset=utf-8",
		"csv":  "text/csv; charset=utf-8",
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}
}

// reportFile is the last part of the address: which version, and the format.
var reportFile = regexp.MustCompile(`^(draft|newest|[1-9][0-9]{0,5})\.(json|html|docx|pdf|ris|csv|xlsx)$`)

type reportIn struct {
	OfRequest

	File  string `path:"file" doc:"A version (newest: the one that was sent last; draft: the working copy), a full stop and the format: 2.docx. Formats: json (the model), html, docx, pdf, ris, csv, xlsx"`
	Style string `query:"style" enum:"vancouver,harvard,apa,nlm" doc:"How references are printed; as the requester wished unless said"`
	Sizes bool   `query:"sizes" doc:"With json: how large the other formats are, except PDF"`
	Cached
}

// ReportView is the model of a report with what its reader may do next.
type ReportView struct {
	document.Report
	Request  evidence.RequestID `json:"request"`
	Relation postgres.Relation  `json:"relation"`
	Newest   int                `json:"newest,omitempty"` // the version that was sent last
	Sent     []SentVersion      `json:"sent"`             // every version that was sent and that the reader may read, oldest first
	Files    []ReportSize       `json:"files,omitempty"`
}

// SentVersion is one version that was sent.
type SentVersion struct {
	Version int       `json:"version"`
	At      time.Time `json:"at"`
}

// ReportSize is how large a report is in a format.
type ReportSize struct {
	Format string `json:"format"`
	Bytes  int    `json:"bytes"`
}

type reportOut struct {
	Status      int
	ETag        string `header:"ETag"`
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Security    string `header:"Content-Security-Policy"`
	Engine      string `header:"X-Report-Engine" doc:"What made a PDF: chromium, which tags it for screen readers, or plain"`
	Body        []byte
}

func registerReports(api huma.API, h *contents) {
	handle(api, route("get-report", http.MethodGet, "/requests/{id}/reports/{file}", "Read the report as a file", tagContent, readers(), cacheable, reportContent,
		describe("One model in every format. Who asked reads every version that was sent, with whom it was shared the newest; the draft is for those who work on the request.")),
		h.getReport)
}

// reportContent documents the media types of a report.
func reportContent(op *huma.Operation) {
	content := map[string]*huma.MediaType{}
	for format, kind := range reportFormats() {
		schema := &huma.Schema{Type: huma.TypeString, Format: "binary"}
		if format == "json" {
			schema = &huma.Schema{Type: huma.TypeObject, Description: "The report as parts and blocks", AdditionalProperties: true}
		}
		content[kind] = &huma.MediaType{Schema: schema}
	}
	op.Responses["200"] = &huma.Response{Description: "OK", Content: content}
}

func (h *contents) getReport(ctx context.Context, in *reportIn) (*reportOut, error) {
	file := reportFile.FindStringSubmatch(in.File)
	if file == nil {
		return nil, &evidence.Error{Code: evidence.NotFound}
	}
	m, err := h.report(ctx, in, file[1])
	if err != nil {
		return nil, err
	}
	r := document.Build(m.input(in.Style))
	model, err := json.Marshal(m.reading(r))
	if err != nil {
		return nil, err
	}
	name, format := r.Reference+"-v"+strconv.Itoa(r.Version), file[2]
	if r.Draft {
		name = r.Reference + "-draft"
	}
	out := &reportOut{
		Status: http.StatusOK, ETag: reportTag(model, format), ContentType: reportFormats()[format], Security: "default-src 'none'; style-src 'unsafe-inline'; sandbox",
		Disposition: `attachment; filename="` + name + "." + format + `"`,
	}
	if noneMatch(in.IfNoneMatch, out.ETag) {
		return &reportOut{Status: http.StatusNotModified, ETag: out.ETag}, nil
	}
	if format == "json" && in.Sizes {
		return out, out.sized(m.reading(r))
	}
	out.Body, out.Engine, err = h.render(ctx, r, model, format)
	return out, err
}

// reading adds to a report what its reader may do next.
func (m *reportMaker) reading(r document.Report) ReportView {
	v := ReportView{Report: r, Request: m.view.ID, Relation: m.view.Relation, Sent: []SentVersion{}}
	for _, d := range m.sent {
		v.Newest = d.Version
		v.Sent = append(v.Sent, SentVersion{d.Version, d.At})
	}
	return v
}

// maxSized is how many references a report may have for its sizes to be measured: to measure is to render.
const maxSized = 300

func (out *reportOut) sized(v ReportView) (err error) {
	if v.Listed <= maxSized {
		for _, one := range []struct {
			format string
			render func(document.Report) ([]byte, error)
		}{{"docx", document.DOCX}, {"html", document.Page}, {"ris", document.RIS}, {"csv", document.CSV}, {"xlsx", document.XLSX}} {
			body, err := one.render(v.Report)
			if err != nil {
				return err
			}
			v.Files = append(v.Files, ReportSize{one.format, len(body)})
		}
	}
	out.Body, err = json.Marshal(v)
	return err
}

// reportTag names a rendering: it changes with the text, with a correction, with the style and with the format. It is weak, for a PDF
// says inside when it was made.
func reportTag(model []byte, format string) string {
	sum := sha256.Sum256(append(model, format...))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

func (h *contents) render(ctx context.Context, r document.Report, model []byte, format string) (body []byte, engine string, err error) {
	switch format {
	case "html":
		body, err = document.Page(r)
	case "docx":
		body, err = document.DOCX(r)
	case "ris":
		body, err = document.RIS(r)
	case "csv":
		body, err = document.CSV(r)
	case "xlsx":
		body, err = document.XLSX(r)
	case "pdf":
		var by document.Engine
		body, by, err = h.Reports.Printer.PDF(ctx, r)
		engine = string(by)
		if ctx.Err() != nil {
			err = evidence.Refuse(evidence.EngineUnavailable, "Other reports are being printed.")
		}
	default:
		body = model
	}
	return body, engine, err
}

// report reads everything that a report is made of.
func (h *contents) report(ctx context.Context, in *reportIn, version string) (*reportMaker, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	m := &reportMaker{contents: h}
	switch n, convErr := strconv.Atoi(version); {
	case version == "draft":
		m.version, err = h.Content.Store.Unfrozen(ctx, a)
	case convErr != nil:
		m.version, err = h.Content.Store.Version(ctx, a, a.Delivered())
	default:
		m.version, err = h.Content.Store.Version(ctx, a, n)
	}
	if err != nil {
		return nil, err
	}
	if m.view, err = h.view(ctx, evidence.RequestID(in.ID)); err != nil {
		return nil, err
	}
	if version != "draft" {
		if m.sent, err = h.Content.Store.Deliveries(ctx, a); err != nil {
			return nil, err
		}
	}
	if m.library, err = h.Directory.Library(ctx, m.view.Library); err != nil {
		return nil, err
	}
	m.ledger = postgres.LedgerOf(h.Vocabulary, m.version)
	m.ledger.Zone = h.Reports.Zone
	if err := m.asked(ctx, a); err != nil {
		return nil, err
	}
	m.changed, err = m.replaced(ctx, a)
	return m, err
}

// replaced names what differs from the version that was sent before this one; nothing where none was, or where its reader may not
// read that one.
func (m *reportMaker) replaced(ctx context.Context, a postgres.Access) ([]string, error) {
	for i, d := range m.sent {
		if i > 0 && d.Version == m.version.Version && m.sent[i-1].Version != d.Version {
			return m.Content.Store.Changed(ctx, a, postgres.Bound{Subject: evidence.Summary, Version: m.sent[i-1].Version},
				postgres.Bound{Subject: evidence.Summary, Version: d.Version})
		}
	}
	return nil, nil
}
