// Package markdown turns what people write in Markdown into HTML that can stand in any page of ours. HTML that somebody
// typed is shown as they typed it; headings begin at h3 and skip no level; links go to http, https and mailto only, and images
// become their words. The same sanitiser looks at everything once more, so nothing depends on the parser being right.
package markdown

import (
	"bytes"
	"fmt"
	"html/template"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// Where our own parts stand among those of CommonMark.
const (
	oursFirst = 10
	oursLast  = 999
)

// Beyond these a text is no document but an attempt to keep the parser busy: it is shown as it was typed.
const (
	maxNested   = 16   // quotations and lists, one within another
	maxBrackets = 2000 // beginnings of links
	maxMarks    = 2000 // marks of emphasis between two empty lines
)

// Markdown renders texts. It is safe for concurrent use.
type Markdown struct {
	reader goldmark.Markdown
	policy *bluemonday.Policy
}

// New makes a renderer. It costs a few milliseconds: make one and keep it.
func New() *Markdown {
	return &Markdown{
		reader: goldmark.New(
			goldmark.WithParser(newParser()),
			goldmark.WithRendererOptions(renderer.WithNodeRenderers(at(oursFirst, citations{}), at(oursFirst, scrollers{}))),
			goldmark.WithExtensions(
				extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), // style attributes are against our CSP
				extension.Strikethrough,
				extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
			),
		),
		policy: newPolicy(),
	}
}

// HTML renders a text. References says how many references stand in the page, as elements with the ids ref-1, ref-2 and so
// on: a citation such as [1] or [2, 4] then links to them.
func (m *Markdown) HTML(text string, references int) template.HTML {
	if tangled(text) {
		return asTyped(text)
	}
	context := parser.NewContext()
	context.Set(referencesKey, references)
	var out bytes.Buffer
	if err := m.reader.Convert([]byte(text), &out, parser.WithContext(context)); err != nil {
		return asTyped(text)
	}
	return template.HTML(m.policy.SanitizeBytes(out.Bytes())) //nolint:gosec // sanitised
}

var nested = regexp.MustCompile(fmt.Sprintf(`(?m)^(?:[ \t]*(?:>|[-+*][ \t]|[0-9]{1,9}[.)][ \t])){%d}`, maxNested+1))

func tangled(text string) bool {
	if strings.Count(text, "](") > maxBrackets || nested.MatchString(text) {
		return true
	}
	marks := 0
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			marks = 0
		}
		if marks += strings.Count(line, "*") + strings.Count(line, "_") + strings.Count(line, "~"); marks > maxMarks {
			return true
		}
	}
	return false
}

// asTyped shows a text without reading anything into it.
func asTyped(text string) template.HTML {
	return "<p>" + template.HTML(strings.ReplaceAll(template.HTMLEscapeString(text), "\n", "<br>")) + "</p>" //nolint:gosec // escaped
}

// newParser is CommonMark without HTML, which is shown as it was typed, and without definitions of links such as "[1]: https://…",
// which would vanish from the text. The priorities are CommonMark's.
func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			at(100, parser.NewSetextHeadingParser()),
			at(200, parser.NewThematicBreakParser()),
			at(300, parser.NewListParser()),
			at(400, parser.NewListItemParser()),
			at(500, parser.NewCodeBlockParser()),
			at(600, parser.NewATXHeadingParser()),
			at(700, parser.NewFencedCodeBlockParser()),
			at(800, parser.NewBlockquoteParser()),
			at(1000, parser.NewParagraphParser()),
		),
		parser.WithInlineParsers(
			at(oursFirst, citations{}),
			at(100, parser.NewCodeSpanParser()),
			at(200, parser.NewLinkParser()),
			at(300, parser.NewAutoLinkParser()),
			at(500, parser.NewEmphasisParser()),
		),
		parser.WithASTTransformers(at(oursLast, house{})),
	)
}

// at gives a part its place among the others.
func at(priority int, part any) util.PrioritizedValue {
	return util.PrioritizedValue{Value: part, Priority: priority}
}

// newPolicy lists every element and attribute that may come out.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "del", "blockquote", "pre", "code", "ul", "ol", "li",
		"table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^col$`)).OnElements("th")
	p.AllowAttrs("start").Matching(regexp.MustCompile(`^[0-9]{1,9}$`)).OnElements("ol")
	p.AllowURLSchemes("http", "https", "mailto")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true) // for #ref-1; the pattern leaves no other
	p.AllowAttrs("href").Matching(linkForm).OnElements("a")
	p.AllowAttrs("aria-label").Matching(regexp.MustCompile(`^Reference [0-9]{1,4}$`)).OnElements("a")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^app-break$`)).OnElements("a", "code")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^nhsuk-heading-x?s$`)).OnElements("h3", "h4", "h5", "h6")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^nhsuk-table$`)).OnElements("table")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^nhsuk-scroll(?:__content)?$`)).OnElements("div")
	p.AllowAttrs("data-module").Matching(regexp.MustCompile(`^nhsuk-scroll$`)).OnElements("div")
	p.AllowAttrs("role").Matching(regexp.MustCompile(`^group$`)).OnElements("div")
	p.AllowAttrs("aria-label").Matching(regexp.MustCompile(`^(?:Table|Text)$`)).OnElements("div")
	p.RequireNoFollowOnFullyQualifiedLinks(true)
	p.RequireNoReferrerOnFullyQualifiedLinks(true)
	return p
}

// linkForm is where links may go.
var linkForm = regexp.MustCompile(`^(?i:https?://[^\s/]|mailto:[^\s]|#ref-[0-9]{1,4}$)`)
