package evidencework

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// maxPaste is how many characters one paste may have; the form as a whole may have 2 MB.
const maxPaste = 500_000

// pastePage takes a search history and shows what was read of it.
type pastePage struct {
	*desk
	Start  ui.Form
	Guard  *ui.GuardNotice
	Box    ui.Textarea
	Read   ui.Button
	Save   *ui.Button // nil before something was read
	Parts  []pastePart
	Back   string
	Advice string
}

// pastePart is one of several searches that were pasted at once.
type pastePart struct {
	Heading string
	Facts   string
	Fields  []ui.Component
	Lines   ui.StrategyTable
	Other   *ui.Details
}

func showPaste(v *page.Visit) error {
	s, err := openSearch(v)
	if err != nil {
		return err
	}
	return v.Show("searches_paste", s.pasteView(v.Form(), nil))
}

// takePaste reads what was pasted. One search goes on to the form in which searches are recorded; several are shown below one another
// and saved together.
func takePaste(v *page.Visit) error {
	s, err := openSearch(v)
	if err != nil {
		return err
	}
	f := v.Form()
	list := strategy.ParseHistory(f.Get("history"))
	switch found := lines(list); {
	case f.Get("history") == "":
		f.Wrong("history", "Paste a search history.")
	case len(f.Get("history")) > maxPaste:
		f.Wrong("history", "This is too long for a search history. Paste one search at a time.")
	case found == 0:
		f.Wrong("history", "No line of a search was found in this text. Put each line of the search on a line of its own.")
	case slices.ContainsFunc(list, func(h strategy.History) bool { return len(h.Lines) > strategy.MaxLines }):
		f.Wrong("history", fmt.Sprintf("A search may have at most %d lines.", strategy.MaxLines))
	}
	if f.Failed() {
		return v.Again("searches_paste", s.pasteView(f, nil))
	}
	if len(list) == 1 {
		s.prefill(f, list[0])
		return v.Show("search", s.searchView(f, nil))
	}
	if f.Get("do") != "save" {
		return v.Show("searches_paste", s.pasteView(f, list))
	}
	return s.savePasted(f, list)
}

func lines(list []strategy.History) int {
	n := 0
	for _, h := range list {
		n += len(h.Lines)
	}
	return n
}

// prefill fills the form of a new search in from a history, and says what was read.
func (s *searchDesk) prefill(f *page.Form, h strategy.History) {
	s.fill(f, s.content(h))
	s.action = s.URL("searches", "new")
	if h.RunOn != "" {
		if day, err := time.ParseInLocation(time.DateOnly, h.RunOn, s.visit.Zone); err == nil {
			f.DefaultDate("run_at", day, s.visit.Zone)
		}
	}
	s.pasted = append(s.pasted, page.Count(len(h.Lines), "line")+" read"+prefixed(" from ", s.visit.Label(vocabulary.Platforms, string(h.Platform)))+
		", "+page.Count(counted(h), "count")+". Look through them, then save.")
	for _, other := range h.Other {
		s.pasted = append(s.pasted, "Not part of a line: "+other)
	}
}

func counted(h strategy.History) int {
	n := 0
	for _, l := range h.Lines {
		if l.Hits != nil {
			n++
		}
	}
	return n
}

// content is a search record made of a history. The last line's count is the number of records found; what the platform said of lines
// goes into the note.
func (s *searchDesk) content(h strategy.History) postgres.SearchContent {
	c := postgres.SearchContent{
		Source: h.Source, Platform: string(h.Platform), Coverage: h.Coverage, Note: remarks(h),
		Lines: each(h.Strategy(), func(l strategy.Line) postgres.StrategyLine {
			return postgres.StrategyLine{N: l.N, Text: l.Text, Hits: l.Hits}
		}),
	}
	if n := len(c.Lines); n > 0 {
		c.RecordsRetrieved = c.Lines[n-1].Hits
	}
	if source, ok := s.visit.Vocabulary.Term(vocabulary.Sources, h.Source); ok && len(source.Refs[vocabulary.SourceKinds]) > 0 {
		c.Kind = source.Refs[vocabulary.SourceKinds][0]
	}
	return c
}

