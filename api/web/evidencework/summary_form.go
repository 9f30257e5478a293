package evidencework

import (
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// fillSummary fills the form in from the working copy, with the headings that the product offers. What was typed already stays.
func fillSummary(f *page.Form, s postgres.Summary, product string) {
	f.Default(page.VersionField, strconv.Itoa(s.Version))
	f.Default("product", product)
	f.Default("bottom_line", s.BottomLine)
	f.Default("text", s.Text)
	fillCertainties(f, s.Certainties)
	for i, part := range s.Sections {
		defaults(f, "sections", i, "heading", part.Heading, "text", part.Text)
	}
}

// readSummary takes what was typed. Headings that were only offered and under which nothing was written are left out, and the
// sections of the form counted anew.
func readSummary(f *page.Form, codes *vocabulary.Catalogue) postgres.SummaryText {
	s := postgres.SummaryText{
		Product: f.Get("product"), BottomLine: f.Get("bottom_line"), Text: f.Get("text"), Certainties: readCertainties(f),
	}
	s.Sections = readSections(f, codes)
	writeSections(f, s.Sections)
	return s
}

func readSections(f *page.Form, codes *vocabulary.Catalogue) []postgres.Section {
	var list []postgres.Section
	for i := range rows(f, "sections") {
		part := postgres.Section{Heading: f.Get(row("sections", i, "heading")), Text: f.Get(row("sections", i, "text"))}
		if part.Text != "" || !codes.Offered(part.Heading) {
			list = append(list, part)
		}
	}
	return list
}

func writeSections(f *page.Form, list []postgres.Section) {
	for i := range rows(f, "sections") {
		f.Values().Del(row("sections", i, "heading"))
		f.Values().Del(row("sections", i, "text"))
	}
	for i, part := range list {
		f.Set(row("sections", i, "heading"), part.Heading)
		f.Set(row("sections", i, "text"), part.Text)
	}
}

// headings are the sections of the form: those that hold something, those that the product offers, and an empty one.
func headings(f *page.Form, o vocabulary.SummaryOutline) []string {
	var list []string
	for i := range rows(f, "sections") {
		list = append(list, f.Get(row("sections", i, "heading")))
	}
	for _, s := range o.Sections {
		if !slices.Contains(list, s.Heading) && len(list) < evidence.MaxListItems {
			f.Set(row("sections", len(list), "heading"), s.Heading)
			list = append(list, s.Heading)
		}
	}
	if len(list) < evidence.MaxListItems {
		list = append(list, "")
	}
	return list
}

// edit carries out what a button of the editor does to the text before it is saved, and gives the field to come back to.
func (s *summaryDesk) edit(f *page.Form, do string) (field string, err error) {
	action, at, _ := strings.Cut(do, ":")
	switch action {
	case "cite":
		return s.cite(f), nil
	case "up":
		return moveSection(f, s.visit.Vocabulary, at), nil
	case "extent":
		return s.addExtent(f)
	case "nothing":
		return s.nothingFound(f)
	}
	return "", nil
}

// cite puts the number of a reference at the end of a text.
func (s *summaryDesk) cite(f *page.Form) string {
	n := f.Int("cite.reference", 1, len(s.references))
	at := f.Get("cite.at")
	if n == 0 {
		f.Wrong("cite.reference", "Choose the reference to cite.")
	}
	if at != "bottom_line" && at != "text" && !sectionText(at) {
		f.Wrong("cite.at", "Choose where the citation goes.")
	}
	if f.Failed() {
		return ""
	}
	f.Set(at, strings.TrimSpace(f.Get(at)+" ["+strconv.Itoa(n)+"]"))
	f.Set("cite.reference", "")
	return at
}

// sectionText reports whether a field is the text of a section.
func sectionText(name string) bool {
	parts := rowName.FindStringSubmatch(name)
	return parts != nil && parts[1] == "sections" && parts[3] == "text"
}

// moveSection puts a section before the one above it.
func moveSection(f *page.Form, codes *vocabulary.Catalogue, at string) string {
	heading := f.Get(row("sections", number(at), "heading"))
	list := readSections(f, codes)
	i := slices.IndexFunc(list, func(p postgres.Section) bool { return p.Heading == heading })
	if i < 1 {
		return ""
	}
	list[i-1], list[i] = list[i], list[i-1]
	writeSections(f, list)
	return row("sections", i-1, "text")
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
