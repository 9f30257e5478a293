// Package synthetic makes labelled sets of invented records for tests and for measuring speed: publications as several databases
// would describe them, and publications that look like another one and are not.
package synthetic

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

// Set is invented records with the publication of each.
type Set struct {
	Items []duplicate.Item
	Truth map[string]string
	n     int // publications
}

// Publications is how many publications the records describe.
func (s *Set) Publications() int { return s.n }

// New makes a set of the given number of records. The same seed makes the same set.
func New(seed uint64, records int) *Set {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 0)), words: vocabulary()} //nolint:gosec // invented records, no secrets
	s := &Set{Truth: map[string]string{}}
	var made []copyOf
	for len(made) < records {
		for _, p := range w.family() {
			s.n++
			for range 1 + w.IntN(4)*w.IntN(2) {
				made = append(made, copyOf{w.describe(p), s.n})
			}
		}
	}
	made = made[:records]
	w.Shuffle(len(made), func(i, j int) { made[i], made[j] = made[j], made[i] })
	for i, m := range made {
		id := fmt.Sprintf("r%06d", i)
		s.Items = append(s.Items, duplicate.Item{ID: id, Record: m.record})
		s.Truth[id] = fmt.Sprintf("p%06d", m.publication)
	}
	return s
}

type copyOf struct {
	record      reference.Record
	publication int
}

// writer invents.
type writer struct {
	*rand.Rand
	words []string
}

func (w *writer) pick(list []string) string { return list[w.IntN(len(list))] }

// chance is true in that many of a hundred cases.
func (w *writer) chance(percent int) bool { return w.IntN(100) < percent }

// family is a publication, or several that resemble each other.
func (w *writer) family() []reference.Record {
	p := w.publication()
	switch n := w.IntN(100); {
	case n < 4:
		return w.series(p)
	case n < 8:
		return w.supplement(p)
	case n < 11:
		return w.editorials(p)
	case n < 13:
		return []reference.Record{p, w.notice(p, "Erratum: ")}
	case n < 15:
		return []reference.Record{p, w.notice(p, "Comment on: ")}
	case n < 17:
		return []reference.Record{p, w.conference(p)}
	case n < 19:
		return []reference.Record{p, w.later(p)}
	}
	return []reference.Record{p}
}

func (w *writer) publication() reference.Record {
	j := journals[w.IntN(len(journals))]
	r := reference.Record{
		Type: reference.Article, Title: w.title(), Year: 1985 + w.IntN(40), Journal: j.name, Abbreviation: j.short,
		Volume: strconv.Itoa(1 + w.IntN(300)), Issue: strconv.Itoa(1 + w.IntN(12)), ISSN: []string{j.issn}, Abstract: w.text(90 + w.IntN(150)),
		PMID: strconv.Itoa(1_000_000 + w.IntN(39_000_000)), DOI: w.doi(j),
	}
	first := 2 + w.IntN(3000)
	r.Pages = fmt.Sprintf("%d-%d", first, first+2+w.IntN(20))
	if w.chance(10) {
		r.Pages = fmt.Sprintf("e%d", 10_000+w.IntN(900_000))
	}
	for range 1 + w.IntN(8) {
		r.Authors = append(r.Authors, w.pick(families)+", "+w.pick(given)+" "+w.pick(capitals)+".")
	}
	return r
}

func (w *writer) doi(j source) string {
	return fmt.Sprintf("10.%d/%s.%d.%05d", 1000+len(j.name), strings.ToLower(strings.ReplaceAll(j.short, " ", "")), w.IntN(9000), w.IntN(100_000))
}

func (w *writer) title() string {
	t := w.phrase(2) + " of " + w.phrase(2) + " in " + w.phrase(2+w.IntN(3))
	if w.chance(40) {
		t += ": " + w.pick(designs)
	}
	return strings.ToUpper(t[:1]) + t[1:]
}

func (w *writer) phrase(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = w.pick(w.words)
	}
	return strings.Join(out, " ")
}

func (w *writer) text(n int) string { return strings.ToUpper(w.phrase(1)) + ": " + w.phrase(n) + "." }

// series is the parts of one work in one journal.
func (w *writer) series(p reference.Record) []reference.Record {
	var out []reference.Record
	for i := range 2 + w.IntN(2) {
		next := w.publication()
		next.Title = p.Title + fmt.Sprintf(". Part %d", i+1)
		next.Authors, next.Journal, next.Abbreviation, next.ISSN = p.Authors, p.Journal, p.Abbreviation, p.ISSN
		next.Year, next.Volume = p.Year, p.Volume
		out = append(out, next)
	}
	return out
}

// supplement is conference abstracts under one DOI, some by the same people.
func (w *writer) supplement(p reference.Record) []reference.Record {
	var out []reference.Record
	for i := range 3 + w.IntN(8) {
		next := w.publication()
		next.Journal, next.Abbreviation, next.ISSN, next.Year, next.Volume, next.DOI = p.Journal, p.Abbreviation, p.ISSN, p.Year, p.Volume, p.DOI
		next.PMID, next.Issue = "", "Supplement 1"
		next.Pages = fmt.Sprintf("S%d", 100+i/2)
		if i%2 == 1 {
			next.Authors = out[i-1].Authors
		}
		out = append(out, next)
	}
	return out
}

func (w *writer) editorials(p reference.Record) []reference.Record {
	title := w.pick([]string{"Editorial", "Letter to the editor", "Reply", "Guest editorial", "Introduction to the special issue", "Book reviews"})
	var out []reference.Record
	for range 2 + w.IntN(4) {
		next := w.publication()
		next.Title, next.Abstract = title, ""
		next.Journal, next.Abbreviation, next.ISSN, next.Year, next.Volume = p.Journal, p.Abbreviation, p.ISSN, p.Year, p.Volume
		if w.chance(50) {
			next.Authors = p.Authors
		}
		out = append(out, next)
	}
	return out
}

func (w *writer) notice(p reference.Record, lead string) reference.Record {
	next := w.publication()
	next.Title, next.Abstract, next.Year, next.Journal = lead+p.Title, "", p.Year, p.Journal
	next.Abbreviation, next.ISSN, next.Volume, next.Authors = p.Abbreviation, p.ISSN, p.Volume, p.Authors
	return next
}

// conference is the abstract that came before the paper, under the same title.
func (w *writer) conference(p reference.Record) reference.Record {
	next := w.publication()
	next.Type, next.Title, next.Authors, next.Year = reference.ConferencePaper, p.Title, p.Authors, p.Year-1
	next.PMID = ""
	return next
}

// later is the same yearly report, some years on.
func (w *writer) later(p reference.Record) reference.Record {
	next := w.publication()
	next.Title, next.Authors, next.Journal, next.Abbreviation, next.ISSN = p.Title, p.Authors, p.Journal, p.Abbreviation, p.ISSN
	next.Year = p.Year + 2 + w.IntN(4)
	return next
}
