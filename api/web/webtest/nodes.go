package webtest

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Attr is the value of an attribute; empty where there is none.
func Attr(n *html.Node, key string) string {
	if i := indexOf(n, key); i >= 0 {
		return n.Attr[i].Val
	}
	return ""
}

// Has reports whether an element has an attribute, whatever its value.
func Has(n *html.Node, key string) bool { return indexOf(n, key) >= 0 }

func indexOf(n *html.Node, key string) int {
	return slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// Text is what a node says, with one space between its parts. Scripts say nothing.
func Text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "script" {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
