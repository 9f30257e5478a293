package score

import (
	"strings"

	"evidencedesk/internal/guard"
)

// KindOf reads a kind under its own or an everyday name: "NHS No", "dob",
// "patient-name".
func KindOf(name string) (guard.Kind, bool) {
	key := strings.NewReplacer(" ", "_", "-", "_", ".", "", "/", "_").Replace(strings.ToLower(strings.TrimSpace(name)))
	switch key {
	case "nhs", "nhs_no", "nhs_number", "nhs_num", "nhsnumber", "nhs_id", "hcn", "hc_number":
		return guard.KindNHSNumber, true
	case "nhs_number_unchecked", "nhs_unchecked", "nhs_labelled", "nhs_number_labelled", "nhs_number_invalid", "nhs_invalid", "nhs_typo", "nhs_number_typo", "labelled_nhs", "labelled_nhs_number", "nhs_no_label", "nhs_label":
		return guard.KindNHSNumberUnchecked, true
	case "chi", "chi_no", "chi_number":
		return guard.KindCHINumber, true
	case "hospital", "hospital_no", "hospital_number", "hosp", "hosp_no", "hosp_number", "mrn", "casenote", "case_note", "casenote_number", "pas", "pas_number", "unit_number", "patient_id", "patient_number", "medical_record_number", "hospital_id":
		return guard.KindHospitalNumber, true
	case "dob", "date_of_birth", "birth_date", "birthdate", "birth", "born":
		return guard.KindDateOfBirth, true
	case "name", "names", "person", "person_name", "patient_name", "initials", "patient", "nok", "relative_name":
		return guard.KindName, true
	case "postcode", "post_code", "pc", "postal_code", "zip":
		return guard.KindPostcode, true
	case "bed", "ward", "bed_ward", "ward_bed", "bed_or_ward", "location", "bed_name_age", "bed_ward_name_age", "bed_location", "ward_location", "bedspace", "bed_space":
		return guard.KindBedNameAge, true
	case "address", "street", "addr", "street_address", "home_address":
		return guard.KindAddress, true
	case "patient_contact", "contact", "phone", "telephone", "email", "e_mail", "patient_phone", "patient_email", "con":
		return guard.KindPatientContact, true
	case "age", "age_over_89", "age_89", "age_over_90", "over_89", "age_90", "old_age", "age>89":
		return guard.KindAgeOver89, true
	case "rare", "rare_disease", "rare_disease_place", "rare_place", "rare_condition", "rare_disease_and_place":
		return guard.KindRareDiseasePlace, true
	case "placeholder", "placeholder_number", "ph":
		return guard.KindPlaceholderNumber, true
	}
	return shortKind(key)
}

// shortKind reads the abbreviations of the guard's own corpus.
func shortKind(key string) (guard.Kind, bool) {
	if key == "nhsx" {
		return guard.KindNHSNumberUnchecked, true
	}
	return "", false
}

// family groups kinds that name one thing at different certainty: the national
// number. A finding of one counts for a label of another.
func family(k guard.Kind) guard.Kind {
	switch k {
	case guard.KindNHSNumberUnchecked, guard.KindCHINumber:
		return guard.KindNHSNumber
	default:
		return k
	}
}
