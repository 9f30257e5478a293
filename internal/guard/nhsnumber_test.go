package guard_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"evidencedesk/internal/guard"
)

func TestValidNHSNumber(t *testing.T) {
	t.Parallel()
	for digits, want := range map[string]bool{
		"9434765919":  true,  // worked example of the NHS Data Dictionary: sum 299, remainder 2, check 9
		"9434765918":  false, // last digit off by one
		"9343765919":  false, // two digits exchanged
		"1111111111":  true,  // every number of one digit passes
		"0000000000":  true,
		"943476591":   false,
		"94347659190": false,
		"943476591x":  false,
		"":            false,
	} {
		if got := guard.ValidNHSNumber(digits); got != want {
			t.Errorf("ValidNHSNumber(%q) = %v, want %v", digits, got, want)
		}
	}
}

// TestCheckTenIsNeverValid: nine digits whose check value is 10 have no tenth.
func TestCheckTenIsNeverValid(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		nine := rapid.StringMatching(`[0-9]{9}`).Draw(t, "nine")
		sum := 0
		for i := range 9 {
			sum += int(nine[i]-'0') * (10 - i)
		}
		check := (11 - sum%11) % 11
		for last := range 10 {
			if got := guard.ValidNHSNumber(nine + fmt.Sprint(last)); got != (last == check) {
				t.Fatalf("%s%d: got %v, check value %d", nine, last, got, check)
			}
		}
	})
}

func TestNHSNumberTexts(t *testing.T) {
	t.Parallel()
	runCases(t, []textCase{
		{"999 000 0018", "nhs_number"},
		{"999-000-0018", "nhs_number"},
		{"999.000.0018", "nhs_number"},
		{"9990000018", "nhs_number"},
		{"999\u00a0000\u20090018", "nhs_number"},
		{"９９９０００００１８", "nhs_number"},
		{"999 000\n0018", "nhs_number"},
		{"99900\n00018", "nhs_number"},
		{"99\u200b9000\u200b0018", "nhs_number"},
		{"9 9 9 0 0 0 0 0 1 8", "nhs_number"},
		{"NHS9990000018", "nhs_number"},
		{"letter9990000018.pdf", "nhs_number"},
		{"aged 67 999 000 0018 on dialysis", "nhs_number"},
		{"943 476 5919", "nhs_number"},
		{"99900000181", ""},
		{"19990000018", ""},
		{"0.9990000018", ""},
		{"£9990000018", ""},
		{"ISBN 9990000018", ""},
		{"ISBNs 9990000018 and 9990000026", ""},
		{"order no. 9990000018", ""},
		{"doi:10.1000/9990000018", ""},
		{"999 000 0019", ""},
		{"NHS number 999 000 0019", "nhs_number_unchecked"},
		{"NHS no 99900001", "nhs_number_unchecked"},
		{"NHS no 9990001", ""},
		{"NHS 999 000 0019", "nhs_number_unchecked"},
		{"NHS 111 and 999 calls 2019", ""},
		{"NHS no DOB 03/03/1951", "date_of_birth"},
		{"CHI 0101511234", "chi_number"},
		{"1111111111", "placeholder_number"},
		{"NHS No 111 111 1111", "placeholder_number"},
	})
}

// layouts are the ways people write ten digits.
func layouts(digits string) []string {
	join := func(sep string) string { return digits[:3] + sep + digits[3:6] + sep + digits[6:] }
	return []string{
		digits, join(" "), join("-"), join("."), join("\u00a0"), join("\u2009"), join(" - "), join("\u2013"), join("\n"),
		digits[:6] + " " + digits[6:], digits[:3] + " " + digits[3:], fullWidth(digits), digits[:5] + "\n" + digits[5:],
	}
}

func fullWidth(digits string) string {
	return strings.Map(func(r rune) rune { return r + 0xfee0 }, digits)
}

func TestEveryValidNumberIsFoundInAnyLayout(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		digits := drawNumber(t, true)
		text := rapid.SampledFrom([]string{"", "pt ", "evidence for ", "(", "aged 54, ", "é ", "number: "}).Draw(t, "before") +
			rapid.SampledFrom(layouts(digits)).Draw(t, "layout") +
			rapid.SampledFrom([]string{"", ".", ",", ")", " please", "\n", " 54M"}).Draw(t, "after")
		for _, f := range guard.Scan(text, guard.Options{}) {
			if f.Kind == guard.KindNHSNumber || f.Kind == guard.KindCHINumber {
				return
			}
		}
		t.Fatalf("not found in %q", text)
	})
}

func TestInvalidNumberIsFlaggedOnlyWithALabel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		digits := drawNumber(t, false)
		layout := rapid.SampledFrom(layouts(digits)[:4]).Draw(t, "layout")
		if found := guard.Scan("the figure is "+layout+" today", guard.Options{}); len(found) != 0 {
			t.Fatalf("%q: unexpected %v", layout, found)
		}
		label := rapid.SampledFrom([]string{"NHS number ", "NHS No: ", "nhs num ", "NHS no. is "}).Draw(t, "label")
		found := guard.Scan(label+layout, guard.Options{})
		if len(found) != 1 || found[0].Kind != guard.KindNHSNumberUnchecked || found[0].Action != guard.ActionBlock {
			t.Fatalf("%q: got %v", label+layout, found)
		}
	})
}

// drawNumber draws ten digits that pass the check, or do not, and are not all
// the same. A number that begins with 0 is a telephone number or a CHI number.
func drawNumber(t *rapid.T, valid bool) string {
	for {
		nine := rapid.StringMatching(`[1-9][0-9]{8}`).Draw(t, "nine")
		last := rapid.IntRange(0, 9).Draw(t, "last")
		for i := range 10 {
			digits := nine + fmt.Sprint((last+i)%10)
			if guard.ValidNHSNumber(digits) == valid && strings.Count(digits, digits[:1]) < 10 {
				return digits
			}
		}
	}
}
