package document

import (
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"evidencedesk/internal/citation"
)

// citationForm is [1], [2, 4] or [3-5]. Before a bracket with an address it is a link like any other.
var (
	citationForm = regexp.MustCompile(`^\[[0-9]{1,4}(?:[ ]*[,;–-][ ]*[0-9]{1,4})*\]`)
	numberForm   = regexp.MustCompile(`[0-9]+|[^0-9]+`)
)

// citations finds the numbers of references in a text.
type citations struct{}

// Trigger implements parser.InlineParser.
func (citations) Trigger() []byte { return []byte{'['} }

// Parse implements parser.InlineParser.
func (citations) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	found := citationForm.Find(line)
	if found == nil || len(line) > len(found) && line[len(found)] == '(' {
		return nil
	}
	c := &mention{typed: string(found)}
	for _, part := range numberForm.FindAllString(c.typed, -1) {
		if n, err := strconv.Atoi(part); err == nil {
			c.numbers = append(c.numbers, n)
		}
	}
	block.Advance(len(found))
	return c
}

// mention names references of the report.
type mention struct {
	ast.BaseInline

	typed   string
	numbers []int
}

var mentionKind = ast.NewNodeKind("Mention")

// Kind implements ast.Node.
func (*mention) Kind() ast.NodeKind { return mentionKind }

// Dump implements ast.Node.
func (c *mention) Dump(source []byte, level int) { ast.DumpHelper(c, source, level, nil, nil) }

// citer writes citations in the style of the report.
type citer struct {
	style citation.Style
	marks []citation.Mark
}

// anchor is where the reference with the number stands.
func anchor(n int) string { return "#ref-" + strconv.Itoa(n) }

// runs writes a citation. One that names a reference beyond the list is left as it was typed.
func (c citer) runs(numbers []int, typed string, look Run) []Run {
	for _, n := range numbers {
		if n < 1 || n > len(c.marks) {
			return []Run{look.with(typed)}
		}
	}
	if c.style.Numbered() {
		return c.numbered(typed, look)
	}
	list := []Run{look.with("(")}
	for i, n := range c.spread(typed) {
		if i > 0 {
			list = append(list, look.with("; "))
		}
		list = append(list, c.mark(n, look))
	}
	return append(list, look.with(")"))
}

func (c citer) mark(n int, look Run) Run {
	look.Link = anchor(n)
	if c.style.Numbered() {
		look.Label = "Reference " + strconv.Itoa(n)
	}
	return look.with(c.marks[n-1].Text)
}

func (c citer) numbered(typed string, look Run) []Run {
	var list []Run
	for _, part := range numberForm.FindAllString(typed, -1) {
		if n, err := strconv.Atoi(part); err == nil {
			list = append(list, c.mark(n, look))
			continue
		}
		list = append(list, look.with(part))
	}
	return list
}

// maxSpan is how many references one range such as [3-5] may name.
const maxSpan = 200

// spread lists the numbers with those between the ends of a range.
func (c citer) spread(typed string) []int {
	var list []int
	span := false
	for _, part := range numberForm.FindAllString(typed, -1) {
		n, err := strconv.Atoi(part)
		if err != nil {
			span = regexp.MustCompile(`[–-]`).MatchString(part)
			continue
		}
		if span {
			for between := list[len(list)-1] + 1; between < n && n-between < maxSpan; between++ {
				list = append(list, between)
			}
		}
		list = append(list, n)
	}
	return list
}
