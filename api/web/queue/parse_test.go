package queue_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/api/web/queue"
	"evidencedesk/internal/postgres"
)

func TestSources(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]postgres.ReferenceContent{
		"NICE NG249 https://www.nice.org.uk/guidance/ng249.":       {Type: "web_page", Title: "NICE NG249", URL: "https://www.nice.org.uk/guidance/ng249"},
		"https://www.nice.org.uk/guidance/ng249":                   {Type: "web_page", Title: "https://www.nice.org.uk/guidance/ng249", URL: "https://www.nice.org.uk/guidance/ng249"},
		"10.1136/bmj.n71":                                          {Type: "article", Title: "doi:10.1136/bmj.n71", DOI: "10.1136/bmj.n71"},
		"Falls (Cochrane) | doi: 10.1002/14651858.CD005465.pub4":   {Type: "article", Title: "Falls (Cochrane)", DOI: "10.1002/14651858.CD005465.pub4"},
		"Alarms, https://doi.org/10.1136/bmj.n71, read on the bus": {Type: "article", Title: "Alarms, read on the bus", DOI: "10.1136/bmj.n71"},
		"12345678":                  {Type: "article", Title: "PubMed 12345678", PMID: "12345678"},
		"Alarms on wards PMID: 123": {Type: "article", Title: "Alarms on wards", PMID: "123"},
		"https://pubmed.ncbi.nlm.nih.gov/12345678/": {Type: "article", Title: "PubMed 12345678", PMID: "12345678", URL: "https://pubmed.ncbi.nlm.nih.gov/12345678/"},
		"The ward's own protocol, 2024":             {Type: "other", Title: "The ward's own protocol, 2024"},
		"123456 patients in Leeds":                  {Type: "other", Title: "123456 patients in Leeds"},
	} {
		if diff := cmp.Diff([]postgres.ReferenceContent{want}, queue.Sources("\n  "+line+" \r\n\n")); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

func TestEveryLineIsASource(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		list := queue.Sources(text)
		if len(list) != len(queue.SourceLines(text)) {
			t.Fatalf("%d sources from %d lines", len(list), len(queue.SourceLines(text)))
		}
		for _, r := range list {
			if r.Title == "" {
				t.Fatalf("a source without a name: %+v", r)
			}
		}
	})
}

func TestAFilterIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[a-z]{1,8}`)
	rapid.Check(t, func(t *rapid.T) {
		q := url.Values{
			"stage": rapid.SliceOfN(word, 0, 4).Draw(t, "stages"), "type": {rapid.StringMatching(`[a-z,]{0,9}`).Draw(t, "types")},
			"owner": {rapid.SampledFrom([]string{"", "me", "none"}).Draw(t, "owner")}, "q": {rapid.StringMatching(`[a-z&=%+ ,;#é]{0,9}`).Draw(t, "words")},
			"specialty": {rapid.StringMatching(`[A-Z&, ]{0,5}`).Draw(t, "specialty")}, "sort": {rapid.SampledFrom([]string{"", "due", "-received"}).Draw(t, "sort")},
		}
		once := queue.Canonical(q)
		again, err := url.ParseQuery(once)
		if err != nil {
			t.Fatal(err)
		}
		if got := queue.Canonical(again); got != once {
			t.Fatalf("%q is read as %q", once, got)
		}
	})
}
