package ui_test

import (
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"evidencedesk/api/web/ui"
)

// funcs are the functions of the pages, made once: each making parses every template.
var funcs = sync.OnceValue(func() template.FuncMap {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err) // the tests need time zones, as the binary does
	}
	return ui.Funcs(zone)
})

// render renders one value as pages do.
func render(t *testing.T, value any) string {
	t.Helper()
	return text(t, `{{ui .}}`, value)
}

// text runs a template of a page.
func text(t *testing.T, source string, value any) string {
	t.Helper()
	tpl, err := template.New("page").Funcs(funcs()).Parse(source)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := tpl.Execute(&out, value); err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return out.String()
}

func TestEveryStoryRenders(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, story := range ui.Stories() {
		if seen[story.ID] {
			t.Errorf("two stories are called %q", story.ID)
		}
		seen[story.ID] = true
		for i, part := range story.Parts {
			got := render(t, part)
			if strings.TrimSpace(got) == "" {
				t.Errorf("story %s, part %d (%T) renders nothing", story.ID, i, part)
			}
			for _, bad := range []string{"ZgotmplZ", "<no value>", "style=", "onclick=", "javascript:", "%!"} {
				if strings.Contains(got, bad) {
					t.Errorf("story %s, part %d holds %q:\n%s", story.ID, i, bad, got)
				}
			}
		}
	}
}

// TestWriteStories writes the stories as pages into the folder EVIDENCEDESK_STORIES, to look at and to check by other tools.
func TestWriteStories(t *testing.T) {
	folder := os.Getenv("EVIDENCEDESK_STORIES")
	if folder == "" {
		t.Skip("EVIDENCEDESK_STORIES names no folder")
	}
	const page = `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{{range .}}{{.Title}} {{end}}</title><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="app.css"><script type="module" src="app.js"></script></head>
<body>{{noModule}}{{range .}}{{if .Frame}}{{if not .H1}}{{ui .Parts}}{{end}}{{end}}{{end}}
<main id="maincontent">{{range .}}{{if and .Frame .H1}}{{ui .Parts}}{{end}}{{end}}<div class="nhsuk-width-container app-width-wide nhsuk-main-wrapper">
{{$h1 := true}}{{range .}}{{if .H1}}{{$h1 = false}}{{end}}{{end}}{{if $h1}}<h1 class="nhsuk-heading-l">Component stories</h1>{{end}}
{{range .}}{{if not (or .Frame .Foot)}}{{if not .H1}}<h2 class="nhsuk-heading-m">{{.Title}}</h2>{{end}}{{range .Parts}}{{ui .}}{{end}}{{end}}{{end}}</div></main>{{range .}}{{if .Foot}}{{ui .Parts}}{{end}}{{end}}</body></html>`
	write := func(name string, stories []ui.Story) {
		if err := os.WriteFile(filepath.Join(folder, name+".html"), []byte(text(t, page, stories)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var together []ui.Story
	for _, story := range ui.Stories() {
		if !story.H1 && (!story.Frame || story.ID == "frame") {
			together = append(together, story)
		}
		write(story.ID, []ui.Story{story})
	}
	write("all", together)
}

// BenchmarkQueue renders the largest component of an ordinary page: a queue of 25 rows.
func BenchmarkQueue(b *testing.B) {
	queue := ui.Table{Caption: "Open requests", Stack: true, Columns: []ui.Column{{Text: "Select", Select: true}, {Text: "Request", RowHeader: true}, {Text: "Due"}, {Text: "Status"}}}
	for range 25 {
		queue.Rows = append(queue.Rows, ui.Row{Cells: []ui.Cell{
			ui.PartsCell(ui.SelectBox{Name: "id", Value: "1", Label: "Select ED-2026-000123"}),
			{Text: "A question", Href: "/work/1", Note: "ED-2026-000123"},
			ui.PartsCell(ui.Due{Text: "2 days overdue", Colour: "red", At: time.Unix(1, 0)}), ui.TagCell("New", "purple"),
		}})
	}
	tpl := template.Must(template.New("page").Funcs(funcs()).Parse(`{{ui .}}`))
	b.ReportAllocs()
	for b.Loop() {
		if err := tpl.Execute(io.Discard, queue); err != nil {
			b.Fatal(err)
		}
	}
}
