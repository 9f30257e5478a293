package duplicate

import (
	"cmp"
	"slices"
	"strconv"
)

// keyKind is what the records of a block share.
type keyKind uint8

const (
	keyDOI keyKind = iota + 1
	keyPMID
	keyTitle      // the whole title
	keyTitleStart // finds cut titles and lost subtitles
	keyTitleEnd   // finds errors at the beginning
	keyWords      // the longest words: finds changed order
	keyPlace      // volume and first page
	keyAuthorPage // first author and first page: finds wrong volumes and years
	keyAuthorYear // first author, year and journal's volume: finds other titles without pages
)

func (k keyKind) String() string {
	return [...]string{
		"", "doi", "pmid", "title", "title start", "title end", "title words", "volume and page", "author and page", "author and year",
	}[k]
}

const (
	blockLimit = 60 // records of a block that are all compared with each other: 1,770 pairs
	startRunes = 24 // letters of the beginning and the end of a title that make a key
	longWords  = 3
)

// keys are the blocks a record belongs to. Two records are compared when they share one.
func (f *features) keys() []key {
	var out []key
	add := func(kind keyKind, parts ...string) {
		for _, p := range parts {
			if p == "" {
				return
			}
		}
		out = append(out, key{kind, keyOf(kind, parts...)})
	}
	add(keyDOI, f.doi)
	add(keyPMID, f.pmid)
	add(keyTitle, f.title.squash)
	if runes := []rune(f.title.squash); len(runes) > startRunes {
		add(keyTitleStart, string(runes[:startRunes]))
		add(keyTitleEnd, string(runes[len(runes)-startRunes:]))
	}
	if f.title.content > fewWords {
		add(keyWords, f.title.longest(longWords)...)
	}
	add(keyPlace, f.volume, f.pages.first)
	for _, name := range f.names.first {
		add(keyAuthorPage, name, f.pages.first)
		if f.year > 0 {
			add(keyAuthorYear, name, strconv.Itoa(f.year), f.volume)
		}
	}
	return out
}

func (t title) longest(n int) []string {
	ws := slices.Clone(t.sorted)
	slices.SortFunc(ws, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	ws = slices.Compact(ws)
	return ws[:min(n, len(ws))]
}

type key struct {
	kind keyKind
	hash uint64
}

// keyOf is FNV-1a over the parts.
func keyOf(kind keyKind, parts ...string) uint64 {
	const prime = 1099511628211
	h := uint64(14695981039346656037) ^ uint64(kind)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint64(p[i])) * prime
		}
		h = (h ^ 0xff) * prime
	}
	return h
}

// blocking says for each record with which blocks it is compared.
type blocking struct {
	blocks [][]int // members in order
	of     [][]int // blocks of a record
	skips  map[keyKind]int
}

func newBlocking(all []*features) *blocking {
	b := &blocking{of: make([][]int, len(all)), skips: map[keyKind]int{}}
	members := map[key][]int{}
	var order []key // of first sight, so that a run is repeatable
	for i, f := range all {
		for _, k := range f.keys() {
			if members[k] == nil {
				order = append(order, k)
			}
			if ids := members[k]; len(ids) == 0 || ids[len(ids)-1] != i {
				members[k] = append(ids, i)
			}
		}
	}
	for _, k := range order {
		b.add(all, k.kind, members[k])
	}
	return b
}

func (b *blocking) add(all []*features, kind keyKind, members []int) {
	switch {
	case len(members) < 2:
	case len(members) <= blockLimit:
		b.put(members)
	default:
		b.divide(all, kind, members)
	}
}

func (b *blocking) put(members []int) {
	n := len(b.blocks)
	b.blocks = append(b.blocks, members)
	for _, i := range members {
		b.of[i] = append(b.of[i], n)
	}
}

// divide splits a large block, a thousand editorials, a supplement under one DOI, by what a duplicate would share besides, in
// several ways. What is still large is compared in windows of neighbours and reported.
func (b *blocking) divide(all []*features, kind keyKind, members []int) {
	ways := []func(f *features) string{
		func(f *features) string { return f.title.squash },
		func(f *features) string { return f.volume + " " + f.pages.first },
		func(f *features) string {
			if len(f.names.first) == 0 {
				return ""
			}
			return f.names.first[0]
		},
	}
	for _, way := range ways {
		parts := map[string][]int{}
		var order []string
		for _, i := range members {
			part := way(all[i])
			if parts[part] == nil {
				order = append(order, part)
			}
			parts[part] = append(parts[part], i)
		}
		for _, part := range order {
			if ids := parts[part]; len(ids) > blockLimit {
				b.slide(all, kind, ids)
			} else if len(ids) > 1 {
				b.put(ids)
			}
		}
	}
}

// slide compares each with its neighbours in the order of place, authors and title.
func (b *blocking) slide(all []*features, kind keyKind, members []int) {
	b.skips[kind] += len(members)
	members = slices.Clone(members)
	slices.SortFunc(members, func(i, j int) int {
		x, y := all[i], all[j]
		return cmp.Or(cmp.Compare(x.volume, y.volume), cmp.Compare(x.pages.first, y.pages.first),
			slices.Compare(x.names.first, y.names.first), cmp.Compare(x.year, y.year), cmp.Compare(x.title.squash, y.title.squash),
			cmp.Compare(i, j))
	})
	for from := 0; from < len(members); from += blockLimit / 2 {
		part := slices.Clone(members[from:min(from+blockLimit, len(members))])
		slices.Sort(part)
		if len(part) > 1 {
			b.put(part)
		}
	}
}
