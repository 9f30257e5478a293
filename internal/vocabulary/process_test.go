package vocabulary_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/vocabulary"
)

// Hours of the National Searching Guidance where it gives them, otherwise the presets of the field reference.
func TestSuggestedHours(t *testing.T) {
	t.Parallel()
	c := load(t)
	for code, want := range map[string][3]int{ // low, high, midpoint, in minutes
		"patient_care": {90, 300, 195}, "teaching": {120, 300, 210}, "quality_improvement": {180, 360, 270},
		"patient_information_resource": {180, 360, 270}, "patient_question": {180, 360, 270}, "research_publication": {240, 420, 330},
		"coursework_study": {0, 30, 15}, "audit": {120, 300, 210}, "business_case": {180, 360, 270},
		"guideline_policy_pathway": {180, 360, 270}, "service_development_management": {180, 360, 270}, "systematic_review": {0, 0, 0},
	} {
		s, ok := c.SearchType(code)
		if !ok {
			t.Fatalf("no type %s", code)
		}
		if got := [3]int{s.LowMinutes, s.HighMinutes, s.DefaultMinutes}; got != want {
			t.Errorf("%s: %v, want %v", code, got, want)
		}
	}
	for _, code := range codes(t, c, vocabulary.SearchTypes) {
		s, _ := c.SearchType(code)
		if s.DefaultMinutes != (s.LowMinutes+s.HighMinutes)/2 {
			t.Errorf("%s: default %d is not the midpoint of %d and %d", code, s.DefaultMinutes, s.LowMinutes, s.HighMinutes)
		}
		if s.OffByDefault != (code == "journal_club" || code == "personal_cpd" || code == "other") {
			t.Errorf("%s: off by default is %v", code, s.OffByDefault)
		}
	}
}

func TestBoundsOfTypes(t *testing.T) {
	t.Parallel()
	c := load(t)
	coursework, _ := c.SearchType("coursework_study")
	if most, ok := coursework.MaxMinutes(); !ok || most != 30 || !coursework.NormallyDeclined {
		t.Errorf("coursework: %d, %v", most, ok)
	}
	review, _ := c.SearchType("systematic_review")
	if _, ok := review.MaxMinutes(); ok || review.Upper != vocabulary.UpperNone || review.MinElapsedDays != 10 {
		t.Errorf("systematic review: %+v", review)
	}
	care, _ := c.SearchType("patient_care")
	if _, ok := care.MaxMinutes(); ok || !care.Prioritised || care.FirstAskDays != 14 {
		t.Errorf("patient care: %+v", care)
	}
	if s, ok := c.SearchType("astrology"); ok {
		t.Errorf("an unknown type: %+v", s)
	}
}

func TestCheckPolicyByType(t *testing.T) {
	t.Parallel()
	c := load(t)
	want := map[string]vocabulary.CheckPolicy{
		"systematic_review": vocabulary.CheckBoth, "guideline_policy_pathway": vocabulary.CheckSummary, "business_case": vocabulary.CheckSummary,
	}
	for _, code := range codes(t, c, vocabulary.SearchTypes) {
		expected, listed := want[code]
		if !listed {
			expected = vocabulary.CheckNone
		}
		if s, _ := c.SearchType(code); s.CheckRequired != expected {
			t.Errorf("%s: %s, want %s", code, s.CheckRequired, expected)
		}
	}
}

func TestFollowUpDays(t *testing.T) {
	t.Parallel()
	c := load(t)
	second := "business_case guideline_policy_pathway quality_improvement service_development_management"
	for _, code := range codes(t, c, vocabulary.SearchTypes) {
		first, again := 28, 0
		if code == "patient_care" {
			first = 14
		}
		if strings.Contains(second, code) {
			again = 90
		}
		if s, _ := c.SearchType(code); s.FirstAskDays != first || s.SecondAskDays != again {
			t.Errorf("%s: asked after %d and %d days, want %d and %d", code, s.FirstAskDays, s.SecondAskDays, first, again)
		}
	}
}

func TestUrgencies(t *testing.T) {
	t.Parallel()
	c := load(t)
	want := []vocabulary.Urgency{
		{Code: "now", Label: "Now", PromiseMinutes: 60, NeedsReason: true, BypassesQueue: true},
		{Code: "urgent", Label: "Urgent", PromiseMinutes: 480, StartWithinMinutes: 120, SameDay: true, NeedsReason: true},
		{Code: "soon", Label: "Soon", PromiseMinutes: 3 * 480},
		{Code: "routine", Label: "Routine", PromiseMinutes: 10 * 480},
		{Code: "project", Label: "Project", ByAgreement: true, MinElapsedDays: 10},
	}
	var got []vocabulary.Urgency
	for _, code := range codes(t, c, vocabulary.Urgencies) {
		u, ok := c.Urgency(code)
		if !ok {
			t.Fatalf("no urgency %s", code)
		}
		got = append(got, u)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if u, ok := c.Urgency("yesterday"); ok {
		t.Errorf("an unknown urgency: %+v", u)
	}
}

func TestFrameworkElements(t *testing.T) {
	t.Parallel()
	c := load(t)
	for code, want := range map[string]string{ // searched on by default: marked with a star
		"none": "", "pico": "population* intervention* comparison outcome", "picot": "population* intervention* comparison outcome time",
		"picos": "population* intervention* comparison outcome study_design", "picoc": "population* intervention* comparison outcome context",
		"picott":           "population* intervention* comparison outcome question_type study_type",
		"pico_qualitative": "population* interest* context", "peo": "population* exposure* outcome", "peco": "population* exposure* comparison outcome",
		"pfo": "population* factor* outcome", "pcc": "population* concept* context", "cocopop": "condition* context population*",
		"spider": "sample* phenomenon* design* evaluation* research_type*", "spice": "setting* perspective* intervention* comparison evaluation",
		"clip": "client* location improvement* professional", "eclipse": "expectation* client_group* location impact professionals service*",
		"cimo": "context* intervention* mechanism* outcome", "cmo": "context* mechanism* outcome", "mip": "methodology issues* participants*",
		"behemoth": "behaviour* health_context* exclusions models_theories*",
	} {
		f, ok := c.Framework(code)
		if !ok {
			t.Fatalf("no framework %s", code)
		}
		var got []string
		searched := 0
		for _, e := range f.Elements {
			key := e.Key
			if e.Search {
				key, searched = key+"*", searched+1
			}
			got = append(got, key)
		}
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" && want != "" {
			t.Errorf("%s (-want +got):\n%s", code, diff)
		}
		if f.Combine == "" && searched > 4 {
			t.Errorf("%s searches on %d elements; two to four are the rule", code, searched)
		}
	}
	if f, _ := c.Framework("spider"); f.Combine != "sample AND phenomenon AND (design OR evaluation) AND research_type" {
		t.Errorf("SPIDER combines %q", f.Combine)
	}
	if f, _ := c.Framework("pico"); !f.Has("outcome") || f.Has("setting") {
		t.Error("PICO has the wrong elements")
	}
	if f, ok := c.Framework("horoscope"); ok {
		t.Errorf("an unknown framework: %+v", f)
	}
}
