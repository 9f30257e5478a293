package reference

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// source turns the bytes of a file into clean text: UTF-8 whatever the encoding was, lines that end in \n, no byte order mark,
// no characters that cannot be printed. It reads on as it is read from.
type source struct {
	file *bufio.Reader
	raw  []byte // the first bytes as they are
	text io.Reader
	out  *bufio.Reader // for peeking

	utf16     string // name of the encoding, when it is one of UTF-16
	buf       []byte
	held      int // bytes at the start of buf that begin a character
	ready     []byte
	done      error
	afterCR   bool
	line      int
	bare      bool // nothing stands in this line yet
	multibyte bool
	fallback  oddity
	control   oddity
}

// oddity counts something that was put right silently, and knows where it was first.
type oddity struct{ count, line int }

func (o *oddity) at(line int) {
	if o.count++; o.count == 1 {
		o.line = line
	}
}

func newSource(r io.Reader) *source {
	return &source{file: bufio.NewReaderSize(r, sniffBytes), buf: make([]byte, 32*1024), line: 1, bare: true}
}

// peek recognises the encoding and gives the first text without taking it.
func (s *source) peek() ([]byte, error) {
	raw, err := s.file.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	s.raw, s.text = raw, s.file
	if order, name := utf16Order(raw); name != "" {
		s.utf16 = name
		s.text = unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder().Reader(s.file)
		s.raw = bytes.Clone(raw)
	}
	s.raw = bytes.Clone(s.raw)
	s.out = bufio.NewReaderSize(readerFunc(s.clean), sniffBytes)
	head, err := s.out.Peek(sniffBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return head, nil
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func (s *source) Read(p []byte) (int, error) { return s.out.Read(p) }

// utf16Order recognises UTF-16 by its mark, or by zeros that stand only in every second byte: tags, digits and
// spaces have them even where the text is not Latin.
func utf16Order(raw []byte) (unicode.Endianness, string) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		return unicode.LittleEndian, "UTF-16LE"
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		return unicode.BigEndian, "UTF-16BE"
	}
	var zeros [2]int
	for i, c := range raw {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := len(raw) / 2
	switch {
	case half < 4:
	case zeros[1] > half/10 && zeros[0] <= zeros[1]/20:
		return unicode.LittleEndian, "UTF-16LE"
	case zeros[0] > half/10 && zeros[1] <= zeros[0]/20:
		return unicode.BigEndian, "UTF-16BE"
	}
	return unicode.LittleEndian, ""
}

// clean is the reader of clean text.
func (s *source) clean(p []byte) (int, error) {
	for len(s.ready) == 0 {
		if s.done != nil {
			return 0, s.done
		}
		n, err := s.text.Read(s.buf[s.held:])
		end := s.held + n
		s.done = err
		used, text := s.convert(s.buf[:end], err != nil)
		s.held = copy(s.buf, s.buf[used:end])
		s.ready = text
	}
	n := copy(p, s.ready)
	s.ready = s.ready[n:]
	return n, nil
}

// convert gives the clean text of some bytes, and how many it used: a character that is cut off is left for the next time.
func (s *source) convert(b []byte, last bool) (used int, text []byte) {
	text = make([]byte, 0, len(b)+len(b)/8)
	i := 0
	for i < len(b) {
		c := b[i]
		if c < utf8.RuneSelf {
			text = s.ascii(text, c)
			i++
			continue
		}
		s.afterCR = false
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			if !last && !utf8.FullRune(b[i:]) {
				return i, text
			}
			s.fallback.at(s.line)
			text = s.other(text, charmap.Windows1252.DecodeByte(c))
		case r >= 0x80 && r < 0xA0: // Windows-1252 that somebody took for Latin-1
			text = s.other(text, charmap.Windows1252.DecodeByte(byte(r)))
		default:
			s.multibyte = true
			text = s.other(text, r)
		}
		i += size
	}
	return i, text
}

func (s *source) ascii(text []byte, c byte) []byte {
	wasCR := s.afterCR
	s.afterCR = c == '\r'
	switch {
	case c == '\n' && wasCR:
		return text
	case c == '\n', c == '\r':
		s.line++
		s.bare = true
		return append(text, '\n')
	case c == '\v', c == '\f': // a page ends; a line that begins with it begins with its tag
		if s.bare {
			return text
		}
		return append(text, ' ')
	case c < ' ' && c != '\t', c == 0x7F:
		s.control.at(s.line)
		return text
	}
	s.bare = false
	return append(text, c)
}

func (s *source) other(text []byte, r rune) []byte {
	switch {
	case r == 0xFEFF:
		return text
	case r < 0xA0 || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF:
		s.control.at(s.line)
		return text
	}
	s.bare = false
	return utf8.AppendRune(text, r)
}

// encoding names what the bytes turned out to be.
func (s *source) encoding() string {
	switch {
	case s.utf16 != "":
		return s.utf16
	case s.fallback.count > 0 && s.multibyte:
		return "UTF-8 with Windows-1252"
	case s.fallback.count > 0:
		return "Windows-1252"
	}
	return "UTF-8"
}

// warnings are what was put right in the text.
func (s *source) warnings() []Warning {
	var w []Warning
	if s.fallback.count > 0 {
		w = append(w, Warning{Line: s.fallback.line, Code: WarnEncoding, Detail: s.encoding()})
	}
	if s.control.count > 0 {
		w = append(w, Warning{Line: s.control.line, Code: WarnControl, Detail: fmt.Sprintf("%d left out", s.control.count)})
	}
	return w
}
