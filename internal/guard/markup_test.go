package guard_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"evidencedesk/internal/guard"
	"evidencedesk/internal/guard/score"
)

// corpusItem is one line of the corpus as it is stored.
type corpusItem struct {
	ID    string       `json:"id"`
	Text  string       `json:"text"`
	Spans []corpusSpan `json:"spans"`
	Traps []guard.Kind `json:"traps,omitempty"`
}

type corpusSpan struct {
	Start  int        `json:"start"`
	Length int        `json:"length"`
	Kind   guard.Kind `json:"kind"`
}

// buildCorpus turns marked-up lines into labelled texts. The number tokens are
// filled by line number, so that the same source always gives the same corpus.
func buildCorpus(t *testing.T, prefix string, source []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	n := 0
	for i, line := range strings.Split(string(source), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		n++
		if err := encoder.Encode(parseMarkup(t, fmt.Sprintf("%s%03d", prefix, n), i, line)); err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
	}
	return out.Bytes()
}

func parseMarkup(t *testing.T, id string, line int, source string) corpusItem {
	t.Helper()
	traps, text, ok := strings.Cut(source, "|")
	if !ok {
		t.Fatalf("line %d: no bar", line+1)
	}
	item := corpusItem{ID: id, Spans: []corpusSpan{}}
	for _, name := range strings.FieldsFunc(traps, func(r rune) bool { return r == ',' || r == ' ' }) {
		item.Traps = append(item.Traps, mustKind(t, line, name))
	}
	text = fillNumbers(strings.ReplaceAll(strings.TrimPrefix(text, " "), `\n`, "\n"), line)
	var plain strings.Builder
	for {
		before, rest, more := strings.Cut(text, "<<")
		plain.WriteString(before)
		if !more {
			break
		}
		mark, after, closed := strings.Cut(rest, ">>")
		name, words, named := strings.Cut(mark, "|")
		if !closed || !named {
			t.Fatalf("line %d: broken mark", line+1)
		}
		item.Spans = append(item.Spans, corpusSpan{
			utf8.RuneCountInString(plain.String()), utf8.RuneCountInString(words), mustKind(t, line, name),
		})
		plain.WriteString(words)
		text = after
	}
	item.Text = plain.String()
	return item
}

func mustKind(t *testing.T, line int, name string) guard.Kind {
	t.Helper()
	kind, ok := score.KindOf(name)
	if !ok {
		t.Fatalf("line %d: unknown kind %q", line+1, name)
	}
	return kind
}

// fillNumbers replaces the tokens {n…} and {x…} by numbers of the reserved range.
func fillNumbers(text string, line int) string {
	for use := 0; ; use++ {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			return text
		}
		length := strings.IndexByte(text[open:], '}')
		token := text[open+1 : open+length]
		digits := testNumber(line*97+use*13, token[0] == 'n')
		separator := map[string]string{"": " ", "0": "", "-": "-", ".": "."}[token[1:]]
		number := digits[:3] + separator + digits[3:6] + separator + digits[6:]
		text = text[:open] + number + text[open+length+1:]
	}
}

// testNumber returns the first number from 999 000 0000 + seed×100 on that is
// valid, or not, and not all of one digit.
func testNumber(seed int, valid bool) string {
	for n := 9990000000 + seed*100 + 3; ; n++ {
		digits := fmt.Sprint(n)
		if guard.ValidNHSNumber(digits) == valid {
			return digits
		}
	}
}
