package reference

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// latexText turns the LaTeX of bibliographies into plain text: accents, special letters, Greek in mathematics, dashes; braces and
// commands of style go. A command that is not known stays as it is and is named.
func latexText(s string) (text, unknown string) {
	if !strings.ContainsAny(s, "\\{}$~-`'") {
		return s, ""
	}
	d := latex{in: s}
	d.run()
	return d.out.String(), d.unknown
}

// latexVerbatim is for addresses: only escapes and braces go.
func latexVerbatim(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, `\url`); ok {
		s = rest
	}
	return strings.NewReplacer(`\_`, "_", `\%`, "%", `\&`, "&", `\#`, "#", `\~{}`, "~", `\~`, "~", `\textasciitilde{}`, "~", `\$`, "$",
		`\textbackslash{}`, `\`, `\textasciicircum{}`, "^", `\{`, "{", `\}`, "}", "{", "", "}", "").Replace(s)
}

type latex struct {
	in      string
	at      int
	out     strings.Builder
	unknown string
}

func (d *latex) run() {
	for d.at < len(d.in) {
		c := d.in[d.at]
		switch {
		case c == '\\':
			d.command()
			continue
		case c == '{', c == '}', c == '$':
		case c == '~':
			d.out.WriteByte(' ')
		case strings.HasPrefix(d.in[d.at:], "---"):
			d.out.WriteString("—")
			d.at += 2
		case strings.HasPrefix(d.in[d.at:], "--"):
			d.out.WriteString("–")
			d.at++
		case strings.HasPrefix(d.in[d.at:], "``"):
			d.out.WriteString("“")
			d.at++
		case strings.HasPrefix(d.in[d.at:], "''"):
			d.out.WriteString("”")
			d.at++
		default:
			d.out.WriteByte(c)
		}
		d.at++
	}
}

// command reads what follows a backslash.
func (d *latex) command() {
	start := d.at
	d.at++
	if d.at >= len(d.in) {
		d.out.WriteByte('\\')
		return
	}
	r, size := utf8.DecodeRuneInString(d.in[d.at:])
	if !asciiLetter(r) {
		d.at += size
		if mark := latexAccent(string(r)); mark != 0 {
			d.accent(mark)
			return
		}
		d.symbol(r)
		return
	}
	name := d.letters()
	if mark := latexAccent(name); mark != 0 && d.accentFollows() {
		d.accent(mark)
		return
	}
	if text, known := latexSymbol(name); known {
		d.out.WriteString(text)
		d.gobble()
		return
	}
	if latexStyle(name) {
		d.gobble()
		return
	}
	if d.unknown == "" {
		d.unknown = d.in[start:d.at]
	}
	d.out.WriteString(d.in[start:d.at])
}

// symbol is a backslash before a character that is no letter.
func (d *latex) symbol(r rune) {
	switch r {
	case ' ', '\n', ',', ';', ':':
		d.out.WriteByte(' ')
	case '/', '-', '!', '(', ')', '[', ']':
		if r == '-' || r == '/' || r == '!' {
			return // where a word may be broken, and spaces that are none
		}
		d.out.WriteRune(' ') // mathematics
	case '\\':
		d.out.WriteByte(' ') // a new line
	default:
		d.out.WriteRune(r)
	}
}

func asciiLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

func (d *latex) letters() string {
	start := d.at
	for d.at < len(d.in) && asciiLetter(rune(d.in[d.at])) {
		d.at++
	}
	return d.in[start:d.at]
}

// gobble skips the space or the empty braces that end a command.
func (d *latex) gobble() {
	switch {
	case strings.HasPrefix(d.in[d.at:], "{}"):
		d.at += 2
	default:
		for d.at < len(d.in) && (d.in[d.at] == ' ' || d.in[d.at] == '\n') {
			d.at++
		}
	}
}

// accentFollows is whether an accent that is a letter (\c, \v) has its letter.
func (d *latex) accentFollows() bool {
	return d.at < len(d.in) && (d.in[d.at] == '{' || d.in[d.at] == ' ' || d.in[d.at] == '\\')
}

// accent puts a combining mark behind the letter that follows.
func (d *latex) accent(mark rune) {
	rest := strings.TrimLeft(d.in[d.at:], " {")
	base, used := latexBase(rest)
	if base == "" {
		return
	}
	d.at += len(d.in[d.at:]) - len(rest) + used
	d.out.WriteString(norm.NFC.String(base + string(mark)))
}

// latexBase is the letter that carries an accent: a letter, or the dotless i and j.
func latexBase(s string) (base string, used int) {
	switch {
	case strings.HasPrefix(s, `\i`), strings.HasPrefix(s, `\j`):
		return s[1:2], 2
	case s == "" || s[0] == '}':
		return "", 0
	}
	_, size := utf8.DecodeRuneInString(s)
	return s[:size], size
}
