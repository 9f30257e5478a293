package vocabulary_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/vocabulary"
)

func TestEveryProductHasAnOutline(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, product := range codes(t, c, vocabulary.Products) {
		if term, ok := c.Term(vocabulary.SummaryOutlines, product); !ok || len(term.Refs[vocabulary.Products]) != 1 || term.Refs[vocabulary.Products][0] != product {
			t.Errorf("%s has no outline of its own", product)
		}
	}
	undecided := c.Outline("undecided")
	for _, code := range []string{"", "from_a_newer_version"} {
		if diff := cmp.Diff(undecided, c.Outline(code)); diff != "" {
			t.Errorf("%q: %s", code, diff)
		}
	}
	if nothing := c.Outline(vocabulary.OutlineNothingFound); nothing.BottomLineStarter == "" || len(nothing.Sections) != 3 {
		t.Errorf("nothing found: %+v", nothing)
	}
	if !c.Offered(vocabulary.ExtentHeading) || !c.Offered("What to try next") || c.Offered("Local notes") {
		t.Error("the headings that are offered are not told from those that people type")
	}
}

func TestDisclaimersByReport(t *testing.T) {
	t.Parallel()
	c := load(t)
	tests := []struct {
		name, searchType, product string
		ai                        bool
		want                      []string
	}{
		{"a list", "audit", "reference_list", false, []string{"general", "copyright"}},
		{"for a patient", "patient_question", "", false, []string{"general", "patients", "copyright"}},
		{"a summary", "audit", "evidence_summary", false, []string{"general", "evidence_summary", "copyright"}},
		{"all", "patient_information_resource", "evidence_synthesis", true, []string{"general", "patients", "evidence_summary", "ai", "copyright"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, d := range c.DisclaimersFor(tt.searchType, tt.product, tt.ai) {
				got = append(got, d.Code)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
