package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
)

// SimilarBody asks for requests like a text. The text is in the body, never in an address, and is not kept.
type SimilarBody struct {
	Text  string `json:"text" minLength:"3" maxLength:"10000"`
	Limit int    `json:"limit,omitempty" minimum:"1" maximum:"50" doc:"10 when absent"`
}

// SimilarRow is a request like the text, of those the caller may see.
type SimilarRow struct {
	ID        evidence.RequestID `json:"id" format:"uuid"`
	Reference string             `json:"reference"`
	Stage     evidence.Stage     `json:"stage"`
	Outcome   evidence.Outcome   `json:"outcome,omitempty"`
	Question  string             `json:"question"`
	Relation  string             `json:"relation" enum:"library,own,review,shared"`
	Score     float64            `json:"score" doc:"Greater is more alike; comparable within one answer only"`
}

// Similarity finds requests like a text.
type Similarity interface {
	Similar(ctx context.Context, person evidence.PersonID, text string, limit int) ([]SimilarRow, error)
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
			return list(orNone(rows)), err
		})
}
