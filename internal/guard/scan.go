package guard

import (
	"cmp"
	"regexp"
	"slices"
)

// Options says which field is scanned and how the site writes its numbers.
type Options struct {
	// Field is copied into every finding, so that a form can mark the place.
	Field string
	// HospitalNumbers are the site's own shapes, from ParseHospitalPatterns.
	HospitalNumbers []*regexp.Regexp
}

// Text is one field of a form.
type Text struct {
	Field string
	Value string
}

// Scan returns what looks like a patient identifier in text, in order of
// position and without overlaps. It never fails and takes time proportional to
// the length of the text.
func Scan(text string, opts Options) []Finding {
	d := newDocument(text)
	found := escalate(resolve(d.detect(opts.HospitalNumbers), d.length()))
	for i := range found {
		found[i].Field = opts.Field
	}
	return found
}

// ScanAll scans the fields of one form. A name in one field and a postcode or a
// bed in another point at a person as much as they do side by side, so they
// raise each other to block across fields. opts.Field is not used.
func ScanAll(texts []Text, opts Options) []Finding {
	var all []Finding
	for _, t := range texts {
		opts.Field = t.Field
		all = append(all, Scan(t.Value, opts)...)
	}
	return escalateAcross(all)
}

// detect runs every detector. Names need the numbers and dates beside them, and
// some dates need the names, so births are looked for twice.
func (d *document) detect(site []*regexp.Regexp) []Finding {
	numbers := append(d.nhsNumbers(), d.hospitalNumbers(site)...)
	dates := d.dates()
	births := d.birthDates(dates, d.byteSpans(numbers))
	names := d.names(d.byteSpans(slices.Concat(numbers, births)), dates)
	births = d.birthDates(dates, d.byteSpans(slices.Concat(numbers, names)))
	return slices.Concat(numbers, births, names, d.postcodes(), d.addresses(), d.bedsAndWards(),
		d.patientContacts(), d.greatAges(), d.rarePlaces())
}

// byteSpans gives the places of findings in the folded text, sorted.
func (d *document) byteSpans(found []Finding) []byteSpan {
	spans := make([]byteSpan, 0, len(found))
	for _, f := range found {
		spans = append(spans, byteSpan{d.byteAt(f.Start), d.byteAt(f.End())})
	}
	slices.SortFunc(spans, func(a, b byteSpan) int { return cmp.Compare(a.start, b.start) })
	return spans
}

// byteAt is the first byte of folded text that stands at or after a code point
// of the original.
func (d *document) byteAt(codePoint int) int {
	i, _ := slices.BinarySearch(d.at, codePoint)
	return min(i, len(d.text))
}

// resolve sorts findings and drops those that overlap a stronger one: the
// action decides, then the order of kinds, then length. Two findings of one
// kind become one. length is that of the text, in code points.
func resolve(found []Finding, length int) []Finding {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Action.rank(), a.Action.rank()), cmp.Compare(precedence(a.Kind), precedence(b.Kind)),
			cmp.Compare(b.Length, a.Length), cmp.Compare(a.Start, b.Start))
	})
	taken := make([]bool, length)
	kept := make([]Finding, 0, len(found))
	for _, f := range found {
		place := taken[f.Start:f.End()]
		if f.Length == 0 || slices.Contains(place, true) {
			continue
		}
		for i := range place {
			place[i] = true
		}
		kept = append(kept, f)
	}
	slices.SortFunc(kept, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}

// precedence breaks ties between kinds of the same action: the more specific
// claim first. A number that its label calls a hospital number is one.
func precedence(k Kind) int {
	switch k {
	case KindDateOfBirth:
		return 0
	case KindNHSNumber, KindCHINumber:
		return 1
	case KindHospitalNumber:
		return 2
	case KindNHSNumberUnchecked:
		return 3
	case KindPostcode:
		return 4
	case KindName:
		return 5
	default:
		return 6
	}
}
