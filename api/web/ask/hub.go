package ask

import (
	_ "embed"
	"encoding/json"
	"net/url"
	"strings"

	"evidencedesk/api/web/info"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// publicHub is the Knowledge and Library Hub for libraries that have not given an address of their own.
//
//go:embed hub.json
var publicHub []byte

// queryMark in a library's address of its Hub is where the words to search for go.
const queryMark = "{query}"

// hub is where people search by themselves: the library's own address, with the question where the address has a place for it, else
// the public one. The question goes there only when somebody follows the link.
func hub(library info.Library, question string) ui.Link {
	if at := library.HubURL; at != "" {
		return ui.Link{Href: strings.ReplaceAll(at, queryMark, url.QueryEscape(page.Shorten(question, excerpt))), Text: "Search the Library Hub yourself"}
	}
	var public struct{ Name, URL string }
	if err := json.Unmarshal(publicHub, &public); err != nil {
		panic("ask: hub.json: " + err.Error())
	}
	return ui.Link{Href: public.URL, Text: "Search the " + public.Name + " yourself"}
}
