package document

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// htmlWriter writes the parts of a report. Everything that is not markup of ours goes through text.
type htmlWriter struct {
	strings.Builder

	view  View
	shown map[int]bool
}

const lowHeading = 6 // there is no h7

func (w *htmlWriter) raw(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *htmlWriter) text(s string) { w.raw("%s", html.EscapeString(s)) }

func (w *htmlWriter) article(r Report) {
	w.raw("<article class=\"app-doc\" aria-labelledby=\"report-title\">\n<h%d class=\"nhsuk-heading-l\" id=\"report-title\"><span class=\"nhsuk-caption-m\">", w.view.Level)
	w.text(r.Kind + " " + r.Reference)
	w.raw("</span> ")
	w.text(r.Title)
	w.raw("</h%d>\n", w.view.Level)
	for _, p := range r.Parts {
		w.part(p)
	}
	w.raw("</article>\n")
}

func (w *htmlWriter) part(p Part) {
	if p.Heading == "" {
		w.blocks(p.Blocks)
		return
	}
	class := ""
	if p.wide() {
		class = " class=\"app-wide\""
	}
	w.raw("<section%s aria-labelledby=\"%s\">\n<h%d class=\"nhsuk-heading-m\" id=\"%s\">", class, p.ID, w.view.Level+1, p.ID)
	w.text(p.Heading)
	w.raw("</h%d>\n", w.view.Level+1)
	if p.Folded {
		w.details("Show "+strings.ToLower(p.Heading[:1])+p.Heading[1:], "", func() { w.blocks(p.Blocks) })
	} else {
		w.blocks(p.Blocks)
	}
	if w.shown != nil && p.ID == "references" {
		w.raw("<p><a href=\"%s\">Show all references</a>: %s more are not shown here.</p>\n", html.EscapeString(w.view.All), Count(w.hidden(p)))
	}
	w.raw("</section>\n")
}

func (w *htmlWriter) hidden(p Part) int {
	n := -len(w.shown)
	for _, b := range p.Blocks {
		n += len(b.Entries)
	}
	return n
}

// details is closed on a screen and open on paper.
func (w *htmlWriter) details(summary, more string, inside func()) {
	open := ""
	if w.view.Open {
		open = " open"
	}
	w.raw("<details class=\"nhsuk-details app-printopen\"%s><summary class=\"nhsuk-details__summary\"><span class=\"nhsuk-details__summary-text\">", open)
	w.text(summary)
	if more != "" {
		w.raw("<span class=\"nhsuk-u-visually-hidden\">")
		w.text(more)
		w.raw("</span>")
	}
	w.raw("</span></summary><div class=\"nhsuk-details__text\">\n")
	inside()
	w.raw("</div></details>\n")
}

func (w *htmlWriter) blocks(list []Block) {
	for _, b := range list {
		w.block(b)
	}
}

func (w *htmlWriter) block(b Block) {
	switch b.Kind {
	case Paragraph:
		class := ""
		if b.Muted {
			class = " class=\"app-muted\""
		}
		w.raw("<p%s>", class)
		w.runs(b.Runs)
		w.raw("</p>\n")
	case Heading:
		w.heading(b)
	case List:
		w.list(b)
	case Quote:
		w.raw("<blockquote>\n")
		w.blocks(b.Blocks)
		w.raw("</blockquote>\n")
	case Code:
		w.scroll("Text", func() {
			w.raw("<pre><code>")
			w.text(b.Text)
			w.raw("</code></pre>")
		})
	case Table:
		w.scroll(orElse(b.Caption, "Table"), func() { w.table(b) })
	case Rule:
		w.raw("<hr>\n")
	case Facts:
		w.facts(b.Facts)
	case Callout:
		w.callout(b)
	case References:
		w.references(b)
	}
}

func (w *htmlWriter) heading(b Block) {
	level := min(w.view.Level+1+b.Level, lowHeading)
	class := "nhsuk-heading-xs"
	if b.Level == 1 {
		class = "nhsuk-heading-s"
	}
	w.raw("<h%d class=\"%s\">", level, class)
	w.runs(b.Runs)
	w.raw("</h%d>\n", level)
}

func (w *htmlWriter) list(b Block) {
	tag, class, start := "ul", "nhsuk-list nhsuk-list--bullet", ""
	if b.Ordered {
		tag, class = "ol", "nhsuk-list nhsuk-list--number"
	}
	if b.Start > 0 {
		start = " start=\"" + strconv.Itoa(b.Start) + "\""
	}
	w.raw("<%s class=\"%s\"%s>\n", tag, class, start)
	for _, item := range b.Items {
		w.raw("<li>")
		if len(item) == 1 && item[0].Kind == Paragraph {
			w.runs(item[0].Runs)
		} else {
			w.blocks(item)
		}
		w.raw("</li>\n")
	}
	w.raw("</%s>\n", tag)
}

// scroll is a box that scrolls sideways on small screens; the keyboard reaches it through the script of our pages.
func (w *htmlWriter) scroll(label string, inside func()) {
	w.raw("<div class=\"nhsuk-scroll\" data-module=\"nhsuk-scroll\"><div class=\"nhsuk-scroll__content\" role=\"group\" aria-label=\"")
	w.text(label)
	w.raw("\">")
	inside()
	w.raw("</div></div>\n")
}

func (w *htmlWriter) facts(list []Fact) {
	w.raw("<dl class=\"nhsuk-summary-list nhsuk-summary-list--no-border\">\n")
	for _, f := range list {
		w.raw("<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">")
		w.text(f.Label)
		w.raw("</dt><dd class=\"nhsuk-summary-list__value\">")
		w.runs([]Run{{Text: f.Text, Link: f.Link}})
		w.raw("</dd></div>\n")
	}
	w.raw("</dl>\n")
}

func (w *htmlWriter) callout(b Block) {
	class := "app-bottomline"
	if b.Tone == Warning {
		class = "nhsuk-warning-callout"
	}
	w.raw("<div class=\"%s\">\n<h%d class=\"nhsuk-heading-m\">", class, w.view.Level+1)
	w.text(b.Caption)
	w.raw("</h%d>\n", w.view.Level+1)
	w.blocks(b.Blocks)
	w.raw("</div>\n")
}
