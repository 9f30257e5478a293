package reference

import "strings"

// all is the text of an element and of what is in it.
func (n *node) all() string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *node) write(b *strings.Builder) {
	b.WriteString(n.text)
	if n.name == "sup" || n.name == "style" && n.attr("face") == "superscript" {
		var inner strings.Builder
		for _, k := range n.kids {
			k.write(&inner)
		}
		b.WriteString(unmarked("<sup>" + inner.String() + "</sup>"))
		return
	}
	for _, k := range n.kids {
		k.write(b)
	}
}

func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// find gives the elements at a path below this one.
func (n *node) find(path ...string) []*node {
	at := []*node{n}
	for _, name := range path {
		var below []*node
		for _, here := range at {
			for _, k := range here.kids {
				if k.name == name {
					below = append(below, k)
				}
			}
		}
		at = below
	}
	return at
}

// first is the text of the first element at a path.
func (n *node) first(path ...string) string {
	if found := n.find(path...); len(found) > 0 {
		return strings.TrimSpace(found[0].all())
	}
	return ""
}
