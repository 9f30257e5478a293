package work_test

import (
	"slices"

	"golang.org/x/net/html"

	"evidencedesk/api/web/webtest"
)

// keeps reports whether a form still holds a value.
func keeps(doc *html.Node, name, value string) bool {
	return slices.ContainsFunc(find(doc, func(n *html.Node) bool { return webtest.Attr(n, "name") == name }), func(n *html.Node) bool {
		switch n.Data {
		case "textarea":
			return n.FirstChild != nil && n.FirstChild.Data == value
		case "select":
			return slices.ContainsFunc(find(n, element("option")), func(o *html.Node) bool { return webtest.Attr(o, "value") == value && webtest.Has(o, "selected") })
		}
		switch webtest.Attr(n, "type") {
		case "radio", "checkbox":
			return webtest.Attr(n, "value") == value && webtest.Has(n, "checked")
		}
		return webtest.Attr(n, "value") == value
	})
}

// named holds for the controls of a field.
func named(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return webtest.Attr(n, "name") == name }
}
