package claims_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/claims"
)

func TestTextsAreCutIntoSentences(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"one without a full stop", "Alarms help", []string{"Alarms help"}},
		{"two", "Alarms help. Mats do not.", []string{"Alarms help.", "Mats do not."}},
		{"question and exclamation", "Do they help? No! They ring.", []string{"Do they help?", "No!", "They ring."}},
		{"decimals", "Doses of 0.5 mg and 1.25 mg were given. Both worked.", []string{"Doses of 0.5 mg and 1.25 mg were given.", "Both worked."}},
		{"a p value", "Falls fell (p < .05). So did injuries.", []string{"Falls fell (p < .05).", "So did injuries."}},
		{"et al. in a sentence", "Alder et al. found that alarms ring.", []string{"Alder et al. found that alarms ring."}},
		{"et al. with a year", "Alder et al. (2020) found it.", []string{"Alder et al. (2020) found it."}},
		{"et al. at the end", "This follows Alder et al. The trial was small.", []string{"This follows Alder et al.", "The trial was small."}},
		{"e.g. and i.e.", "Sedatives, e.g. Diazepam, i.e. NICE says less.", []string{"Sedatives, e.g. Diazepam, i.e. NICE says less."}},
		{"vs.", "Alarms vs. Mats was the question. It is open.", []string{"Alarms vs. Mats was the question.", "It is open."}},
		{"approximately", "It took approx. 5 days.", []string{"It took approx. 5 days."}},
		{"etc.", "Mats, alarms, etc. The rest varied.", []string{"Mats, alarms, etc.", "The rest varied."}},
		{"titles", "Dr. Alder and Prof. Birch agreed.", []string{"Dr. Alder and Prof. Birch agreed."}},
		{"a number", "See No. 5 of the list.", []string{"See No. 5 of the list."}},
		{"the answer no", "The answer is no. The trial was small.", []string{"The answer is no.", "The trial was small."}},
		{"initials", "A review by J. K. Alder was found.", []string{"A review by J. K. Alder was found."}},
		{"a vitamin", "They took vitamin D. Patients fell less.", []string{"They took vitamin D.", "Patients fell less."}},
		{"a country", "All were U.K. trials. None was large.", []string{"All were U.K. trials.", "None was large."}},
		{"a small letter after a stop", "They used iPads. iPads broke.", []string{"They used iPads. iPads broke."}},
		{"a year at the end", "It began in 2019. It ended in 2020.", []string{"It began in 2019.", "It ended in 2020."}},
		{"a citation before the stop", "Alarms ring [1]. Mats do not [2, 3].", []string{"Alarms ring [1].", "Mats do not [2, 3]."}},
		{"a citation after the stop", "Alarms ring.[1] Mats do not. [2][3] Both cost money.", []string{"Alarms ring.[1]", "Mats do not. [2][3]", "Both cost money."}},
		{"a citation that begins a sentence", "Alarms ring. [1] showed it.", []string{"Alarms ring.", "[1] showed it."}},
		{"a link after the stop", "Alarms ring. [1](https://example.org) says so.", []string{"Alarms ring.", "[1](https://example.org) says so."}},
		{"quotes and brackets", "She said “Stop.” (They did.) Then it ended.", []string{"She said “Stop.”", "(They did.)", "Then it ended."}},
		{"bold", "**Alarms ring.** Mats do not.", []string{"**Alarms ring.**", "Mats do not."}},
		{"addresses", "See https://example.org/a.b?c=D. It is open.", []string{"See https://example.org/a.b?c=D.", "It is open."}},
		{"a link", "Read [the page](https://example.org/a. B) first. Then ask.", []string{"Read [the page](https://example.org/a. B) first.", "Then ask."}},
		{"code", "Use `a. B` there. Done.", []string{"Use `a. B` there.", "Done."}},
		{"an ellipsis", "It went on… Then it ended.", []string{"It went on…", "Then it ended."}},
		{"a list", "Two ways:\n- Alarms. They ring.\n- Mats\n\n1. First\n2. Second", []string{"Two ways:", "- Alarms.", "They ring.", "- Mats", "1. First", "2. Second"}},
		{"a line break in a sentence", "Alarms\nring. Mats\ndo not.", []string{"Alarms\nring.", "Mats\ndo not."}},
		{"headings", "# Falls\nAlarms ring.\n\nInjuries\n---\nFew.", []string{"# Falls", "Alarms ring.", "Injuries\n---", "Few."}},
		{"a table", "Before.\n\n| A | B |\n|---|---|\n| x. Y | 2 |\n\nAfter.", []string{"Before.", "| A | B |\n|---|---|\n| x. Y | 2 |", "After."}},
		{"fenced code", "Before.\n```\nA. B\n```\nAfter.", []string{"Before.", "```\nA. B\n```", "After."}},
		{"a quotation", "> Alarms ring. They do.", []string{"> Alarms ring.", "They do."}},
		{"a rule", "One.\n\n***\n\nTwo.", []string{"One.", "***", "Two."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, s := range claims.Sentences(tt.text) {
				got = append(got, strings.TrimSpace(s.Text))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			whole(t, tt.text)
		})
	}
}

