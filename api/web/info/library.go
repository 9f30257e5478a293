package info

import (
	"net/url"
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

// Library is a library of the directory, with what it says to its readers as far as the API tells it.
type Library struct {
	rest.LibraryRow

	Phone             string `json:"phone"`
	HubURL            string `json:"hub_url"`             // where people search by themselves
	OpenAthensURL     string `json:"openathens_url"`      // where people get an account
	ArticleRequestURL string `json:"article_request_url"` // where people ask for an article
	OpeningNote       string `json:"opening_note"`
}

// directory reads the libraries that serve an organisation at a place; an empty query reads all of them.
func directory(v *page.Visit, at url.Values) ([]Library, error) {
	path := "/libraries"
	if len(at) > 0 {
		path += "?" + at.Encode()
	}
	var list struct {
		Items []Library `json:"items"`
	}
	return list.Items, v.Read(path, &list)
}

// Of reads libraries by their identifiers. One that there is not is left out.
func Of(v *page.Visit, ids ...evidence.LibraryID) ([]Library, error) {
	all, err := directory(v, nil)
	return slices.DeleteFunc(all, func(l Library) bool { return !slices.Contains(ids, l.ID) }), err
}
