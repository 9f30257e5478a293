package evidencework

import (
	"fmt"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
)

// ledger is the searches of a request as they were run.
type ledger struct {
	*desk
	Actions  []ui.Component
	Table    ui.Table
	Total    string
	Searches []searchPart
	Meter    *meterPanel // nil for readers, and where nothing is recorded yet
}

// searchPart is one search in full.
type searchPart struct {
	ID      string
	Heading string
	Lines   ui.StrategyTable
	Empty   bool // no lines
	Facts   ui.SummaryList
	Checks  string // what the look at the lines gave, in a sentence
	Actions []ui.Component
	Again   *copyForm // starts a new run of it
}

func showSearches(v *page.Visit) error {
	d, err := open(v, workbench.Searches)
	if err != nil {
		return err
	}
	d.meet(false)
	var list items[postgres.Search]
	if err := v.Read(d.API("searches"), &list); err != nil {
		return err
	}
	l := d.ledger(list.Items)
	if len(list.Items) > 0 {
		if l.Meter, err = d.meter(); err != nil {
			return err
		}
	}
	return v.Show("searches", d.View("Searches", l))
}

func (d *desk) ledger(list []postgres.Search) ledger {
	l := ledger{desk: d, Table: d.searchTable(list), Total: total(list)}
	if d.Edit {
		l.Actions = append(l.Actions,
			ui.Button{Text: "Add a search", Href: d.URL("searches", "new"), Small: true},
			ui.Button{Text: "Paste a search history", Href: d.URL("searches", "paste"), Variant: ui.Secondary, Small: true},
			ui.Button{Text: "Copy an earlier strategy", Href: d.URL("searches", "copy"), Variant: ui.Secondary, Small: true})
	}
	l.Actions = append(l.Actions, present(
		d.goingOn(evidence.CompleteSearch, "Finish searching", ui.Secondary),
		d.goingOn(evidence.ResumeSearch, "Go on searching", ui.Secondary),
		d.strategyCheck(),
	)...)
	for i, s := range list {
		l.Searches = append(l.Searches, d.searchPart(s, i, list))
	}
	return l
}

// strategyCheck leads to the check of the strategy, which is made while searching.
func (d *desk) strategyCheck() ui.Component {
	if d.Stage != evidence.Searching {
		return nil
	}
	return d.goingOn(evidence.SubmitForCheck, "Send the strategy for checking", ui.Secondary)
}

func (d *desk) searchTable(list []postgres.Search) ui.Table {
	t := ui.Table{
		Caption: "Searches", CaptionHidden: true, Compact: true, Stack: true, Empty: "No search has been recorded yet.",
		Columns: []ui.Column{
			{Text: "Source", RowHeader: true},
			{Text: "Run on"},
			{Text: "Dates covered"},
			{Text: "Found", Numeric: true},
			{Text: "Exported", Numeric: true},
			{Text: "State"},
		},
	}
	if d.Edit {
		t.Columns = append(t.Columns, ui.Column{Text: "Change", Hidden: true})
	}
	for i, s := range list {
		t.Rows = append(t.Rows, d.searchRow(s, i))
	}
	return t
}

// total is the records of all sources in a sentence; empty for less than two searches.
func total(list []postgres.Search) string {
	if len(list) < 2 {
		return ""
	}
	found, exported := 0, 0
	for _, s := range list {
		found, exported = found+orNought(s.RecordsRetrieved), exported+orNought(s.RecordsExported)
	}
	return fmt.Sprintf("All sources: %s found, %s exported.", ui.Number(found), ui.Number(exported))
}

func (d *desk) searchRow(s postgres.Search, i int) ui.Row {
	run, covered := ui.TextCell("Not yet"), ui.TextCell(s.Coverage)
	if s.RunAt != nil {
		run = ui.Cell{Parts: []ui.Component{ui.Time{At: *s.RunAt, Style: ui.TimeDate}}}
	}
	if s.Coverage == "" {
		covered = ui.TextCell("Not given")
	}
	cells := []ui.Cell{
		{Text: d.sourceName(s), Href: "#" + anchor(i), Note: d.platformName(s)},
		run, covered, numberCell(s.RecordsRetrieved), numberCell(s.RecordsExported),
		{Parts: []ui.Component{searchState(s)}},
	}
	if d.Edit {
		more := ": " + d.sourceOn(s)
		cells = append(cells, ui.PartsCell(
			ui.Link{Href: d.URL("searches", s.ID), Text: "Edit", More: more},
			ui.Link{Href: d.URL("searches", "new") + "?copy=" + s.ID, Text: "Copy", More: more},
		))
	}
	return ui.Row{Cells: cells}
}

func searchState(s postgres.Search) ui.Tag {
	switch {
	case s.RunAt == nil:
		return ui.Tag{Text: "To do", Colour: "white"}
	case s.RecordsRetrieved == nil:
		return ui.Tag{Text: "No count yet", Colour: "yellow"}
	}
	return ui.Tag{Text: "Done", Colour: "green"}
}

func (d *desk) searchPart(s postgres.Search, i int, all []postgres.Search) searchPart {
	lines := linesOf(s.Lines)
	warnings := strategy.Lint(lines, strategy.Platform(s.Platform))
	p := searchPart{
		ID: anchor(i), Heading: d.sourceOn(s), Empty: len(lines) == 0, Facts: d.searchFacts(s, all),
		Lines: ui.StrategyTable{ID: anchor(i) + "-lines", Caption: "Strategy for " + d.sourceOn(s), Lines: tableLines(s.Lines, warnings)},
	}
	switch {
	case p.Empty:
	case len(warnings) == 0:
		p.Checks = "Line numbers, brackets, operators, fields and counts have been checked: nothing was found."
	default:
		p.Checks = page.Count(len(warnings), "thing") + " to look at, beside the lines. This is advice: a line may be right as it is."
	}
	if !p.Empty {
		p.Actions = append(p.Actions, ui.Button{Text: "Copy the lines", More: " of " + p.Heading, CopyFrom: p.Lines.ID, Variant: ui.Secondary, Small: true})
	}
	if s.Platform == postgres.PlatformPubMed && !p.Empty {
		p.Actions = append(p.Actions, ui.Link{Href: d.URL("searches", s.ID, "run"), Text: "Run in PubMed", More: ": " + p.Heading})
	}
	if d.Edit {
		p.Again = d.runAgain(s)
		p.Actions = append(p.Actions,
			ui.Link{Href: d.URL("searches", s.ID), Text: "Edit", More: ": " + p.Heading},
			ui.Link{Href: d.URL("searches", s.ID, "remove"), Text: "Remove", More: ": " + p.Heading})
	}
	return p
}

// tableLines are the lines with what was found about each.
func tableLines(lines []postgres.StrategyLine, warnings []strategy.Warning) []ui.StrategyLine {
	var list []ui.StrategyLine
	for _, l := range lines {
		row := ui.StrategyLine{Number: strconv.Itoa(l.N), Query: l.Text}
		if l.Hits != nil {
			row.Hits = ui.Number(*l.Hits)
		}
		for _, w := range warnings {
			if w.N == l.N {
				row.Warnings = append(row.Warnings, w.Text)
			}
		}
		list = append(list, row)
	}
	return list
}

func anchor(i int) string { return fmt.Sprintf("search-%d", i+1) }
