package citation_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/citation"
	"evidencedesk/internal/reference"
)

func article() reference.Record {
	return reference.Record{
		Type: reference.Article, Title: "Bed alarms: a trial.", Authors: []string{"Alder JB", "van der Birch, Karl"}, Journal: "Example Journal of Nursing", Abbreviation: "Ex. J. Nurs.",
		Year: 2024, Date: "2024 Mar 5", Volume: "12", Issue: "3", Pages: "145-149", DOI: "10.5555/a(1)", PMID: "12345678",
	}
}

func TestStyles(t *testing.T) {
	t.Parallel()
	for style, want := range map[citation.Style]string{
		citation.Vancouver: "Alder JB, van der Birch K. Bed alarms: a trial. Ex J Nurs. 2024;12(3):145–9. doi:10.5555/a(1)",
		citation.NLM:       "Alder JB, van der Birch K. Bed alarms: a trial. Ex J Nurs. 2024 Mar 5;12(3):145–9. doi:10.5555/a(1). PubMed PMID: 12345678.",
		citation.Harvard:   "Alder, J.B. and van der Birch, K. (2024b) ‘Bed alarms: a trial’, Example Journal of Nursing, 12(3), pp. 145–149. Available at: https://doi.org/10.5555/a%281%29.",
		citation.APA:       "Alder, J. B., & van der Birch, K. (2024b). Bed alarms: a trial. Example Journal of Nursing, 12(3), 145–149. https://doi.org/10.5555/a%281%29",
	} {
		if diff := cmp.Diff(want, citation.Text(citation.Entry(style, article(), "b"))); diff != "" {
			t.Errorf("%s: %s", style, diff)
		}
	}
}

func TestItalicsAndLinks(t *testing.T) {
	t.Parallel()
	want := []citation.Run{
		{Text: "Alder, J. B., & van der Birch, K. (2024). Bed alarms: a trial. "},
		{Text: "Example Journal of Nursing, 12", Italic: true},
		{Text: "(3), 145–149. "},
		{Text: "https://doi.org/10.5555/a%281%29", Link: "https://doi.org/10.5555/a%281%29"},
	}
	if diff := cmp.Diff(want, citation.Entry(citation.APA, article(), "")); diff != "" {
		t.Error(diff)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Alder JB": "Alder, J. B.", "Alder, Jane Beth": "Alder, Jane Beth", "Alder, J.B.": "Alder, J. B.", "van der Birch KL": "van der Birch, K. L.",
		"Berg, Karel van den": "van den Berg, Karel", "O'Neil-Smith A": "O'Neil-Smith, A.", "Sartre J-P": "Sartre, J.-P.", "King ML Jr": "King, M. L., Jr",
		"King, Jr, Martin": "King, Martin, Jr", "Falls Working Group": "Falls Working Group", "European Society of Hypothermia": "European Society of Hypothermia",
		"Department of Health, Social Care": "Department of Health, Social Care", "NICE": "NICE", "García Márquez G": "García Márquez, G.", "Žižka, O.": "Žižka, O.",
	} {
		if got := citation.Inverted(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	list := []reference.Record{
		{Title: "Beta", Authors: []string{"Alder J"}, Year: 2024},
		{Title: "Alpha", Authors: []string{"Alder J"}, Year: 2024},
		{Title: "Two", Authors: []string{"Alder J", "Birch K"}, Year: 2024},
		{Title: "Many", Authors: []string{"Alder J", "Birch K", "Cedar M", "Dale N"}},
		{Title: "A title that nobody wrote and that goes on for longer than a mark can be", Year: 2020},
	}
	for style, want := range map[citation.Style][]string{
		citation.Vancouver: {"1", "2", "3", "4", "5"},
		citation.Harvard:   {"Alder, 2024b", "Alder, 2024a", "Alder and Birch, 2024", "Alder et al., no date", "A title that nobody wrote and that goes on for longer than…, 2020"},
		citation.APA:       {"Alder, 2024b", "Alder, 2024a", "Alder & Birch, 2024", "Alder et al., n.d.", "A title that nobody wrote and that goes on for longer than…, 2020"},
	} {
		var got []string
		for _, m := range citation.Marks(style, list) {
			got = append(got, m.Text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", style, diff)
		}
	}
}

// What a record lacks leaves no signs behind, and nothing of what it has but is short gets lost.
func TestMissingParts(t *testing.T) {
	t.Parallel()
	text := rapid.SampledFrom([]string{"", "", "Word", "Two words.", "Is it?", "  ", "12", "1-9", "Łódź"})
	rapid.Check(t, func(t *rapid.T) {
		r := reference.Record{
			Type:  rapid.SampledFrom([]reference.Type{"article", "book", "chapter", "report", "guideline", "web_page", "thesis", "conference_paper", "preprint", "other", ""}).Draw(t, "type"),
			Title: text.Draw(t, "title"), Journal: text.Draw(t, "journal"), BookTitle: text.Draw(t, "book"), Volume: text.Draw(t, "volume"), Issue: text.Draw(t, "issue"),
			Pages: text.Draw(t, "pages"), Edition: text.Draw(t, "edition"), Publisher: text.Draw(t, "publisher"), Place: text.Draw(t, "place"),
			Authors: rapid.SliceOfN(text, 0, 30).Draw(t, "authors"), Editors: rapid.SliceOfN(text, 0, 3).Draw(t, "editors"),
			Year: rapid.SampledFrom([]int{0, 1999}).Draw(t, "year"), DOI: rapid.SampledFrom([]string{"", "10.5555/x"}).Draw(t, "doi"),
		}
		for _, style := range citation.Styles() {
			out := citation.Text(citation.Entry(style, r, ""))
			for _, bad := range []string{"  ", " .", ",,", "()", "..", ", .", " ,"} {
				if strings.Contains(out, bad) {
					t.Fatalf("%s prints %q of %+v", style, out, r)
				}
			}
		}
	})
}