func TestPiecesHaveTheirKinds(t *testing.T) {
	t.Parallel()
	text := "\n## Scope\nWhy? Because:\n- It rings.\n\n| a | b |\n|---|---|\n\n~~~\ncode\n\n[x]: https://example.org\n"
	want := []claims.Kind{claims.Aside, claims.Heading, claims.Question, claims.Leading, claims.Prose, claims.Table, claims.Code}
	var got []claims.Kind
	for _, s := range claims.Sentences(text) {
		got = append(got, s.Kind)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// whole fails unless the pieces of a text are the text, and none of them is empty.
func whole(t interface{ Errorf(string, ...any) }, text string) {
	var all strings.Builder
	for _, s := range claims.Sentences(text) {
		if s.Text == "" {
			t.Errorf("an empty piece in %q", text)
		}
		all.WriteString(s.Text)
	}
	if all.String() != text {
		t.Errorf("%q came back as %q", text, all.String())
	}
}

func TestThePiecesAreTheText(t *testing.T) {
	t.Parallel()
	part := rapid.SampledFrom([]string{
		"Alarms ring", "e.g.", "et al.", "0.5", ". ", "? ", "\n", "\n\n", "- ", "1. ", "# ", "| a | b |\n|---|---|\n", "```\n", "[1]", "[2-4]", " ", "`", "](x", "---\n", "> ", "A", "é", "…",
	})
	rapid.Check(t, func(t *rapid.T) {
		whole(t, strings.Join(rapid.SliceOfN(part, 0, 30).Draw(t, "parts"), ""))
	})
}

func FuzzSentences(f *testing.F) {
	for _, seed := range []string{"", "A. B [1].\n\n- c", "```", "|\n|-", "# \n===", "[1](", "`a", "<b>. C", "\xff. A", "J. K. Alder", "[1-9999][0]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole(t, text)
		r := claims.Check([]claims.Text{{Section: "text", Body: text}}, 3)
		n := len(claims.Sentences(text))
		for _, found := range [][]claims.Finding{r.Unsupported, r.Unknown, r.Removed} {
			for _, finding := range found {
				if finding.Sentence < 1 || finding.Sentence > n {
					t.Errorf("sentence %d of %d", finding.Sentence, n)
				}
			}
		}
		if len(r.Unsupported) > r.Claims || len(r.Unused) > 3 {
			t.Errorf("%+v", r)
		}
	})
}

// No text of the largest size takes long: work grows with the text and not with its square.
func TestLargeTextsAreCut(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"e.g. ", "](", "<", "`a", "A.\n", "| a\n", "[1] ", "a"} {
		whole(t, strings.Repeat(part, 200_000/len(part)))
	}
}
