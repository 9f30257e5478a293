package markdown

import (
	"html"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// scrollers renders what cannot be made narrower, tables and code, in boxes that scroll sideways on small screens. The box is the one
// that ui.Table has; a group and not a region, because a page may hold several.
type scrollers struct{}

const (
	tableOpen  = `<div class="nhsuk-scroll" data-module="nhsuk-scroll"><div class="nhsuk-scroll__content" role="group" aria-label="Table"><table class="nhsuk-table">` + "\n"
	tableClose = "</table></div></div>\n"
	codeOpen   = `<div class="nhsuk-scroll" data-module="nhsuk-scroll"><div class="nhsuk-scroll__content" role="group" aria-label="Text"><pre><code>`
	codeClose  = "</code></pre></div></div>\n"
)

// RegisterFuncs implements renderer.NodeRenderer.
func (scrollers) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(tables.KindTable, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		tag := tableClose
		if entering {
			tag = tableOpen
		}
		_, err := w.WriteString(tag)
		return ast.WalkContinue, err
	})
	r.Register(ast.KindCodeBlock, renderCode)
	r.Register(ast.KindFencedCodeBlock, renderCode)
}

func renderCode(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, err := w.WriteString(codeClose)
		return ast.WalkContinue, err
	}
	if _, err := w.WriteString(codeOpen); err != nil {
		return ast.WalkStop, err
	}
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		if _, err := w.WriteString(html.EscapeString(string(line.Value(source)))); err != nil {
			return ast.WalkStop, err
		}
	}
	return ast.WalkContinue, nil
}
