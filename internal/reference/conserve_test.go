package reference_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"evidencedesk/internal/reference"
)

// Every line of a tagged file that is not blank is accounted for: in a record, or in a warning. Each line carries a word of its
// own, and every word must come out again, however the lines are mixed.
func TestNoLineIsLost(t *testing.T) {
	t.Parallel()
	lines := map[reference.Format][]string{
		reference.RIS: {
			"TY  - %s", "TY  - JOUR", "ER  - ", "ER  - %s", "AU  - %s", "A1  - %s, B", "TI  - %s", "T1  - %s", "T2  - %s", "JO  - %s", "JF  - %s", "PY  - %s",
			"Y1  - 2001/%s", "DA  - %s", "SP  - %s", "EP  - %s", "AB  - %s", "N2  - %s", "N1  - %s", "KW  - %s", "UR  - http://%s", "UR  - %s", "DO  - 10.1000/%s",
			"DO  - %s", "SN  - %s", "M3  - %s", "C7  - %s", "C2  - %s", "XX  - %s", "AN  - %s", "DP  - %s", "DB  - %s", "ID  - %s", "TI - %s", "au - %s", "LA  - %s",
			"%s", "  %s", "", "2.", "<3>", "XD  - %s", "XD  - {%s", "PG  - %s", "L1  - %s", "BT  - %s", "IS  - %s", "VL  - %s",
		},
		reference.NBIB: {
			"PMID- %s", "PMID- 123", "FAU - %s, A", "AU  - %s A", "CN  - %s", "TI  - %s", "TI  - a", "      %s", "%s", "", "AB  - %s", "DP  - %s", "DP  - 2001 %s",
			"LID - %s [doi]", "AID - %s [pii]", "AID - 10.1000/%s [doi]", "IS  - %s", "PT  - %s", "MH  - %s", "XX  - %s", "BTI - %s", "ED  - %s", "FED - %s, A", "PMC - %s",
		},
		reference.WebOfScience: {
			"FN x", "PT J", "PT %s", "AU %s, A", "AF %s, A", "   %s", "TI %s", "SO %s", "PY %s", "PY 2001", "PD %s", "BP %s", "EP %s", "AR %s", "DE %s; b", "C1 %s",
			"CR %s", "XX %s", "ER", "EF", "", "SN %s", "DI %s", "UT %s", "CA %s", "BE %s", "DT %s",
		},
		reference.RefWorks: {
			"RT Journal Article", "RT %s", "A1 %s, A", "T1 %s", "T2 %s", "JF %s", "YR %s", "YR 2001", "VO %s", "IS %s", "SP %s", "OP %s", "AB %s", "%s", " %s", "",
			"NO %s", "SN %s", "DO 10.1000/%s", "DO %s", "UL %s", "DS %s", "XX %s", "FD %s", "ID %s", "2.",
		},
		reference.Labelled: {
			"Title: %s", "Title:", " %s", "%s", "", "Author: %s", "Authors", "  %s, A.  B, C.", "Abstract: %s", "Abstract", "Methods: %s", "Subject: %s", "<1>", "Record: 2",
			"Document 3 of 4", "____________", "Publication title: %s", "TITLE", "SOURCE", "DOI: %s", "DOI: 10.1000/%s x", "Location: %s", "Source: %s. 3(2):1-2, 2001.",
			"Unique Identifier", "Volume: %s", "Something else: %s", "(2001) %s, 1 (2)", "EXPORT DATE: 1 %s", "SOURCE: Scopus", "Database: %s", "http://%s", "PMID: %s",
		},
		reference.PubMedText: {
			"1. %s. 2001;1(2):3.", "1: %s A. %s. J. 2001;1:2. PMID: 1.", "2. %s", "3. J. %s Jan;2:4. doi: 10.1000/%s.", "", "%s.", "%s A(1), B C.", "Author information: %s",
			"DOI: %s", "DOI: 10.1000/%s", "PMID: 12 [%s]", "PMCID: %s", "%s: text", "   %s",
		},
	}
	for f, kinds := range lines {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				var file strings.Builder
				chosen := rapid.SliceOfN(rapid.SampledFrom(kinds), 1, 25).Draw(t, "lines")
				for i, line := range chosen {
					line = strings.ReplaceAll(line, "%s", word(i))
					file.WriteString(line + "\n")
				}
				items, summary, err := reference.ReadAll(strings.NewReader(file.String()), reference.Options{Format: f})
				if err != nil {
					if strings.TrimSpace(file.String()) == "" {
						return
					}
					t.Fatal(err)
				}
				out, err := json.Marshal([]any{items, summary})
				if err != nil {
					t.Fatal(err)
				}
				low := strings.ToLower(string(out))
				for i, line := range chosen {
					if strings.Contains(line, "%s") && !strings.Contains(low, word(i)) {
						t.Fatalf("line %d, %q, is lost:\n%s\n%s", i+1, line, file.String(), out)
					}
				}
			})
		})
	}
}

func word(i int) string { return "zq" + string(rune('a'+i)) + "x" }
