package guard

import (
	"regexp"
	"strings"
)

// postcodeAreas are the letters a UK postcode can begin with (Royal Mail's list
// of postcode areas, with the Crown Dependencies). Checking them is what keeps
// laboratory codes and doses out.
const postcodeAreas = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY " +
	"E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU " +
	"M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY " +
	"TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE "

// letterDistricts are the areas whose districts may end in a letter: EC1A, SW1A, W1A, N1C, E1W.
const letterDistricts = " E EC N NW SE SW W WC "

var (
	// The inward letters leave out C, I, K, M, O and V, as Royal Mail does.
	postcodeShape = regexp.MustCompile(`\b([A-Za-z]{1,2})([0-9][0-9]?|[0-9][A-Za-z])(\s{0,2})([0-9][ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\b`)
	postcodeLabel = regexp.MustCompile(`(?i)\b(?:post ?code|p/code|address|lives|living|home|resides?|from|of|in|at|near|area)\b[^\n]{0,30}$`)
	unitInward    = regexp.MustCompile(`(?i)^\d(?:bd|hr|hz|gb|gy|ug|ng|pg|lb|ft|yr|ul|dl|qd|ht|st|nd|rd|th)$`)
	urlToken      = regexp.MustCompile(`(?i)(?:https?:|www\.|doi|/|@|=|#)\S*$`)
	codeAfter     = regexp.MustCompile(`(?i)^\s(?:cells?|cell line|mice|tumou?rs?|antibod|receptors?|neurons?|assay|gene|mutation|protein|strain|agonist|antagonist|allele|levels?)\b`)
	codeBefore    = regexp.MustCompile(`(?i)\b(?:vitamin|vit|cells?|cell line|line|gene|isoform|strain|serotype|variant|grade|lot|batch|model|catalogue|cat|part|order|ref|receptor|protein|level|vertebrae?|codes?|icd|opcs|snomed|read)\s*$`)
)

// postcodes finds whole UK postcodes in capitals, small letters, with or
// without the space.
func (d *document) postcodes() []Finding {
	var found []Finding
	for _, m := range postcodeShape.FindAllStringSubmatchIndex(d.text, -1) {
		area, district := d.text[m[2]:m[3]], d.text[m[4]:m[5]]
		inward := d.text[m[8]:m[9]]
		before := d.before(m[0], 40)
		if !isDistrict(area, district) || !sameCase(area, inward) {
			continue
		}
		if urlToken.MatchString(before) || codeBefore.MatchString(before) || codeAfter.MatchString(d.after(m[1], 16)) {
			continue
		}
		if d.looksLikeUnit(m[8], inward, before) {
			continue
		}
		found = append(found, d.span(m[0], m[1], KindPostcode))
	}
	return found
}

func isDistrict(area, district string) bool {
	a := " " + strings.ToUpper(area) + " "
	if !strings.Contains(postcodeAreas, a) || district == "0" && len(area) == 1 {
		return false
	}
	last := district[len(district)-1]
	if last >= '0' && last <= '9' {
		return len(district) == 1 || district[0] != '0'
	}
	return strings.Contains(letterDistricts, a)
}

// sameCase: people type a postcode in one case, with at most the first letter
// of the area raised ("Ls1 4ab"). "B6 5Gy" is a dose.
func sameCase(area, inward string) bool {
	letters := inward[1:]
	if letters == strings.ToUpper(letters) {
		return area == strings.ToUpper(area)
	}
	return letters == strings.ToLower(letters) && area[1:] == strings.ToLower(area[1:])
}

// looksLikeUnit: "N2 3rd line", "B12 1hr", "L5 5HT". Written so, they are a
// postcode only where the words before speak of a place.
func (d *document) looksLikeUnit(pos int, inward, before string) bool {
	if is5Drug(inward) || unitInward.MatchString(inward) {
		lowerUnit := inward[1:] == strings.ToLower(inward[1:])
		return (lowerUnit || isOrdinal(inward) || is5Drug(inward) || d.shouting(d.wordAt(pos))) &&
			!postcodeLabel.MatchString(before)
	}
	return false
}

// is5Drug: serotonin and fluorouracil, 5HT and 5FU.
func is5Drug(inward string) bool {
	return strings.EqualFold(inward, "5ht") || strings.EqualFold(inward, "5fu")
}

func isOrdinal(inward string) bool {
	switch strings.ToLower(inward) {
	case "1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "0th":
		return true
	}
	return false
}
