package reference

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// Limits of one record in XML.
const (
	maxXMLDepth = 64
	maxXMLNodes = 100_000
)

// xmlRecords cuts a file of XML into its records, so that memory is bounded and one broken record does not take the others with
// it. A document type that declares anything is refused: entities are never expanded.
type xmlRecords struct {
	*reading
	in    *lines
	line  int
	names []string // elements that are records
	fill  func(d *draft, n *node)

	name string // of the record that is open
	open *strings.Builder
	d    *draft
}

func readXML(l *lines, r *reading, fill func(*draft, *node), names ...string) error {
	x := &xmlRecords{reading: r, in: l, line: 1, names: names, fill: fill}
	for {
		start := x.line
		text, err := x.until('<')
		if err == nil || text != "" {
			x.text(strings.TrimSuffix(text, "<"), start)
		}
		if errors.Is(err, io.EOF) {
			return x.end()
		}
		if err != nil {
			return err
		}
		start = x.line
		tag, err := x.until('>')
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if err := x.tag(tag, start); err != nil {
			return err
		}
	}
}

// until reads to a delimiter and gives what it may keep.
func (x *xmlRecords) until(delim byte) (string, error) {
	var b strings.Builder
	for {
		c, err := x.in.r.ReadByte()
		if err != nil {
			return b.String(), err
		}
		if c == '\n' {
			x.line++
		}
		if b.Len() < MaxRecordBytes || c == delim {
			b.WriteByte(c)
		}
		if c == delim {
			return b.String(), nil
		}
	}
}

func (x *xmlRecords) text(text string, line int) {
	if x.open != nil {
		x.keep(text, line)
		return
	}
	x.between(line, cleanText(text))
}

func (x *xmlRecords) keep(text string, line int) {
	if left := MaxRecordBytes - x.d.size; left > 0 {
		x.open.WriteString(text[:min(left, len(text))])
	}
	x.d.room(line, len(text))
}

func (x *xmlRecords) tag(tag string, line int) error {
	if strings.HasPrefix(tag, "!ENTITY") || strings.HasPrefix(tag, "!DOCTYPE") && strings.Contains(tag, "[") {
		return refusedAs(XMLEntities)
	}
	name := tagName(tag)
	for _, record := range x.names {
		if name != record || x.open != nil && name != x.name { // PubMed's citation stands in its article, or alone
			continue
		}
		if x.open != nil {
			x.d.warn(line, WarnUnclosed, name)
			if err := x.close(); err != nil {
				return err
			}
		}
		x.name, x.open, x.d = name, &strings.Builder{}, &draft{line: line}
	}
	if x.open == nil {
		return nil
	}
	if name == "/"+x.name {
		x.open.WriteString("<" + tag) // even of a record that was cut
		return x.close()
	}
	x.keep("<"+tag, line)
	if strings.HasSuffix(tag, "/>") && name == x.name {
		return x.close()
	}
	return nil
}

func tagName(tag string) string {
	end := strings.IndexFunc(tag, func(r rune) bool { return r == ' ' || r == '>' || r == '\n' || r == '\t' })
	if end < 0 {
		end = len(tag)
	}
	name := strings.TrimSuffix(tag[:end], "/")
	if i := strings.LastIndexByte(name, ':'); i > 0 && name[0] != '/' {
		return name[i+1:]
	}
	return name
}

func (x *xmlRecords) end() error {
	if x.open == nil {
		return nil
	}
	x.d.warn(x.line, WarnUnclosed, x.name)
	return x.close()
}

func (x *xmlRecords) close() error {
	d := x.d
	d.size, d.full = 0, false
	x.fill(d, parseNode(x.open.String(), d))
	x.open, x.d = nil, nil
	return x.emit(d)
}

// node is an element, or a piece of text when it has no name.
type node struct {
	name  string
	text  string
	attrs []xml.Attr
	kids  []*node
}

// parseNode reads one record as far as it can be understood; the rest becomes a note of it.
func parseNode(s string, d *draft) *node {
	dec := xml.NewDecoder(strings.NewReader(s))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	root := &node{}
	stack := []*node{root}
	for count := 0; ; count++ {
		at := dec.InputOffset()
		t, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(stack) > maxXMLDepth || count > maxXMLNodes {
			d.warn(d.line+strings.Count(s[:at], "\n"), WarnBroken, "")
			d.add("notes", inlineTag().ReplaceAllString(anyTag().ReplaceAllString(s[at:], " "), ""), d.line)
			break
		}
		top := stack[len(stack)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attrs: t.Attr}
			top.kids = append(top.kids, n)
			stack = append(stack, n)
		case xml.EndElement:
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
		case xml.CharData:
			top.kids = append(top.kids, &node{text: string(t)})
		}
	}
	if len(root.kids) == 0 {
		return root
	}
	return root.kids[0]
}

var anyTag = pattern(`<[^<>]*>`)
