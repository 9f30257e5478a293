package duplicate

import (
	"encoding/json"
	"hash/fnv"
	"net/url"
	"slices"
	"strings"

	"evidencedesk/internal/reference"
)

// features are what of a record is compared, in plain form. They hold no abstract, so that 50,000 fit into memory.
type features struct {
	id       string
	fresh    bool
	whole    uint64 // of all that the record says
	kind     reference.Type
	title    title
	names    names
	year     int
	journals []journal
	issns    []string
	volume   string
	issue    string
	pages    pages
	doi      string
	pmid     string
	abstract []uint64 // sorted shingles of its beginning
}

func readFeatures(item Item, fresh bool) *features {
	r := item.Record
	f := &features{
		id: item.ID, fresh: fresh, whole: wholeRecord(r), kind: r.Type, title: readTitle(r.Title), names: readNames(r.Authors),
		year: r.Year, issns: plainNumbers(r.ISSN), volume: volume(r.Volume), issue: volume(r.Issue), pages: readPages(r.Pages),
		doi: plainDOI(r.DOI), pmid: strings.TrimSpace(r.PMID), abstract: shingles(r.Abstract),
	}
	for _, name := range []string{r.Journal, r.Abbreviation, r.BookTitle} {
		if j := readJournal(name); len(j.words) > 0 {
			f.journals = append(f.journals, j)
		}
	}
	return f
}

// wholeRecord is a digest of everything the record says: two records with the same one were exported twice.
func wholeRecord(r reference.Record) uint64 {
	h := fnv.New64a()
	_ = json.NewEncoder(h).Encode(r) // strings and numbers always encode; a hash takes every write
	return h.Sum64()
}

// plainDOI is the identifier without its address, in lower case. Percent signs are undone, as addresses have them.
func plainDOI(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	i := strings.Index(s, "10.")
	if i < 0 {
		return ""
	}
	s = s[i:]
	if plain, err := url.PathUnescape(s); err == nil {
		s = plain
	}
	return strings.TrimRight(s, ".,; ")
}

func plainNumbers(list []string) []string {
	var out []string
	for _, s := range list {
		for _, f := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
			return r != '-' && r != 'x' && (r < '0' || r > '9')
		}) {
			if n := strings.ReplaceAll(f, "-", ""); len(n) >= 8 {
				out = append(out, n)
			}
		}
	}
	return out
}

const (
	abstractWords = 80  // are looked at: some databases cut abstracts after 250
	abstractBytes = 900 // of them are read: long enough for 80 words of most languages
	fewestWords   = 20  // of an abstract that is compared at all
	shingleWords  = 3
)

// shingles are the runs of three words at the beginning of an abstract, as numbers.
func shingles(s string) []uint64 {
	s = s[:min(len(s), abstractBytes)]
	ws := words(fold(s))
	if len(ws) < fewestWords {
		return nil
	}
	ws = ws[:min(len(ws), abstractWords)]
	out := make([]uint64, 0, len(ws))
	for i := 0; i+shingleWords <= len(ws); i++ {
		out = append(out, keyOf(0, ws[i:i+shingleWords]...))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

const (
	abstractAgrees  = 0.6  // of the shorter one's shingles
	abstractDiffers = 0.05 // a heading or a copyright line may be shared
)

func compareAbstracts(a, b []uint64) state {
	if len(a) == 0 || len(b) == 0 {
		return unknown
	}
	shared, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			shared, i, j = shared+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	switch share := float64(shared) / float64(min(len(a), len(b))); {
	case share >= abstractAgrees:
		return agree
	case share <= abstractDiffers:
		return differ
	}
	return unknown
}
