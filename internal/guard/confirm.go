package guard

import "slices"

// ReasonsVersion is raised whenever Reasons changes, so that a stored reason
// code can be read later by the list it was chosen from.
const ReasonsVersion = 1

// Confirm is a user's statement that one finding identifies no patient. Start
// is the finding's, in code points; when the text changes before it, the
// statement no longer fits and is asked for again.
type Confirm struct {
	Field      string `json:"field"`
	Start      int    `json:"start"`
	Kind       Kind   `json:"kind"`
	ReasonCode string `json:"reason_code"`
}

// Reason is one entry of the list a user chooses from.
type Reason struct {
	Code  string `json:"code"`
	Label string `json:"label"`
	Kinds []Kind `json:"kinds"` // what it can be said of; empty for every kind
}

// Reasons lists the reasons for which a finding can be overridden, in the order
// in which a form offers them. Every kind that can block has at least one.
func Reasons() []Reason {
	numbers := []Kind{KindNHSNumber, KindNHSNumberUnchecked, KindCHINumber, KindHospitalNumber}
	return []Reason{
		{"not_a_patient", "It is not about a patient", nil},
		{"published_author", "It is the author or subject of a publication", []Kind{KindName}},
		{"staff_member", "It is a member of staff", []Kind{KindName, KindPostcode, KindAddress, KindPatientContact}},
		{"place_name", "It is a place or an organisation", []Kind{KindName, KindPostcode, KindAddress, KindBedNameAge}},
		{"other_number", "It is another kind of number, such as an order or a record number", numbers},
		{"cohort_or_limit", "It is a cohort, a range or a search limit", []Kind{KindDateOfBirth, KindAgeOver89}},
		{"eponym_or_product", "It is the name of a condition, a test or a product", []Kind{KindName, KindPostcode}},
		{"test_data", "It is invented, for testing or teaching", nil},
		{"historical_or_public", "It is already public, such as a published case or inquiry", []Kind{KindName, KindDateOfBirth}},
	}
}

// Confirmable reports whether a finding of the kind can be overridden with the
// reason code.
func Confirmable(k Kind, code string) bool {
	for _, r := range Reasons() {
		if r.Code == code {
			return len(r.Kinds) == 0 || slices.Contains(r.Kinds, k)
		}
	}
	return false
}

// Unconfirmed returns the findings that still block: action block, and no
// confirmation with the same field, start and kind and a reason that fits.
func Unconfirmed(findings []Finding, confirms []Confirm) []Finding {
	var left []Finding
	for _, f := range findings {
		confirmed := slices.ContainsFunc(confirms, func(c Confirm) bool {
			return c.Field == f.Field && c.Start == f.Start && c.Kind == f.Kind && Confirmable(f.Kind, c.ReasonCode)
		})
		if f.Action == ActionBlock && !confirmed {
			left = append(left, f)
		}
	}
	return left
}
