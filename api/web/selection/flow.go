package selection

import (
	"fmt"
	"net/http"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// flowPage is the flow diagram with the same figures as a table.
type flowPage struct {
	*desk
	Diagram  diagram
	Table    ui.Table
	Download ui.Link
}

func (d *desk) flow() (f postgres.SelectionFlow, err error) {
	err = d.visit.Read(d.API("flow"), &f)
	return f, err
}

func showFlow(v *page.Visit) error {
	d, err := open(v, pageFlow)
	if err != nil {
		return err
	}
	f, err := d.flow()
	if err != nil {
		return err
	}
	boxes := d.boxes(f)
	return v.Show("flow", d.View("Flow diagram", flowPage{
		desk: d, Diagram: draw(boxes), Table: flowTable(boxes), Download: ui.Link{Href: d.at("flow.svg"), Text: "Download the diagram (SVG)"},
	}))
}

func downloadFlow(v *page.Visit) error {
	d, err := open(v, pageFlow)
	if err != nil {
		return err
	}
	f, err := d.flow()
	if err != nil {
		return err
	}
	svg, err := draw(d.boxes(f)).file()
	if err != nil {
		return err
	}
	h := v.Writer.Header()
	h.Set("Content-Type", "image/svg+xml; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+d.Reference+`-flow.svg"`)
	v.Writer.WriteHeader(http.StatusOK)
	_, err = v.Writer.Write(svg)
	return err
}

// box is a box of the diagram. A side box stands to the right of the one before it: what left the flow there.
type box struct {
	Heading string
	N       int
	Lines   []line // what it is made of
	Side    bool
}

// line is a part of a box.
type line struct {
	Text string
	N    int
}

// boxes are those of the PRISMA 2020 flow diagram that are known from the records; the words are ours.
func (d *desk) boxes(f postgres.SelectionFlow) []box {
	names := d.searchNames(f.Origins)
	identified := box{Heading: "Records identified", N: f.Identified}
	for _, s := range f.Sources {
		identified.Lines = append(identified.Lines, line{names[s.Source], s.Records})
	}
	excluded := box{Heading: "Records excluded", N: f.Excluded, Side: true}
	for _, r := range f.Reasons {
		words := "No reason given"
		if r.Code != "" {
			words = d.visit.Label(vocabulary.ExclusionReasons, r.Code)
		}
		excluded.Lines = append(excluded.Lines, line{words, r.Publications})
	}
	list := []box{
		identified,
		{Heading: "Duplicate records removed before screening", N: f.Duplicates, Side: true},
		{Heading: "Records after duplicates were removed", N: f.Remaining},
	}
	if f.Waiting > 0 {
		list = append(list, box{Heading: "Records not screened yet", N: f.Waiting, Side: true})
	}
	list = append(list, box{Heading: "Records screened", N: f.Screened}, excluded)
	if f.Maybe > 0 {
		list = append(list, box{Heading: "Records marked maybe, to be decided", N: f.Maybe})
	}
	included := box{Heading: "Included in the report", N: f.Included}
	if f.ByHand > 0 {
		included.N += f.ByHand
		included.Lines = []line{{"From the searches", f.Included}, {"Added by hand", f.ByHand}}
	}
	return append(list, included)
}

func flowTable(boxes []box) ui.Table {
	t := ui.Table{
		Caption: "The same figures as a table", CaptionSize: "s", Compact: true,
		Columns: []ui.Column{{Text: "Step", RowHeader: true}, {Text: "Records", Numeric: true}},
	}
	for _, b := range boxes {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(b.Heading), ui.NumberCell(b.N)}})
		for _, l := range b.Lines {
			t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell("of which: " + l.Text), ui.NumberCell(l.N)}})
		}
	}
	return t
}

// summary tells the flow in a sentence, for who does not see the diagram.
func summary(boxes []box) string {
	var s strings.Builder
	for _, b := range boxes {
		fmt.Fprintf(&s, "%s: %s. ", b.Heading, ui.Number(b.N))
	}
	return s.String()
}
