package living

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// runPage is a search of PubMed with its runs, and the form to run it.
type runPage struct {
	*bench

	Search     string
	Lines      ui.StrategyTable
	Start      ui.Form
	Fetch      ui.Radios
	Runs       bool // it may be run now
	Configured bool
	Going      string    // what is under way
	Again      ui.Button // loads the page again
	Table      ui.Table  // of the runs
	Back       string
}

// runDesk is what the page is made of.
type runDesk struct {
	*bench

	search postgres.Search
	runs   rest.RunList
}

func openRun(v *page.Visit) (*runDesk, error) {
	b, err := open(v, workbench.Searches)
	if err != nil {
		return nil, err
	}
	d := &runDesk{bench: b}
	id := v.Param("search")
	if err := v.Read(b.API("searches", id), &d.search); err != nil {
		return nil, err
	}
	return d, v.Read(b.API("searches", id, "runs"), &d.runs)
}

func showRun(v *page.Visit) error {
	d, err := openRun(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default("fetch", "true")
	return v.Show("run", d.view(f))
}

func takeRun(v *page.Visit) error {
	d, err := openRun(v)
	if err != nil {
		return err
	}
	f := v.Form()
	err = v.Post(d.API("searches", d.search.ID, "run"), rest.RunBody{Fetch: f.Get("fetch") == "true"}, nil)
	if words, refused := said(err); refused {
		f.Top = words
		return v.Again("run", d.view(f))
	}
	if err != nil {
		return err
	}
	return v.Go(d.URL("searches", d.search.ID, "run"), "PubMed is being asked. This page says how far it is.")
}

func (d *runDesk) view(f *page.Form) page.View {
	p := runPage{
		bench: d.bench, Search: "PubMed", Configured: d.runs.Configured, Start: f.Start(""), Back: d.URL("searches"),
		Lines: ui.StrategyTable{ID: "lines", Caption: "Lines to be run"}, Table: d.table(),
		Again: ui.Button{Text: "Check again", Href: d.URL("searches", d.search.ID, "run"), Variant: ui.Secondary},
	}
	for _, l := range d.search.Lines {
		row := ui.StrategyLine{Number: strconv.Itoa(l.N), Query: l.Text}
		if l.Hits != nil {
			row.Hits = ui.Number(*l.Hits)
		}
		row.Warnings = d.notKnown(l.N)
		p.Lines.Lines = append(p.Lines.Lines, row)
	}
	p.Fetch = f.Radios("fetch", "What do you want?", []ui.Item{
		{Value: "true", Label: "The hits of every line, and the records of the last line", Hint: "The records become an import, are compared with those you have, and wait to be screened."},
		{Value: "false", Label: "The hits only"},
	})
	if len(d.runs.Items) > 0 {
		p.Going = going(d.runs.Items[0])
	}
	p.Runs = p.Configured && p.Going == "" && d.Works() && d.Open() && d.search.Platform == postgres.PlatformPubMed && len(d.search.Lines) > 0
	view := d.View("Run a search in PubMed", p)
	view.Form = f
	return view
}

// notKnown says what PubMed did not know in a line when it was last counted.
func (d *runDesk) notKnown(n int) []string {
	if len(d.runs.Items) == 0 {
		return nil
	}
	i := slices.IndexFunc(d.runs.Items[0].Lines, func(l evidence.LineHits) bool { return l.N == n })
	if i < 0 {
		return nil
	}
	var list []string
	line := d.runs.Items[0].Lines[i]
	if len(line.NotFound) > 0 {
		list = append(list, "PubMed does not know: "+strings.Join(line.NotFound, "; ")+".")
	}
	if len(line.Ignored) > 0 {
		list = append(list, "PubMed left out: "+strings.Join(line.Ignored, "; ")+".")
	}
	return list
}

// going says how far a run is; empty when it has ended.
func going(r postgres.PubMedRun) string {
	switch {
	case r.State == "done" || r.State == "refused":
		return ""
	case r.State == "waiting":
		return "The search waits to be run."
	case r.State == "counting" || r.Expected == nil:
		return fmt.Sprintf("PubMed has counted %d of %s.", len(r.Lines), page.Count(r.LineCount, "line"))
	}
	return fmt.Sprintf("%s of %s records have been fetched.", ui.Number(r.Records), ui.Number(*r.Expected))
}

func (d *runDesk) table() ui.Table {
	t := ui.Table{
		Caption: "Runs in PubMed, the newest first", Compact: true, Stack: true, Empty: "It has not been run from here.",
		Columns: []ui.Column{{Text: "Run on", RowHeader: true}, {Text: "State"}, {Text: "Found", Numeric: true}, {Text: "Records"}},
	}
	for _, r := range d.runs.Items {
		found := ui.TextCell("Not counted")
		if n := len(r.Lines); n > 0 && n == r.LineCount {
			found = ui.TextCell(ui.Number(r.Lines[n-1].Hits))
		}
		state := ui.Cell{Parts: []ui.Component{runTag(r)}}
		if r.State == "refused" {
			state.Note = problemWords(r.Problem, r.ProblemLine)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TimeCell(r.CreatedAt), state, found, d.recordsCell(r)}})
	}
	return t
}

func (d *runDesk) recordsCell(r postgres.PubMedRun) ui.Cell {
	switch {
	case !r.Fetch:
		return ui.TextCell("Not wanted")
	case r.Import == "":
		return ui.TextCell("None yet")
	}
	return ui.Cell{Text: ui.Number(r.Records) + " fetched", Href: d.URL("records")}
}

func runTag(r postgres.PubMedRun) ui.Tag {
	switch r.State {
	case "done":
		return ui.Tag{Text: "Done", Colour: "green"}
	case "refused":
		return ui.Tag{Text: "Not run", Colour: "red"}
	}
	return ui.Tag{Text: "Running", Colour: "blue"}
}

// problemWords say why a search was not run, and what to do.
func problemWords(code string, line int) string {
	at := "A line"
	if line > 0 {
		at = fmt.Sprintf("Line %d", line)
	}
	switch code {
	case "line-unknown":
		return at + " refers to a line that there is not."
	case "line-later":
		return at + " refers to itself or to a later line."
	case "line-too-long":
		return at + " is too long for PubMed."
	case "pubmed-query-refused":
		return "PubMed cannot read " + strings.ToLower(at[:1]) + at[1:] + ". Look at its brackets and field tags."
	case "pubmed-out-of-reach":
		return "More records were found than are fetched at once. The hits were written down. Narrow the search, or export it in parts."
	case "search-changed":
		return "The lines were changed while they were run. Run it again."
	case "not-configured":
		return "This service is not connected to PubMed."
	case "not-pubmed":
		return "This database cannot be run from here."
	case "pubmed-not-accepted":
		return "PubMed did not accept the service. Tell the people who run it."
	}
	return "PubMed could not be reached. Try again later."
}

func escape(id string) string { return url.PathEscape(id) }
