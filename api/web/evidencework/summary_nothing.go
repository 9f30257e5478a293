package evidencework

import (
	"slices"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// outline is what the summary offers: that of its product, or the one for when nothing was found, once its headings are there.
func (s *summaryDesk) outline(f *page.Form) vocabulary.SummaryOutline {
	o := s.visit.Vocabulary.Outline(f.Get("product"))
	nothing := s.visit.Vocabulary.Outline(vocabulary.OutlineNothingFound)
	written := writtenHeadings(f)
	for _, part := range nothing.Sections {
		if part.Heading != vocabulary.ExtentHeading && !slices.Contains(written, part.Heading) {
			return o
		}
	}
	return nothing
}

// writtenHeadings are those under which something stands.
func writtenHeadings(f *page.Form) []string {
	var list []string
	for _, part := range readSummaryOnly(f).Sections {
		if part.Text != "" {
			list = append(list, part.Heading)
		}
	}
	return list
}

// hints say how sections are filled, by their heading.
func (s *summaryDesk) hints(o vocabulary.SummaryOutline) map[string]string {
	hints := map[string]string{}
	for _, part := range o.Sections {
		hints[part.Heading] = part.Hint
	}
	return hints
}

// nothingFound begins a summary that says that nothing was found: its own wording where nothing was written yet, and how far was
// searched.
func (s *summaryDesk) nothingFound(f *page.Form) (string, error) {
	o := s.visit.Vocabulary.Outline(vocabulary.OutlineNothingFound)
	if f.Get("bottom_line") == "" {
		f.Set("bottom_line", o.BottomLineStarter)
	}
	sections := readSections(f, s.visit.Vocabulary)
	for _, part := range o.Sections {
		i := slices.IndexFunc(sections, func(p postgres.Section) bool { return p.Heading == part.Heading })
		switch {
		case i < 0 && part.Starter != "":
			sections = append(sections, postgres.Section{Heading: part.Heading, Text: part.Starter})
		case i >= 0 && sections[i].Text == "":
			sections[i].Text = part.Starter
		}
	}
	writeSections(f, sections)
	if !slices.Contains(writtenHeadings(f), vocabulary.ExtentHeading) {
		if _, err := s.addExtent(f); err != nil {
			return "", err
		}
	}
	return "bottom_line", nil
}

// addExtent writes how far was searched under its heading, after what stands there.
func (s *summaryDesk) addExtent(f *page.Form) (string, error) {
	var list items[postgres.Search]
	if err := s.visit.Read(s.API("searches"), &list); err != nil {
		return "", err
	}
	sections := readSections(f, s.visit.Vocabulary)
	i := slices.IndexFunc(sections, func(p postgres.Section) bool { return p.Heading == vocabulary.ExtentHeading })
	if i < 0 {
		i = len(sections)
		sections = append(sections, postgres.Section{Heading: vocabulary.ExtentHeading})
	}
	sections[i].Text = strings.TrimSpace(joined("\n\n", sections[i].Text, s.extent(list.Items)))
	writeSections(f, sections)
	return row("sections", i, "text"), nil
}
