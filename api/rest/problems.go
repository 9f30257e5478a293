package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
)

// ProblemType describes one kind of problem.
type ProblemType struct {
	Type   string        `json:"type"`
	Code   evidence.Code `json:"code"`
	Status int           `json:"status"`
	Title  string        `json:"title"`
}

type problemTypesOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         struct {
		Items []ProblemType `json:"items" nullable:"false"`
	}
}

type problemTypeOutput struct {
	CacheControl string `header:"Cache-Control"`
	Body         ProblemType
}

// registerProblems serves what the type of a problem points to, from the one error table.
func registerProblems(api huma.API, _ Deps) {
	handle(api, route("list-problems", http.MethodGet, "", "List every kind of problem", tagService, anonymous(), at("/problems")),
		func(context.Context, *struct{}) (*problemTypesOutput, error) {
			out := &problemTypesOutput{CacheControl: cacheReference}
			for _, row := range evidence.ErrorTable() {
				out.Body.Items = append(out.Body.Items, problemType(row))
			}
			return out, nil
		})
	handle(api, route("get-problem", http.MethodGet, "", "Read about a kind of problem", tagService, anonymous(), at("/problems/{code}")),
		func(_ context.Context, in *struct {
			Code string `path:"code" maxLength:"64"`
		},
		) (*problemTypeOutput, error) {
			row := evidence.Code(in.Code).Row()
			if row.Code != evidence.Code(in.Code) {
				return nil, &evidence.Error{Code: evidence.NotFound}
			}
			return &problemTypeOutput{CacheControl: cacheReference, Body: problemType(row)}, nil
		})
}

func problemType(row evidence.ErrorRow) ProblemType {
	return ProblemType{Type: TypeOf(row.Code), Code: row.Code, Status: row.Status, Title: row.Title}
}
