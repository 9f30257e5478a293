package guard_test

import (
	"testing"

	"pgregory.net/rapid"

	"evidencedesk/internal/guard"
)

func TestHospitalNumberTexts(t *testing.T) {
	t.Parallel()
	runCases(t, []textCase{
		{"MRN 1234567", "hospital_number"},
		{"hosp no K123456", "hospital_number"},
		{"Unit number: AB/123456", "hospital_number"},
		{"case note number 55-12-98", "hospital_number"},
		{"A&E number 2023/12345", "hospital_number"},
		{"pt K1234567 unwell", "hospital_number"},
		{"hospital no 123456 DOB 3/3/51", "hospital_number date_of_birth"},
		{"hospital no. 0161 496 0142", ""},
		{"hospital number 2 of 4", ""},
		{"patient numbers 2015-2020", ""},
		{"patient no 1500 patients", ""},
		{"mRNA-1273 vaccine", ""},
		{"casenotes 1500 reviewed", ""},
	})
}

// TestLabelledHospitalNumbers: each label with each shape of number.
func TestLabelledHospitalNumbers(t *testing.T) {
	t.Parallel()
	labels := []string{
		"hospital number", "Hospital No.", "hosp no", "Hosp. No:", "hosp num", "HOSP NO", "hospital ID", "Hosp#", "MRN", "MRN:", "mrn no.", "MRN number is", "unit no", "Unit Number:",
		"case note no", "casenote number", "case notes number", "Case-note no.", "PAS number", "PAS no", "PAS ID:", "K number", "K no.", "patient no", "Patient Number:", "patient ID",
		"pt no", "pt id", "Pt. No.", "patient's number", "medical record number", "EPR number", "district number", "hospital number (from label):", "her hospital number is", "patient identifier", "chart no",
		"Hospital no -", "hospital registration number", "Hosp no =", "hospital reference", "the hospital number for this patient is",
	}
	values := []string{"123456", "K123456", "A12345", "RX1234567", "1234567A", "00451239", "AB/123456", "12-34567", "G445566", "H 123456", "98765", "X99812Z"}
	for _, label := range labels {
		for _, value := range values {
			text := "Statins and falls? " + label + " " + value + " thanks"
			found := guard.Scan(text, guard.Options{})
			if len(found) != 1 || found[0].Kind != guard.KindHospitalNumber {
				t.Errorf("%q: got %v", text, found)
			}
		}
	}
}

func TestSiteHospitalNumbers(t *testing.T) {
	t.Parallel()
	patterns, err := guard.ParseHospitalPatterns([]string{`RQX\d{6}`})
	if err != nil {
		t.Fatal(err)
	}
	found := guard.Scan("see rqx123456 please", guard.Options{HospitalNumbers: patterns})
	if len(found) != 1 || found[0].Kind != guard.KindHospitalNumber || found[0].Start != 4 || found[0].Length != 9 {
		t.Errorf("got %v", found)
	}
	if found := guard.Scan("see rqx123456 please", guard.Options{}); len(found) != 0 {
		t.Errorf("without the pattern: %v", found)
	}
	for _, bad := range []string{"", `\d*`, `[`, `.{3}`, `\w+`} {
		if _, err := guard.ParseHospitalPatterns([]string{bad}); err == nil {
			t.Errorf("%q was accepted", bad)
		}
	}
}

func TestDateOfBirthTexts(t *testing.T) {
	t.Parallel()
	runCases(t, []textCase{
		{"DOB 3/3/1951", "date_of_birth"},
		{"born on the third of March nineteen fifty-one", "date_of_birth"},
		{"she was born in March 1951", "date_of_birth"},
		{"DOB 1951", "date_of_birth"},
		{"dob12/1/77", "date_of_birth"},
		{"seen 12/03/2024 DOB 03/03/1951", "date_of_birth"},
		{"Mr Marsh 03/03/1951", "name date_of_birth"},
		{"Mr Marsh 03/03/2024", "name"},
		{"the date of birth on the form reads 3 March 1951", "date_of_birth"},
		{"DOB not given, admitted 03/03/2024", ""},
		{"DOB before 01/01/1960", ""},
		{"born in 2020", ""},
		{"babies born before 32 weeks", ""},
		{"born 12/2019 cohort", ""},
		{"children born on 1 July 2024", ""},
		{"born on or after 1 July 2024", ""},
		{"the NHS's 75th birthday on 5 July 2023", ""},
		{"2015:2024.(sa_year).", ""},
	})
}

