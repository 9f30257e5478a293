package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// SimilarBody asks for requests like a text. The text is in the body, never in an address, and is not kept.
type SimilarBody struct {
	Text       string            `json:"text" minLength:"3" maxLength:"10000"`
	Background string            `json:"background,omitempty" maxLength:"10000"`
	Elements   map[string]string `json:"elements,omitempty" doc:"Of the framework, by their codes; at most 20"`
	Specialty  string            `json:"specialty,omitempty" maxLength:"200"`
	Papers     string            `json:"papers,omitempty" maxLength:"10000" doc:"A text with DOIs and PMIDs"`
	Limit      int               `json:"limit,omitempty" minimum:"1" maximum:"50" doc:"10 when absent"`
}

// SimilarRow is a delivered request like the text, of those the caller may see.
type SimilarRow struct {
	ID            evidence.RequestID `json:"id" format:"uuid"`
	Reference     string             `json:"reference"`
	Relation      postgres.Relation  `json:"relation" enum:"library,own,review,shared"`
	Library       evidence.LibraryID `json:"library" format:"uuid"`
	LibraryName   string             `json:"library_name"`
	Stage         evidence.Stage     `json:"stage"`
	Outcome       evidence.Outcome   `json:"outcome,omitempty"`
	Type          string             `json:"type"`
	Specialty     string             `json:"specialty,omitempty"`
	Question      string             `json:"question" doc:"Its beginning"`
	Requester     evidence.PersonID  `json:"requester,omitempty" format:"uuid" doc:"Only of those who agreed to be named"`
	RequesterName string             `json:"requester_name,omitempty"`
	DeliveredAt   time.Time          `json:"delivered_at,omitzero"`
	Score         float64            `json:"score" doc:"0 to 1: greater is more alike"`
}

// SimilarList is what is like a request, and what became of what was found before.
type SimilarList struct {
	Items []SimilarRow          `json:"items" nullable:"false"`
	Uses  []postgres.SimilarUse `json:"uses" nullable:"false" doc:"Of earlier requests that the caller may see, listed above or not"`
}

// Similarity finds requests like a text or like another request.
type Similarity interface {
	Similar(ctx context.Context, person evidence.PersonID, q postgres.SimilarQuery, limit int) ([]postgres.SimilarRequest, error)
	SimilarTo(ctx context.Context, person evidence.PersonID, request evidence.RequestID, limit int) (postgres.SimilarWork, error)
}

// usualSimilar is how many similar requests are given when the caller does not say.
const usualSimilar = 10

type saveSimilarUseIn struct {
	ChangingRequest

	Earlier string `path:"request" format:"uuid"`
	Body    SimilarUseBody
}

// SimilarUseBody says what became of an earlier request.
type SimilarUseBody struct {
	Outcome postgres.SimilarOutcome `json:"outcome" enum:"reused,adapted,new" doc:"Its answer was given again, its work was the start, or the work was done anew"`
}

func registerSimilar(api huma.API, d Deps) {
	handle(api, route("find-similar", http.MethodPost, "/requests/similar", "Find requests like a text", tagRequests, signedIn(),
		describe("Before submitting, or before searching: has this been asked?")),
		func(ctx context.Context, in *struct{ Body SimilarBody }) (*listOut[SimilarRow], error) {
			limit, b := in.Body.Limit, in.Body
			if limit == 0 {
				limit = usualSimilar
			}
			q := postgres.SimilarQuery{Text: b.Text, Background: b.Background, Elements: b.Elements, Specialty: b.Specialty, Papers: b.Papers}
			rows, err := d.Similarity.Similar(ctx, caller(ctx).Person, q, limit)
			return list(similarRows(rows)), err
		})
	h := &contents{d}
	handle(api, route("list-similar", http.MethodGet, "/requests/{id}/similar", "List earlier requests like one", tagRequests, insiders(),
		describe("Delivered ones that the caller may see, by the words of the question and its framework, subject headings and named papers; and what became of them.")),
		h.listSimilar)
	handle(api, route("save-similar-use", http.MethodPut, "/requests/{id}/similar/{request}", "Say what became of an earlier request", tagRequests, writers(),
		conflicts, preconditioned, describe("The ETag before the first saying is \"1\".")), h.saveSimilarUse)
}

func similarRows(rows []postgres.SimilarRequest) []SimilarRow {
	return each(rows, func(r postgres.SimilarRequest) SimilarRow { return SimilarRow(r) })
}

func (h *contents) listSimilar(ctx context.Context, in *OfRequest) (*bodyOut[SimilarList], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.Insider(); err != nil {
		return nil, err
	}
	work, err := h.Similarity.SimilarTo(ctx, caller(ctx).Person, evidence.RequestID(in.ID), usualSimilar)
	return &bodyOut[SimilarList]{SimilarList{similarRows(work.Requests), work.Uses}}, err
}

func (h *contents) saveSimilarUse(ctx context.Context, in *saveSimilarUseIn) (*rowOut[postgres.SimilarUse], error) {
	a, version, err := h.changeRequest(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	u, err := h.Content.Store.SaveSimilarUse(ctx, a, evidence.RequestID(in.Earlier), version, in.Body.Outcome)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[postgres.SimilarUse]{ETag: etag(u.Version), Body: u}, nil
}
