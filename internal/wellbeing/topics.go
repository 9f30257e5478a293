// Package wellbeing holds the rules about the wellbeing of the people who search: which topics a question may touch, and how a
// month of a team may be told without telling of anybody in it. It scores no person and reads no mood from any text.
package wellbeing

import (
	"strings"
	"unicode"
)

// Topic is a topic that can weigh on whoever searches, with the phrases that suggest it. A phrase is one or more words; a star at
// the end of a word stands for whatever may follow.
type Topic struct {
	Code    string
	Phrases []string
}

// Suggest gives the codes of the topics that the texts of a request touch, in the order of the list. It is about the topic alone;
// whether it counts is for a person to say.
func Suggest(topics []Topic, texts ...string) []string {
	found := []string{}
	var words [][]string
	for _, t := range texts {
		words = append(words, split(t))
	}
	for _, topic := range topics {
		if topic.touchedBy(words) {
			found = append(found, topic.Code)
		}
	}
	return found
}

func (t Topic) touchedBy(texts [][]string) bool {
	for _, phrase := range t.Phrases {
		wanted := strings.Fields(phrase)
		for _, words := range texts {
			for i := 0; i+len(wanted) <= len(words) && len(wanted) > 0; i++ {
				if begins(words[i:], wanted) {
					return true
				}
			}
		}
	}
	return false
}

// begins reports whether the words begin with those of a phrase.
func begins(words, phrase []string) bool {
	for i, want := range phrase {
		stem, open := strings.CutSuffix(want, "*")
		if words[i] != want && (!open || !strings.HasPrefix(words[i], stem)) {
			return false
		}
	}
	return true
}

// split gives the words of a text in small letters; a hyphen parts words, an apostrophe does not.
func split(text string) []string {
	text = strings.NewReplacer("’", "", "'", "").Replace(strings.ToLower(text))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// New gives the topics of the second list that the first lacks: what a newer question or a newer list of words suggests beyond what
// somebody has decided about.
func New(decided, suggested []string) []string {
	known := map[string]bool{}
	for _, code := range decided {
		known[code] = true
	}
	fresh := []string{}
	for _, code := range suggested {
		if !known[code] {
			fresh = append(fresh, code)
		}
	}
	return fresh
}
