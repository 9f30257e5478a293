package evidencework

import (
	"fmt"
	"net/url"
	"slices"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

func (d *referenceDesk) title(from, total int) string {
	if total <= pageSize {
		return "References"
	}
	return fmt.Sprintf("References (page %d of %d)", from/pageSize+1, (total+pageSize-1)/pageSize)
}

// inTab are the references of a group; all for the first tab, and for a group that does not exist.
func (d *referenceDesk) inTab(group string) []postgres.Reference {
	if group == noTier {
		group = ""
	} else if group == "" || words(tiers(), group) == group {
		return d.all
	}
	return slices.DeleteFunc(slices.Clone(d.all), func(r postgres.Reference) bool { return r.Tier != group })
}

func (d *referenceDesk) tabs() ui.Tabs {
	counts := map[string]int{}
	for _, r := range d.all {
		counts[r.Tier]++
	}
	at, current := d.URL("references"), d.visit.Query("group")
	t := ui.Tabs{Label: "References by kind of evidence", Items: []ui.Tab{{Text: "All", Href: at, Count: ui.Number(len(d.all)), Unit: page.Plural(len(d.all), "reference")}}}
	add := func(value, text string) {
		if n := counts[value]; n > 0 {
			group := value
			if value == "" {
				group = noTier
			}
			t.Items = append(t.Items, ui.Tab{Text: text, Href: at + "?group=" + group, Count: ui.Number(n), Unit: page.Plural(n, "reference"), Current: current == group})
		}
	}
	add("", "No group yet")
	for _, o := range tiers() {
		add(o.Value, o.Text)
	}
	t.Items[0].Current = !slices.ContainsFunc(t.Items, func(i ui.Tab) bool { return i.Current })
	return t
}

// window is the part of the list after or before the reference that a cursor names. A cursor that names none any more leads to the
// first page.
func window(list []postgres.Reference, after, before string) (from, to int) {
	index := func(id string) int {
		return slices.IndexFunc(list, func(r postgres.Reference) bool { return r.ID == id })
	}
	if i := index(before); before != "" && i > 0 {
		from = max(0, i-pageSize)
	} else if i := index(after); after != "" && i >= 0 && i+1 < len(list) {
		from = i + 1
	}
	return from, min(from+pageSize, len(list))
}

func (d *referenceDesk) pages(list []postgres.Reference, from, to int) ui.Pagination {
	p := ui.Pagination{Label: "References"}
	if len(list) <= pageSize {
		if len(list) > 0 {
			p.Total = page.Count(len(list), "reference")
		}
		return p
	}
	link := func(name, id string) string {
		q := url.Values{name: {id}}
		if g := d.visit.Query("group"); g != "" {
			q.Set("group", g)
		}
		return d.URL("references") + "?" + q.Encode()
	}
	p.Total = fmt.Sprintf("Showing %s to %s of %s", ui.Number(from+1), ui.Number(to), page.Count(len(list), "reference"))
	if from > 0 {
		p.PreviousHref = link("before", list[from].ID)
	}
	if to < len(list) {
		p.NextHref = link("after", list[to-1].ID)
	}
	return p
}
