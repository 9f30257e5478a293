package records

import (
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// pairsPage is what is one publication and what may be: doubtful pairs one at a time, the others as a list.
type pairsPage struct {
	*desk
	Tabs   ui.Tabs
	Start  ui.Form
	Hidden []ui.Hidden
	Left   string

	Pair        *ui.Table // how the doubtful pair differs
	Same        *ui.Table // what its records have in common, in a fold
	Fold        ui.Details
	Explanation string
	Buttons     []ui.Component
	Last        ui.Component // takes the last answer back

	List  *ui.Table // linked and parted pairs
	Pages *ui.Pagination
	None  string
}

func showPairs(v *page.Visit) error { return pairs(v, v.Show) }

func pairs(v *page.Visit, show func(string, page.View) error) error {
	d, err := open(v)
	if err != nil {
		return err
	}
	state := v.Query("state")
	if state != postgres.PairsLinked && state != postgres.PairsApart {
		state = postgres.PairsDoubtful
	}
	limit := "20"
	if state == postgres.PairsDoubtful {
		limit = "1"
	}
	var list rest.PairPage
	if err := v.Read(d.API("record-pairs")+query("state", state, "cursor", v.Query("cursor"), "limit", limit), &list); err != nil {
		return err
	}
	f := v.Form()
	p := pairsPage{desk: d, Tabs: d.pairTabs(state, list.Counts), Start: f.Start(""), Hidden: []ui.Hidden{{Name: "state", Value: state}}}
	if state == postgres.PairsDoubtful {
		d.doubtful(&p, list)
	} else {
		d.listed(&p, list, state)
	}
	view := d.View("Duplicates", p)
	view.Form = f
	return show("pairs", view)
}

func (d *desk) pairTabs(state string, n postgres.PairCounts) ui.Tabs {
	tab := func(text, value string, count int) ui.Tab {
		return ui.Tab{Text: text, Href: d.records("pairs") + query("state", value), Count: ui.Number(count), Unit: "pairs", Current: state == value}
	}
	return ui.Tabs{Label: "Pairs of records", Items: []ui.Tab{
		tab("Doubtful", postgres.PairsDoubtful, n.Doubtful), tab("One publication", postgres.PairsLinked, n.Linked), tab("Kept apart", postgres.PairsApart, n.Apart),
	}}
}

// Parts of what a button of the page says: the pair and the verdict.
const (
	judgeField = "judge"
	separator  = "|"
)

func nameOf(p postgres.RecordPair) string { return p.A.ID + "~" + p.B.ID }

func judge(p postgres.RecordPair, verdict string) string { return nameOf(p) + separator + verdict }

// doubtful shows the next pair, and what can be said of it.
func (d *desk) doubtful(p *pairsPage, list rest.PairPage) {
	last := d.visit.Query("last")
	if last != "" && d.Edit {
		p.Last = ui.Button{Text: "Take the last answer back", Variant: ui.LinkButton, Name: judgeField, Value: last + separator}
	}
	switch {
	case list.Counts.Doubtful == 0:
		p.None = "No pair is doubtful."
		return
	case len(list.Items) == 0:
		p.None = "You have come to the end. What you skipped is still there."
		p.Buttons = []ui.Component{ui.Button{Text: "Start again", Href: d.records("pairs"), Small: true}}
		return
	}
	one := list.Items[0]
	p.Left = page.Count(list.Counts.Doubtful, "pair") + " left"
	p.Explanation = one.Explanation
	p.Pair, p.Same = d.sideBySide(one)
	if len(p.Same.Rows) > 0 {
		p.Fold = ui.Details{Summary: "The same in both (" + ui.Number(len(p.Same.Rows)) + ")"}
	}
	if !d.Edit {
		return
	}
	p.Buttons = []ui.Component{
		ui.Button{Text: "Same publication", Name: judgeField, Value: judge(one, postgres.VerdictSame)},
		ui.Button{Text: "Different publications", Variant: ui.Secondary, Name: judgeField, Value: judge(one, postgres.VerdictDifferent)},
		ui.Link{Href: d.records("pairs") + query("cursor", nameOf(one)), Text: "Skip", More: " this pair"},
	}
}

// sideBySide shows what tells two records apart, the most telling first, and what they have in common. Their title is always seen.
func (d *desk) sideBySide(p postgres.RecordPair) (differ, common *ui.Table) {
	differ = &ui.Table{
		Caption: "Two records side by side", CaptionHidden: true, Stack: true,
		Columns: []ui.Column{{Text: "Field", RowHeader: true}, {Text: "First record"}, {Text: "Second record"}, {Text: "Compared"}},
	}
	common = &ui.Table{
		Caption: "What the two records have in common", CaptionHidden: true, Stack: true, Columns: []ui.Column{{Text: "Field", RowHeader: true}, {Text: "In both records"}},
	}
	for _, c := range compared(p) {
		if c.like == same && c.label != titleLabel {
			common.Rows = append(common.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(c.label), ui.TextCell(c.a)}})
			continue
		}
		differ.Rows = append(differ.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(c.label), ui.TextCell(c.a), ui.TextCell(c.b), {Parts: []ui.Component{c.like.tag()}}}})
	}
	differ.Rows = append(differ.Rows, ui.Row{Cells: []ui.Cell{
		ui.TextCell("From"), ui.TextCell(from(d.visit, p.A)), ui.TextCell(from(d.visit, p.B)), ui.TextCell(""),
	}})
	return differ, common
}

