package rest

import (
	"cmp"
	"encoding/json"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"evidencedesk/internal/evidence"
)

// cacheable documents 304.
func cacheable(op *huma.Operation) {
	op.Responses["304"] = &huma.Response{Description: "Not Modified"}
}

// conflicts documents that the process may refuse a command: 409 and, with If-Match, 412.
func conflicts(op *huma.Operation) { answers(op, http.StatusConflict, http.StatusPreconditionFailed) }

// preconditioned documents that the row may only be changed with If-Match: 412 and 428.
func preconditioned(op *huma.Operation) {
	answers(op, http.StatusPreconditionFailed, http.StatusPreconditionRequired)
}

func answers(op *huma.Operation, statuses ...int) {
	for _, s := range statuses {
		op.Responses[strconv.Itoa(s)] = &huma.Response{Ref: "#/components/responses/" + responseName(s)}
	}
}

// responseName is the name of the shared response for problems of one status.
func responseName(status int) string { return strings.ReplaceAll(http.StatusText(status), " ", "") }

// problemResponses describes every status that a problem can have, once.
func problemResponses() map[string]*huma.Response {
	headers := map[int]string{
		http.StatusUnauthorized: "WWW-Authenticate", http.StatusMethodNotAllowed: "Allow", http.StatusTooManyRequests: "Retry-After",
		http.StatusServiceUnavailable: "Retry-After",
	}
	list := map[string]*huma.Response{}
	for _, row := range evidence.ErrorTable() {
		r, ok := list[responseName(row.Status)]
		if !ok {
			r = &huma.Response{
				Description: http.StatusText(row.Status) + ":",
				Content:     map[string]*huma.MediaType{"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}}},
			}
			list[responseName(row.Status)] = r
		}
		r.Description += " " + string(row.Code)
		if name := headers[row.Status]; name != "" {
			r.Headers = map[string]*huma.Param{name: {Schema: &huma.Schema{Type: huma.TypeString}}}
		}
	}
	return list
}

// documentProblems adds the problems that any operation of this shape can answer with.
func documentProblems[I any](op *huma.Operation) {
	if who := accessOf(op); !who.Anonymous {
		answers(op, http.StatusUnauthorized, http.StatusForbidden)
	}
	if strings.Contains(op.Path, "{") {
		answers(op, http.StatusNotFound)
	}
	if _, ok := reflect.TypeFor[I]().FieldByName("Body"); ok {
		answers(op, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType)
	}
	answers(op, http.StatusUnprocessableEntity, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable)
}

// schemaName names a schema after its type. Two packages have a Rule and a Notice, so theirs carry the name of the package.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	for _, room := range []string{"Guard", "Calendar", "Capacity", "Gift", "Report", "Staffing"} {
		if strings.HasSuffix(t.PkgPath(), "/"+strings.ToLower(room)) && !strings.HasPrefix(name, room) {
			return room + name
		}
	}
	return name
}

// tidy takes out what huma adds for errors of its own, and finishes what needs the whole operation.
func tidy(doc *huma.OpenAPI) {
	delete(doc.Components.Schemas.Map(), "ErrorModel")
	delete(doc.Components.Schemas.Map(), "ErrorDetail")
	for _, item := range doc.Paths {
		for _, op := range operations(item) {
			documentKey(op)
		}
	}
}

func operations(p *huma.PathItem) []*huma.Operation {
	var list []*huma.Operation
	for _, op := range []*huma.Operation{p.Get, p.Put, p.Post, p.Delete, p.Patch} {
		if op != nil {
			list = append(list, op)
		}
	}
	return list
}

// serveDocument serves the OpenAPI document as JSON and YAML.
func serveDocument(engine *gin.Engine, doc *huma.OpenAPI) {
	serve := func(path, contentType string, write func() ([]byte, error)) {
		written := sync.OnceValues(write) // by who reads it first: a process that nobody asks need not
		engine.GET(path, func(c *gin.Context) {
			body, err := written()
			if err != nil {
				panic("rest: the OpenAPI document: " + err.Error())
			}
			c.Data(http.StatusOK, contentType, body)
		})
	}
	serve("/openapi.json", "application/openapi+json", func() ([]byte, error) { return json.Marshal(doc) })
	serve("/openapi.yaml", "application/openapi+yaml", doc.YAML)
}

