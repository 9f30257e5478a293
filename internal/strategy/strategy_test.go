package strategy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/strategy"
)

func hits(n int) *int { return &n }

func TestParse(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []strategy.Line
	}{
		{"empty", " \n\n", []strategy.Line{}},
		{"plain lines", "exp Accidental Falls/\n\nfall*.ti,ab.\r\n1 or 2", []strategy.Line{
			{1, "exp Accidental Falls/", nil}, {2, "fall*.ti,ab.", nil}, {3, "1 or 2", nil},
		}},
		{"as the page writes them", "1. exp Falls/ (28914)\n2. fall*.ti,ab. (312,450)\n4. 1 or 2", []strategy.Line{
			{1, "exp Falls/", hits(28914)}, {2, "fall*.ti,ab.", hits(312450)}, {4, "1 or 2", nil},
		}},
		{"copied from Ovid", "1     exp Falls/ (28914)\n2     1 and ward*.ti. (12)", []strategy.Line{
			{1, "exp Falls/", hits(28914)}, {2, "1 and ward*.ti.", hits(12)},
		}},
		{"copied from a table", "1\texp Falls/\t28,914\n2\t1 and 2\t0", []strategy.Line{{1, "exp Falls/", hits(28914)}, {2, "1 and 2", hits(0)}}},
		{"numbers with a space", "1 exp Falls/\n2 ward*.ti.\n3 1 and 2", []strategy.Line{{1, "exp Falls/", nil}, {2, "ward*.ti.", nil}, {3, "1 and 2", nil}}},
		{"only combinations", "1 or 2\n2 and 3", []strategy.Line{{1, "1 or 2", nil}, {2, "2 and 3", nil}}},
		{"EBSCOhost", "S1. (MH \"Falls\") (24,100)\nS2. TI fall*\nS1 AND S2", []strategy.Line{
			{1, `(MH "Falls")`, hits(24100)}, {2, "TI fall*", nil}, {3, "S1 AND S2", nil},
		}},
		{"a line added below numbered ones", "1. falls\n2. wards\nsensor*.ti.", []strategy.Line{{1, "falls", nil}, {2, "wards", nil}, {3, "sensor*.ti.", nil}}},
		{"numbers that go down are kept", "3. falls\n2. wards", []strategy.Line{{3, "falls", nil}, {2, "wards", nil}}},
		{"no count wanted", "1. covid (2019) (-)", []strategy.Line{{1, "covid (2019)", nil}}},
		{"a count too large for one", "falls (99999999999)", []strategy.Line{{1, "falls (99999999999)", nil}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, strategy.Parse(tt.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What was stored and is shown for editing is stored again as it was, whatever it looks like.
func TestWritingAndReadingGivesTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[1-3a-zS#.()/,*"-][0-9a-zA-Z .,()#/*"\t-]{0,24}[0-9a-z)*]`)
		lines := []strategy.Line{}
		n := 0
		for range rapid.IntRange(0, 6).Draw(t, "lines") {
			n += rapid.IntRange(1, 3).Draw(t, "step")
			line := strategy.Line{N: n, Text: strings.TrimSpace(text.Draw(t, "text"))}
			if rapid.Bool().Draw(t, "counted") {
				line.Hits = hits(rapid.IntRange(0, 1<<31-1).Draw(t, "hits"))
			}
			lines = append(lines, line)
		}
		if diff := cmp.Diff(lines, strategy.Parse(strategy.Write(lines))); diff != "" {
			t.Error(diff)
		}
	})
}

func TestParsingNeverPanics(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := strategy.Parse(rapid.String().Draw(t, "text"))
		_ = strategy.Check(lines)
		for _, l := range lines {
			if l.Text == "" {
				t.Error("a line without text")
			}
		}
	})
}

func TestReferences(t *testing.T) {
	t.Parallel()
	tests := map[string][]int{
		"1 or 2":                            {1, 2},
		"(1 or 2) and 3":                    {1, 2, 3},
		"nurs*.ti,ab,kf. and 5":             {5},
		"1-3/or":                            {1, 2, 3},
		"remove duplicates from 8":          {8},
		"5 use medall":                      {5},
		"or/1-3":                            {1, 2, 3},
		"and/4,6-7":                         {4, 6, 7},
		`limit 7 to yr="2016 -Current"`:     {7},
		"S1 AND S2":                         {1, 2},
		"#1 AND #2 NOT #4":                  {1, 2, 4},
		"{or #1-#3}":                        {1, 2, 3},
		"type 1 and type 2 diabetes":        nil,
		"type 1 and 2 diabetes":             nil,
		`"1 or 2".ti.`:                      nil,
		"(falls adj3 ward).ti.":             nil,
		"(2016 or 2017).yr.":                nil,
		"covid 19":                          nil,
		"falls (2016)":                      nil,
		"exp Falls/":                        nil,
		"Patient Discharge/ or ward*.ti,ab": nil,
	}
	for text, want := range tests {
		if diff := cmp.Diff(want, strategy.References(text)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []strategy.Warning
	}{
		{"nothing", "", nil},
		{"sound", "exp Falls/\n(fall or falls).ti.\n1 or 2\nward*.ti.\n3 and 4\nlimit 5 to english", nil},
		{"not combined by number", "falls AND wards", nil},
		{"unknown", "falls\nwards\n1 and 2 and 7", []strategy.Warning{{N: 3, Text: "There is no line 7."}}},
		{"forward", "falls\n1 and 3\nwards\n2 or 3", []strategy.Warning{{N: 2, Text: "Line 3 comes after this one."}}},
		{"itself", "falls\n1 and 2", []strategy.Warning{{N: 2, Text: "This line refers to itself."}}},
		{"unused", "falls\nwards\nbeds\n1 and 2", []strategy.Warning{{N: 3, Text: "No other line uses this one."}}},
		{"brackets", "(falls or (fall).ti.\nwards)\n[beds)", []strategy.Warning{
			{N: 1, Text: "An opening bracket ( has no partner."}, {N: 2, Text: "A closing bracket ) has no partner."}, {N: 3, Text: "A closing bracket ) has no partner."},
		}},
		{"quotes", `"bed alarm.ti.`, []strategy.Warning{{N: 1, Text: "A quotation mark has no partner."}}},
		{"bracket in quotes", `":)".ti.`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []strategy.Warning
			for _, w := range strategy.Check(strategy.Parse(tt.text)) {
				got = append(got, strategy.Warning{N: w.N, Text: w.Text})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
