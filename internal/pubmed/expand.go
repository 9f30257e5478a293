package pubmed

import (
	"regexp"
	"strconv"
	"strings"
)

// Line is a line of a search history.
type Line struct {
	N    int
	Text string
}

// LineError says that a line cannot be run.
type LineError struct {
	N    int // of the line
	Code string
}

// The codes of [LineError].
const (
	LineUnknown = "line-unknown"  // it refers to a line that there is not
	LineLater   = "line-later"    // it refers to itself or to a later line
	LineTooLong = "line-too-long" // with what it refers to, it is longer than MaxQuery
)

// Error gives code and number.
func (e *LineError) Error() string { return e.Code + " " + strconv.Itoa(e.N) }

// reference is a quoted phrase, which is left alone, or a line's number as PubMed's history writes it.
var reference = regexp.MustCompile(`"[^"]*"|#[0-9]{1,4}\b`)

// Expand writes each line so that it stands alone: #1 becomes the text of line 1 in brackets, as PubMed's own history does. The
// history of the people who searched is not NCBI's any more, so the numbers alone would mean nothing. Errors: [LineError].
func Expand(lines []Line) ([]string, error) {
	whole := map[int]string{}
	all := map[int]bool{}
	for _, l := range lines {
		all[l.N] = true
	}
	list := make([]string, len(lines))
	for i, l := range lines {
		text, err := expand(l, whole, all)
		if err != nil {
			return nil, err
		}
		list[i], whole[l.N] = text, text
	}
	return list, nil
}

func expand(l Line, whole map[int]string, all map[int]bool) (string, error) {
	fault := ""
	length := len(l.Text)
	text := reference.ReplaceAllStringFunc(l.Text, func(token string) string {
		number, isLine := strings.CutPrefix(token, "#")
		if !isLine || fault != "" {
			return token
		}
		n, err := strconv.Atoi(number)
		earlier, known := whole[n]
		switch {
		case err != nil || !known && !all[n]:
			fault = LineUnknown
		case !known:
			fault = LineLater
		}
		if length += len(earlier); length > MaxQuery {
			fault = LineTooLong
		}
		if fault != "" {
			return token
		}
		return "(" + earlier + ")"
	})
	if fault == "" && len(text) > MaxQuery {
		fault = LineTooLong
	}
	if fault != "" {
		return "", &LineError{N: l.N, Code: fault}
	}
	return text, nil
}
