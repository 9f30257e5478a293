package main

import (
	_ "embed"
	"math/rand/v2"
	"strings"

	"github.com/google/uuid"
)

// vocabulary.txt holds what requests are made of, a kind a section: populations, treatments, comparisons, outcomes, places and the
// ways in which people ask. All of it is invented for this measurement.
//
//go:embed vocabulary.txt
var vocabulary string

// sections reads the vocabulary.
func sections() map[string][]string {
	list, name := map[string][]string{}, ""
	for line := range strings.Lines(vocabulary) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			name = strings.Trim(line, "[]")
		default:
			list[name] = append(list[name], line)
		}
	}
	return list
}

// invent makes the nth request; the same one each time.
func invent(n uint64, reference string) stored {
	words, r := sections(), rand.New(rand.NewPCG(n, 20_261_122)) //nolint:gosec // not a secret
	one := func(kind string) string { return words[kind][r.IntN(len(words[kind]))] }
	of := map[string]string{
		"population": one("populations"), "intervention": one("treatments"), "comparison": one("comparisons"), "outcome": one("outcomes") + ", " + one("outcomes"),
	}
	place, question := one("places"), one("askings")
	question = strings.NewReplacer("{p}", of["population"], "{i}", of["intervention"], "{c}", of["comparison"], "{o}", one("outcomes"), "{s}", place,
		"{b}", one("backgrounds")).Replace(question)
	elements := of
	switch r.IntN(5) { //nolint:mnd // one of five gives no elements, another one not all
	case 0:
		elements = map[string]string{}
	case 1:
		delete(elements, "comparison")
	}
	id := uuid.UUID{}
	for i := range id {
		id[i] = byte(r.Uint32()) //nolint:gosec // a part of it
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80 // version 4
	made := stored{id: id, reference: reference, question: question, elements: elements, specialty: one("specialties")}
	if r.IntN(3) == 0 { //nolint:mnd // one of three was searched for by subject headings
		made.headings = []string{of["population"], of["intervention"]}
	}
	return made
}
