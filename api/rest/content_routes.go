package rest

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	tagContent = "Content"
	tagDrafts  = "Drafts"
)

// ContentDeps is what the content resources under a request need.
type ContentDeps struct {
	Store  *postgres.Content
	PubMed bool // searches may be run in PubMed

	// Lines asks PubMed which line of a search lost a paper; nil where PubMed is not to be asked.
	Lines LineCounter

	// StartImport starts the reading of an upload at once; nil leaves it to the worker's relay.
	StartImport func(ctx context.Context, id evidence.ImportID) error
}

// contents serves what people write about a request. Nothing here reaches the engine, so it works while the engine is down.
type contents struct{ Deps }

func registerContent(api huma.API, d Deps) {
	h := &contents{d}
	registerMessages(api, h)
	registerSearches(api, h)
	registerReporting(api, h)
	registerStrategies(api, h)
	registerReferences(api, h)
	registerOrder(api, h)
	registerSummary(api, h)
	registerReports(api, h)
	registerReviews(api, h)
	registerCheckFindings(api, h)
	registerCheckPolicy(api, d)
	registerTimes(api, h)
	registerAttachments(api, h)
	registerAttachmentFiles(api, h)
	registerDrafts(api, h)
	registerPubMedRuns(api, h)
	registerLiving(api, h)
	registerImports(api, h)
	registerImportFiles(api, h)
	registerImportWarnings(api, h)
	registerPairs(api, h)
	registerPublications(api, h)
	registerDecisions(api, h)
	registerBulkDecisions(api, h)
	registerTestPapers(api, h)
}

// The people of a request, as the document names them. The store decides by the same rules.
func insiders() Access {
	a := staff()
	a.Relations = []string{"reviewer"}
	return a
}

func writers() Access { return only(evidence.Librarian, evidence.Trainee) }

// askers are the requester's side and the library.
func askers() Access {
	a := insiders()
	a.Relations = append(a.Relations, "requester", "delegate", "copied")
	return a
}

// readers are the askers, and with whom a delivered report is shared.
func readers() Access {
	a := askers()
	a.Relations = append(a.Relations, "shared")
	return a
}

// OfRequest names a request. Like all that is embedded in an input it is exported, or huma would not see it.
type OfRequest struct {
	ID string `path:"id" format:"uuid"`
}

// OfItem names a row of a request.
type OfItem struct {
	OfRequest

	Item string `path:"item" format:"uuid"`
}

// Changing names a row and the version that its writer has read.
type Changing struct {
	OfItem

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

// rowOut is a row with its version.
type rowOut[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// newOut is a row that was just made.
type newOut[T any] struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     T
}

// listOut is a list that comes whole.
type listOut[T any] struct {
	Body struct {
		Items []T `json:"items" nullable:"false"`
	}
}

func list[T any](items []T) *listOut[T] {
	out := &listOut[T]{}
	out.Body.Items = items
	return out
}

// pageOut is one page of a list.
type pageOut[T any] struct {
	Body struct {
		Items []T    `json:"items" nullable:"false"`
		Next  string `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
	}
}

func pageOf[T any](items []T, more bool, cursor func(T) string) *pageOut[T] {
	out := &pageOut[T]{}
	out.Body.Items = items
	if more {
		out.Body.Next = cursor(items[len(items)-1])
	}
	return out
}

// nothing is the body of 204.
type nothing struct{}

// enter finds out how the caller stands to a request, before anything that was sent is looked at.
func (h *contents) enter(ctx context.Context, id string) (postgres.Access, error) {
	return h.Content.Store.Access(ctx, caller(ctx).Person, evidence.RequestID(id))
}

// change is enter for a row that is changed: without the version that was read it is refused before anything is stored.
func (h *contents) change(ctx context.Context, in Changing) (postgres.Access, int, error) {
	return h.changeRequest(ctx, in.ID, in.IfMatch)
}

func (h *contents) changeRequest(ctx context.Context, id, match string) (postgres.Access, int, error) {
	a, err := h.enter(ctx, id)
	if err != nil {
		return a, 0, err
	}
	version, err := ifMatch(match)
	return a, version, err
}

// both adds to version-stale what is stored now, so that a page can show it beside what its user typed.
func both(ctx context.Context, err error) error {
	var stale *postgres.StaleError
	if !errors.As(err, &stale) {
		return err
	}
	p := problemOf(ctx, err)
	p.Current, p.CurrentVersion = stale.Current, stale.Version
	p.headers.Set("ETag", etag(stale.Version))
	return p
}

// creation makes a POST repeatable under its Idempotency-Key.
func creation(ctx context.Context, op huma.Operation) postgres.Creation {
	k := keyOf(ctx)
	return postgres.Creation{Route: op.Path, Key: k.key, Body: k.body}
}

// location is the address of a row below a request.
func location(request, resource, id string) string {
	return base + "/requests/" + request + "/" + resource + "/" + id
}

func indexed(list string, i int, field string) string {
	return list + "[" + strconv.Itoa(i) + "]." + field
}

// noContent answers 204.
func noContent(op *huma.Operation) { op.DefaultStatus = http.StatusNoContent }
