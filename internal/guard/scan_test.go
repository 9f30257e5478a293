package guard_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/guard"
)

// textCase is a text and the kinds it should be found to hold, in order and
// joined by spaces.
type textCase struct{ text, want string }

func runCases(t *testing.T, cases []textCase) {
	t.Helper()
	for _, c := range cases {
		var got []string
		for _, f := range guard.Scan(c.text, guard.Options{}) {
			got = append(got, string(f.Kind))
		}
		if joined := strings.Join(got, " "); joined != c.want {
			t.Errorf("%q: got %q, want %q", c.text, joined, c.want)
		}
	}
}

func TestPositionsCountCodePoints(t *testing.T) {
	t.Parallel()
	got := guard.Scan("Łódź 😀: DOB 3/3/51, café", guard.Options{Field: "question"})
	want := []guard.Finding{{Field: "question", Start: 12, Length: 6, Kind: guard.KindDateOfBirth, Action: guard.ActionBlock}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFindingCarriesNoText(t *testing.T) {
	t.Parallel()
	raw, err := json.Marshal(guard.Scan("Mrs Jean Marsh DOB 3/3/51", guard.Options{Field: "question"}))
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"field":"question","start":0,"length":14,"kind":"name","action":"block"},` +
		`{"field":"question","start":19,"length":6,"kind":"date_of_birth","action":"block"}]`
	if string(raw) != want {
		t.Errorf("got %s", raw)
	}
}

func TestEscalation(t *testing.T) {
	t.Parallel()
	far := strings.Repeat("evidence for exercise in heart failure. ", 20)
	for _, c := range []struct {
		text  string
		kind  guard.Kind
		block bool
	}{
		{"Mrs Marsh asks about HRT", guard.KindName, false},
		{"Mrs Marsh DOB 3/3/51", guard.KindName, true},
		{"Mrs Marsh, LS9 7TF", guard.KindName, true},
		{"Mrs Marsh, LS9 7TF", guard.KindPostcode, true},
		{"lives in LS9 7TF", guard.KindPostcode, false},
		{"Mrs Marsh in bed 4 on Cedar ward", guard.KindName, true},
		{"Mrs Marsh lives at 14 Acacia Avenue", guard.KindAddress, true},
		{"Mrs Marsh asks. " + far + "Our library is in LS9 7TF", guard.KindName, false},
	} {
		found := false
		for _, f := range guard.Scan(c.text, guard.Options{}) {
			if f.Kind == c.kind {
				found = true
				if (f.Action == guard.ActionBlock) != c.block {
					t.Errorf("%.40q: %s has action %s", c.text, f.Kind, f.Action)
				}
			}
		}
		if !found {
			t.Errorf("%.40q: no %s", c.text, c.kind)
		}
	}
}

func TestScanAllEscalatesAcrossFields(t *testing.T) {
	t.Parallel()
	got := guard.ScanAll([]guard.Text{{"question", "Mrs Marsh asks"}, {"background", "lives in LS9 7TF"}, {"limits", "92 year old"}}, guard.Options{})
	want := []guard.Finding{
		{"question", 0, 9, guard.KindName, guard.ActionBlock},
		{"background", 9, 7, guard.KindPostcode, guard.ActionBlock},
		{"limits", 0, 11, guard.KindAgeOver89, guard.ActionNudge},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := guard.ScanAll([]guard.Text{{"question", "Mrs Marsh asks"}, {"background", "none"}}, guard.Options{}); guard.Blocks(got) {
		t.Error("a name alone must not block")
	}
}

// TestFindingsLieInOrder: whatever the text, findings lie within it, are sorted
// and do not overlap, and masking them works.
func TestFindingsLieInOrder(t *testing.T) {
	t.Parallel()
	pieces := rapid.SampledFrom([]string{
		"Mrs ", "Jean Marsh", " DOB ", "3/3/51", "\n", " 999 000 0018", "NHS no ", "LS9 7TF", " bed 4 ", "Cedar ward", ", ", "pt ", "MRN 123456 ",
		"É́", "\u200b", "😀", "\xff", "92 year old ", "lives at 4 Mill Road ", "_", "re: ", "born ", "'s ", "0161 496 0142 ", "(", "-", ".",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(pieces, 0, 30).Draw(t, "pieces"), "") + rapid.String().Draw(t, "tail")
		checkFindings(t, text, guard.Scan(text, guard.Options{}))
	})
}

type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

func checkFindings(t fataler, text string, found []guard.Finding) {
	t.Helper()
	length, end := utf8.RuneCountInString(text), 0
	for _, f := range found {
		if f.Start < end || f.Length <= 0 || f.End() > length || f.Action == "" {
			t.Fatalf("finding %+v after %d in a text of %d", f, end, length)
		}
		end = f.End()
	}
	guard.Mask(text, found)
}

func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		"Mrs Jean Marsh DOB 3/3/51 NHS no 999 000 0018 LS9 7TF", "born on the third of March nineteen fifty-one", "bed 14 Cedar ward",
		"９９９ ０００\n0018", "re: \u0301MARSH, Jean\xff", "pt k. nowak 12,345,678", "DOB", "Mr", "MRN", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkFindings(t, text, guard.Scan(text, guard.Options{}))
	})
}
