package selection

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidencedesk/api/web/workbench"
)

// span is a piece of a text; marked, it is one of the question's words.
type span struct {
	Text   string
	Marked bool
}

// minStem is how long a word must be to be marked, and how long two words must agree at their beginning to count as one.
const minStem = 3

// common are words of questions that say nothing about their subject.
const common = " all and any are but can for had has how its new not old one our the two use was who why about according after against also among been before being best between both could does during each effect effective effectiveness " +
	"effects evidence from have having identify improve improving into less more most other over patient patients people please reduce reducing " +
	"research review should some such than that their them there these they this those through under used using versus very were what when where " +
	"whether which while will with within without would your "

// stems are the beginnings of the words of a question that are worth marking.
func stems(b *workbench.Bench) map[string]bool {
	texts := []string{b.Question}
	if b.Framework != nil {
		texts = slices.AppendSeq(texts, maps.Values(b.Framework.Elements))
	}
	text := strings.Join(texts, " ")
	list := map[string]bool{}
	for _, word := range strings.FieldsFunc(strings.ToLower(text), notWord) {
		if utf8.RuneCountInString(word) >= minStem && !strings.Contains(common, " "+word+" ") {
			list[stem(word)] = true
		}
	}
	return list
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// stem takes the endings off an English word that most often only inflect it. It need not be a word.
func stem(word string) string {
	for _, ending := range []string{"ational", "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ers", "ed", "es", "er", "ly", "s", "e", "y"} {
		if rest, ok := strings.CutSuffix(word, ending); ok && utf8.RuneCountInString(rest) >= minStem {
			return rest
		}
	}
	return word
}

// marked cuts a text into spans, marking the words with one of the stems. Put together again they are the text.
func marked(text string, stems map[string]bool) []span {
	var list []span
	add := func(s string, mark bool) {
		if n := len(list); n > 0 && list[n-1].Marked == mark {
			list[n-1].Text += s
		} else if s != "" {
			list = append(list, span{s, mark})
		}
	}
	for text != "" {
		end := strings.IndexFunc(text, notWord)
		switch {
		case end < 0:
			end = len(text)
			fallthrough
		case end > 0:
			add(text[:end], stems[stem(strings.ToLower(text[:end]))])
		default:
			_, end = utf8.DecodeRuneInString(text)
			add(text[:end], false)
		}
		text = text[end:]
	}
	return list
}
