package rest

import (
	"context"
	"net/http"
	"regexp"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/document"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// returnFile is the last part of the address: the April with which the year begins, and the format.
var returnFile = regexp.MustCompile(`^([0-9]{4})\.(csv|xlsx)$`)

type returnFileIn struct {
	OfLibrary

	File string `path:"file" doc:"The April with which the year begins, a full stop and csv or xlsx: 2025.csv"`
}

type returnFileOut struct {
	ContentType string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

func registerReturnFiles(api huma.API, d Deps) {
	files := func(op *huma.Operation) {
		content := map[string]*huma.MediaType{}
		for _, format := range []string{"csv", "xlsx"} {
			content[reportFormats()[format]] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
		}
		op.Responses["200"] = &huma.Response{Description: "OK", Content: content}
	}
	handle(api, route("get-return-file", http.MethodGet, "/libraries/{id}/return-files/{file}", "Take the national return away as a file", tagPeople, workers(), files),
		d.returnFile)
}

func (d Deps) returnFile(ctx context.Context, in *returnFileIn) (*returnFileOut, error) {
	name := returnFile.FindStringSubmatch(in.File)
	if name == nil {
		return nil, &evidence.Error{Code: evidence.NotFound}
	}
	view, err := d.nationalReturn(ctx, &OfYear{OfLibrary: in.OfLibrary, Year: name[1]})
	if err != nil {
		return nil, err
	}
	head := []string{"Part", "Activity", "Reason", "Counted from requests", "Entered by hand", "Total", "Year before", "Change", "Counting rule"}
	out := &returnFileOut{ContentType: reportFormats()[name[2]], Disposition: `attachment; filename="national-return-` + name[1] + "." + name[2] + `"`}
	if name[2] == "csv" {
		out.Body, err = document.TableCSV(head, d.returnRows(view))
	} else {
		out.Body, err = document.TableXLSX("National return, "+view.Title, "Return", head, d.returnRows(view))
	}
	return out, err
}

// returnRows are the lines of a return, why they changed, and how they were counted.
func (d Deps) returnRows(view ReturnView) [][]any {
	rule := "Version " + strconv.Itoa(view.Rule.Version)
	var rows [][]any
	labels := map[string]string{}
	for _, l := range view.Lines {
		labels[l.Activity] = l.Label
		rows = append(rows, []any{"Return, " + view.Title, l.Label, "", l.Counted, l.Entered, l.Total, l.Before, l.Total - l.Before, rule})
	}
	for _, e := range view.Changes {
		why := func(reason string, now, before any, change int) {
			rows = append(rows, []any{"Difference", labels[e.Activity], reason, now, "", "", before, change, rule})
		}
		why("Another counting rule", "", "", e.Rule)
		why("Entered by hand", "", "", e.Entered)
		for _, p := range e.Types {
			why("Type: "+d.Vocabulary.Label(vocabulary.SearchTypes, p.Code), p.Now, p.Before, p.Change)
		}
		for _, p := range e.StaffGroups {
			why("Staff group: "+d.Vocabulary.Label(vocabulary.StaffGroups, p.Code), p.Now, p.Before, p.Change)
		}
	}
	for _, sentence := range view.Method {
		rows = append(rows, []any{"Method", sentence, "", "", "", "", "", "", rule})
	}
	return rows
}
