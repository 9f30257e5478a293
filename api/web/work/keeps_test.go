package work_test

import (
	"slices"

	"golang.org/x/net/html"
)

// keeps reports whether a form still holds a value.
func keeps(doc *html.Node, name, value string) bool {
	return slices.ContainsFunc(find(doc, func(n *html.Node) bool { return attr(n, "name") == name }), func(n *html.Node) bool {
		switch n.Data {
		case "textarea":
			return n.FirstChild != nil && n.FirstChild.Data == value
		case "select":
			return slices.ContainsFunc(find(n, element("option")), func(o *html.Node) bool { return attr(o, "value") == value && has(o, "selected") })
		}
		switch attr(n, "type") {
		case "radio", "checkbox":
			return attr(n, "value") == value && has(n, "checked")
		}
		return attr(n, "value") == value
	})
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// named holds for the controls of a field.
func named(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return attr(n, "name") == name }
}
