package diff_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/api/web/evidencework/diff"
)

func TestWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, before, after string
		want                []diff.Piece
	}{
		{"both empty", "", "", nil},
		{"equal", "No clear difference.", "No clear difference.", []diff.Piece{{diff.Same, "No clear difference."}}},
		{"all new", "", "Falls fell.", []diff.Piece{{diff.Added, "Falls fell."}}},
		{"all gone", "Falls fell.", "", []diff.Piece{{diff.Removed, "Falls fell."}}},
		{"one word", "Falls fell by half.", "Falls rose by half.", []diff.Piece{
			{diff.Same, "Falls "}, {diff.Removed, "fell"}, {diff.Added, "rose"}, {diff.Same, " by half."},
		}},
		{"a line between", "One.\nThree.", "One.\nTwo.\nThree.", []diff.Piece{{diff.Same, "One.\n"}, {diff.Added, "Two.\n"}, {diff.Same, "Three."}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if d := cmp.Diff(tt.want, diff.Words(tt.before, tt.after)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestPiecesMakeUpBothTexts(t *testing.T) {
	t.Parallel()
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"falls", "ward", " ", "\n", "é", "alarms "}), 0, 20).Draw(t, "words"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		var old, fresh strings.Builder
		for _, p := range diff.Words(before, after) {
			if p.Kind != diff.Added {
				old.WriteString(p.Text)
			}
			if p.Kind != diff.Removed {
				fresh.WriteString(p.Text)
			}
		}
		if old.String() != before || fresh.String() != after {
			t.Errorf("made %q and %q of %q and %q", old.String(), fresh.String(), before, after)
		}
	})
}

func TestLongTextsThatDifferEverywhereAreReplacedAsOne(t *testing.T) {
	t.Parallel()
	pieces := diff.Words(strings.Repeat("a b ", 20_000), strings.Repeat("c d ", 20_000))
	if len(pieces) > 3 { // the white space at the end is common
		t.Errorf("%d pieces", len(pieces))
	}
}
