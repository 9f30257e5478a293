package guard

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// splitWords cuts folded text into letter words and digit words. An apostrophe
// or hyphen between two letters belongs to the word (O'Connor, Al-Hassan).
func splitWords(s string) []word {
	var words []word
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case unicode.IsLetter(r):
			end := letterWord(s, i)
			words = append(words, word{i, end, s[i:end], strings.ToLower(s[i:end])})
			i = end
		case r >= '0' && r <= '9':
			end := i + 1
			for end < len(s) && s[end] >= '0' && s[end] <= '9' {
				end++
			}
			words = append(words, word{i, end, s[i:end], s[i:end]})
			i = end
		default:
			i += size
		}
	}
	return words
}

func letterWord(s string, start int) int {
	end := start
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if unicode.IsLetter(r) {
			end += size
			continue
		}
		if r != '\'' && r != '-' {
			break
		}
		next, _ := utf8.DecodeRuneInString(s[end+size:])
		if !unicode.IsLetter(next) {
			break
		}
		end += size
	}
	return end
}

// gap is the text between word i-1 and word i.
func (d *document) gap(i int) string {
	return d.text[d.words[i-1].end:d.words[i].start]
}

// wordAt returns the index of the first word that starts at or after pos.
func (d *document) wordAt(pos int) int {
	lo, hi := 0, len(d.words)
	for lo < hi {
		mid := (lo + hi) / 2
		if d.words[mid].start < pos {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (w word) isNumber() bool { return w.text[0] >= '0' && w.text[0] <= '9' }

// capitalised: an upper-case letter first and a lower-case one somewhere.
func (w word) capitalised() bool {
	first, _ := utf8.DecodeRuneInString(w.text)
	return unicode.IsUpper(first) && !w.allCaps()
}

// allCaps: no lower-case letter at all. A single capital counts.
func (w word) allCaps() bool {
	for _, r := range w.text {
		if unicode.IsLower(r) || unicode.IsDigit(r) {
			return false
		}
	}
	return true
}

func (w word) letters() int { return utf8.RuneCountInString(w.text) }

// bare is the word in lower case without a possessive ending.
func (w word) bare() string {
	return strings.TrimSuffix(w.lower, "'s")
}

// shouting reports whether the text around word i is written in capitals, where
// a capital letter says nothing. Eight letter words around i are looked at.
func (d *document) shouting(i int) bool {
	upper, total := 0, 0
	for j := max(0, i-5); j < min(len(d.words), i+6); j++ {
		w := d.words[j]
		if w.isNumber() || w.letters() < 2 {
			continue
		}
		total++
		if w.allCaps() {
			upper++
		}
	}
	return total >= 3 && upper*10 >= total*7
}
