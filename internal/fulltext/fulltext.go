// Package fulltext says by which ways a reader gets from a reference to the whole text: free, through the library's
// subscriptions, or by asking the library for a copy. It makes addresses and follows none.
package fulltext

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Item is what a reference says of itself that leads to its text. What is not known is empty; what is misshapen leads nowhere.
type Item struct {
	DOI   string // plain: 10.…/…
	PMID  string // digits
	PMCID string // with or without its letters
	URL   string // as the source gives it; only http and https count
	Title string
}

// Library is how a library's readers get to what it subscribes to. Each is empty where the library has none.
type Library struct {
	// OpenAthens is the template of a link that signs readers in and sends them on to {url}:
	// https://go.openathens.net/redirector/example.nhs.uk?url={url}
	OpenAthens string
	// Hub is the template of a link into the library's discovery service or link resolver, with {doi}, {pmid} or {title}.
	Hub string
	// Request is where people ask for a copy. It may hold {doi}, {pmid} and {title}, so that they need not type them again.
	Request string
}

// Kind is what a way to the full text is, for those who show it.
type Kind string

// The ways, in the order in which they are tried: what is free for everybody first, what somebody has to work for last.
const (
	PMC        Kind = "pmc"        // the free copy in PubMed Central
	OpenAthens Kind = "openathens" // the publisher, signed in
	DOI        Kind = "doi"        // the publisher
	Link       Kind = "link"       // the address that the source gives
	Hub        Kind = "hub"        // the library's discovery service or link resolver
	PubMed     Kind = "pubmed"     // the record in PubMed, with links of its own
	Request    Kind = "request"    // the library gets a copy
)

// Route is one way to the full text.
type Route struct {
	Kind  Kind   `json:"kind" enum:"pmc,openathens,doi,link,hub,pubmed,request"`
	Label string `json:"label" doc:"For readers, to stand as the text of the link"`
	URL   string `json:"url"`
}

// Routes gives the ways to an item for the readers of a library, the best first; never nil.
func Routes(item Item, l Library) []Route {
	routes := []Route{}
	add := func(kind Kind, label, to string) {
		if to != "" && !slices.ContainsFunc(routes, func(r Route) bool { return r.URL == to }) {
			routes = append(routes, Route{kind, label, to})
		}
	}
	doi, link := doiLink(item.DOI), webLink(item.URL)
	publisher := doi
	if publisher == "" {
		publisher = link
	}
	add(PMC, "Free full text in PubMed Central", pmcLink(item.PMCID))
	if publisher != "" {
		add(OpenAthens, "Full text with OpenAthens", fill(l.OpenAthens, map[string]string{"url": publisher}))
	}
	add(DOI, "At the publisher (DOI)", doi)
	add(Link, "At the source", link)
	known := map[string]string{"doi": plainDOI(item.DOI), "pmid": digits(item.PMID), "title": strings.TrimSpace(item.Title)}
	add(Hub, "In the library hub", fill(l.Hub, known))
	add(PubMed, "In PubMed", pubmedLink(item.PMID))
	add(Request, "Ask the library for this article", requestLink(l.Request, known))
	return routes
}

// doiForm is the shape of a DOI name (ISO 26324).
var doiForm = regexp.MustCompile(`^10\.[0-9]{4,9}(\.[0-9]+)*/\S+$`)

func plainDOI(s string) string {
	if s = strings.TrimSpace(s); doiForm.MatchString(s) {
		return s
	}
	return ""
}

func doiLink(s string) string {
	if s = plainDOI(s); s == "" {
		return ""
	}
	return "https://doi.org/" + pathEscape(s)
}

var digitsForm = regexp.MustCompile(`^[1-9][0-9]{0,9}$`)

func digits(s string) string {
	if s = strings.TrimSpace(s); digitsForm.MatchString(s) {
		return s
	}
	return ""
}

func pubmedLink(pmid string) string {
	if pmid = digits(pmid); pmid == "" {
		return ""
	}
	return "https://pubmed.ncbi.nlm.nih.gov/" + pmid + "/"
}

func pmcLink(pmcid string) string {
	s := strings.ToUpper(strings.TrimSpace(pmcid))
	if s = digits(strings.TrimPrefix(s, "PMC")); s == "" {
		return ""
	}
	return "https://pmc.ncbi.nlm.nih.gov/articles/PMC" + s + "/"
}

// webLink takes only addresses of the web: a reference may come from anywhere, and its link is put into pages.
func webLink(s string) string {
	u, err := url.Parse(strings.TrimSpace(s))
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Hostname() == "" || u.User != nil {
		return ""
	}
	return u.String()
}
