package guard

// RulesVersion is raised whenever a rule's meaning changes, so that counts kept
// for governance reports stay comparable.
const RulesVersion = 1

// Check names a test that a pattern cannot express and its runner must add.
type Check string

// The checks.
const (
	CheckNone  Check = ""
	CheckMod11 Check = "mod11"     // the digits pass ValidNHSNumber and are not all equal
	CheckMixed Check = "not_equal" // the digits are not all equal: 111 111 1111 is a placeholder
)

// Rule describes one detector for people and for the browser. Pattern, where it
// is not empty, is written in the part of the regular expression language that
// RE2 and JavaScript share and is used with Flags. Its group 1 is the identifier;
// a match without group 1 is something harmless that was passed over. The browser
// runs those with Browser set, before the text is sent; it finds a part of what
// Scan finds, and Scan decides.
type Rule struct {
	ID      string `json:"id"`
	Kind    Kind   `json:"kind"`
	Action  Action `json:"action"`
	Message string `json:"message"`
	Pattern string `json:"pattern,omitempty"`
	Flags   string `json:"flags,omitempty"`
	Check   Check  `json:"check,omitempty"`
	Browser bool   `json:"browser"`
}

// Patterns for the browser. Each is a plain form of what Scan looks for. The
// first alternative of browserNHS swallows numbers that are something else.
const (
	browserNHS = `\b(?:ISBN(?:-1[03])?|order|ref|reference|invoice|AN|accession|tel|phone|fax|card|account)[ .:#-]{0,3}(?:(?:no|number|is)\b[ .:#-]{0,3})?\d[\d -]{8,13}\b|\b0\.\d+\b` +
		"|\\b(\\d{3}[ \u00a0.-]?\\d{3}[ \u00a0.-]?\\d{4})\\b" // with the no-break space
	browserNHSLabel = `\bNHS (?:no|num|number|id)\b[ .:#=-]{0,4}(?:is )?(\d(?:[ -]?\d){7,10})\b`
	browserCHI      = `\bCHI (?:no|num|number)?\b[ .:#=-]{0,4}(\d{6}[ -]?\d{4})\b`
	browserHospital = `\b(?:MRN|(?:hosp(?:ital)?|unit|case ?note|PAS|K|patient|pt)[. -]{0,2}(?:no|number|id|num)\b)[ .:#=-]{0,4}(?:is )?([A-Za-z]{0,4}\d{5,10}[A-Za-z]?)\b`
	browserDOB      = `\b(?:D\.?O\.?B\.?|d/o/b|date of birth)[ .:=-]{0,4}(?:is )?(\d{1,2}[/. -]\d{1,2}[/. -]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:the )?\d{1,2}(?:st|nd|rd|th)?[ -](?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[ ,-]{1,2}\d{2,4})\b`
	browserName     = `\b((?:Mrs|Mr|Miss|Ms) (?:[A-Z][a-z]+[ -])?(?:O'|Mc|Mac)?[A-Z][a-z]+)\b`
	browserPostcode = `\b((?:[BEGLMNSW]|A[BL]|B[ABDHLNRST]|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]|F[KY]|G[LUY]|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]|M[EKL]|N[EGNPRW]|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]|T[ADFNQRSW]|UB|W[ACDFNRSV]|YO|ZE)\d[\dA-Z]? \d[ABD-HJLNP-UW-Z]{2})\b`
	browserBed      = `\b(bed \d{1,2}[,]? (?:[a-z]+ ward|ward \d{1,2}))\b`
)

// Rules lists every detector and every escalation, in the order in which a page
// explains them. Messages are for the person who typed the text.
func Rules() []Rule {
	return append(blockRules(), append(warnRules(), nudgeRules()...)...)
}

func blockRules() []Rule {
	return []Rule{
		{"nhs-number", KindNHSNumber, ActionBlock, "This looks like an NHS number. Take it out: a search never needs it.", browserNHS, "gi", CheckMod11, true},
		{"nhs-number-unchecked", KindNHSNumberUnchecked, ActionBlock, "This is called an NHS number but has a digit wrong. Take it out.", browserNHSLabel, "gi", CheckMixed, true},
		{"chi-number", KindCHINumber, ActionBlock, "This looks like a CHI number, which begins with a date of birth. Take it out.", browserCHI, "gi", CheckNone, true},
		{"hospital-number", KindHospitalNumber, ActionBlock, "This looks like a hospital or case-note number. Take it out.", browserHospital, "gi", CheckNone, true},
		{"date-of-birth", KindDateOfBirth, ActionBlock, "This looks like a date of birth. Give an age or an age group instead.", browserDOB, "gi", CheckNone, true},
		{"name-with-place-or-birth", KindName, ActionBlock, "A name together with a date of birth, postcode, address or bed points at one person. Take the name out.", "", "", CheckNone, false},
		{"postcode-with-name", KindPostcode, ActionBlock, "A postcode together with a name points at one person. Take it out.", "", "", CheckNone, false},
		{"address-with-name", KindAddress, ActionBlock, "An address together with a name points at one person. Take it out.", "", "", CheckNone, false},
	}
}

func warnRules() []Rule {
	return []Rule{
		{"name", KindName, ActionWarn, "This may be a patient's name. Say \"the patient\" instead.", browserName, "g", CheckNone, true},
		{"postcode", KindPostcode, ActionWarn, "This looks like a postcode. A town or region is enough for a search.", browserPostcode, "g", CheckNone, true},
		{"bed-name-age", KindBedNameAge, ActionWarn, "A bed or ward can point at one person. The type of ward is enough.", browserBed, "gi", CheckNone, true},
		{"address", KindAddress, ActionWarn, "This looks like somebody's address. Take it out.", "", "", CheckNone, false},
		{"patient-contact", KindPatientContact, ActionWarn, "This looks like the telephone number or e-mail address of a patient or relative. Take it out.", "", "", CheckNone, false},
	}
}

func nudgeRules() []Rule {
	return []Rule{
		{"age-over-89", KindAgeOver89, ActionNudge, "Few people are this old. Could you write \"over 90\"?", "", "", CheckNone, false},
		{"rare-disease-place", KindRareDiseasePlace, ActionNudge, "A rare condition with a place can point at one person. Could you leave the place out?", "", "", CheckNone, false},
		{"placeholder-number", KindPlaceholderNumber, ActionNudge, "This number looks like a placeholder. You can leave it out.", "", "", CheckNone, false},
	}
}

// BaseAction is what a finding of the kind asks for on its own.
func BaseAction(k Kind) Action {
	switch k {
	case KindNHSNumber, KindNHSNumberUnchecked, KindCHINumber, KindHospitalNumber, KindDateOfBirth:
		return ActionBlock
	case KindName, KindPostcode, KindBedNameAge, KindAddress, KindPatientContact:
		return ActionWarn
	default:
		return ActionNudge
	}
}
