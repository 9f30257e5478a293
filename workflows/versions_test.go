package workflows_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"evidencedesk/workflows"
)

// TestEveryVersionIsInTheTable reads the code: GetVersion is called by the helper alone, and the helper only with the ID
// of a row of the table, written out.
func TestEveryVersionIsInTheTable(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, c := range workflows.Changes() {
		known[c.ID] = true
	}
	calls := 0
	for _, file := range sources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			switch f := call.Fun.(type) {
			case *ast.SelectorExpr:
				if f.Sel.Name == "GetVersion" {
					calls++
				}
			case *ast.Ident:
				if f.Name == "version" && !known[literal(call.Args[1])] {
					t.Errorf("version is called with %s, which is not in the table", literal(call.Args[1]))
				}
			}
			return true
		})
	}
	if calls != 1 {
		t.Errorf("GetVersion is called in %d places, want only the helper", calls)
	}
}

func sources(t *testing.T) []*ast.File {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return "something that is not written out"
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return lit.Value
	}
	return s
}

func TestTableOfChanges(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range workflows.Changes() {
		released, err := time.Parse(time.DateOnly, c.Date)
		removable, err2 := time.Parse(time.DateOnly, c.Removable)
		if err != nil || err2 != nil || !removable.After(released.AddDate(1, 3, 0)) {
			t.Errorf("%s: released %q, removable after %q", c.ID, c.Date, c.Removable)
		}
		if seen[c.ID] || c.Newest < 1 {
			t.Errorf("%s: used twice, or version %d", c.ID, c.Newest)
		}
		seen[c.ID] = true
	}
}

func TestUnknownChangePanics(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("it did not")
		}
	}()
	workflows.Version(nil, "2026-01-not-in-the-table")
}