// from is where a record came from, in words.
func from(v *page.Visit, r postgres.SourceRecord) string {
	list := []string{}
	for _, s := range []string{sourceOn(v, r.Source, r.Platform), r.File} {
		if s != "" {
			list = append(list, s)
		}
	}
	return strings.Join(append(list, "record "+ui.Number(r.Number)), ", ")
}

// listed shows the pairs that are linked or kept apart.
func (d *desk) listed(p *pairsPage, list rest.PairPage, state string) {
	t := &ui.Table{
		Caption: "Pairs of records", CaptionHidden: true, Compact: true, Stack: true, Empty: "There are none.",
		Columns: []ui.Column{{Text: "First record", RowHeader: true}, {Text: "Second record"}, {Text: "Why"}, {Text: "Change", Hidden: true}},
	}
	for _, one := range list.Items {
		why := one.Explanation
		if one.Verdict != "" {
			why = "Somebody said so. " + why
		}
		cells := []ui.Cell{
			{Text: one.A.Title, Href: d.records("groups", one.A.ID), Note: from(d.visit, one.A)},
			{Text: one.B.Title, Href: d.records("groups", one.B.ID), Note: from(d.visit, one.B)},
			ui.TextCell(why), ui.TextCell(""),
		}
		if d.Edit {
			cells[3] = ui.PartsCell(change(one, state))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	p.List = t
	if list.Next != "" {
		p.Pages = &ui.Pagination{NextHref: d.records("pairs") + query("state", state, "cursor", list.Next), NextTitle: "More pairs"}
	}
}

// change is the button that turns what is said of a pair around, or takes it back.
func change(p postgres.RecordPair, state string) ui.Component {
	b := ui.Button{Variant: ui.LinkButton, Name: judgeField, More: ": " + page.Shorten(p.A.Title, 60)} //nolint:mnd // characters of a title
	switch {
	case state == postgres.PairsApart, p.Certainty == "none":
		b.Text, b.Value = "Take it back", judge(p, "")
	default:
		b.Text, b.Value = "They are different", judge(p, postgres.VerdictDifferent)
	}
	return b
}

// takePair stores what somebody says of a pair and goes on to the next.
func takePair(v *page.Visit) error {
	d, err := openToEdit(v)
	if err != nil {
		return err
	}
	f := v.Form()
	pair, verdict, _ := strings.Cut(f.Get(judgeField), separator)
	var judged rest.JudgedPair
	if err := v.PutWhole(d.API("record-pairs", pair), rest.VerdictBody{Verdict: verdict}, &judged); err != nil {
		if f.Refused(err) {
			return pairs(v, v.Again)
		}
		return err
	}
	state := f.Get("state")
	if state != postgres.PairsDoubtful {
		return v.Go(d.records("pairs")+query("state", state), said(judged))
	}
	cursor, last := "", ""
	if judged.Next != nil && nameOf(*judged.Next) > pair {
		cursor = pair
	}
	if verdict != "" {
		last = pair
	}
	return v.Go(d.records("pairs")+query("cursor", cursor, "last", last), said(judged))
}

// said says what a word on a pair did.
func said(p rest.JudgedPair) string {
	switch {
	case p.Conflict:
		return "You said that they are one publication. They stay apart, because somebody keeps another record of the same publication apart: look at Kept apart."
	case p.Verdict == postgres.VerdictSame:
		return "They are one publication now."
	case p.Verdict == postgres.VerdictDifferent:
		return "They are kept apart now."
	}
	return "The answer is taken back."
}

// takeJoin puts two records together that no rule does.
func takeJoin(v *page.Visit) error {
	d, err := openToEdit(v)
	if err != nil {
		return err
	}
	f := v.Form()
	var made postgres.RecordPair
	if err := v.Post(d.API("record-pairs"), rest.JoinBody{A: f.Get("a"), B: f.Get("b")}, &made); err != nil {
		if f.Refused(err) {
			return v.Go(d.records(), "Choose two different records of this request.")
		}
		return err
	}
	return v.Go(d.records("groups", made.A.ID), "They are one publication now.")
}
