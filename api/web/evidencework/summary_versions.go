package evidencework

import (
	"fmt"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
)

// working is the value for the working copy where a version can be chosen.
const working = "working"

// versionsPage lists the versions that were frozen and offers to compare two of them.
type versionsPage struct {
	*desk
	Table ui.Table
	Form  *ui.Form
	From  ui.Select
	To    ui.Select
}

func showVersions(v *page.Visit) error {
	d, err := open(v, workbench.Summary)
	if err != nil {
		return err
	}
	var list items[postgres.VersionInfo]
	if err := v.Read(d.API("summary", "versions"), &list); err != nil {
		return err
	}
	p := versionsPage{desk: d, Table: d.versionTable(list.Items)}
	if len(list.Items) > 0 {
		p.choose(list.Items)
	}
	return v.Show("versions", d.View("Versions of the summary", p))
}

func (d *desk) versionTable(list []postgres.VersionInfo) ui.Table {
	t := ui.Table{
		Caption: "Versions of the summary", CaptionHidden: true, Compact: true, Stack: true,
		Empty:   "There is no version yet. One is kept whenever the summary is sent for checking or delivered.",
		Columns: []ui.Column{{Text: "Version", RowHeader: true}, {Text: "Kept on"}, {Text: "Kept by"}, {Text: "Written by"}, {Text: "State"}},
	}
	for _, i := range list {
		state := ui.Tag{Text: "Kept", Colour: "white"}
		if i.Delivered {
			state = ui.Tag{Text: "Delivered", Colour: "green"}
		}
		if d.Check != nil && d.Check.Subject == "summary" && d.Check.Version == i.Version {
			state = ui.Tag{Text: "Being checked", Colour: "purple"}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell(d.URL("summary", "versions", strconv.Itoa(i.Version)), fmt.Sprintf("Version %d", i.Version)),
			{Parts: []ui.Component{ui.Time{At: i.FrozenAt}}},
			ui.TextCell(d.name(i.FrozenBy)), ui.TextCell(d.names(i.Authors)),
			{Parts: []ui.Component{state}},
		}})
	}
	return t
}

// choose makes the form in which two versions are chosen: the newest against the working copy to begin with.
func (p *versionsPage) choose(list []postgres.VersionInfo) {
	options := []ui.Option{{Value: working, Text: "What is saved now"}}
	for _, i := range list {
		options = append(options, ui.Option{Value: strconv.Itoa(i.Version), Text: fmt.Sprintf("Version %d", i.Version)})
	}
	p.From = ui.Select{Field: ui.Field{Name: "from", Label: "Compare", Value: options[1].Value}, Items: options}
	p.To = ui.Select{Field: ui.Field{Name: "to", Label: "with", Value: working}, Items: options}
	p.Form = &ui.Form{Action: p.URL("summary", "compare"), Get: true}
}

// showVersion shows a version that was frozen as an article.
func showVersion(v *page.Visit) error {
	s, err := open(v, workbench.Summary)
	if err != nil {
		return err
	}
	n := number(v.Param("version"))
	if n == 0 {
		return page.ErrNotFound
	}
	var version postgres.SummaryVersion
	if err := v.Read(s.API("summary", "versions", strconv.Itoa(n)), &version); err != nil {
		return err
	}
	article, err := s.report(strconv.Itoa(n))
	if err != nil {
		return err
	}
	said := "Kept on " + ui.TimeShort.Write(version.FrozenAt.In(v.Zone)) + " by " + s.name(version.FrozenBy) + ". It never changes."
	if version.Delivered {
		said += " This is what the requester sees."
	}
	p := articlePage{
		desk: s, Heading: fmt.Sprintf("Version %d", n), Said: said, Report: article,
		Actions: []ui.Component{
			ui.Button{Text: "Print", Variant: ui.Secondary, Small: true, Print: true},
			ui.Link{Href: s.URL("reports", strconv.Itoa(n)+".docx"), Text: "Word"},
			ui.Link{Href: s.URL("reports", strconv.Itoa(n)+".pdf"), Text: "PDF"},
			ui.Link{Href: fmt.Sprintf("%s?from=%d&to=%s", s.URL("summary", "compare"), n, working), Text: "Compare with what is saved now"},
			ui.Link{Href: s.URL("summary", "versions"), Text: "All versions"},
		},
	}
	return v.Show("article", s.View(fmt.Sprintf("Version %d of the summary", n), p))
}

// Back is where the summary is written.
func (p versionsPage) Back() string { return p.URL("summary") }
