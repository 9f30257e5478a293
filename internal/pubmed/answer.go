package pubmed

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// answer is the part of eSearchResult (NCBI's eSearch DTD of 2006) that is used here.
type answer struct {
	XMLName     xml.Name `xml:"eSearchResult"`
	Count       *int     `xml:"Count"`
	QueryKey    string   `xml:"QueryKey"`
	WebEnv      string   `xml:"WebEnv"`
	Translation string   `xml:"QueryTranslation"`
	Error       string   `xml:"ERROR"`
	NotFound    struct {
		Phrases []string `xml:"PhraseNotFound"`
		Fields  []string `xml:"FieldNotFound"`
	} `xml:"ErrorList"`
	Warnings struct {
		Ignored  []string `xml:"PhraseIgnored"`
		Quoted   []string `xml:"QuotedPhraseNotFound"`
		Messages []string `xml:"OutputMessage"`
	} `xml:"WarningList"`
}

// nothingFound is what PubMed says beside a count of 0, which says it already.
const nothingFound = "No items found."

func readSearch(body []byte) (Found, error) {
	var a answer
	d := xml.NewDecoder(bytes.NewReader(body))
	d.Entity = map[string]string{} // none but those of XML itself
	if err := d.Decode(&a); err != nil {
		return Found{}, &Error{Code: BadAnswer, Detail: "PubMed's answer is not the one that is described."}
	}
	switch {
	case a.Error != "":
		return Found{}, searchFault(a.Error)
	case a.Count == nil || *a.Count < 0:
		return Found{}, &Error{Code: BadAnswer, Detail: "PubMed did not say how many records there are."}
	}
	found := Found{
		Count: *a.Count, History: History{WebEnv: a.WebEnv, QueryKey: a.QueryKey}, Translation: a.Translation,
		NotFound: append(append(a.NotFound.Phrases, a.Warnings.Quoted...), a.NotFound.Fields...), Ignored: a.Warnings.Ignored,
	}
	for _, m := range a.Warnings.Messages {
		if m != nothingFound {
			found.Ignored = append(found.Ignored, m)
		}
	}
	return found, nil
}

// searchFault tells a query that cannot be read from a search engine that has broken down, which PubMed reports in the same place.
func searchFault(text string) error {
	if strings.Contains(text, "Search Backend failed") || strings.Contains(text, "Database is not supported") {
		return &Error{Code: Unreachable, Detail: "PubMed's search did not work."}
	}
	return &Error{Code: QueryRefused, Detail: "PubMed cannot read the query."}
}

// checkRecords makes sure that an answer holds records: PubMed reports errors as XML or JSON with the status of success.
func checkRecords(body []byte) error {
	start := bytes.TrimSpace(body)
	switch {
	case bytes.HasPrefix(start, []byte("PMID-")):
		return nil
	case bytes.HasPrefix(start, []byte("<")), bytes.HasPrefix(start, []byte("{")), len(start) == 0:
		return fetchFault(start)
	}
	return &Error{Code: BadAnswer, Detail: "PubMed's answer holds no records."}
}

func fetchFault(body []byte) error {
	for _, said := range []string{"query_key", "WebEnv", "Unable to obtain query", "query #"} {
		if bytes.Contains(body, []byte(said)) {
			return &Error{Code: HistoryExpired, Detail: "PubMed no longer keeps this set of records."}
		}
	}
	return &Error{Code: BadAnswer, Detail: "PubMed's answer holds no records."}
}