// TestLabelledDatesOfBirth: each label with each way to write a date.
func TestLabelledDatesOfBirth(t *testing.T) {
	t.Parallel()
	labels := []string{"DOB", "dob:", "D.O.B.", "d.o.b", "d/o/b", "DoB -", "D O B", "Date of birth", "date of birth:", "born", "born on", "Born:", "Birth date", "DOB is", "date of birth was", "DOB (from notes):", "his date of birth is", "pt DOB =", "Birthday:"}
	dates := []string{
		"03/04/1951", "3/4/51", "3.4.1951", "03-04-51", "03 04 1951", "1951-04-03", "3 April 1951", "3rd April 1951", "3rd of April 1951", "the 3rd of April, 1951",
		"03-Apr-1951", "3 Apr 51", "April 3, 1951", "April 3rd 1951", "third of April nineteen fifty-one", "the third of April 1951", "3/Apr/1951", "12 Sept '44",
		"twenty-first of May two thousand and four", "31.12.1999", "1 January 2000", "3rd of the 4th 1951", "3 / 4 / 1951",
	}
	for _, label := range labels {
		for _, date := range dates {
			text := "Query re statins. " + label + " " + date + ". Thanks"
			found := guard.Scan(text, guard.Options{})
			if len(found) != 1 || found[0].Kind != guard.KindDateOfBirth {
				t.Errorf("%q: got %v", text, found)
			}
		}
	}
}

func TestNameTexts(t *testing.T) {
	t.Parallel()
	runCases(t, []textCase{
		{"Mrs O'Connor", "name"},
		{"Mr. Al-Hassan has gout", "name"},
		{"mrs thompson has gout", "name"},
		{"MRS THOMPSON HAS GOUT AND ITCH", "name"},
		{"Mr de Souza", "name"},
		{"pt Łukasz Zieliński", "name"},
		{"patient: Kowalczyk, Anna", "name"},
		{"surname o'brien", "name"},
		{"a lady called Jean", "name"},
		{"her son Peter", "name"},
		{"MrsCrossley", "name"},
		{"initials JS", "name"},
		{"MRI and MR angiography", ""},
		{"morphine MR tablets", ""},
		{"Dr Smith's paper", ""},
		{"Mr Khan's clinic", ""},
		{"we Miss Patients who fall", ""},
		{"Parkinson's disease", ""},
		{"May we ask; Will you", ""},
		{"Smith J, Jones P. BMJ 2019", ""},
		{"St Mary's and John Radcliffe", ""},
		{"re: Statins in Older Adults", ""},
		{"patient Health Questionnaire", ""},
		{"Patient A and patient B", ""},
		{"Mx of sepsis", ""},
		{"My name is Karen Booth", ""},
	})
}

func TestOtherTexts(t *testing.T) {
	t.Parallel()
	runCases(t, []textCase{
		{"LS9 7TF", "postcode"},
		{"ls97tf", "postcode"},
		{"B12 5MG", ""},
		{"B6 5th edition", ""},
		{"CT26WT cells", ""},
		{"L4 5HT", ""},
		{"bed 14 Cedar ward", "bed_name_age"},
		{"14 bed ward", ""},
		{"bed 30 degrees", ""},
		{"I work on ward 12", ""},
		{"lives at 14 Acacia Avenue", "address"},
		{"library address: 10 South Street", ""},
		{"NOK tel 07700 900123", "patient_contact"},
		{"ring me on 0161 496 0142", ""},
		{"92 year old", "age_over_89"},
		{"people aged over 90", ""},
		{"the only patient in Whitby with FOP", "rare_disease_place"},
		{"prevalence of Huntington's in Scotland", ""},
		{"1. exp Diabetes Mellitus/ and (adj3 near insulin).tw.\n2. 1 and 2015:2024.(sa_year). (1234567)", ""},
	})
}

// TestOrdinaryTextIsQuiet: dates, counts and codes of search work never block.
func TestOrdinaryTextIsQuiet(t *testing.T) {
	t.Parallel()
	pieces := rapid.SampledFrom([]string{
		"exp Asthma/", "adj3", "12345", "2015:2024.(sa_year).", "limit 4 to yr=\"2015 -Current\"", "BMJ 2021;372:n71", "NG158", "PMID 30415278", "NCT01234567",
		"p<0.001", "95% CI 1.2-3.4", "bd", "5mg", "Crohn's disease", "or/1-3", "randomi?ed.ti,ab.", "Cochrane", "12/03/2024", "and", "May 2024", "(n=120)",
	})
	rapid.Check(t, func(t *rapid.T) {
		var text string
		for _, piece := range rapid.SliceOfN(pieces, 1, 12).Draw(t, "pieces") {
			text += piece + rapid.SampledFrom([]string{" ", "; ", "\n"}).Draw(t, "gap")
		}
		if found := guard.Scan(text, guard.Options{}); len(found) != 0 {
			t.Fatalf("%q: %v", text, found)
		}
	})
}
