package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/postgres"
)

// TestPapersBody is papers for the test set.
type TestPapersBody struct {
	Papers []postgres.TestPaperContent `json:"papers" minItems:"1" maxItems:"200" nullable:"false"`
	Confirming
}

// TestPaperBody is a paper of the test set as its writer wants it to be.
type TestPaperBody struct {
	postgres.TestPaperContent
	Confirming
}

// AddedTestPapers are papers that were just added to the test set.
type AddedTestPapers struct {
	Items    []postgres.TestPaper `json:"items" nullable:"false"`
	Warnings []Finding            `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// SavedTestPaper is a paper of the test set that was just saved.
type SavedTestPaper struct {
	postgres.TestPaper

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type addTestPapersIn struct {
	OfRequest

	Body TestPapersBody
}

type saveTestPaperIn struct {
	Changing

	Body TestPaperBody
}

type addTestPapersOut struct{ Body AddedTestPapers }

func registerTestPapers(api huma.API, h *contents) {
	const all, one = "/requests/{id}/test-papers", "/requests/{id}/test-papers/{item}"
	handle(api, route("list-test-papers", http.MethodGet, all, "Compare the test set with the records", tagRecords, insiders(),
		describe("The papers that the searches should find, and which of them did.")), h.testSet)
	handle(api, route("get-test-paper", http.MethodGet, one, "Read a paper of the test set", tagRecords, insiders()), h.getTestPaper)
	add := route("add-test-papers", http.MethodPost, all, "Add papers to the test set", tagRecords, writers(), keyed, created, conflicts,
		describe("All or none, in their order. A line alone is read for a DOI, a PubMed identifier, a title and a year."))
	handle(api, add, func(ctx context.Context, in *addTestPapersIn) (*addTestPapersOut, error) {
		return h.addTestPapers(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-test-paper", http.MethodPut, one, "Save a paper of the test set", tagRecords, writers(), conflicts, preconditioned), h.saveTestPaper)
	handle(api, route("remove-test-paper", http.MethodDelete, one, "Take a paper out of the test set", tagRecords, writers(), noContent, conflicts,
		preconditioned), h.removeTestPaper)
	handle(api, route("test-lines", http.MethodGet, one+"/lines", "Find the line that lost a paper", tagRecords, insiders(),
		describe("Asks PubMed for each line of a PubMed search whether it finds the paper. For other platforms it gives what to paste there.")), h.testLines)
}

func (h *contents) testSet(ctx context.Context, in *OfRequest) (*bodyOut[postgres.TestSet], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	set, err := h.Content.Store.TestSet(ctx, a)
	return &bodyOut[postgres.TestSet]{set}, err
}

func (h *contents) getTestPaper(ctx context.Context, in *OfItem) (*rowOut[postgres.TestPaper], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := h.Content.Store.TestPaper(ctx, a, in.Item)
	return &rowOut[postgres.TestPaper]{ETag: etag(p.Version), Body: p}, err
}

func (h *contents) addTestPapers(ctx context.Context, in *addTestPapersIn, k postgres.Creation) (*addTestPapersOut, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var texts []Text
	for i, p := range in.Body.Papers {
		texts = append(texts, testPaperTexts(indexed("papers", i, ""), p)...)
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, texts...)
	if err != nil {
		return nil, err
	}
	items, err := h.Content.Store.AddTestPapers(ctx, a, in.Body.Papers, k)
	if err != nil {
		return nil, err
	}
	return &addTestPapersOut{AddedTestPapers{items, warnings}}, nil
}

func (h *contents) saveTestPaper(ctx context.Context, in *saveTestPaperIn) (*rowOut[SavedTestPaper], error) {
	a, version, err := h.change(ctx, in.Changing)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, testPaperTexts("", in.Body.TestPaperContent)...)
	if err != nil {
		return nil, err
	}
	p, err := h.Content.Store.SaveTestPaper(ctx, a, in.Item, version, in.Body.TestPaperContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedTestPaper]{ETag: etag(p.Version), Body: SavedTestPaper{p, warnings}}, nil
}

func (h *contents) removeTestPaper(ctx context.Context, in *Changing) (*nothing, error) {
	a, version, err := h.change(ctx, *in)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.RemoveTestPaper(ctx, a, in.Item, version); err != nil {
		return nil, both(ctx, err)
	}
	return &nothing{}, nil
}

// testPaperTexts lists what somebody typed of a paper. A published title names no patient, but it may be typed with more.
func testPaperTexts(at string, p postgres.TestPaperContent) []Text {
	return []Text{{at + "line", withoutNumbers(p)}, {at + "title", p.Title}}
}

// withoutNumbers is the line, except where it is nothing but a number: a PubMed identifier would be taken for a patient's.
func withoutNumbers(p postgres.TestPaperContent) string {
	for _, r := range p.Line {
		if r < '0' || r > '9' {
			return p.Line
		}
	}
	return ""
}
