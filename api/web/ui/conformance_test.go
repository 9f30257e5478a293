package ui_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"evidencedesk/api/web/ui"
)

// components is where nhsuk-frontend keeps its fixtures: options and the HTML that they give.
const components = "../../../node_modules/nhsuk-frontend/dist/nhsuk/components"

// fixture is one of them.
type fixture struct {
	Name    string  `json:"name"`
	Context options `json:"context"`
	HTML    string  `json:"html"`
}

// TestOurMarkupIsThatOfTheDesignSystem renders our components with the options of nhsuk-frontend's fixtures and compares the trees.
// It is also the alarm of an upgrade: a name in the list that no longer exists or matches fails.
func TestOurMarkupIsThatOfTheDesignSystem(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(components); err != nil {
		t.Skip("nhsuk-frontend is not installed: run scripts/assets")
	}
	for name, c := range conforming() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fixtures := readFixtures(t, name)
			for _, supported := range c.fixtures {
				if !slices.ContainsFunc(fixtures, func(f fixture) bool { return f.Name == supported }) {
					t.Errorf("there is no fixture %q any more", supported)
				}
			}
			for _, f := range fixtures {
				if slices.Contains(c.fixtures, f.Name) && !f.Context.beyond() {
					if diff := cmp.Diff(tree(t, f.HTML), tree(t, render(t, c.build(f.Context)))); diff != "" {
						t.Errorf("fixture %q (-theirs +ours):\n%s", f.Name, diff)
					}
				}
			}
		})
	}
}

func readFixtures(t *testing.T, component string) []fixture {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(components, component, "fixtures.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Fixtures []fixture `json:"fixtures"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	return file.Fixtures
}

// tree is HTML as lines that compare well: one node a line, attributes and classes sorted, white space collapsed.
func tree(t *testing.T, source string) []string {
	t.Helper()
	// A context without its atom makes the parser fail, and two failures look alike: so the result is checked.
	nodes, err := html.ParseFragment(strings.NewReader(unbroken(source)), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatalf("parsing %q: %v", source, err)
	}
	var lines []string
	for _, n := range nodes {
		lines = appendNode(lines, n, 0)
	}
	if len(lines) == 0 {
		t.Fatalf("there is nothing in %q", source)
	}
	return lines
}

func appendNode(lines []string, n *html.Node, depth int) []string {
	indent := strings.Repeat(" ", depth)
	switch n.Type {
	case html.TextNode:
		if words := strings.Join(strings.Fields(n.Data), " "); words != "" {
			lines = append(lines, indent+words)
		}
	case html.ElementNode:
		lines = append(lines, indent+element(n))
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			lines = appendNode(lines, child, depth+1)
		}
	}
	return lines
}

// element is a start tag. Where ours goes beyond theirs on purpose, both are brought to ours: an error message is a paragraph, as
// in version 11, and every button says its type.
func element(n *html.Node) string {
	name := n.Data
	attributes := map[string]string{}
	for _, a := range n.Attr {
		attributes[a.Key] = a.Val
		if a.Key == "name" {
			attributes["name"] = strings.TrimPrefix(a.Val, ".") // a date without a name
		}
	}
	// Utilities that a caller of theirs adds to a cell; ours has columns of figures instead.
	classes := slices.DeleteFunc(strings.Fields(attributes["class"]), func(c string) bool {
		return c == "nhsuk-u-nowrap" || c == "nhsuk-u-text-align-right"
	})
	slices.Sort(classes)
	if len(classes) > 0 {
		attributes["class"] = strings.Join(classes, " ")
	}
	if name == "span" && slices.Contains(classes, "nhsuk-error-message") {
		name = "p"
	}
	if name == "button" && strings.Contains(attributes["class"], "nhsuk-header__") {
		delete(attributes, "type")
	}
	var parts []string
	for key, value := range attributes {
		parts = append(parts, key+"="+value)
	}
	slices.Sort(parts)
	return "<" + strings.Join(append([]string{name}, parts...), " | ") + ">"
}

// conformer builds our component from their options, for the fixtures that it meets.
type conformer struct {
	build    func(options) ui.Component
	fixtures []string
}
