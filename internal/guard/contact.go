package guard

import "regexp"

// A patient's own telephone number, e-mail address or street. A number or
// address alone is usually the asker's ("ring me on …"), so these need a word
// that ties them to the patient or a relative.
const (
	ownerOfContact = `(?:patient(?:'?s)?|pt(?:'?s)?|nok|next of kin|his|her|their|wife(?:'?s)?|husband(?:'?s)?|daughter(?:'?s)?|son(?:'?s)?|mum(?:'?s)?|mother(?:'?s)?|dad(?:'?s)?|father(?:'?s)?|partner(?:'?s)?|carer(?:'?s)?|parents?(?:'?s)?|family(?:'?s)?|relative(?:'?s)?|home|child's|resident's|client's)`
	contactWord    = `(?:tel|telephone|phone|mob|mobile|cell|landline|number|no|contact|contact number|e-?mail|email address|address|home number|home phone)`
	streetType     = `(?:road|rd|street|st|avenue|ave|lane|ln|close|drive|crescent|cres|court|ct|gardens|gdns|grove|terrace|place|way|walk|mews|hill|square|park|view|rise|row|green|parade|villas|cottages?|house|buildings?|flats?)`
	plainType      = `(?:road|rd|street|avenue|ave|lane|close|drive|crescent|gardens|grove|terrace|mews)`
	streetName     = `(?-i:(?:[A-Z][A-Za-z']+ ){1,3})`
	lowStreetName  = `(?:[a-z']+ ){1,3}`
)

var (
	phoneNumber = regexp.MustCompile(`(?:\+44 ?(?:\(0\))? ?\d|\(?\b0\d)[\d \-()]{7,14}\d\b`)
	mailAddress = regexp.MustCompile(`\b[A-Za-z0-9.%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}`)
	staffMail   = regexp.MustCompile(`(?i)@(?:[a-z0-9\-]+\.)*(?:nhs\.(?:net|uk|scot|wales)|ac\.uk|gov\.(?:uk|scot|wales)|hscni\.net|nice\.org\.uk|cochrane\.org)$`)
	ownContact  = regexp.MustCompile(`(?i)\b` + ownerOfContact + `\b[^\n;!?]{0,40}$`)
	staffOwner  = regexp.MustCompile(`(?i)\b(?:me|my|us|our|i|i'm|bleep|library|librarian|secretary|office|clinic|ward|dr|prof|reply|team|department|dept|switchboard|ext|consultant|registrar|ambulance|helpline|gp|service|trust|hospital|charity)\b[^\n;!?]{0,24}$`)

	livesAt     = regexp.MustCompile(`(?i)\b(?:lives?|living|resides?|residing|home address|address|addr|moved|discharged|home|based|stays|staying|of|at|from)\s?(?:is|:|at|in|to|on|-)?\s?(?:home )?(?:at )?[\s,:]*(?:(?:flat|apt|apartment|unit|room) ?\d{1,3}[a-z]?[, ]{1,2})?(\d{1,4}[a-zA-Z]?,? ` + streetName + streetType + `)\b`)
	livesLower  = regexp.MustCompile(`(?i)\b(?:lives?|living|resides?|residing|home address)\b(?: is| at|:|,| in)*\s?[\s:]*(?:(?:flat|apt|apartment) ?\d{1,3}[a-z]?[, ]{1,2})?(\d{1,4}[a-zA-Z]?,? ` + lowStreetName + plainType + `)\b`)
	plainStreet = regexp.MustCompile(`\b(\d{1,4}[a-zA-Z]?,? (?:[A-Z][A-Za-z']+ ){1,3}(?:Road|Rd|Street|Avenue|Ave|Lane|Close|Drive|Crescent|Gardens|Grove|Terrace|Mews))\b`)
	workPlace   = regexp.MustCompile(`(?i)\b(?:library|hospital|trust|department|dept|office|clinic|surgery|centre|university|college|institute|publisher|press|ltd|return|we are|our|my|me|conference|venue|meeting|training|headquarters|hq)\b[^\n]{0,40}$`)
)

// patientContacts finds telephone numbers and e-mail addresses of a patient or
// a relative.
func (d *document) patientContacts() []Finding {
	var found []Finding
	for _, m := range phoneNumber.FindAllStringIndex(d.text, -1) {
		if n := digitCount(d.text[m[0]:m[1]]); n >= 10 && n <= 13 && d.belongsToPatient(m[0]) {
			found = append(found, d.span(m[0], m[1], KindPatientContact))
		}
	}
	for _, m := range mailAddress.FindAllStringIndex(d.text, -1) {
		if !staffMail.MatchString(d.text[m[0]:m[1]]) && d.belongsToPatient(m[0]) {
			found = append(found, d.span(m[0], m[1], KindPatientContact))
		}
	}
	return found
}

var contactNear = regexp.MustCompile(`(?i)\b` + contactWord + `\b|\b(?:ring|call|reach|on)\b`)

// belongsToPatient: a patient or relative is named before the contact, and no
// member of staff nearer to it.
func (d *document) belongsToPatient(pos int) bool {
	before := lastSentence(d.before(pos, 60))
	owner := ownContact.FindStringIndex(before)
	if owner == nil {
		return false
	}
	if staff := staffOwner.FindStringIndex(before); staff != nil && staff[0] > owner[0] {
		return false
	}
	between := before[owner[0]:]
	return contactNear.MatchString(between) || len(between) < 24
}

// addresses finds a house number with a street, where somebody lives there or
// no workplace is spoken of.
func (d *document) addresses() []Finding {
	var found []Finding
	for _, re := range []*regexp.Regexp{livesAt, livesLower, plainStreet} {
		for _, m := range re.FindAllStringSubmatchIndex(d.text, -1) {
			if !workPlace.MatchString(d.before(m[2], 60)) {
				found = append(found, d.span(m[2], m[3], KindAddress))
			}
		}
	}
	return found
}
