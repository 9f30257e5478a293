package ui_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"evidencedesk/api/web/ui"
)

const hostile = `javascript:alert(1)//"'><script>alert(1)</script><img src=x onerror=alert(1)>`

// TestNothingThatIsTypedBecomesMarkup puts a hostile text into every text of every story.
func TestNothingThatIsTypedBecomesMarkup(t *testing.T) {
	t.Parallel()
	for _, story := range ui.Stories() {
		for _, part := range story.Parts {
			spoiled := spoil(reflect.ValueOf(part)).Interface()
			for n := range nodes(t, render(t, spoiled)) {
				if n.Data == "script" || n.Data == "img" && attribute(n, "onerror") != "" {
					t.Errorf("story %s, %T: a text became <%s>", story.ID, part, n.Data)
				}
				for _, a := range n.Attr {
					link := a.Key == "href" || a.Key == "action" || a.Key == "formaction" || a.Key == "src"
					if strings.HasPrefix(a.Key, "on") || a.Key == "style" || link && strings.HasPrefix(strings.TrimSpace(a.Val), "javascript:") {
						t.Errorf("story %s, %T: <%s %s=%q>", story.ID, part, n.Data, a.Key, a.Val)
					}
				}
			}
		}
	}
}

// spoil copies a value with every text in it replaced. What decides between shapes, such as a Variant, is left alone.
func spoil(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == reflect.TypeFor[string]() || v.Type() == reflect.TypeFor[ui.Text]() || v.Type() == reflect.TypeFor[ui.Prose]() {
			return reflect.ValueOf(hostile).Convert(v.Type())
		}
	case reflect.Pointer:
		if !v.IsNil() {
			copied := reflect.New(v.Type().Elem())
			copied.Elem().Set(spoil(v.Elem()))
			return copied
		}
	case reflect.Interface:
		if !v.IsNil() {
			return spoil(v.Elem())
		}
	case reflect.Slice:
		copied := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			copied.Index(i).Set(spoil(v.Index(i)))
		}
		return copied
	case reflect.Struct:
		copied := reflect.New(v.Type()).Elem()
		copied.Set(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				copied.Field(i).Set(spoil(v.Field(i)))
			}
		}
		return copied
	}
	return v
}

// TestEveryIDIsThereAndOnce follows everything that points at an id.
func TestEveryIDIsThereAndOnce(t *testing.T) {
	t.Parallel()
	for _, story := range ui.Stories() {
		ids := map[string]int{}
		var pointers []string
		for n := range nodes(t, `<main id="maincontent"></main>`+render(t, story.Parts)) {
			if id := attribute(n, "id"); id != "" {
				ids[id]++
			}
			for _, key := range []string{"for", "aria-describedby", "aria-labelledby", "data-guard", "data-copy"} {
				pointers = append(pointers, strings.Fields(attribute(n, key))...)
			}
			if target := strings.TrimPrefix(attribute(n, "href"), "#"); target != "" && target != attribute(n, "href") {
				pointers = append(pointers, target)
			}
		}
		for id, times := range ids {
			if times > 1 {
				t.Errorf("story %s: %d elements are called %q", story.ID, times, id)
			}
		}
		for _, id := range pointers {
			if ids[id] == 0 && id != "story-strategy" { // the button that copies stands in another story
				t.Errorf("story %s: nothing is called %q", story.ID, id)
			}
		}
	}
}

func TestFieldsAreWiredToTheirWords(t *testing.T) {
	t.Parallel()
	field := ui.Field{Name: "limits.from", Label: "From", Hint: "A year", Error: "Enter a year", Value: "x", Optional: true}
	for name, c := range map[string]struct {
		component ui.Component
		control   string // id of what is described
		described string
	}{
		"input":      {ui.Input{Field: field}, "limits-from", "limits-from-hint limits-from-error"},
		"textarea":   {ui.Textarea{Field: field, MaxLength: 10}, "limits-from", "limits-from-info limits-from-hint limits-from-error"},
		"select":     {ui.Select{Field: field}, "limits-from", "limits-from-hint limits-from-error"},
		"search":     {ui.SearchInput{Field: field}, "limits-from", "limits-from-hint limits-from-error"},
		"file":       {ui.FileUpload{Field: field}, "limits-from", "limits-from-hint limits-from-error"},
		"time":       {ui.TimeInput{Field: field}, "limits-from", "limits-from-hint limits-from-error"},
		"radios":     {ui.Radios{Field: field, Items: []ui.Item{{Value: "x", Label: "X"}}}, "", "limits-from-hint limits-from-error"},
		"checkboxes": {ui.Checkboxes{Field: field, Items: []ui.Item{{Value: "x", Label: "X"}}}, "", "limits-from-hint limits-from-error"},
		"date":       {ui.DateInput{Field: field}, "", "limits-from-hint limits-from-error"},
	} {
		out := render(t, c.component)
		if !strings.Contains(out, "From (optional)") || !strings.Contains(out, "nhsuk-form-group--error") {
			t.Errorf("%s lacks its label or does not look wrong:\n%s", name, out)
		}
		found := false
		for n := range nodes(t, out) {
			if attribute(n, "aria-describedby") == c.described && (c.control == "" && n.Data == "fieldset" || c.control != "" && attribute(n, "id") == c.control) {
				found = true
			}
		}
		if !found {
			t.Errorf("%s: nothing is described by %q:\n%s", name, c.described, out)
		}
	}
}

func TestTheScriptsFindTheirData(t *testing.T) {
	t.Parallel()
	out := render(t, ui.Live{Source: "/queue/events", Since: "41", One: "1 new request.", Many: "{n} new requests.", Show: "Show it", Href: "/queue"})
	for _, want := range []string{`data-live="/queue/events"`, `data-since="41"`, `data-single="1 new request."`, `data-many="{n} new requests."`, `role="status"`} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is missing in %s", want, out)
		}
	}
}

// nodes goes through the elements of some HTML.
func nodes(t *testing.T, source string) func(func(*html.Node) bool) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return func(yield func(*html.Node) bool) {
		for n := range root.Descendants() {
			if n.Type == html.ElementNode && !yield(n) {
				return
			}
		}
	}
}

func attribute(n *html.Node, key string) string {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
	if i < 0 {
		return ""
	}
	return n.Attr[i].Val
}
