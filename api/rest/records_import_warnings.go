package rest

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

// ImportWarning is something odd in a file. No record was dropped for it.
type ImportWarning struct {
	reference.Warning

	Message string `json:"message" doc:"What the code means"`
}

// ImportWarnings is one page of the warnings of an import.
type ImportWarnings struct {
	Items []ImportWarning `json:"items" nullable:"false" doc:"Those of the file as a whole, then those of the records in their order"`
	Next  string          `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
	Prev  string          `json:"prev,omitempty" doc:"The cursor of the page before; absent on the first one"`
	Kept  int             `json:"kept" doc:"That can be paged through: the first 50,000 of an import"`
	Total int             `json:"total"`
}

type warningsIn struct {
	OfItem

	Cursor string `query:"cursor" maxLength:"40" doc:"The next or prev of another page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func registerImportWarnings(api huma.API, h *contents) {
	handle(api, route("list-import-warnings", http.MethodGet, "/requests/{id}/imports/{item}/warnings", "List what was odd in a file", tagRecords, insiders()),
		h.listWarnings)
	handle(api, route("export-import-warnings", http.MethodGet, "/requests/{id}/imports/{item}/warnings.csv", "Export what was odd in a file", tagRecords, insiders(),
		downloads("text/csv")), h.exportWarnings)
}

// The directions of a cursor of warnings, with the place that it starts from.
const (
	warningsAfter  = "after-%d-%d"
	warningsBefore = "before-%d-%d"
)

func cursorOfWarnings(form string, at postgres.WarningKey) string {
	return fmt.Sprintf(form, at.Record, at.N)
}

func windowOfWarnings(in *warningsIn) (postgres.WarningWindow, error) {
	w := postgres.WarningWindow{Most: in.Limit}
	if in.Cursor == "" {
		return w, nil
	}
	for _, form := range []string{warningsAfter, warningsBefore} {
		_, err := fmt.Sscanf(in.Cursor, form, &w.At.Record, &w.At.N)
		if w.Before = form == warningsBefore; err == nil && cursorOfWarnings(form, w.At) == in.Cursor {
			return w, nil
		}
	}
	return w, evidence.InvalidField("cursor", "malformed", "Send the next or prev of another page.")
}

func (h *contents) listWarnings(ctx context.Context, in *warningsIn) (*bodyOut[ImportWarnings], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	w, err := windowOfWarnings(in)
	if err != nil {
		return nil, err
	}
	found, err := h.Content.Store.Imports().Warnings(ctx, a, evidence.ImportID(in.Item), w)
	if err != nil {
		return nil, err
	}
	out := ImportWarnings{Items: make([]ImportWarning, len(found.Items)), Kept: found.Kept, Total: found.Total}
	for i, x := range found.Items {
		out.Items[i] = ImportWarning{x.Warning, warningWords(x.Code)}
	}
	if n := len(found.Items); n > 0 {
		if w.Before || found.More {
			out.Next = cursorOfWarnings(warningsAfter, found.Items[n-1].Key)
		}
		if w.Before && found.More || !w.Before && in.Cursor != "" {
			out.Prev = cursorOfWarnings(warningsBefore, found.Items[0].Key)
		}
	}
	return &bodyOut[ImportWarnings]{out}, nil
}

const exportedAtOnce = 1000 // warnings that are read at once

func (h *contents) exportWarnings(ctx context.Context, in *OfItem) (*huma.StreamResponse, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	imports, id := h.Content.Store.Imports(), evidence.ImportID(in.Item)
	w := postgres.WarningWindow{Most: exportedAtOnce}
	found, err := imports.Warnings(ctx, a, id, w) // what is refused is refused before the file begins
	if err != nil {
		return nil, err
	}
	return download("text/csv; charset=utf-8", "warnings.csv", func(to io.Writer) error {
		out := csv.NewWriter(to)
		out.UseCRLF = true // RFC 4180
		_ = out.Write([]string{"Record", "Line", "Code", "Meaning", "Detail"})
		for {
			for _, x := range found.Items {
				_ = out.Write([]string{number(x.Record), number(x.Line), x.Code, warningWords(x.Code), plainCell(x.Detail)})
				w.At = x.Key
			}
			if !found.More {
				break
			}
			if found, err = imports.Warnings(ctx, a, id, w); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	}), nil
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
