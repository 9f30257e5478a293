package claims_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/claims"
)

// unsupported are the excerpts of the sentences of a text that cite nothing.
func unsupported(heading, body string) []string {
	var list []string
	for _, f := range claims.Check([]claims.Text{{Section: "text", Heading: heading, Body: body}}, 4).Unsupported {
		list = append(list, f.Excerpt)
	}
	return list
}

func TestSentencesThatNeedSupport(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, heading, body string
		want                []string
	}{
		{"supported", "Findings", "Alarms ring [1]. Mats do not [2-4].", nil},
		{"not supported", "Findings", "Alarms ring [1]. Mats do not.", []string{"Mats do not."}},
		{"cites nothing that is there", "Findings", "Alarms ring [9].", []string{"Alarms ring [9]."}},
		{"cites a year", "Findings", "Two trials [2019-2024].", []string{"Two trials [2019-2024]."}},
		{"a question and an introduction", "Findings", "Do alarms help? Three ways were tried:\n- Alarms [1].\n- Mats.", []string{"Mats."}},
		{"code and tables", "Findings", "| A | B |\n|---|---|\n| x | y |\n\n```\nNot a claim.\n```", nil},
		{"about the search", "Where and how we looked", "Medline was searched in May.", nil},
		{
			"a heading in the text", "", "## Falls\nAlarms ring.\n## Limits\nNo trial was long.\n### Of the search\nOne source.\n## Cost\nThey are dear.",
			[]string{"Alarms ring.", "They are dear."},
		},
		{"nothing found", "Findings", "We found no trials of mats. Nothing on cost. No guidance was identified. The search did not find a review.", nil},
		{
			"a study that found no difference is a claim", "Findings", "The trial found no difference. We found no significant difference in falls.",
			[]string{"The trial found no difference.", "We found no significant difference in falls."},
		},
		{"no evidence of an effect is a claim", "Findings", "There was no evidence that alarms reduce falls.", []string{"There was no evidence that alarms reduce falls."}},
		{"a long one is cut", "", strings.Repeat("word ", 40), []string{strings.TrimSpace(strings.Repeat("word ", 16)) + "…"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, unsupported(tt.heading, tt.body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAReportAsAWhole(t *testing.T) {
	t.Parallel()
	got := claims.Check([]claims.Text{
		{Section: "bottom_line", Body: "Alarms ring [2]. They cost money [reference removed]."},
		{Section: "sections[0].text", Heading: "Gaps and limits", Body: "We found no trials on wards. One review is old [1, 7]."},
	}, 3)
	want := claims.Report{
		Claims:      2,
		Unsupported: []claims.Finding{{Section: "bottom_line", Sentence: 2, Excerpt: "They cost money [reference removed]."}},
		Unknown:     []claims.Finding{{Section: "sections[0].text", Sentence: 2, Excerpt: "One review is old [1, 7].", Numbers: []int{7}}},
		Removed:     []claims.Finding{{Section: "bottom_line", Sentence: 2, Excerpt: "They cost money [reference removed]."}},
		Unused:      []int{3},
		Support:     []claims.Link{{Section: "bottom_line", Sentence: 1, Numbers: []int{2}}, {Section: "sections[0].text", Sentence: 2, Numbers: []int{1}}},
		Nothing:     true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
