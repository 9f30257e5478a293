package ui_test

import (
	"cmp"
	"strings"

	"evidencedesk/api/web/ui"
)

func conformingLists() map[string]conformer {
	return map[string]conformer{
		"summary-list": {summaryList, []string{
			"default", "example person: Karen Francis", "example person: Karen Francis (no border)",
			"example person: Sarah Philips (no border)", "with actions", "with actions array", "with item strings",
			"with multiple actions", "with multiple actions (empty items)", "without border", "without last row border",
			"as a card", "as a card with action", "as a card with actions",
		}},
		"task-list": {func(o options) ui.Component {
			list := ui.TaskList{ID: o.str("idPrefix")}
			for _, i := range o.list("items") {
				task := ui.Task{Title: i.words("heading"), Href: i.str("href"), Hint: i.words("hint")}
				if o := i.in("status", "tag"); o.str("colour") != "" {
					tag := tagOf(o)
					task.Tag = &tag
				} else {
					task.Status = o.str("text")
				}
				list.Tasks = append(list.Tasks, task)
			}
			return list
		}, []string{"default", "with headings and hints as strings"}},
		"tables": {table, []string{
			"default", "sortable server-side", "with numeric format", "with numeric format (full width, past day)",
			"with numeric format (full width, past month)", "with numeric format (full width, past week)",
			"with numeric format (full width, past year)", "with string items",
		}},
		"pagination": {func(o options) ui.Component {
			return ui.Pagination{PreviousHref: o.str("previous", "href"), PreviousTitle: o.str("previous", "label"), NextHref: o.str("next", "href"), NextTitle: o.str("next", "label")}
		}, []string{"default", "with only next", "with only previous"}},
	}
}

func summaryList(o options) ui.Component {
	list := ui.SummaryList{NoBorder: o.at("border") == false, NoLastBorder: o.at("lastRowBorder") == false}
	for _, row := range o.list("rows") {
		r := ui.SummaryRow{Key: row.words("key"), Value: plain(row.words("value"))}
		if paragraphs := strings.NewReplacer("<p>", "", "</p>", "\n").Replace(r.Value); paragraphs != r.Value {
			r.Value, r.Parts = "", []ui.Component{ui.Prose(paragraphs)}
		}
		actions := row.list("actions", "items")
		if actions == nil {
			actions = row.list("actions")
		}
		for _, a := range actions {
			r.Actions = append(r.Actions, ui.Action{Text: a.str("text"), Href: a.str("href"), More: a.str("visuallyHiddenText")})
		}
		list.Rows = append(list.Rows, r)
	}
	if card := o.in("card"); card != nil {
		c := cardOf(card)
		return ui.SummaryCard{Heading: c.Heading, Level: c.Level, Actions: c.Actions, List: list}
	}
	return list
}

func table(o options) ui.Component {
	t := ui.Table{
		ID: o.str("id"), Caption: o.words("caption"), CaptionSize: o.str("caption", "size"), Compact: o.yes("compact"), Striped: o.yes("striped"), Scroll: o.yes("scroll"),
	}
	for i, h := range o.list("head") {
		column := ui.Column{Text: h.str("text"), Numeric: h.str("format") == "numeric", RowHeader: i == 0 && o.yes("firstCellIsHeader"), Width: h.str("width")}
		if h.at("sort") != nil {
			column.SortHref, column.Sort = h.str("href"), h.str("sort")
		}
		if hidden := h.str("visuallyHiddenText"); hidden != "" {
			column.Text, column.Hidden = hidden, true
		}
		t.Columns = append(t.Columns, column)
	}
	rows, _ := o.at("rows").([]any)
	for _, cells := range rows {
		var row ui.Row
		for _, c := range (options{"cells": cells}).list("cells") {
			row.Cells = append(row.Cells, ui.Cell{Text: c.str("text"), Href: c.str("href"), More: c.str("visuallyHiddenText")})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func conformingFrame() map[string]conformer {
	return map[string]conformer{
		"header": {header, []string{
			"linked logo", "with navigation", "with organisation name", "with organisation name (and descriptor)",
			"with organisation name (split with descriptor)", "with service name (linked with logo)",
		}},
		"footer": {func(o options) ui.Component {
			f := ui.Footer{Copyright: cmp.Or(cmp.Or(o.words("copyright"), o.str("meta", "copyright", "text")), "© NHS England")}
			for _, i := range o.list("meta", "items") {
				f.Links = append(f.Links, ui.Link{Href: i.str("href"), Text: i.str("text")})
			}
			return f
		}, []string{
			"default", "with copyright text only", "with copyright text string", "with custom copyright text", "with meta links",
		}},
		"back-link": {func(o options) ui.Component {
			return ui.BackLink{Href: cmp.Or(o.str("href"), "#"), Text: o.str("text")}
		}, []string{"default"}},
		"breadcrumb": {func(o options) ui.Component {
			var b ui.Breadcrumb
			for _, i := range append(o.list("items"), o) {
				if i.str("text") != "" {
					b.Items = append(b.Items, ui.Link{Href: i.str("href"), Text: i.str("text")})
				}
			}
			return b
		}, []string{"default"}},
		"action-link": {func(o options) ui.Component { return ui.ActionLink{Href: o.str("href"), Text: o.str("text")} }, []string{"default"}},
		"skip-link":   {func(o options) ui.Component { return ui.SkipLink{Href: o.str("href"), Text: o.str("text")} }, []string{"default", "without hash fragment", "without link target"}},
	}
}

func header(o options) ui.Component {
	h := ui.Header{Brand: ui.Brand{Mode: ui.BrandNHSService, Service: o.str("service", "text")}, Home: cmp.Or(o.str("logo", "href"), o.str("service", "href"))}
	if o.in("organisation") != nil {
		h.Brand.Mode = ui.BrandOrganisation
		h.Brand.Organisation, h.Brand.Split, h.Brand.Descriptor = o.str("organisation", "name"), o.str("organisation", "split"), o.str("organisation", "descriptor")
	}
	for _, i := range o.list("navigation", "items") {
		h.Nav = append(h.Nav, ui.NavItem{Href: i.str("href"), Text: i.str("text"), Current: i.yes("active") || i.yes("current"), Page: i.yes("current")})
	}
	for _, i := range o.list("account", "items") {
		h.Account = append(h.Account, ui.AccountItem{Href: i.str("href"), Text: i.str("text"), Icon: i.yes("icon")})
	}
	return h
}
