// Command generate writes docs/process.md and docs/errors.md from the domain, so that the documents cannot drift from
// what the software does. CI runs it and fails when a file changes.
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"evidencedesk/internal/evidence"
)

func main() {
	if err := run("docs"); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	for name, text := range map[string]string{"process.md": process(), "errors.md": errorTable()} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

const generated = "<!-- Generated from internal/evidence by `make generate`. Do not edit. -->\n\n"

func process() string {
	var b bytes.Buffer
	b.WriteString(generated + "# The process of an evidence request\n\n")
	b.WriteString("Owner is separate from stage: a request in any open stage may have no owner, which means it waits in the shared pool.\n")
	b.WriteString("Every command below is decided by one function, `evidence.Decide`.\n\n## Stages\n\n```mermaid\n")
	b.WriteString(diagram())
	b.WriteString("```\n\n")
	section(&b, "Commands that open a request", func(r evidence.Rule) bool { return len(r.From) == 0 })
	section(&b, "Commands that people give", evidence.Rule.ByPeople)
	section(&b, "Commands that the engine gives", func(r evidence.Rule) bool { return len(r.From) > 0 && !r.ByPeople() })
	return b.String()
}

func section(b *bytes.Buffer, title string, in func(evidence.Rule) bool) {
	fmt.Fprintf(b, "## %s\n\n| command | who | from | to | needs | rules |\n| --- | --- | --- | --- | --- | --- |\n", title)
	for _, r := range evidence.Process() {
		if in(r) {
			fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s | %s |\n", r.Name, join(r.Who, "; "), stages(r.From), r.To, code(r.Needs), r.Note)
		}
	}
	b.WriteString("\n")
}

func stages(from []evidence.Stage) string {
	var notFrom []evidence.Stage
	for _, s := range evidence.OpenStages() {
		if !slices.Contains(from, s) {
			notFrom = append(notFrom, s)
		}
	}
	extra := slices.DeleteFunc(slices.Clone(from), evidence.Stage.Open)
	switch {
	case len(from) == 0:
		return "–"
	case len(notFrom) > 2:
		return join(from, ", ")
	}
	text := "any open stage"
	if len(notFrom) > 0 {
		text += " but " + join(notFrom, ", ")
	}
	if len(extra) > 0 {
		text += ", and " + join(extra, ", ")
	}
	return text
}

func join[T ~string](items []T, sep string) string {
	words := make([]string, len(items))
	for i, item := range items {
		words[i] = string(item)
	}
	return strings.Join(words, sep)
}

func code(fields []string) string {
	if len(fields) == 0 {
		return "–"
	}
	return "`" + strings.Join(fields, "`, `") + "`"
}

func errorTable() string {
	var b bytes.Buffer
	b.WriteString(generated + "# Errors\n\nEvery error is an `application/problem+json` document (RFC 9457) whose `type` ends in the code. It never repeats what was sent.\n\n")
	b.WriteString("| status | code | what it says |\n| --- | --- | --- |\n")
	for _, r := range evidence.ErrorTable() {
		fmt.Fprintf(&b, "| %d | `%s` | %s |\n", r.Status, r.Code, r.Title)
	}
	return b.String()
}
