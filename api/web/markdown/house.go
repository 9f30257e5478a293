package markdown

import (
	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// The levels of headings that a text inside a page may use.
const (
	topHeading = 3
	lowHeading = 6
)

// breakable lets an address break anywhere, so that it fits on a phone.
var breakable = []byte("app-break")

// headingClass makes headings smaller than those of the page, which are nhsuk-heading-m.
func headingClass(level int) string {
	if level == topHeading {
		return "nhsuk-heading-s"
	}
	return "nhsuk-heading-xs"
}

// house gives a text the form of our pages: its headings, its tables, its links.
type house struct{}

// Transform implements parser.ASTTransformer.
func (house) Transform(document *ast.Document, reader text.Reader, _ parser.Context) {
	var open []int // the levels, as written, of the headings that the next one may lie under
	var replaced []ast.Node
	_ = ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) { // nothing here fails
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			for len(open) > 0 && open[len(open)-1] >= n.Level {
				open = open[:len(open)-1]
			}
			open = append(open, n.Level)
			n.Level = min(topHeading+len(open)-1, lowHeading)
			n.SetAttributeString("class", []byte(headingClass(n.Level)))
		case *tables.TableHeader:
			for cell := n.FirstChild(); cell != nil; cell = cell.NextSibling() {
				cell.SetAttributeString("scope", []byte("col"))
			}
		case *ast.Link:
			n.SetAttributeString("class", breakable)
			if !linkForm.Match(n.Destination) {
				replaced = append(replaced, n)
			}
		case *ast.CodeSpan:
			n.SetAttributeString("class", breakable)
		case *ast.AutoLink:
			n.SetAttributeString("class", breakable)
			if n.AutoLinkType == ast.AutoLinkURL && !linkForm.Match(n.URL(reader.Source())) {
				replaced = append(replaced, n)
			}
		case *ast.Image:
			replaced = append(replaced, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range replaced {
		unwrap(n, reader.Source())
	}
}

// unwrap puts the words of a link or an image in its place, followed by where it was meant to lead: nothing that was written is
// hidden.
func unwrap(n ast.Node, source []byte) {
	parent := n.Parent()
	if auto, ok := n.(*ast.AutoLink); ok {
		parent.ReplaceChild(parent, n, ast.NewString(auto.Label(source)))
		return
	}
	for child := n.FirstChild(); child != nil; {
		next := child.NextSibling()
		parent.InsertBefore(parent, n, child)
		child = next
	}
	if address := destination(n); len(address) > 0 {
		parent.InsertBefore(parent, n, ast.NewString([]byte(" ("+string(address)+")")))
	}
	parent.RemoveChild(parent, n)
}

func destination(n ast.Node) []byte {
	switch n := n.(type) {
	case *ast.Link:
		return n.Destination
	case *ast.Image:
		return n.Destination
	}
	return nil
}
