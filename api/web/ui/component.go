package ui

import (
	"cmp"
	"strings"
)

// Component is a value that {{ui .}} renders. Only the types of this package are components.
type Component interface {
	// template is the name of the component's template.
	template() string
}

// Container is a component that may have markup of the page inside: {{open .}} … {{close .}}. With {{ui .}} it renders its
// own text instead.
type Container interface {
	Component
	container()
}

// Text is a run of plain text where a component is asked for.
type Text string

// Note is text in a quieter colour.
type Note string

// Strong is text in bold.
type Strong string

// Prose is text that people wrote in a box: paragraphs at empty lines, line breaks kept.
type Prose string

// Parts are components one after another, with a space between them.
type Parts []Component

// Paragraphs are the lines of each paragraph. Empty lines divide paragraphs.
func (p Prose) Paragraphs() [][]string {
	var all [][]string
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(string(p), "\r\n", "\n") + "\n\n") {
		line = strings.TrimRight(line, " \t\n")
		if line != "" {
			lines = append(lines, line)
			continue
		}
		if lines != nil {
			all = append(all, lines)
		}
		lines = nil
	}
	return all
}

// Heading is a heading. Pages mostly write their own.
type Heading struct {
	Text  string
	Level int    // 2 when 0
	Size  string // "xl" to "xs"; by the level when empty
}

// Depth is the level with its default.
func (h Heading) Depth() int { return level(h.Level) }

// Class is the class for the size.
func (h Heading) Class() string {
	return "nhsuk-heading-" + cmp.Or(h.Size, map[int]string{1: "l", 2: "m", 3: "s"}[h.Depth()])
}

func (Heading) template() string { return "page-heading" }

func (Text) template() string   { return "text" }
func (Note) template() string   { return "note" }
func (Strong) template() string { return "strong" }
func (Prose) template() string  { return "prose" }
func (Parts) template() string  { return "parts" }
