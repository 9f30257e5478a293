package rest

import (
	"errors"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
)

// queueReader reads the query of a saved view by the rules that QueueInput itself carries, so that what can be saved is
// what the queue takes. Pages, their size and counts are no part of a view.
func queueReader(registry huma.Registry) func(string) (QueueInput, error) {
	fields := map[string]queueField{}
	for f := range reflect.TypeFor[QueueInput]().Fields() {
		name := f.Tag.Get("query")
		if !slices.Contains([]string{"cursor", "limit", "counts"}, name) {
			fields[name] = queueField{f.Index, huma.SchemaFromField(registry, f, "")}
		}
	}
	return func(query string) (in QueueInput, err error) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return in, evidence.InvalidField("query", "malformed", "This is not the query of an address.")
		}
		var wrong []evidence.FieldError
		for name, given := range values {
			f, ok := fields[name]
			switch {
			case !ok:
				wrong = append(wrong, evidence.FieldError{Field: join("query", safeName(name)), Code: "unknown", Detail: "The queue cannot be asked for this in a view."})
			case len(given) > 1:
				wrong = append(wrong, evidence.FieldError{Field: join("query", name), Code: "duplicate", Detail: "Name it once."})
			default:
				wrong = append(wrong, f.set(registry, name, given[0], reflect.ValueOf(&in).Elem())...)
			}
		}
		return in, invalid(wrong)
	}
}

// queueField is one parameter of the queue: where it goes and what it may be.
type queueField struct {
	index  []int
	schema *huma.Schema
}

// set checks a value and stores it, or says what is wrong with it.
func (f queueField) set(registry huma.Registry, name, value string, in reflect.Value) []evidence.FieldError {
	var parsed any = value
	field := in.FieldByIndex(f.index)
	switch field.Kind() {
	case reflect.Bool:
		parsed = value == "true"
		if value != "true" && value != "false" {
			return []evidence.FieldError{{Field: join("query", name), Code: "wrong-type", Detail: "Use true or false."}}
		}
		field.SetBool(value == "true")
	case reflect.Slice:
		words := strings.Split(value, ",")
		parsed = each(words, func(w string) any { return w })
		field.Set(reflect.ValueOf(words))
	case reflect.String:
		field.SetString(value)
	default:
		field.Set(reflect.Zero(field.Type()))
	}
	var result huma.ValidateResult
	huma.Validate(registry, f.schema, huma.NewPathBuffer(nil, 0), huma.ModeReadFromServer, parsed, &result)
	return each(result.Errors, func(err error) evidence.FieldError {
		problem := evidence.FieldError{Code: "malformed"}
		var detail *huma.ErrorDetail
		if errors.As(err, &detail) {
			problem = fieldOf(detail)
		}
		problem.Field = join("query", name)
		return problem
	})
}

// canonicalQuery writes a query in one way, with the commas of lists as they are.
func canonicalQuery(query string) string {
	values, _ := url.ParseQuery(query) // it was read before
	return strings.ReplaceAll(values.Encode(), "%2C", ",")
}