// remarks are what a platform said beside the lines: once where it said the same of all.
func remarks(h strategy.History) string {
	var list []string
	same := true
	for _, l := range h.Lines {
		same = same && l.Note == h.Lines[0].Note
		if l.Note != "" {
			list = append(list, fmt.Sprintf("Line %d: %s", l.N, l.Note))
		}
	}
	if same && len(list) > 1 {
		return "All lines: " + h.Lines[0].Note
	}
	return strings.Join(list, "\n")
}

// savePasted saves several searches. What was saved before a refusal is not saved twice: each has a key of its own.
func (s *searchDesk) savePasted(f *page.Form, list []strategy.History) error {
	for i, h := range list {
		c := s.content(h)
		c.Source, c.Platform = f.Get(row("pasted", i, "source")), f.Get(row("pasted", i, "platform"))
		if c.Kind == "" {
			c.Kind = "database"
		}
		needed(f, row("pasted", i, "source"), "Choose the source that was searched.")
		if day := f.Date(row("pasted", i, "run_at"), 0, s.visit.Zone); !day.IsZero() {
			c.RunAt = &day
		}
		if f.Failed() {
			return s.visit.Again("searches_paste", s.pasteView(f, list))
		}
		var saved rest.SavedSearch
		if err := s.visit.PostPart(i, s.API("searches"), rest.SearchBody{SearchContent: c}, &saved); err != nil {
			if !f.Refused(err) {
				return err
			}
			f.Top = fmt.Sprintf("Search %d could not be saved as it is. Paste it alone: then each of its lines can be looked at.", i+1)
			return s.visit.Again("searches_paste", s.pasteView(f, list))
		}
	}
	return s.visit.Go(s.URL("searches"), "You recorded "+page.Count(len(list), "search")+".")
}

func (s *searchDesk) pasteView(f *page.Form, list []strategy.History) page.View {
	box := f.Text("history", "Search history", 0,
		"Copy it as the platform shows or prints it: Ovid, EBSCOhost, ProQuest, PubMed, Cochrane Library, Embase.com or Web of Science. Lines with their results, one below the other, are read too.")
	box.Rows, box.Classes = 14, "nhsuk-input--code"
	p := pastePage{
		desk: s.desk, Box: box, Back: s.URL("searches"),
		Read: ui.Button{Text: "Read the history", PreventDoubleClick: true},
	}
	for i, h := range list {
		p.Parts = append(p.Parts, s.pastePart(f, i, h))
	}
	if len(list) > 0 {
		p.Read.Text, p.Read.Variant = "Read it again", ui.Secondary
		p.Save = &ui.Button{Text: "Save " + page.Count(len(list), "search"), Name: "do", Value: "save", PreventDoubleClick: true}
	}
	p.Guard, p.Start = f.Guard(), f.Start("")
	view := s.View("Paste a search history", p)
	view.Form = f
	return view
}

func (s *searchDesk) pastePart(f *page.Form, i int, h strategy.History) pastePart {
	f.Default(row("pasted", i, "source"), h.Source)
	f.Default(row("pasted", i, "platform"), string(h.Platform))
	if day, err := time.ParseInLocation(time.DateOnly, h.RunOn, s.visit.Zone); err == nil {
		f.DefaultDate(row("pasted", i, "run_at"), day, s.visit.Zone)
	}
	warnings := strategy.Lint(h.Strategy(), h.Platform)
	part := pastePart{
		Heading: fmt.Sprintf("Search %d", i+1),
		Facts:   page.Count(len(h.Lines), "line") + ", " + page.Count(counted(h), "count") + prefixed(", dates covered: ", h.Coverage) + ".",
		Fields: []ui.Component{
			f.Select(row("pasted", i, "source"), "Source", s.visit.Pick(vocabulary.Sources, "Choose a source")),
			f.Select(row("pasted", i, "platform"), "Platform", s.visit.Pick(vocabulary.Platforms, "Not said")),
			f.DateInput(row("pasted", i, "run_at"), "When it was run", "Leave it empty when that is not known."),
		},
		Lines: ui.StrategyTable{Caption: fmt.Sprintf("Lines of search %d", i+1), Lines: strategyLines(h.Strategy(), warnings)},
	}
	if len(h.Other) > 0 {
		part.Other = &ui.Details{Summary: "Not part of a line", Text: strings.Join(h.Other, "\n")}
	}
	return part
}
