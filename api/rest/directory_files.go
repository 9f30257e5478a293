package rest

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/directory"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/guard"
	"evidencedesk/internal/postgres"
)

// MaxDirectoryFile is how long a file of records may be, in bytes.
const MaxDirectoryFile = 1 << 20

// DirectoryImport says what a file does, or did, to the records that a library keeps.
type DirectoryImport struct {
	Saved    bool                 `json:"saved" doc:"It was stored; otherwise nothing was"`
	Add      int                  `json:"add"`
	Change   int                  `json:"change"`
	Same     int                  `json:"same"`
	Wrong    int                  `json:"wrong" doc:"Rows that are left out"`
	Unknown  []string             `json:"unknown" nullable:"false" doc:"Columns that are not known and were left out"`
	Encoding string               `json:"encoding" enum:"UTF-8,Windows-1252"`
	Rows     []postgres.ImportRow `json:"rows" nullable:"false" doc:"All but those that change nothing"`
}

type importEntriesIn struct {
	OfLibrary

	Save bool `query:"save" doc:"Store it; otherwise it is only looked at"`
}

func registerDirectoryFiles(api huma.API, d Deps) {
	keepers := member(evidence.Manager, evidence.Admin)
	handle(api, route("export-entries", http.MethodGet, "/libraries/{id}/directory/file", "Export the records that a library keeps", tagDirectory, keepers,
		downloads("text/csv"), describe("CSV in UTF-8, which import-entries takes back unchanged. A cell that a spreadsheet would take for a formula begins with an apostrophe.")),
		d.exportEntries)
	handle(api, route("import-entries", http.MethodPost, "/libraries/{id}/directory/import", "Import records", tagDirectory, keepers, keyed, conflicts,
		streamed("A file of comma-, semicolon- or tab-separated values with headings, in UTF-8 or Windows-1252; at most 1 MB and 5,000 records", MaxDirectoryFile),
		describe("Rows add records and change those that the library keeps; none is taken out, and a column that the file lacks changes nothing. Wrong rows are left out.")),
		d.importEntries)
}

func (d Deps) exportEntries(ctx context.Context, in *OfLibrary) (*huma.StreamResponse, error) {
	return download("text/csv; charset=utf-8", "directory.csv", func(to io.Writer) error {
		out, err := directory.NewWriter(to)
		if err != nil {
			return err
		}
		err = d.Entries.Each(ctx, in.library(), func(e postgres.Entry) error {
			return out.Write(directory.Entry{Record: e.Record, ID: e.ID, Checked: e.CheckedOn})
		})
		if err != nil {
			placeOf(ctx).logger().WarnContext(ctx, "an export was cut short", slog.String("code", string(evidence.CodeOf(err))))
			return err
		}
		return out.Close()
	}), nil
}

func (d Deps) importEntries(ctx context.Context, in *importEntriesIn) (*struct{ Body DirectoryImport }, error) {
	raw, err := io.ReadAll(fileOf(ctx))
	if err != nil {
		return nil, uploadError(err)
	}
	f, err := directory.Read(raw)
	if err != nil {
		return nil, fileFault(err)
	}
	if err := d.guardRows(ctx, in.library(), f.Rows); err != nil {
		return nil, err
	}
	rows, err := d.Entries.Import(ctx, in.library(), caller(ctx).Person, f, in.Save)
	if err != nil {
		return nil, err
	}
	out := DirectoryImport{Saved: in.Save, Unknown: f.Unknown, Encoding: f.Encoding, Rows: []postgres.ImportRow{}}
	counts := map[string]*int{postgres.RowAdds: &out.Add, postgres.RowChanges: &out.Change, postgres.RowSame: &out.Same, postgres.RowWrong: &out.Wrong}
	for _, r := range rows {
		*counts[r.Does]++
		if r.Does != postgres.RowSame {
			out.Rows = append(out.Rows, r)
		}
	}
	return &struct{ Body DirectoryImport }{out}, nil
}

func fileFault(err error) error {
	switch {
	case errors.Is(err, directory.ErrNoHeadings):
		return evidence.InvalidField("file", "malformed", "The first line has to hold the headings of the columns, and one of them is name.")
	case errors.Is(err, directory.ErrTooMany):
		return evidence.InvalidField("file", "too-many", "A file holds at most 5,000 records. Import it in parts.")
	}
	return evidence.InvalidField("file", "malformed", "This is no text file with separated values. Save it as CSV in UTF-8.")
}

// guardRows leaves out the rows in whose own words something looks like a patient's identifier.
func (d Deps) guardRows(ctx context.Context, library evidence.LibraryID, rows []directory.Row) error {
	shapes, err := d.Sites.HospitalPatterns(ctx, library)
	if err != nil {
		return err
	}
	patterns, err := guard.ParseHospitalPatterns(shapes)
	if err != nil {
		d.Log.WarnContext(ctx, "the hospital numbers of a library cannot be read; they are not looked for", slog.String("library", string(library)))
	}
	for i, r := range rows {
		var texts []guard.Text
		for _, f := range directory.Fields() {
			if text := f.Get(r.Entry.Record); f.Free && text != "" {
				texts = append(texts, guard.Text{Field: f.Name, Value: text})
			}
		}
		for _, found := range guard.Unconfirmed(guard.ScanAll(texts, guard.Options{HospitalNumbers: patterns}), nil) {
			rows[i].Faults = append(rows[i].Faults, directory.Fault{
				Field: found.Field, Code: string(evidence.IdentifierSuspected), Detail: "This may identify a patient or a person. Take it out, or add the record by hand.",
			})
		}
	}
	return nil
}
