package document

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Beyond these a text is no document but an attempt to keep the parser busy: it is shown as it was typed.
const (
	maxNested   = 16   // quotations and lists, one within another
	maxBrackets = 2000 // beginnings of links
	maxMarks    = 2000 // marks of emphasis between two empty lines
)

// reader turns Markdown into blocks. HTML that somebody typed is text like any other.
type reader struct {
	markdown goldmark.Markdown
	cites    citer
	source   []byte
	open     []int // the levels, as written, of the headings that the next one may lie under
}

func newReader(cites citer) *reader {
	return &reader{cites: cites, markdown: goldmark.New(
		goldmark.WithParser(newParser()),
		goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}))),
	)}
}

// newParser is CommonMark without HTML, which is shown as it was typed, and without definitions of links such as "[1]: https://…",
// which would vanish from the text. The priorities are CommonMark's.
func newParser() parser.Parser {
	at := func(priority int, part any) util.PrioritizedValue {
		return util.PrioritizedValue{Value: part, Priority: priority}
	}
	return parser.NewParser(
		parser.WithBlockParsers(
			at(100, parser.NewSetextHeadingParser()), at(200, parser.NewThematicBreakParser()), at(300, parser.NewListParser()),
			at(400, parser.NewListItemParser()), at(500, parser.NewCodeBlockParser()), at(600, parser.NewATXHeadingParser()),
			at(700, parser.NewFencedCodeBlockParser()), at(800, parser.NewBlockquoteParser()), at(1000, parser.NewParagraphParser()),
		),
		parser.WithInlineParsers(
			at(10, citations{}), at(100, parser.NewCodeSpanParser()), at(200, parser.NewLinkParser()),
			at(300, parser.NewAutoLinkParser()), at(500, parser.NewEmphasisParser()),
		),
	)
}

// read turns a text into blocks.
func (r *reader) read(markdown string) []Block {
	if strings.TrimSpace(markdown) == "" {
		return nil
	}
	if tangled(markdown) {
		return asTyped(markdown)
	}
	r.source, r.open = []byte(markdown), nil
	return r.blocks(r.markdown.Parser().Parse(text.NewReader(r.source)))
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
func asTyped(text string) []Block {
	var runs []Run
	for i, line := range strings.Split(strings.TrimRight(text, "\r\n"), "\n") {
		runs = append(runs, Run{Text: strings.TrimRight(line, "\r"), Break: i > 0})
	}
	return []Block{{Kind: Paragraph, Runs: runs}}
}

func (r *reader) blocks(parent ast.Node) []Block {
	var list []Block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if b, ok := r.block(n); ok {
			list = append(list, b)
		}
	}
	return list
}

func (r *reader) block(n ast.Node) (Block, bool) {
	switch n := n.(type) {
	case *ast.Heading:
		return Block{Kind: Heading, Level: r.level(n.Level), Runs: r.runs(n, Run{})}, true
	case *ast.List:
		b := Block{Kind: List, Ordered: n.IsOrdered()}
		if n.IsOrdered() && n.Start != 1 {
			b.Start = n.Start
		}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			b.Items = append(b.Items, r.blocks(item))
		}
		return b, true
	case *ast.Blockquote:
		return Block{Kind: Quote, Blocks: r.blocks(n)}, true
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return Block{Kind: Code, Text: r.lines(n)}, true
	case *ast.ThematicBreak:
		return Block{Kind: Rule}, true
	case *tables.Table:
		return r.table(n), true
	}
	runs := r.runs(n, Run{})
	return Block{Kind: Paragraph, Runs: runs}, len(runs) > 0
}

// level makes headings begin at 1 and skip no level.
func (r *reader) level(written int) int {
	for len(r.open) > 0 && r.open[len(r.open)-1] >= written {
		r.open = r.open[:len(r.open)-1]
	}
	r.open = append(r.open, written)
	return len(r.open)
}

func (r *reader) lines(n ast.Node) string {
	var b bytes.Buffer
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(r.source))
	}
	return strings.ToValidUTF8(strings.TrimRight(b.String(), "\r\n"), "\uFFFD")
}

func (r *reader) table(t *tables.Table) Block {
	b := Block{Kind: Table}
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]Run
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.runs(cell, Run{}))
		}
		if _, head := row.(*tables.TableHeader); head {
			for _, c := range cells {
				b.Head = append(b.Head, words(c))
			}
			continue
		}
		b.Rows = append(b.Rows, cells)
	}
	return b
}
