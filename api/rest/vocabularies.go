package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

const tagReference = "Reference data"

// cacheReference lets anybody keep the reference data for a while: it changes only with a new version of the program.
const cacheReference = "public, max-age=300"

// VocabularyHead is a vocabulary without its terms.
type VocabularyHead struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Version  string            `json:"version"`
	Status   vocabulary.Status `json:"status" enum:"sourced,recalled,inferred" doc:"How sure we are of the source"`
	Commands []string          `json:"commands,omitempty" doc:"Commands whose reason is a code of this vocabulary"`
	Terms    int               `json:"terms" doc:"How many there are"`
}

type vocabularyList struct {
	Items []VocabularyHead `json:"items" nullable:"false"`
}

type vocabulariesOutput struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Status       int
	Body         *vocabularyList
}

type vocabularyOutput struct {
	ETag         string `header:"ETag"`
	CacheControl string `header:"Cache-Control"`
	Status       int
	Body         *vocabulary.Vocabulary
}

// Cached is for what a client may have read already.
type Cached struct {
	IfNoneMatch string `header:"If-None-Match" maxLength:"1000" doc:"Answered with 304 when it names the present version"`
}

func registerVocabularies(api huma.API, d Deps) {
	handle(api, route("list-vocabularies", http.MethodGet, "/vocabularies", "List the vocabularies", tagReference, anonymous(), cacheable),
		func(_ context.Context, in *Cached) (*vocabulariesOutput, error) {
			out := &vocabulariesOutput{ETag: d.Vocabulary.ETag(), CacheControl: cacheReference, Status: http.StatusOK}
			if noneMatch(in.IfNoneMatch, out.ETag) {
				out.Status = http.StatusNotModified
				return out, nil
			}
			out.Body = &vocabularyList{heads(d.Vocabulary)}
			return out, nil
		})
	handle(api, route("get-vocabulary", http.MethodGet, "/vocabularies/{vocabulary}", "Read a vocabulary with its terms", tagReference, anonymous(), cacheable),
		func(_ context.Context, in *struct {
			Cached
			ID string `path:"vocabulary" maxLength:"64"`
		},
		) (*vocabularyOutput, error) {
			v, ok := d.Vocabulary.Get(in.ID)
			if !ok {
				return nil, &evidence.Error{Code: evidence.NotFound}
			}
			out := &vocabularyOutput{ETag: d.Vocabulary.ETag(), CacheControl: cacheReference, Status: http.StatusOK, Body: &v}
			if noneMatch(in.IfNoneMatch, out.ETag) {
				out.Status, out.Body = http.StatusNotModified, nil
			}
			return out, nil
		})
}

func heads(c *vocabulary.Catalogue) []VocabularyHead {
	var list []VocabularyHead
	for _, v := range c.All() {
		list = append(list, VocabularyHead{ID: v.ID, Title: v.Title, Version: v.Version, Status: v.Status, Commands: v.Commands, Terms: len(v.Terms)})
	}
	return list
}
