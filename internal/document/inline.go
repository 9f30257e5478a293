package document

import (
	"bufio"
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	tables "github.com/yuin/goldmark/extension/ast"
	renderer "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// linkForm is where links may go.
var linkForm = regexp.MustCompile(`^(?i:https?://[^\s\pZ\pC/]|mailto:[^\s\pZ\pC])`)

// runs reads the inline parts of a block in the appearance of what surrounds them.
func (r *reader) runs(parent ast.Node, look Run) []Run {
	var list []Run
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		list = append(list, r.inline(n, look)...)
	}
	return merged(list)
}

func (r *reader) inline(n ast.Node, look Run) []Run {
	switch n := n.(type) {
	case *ast.Text:
		list := []Run{look.with(r.textOf(n, look))}
		if n.SoftLineBreak() {
			list = append(list, look.with(" "))
		}
		if n.HardLineBreak() {
			down := look.with("")
			down.Break = true
			list = append(list, down)
		}
		return list
	case *ast.String:
		return []Run{look.with(string(n.Value))}
	case *ast.Emphasis:
		if n.Level > 1 {
			look.Strong = true
		} else {
			look.Italic = true
		}
		return r.runs(n, look)
	case *tables.Strikethrough:
		look.Struck = true
		return r.runs(n, look)
	case *ast.CodeSpan:
		look.Code = true
		return r.runs(n, look)
	case *mention:
		return r.cites.runs(n.numbers, n.typed, look)
	case *ast.AutoLink:
		return r.auto(n, look)
	case *ast.Link:
		return r.link(n, n.Destination, look)
	case *ast.Image: // becomes its words
		return append(r.runs(n, look), look.with(" ("+string(n.Destination)+")"))
	}
	return r.runs(n, look)
}

// textOf resolves what Markdown escapes: the parser leaves that to whoever writes the text.
func (r *reader) textOf(n *ast.Text, look Run) string {
	raw := n.Value(r.source)
	if n.IsRaw() || look.Code {
		return string(raw)
	}
	var escaped bytes.Buffer
	w := bufio.NewWriter(&escaped)
	renderer.DefaultWriter.Write(w, raw)
	_ = w.Flush() // a buffer takes everything
	return html.UnescapeString(escaped.String())
}

func (r *reader) auto(n *ast.AutoLink, look Run) []Run {
	label, to := string(n.Label(r.source)), string(n.URL(r.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(to, "mailto:") {
		to = "mailto:" + to
	}
	if linkForm.MatchString(to) {
		look.Link = to
	}
	return []Run{look.with(label)}
}

// link is a link; one that may not be followed keeps its address as text, for nothing that was written is hidden.
func (r *reader) link(n ast.Node, destination []byte, look Run) []Run {
	if linkForm.Match(destination) {
		look.Link = string(util.URLEscape(destination, true))
		return r.runs(n, look)
	}
	list := r.runs(n, look)
	if len(destination) > 0 {
		list = append(list, look.with(" ("+string(destination)+")"))
	}
	return list
}

// with is a text in this appearance.
func (look Run) with(text string) Run {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\uFFFD")
	}
	look.Text = text
	return look
}

// merged joins neighbours of one appearance.
func merged(list []Run) []Run {
	var out []Run
	for _, r := range list {
		if n := len(out); n > 0 && !r.Break {
			last := out[n-1]
			last.Text, last.Break = r.Text, false
			if last == r {
				out[n-1].Text += r.Text
				continue
			}
		}
		if r.Text != "" || r.Break {
			out = append(out, r)
		}
	}
	return out
}
