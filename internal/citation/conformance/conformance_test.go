// Package conformance compares our reference lists with those of a CSL processor that reads the styles' own files. It is for
// developers: it runs where `npm ci` has been run in this folder, and is skipped elsewhere.
package conformance_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/reference"
)

// templates are the names of the styles in the processor's package. It has no file for NLM, which differs from Vancouver in what it
// adds: see the tests of the package itself.
var templates = map[citation.Style]string{citation.Vancouver: "vancouver", citation.Harvard: "harvard1", citation.APA: "apa"}

func TestEntriesAreThoseOfACSLProcessor(t *testing.T) {
	if _, err := os.Stat("node_modules/@citation-js/plugin-csl"); err != nil {
		t.Skip("the CSL processor is not installed: run npm ci in internal/citation/conformance")
	}
	for style, template := range templates {
		t.Run(string(style), func(t *testing.T) {
			theirs := processed(t, template)
			for id, r := range records() {
				ours := plain(citation.Text(citation.Entry(style, r, "")))
				want := accepted(style, id, plain(theirs[id]))
				if diff := cmp.Diff(want, ours); diff != "" {
					t.Errorf("%s\ntheirs %s\nours   %s", id, want, ours)
				}
			}
		})
	}
}

// plain takes out what is the same to a reader: the kind of quotation marks, and addresses that are only written differently.
func plain(text string) string {
	return strings.TrimSpace(strings.NewReplacer("“", "‘", "”", "’", "O'", "O’", "\u00a0", " ").Replace(text))
}

func processed(t *testing.T, template string) map[string]string {
	t.Helper()
	items := []map[string]any{}
	for id, r := range records() {
		items = append(items, csl(id, r))
	}
	in, err := json.Marshal(map[string]any{"style": template, "items": items})
	if err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "node", "print.js")
	run.Stdin = bytes.NewReader(in)
	run.Stderr = os.Stderr
	out, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list map[string]string
	if err := json.Unmarshal(out, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// csl is a record as CSL-JSON.
func csl(id string, r reference.Record) map[string]any {
	kinds := map[reference.Type]string{
		reference.Article: "article-journal", reference.Book: "book", reference.Chapter: "chapter", reference.Report: "report",
		reference.Guideline: "report", reference.WebPage: "webpage", reference.Thesis: "thesis",
		reference.ConferencePaper: "paper-conference", reference.Preprint: "article", reference.Other: "document",
	}
	item := map[string]any{"id": id, "type": kinds[r.Type]}
	set := func(name, value string) {
		if value != "" {
			item[name] = value
		}
	}
	set("title", r.Title)
	set("container-title", r.Journal+r.BookTitle)
	set("container-title-short", r.Abbreviation)
	set("volume", r.Volume)
	set("issue", r.Issue)
	set("page", r.Pages)
	set("edition", r.Edition)
	set("publisher", r.Publisher)
	set("publisher-place", r.Place)
	set("DOI", r.DOI)
	if len(r.URLs) > 0 {
		set("URL", r.URLs[0])
	}
	if r.Year != 0 {
		item["issued"] = map[string]any{"date-parts": [][]string{{strconv.Itoa(r.Year)}}}
	}
	for field, list := range map[string][]string{"author": r.Authors, "editor": r.Editors} {
		var people []map[string]string
		for _, name := range list {
			people = append(people, person(name))
		}
		if people != nil {
			item[field] = people
		}
	}
	return item
}

func person(name string) map[string]string {
	family, given, ok := strings.Cut(name, ", ")
	if !ok {
		return map[string]string{"literal": name}
	}
	return map[string]string{"family": family, "given": given}
}
