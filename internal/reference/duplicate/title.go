package duplicate

import (
	"slices"
	"strings"
)

// title is what of a title is compared.
type title struct {
	order   []string // canonical words as they stand
	sorted  []string
	squash  string // all letters and digits without spaces: "non-invasive" and "noninvasive" are equal
	content int    // words that carry meaning
	generic bool   // "Editorial", "Reply": says nothing about which publication it is
	notice  bool   // the correction of the paper with this title
}

const (
	fewWords   = 3    // content words up to which a title says too little by itself
	titleBytes = 2000 // of a title are read, and no more words than mostWords compared: a bound on work, above all real titles
	mostWords  = 80
)

func readTitle(s string) title {
	plain, notice := withoutNotice(withoutNote(fold(s[:min(len(s), titleBytes)])))
	ws := words(plain)
	t := title{order: make([]string, 0, len(ws)), generic: true, notice: notice}
	for i, w := range ws {
		if i == 0 && (w == "the" || w == "a" || w == "an") && len(ws) > 1 {
			continue
		}
		w = canonical(w)
		if n := len(t.order); n > 0 && thousands(ws[i-1], ws[i]) {
			t.order[n-1] += ws[i]
			continue
		}
		t.order = append(t.order, w)
		if !stopWords[w] {
			t.content++
			if !genericWords[w] && !number(w) && len(w) > 1 {
				t.generic = false
			}
		}
	}
	t.sorted = slices.Clone(t.order[:min(len(t.order), mostWords)])
	slices.Sort(t.sorted)
	t.squash = strings.Join(t.order, "")
	return t
}

// thousands: "10 000" and "10,000" are "10000".
func thousands(before, w string) bool {
	return number(before) && before[0] != '0' && len(before) <= 3 && number(w) && len(w) == 3
}

// canonical spells a word in one way: British and American, Roman, written and Arabic numbers.
func canonical(w string) string {
	if n, ok := numberWords[w]; ok {
		return n
	}
	if number(w) {
		if t := strings.TrimLeft(w, "0"); t != "" {
			return t
		}
		return "0"
	}
	if len(w) < 5 {
		return w
	}
	return spelling.Replace(w)
}

// haem- and hem-, oestr- and estr-, tumour and tumor, -ise and -ize. The outcome is compared, never shown.
var spelling = strings.NewReplacer("ae", "e", "oe", "e", "our", "or", "z", "s", "ph", "f")

func number(w string) bool { return w != "" && w[0] >= '0' && w[0] <= '9' }

// weak titles cannot tell a publication: too short or generic.
func (t title) weak() bool { return t.generic || t.content <= fewWords }

// alike is how much two titles agree.
type alike int

const (
	titleUnknown   alike = iota // one is missing
	titleDiffers                // other words
	titleSimilar                // most words
	titleContained              // one lacks words of the other: a subtitle, a cut at the end
	titleNear                   // the same words but for order, typing errors and small words
	titleSame                   // letter by letter, spaces and spelling apart
)

// titles is the comparison of two titles.
type titles struct {
	alike   alike
	kind    bool // one is a correction, a comment, a protocol, an update …
	numbers bool // part 1 and part 2, 10 mg and 20 mg, 1999 and 2000
}

func compareTitles(a, b *title) titles {
	if a.squash == "" || b.squash == "" {
		return titles{alike: titleUnknown}
	}
	t := titles{kind: a.notice != b.notice}
	if a.squash == b.squash {
		t.alike = titleSame
		return t
	}
	onlyA, onlyB, shared := difference(a.sorted, b.sorted)
	if shared*3 < min(len(a.order), len(b.order)) {
		return titles{alike: titleDiffers}
	}
	onlyA, onlyB = withoutTypos(onlyA, onlyB)
	t.kind = t.kind || hasKind(onlyA) || hasKind(onlyB)
	t.numbers = numbersDiffer(onlyA, onlyB)
	restA, restB := meaning(onlyA), meaning(onlyB)
	switch short := min(a.content, b.content); {
	case restA == 0 && restB == 0:
		t.alike = titleNear
	case min(restA, restB) == 0 && short > fewWords && max(restA, restB) <= 2*short, short > fewWords+1 && starts(a, b):
		t.alike = titleContained
	case 4*(restA+restB) <= a.content+b.content:
		t.alike = titleSimilar
	default:
		t.alike = titleDiffers
	}
	return t
}

// starts: one is the beginning of the other, letter by letter; a cut, or a subtitle that was run together with the title.
func starts(a, b *title) bool {
	return strings.HasPrefix(a.squash, b.squash) || strings.HasPrefix(b.squash, a.squash)
}

// difference of two sorted lists: what only one has, and how many they share.
func difference(a, b []string) (onlyA, onlyB []string, shared int) {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			shared++
			i++
			j++
		case a[i] < b[j]:
			onlyA = append(onlyA, a[i])
			i++
		default:
			onlyB = append(onlyB, b[j])
			j++
		}
	}
	return append(onlyA, a[i:]...), append(onlyB, b[j:]...), shared
}

const typoLength = 5 // of the shorter word; in shorter ones a letter is a meaning: male, mole

// withoutTypos removes words that differ by one letter, and words that one side writes in two: "follow up", "followup".
func withoutTypos(a, b []string) (restA, restB []string) {
	a, b = withoutCompounds(slices.Clone(a), slices.Clone(b))
	b, a = withoutCompounds(b, a)
	for _, w := range a {
		i := slices.IndexFunc(b, func(v string) bool {
			return min(len(w), len(v)) >= typoLength && !number(w) && !number(v) && oneTypo(w, v)
		})
		if i < 0 {
			restA = append(restA, w)
			continue
		}
		b = slices.Delete(b, i, i+1)
	}
	return restA, b
}

func withoutCompounds(a, b []string) (restA, restB []string) {
	for i := 0; i < len(a); i++ {
		for j := range b {
			if len(b[j]) >= len(a[i]) || !strings.HasPrefix(a[i], b[j]) {
				continue
			}
			if k := slices.Index(b, a[i][len(b[j]):]); k >= 0 && k != j {
				b = slices.Delete(b, max(j, k), max(j, k)+1)
				b = slices.Delete(b, min(j, k), min(j, k)+1)
				a = slices.Delete(a, i, i+1)
				i--
				break
			}
		}
	}
	return a, b
}

func meaning(ws []string) int {
	n := 0
	for _, w := range ws {
		if !stopWords[w] {
			n++
		}
	}
	return n
}

func hasKind(ws []string) bool {
	return slices.ContainsFunc(ws, func(w string) bool { return kindWords[w] })
}

// numbersDiffer holds when both sides have numbers that the other lacks, or one side has one that is not within a longer
// subtitle which the other side leaves out.
func numbersDiffer(a, b []string) bool {
	na, nb := countNumbers(a), countNumbers(b)
	if na > 0 && nb > 0 {
		return true
	}
	if na+nb == 0 {
		return false
	}
	side := a
	if nb > 0 {
		side = b
	}
	part := slices.ContainsFunc(side, func(w string) bool { return partWords[w] })
	return part || meaning(side)-na-nb < fewWords
}

func countNumbers(ws []string) int {
	n := 0
	for _, w := range ws {
		if number(w) {
			n++
		}
	}
	return n
}
