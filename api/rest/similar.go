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
	Text  string `json:"text" minLength:"3" maxLength:"10000"`
	Limit int    `json:"limit,omitempty" minimum:"1" maximum:"50" doc:"10 when absent"`
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
	Score         float64            `json:"score" doc:"0 to 1: greater is more alike; comparable within one answer only"`
}

// Similarity finds requests like a text.
type Similarity interface {
	Similar(ctx context.Context, person evidence.PersonID, text string, limit int) ([]postgres.SimilarRequest, error)
}

// usualSimilar is how many similar requests are given when the caller does not say.
const usualSimilar = 10

func registerSimilar(api huma.API, d Deps) {
	handle(api, route("find-similar", http.MethodPost, "/requests/similar", "Find requests like a text", tagRequests, signedIn(),
		describe("Before submitting, or before searching: has this been asked?")),
		func(ctx context.Context, in *struct{ Body SimilarBody }) (*listOut[SimilarRow], error) {
			limit := in.Body.Limit
			if limit == 0 {
				limit = usualSimilar
			}
			rows, err := d.Similarity.Similar(ctx, caller(ctx).Person, in.Body.Text, limit)
			return list(each(rows, func(r postgres.SimilarRequest) SimilarRow { return SimilarRow(r) })), err
		})
}
