package document

import (
	"html"
	"strconv"
	"strings"
)

func (w *htmlWriter) table(b Block) {
	w.raw("<table class=\"nhsuk-table\">\n")
	if b.Caption != "" {
		w.raw("<caption class=\"nhsuk-table__caption nhsuk-u-visually-hidden\">")
		w.text(b.Caption)
		w.raw("</caption>\n")
	}
	w.raw("<thead class=\"nhsuk-table__head\"><tr class=\"nhsuk-table__row\">")
	for _, h := range b.Head {
		w.raw("<th class=\"nhsuk-table__header\" scope=\"col\">")
		w.text(h)
		w.raw("</th>")
	}
	w.raw("</tr></thead>\n<tbody class=\"nhsuk-table__body\">\n")
	for _, row := range b.Rows {
		w.raw("<tr class=\"nhsuk-table__row\">")
		for i, cell := range row {
			tag, attributes := "td", "class=\"nhsuk-table__cell\""
			if i == 0 && b.RowHeads {
				tag, attributes = "th", "class=\"nhsuk-table__header\" scope=\"row\""
			}
			w.raw("<%s %s>", tag, attributes)
			w.runs(cell)
			w.raw("</%s>", tag)
		}
		w.raw("</tr>\n")
	}
	w.raw("</tbody></table>")
}

func (w *htmlWriter) references(b Block) {
	tag := "ul"
	class := "nhsuk-list app-references app-break"
	if b.Ordered {
		tag, class = "ol", "nhsuk-list nhsuk-list--number app-references app-break"
	}
	w.raw("<%s class=\"%s\">\n", tag, class)
	next := 1
	for _, e := range b.Entries {
		if w.shown != nil && !w.shown[e.Number] {
			continue
		}
		value := ""
		if b.Ordered && e.Number != next {
			value = " value=\"" + strconv.Itoa(e.Number) + "\""
		}
		next = e.Number + 1
		w.raw("<li id=\"ref-%d\"%s>", e.Number, value)
		w.entry(e)
		w.raw("</li>\n")
	}
	w.raw("</%s>\n", tag)
}

func (w *htmlWriter) entry(e Entry) {
	w.runs(e.Runs)
	if e.Key {
		w.raw(" <strong class=\"nhsuk-tag\">Key paper</strong>")
	}
	if e.Note != "" {
		w.raw("\n<p class=\"app-muted\">")
		w.runs(lined(e.Note))
		w.raw("</p>")
	}
	if len(e.Links) > 0 {
		w.raw("\n<ul class=\"nhsuk-list\">")
		for _, l := range e.Links {
			w.raw("<li>")
			w.runs([]Run{l})
			w.raw("</li>")
		}
		w.raw("</ul>")
	}
	if e.Abstract != "" {
		w.raw("\n")
		w.details("Abstract", ": reference "+strconv.Itoa(e.Number), func() {
			for _, b := range asParagraphs(e.Abstract) {
				w.block(b)
			}
		})
	}
}

func (w *htmlWriter) runs(list []Run) {
	for _, r := range list {
		w.run(r)
	}
}

func (w *htmlWriter) run(r Run) {
	if r.Break {
		w.raw("<br>\n")
	}
	var closing []string
	open := func(tag, attributes string) {
		w.raw("<%s%s>", tag, attributes)
		closing = append(closing, "</"+tag+">")
	}
	if w.follows(r.Link) {
		label := ""
		if r.Label != "" {
			label = " aria-label=\"" + html.EscapeString(r.Label) + "\""
		}
		class := ""
		if r.Link[0] != '#' {
			class = " class=\"app-break\""
		}
		open("a", " href=\""+html.EscapeString(r.Link)+"\""+label+class)
	}
	for _, look := range []struct {
		tag, attributes string
		on              bool
	}{{"strong", "", r.Strong}, {"em", "", r.Italic}, {"del", "", r.Struck}, {"code", " class=\"app-break\"", r.Code}} {
		if look.on {
			open(look.tag, look.attributes)
		}
	}
	w.text(r.Text)
	for i := len(closing) - 1; i >= 0; i-- {
		w.raw("%s", closing[i])
	}
}

// follows reports whether a link is written as one: it leads out safely, or to a reference that is shown.
func (w *htmlWriter) follows(link string) bool {
	number, inside := strings.CutPrefix(link, "#ref-")
	if !inside {
		return link != "" && (linkForm.MatchString(link) || strings.HasPrefix(link, "/requests/"))
	}
	n, err := strconv.Atoi(number)
	return err == nil && (w.shown == nil || w.shown[n])
}
