// Package score measures how well the identifier guard does on labelled texts:
// precision and recall for each kind and each action.
//
// A labelled file holds one JSON object a line:
//
//	{"id": "c12", "text": "Pt DOB 3/3/51", "spans": [{"start": 7, "length": 6, "kind": "date_of_birth"}]}
//
// start and length count Unicode code points. Other people's files are read
// too: "question" for "text", "end" for "length", "label" or "type" for "kind",
// "entities" or "labels" for "spans", kinds under their everyday names, and a
// bare list of kinds without positions in "labels": {"pid": [...]}.
package score

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"evidencedesk/internal/guard"
)

// maxLine is the longest line read, in bytes.
const maxLine = 16 << 20

// Item is one labelled text.
type Item struct {
	Line  int    // from 1
	Text  string //
	Spans []Span
	Kinds []guard.Kind // labels without a position
	Traps []guard.Kind // kinds that the text is written to be mistaken for
}

// Span is one labelled identifier, in code points.
type Span struct {
	Start, End int
	Kind       guard.Kind
}

type rawItem struct {
	Text     string          `json:"text"`
	Question string          `json:"question"`
	Content  string          `json:"content"`
	Spans    []rawSpan       `json:"spans"`
	Entities []rawSpan       `json:"entities"`
	Findings []rawSpan       `json:"findings"`
	Labels   json.RawMessage `json:"labels"`
	Traps    []string        `json:"traps"`
}

type rawSpan struct {
	Start  int    `json:"start"`
	Length *int   `json:"length"`
	Len    *int   `json:"len"`
	End    *int   `json:"end"`
	Kind   string `json:"kind"`
	Label  string `json:"label"`
	Type   string `json:"type"`
}

// Read reads a labelled file. Errors name the line and never quote it.
func Read(r io.Reader) ([]Item, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 64<<10), maxLine)
	var items []Item
	for line := 1; scanner.Scan(); line++ {
		raw := bytes.TrimSpace(bytes.TrimPrefix(scanner.Bytes(), []byte("\ufeff")))
		if len(raw) == 0 {
			continue
		}
		item, err := parse(raw)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		item.Line = line
		items = append(items, item)
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("read labelled texts: %w", err)
	}
	return items, nil
}

func parse(raw []byte) (Item, error) {
	var r rawItem
	if err := json.Unmarshal(raw, &r); err != nil {
		return Item{}, errors.New("not a labelled text: a JSON object with text and spans is expected")
	}
	item := Item{Text: firstOf(r.Text, r.Question, r.Content)}
	spans := append(append(r.Spans, r.Entities...), r.Findings...)
	kinds, more := parseLabels(r.Labels)
	for _, s := range append(spans, more...) {
		span, err := s.span()
		if err != nil {
			return Item{}, err
		}
		item.Spans = append(item.Spans, span)
	}
	for _, name := range kinds {
		if k, ok := KindOf(name); ok {
			item.Kinds = append(item.Kinds, k)
		}
	}
	for _, name := range r.Traps {
		if k, ok := KindOf(name); ok {
			item.Traps = append(item.Traps, k)
		}
	}
	return item, nil
}

// parseLabels reads "labels" in either of its forms: an object with a list of
// kinds, or a list of spans.
func parseLabels(raw json.RawMessage) ([]string, []rawSpan) {
	var object struct {
		PID []string `json:"pid"`
	}
	if json.Unmarshal(raw, &object) == nil {
		return object.PID, nil
	}
	var spans []rawSpan
	if json.Unmarshal(raw, &spans) == nil {
		return nil, spans
	}
	return nil, nil
}

func (s rawSpan) span() (Span, error) {
	name := firstOf(s.Kind, s.Label, s.Type)
	kind, ok := KindOf(name)
	if !ok {
		return Span{}, fmt.Errorf("unknown kind %q", name)
	}
	switch {
	case s.Length != nil:
		return Span{s.Start, s.Start + *s.Length, kind}, nil
	case s.End != nil:
		return Span{s.Start, *s.End, kind}, nil
	case s.Len != nil:
		return Span{s.Start, s.Start + *s.Len, kind}, nil
	}
	return Span{}, errors.New("a span needs length or end")
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
