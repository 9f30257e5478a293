// Package similar says by which words a request is recognised: those of its question, of the elements of its framework and of its
// background, with the short forms and plain words that stand for the same thing; and which of them are worth looking for.
package similar

import (
	"cmp"
	_ "embed"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
)

// Limits of what is looked for. What exceeds them is left out, the least telling words first.
const (
	MaxTokens = 400 // words of a text that are looked at
	MaxTerms  = 40  // words that requests are compared by
	maxPhrase = 5   // words of an entry of the list of abbreviations
)

// How much a word counts by where it stands: the elements say in few words what the question says in many, and the background
// says much else.
const (
	weightQuestion   = 1.0
	weightElement    = 1.3
	weightBackground = 0.35
	weightSpecialty  = 0.25
	terse            = 20.0 // words of a question that says only what it asks
)

//go:embed abbreviations.txt
var abbreviations string

// Text is what a request says of itself.
type Text struct {
	Question, Background, Specialty string
	Elements                        map[string]string
}

// Word is a word of a request with what may stand in its place.
type Word struct {
	Text   string
	Others []string // words and phrases
	Weight float64  // by where it stands, above 0
}

// Dictionary knows short forms and plain words. The zero value knows none.
type Dictionary struct {
	groups map[string][]string // of a phrase: everything that stands for the same, without itself
}

// NewDictionary reads the list that comes with the program.
func NewDictionary() Dictionary {
	d := Dictionary{groups: map[string][]string{}}
	for line := range strings.Lines(abbreviations) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var members []string
		for m := range strings.SplitSeq(line, "|") {
			if words := Tokens(m); len(words) > 0 {
				members = append(members, strings.Join(words, " "))
			}
		}
		for _, m := range members {
			for _, other := range members {
				if other != m {
					d.groups[m] = append(d.groups[m], other)
				}
			}
		}
	}
	return d
}

// Tokens splits a text into its words in lower case: letters and digits, as the text search sees them.
func Tokens(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
}

// Words lists the different words of a request, each with its weight and with what may stand in its place.
func (d Dictionary) Words(t Text) []Word {
	index := map[string]int{}
	var words []Word
	add := func(text string, weight float64) {
		tokens := Tokens(text)
		tokens = tokens[:min(len(tokens), MaxTokens)]
		if float64(len(tokens)) > terse { // who says much says less with each word
			weight *= math.Sqrt(terse / float64(len(tokens)))
		}
		seen := map[string]bool{}
		for i, token := range tokens {
			n, known := index[token]
			if !known {
				n = len(words)
				index[token] = n
				words = append(words, Word{Text: token})
			}
			if !seen[token] { // saying it twice in one place is not saying more
				seen[token] = true
				words[n].Weight = math.Max(words[n].Weight, weight) + 0.3*math.Min(words[n].Weight, weight)
			}
			d.replace(tokens, i, func(word, other string) { words[index[word]].add(other) })
		}
	}
	for _, code := range slices.Sorted(maps.Keys(t.Elements)) {
		add(t.Elements[code], elementWeight(code))
	}
	add(t.Question, weightQuestion)
	add(t.Background, weightBackground)
	add(strings.ReplaceAll(t.Specialty, "_", " "), weightSpecialty)
	return words
}

// elementWeight is how telling an element is: what is done or met with tells most, what it is compared with least, being mostly usual care.
func elementWeight(code string) float64 {
	switch code {
	case "intervention", "exposure", "phenomenon", "phenomenon_of_interest", "issue", "concept":
		return 1.5 * weightElement //nolint:mnd // by hand
	case "comparison", "comparator":
		return 0.5 * weightElement //nolint:mnd // by hand
	case "outcome", "evaluation":
		return 0.8 * weightElement //nolint:mnd // by hand
	}
	return weightElement
}

