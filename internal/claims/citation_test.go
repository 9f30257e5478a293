package claims_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/claims"
)

func TestCitationsFollowTheirReferences(t *testing.T) {
	t.Parallel()
	moved := map[int]int{1: 3, 2: 0, 3: 1, 4: 4, 5: 5}
	tests := map[string]string{
		"":                                "",
		"No citation.":                    "No citation.",
		"Falls [1].":                      "Falls [3].",
		"[1] and [3][4]":                  "[3] and [1][4]",
		"[1, 3]":                          "[1, 3]",
		"[3-5]":                           "[1, 4, 5]",
		"[1–3]":                           "[1, 3]",
		"[2]":                             "[reference removed]",
		"[2, 4]":                          "[4]",
		"[4;5] stays as typed":            "[4;5] stays as typed",
		"[9] is none of ours":             "[9] is none of ours",
		"[1](https://example.org)":        "[1](https://example.org)",
		"[2019-2024] is a range of years": "[2019-2024] is a range of years",
	}
	for text, want := range tests {
		if got := claims.Recite(text, moved); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if diff := cmp.Diff(map[int]int{1: 2, 3: 1, 4: 1, 5: 1}, claims.Cited("[1][3-5]", "[1] [7](x)")); diff != "" {
		t.Error(diff)
	}
}

// However references are reordered, a sentence goes on citing the same ones, and moving them back gives back the numbers.
func TestReorderingNeverChangesWhatIsCited(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var before []string
		for i := range rapid.IntRange(1, 12).Draw(t, "references") {
			before = append(before, "r"+strconv.Itoa(i))
		}
		after := rapid.Permutation(before).Draw(t, "after")
		var text strings.Builder
		for _, n := range rapid.SliceOfN(rapid.IntRange(1, len(before)), 0, 8).Draw(t, "cites") {
			text.WriteString("A claim [" + strconv.Itoa(n) + "]. ")
		}
		fresh := claims.Recite(text.String(), claims.Moves(before, after))
		for n, times := range claims.Cited(text.String()) {
			at := claims.Moves(before, after)[n]
			if got := claims.Cited(fresh)[at]; got != times || after[at-1] != before[n-1] {
				t.Errorf("%s is cited %d times, want %d: %s became %s", before[n-1], got, times, text.String(), fresh)
			}
		}
		if back := claims.Recite(fresh, claims.Moves(after, before)); back != text.String() {
			t.Errorf("%s came back as %s", text.String(), back)
		}
	})
}
