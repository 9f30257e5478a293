package claims

import (
	"regexp"
	"strings"
)

// Kind says what a piece of a text is.
type Kind int

// The kinds of pieces. Only prose makes claims.
const (
	Prose    Kind = iota
	Heading       // a heading of Markdown
	Table         // a whole table
	Code          // a block of code
	Aside         // rules, definitions of links and space: what says nothing
	Question      // ends with a question mark
	Leading       // ends with a colon: it introduces what follows
)

// Sentence is one piece of a text: a sentence, a heading, a table or a block of code. A list item begins a new one.
type Sentence struct {
	Text  string // as typed, with the space after it
	Kind  Kind
	Level int // of a heading, from 1
}

// Sentences cuts a text in Markdown into its pieces. Put together again they are the text.
func Sentences(text string) []Sentence {
	c := &cutter{}
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); {
		i += c.block(lines[i:])
	}
	c.flush()
	return c.pieces
}

// cutter gathers the lines of a paragraph until something else begins.
type cutter struct {
	pieces []Sentence
	open   strings.Builder // the paragraph or list item so far
}

var (
	fenceForm      = regexp.MustCompile("^ {0,3}(`{3,}|~{3,})")
	headingForm    = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]|$)`)
	underlineForm  = regexp.MustCompile(`^ {0,3}(=+|-+)[ \t]*$`)
	ruleForm       = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	definitionForm = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:[ \t]`)
	itemForm       = regexp.MustCompile(`^[ \t]*(?:> ?)*[ \t]*(?:[-*+]|[0-9]{1,9}[.)])(?:[ \t]+|$)`)
	delimiterForm  = regexp.MustCompile(`^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
)

// block takes the next block, or the next line of a paragraph, and says how many lines it took.
func (c *cutter) block(lines []string) int {
	line := strings.TrimRight(lines[0], "\n")
	switch {
	case strings.TrimSpace(line) == "":
		c.flush()
		c.space(lines[0])
	case fenceForm.MatchString(line):
		return c.whole(Code, lines[:fenced(lines)])
	case headingForm.MatchString(line):
		return c.heading(lines[:1], len(headingForm.FindStringSubmatch(line)[1]))
	case c.open.Len() == 0 && isTable(lines):
		return c.whole(Table, lines[:tableLines(lines)])
	case c.open.Len() > 0 && underlineForm.MatchString(line) && !itemForm.MatchString(c.open.String()):
		return c.underlined(lines[0])
	case ruleForm.MatchString(line), definitionForm.MatchString(line):
		return c.whole(Aside, lines[:1])
	case itemForm.MatchString(line):
		c.flush()
		c.open.WriteString(lines[0])
	default:
		c.open.WriteString(lines[0])
	}
	return 1
}

// flush cuts the paragraph that is open into its sentences.
func (c *cutter) flush() {
	text := c.open.String()
	c.open.Reset()
	for text != "" {
		end := sentenceEnd(text)
		c.pieces = append(c.pieces, Sentence{Text: text[:end], Kind: kindOf(text[:end])})
		text = text[end:]
	}
}

// space belongs to the piece before it.
func (c *cutter) space(s string) {
	if last := len(c.pieces) - 1; last >= 0 {
		c.pieces[last].Text += s
		return
	}
	if s != "" {
		c.pieces = append(c.pieces, Sentence{Text: s, Kind: Aside})
	}
}

func (c *cutter) whole(kind Kind, lines []string) int {
	c.flush()
	c.pieces = append(c.pieces, Sentence{Text: strings.Join(lines, ""), Kind: kind})
	return len(lines)
}

func (c *cutter) heading(lines []string, level int) int {
	n := c.whole(Heading, lines)
	c.pieces[len(c.pieces)-1].Level = level
	return n
}

// underlined makes the open paragraph a heading: a row of = or - stands below it.
func (c *cutter) underlined(line string) int {
	text, level := c.open.String()+line, 1
	if strings.Contains(line, "-") {
		level = 2
	}
	c.open.Reset()
	return min(c.heading([]string{text}, level), 1)
}

// fenced counts the lines of a block of code with its fences; one that is never closed goes to the end.
func fenced(lines []string) int {
	fence := strings.TrimSpace(fenceForm.FindString(lines[0]))
	for i, line := range lines[1:] {
		if s := strings.TrimSpace(line); strings.HasPrefix(s, fence) && strings.Trim(s, fence[:1]) == "" {
			return i + 2
		}
	}
	return len(lines)
}

// isTable reports whether a table begins: a line with bars above one of dashes.
func isTable(lines []string) bool {
	return len(lines) > 1 && strings.Contains(lines[0], "|") && strings.Contains(lines[1], "|") &&
		delimiterForm.MatchString(strings.TrimRight(lines[1], "\r\n"))
}

func tableLines(lines []string) int {
	for i, line := range lines {
		if strings.TrimSpace(line) == "" {
			return i
		}
	}
	return len(lines)
}

func kindOf(sentence string) Kind {
	s := strings.TrimRight(sentence, " \t\r\n*_\"')”’")
	switch {
	case plain(s) == "":
		return Aside
	case strings.HasSuffix(s, "?"):
		return Question
	case strings.HasSuffix(s, ":"):
		return Leading
	}
	return Prose
}