// replace finds the phrases that end with a word and offers what stands for them in the place of each of their words.
func (d Dictionary) replace(tokens []string, end int, offer func(word, other string)) {
	for size := 1; size <= maxPhrase && size <= end+1; size++ {
		phrase := tokens[end+1-size : end+1]
		for _, other := range d.groups[strings.Join(phrase, " ")] {
			for _, word := range phrase {
				offer(word, other)
			}
		}
	}
}

func (w *Word) add(other string) {
	if !slices.Contains(w.Others, other) {
		w.Others = append(w.Others, other)
	}
}

// Term is a word as the text search writes it, with how many of the sampled questions have it or what stands for it; 0 when none
// does.
type Term struct {
	Query  string
	Weight float64
	Count  int
}

// Sample is from how many questions words were counted, and how many there are. The zero value: they were not counted yet.
type Sample struct{ Counted, Total int }

// How many requests a search looks at. Its cost grows with them, and what is like a request has some of its rarer words.
const (
	aimed    = 1200 // requests that have one of the rarest words
	aimedTwo = 400  // more that have two of the commoner ones
	singles  = 14
	doubles  = 8
)

// rareness sets how much more a rare word tells than a common one: 2 would be the cosine of two texts, which one misspelt word
// outweighs; 1 lets a few polite phrases outweigh the subject.
const rareness = 1.7

// Plan is what to look for.
type Plan struct {
	Terms []Term  // the most telling first; their weights say how telling
	Total float64 // of all weights
	Find  string  // finds the requests that are compared; empty when no word is worth looking for
}

// Plan weighs the words by how rare they are, and chooses those to look for: the rarest, until as many requests as a search may
// look at have one of them; then pairs of the commoner ones, which few requests have both of.
func (s Sample) Plan(terms []Term) Plan {
	for i, t := range terms {
		terms[i].Weight = t.Weight * math.Pow(s.rarity(t.Count), rareness)
	}
	slices.SortStableFunc(terms, func(a, b Term) int { return cmp.Compare(b.Weight, a.Weight) })
	p := Plan{Terms: terms[:min(len(terms), MaxTerms)]}
	for _, t := range p.Terms {
		p.Total += t.Weight
	}
	byCount := slices.Clone(p.Terms)
	slices.SortStableFunc(byCount, func(a, b Term) int { return cmp.Compare(a.Count, b.Count) })
	var find []string
	hits, n := 0.0, 0
	for n < len(byCount) && n < singles && (n == 0 || hits+s.estimate(byCount[n].Count) <= aimed) {
		hits += s.estimate(byCount[n].Count)
		find = append(find, byCount[n].Query)
		n++
	}
	p.Find = strings.Join(append(find, s.pairs(p.Terms, byCount[:n])...), " | ")
	return p
}

// pairs gives the pairs of the most telling words beside the taken ones that are rare together.
func (s Sample) pairs(terms, taken []Term) (list []string) {
	rest := slices.DeleteFunc(slices.Clone(terms), func(t Term) bool { return slices.Contains(taken, t) })
	rest = rest[:min(len(rest), doubles)]
	hits := 0.0
	for j := range rest {
		for i := range j {
			// Words of one subject stand together more often than chance has it.
			const together = 4
			both := together * s.estimate(rest[i].Count) * s.estimate(rest[j].Count) / math.Max(1, float64(s.Total))
			if hits+both > aimedTwo {
				continue
			}
			hits += both
			list = append(list, "("+rest[i].Query+") & ("+rest[j].Query+")")
		}
	}
	return list
}

// rarity is the inverse document frequency of a word, as BM25 has it (Robertson and Zaragoza 2009), and never below 0.1.
func (s Sample) rarity(count int) float64 {
	if s.Counted == 0 {
		return 1
	}
	n, c := float64(s.Counted), math.Max(float64(count), 1)
	return math.Max(0.1, math.Log(1+(n-c+0.5)/(c+0.5)))
}

// estimate is how many requests have a word.
func (s Sample) estimate(count int) float64 {
	if s.Counted == 0 {
		return 1
	}
	return math.Max(float64(count), 1) * float64(s.Total) / float64(s.Counted)
}
