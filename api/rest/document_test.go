package rest_test

import (
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"

	"evidencedesk/internal/evidence"
)

var update = flag.Bool("update", false, "write openapi.yaml anew")

const committed = "openapi.yaml"

// TestTheCommittedDocument fails when the API has changed and its document has not. `go test ./api/rest -run
// TestTheCommittedDocument -update` writes it anew.
func TestTheCommittedDocument(t *testing.T) {
	t.Parallel()
	served := send(newWorld(t).api(), call{method: "GET", path: "/openapi.yaml"})
	if *update {
		if err := os.WriteFile(committed, []byte(served.body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(committed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(served.body, "\n")); diff != "" {
		t.Errorf("the API differs from %s; if that is meant, write it anew with -update:\n%s", committed, diff)
	}
}

func TestTheDocumentIsValid(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/openapi.json", "/openapi.yaml"} {
		a := send(newWorld(t).api(), call{method: "GET", path: path})
		doc, err := libopenapi.NewDocument([]byte(a.body))
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if doc.GetVersion() != "3.1.0" {
			t.Errorf("%s: version %s", path, doc.GetVersion())
		}
		v, faults := validator.NewValidator(doc, config.WithSchemaCache(nil)) // of the document, not of answers
		if len(faults) > 0 {
			t.Fatalf("%s: %v", path, faults)
		}
		if ok, problems := v.ValidateDocument(); !ok {
			for _, p := range problems {
				t.Errorf("%s: %s: %s", path, p.Message, p.Reason)
			}
		}
	}
}

// operation is what the document says of one operation.
type operation struct {
	Method, Path string
	OperationID  string                  `json:"operationId"`
	Summary      string                  `json:"summary"`
	Tags         []string                `json:"tags"`
	Roles        []string                `json:"x-roles"`
	Security     []map[string][]any      `json:"security"`
	Parameters   []struct{ Name string } `json:"parameters"`
	Responses    map[string]any          `json:"responses"`
}

func operations(t *testing.T) []operation {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	send(newWorld(t).api(), call{method: "GET", path: "/openapi.json"}).into(t, &doc)
	var list []operation
	for path, item := range doc.Paths {
		for method, raw := range item {
			op := operation{Method: strings.ToUpper(method), Path: path}
			if err := json.Unmarshal(raw, &op); err != nil {
				t.Fatal(err)
			}
			list = append(list, op)
		}
	}
	slices.SortFunc(list, func(a, b operation) int { return strings.Compare(a.Path+a.Method, b.Path+b.Method) })
	return list
}

func TestEveryOperationDeclaresItself(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	all := operations(t)
	for _, op := range all {
		name := op.Method + " " + op.Path
		if op.OperationID == "" || seen[op.OperationID] || op.Summary == "" || len(op.Tags) != 1 {
			t.Errorf("%s: its name, summary or tag is missing or used twice", name)
		}
		seen[op.OperationID] = true
		anonymous := slices.Equal(op.Roles, []string{"anonymous"})
		if len(op.Roles) == 0 || anonymous == (len(op.Security) > 0) {
			t.Errorf("%s: x-roles %v with security %v", name, op.Roles, op.Security)
		}
		for status := range op.Responses {
			if status == "default" {
				t.Errorf("%s: its problems are not spelt out", name)
			}
		}
	}
	for _, rule := range evidence.Process() {
		path := "/api/v1/requests/{id}/" + string(rule.Name)
		has := slices.ContainsFunc(all, func(op operation) bool { return op.Path == path && op.Method == http.MethodPost })
		if has != rule.ByPeople() {
			t.Errorf("%s: given by people: %t, in the API: %t", rule.Name, rule.ByPeople(), has)
		}
	}
}

// TestSchemasOfBodies looks into every schema: nothing unknown is let in, and no address of a schema is added to bodies.
func TestSchemasOfBodies(t *testing.T) {
	t.Parallel()
	var doc struct {
		Components struct {
			Schemas map[string]struct {
				Type       string
				Additional any `json:"additionalProperties"`
				Properties map[string]any
			}
		}
	}
	send(newWorld(t).api(), call{method: "GET", path: "/openapi.json"}).into(t, &doc)
	for name, s := range doc.Components.Schemas {
		if s.Type == "object" && s.Additional == nil && len(s.Properties) > 0 {
			t.Errorf("%s lets unknown fields in", name)
		}
		if _, ok := s.Properties["$schema"]; ok || name == "ErrorModel" {
			t.Errorf("%s is huma's own", name)
		}
	}
}
