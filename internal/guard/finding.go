package guard

// Kind names what a finding looks like. The values are part of the API.
type Kind string

// The kinds of identifier that Scan can report.
const (
	KindNHSNumber          Kind = "nhs_number"           // ten digits that pass the check digit
	KindNHSNumberUnchecked Kind = "nhs_number_unchecked" // labelled as an NHS number, fails the check digit
	KindCHINumber          Kind = "chi_number"           // Scottish Community Health Index number
	KindHospitalNumber     Kind = "hospital_number"      // labelled, or of a shape the site has configured
	KindDateOfBirth        Kind = "date_of_birth"
	KindName               Kind = "name"
	KindPostcode           Kind = "postcode"
	KindBedNameAge         Kind = "bed_name_age" // a bed or ward that points at one person
	KindAddress            Kind = "address"      // house number and street
	KindPatientContact     Kind = "patient_contact"
	KindAgeOver89          Kind = "age_over_89"
	KindRareDiseasePlace   Kind = "rare_disease_place"
	KindPlaceholderNumber  Kind = "placeholder_number" // 111 111 1111: passes the check, identifies nobody
)

// Action is what the guard asks of the caller.
type Action string

// The actions, strongest first.
const (
	ActionBlock Action = "block" // do not store until it is removed or confirmed with a reason
	ActionWarn  Action = "warn"  // store, but ask the user to look again
	ActionNudge Action = "nudge" // store; mention it quietly
)

// rank orders actions by strength; an unknown action is weakest.
func (a Action) rank() int {
	switch a {
	case ActionBlock:
		return 3
	case ActionWarn:
		return 2
	case ActionNudge:
		return 1
	default:
		return 0
	}
}

// Finding says where something that looks like an identifier stands. It never
// carries the text. Start and Length count Unicode code points of the scanned
// text, from 0; a browser that counts UTF-16 units has to convert.
type Finding struct {
	Field  string `json:"field"`
	Start  int    `json:"start"`
	Length int    `json:"length"`
	Kind   Kind   `json:"kind"`
	Action Action `json:"action"`
}

// End is the position just after the finding, in code points.
func (f Finding) End() int { return f.Start + f.Length }

// Blocks reports whether any finding has the action block.
func Blocks(findings []Finding) bool {
	for _, f := range findings {
		if f.Action == ActionBlock {
			return true
		}
	}
	return false
}
