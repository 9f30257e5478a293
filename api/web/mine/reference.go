package mine

import (
	"net/url"
	"strconv"
	"strings"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// citation is a reference as the report lists it, in the order of Vancouver: authors, title, journal, year, volume and pages.
type citation struct {
	ID       string // ref-1; citations in the text lead there
	Authors  string
	Title    string
	Journal  string
	Where    string // year, volume, issue and pages
	Note     string
	Links    []ui.Link
	Abstract *ui.Details
	Text     string // of the abstract
}

const maxAuthors = 6 // then "et al", as Vancouver has it

// citationOf makes the nth reference of the list, from 1.
func citationOf(n int, r postgres.Reference) citation {
	c := citation{ID: "ref-" + strconv.Itoa(n)}
	if r.Erased {
		c.Title = "This reference was erased."
		return c
	}
	c.Authors, c.Title, c.Journal, c.Where = stop(authors(r.Authors)), stop(r.Title), stop(r.Journal), stop(where(r.ReferenceContent))
	c.Note, c.Text = r.Note, r.Abstract
	more := ": reference " + strconv.Itoa(n)
	for _, l := range links(r.ReferenceContent) {
		l.More = more
		c.Links = append(c.Links, l)
	}
	if r.Abstract != "" {
		c.Abstract = &ui.Details{Summary: "Abstract", More: more}
	}
	return c
}

func authors(names []string) string {
	if len(names) > maxAuthors {
		return strings.Join(names[:maxAuthors], ", ") + ", et al"
	}
	return strings.Join(names, ", ")
}

// where is year, volume, issue and pages: 2024;12(3):45-50.
func where(r postgres.ReferenceContent) string {
	var b strings.Builder
	if r.Year != nil {
		b.WriteString(strconv.Itoa(*r.Year))
	}
	add := func(before, text, after string) {
		if text == "" {
			return
		}
		if b.Len() > 0 {
			b.WriteString(before)
		}
		b.WriteString(text + after)
	}
	add(";", r.Volume, "")
	if r.Issue != "" {
		b.WriteString("(" + r.Issue + ")")
	}
	add(":", r.Pages, "")
	return b.String()
}

// stop ends a part with a full stop, unless it has an end of its own.
func stop(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsRune(".?!", rune(text[len(text)-1])) {
		return text
	}
	return text + "."
}

// links lead to a reference, where it can be read first.
func links(r postgres.ReferenceContent) []ui.Link {
	var list []ui.Link
	if r.DOI != "" {
		list = append(list, ui.Link{Href: doiAddress(r.DOI), Text: "Read it (DOI)"})
	}
	if r.PMID != "" {
		list = append(list, ui.Link{Href: "https://pubmed.ncbi.nlm.nih.gov/" + url.PathEscape(r.PMID) + "/", Text: "PubMed"})
	}
	if web(r.URL) {
		list = append(list, ui.Link{Href: r.URL, Text: "Web page"})
	}
	return list
}

// doiAddress is the address of a DOI at its resolver (ISO 26324).
func doiAddress(doi string) string {
	return (&url.URL{Scheme: "https", Host: "doi.org", Path: "/" + doi}).String()
}

// web reports whether an address can be followed safely.
func web(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
