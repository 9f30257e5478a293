package guard

import (
	"regexp"
	"strings"
)

// longestLink bounds how far back the beginning of a link is looked for, in bytes.
const longestLink = 160

var (
	linkStart   = regexp.MustCompile(`(?i)^[(<\["']*(?:https?:|www\.|doi:|10\.\d{4,9}/)|\.(?:com|org|net|uk|gov|edu|io)/`)
	patientLink = regexp.MustCompile(`(?i)patient|nhs-?(?:no|number)|\bpt(?:id)?[=/]`)
)

// insideLink reports whether word i is inside a web address or a DOI, which are
// full of numbers that identify papers. A link into a patient's record is not
// spared.
func (d *document) insideLink(i int) bool {
	pos := d.words[i].start
	before := d.before(pos, longestLink)
	token := before[strings.LastIndexAny(before, " \n")+1:]
	return linkStart.MatchString(token) && !patientLink.MatchString(token)
}
