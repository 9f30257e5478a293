package ui

import "reflect"

// failing is a field that can have an error.
type failing interface {
	problem() (target, text string)
}

// ErrorsOf makes the summary of errors from fields in the order of the page; nil when none has an error. It takes fields, pointers
// to them and slices of them; anything else is passed over.
func ErrorsOf(fields ...any) *ErrorSummary {
	var items []ErrorItem
	for _, f := range fields {
		each(f, func(v any) {
			if p, ok := v.(failing); ok {
				if target, text := p.problem(); text != "" {
					items = append(items, ErrorItem{Target: target, Text: text})
				}
			}
		})
	}
	if items == nil {
		return nil
	}
	return &ErrorSummary{Items: items}
}

// each calls do with v, or with the elements of a slice; nil pointers are passed over and others followed.
func each(v any, do func(any)) {
	if v == nil {
		return
	}
	r := reflect.ValueOf(v)
	switch r.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !r.IsNil() {
			each(r.Elem().Interface(), do)
		}
	case reflect.Slice:
		if _, whole := v.(Component); whole {
			do(v)
			return
		}
		for i := range r.Len() {
			each(r.Index(i).Interface(), do)
		}
	default:
		do(v)
	}
}
