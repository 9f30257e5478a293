package rest

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/reference"
)

type exportIn struct {
	OfRequest

	Format string `query:"format" enum:"ris,nbib,bibtex,endnote,wos,csv" default:"ris"`
	Which  string `query:"which" enum:"all,unique,included" default:"unique" doc:"Every record; of each publication the one that stands for it; those of the included publications"`
}

func registerImportFiles(api huma.API, h *contents) {
	handle(api, route("export-records", http.MethodGet, "/requests/{id}/records/export", "Export the records", tagRecords, insiders(),
		downloads("application/x-research-info-systems", "application/nbib", "application/x-bibtex", "application/xml", "text/csv", "text/plain")), h.exportRecords)
}

// downloads documents that the answer is a file.
func downloads(types ...string) func(*huma.Operation) {
	return func(op *huma.Operation) {
		op.Metadata[lastingKey] = true
		content := map[string]*huma.MediaType{}
		for _, t := range types {
			content[t] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		}
		op.Responses["200"] = &huma.Response{Description: "OK", Content: content}
	}
}

// plainCell keeps a spreadsheet from taking a text for a formula (OWASP, CSV injection).
func plainCell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (h *contents) exportRecords(ctx context.Context, in *exportIn) (*huma.StreamResponse, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	imports := h.Content.Store.Imports()
	if err := imports.MayRead(a); err != nil {
		return nil, err
	}
	format := reference.Format(in.Format)
	media, extension := fileTypeOf(format)
	return download(media, "records-"+in.Which+extension, func(to io.Writer) error {
		out, err := reference.NewWriter(to, format)
		if err != nil {
			return err
		}
		if err := imports.Export(ctx, a, in.Which, out.Write); err != nil {
			placeOf(ctx).logger().WarnContext(ctx, "an export was cut short", slog.String("code", string(evidence.CodeOf(err))))
			return err
		}
		return out.Close()
	}), nil
}

func fileTypeOf(f reference.Format) (media, extension string) {
	switch f {
	case reference.RIS:
		return "application/x-research-info-systems", ".ris"
	case reference.NBIB:
		return "application/nbib", ".nbib"
	case reference.BibTeX:
		return "application/x-bibtex", ".bib"
	case reference.EndNoteXML:
		return "application/xml", ".xml"
	case reference.CSV:
		return "text/csv; charset=utf-8", ".csv"
	default:
		return "text/plain; charset=utf-8", ".txt"
	}
}

// download answers with a file that is written as it goes. A file that breaks off ends without its end: the connection is cut, so
// that nobody takes it for whole.
func download(media, name string, write func(io.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(ctx huma.Context) {
		ctx.SetHeader("Content-Type", media)
		ctx.SetHeader("Content-Disposition", `attachment; filename="`+name+`"`)
		if err := write(ctx.BodyWriter()); err != nil {
			panic(http.ErrAbortHandler)
		}
	}}
}
