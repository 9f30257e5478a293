package cases

import (
	"net/url"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// listPage is the cases of a library and the answers that could become one.
type listPage struct {
	Cases      ui.Table
	Candidates ui.Table
	Export     ui.Link
	Others     ui.Link
	Add        ui.Button
}

func list(v *page.Visit) error {
	p := at(v)
	var all rows[postgres.CaseRow]
	if err := v.Read(p.api("case-studies"), &all); err != nil {
		return err
	}
	var candidates rows[postgres.CaseCandidate]
	if err := v.Read(p.api("case-candidates"), &candidates); err != nil {
		return err
	}
	return v.Show("list", page.View{Title: "Case studies", Current: "/team", Wide: true, Data: listPage{
		Cases: p.cases(v, all.Items), Candidates: p.candidates(v, candidates.Items), Export: ui.Link{Href: p.href("list.csv"), Text: "Download the list (CSV)"},
		Others: ui.Link{Href: publishedAt, Text: "Case studies that libraries published beyond themselves"},
		Add:    ui.Button{Text: "Start from a request", Variant: ui.Secondary, Small: true, Href: p.href("new")},
	}})
}

func (p place) cases(v *page.Visit, all []postgres.CaseRow) ui.Table {
	t := ui.Table{
		Caption: "Case studies", CaptionHidden: true, Compact: true, Stack: true, Empty: "There are none yet.",
		Columns: []ui.Column{{Text: "Case study", RowHeader: true, Width: "one-half"}, {Text: "Stage"}, {Text: "Workstream"}, {Text: "Published for"}, {Text: "Changed"}},
	}
	for _, c := range all {
		stream := ""
		if c.Workstream != "" {
			stream = v.Label(vocabulary.KfHWorkstreams, c.Workstream)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: title(c.Title, c.Reference), Href: p.href(c.ID), Note: c.Reference},
			ui.PartsCell(stageTag(c.Stage)), ui.TextCell(stream),
			ui.TextCell(audienceWords(c.Audience)), ui.TextCell(v.Day(c.UpdatedAt)),
		}})
	}
	return t
}

func (p place) candidates(v *page.Visit, all []postgres.CaseCandidate) ui.Table {
	t := ui.Table{
		Caption: "Could become a case study", CaptionHidden: true, Compact: true, Stack: true,
		Empty:   "No answer that may be quoted tells of such an impact, or all of them have become one.",
		Columns: []ui.Column{{Text: "Request", RowHeader: true}, {Text: "It helped at once with"}, {Text: "Probably later"}, {Text: "Answered"}, {Text: "Start", Hidden: true}},
	}
	for _, c := range all {
		at := p.href("new")
		join := "?"
		if strings.Contains(at, "?") {
			join = "&"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell("/work/"+string(c.Request), c.Reference), ui.TextCell(benefits(v, c.Immediate)), ui.TextCell(benefits(v, c.Probable)), ui.TextCell(v.Day(c.At)),
			{Text: "Make a case", More: " of " + c.Reference, Href: at + join + url.Values{"request": {string(c.Request)}, "answer": {c.Answer}}.Encode()},
		}})
	}
	return t
}

func benefits(v *page.Visit, codes []string) string {
	words := make([]string, len(codes))
	for i, c := range codes {
		words[i] = v.Label(vocabulary.ImpactBenefits, c)
	}
	return strings.Join(words, "; ")
}

func exported(v *page.Visit) error { return v.File(at(v).api("case-list")) }

// newPage starts a case.
type newPage struct {
	Start     ui.Form
	Request   *ui.Input
	Known     []ui.Hidden
	Reference string
	Survey    bool
	Save      ui.Button
	Cancel    ui.Link
}

func showNew(v *page.Visit) error {
	f := v.Form()
	f.Default("request", v.Query("request"))
	f.Default("answer", v.Query("answer"))
	return at(v).newForm(v, v.Show)
}

type shower func(template string, view page.View) error

func (p place) newForm(v *page.Visit, show shower) error {
	f := v.Form()
	m := newPage{Save: ui.Button{Text: "Start a case study", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href()}, Survey: f.Get("answer") != ""}
	if v.Query("request") != "" || m.Survey {
		m.Known = []ui.Hidden{{Name: "request", Value: f.Get("request")}, {Name: "answer", Value: f.Get("answer")}}
	} else {
		in := ui.Input{Field: f.Field("request", "Request", "Paste the address of the request in the workbench")}
		in.Autocomplete = "off"
		m.Request = &in
	}
	m.Start = f.Start(v.Request.URL.RequestURI())
	return show("new", page.View{Title: "Start a case study", Current: "/team", Back: p.href(), BackTo: "Case studies", Form: f, Data: m})
}

func takeNew(v *page.Visit) error {
	p, f := at(v), v.Form()
	f.Say("request:required", "Say which request it is about.")
	f.Say("request:too-short", "Say which request it is about.")
	body := map[string]any{"request": requestOf(f.Get("request"))}
	if answer := f.Get("answer"); answer != "" {
		body["answer"] = answer
	}
	var s postgres.CaseStudy
	err := v.Post(p.api("case-studies"), body, &s)
	if err == nil {
		return v.Go(p.href(s.ID), "The case study is started. Nobody but your library sees it.")
	}
	if f.Refused(err) {
		return p.newForm(v, v.Again)
	}
	return err
}

// requestOf finds the identifier in an address of the workbench, or takes what was typed as it is.
func requestOf(typed string) string {
	if _, after, found := strings.Cut(typed, "/work/"); found {
		id, _, _ := strings.Cut(after, "/")
		id, _, _ = strings.Cut(id, "?")
		return id
	}
	return strings.TrimSpace(typed)
}
