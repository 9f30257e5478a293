package guard

import (
	"cmp"
	"slices"
	"strings"
)

// Mask replaces every finding in text by a plain-language mark such as
// "[hidden: NHS number]", for lists and views. The mark has the same length
// whatever it hides. Findings of another text are cut to fit; overlapping ones
// are hidden once.
func Mask(text string, findings []Finding) string {
	if len(findings) == 0 {
		return text
	}
	sorted := slices.Clone(findings)
	slices.SortFunc(sorted, func(a, b Finding) int { return cmp.Compare(a.Start, b.Start) })
	runes := []rune(text)
	var out strings.Builder
	next := 0
	for _, f := range sorted {
		start, end := max(f.Start, next), min(f.End(), len(runes))
		if start >= end {
			continue
		}
		out.WriteString(string(runes[next:start]))
		out.WriteString("[hidden: " + f.Kind.Label() + "]")
		next = end
	}
	out.WriteString(string(runes[next:]))
	return out.String()
}

// Label is the kind in words a reader knows, such as "NHS number".
func (k Kind) Label() string {
	switch k {
	case KindNHSNumber, KindNHSNumberUnchecked:
		return "NHS number"
	case KindCHINumber:
		return "CHI number"
	case KindHospitalNumber:
		return "hospital number"
	case KindDateOfBirth:
		return "date of birth"
	case KindName:
		return "name"
	case KindPostcode:
		return "postcode"
	case KindBedNameAge:
		return "bed or ward"
	case KindAddress:
		return "address"
	case KindPatientContact:
		return "contact details"
	case KindAgeOver89:
		return "age"
	case KindRareDiseasePlace:
		return "rare condition and place"
	case KindPlaceholderNumber:
		return "number"
	default:
		return "identifier"
	}
}
