package markdown

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// referencesKey holds the number of references of the page.
var referencesKey = parser.NewContextKey()

// citationForm is [1], [2, 4] or [3-5]. Before a bracket with an address it is a link like any other.
var (
	citationForm = regexp.MustCompile(`^\[[0-9]{1,4}(?:[ ]*[,;–-][ ]*[0-9]{1,4})*\]`)
	numberForm   = regexp.MustCompile(`[0-9]+|[^0-9]+`)
)

// citations turns the numbers of references into links to them.
type citations struct{}

// Trigger implements parser.InlineParser.
func (citations) Trigger() []byte { return []byte{'['} }

// Parse implements parser.InlineParser. Where a number is beyond the list, the whole is left as it was typed.
func (citations) Parse(parent ast.Node, block text.Reader, context parser.Context) ast.Node {
	line, _ := block.PeekLine()
	found := citationForm.Find(line)
	count, _ := context.Get(referencesKey).(int)
	if found == nil || count == 0 || len(line) > len(found) && line[len(found)] == '(' {
		return nil
	}
	var parts []ast.Node
	for _, part := range numberForm.FindAll(found, -1) {
		n, err := strconv.Atoi(string(part))
		if err != nil {
			parts = append(parts, ast.NewString(part))
			continue
		}
		if n < 1 || n > count {
			return nil
		}
		parts = append(parts, reference(n))
	}
	block.Advance(len(found))
	for _, part := range parts[:len(parts)-1] {
		parent.AppendChild(parent, part)
	}
	return parts[len(parts)-1]
}

// citation is a link to one reference of the page.
type citation struct {
	ast.BaseInline

	number int
}

var citationKind = ast.NewNodeKind("Citation")

func reference(n int) ast.Node { return &citation{number: n} }

// Kind implements ast.Node.
func (*citation) Kind() ast.NodeKind { return citationKind }

// Dump implements ast.Node.
func (c *citation) Dump(source []byte, level int) { ast.DumpHelper(c, source, level, nil, nil) }

// RegisterFuncs implements renderer.NodeRenderer.
func (citations) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(citationKind, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if c, ok := n.(*citation); ok && entering {
			_, err := fmt.Fprintf(w, `<a href="#ref-%d" aria-label="Reference %d">%d</a>`, c.number, c.number, c.number)
			return ast.WalkContinue, err
		}
		return ast.WalkContinue, nil
	})
}
