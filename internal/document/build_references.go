package document

import (
	"cmp"
	"slices"

	"evidencedesk/internal/citation"
)

// referenceList is the references in their groups: by kind of evidence from the strongest, or by theme. Numbers are the places in the
// list of the report; the other styles sort each group by author.
func (b *builder) referenceList() {
	if len(b.References) == 0 {
		return
	}
	var blocks []Block
	for _, group := range b.groups() {
		if group.name != "" {
			blocks = append(blocks, Block{Kind: Heading, Level: 1, Runs: plain(group.name)})
		}
		list := Block{Kind: References, Ordered: b.Style.Numbered()}
		for _, i := range group.members {
			list.Entries = append(list.Entries, b.entry(i))
		}
		blocks = append(blocks, list)
	}
	b.add(Part{ID: "references", Heading: "References", Blocks: blocks})
}

type group struct {
	name    string
	rank    int
	members []int
}

// groups has one group without a name when no reference is in any.
func (b *builder) groups() []group {
	var list []group
	for i, r := range b.References {
		at := slices.IndexFunc(list, func(g group) bool { return g.name == r.Group })
		if at < 0 {
			at = len(list)
			list = append(list, group{name: r.Group, rank: r.Rank})
		}
		list[at].members = append(list[at].members, i)
	}
	slices.SortStableFunc(list, func(x, y group) int {
		return cmp.Or(compareBool(x.name == "", y.name == ""), cmp.Compare(x.rank, y.rank)) // those without a group come last
	})
	if len(list) > 1 && list[len(list)-1].name == "" {
		list[len(list)-1].name = "Other references"
	}
	if !b.Style.Numbered() {
		for _, g := range list {
			slices.SortStableFunc(g.members, func(x, y int) int { return citation.Before(b.References[x].Record, b.References[y].Record) })
		}
	}
	return list
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (b *builder) entry(i int) Entry {
	r := b.References[i]
	e := Entry{Number: i + 1}
	if r.Erased {
		e.Runs = plain("This reference was erased.")
		return e
	}
	for _, run := range citation.Entry(b.Style, r.Record, b.marks[i].Letter) {
		e.Runs = append(e.Runs, Run{Text: run.Text, Italic: run.Italic, Link: run.Link})
	}
	e.Key, e.Note, e.Abstract = r.Key, r.Note, r.Record.Abstract
	for _, route := range r.Routes {
		e.Links = append(e.Links, Run{Text: route.Label, Link: route.URL, Label: route.Label + ": " + b.marks[i].Text})
		if b.Style.Numbered() {
			e.Links[len(e.Links)-1].Label = route.Label + ": reference " + b.marks[i].Text
		}
	}
	return e
}
