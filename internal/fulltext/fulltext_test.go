package fulltext_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/fulltext"
)

var house = fulltext.Library{
	OpenAthens: "https://go.openathens.net/redirector/northmoor.example?url={url}",
	Hub:        "https://hub.example/resolve?doi={doi}&pmid={pmid}&title={title}",
	Request:    "https://library.example/articles",
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	type route = fulltext.Route
	request := route{Kind: fulltext.Request, Label: "Ask the library for this article", URL: "https://library.example/articles"}
	for name, c := range map[string]struct {
		item fulltext.Item
		l    fulltext.Library
		want []fulltext.Route
	}{
		"nothing known": {want: []route{}},
		"everything": {
			fulltext.Item{DOI: "10.1136/bmj.b2535", PMID: "19622551", PMCID: "PMC2714657", URL: "https://www.bmj.com/a?b=c", Title: "PRISMA & more"},
			house,
			[]route{
				{Kind: fulltext.PMC, Label: "Free full text in PubMed Central", URL: "https://pmc.ncbi.nlm.nih.gov/articles/PMC2714657/"},
				{Kind: fulltext.OpenAthens, Label: "Full text with OpenAthens", URL: "https://go.openathens.net/redirector/northmoor.example?url=https%3A%2F%2Fdoi.org%2F10.1136%2Fbmj.b2535"},
				{Kind: fulltext.DOI, Label: "At the publisher (DOI)", URL: "https://doi.org/10.1136/bmj.b2535"},
				{Kind: fulltext.Link, Label: "At the source", URL: "https://www.bmj.com/a?b=c"},
				{Kind: fulltext.Hub, Label: "In the library hub", URL: "https://hub.example/resolve?doi=10.1136%2Fbmj.b2535&pmid=19622551&title=PRISMA+%26+more"},
				{Kind: fulltext.PubMed, Label: "In PubMed", URL: "https://pubmed.ncbi.nlm.nih.gov/19622551/"},
				request,
			},
		},
		"only a link": {
			fulltext.Item{URL: "https://www.nice.org.uk/guidance/ng1"},
			fulltext.Library{OpenAthens: house.OpenAthens},
			[]route{
				{Kind: fulltext.OpenAthens, Label: "Full text with OpenAthens", URL: "https://go.openathens.net/redirector/northmoor.example?url=https%3A%2F%2Fwww.nice.org.uk%2Fguidance%2Fng1"},
				{Kind: fulltext.Link, Label: "At the source", URL: "https://www.nice.org.uk/guidance/ng1"},
			},
		},
		"the link is the DOI": {
			fulltext.Item{DOI: "10.1000/182", URL: "https://doi.org/10.1000/182"},
			fulltext.Library{},
			[]route{{Kind: fulltext.DOI, Label: "At the publisher (DOI)", URL: "https://doi.org/10.1000/182"}},
		},
		"a path needs its part": {
			fulltext.Item{PMID: "12"},
			fulltext.Library{Hub: "https://libkey.example/9/{doi}", Request: "https://ask.example/{title}"},
			[]route{{Kind: fulltext.PubMed, Label: "In PubMed", URL: "https://pubmed.ncbi.nlm.nih.gov/12/"}},
		},
		"odd characters": {
			fulltext.Item{DOI: "10.1002/(sici)1097<1:aid-x>3.0.co;2-#"},
			fulltext.Library{Hub: "https://libkey.example/9/{doi}"},
			[]route{
				{Kind: fulltext.DOI, Label: "At the publisher (DOI)", URL: "https://doi.org/10.1002/%28sici%291097%3C1:aid-x%3E3.0.co%3B2-%23"},
				{Kind: fulltext.Hub, Label: "In the library hub", URL: "https://libkey.example/9/10.1002/%28sici%291097%3C1:aid-x%3E3.0.co%3B2-%23"},
			},
		},
		"what is none": {
			fulltext.Item{DOI: "11.1/x", PMID: "012", PMCID: "X1", URL: "javascript:alert(1)"}, house, []route{request},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, fulltext.Routes(c.item, c.l)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTemplates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		check    func(string) error
		template string
		want     error
	}{
		{fulltext.CheckOpenAthens, "", nil},
		{fulltext.CheckOpenAthens, house.OpenAthens, nil},
		{fulltext.CheckOpenAthens, "https://go.openathens.net/redirector/x", fulltext.ErrPlaceholder},
		{fulltext.CheckOpenAthens, "https://x.example/?url={URL}", fulltext.ErrPlaceholder},
		{fulltext.CheckOpenAthens, "http://x.example/?url={url}", fulltext.ErrAddress},
		{fulltext.CheckOpenAthens, "{url}", fulltext.ErrAddress},
		{fulltext.CheckOpenAthens, "https://{url}/", fulltext.ErrAddress},
		{fulltext.CheckOpenAthens, "https://x.example{url}", fulltext.ErrAddress},
		{fulltext.CheckHub, house.Hub, nil},
		{fulltext.CheckHub, "https://hub.example/{doi", fulltext.ErrPlaceholder},
		{fulltext.CheckHub, "https://hub.example/?u={url}", fulltext.ErrPlaceholder},
		{fulltext.CheckRequest, house.Request, nil},
		{fulltext.CheckRequest, "https://ask.example/?t={title}", nil},
		{fulltext.CheckRequest, "https://me:you@ask.example/", fulltext.ErrAddress},
		{fulltext.CheckRequest, "mailto:a@example.nhs.uk", fulltext.ErrAddress},
	} {
		if err := c.check(c.template); !errors.Is(err, c.want) {
			t.Errorf("%q: %v, want %v", c.template, err, c.want)
		}
	}
}

// Whatever a record says, every way is an address of the web, once, and those of the library stay at the library's host.
func TestEveryRouteIsAnAddress(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`10\.[0-9]{4}/[!-~]{1,20}`), rapid.StringMatching(`(https?|javascript|data)://[a-z]{1,5}/[ -~]{0,10}`), rapid.StringMatching(`[1-9][0-9]{0,8}`))
		item := fulltext.Item{DOI: text.Draw(t, "doi"), PMID: text.Draw(t, "pmid"), PMCID: text.Draw(t, "pmcid"), URL: text.Draw(t, "url"), Title: text.Draw(t, "title")}
		seen := map[string]bool{}
		for _, r := range fulltext.Routes(item, house) {
			u, err := url.Parse(r.URL)
			if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
				t.Fatalf("%+v: %v", r, err)
			}
			if r.Kind == fulltext.OpenAthens && u.Host != "go.openathens.net" || r.Kind == fulltext.Hub && u.Host != "hub.example" {
				t.Fatalf("%+v leaves the library", r)
			}
			if seen[r.URL] || r.Label == "" || strings.ContainsAny(r.URL, " \"<>") && r.Kind != fulltext.Link {
				t.Fatalf("%+v", r)
			}
			seen[r.URL] = true
		}
	})
}
