package reference

import (
	"strings"
)

// bibtexParser understands one entry. What it does not understand it skips to the next comma and reports.
type bibtexParser struct {
	text    string
	at      int
	line    int // of the entry
	d       *draft
	strings map[string]string
}

func (p *bibtexParser) more() bool { return p.at < len(p.text) }

func (p *bibtexParser) space() {
	for p.more() && strings.IndexByte(" \t\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// word reads the name behind the sign at the beginning of an entry.
func (p *bibtexParser) word() string {
	p.at = strings.IndexByte(p.text, '@') + 1
	return p.name()
}

// name reads the name of an entry, a field or a string.
func (p *bibtexParser) name() string {
	start := p.at
	for p.more() && strings.IndexByte(" \t\n={}(),#\"", p.text[p.at]) < 0 {
		p.at++
	}
	return p.text[start:p.at]
}

// key reads the citation key; there may be none.
func (p *bibtexParser) key() string {
	p.space()
	start := p.at
	for p.more() && strings.IndexByte(",}=\n", p.text[p.at]) < 0 {
		p.at++
	}
	if p.more() && p.text[p.at] == '=' { // no key: this was the first field
		p.at = start
		return ""
	}
	key := p.text[start:p.at]
	if p.more() && (p.text[p.at] == ',' || p.text[p.at] == '\n') {
		p.at++
	}
	return strings.TrimSpace(key)
}

func (p *bibtexParser) lineHere() int {
	return p.line + strings.Count(p.text[:min(p.at, len(p.text))], "\n")
}

// fields reads "name = value," to the end. A comma that is missing is no matter.
func (p *bibtexParser) fields() {
	for {
		p.space()
		if !p.more() || p.at == len(p.text)-1 && strings.IndexByte("})", p.text[p.at]) >= 0 {
			return
		}
		if p.text[p.at] == ',' {
			p.at++
			continue
		}
		start, line := p.at, p.lineHere()
		name := strings.ToLower(p.name())
		p.space()
		if name == "" || !p.more() || p.text[p.at] != '=' {
			p.skip(start, line)
			continue
		}
		p.at++
		p.field(name, p.value(), line)
	}
}

// skip keeps as a note what is no field, up to the next comma or line.
func (p *bibtexParser) skip(start, line int) {
	p.at = max(p.at, start+1)
	for p.more() && p.text[p.at] != ',' && p.text[p.at] != '\n' {
		p.at++
	}
	if text := strings.Trim(p.text[start:p.at], "{}() \t\n"); text != "" {
		p.d.warn(line, WarnBroken, text)
		p.d.add("note", text, line)
	}
}

// field adds what a field says as plain text.
func (p *bibtexParser) field(name, raw string, line int) {
	switch name {
	case overlayField:
		p.d.add(overlayTag, unpercent(raw), line)
	case "author", "editor":
		for _, who := range splitAnd(raw) {
			p.person(name, who, line)
		}
	case "url", "doi", "file", "link", "eprint", "pmid", "howpublished":
		p.d.add(name, latexVerbatim(raw), line)
	default:
		text, unknown := latexText(raw)
		if unknown != "" {
			p.d.warn(line, WarnLaTeX, unknown)
		}
		p.d.add(name, text, line)
	}
}

// value reads strings, numbers and names joined by "#".
func (p *bibtexParser) value() string {
	var b strings.Builder
	for {
		p.space()
		if !p.more() {
			return b.String()
		}
		switch p.text[p.at] {
		case '{':
			b.WriteString(p.braced())
		case '"':
			b.WriteString(p.quoted())
		default:
			b.WriteString(p.named())
		}
		p.space()
		if !p.more() || p.text[p.at] != '#' {
			return b.String()
		}
		p.at++
	}
}

// named reads a number, or an abbreviation.
func (p *bibtexParser) named() string {
	word, line := p.name(), p.lineHere()
	if plainDigits(word) || word == "" {
		return word
	}
	if s, known := p.strings[strings.ToLower(word)]; known {
		return s
	}
	start := p.at
	for p.more() && strings.IndexByte(",\n}#", p.text[p.at]) < 0 { // words that nothing encloses
		p.at++
	}
	word += p.text[start:p.at]
	p.d.warn(line, WarnUnknownString, word)
	return strings.TrimSpace(word)
}

// braced reads a value in braces. One that is not closed goes to the end of the entry.
func (p *bibtexParser) braced() string {
	depth, start := 0, p.at+1
	for ; p.more(); p.at++ {
		switch c := p.text[p.at]; {
		case c == '{' && !escaped(p.text, p.at):
			depth++
		case c == '}' && !escaped(p.text, p.at):
			if depth--; depth == 0 {
				p.at++
				return p.text[start : p.at-1]
			}
		}
	}
	return p.unclosed(start, "},")
}

// quoted reads a value in quotation marks; marks inside braces do not end it.
func (p *bibtexParser) quoted() string {
	depth, start := 0, p.at+1
	for p.at++; p.more(); p.at++ {
		switch c := p.text[p.at]; {
		case c == '{' && !escaped(p.text, p.at):
			depth++
		case c == '}' && !escaped(p.text, p.at):
			depth--
		case c == '"' && depth <= 0 && !escaped(p.text, p.at):
			p.at++
			return p.text[start : p.at-1]
		}
	}
	return p.unclosed(start, "\",")
}

var bibtexNextField = pattern(`\n[ \t]*[A-Za-z_-]+[ \t]*=[ \t]*["{0-9]`)

// unclosed recovers where the next line looks like a field.
func (p *bibtexParser) unclosed(start int, trim string) string {
	if start > len(p.text) {
		return ""
	}
	p.d.warn(p.line+strings.Count(p.text[:start], "\n"), WarnUnclosed, "")
	end := len(p.text)
	if at := bibtexNextField().FindStringIndex(p.text[start:]); at != nil {
		end = start + at[0]
	}
	p.at = end
	return strings.TrimRight(p.text[start:end], trim+" \t\n")
}

// definition reads @string.
func (p *bibtexParser) definition() {
	p.space()
	name := strings.ToLower(p.name())
	p.space()
	if name != "" && p.more() && p.text[p.at] == '=' {
		p.at++
		if v := p.value(); len(v) <= MaxValueRunes {
			p.strings[name] = v
		}
	}
}