// ourProblems replaces huma's error bodies, which quote what the client sent.
func ourProblems(ctx huma.Context, _ string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	refusal := &evidence.Error{Code: evidence.Invalid}
	if model.Status == http.StatusBadRequest {
		refusal.Code = evidence.Malformed
	}
	for _, e := range model.Errors {
		if e == nil {
			continue
		}
		if strings.HasPrefix(e.Location, "path.") {
			return problemOf(ctx.Context(), &evidence.Error{Code: evidence.NotFound}), nil
		}
		refusal.Fields = append(refusal.Fields, fieldOf(e))
	}
	slices.SortFunc(refusal.Fields, func(a, b evidence.FieldError) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Code, b.Code))
	})
	return problemOf(ctx.Context(), refusal), nil
}

var (
	requiredName = regexp.MustCompile(`^expected required property (\S+) to be present$`)
	decodedField = regexp.MustCompile(`Go struct field [^ .]+\.(\S+) of type`)
	listedValues = regexp.MustCompile(`^expected value to be one of "(.*)"$`)
	aNumber      = regexp.MustCompile(`[-+0-9.e]+$`)
)

// fieldOf says in our words what huma found wrong. The words of huma's own that quote the schema are read, those that
// could quote the client are not passed on.
func fieldOf(e *huma.ErrorDetail) evidence.FieldError {
	f := evidence.FieldError{Field: safePath(e.Location), Code: "wrong-type"}
	message := e.Message
	switch {
	case strings.HasPrefix(message, "required "):
		f.Code, f.Detail = "required", "This is needed."
	case requiredName.MatchString(message):
		f.Field = join(f.Field, requiredName.FindStringSubmatch(message)[1])
		f.Code, f.Detail = "required", "This is needed."
	case strings.HasPrefix(message, "unexpected property"), strings.HasPrefix(message, "unknown query parameter"):
		f.Code, f.Detail = "unknown", "There is no such field."
	case listedValues.MatchString(message):
		f.Code, f.Detail = "unknown", "Use one of: "+listedValues.FindStringSubmatch(message)[1]+"."
	case decodedField.MatchString(message):
		f.Field, f.Detail = safePath(decodedField.FindStringSubmatch(message)[1]), "This has the wrong type."
	default:
		f.Code, f.Detail = measured(message)
	}
	if f.Field == "" {
		f.Field = "body"
	}
	return f
}

// measured reads the messages about type, format and size.
func measured(message string) (code, detail string) {
	limit := aNumber.FindString(message)
	if n, err := strconv.ParseFloat(limit, 64); err == nil {
		limit = strconv.FormatFloat(n, 'f', -1, 64)
	}
	for _, m := range []struct{ prefix, code, detail string }{
		{"expected length >=", "too-short", "At least " + limit + " characters."},
		{"expected length <=", "too-long", "At most " + limit + " characters."},
		{"expected array length >=", "too-few", "At least " + limit + "."},
		{"expected array length <=", "too-many", "At most " + limit + "."},
		{"expected number >=", "too-small", "At least " + limit + "."},
		{"expected number <=", "too-large", "At most " + limit + "."},
		{"expected array items to be unique", "duplicate", "Name each once."},
		{"expected object with at most", "too-many", "Fewer entries, please."},
		{"expected string to be RFC 3339 date-time", "malformed", "Use a date and time with its offset, such as 2026-03-02T09:30:00Z."},
		{"expected string to be RFC 3339 date", "malformed", "Use a date such as 2026-03-02."},
		{"expected string to be RFC 4122 uuid", "malformed", "Use an identifier that this API gave you."},
		{"expected string to be RFC 5322 email", "malformed", "Use an e-mail address."},
		{"expected string to", "malformed", "This does not have the expected form."},
		{"expected boolean", "wrong-type", "Use true or false."},
		{"expected integer", "wrong-type", "Use a whole number."},
		{"invalid integer", "wrong-type", "Use a whole number."},
		{"expected number", "wrong-type", "Use a number."},
		{"expected string", "wrong-type", "Use a text."},
		{"expected array", "wrong-type", "Use a list."},
		{"expected object", "wrong-type", "Use an object."},
	} {
		if strings.HasPrefix(message, m.prefix) {
			return m.code, m.detail
		}
	}
	return "wrong-type", "This does not have the expected form."
}
