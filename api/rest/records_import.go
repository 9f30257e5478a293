package rest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/guard"
	"evidencedesk/internal/postgres"
)

const tagRecords = "Records"

type uploadIn struct {
	OfRequest

	Search  string   `query:"search" format:"uuid" doc:"The search that found the records"`
	Name    string   `query:"name" maxLength:"200" doc:"What to call the file"`
	Confirm []string `query:"confirm,explode" maxItems:"20" doc:"A finding of the identifier guard in the name that identifies nobody: field|start|kind|reason_code"`
}

// ImportPage is every import of a request, and what they hold together.
type ImportPage struct {
	Items  []postgres.Import     `json:"items" nullable:"false" doc:"In the order in which they were begun"`
	Counts postgres.RecordCounts `json:"counts"`
}

// ImportView is an import with what became of it.
type ImportView struct {
	postgres.Import

	Message string `json:"message,omitempty" doc:"Why it was refused, and what to do"`
}

type bodyOut[T any] struct{ Body T }

func registerImports(api huma.API, h *contents) {
	add := route("import-records", http.MethodPost, "/requests/{id}/imports", "Import records", tagRecords, writers(), keyed, created, conflicts,
		streamed("The file as it was exported: RIS, NBIB, BibTeX, EndNote XML, Web of Science or CSV, recognised by content; at most 160 MB and 50,000 records", postgres.MaxImportBytes),
		describe("Its records are read afterwards, and compared with those that are there: see `state`."))
	handle(api, add, func(ctx context.Context, in *uploadIn) (*newOut[ImportView], error) {
		return h.addImport(ctx, in, creation(ctx, add))
	})
	handle(api, route("list-imports", http.MethodGet, "/requests/{id}/imports", "List the imports", tagRecords, insiders()), h.listImports)
	handle(api, route("get-import", http.MethodGet, "/requests/{id}/imports/{item}", "Read an import", tagRecords, insiders(),
		describe("How far it has come, and what was found in it.")), h.getImport)
	handle(api, route("undo-import", http.MethodPost, "/requests/{id}/imports/{item}/undo", "Take an import's records out again", tagRecords, writers(), conflicts,
		describe("Not while something is decided of one of them. The import itself stays listed.")), h.undoImport)
}

func (h *contents) addImport(ctx context.Context, in *uploadIn, k postgres.Creation) (*newOut[ImportView], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	imports := h.Content.Store.Imports()
	if err := imports.MayAdd(a); err != nil { // before the file is taken
		return nil, err
	}
	confirm, err := parseConfirmations(in.Confirm)
	if err != nil {
		return nil, err
	}
	if _, err := h.guarded(ctx, a.Library(), confirm, Text{"name", in.Name}); err != nil {
		return nil, err
	}
	file, err := receive(fileOf(ctx))
	if err != nil {
		return nil, err
	}
	defer file.close()
	k.Body = h.uploadSum(file.sha256, in.Search, in.Name)
	u := postgres.Upload{Search: in.Search, Name: in.Name, Size: file.size, SHA256: file.sha256, Format: file.format}
	added, err := imports.Add(ctx, a, u, k, file.next(postgres.ImportChunk))
	if err != nil {
		return nil, err
	}
	if h.Content.StartImport != nil && added.State == postgres.ImportWaiting {
		starting, cancel := context.WithTimeout(ctx, startBudget)
		defer cancel()
		_ = h.Content.StartImport(starting, added.ID) // the relay starts what this did not
	}
	return &newOut[ImportView]{Location: location(in.ID, "imports", string(added.ID)), Body: viewOfImport(added)}, nil
}

// uploadSum digests what an upload says, keyed as [bodySum] is.
func (h *contents) uploadSum(parts ...any) []byte {
	mac := hmac.New(sha256.New, h.Key)
	for _, p := range parts {
		switch v := p.(type) {
		case []byte:
			mac.Write(v)
		case string:
			mac.Write([]byte(v))
		}
		mac.Write([]byte{0})
	}
	return mac.Sum(nil)
}

// parseConfirmations reads what was confirmed of a call that has no JSON to say it in.
func parseConfirmations(list []string) ([]Confirmation, error) {
	var all []Confirmation
	for i, one := range list {
		parts := strings.Split(one, "|")
		start := -1
		if len(parts) == 4 { //nolint:mnd // field, start, kind, reason
			if n, err := strconv.Atoi(parts[1]); err == nil {
				start = n
			}
		}
		if start < 0 {
			return nil, evidence.InvalidField("confirm["+strconv.Itoa(i)+"]", "malformed", "Write field|start|kind|reason_code.")
		}
		all = append(all, Confirmation{Field: parts[0], Start: start, Kind: guard.Kind(parts[2]), ReasonCode: parts[3]})
	}
	return all, nil
}

func (h *contents) listImports(ctx context.Context, in *OfRequest) (*bodyOut[ImportPage], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, counts, err := h.Content.Store.Imports().List(ctx, a)
	if err != nil {
		return nil, err
	}
	return &bodyOut[ImportPage]{ImportPage{Items: items, Counts: counts}}, nil
}

func (h *contents) getImport(ctx context.Context, in *OfItem) (*bodyOut[ImportView], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	one, err := h.Content.Store.Imports().Import(ctx, a, evidence.ImportID(in.Item))
	if err != nil {
		return nil, err
	}
	return &bodyOut[ImportView]{viewOfImport(one)}, nil
}

func (h *contents) undoImport(ctx context.Context, in *OfItem) (*bodyOut[ImportView], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	undone, err := h.Content.Store.Imports().Undo(ctx, a, evidence.ImportID(in.Item))
	if err != nil {
		return nil, err
	}
	return &bodyOut[ImportView]{viewOfImport(undone)}, nil
}
