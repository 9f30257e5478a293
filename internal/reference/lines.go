package reference

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// lines gives the lines of clean text, of bounded length.
type lines struct {
	r   *bufio.Reader
	n   int  // number of the line that was given last
	cut bool // it was longer than MaxLineBytes

	handover
}

func newLines(r *bufio.Reader) *lines { return &lines{r: r} }

// next gives a line without its end; io.EOF after the last, and before a record of another format.
func (l *lines) next() (string, error) {
	if line := l.pending; line != "" && l.to == "" {
		l.pending = ""
		return line, nil
	}
	line, err := l.read()
	if err != nil {
		return "", err
	}
	if line = plainSpaces(line); l.sees(line) {
		return "", io.EOF
	}
	return line, nil
}

// plainSpaces makes the spaces about a tag plain ones: copies from web pages and word processors have others.
func plainSpaces(line string) string {
	for i := range min(len(line), 10) {
		if line[i] >= 0x80 {
			head, rest := line[:min(len(line), 12)], line[min(len(line), 12):]
			return strings.NewReplacer("\u00a0", " ", "\u2007", " ", "\u202f", " ", "\u2009", " ", "\u2002", " ", "\u2003", " ", "\u200b", "").Replace(head) + rest
		}
	}
	return line
}

// read gives the next line as it is.
func (l *lines) read() (string, error) {
	l.cut = false
	var long strings.Builder
	for {
		part, err := l.r.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			l.grow(&long, part)
			continue
		}
		if err != nil && (!errors.Is(err, io.EOF) || len(part) == 0 && long.Len() == 0) {
			return "", err
		}
		l.n++
		part = trimNewline(part)
		if long.Len() == 0 {
			return string(part), nil
		}
		l.grow(&long, part)
		return long.String(), nil
	}
}

func (l *lines) grow(long *strings.Builder, part []byte) {
	if room := MaxLineBytes - long.Len(); len(part) > room {
		l.cut = true
		part = part[:max(room, 0)]
	}
	long.Write(part)
}

func trimNewline(b []byte) []byte {
	if n := len(b); n > 0 && b[n-1] == '\n' {
		return b[:n-1]
	}
	return b
}

// each calls do for every line; blank is whether it holds nothing but spaces.
func (l *lines) each(do func(line string, blank bool) error) error {
	for {
		s, err := l.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(strings.ToValidUTF8(s, ""), strings.TrimSpace(s) == ""); err != nil {
			return err
		}
	}
}
