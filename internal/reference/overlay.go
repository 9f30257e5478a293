package reference

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
)

// overlayFor is what a record has that the values written of it do not give back, as JSON of those fields; empty when all is
// there.
func overlayFor(want, got Record) string {
	fields := map[string]any{}
	w, g := reflect.ValueOf(want), reflect.ValueOf(got)
	for i := range w.NumField() {
		if !reflect.DeepEqual(w.Field(i).Interface(), g.Field(i).Interface()) {
			fields[jsonName(w.Type().Field(i))] = w.Field(i).Interface()
		}
	}
	if len(fields) == 0 {
		return ""
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(fields) != nil { // strings and numbers always encode
		return ""
	}
	return strings.TrimSpace(out.String())
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// overlay puts the fields that travelled beside the format over those that were read. A damaged overlay is kept as a value.
func (b *build) overlay(text string) {
	r := b.Record
	fields := map[string]json.RawMessage{}
	if json.Unmarshal([]byte(text), &fields) != nil {
		b.extra(overlayField, cleanText(text))
		b.warn(0, WarnBroken, overlayField)
		return
	}
	v := reflect.ValueOf(&r).Elem()
	for i := range v.NumField() {
		raw, there := fields[jsonName(v.Type().Field(i))]
		if !there {
			continue
		}
		v.Field(i).SetZero()
		if json.Unmarshal(raw, v.Field(i).Addr().Interface()) != nil {
			b.extra(overlayField, cleanText(text))
			b.warn(0, WarnBroken, overlayField)
			return
		}
	}
	b.Record = r
}

// overlayField is the name of the field of our own in the formats that take long names, overlayShort in those with two letters.
const (
	overlayField = "evidencedesk"
	overlayShort = "XD"
)

// found calls a function with the JSON name of every field that holds something.
func (r Record) found(name func(string)) {
	v := reflect.ValueOf(r)
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			name(jsonName(v.Type().Field(i)))
		}
	}
}
