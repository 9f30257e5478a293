package strategy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/strategy"
)

func codes(lines []strategy.Line, p strategy.Platform) []string {
	var got []string
	for _, w := range strategy.Lint(lines, p) {
		got = append(got, fmt.Sprintf("%d:%d %s", w.N, w.Column, w.Code))
	}
	return got
}

func TestLint(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		platform strategy.Platform
		text     string
		want     []string
	}{
		{"small operators in PubMed", strategy.PubMed, "falls[tiab] and wards[tiab]", []string{"1:13 lower-case-operator"}},
		{"an and in a heading of PubMed", strategy.PubMed, "Wounds and Injuries[Mesh] AND falls[tiab]", nil},
		{"misspelt between brackets", strategy.Ovid, "(falls or fall).ti. adn (ward or wards).ti.", []string{"1:21 misspelt-operator"}},
		{"misspelt between lines", strategy.EBSCOhost, "TI falls\nTI wards\nS1 NAD S2", []string{"3:4 misspelt-operator"}},
		{"NAD is a molecule", strategy.PubMed, "NAD[tiab] OR (oxidised NAD phosphate)", nil},
		{"written as one", strategy.EBSCOhost, "TI falls ANDNOT TI wards", []string{"1:10 misspelt-operator"}},
		{"adj elsewhere", strategy.PubMed, "(bed adj3 alarm*)", []string{"1:6 foreign-proximity"}},
		{"NEAR in Ovid", strategy.Ovid, "(bed NEAR/3 alarm*).ti.", []string{"1:6 foreign-proximity"}},
		{"N3 in Ovid", strategy.Ovid, "(bed N3 alarm*).ti.", []string{"1:6 foreign-proximity"}},
		{"N95 is a mask", strategy.Ovid, "(fit N95 mask*).ti.", nil},
		{"adj in EBSCOhost", strategy.EBSCOhost, "TI (bed adj3 alarm*)", []string{"1:9 foreign-proximity"}},
		{"twice", strategy.Ovid, "falls.ti. or or wards.ti.", []string{"1:11 repeated-operator"}},
		{"AND NOT is one", strategy.EBSCOhost, "TI falls AND NOT TI wards", []string{"1:14 not-loses"}},
		{"at the end", strategy.Cochrane, "(falls OR):ti,ab", []string{"1:8 dangling-operator"}},
		{"at the beginning", strategy.Embase, "OR falls:ti", []string{"1:1 dangling-operator"}},
		{"an empty field of Ovid", strategy.Ovid, "falls.ti. or .ti,ab.", []string{"1:13 empty-field"}},
		{"an empty field of PubMed", strategy.PubMed, "falls[tiab] OR [tiab]", []string{"1:13 empty-field"}},
		{"an empty field of EBSCOhost", strategy.EBSCOhost, "TI () OR AB falls", []string{"1:1 empty-field"}},
		{"empty brackets", strategy.Ovid, "falls.ti. or ()", []string{"1:14 empty-field"}},
		{"a field of Ovid in PubMed", strategy.PubMed, "fall*.ti,ab. AND ward[tiab]", []string{"1:5 foreign-field"}},
		{"a field of PubMed in Ovid", strategy.Ovid, "fall*[tiab]", []string{"1:6 foreign-field"}},
		{"a heading of Embase in Ovid", strategy.Ovid, "'falling'/exp or fall*.ti.", []string{"1:9 foreign-field"}},
		{"signs for letters", strategy.PubMed, "randomi?ed[tiab]", []string{"1:8 foreign-truncation"}},
		{"dollar in EBSCOhost", strategy.EBSCOhost, "TI fall$", []string{"1:8 foreign-truncation"}},
		{"a short stem", strategy.PubMed, "ed*[tiab]", []string{"1:1 short-stem"}},
		{"curly", strategy.Ovid, "“bed alarm”.ti.", []string{"1:1 curly-quote"}},
		{"NOT", strategy.Ovid, "falls.ti.\nwards.ti.\n1 not 2", []string{"3:3 not-loses"}},
		{"animals only", strategy.Ovid, "falls.ti.\nexp animals/ not humans/\n1 not 2", []string{"3:3 not-loses"}},
		{"AND finds more", strategy.Ovid, "falls.ti. (10)\nwards.ti. (20)\n1 and 2 (15)", []string{"3:0 impossible-count"}},
		{"OR finds less", strategy.Ovid, "falls.ti. (10)\nwards.ti. (20)\nor/1-2 (15)", []string{"3:0 impossible-count"}},
		{"OR finds too many", strategy.EBSCOhost, "TI falls (10)\nTI wards (20)\nS1 OR S2 (31)", []string{"3:0 impossible-count"}},
		{"NOT finds more", strategy.Ovid, "falls.ti. (30)\nwards.ti. (20)\n2 not 1 (25)", []string{"3:3 not-loses", "3:0 impossible-count"}},
		{"a limit finds more", strategy.Ovid, "falls.ti. (30)\nlimit 1 to english (31)", []string{"2:0 impossible-count"}},
		{"nothing found", strategy.Ovid, "fals.ti. (0)", []string{"1:0 nothing-found"}},
		{"S1 is a vertebra", strategy.PubMed, "sacral S1 AND fusion[tiab]", nil},
		{"a number is no line in PubMed", strategy.PubMed, "type 1 AND 2 OR 3", nil},
		{"self and forward", strategy.Cochrane, "falls:ti\n#2 or #4\nwards:ti\n#1 or #3", []string{"2:2 self-line", "2:8 forward-line"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, codes(strategy.Parse(tt.text), tt.platform)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Strategies that are right give no warning, on the platform that they were written for and when it has to be recognised.
func TestSoundStrategiesGiveNoWarning(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/sound/*.txt")
	if err != nil || len(files) < 7 {
		t.Fatalf("%d strategies: %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strategy.Parse(string(raw))
		p := strategy.Platform(strings.TrimSuffix(filepath.Base(file), ".txt"))
		if len(lines) < 5 {
			t.Errorf("%s: %d lines", p, len(lines))
		}
		if got := strategy.Recognise(lines); got != p {
			t.Errorf("%s is taken for %q", p, got)
		}
		for _, as := range []strategy.Platform{p, "", "other"} {
			for _, w := range strategy.Lint(lines, as) {
				t.Errorf("%s as %q: line %d, %d: %s %s", p, as, w.N, w.Column, w.Code, w.Text)
			}
		}
	}
}

func TestPastedHistoriesGiveNoWarning(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/history/*.txt")
	for _, file := range files {
		if strings.Contains(file, "plain-") || strings.Contains(file, "ebsco-screen") {
			continue // one finds nothing, one refers to lines that it does not have
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range strategy.ParseHistory(string(raw)) {
			for _, w := range strategy.Lint(h.Strategy(), h.Platform) {
				if w.Code != strategy.CodeUnusedLine {
					t.Errorf("%s: line %d, %d: %s %s", file, w.N, w.Column, w.Code, w.Text)
				}
			}
		}
	}
}

func TestLintNeverPanics(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		lines := strategy.Parse(rapid.StringMatching(`([0-9#S(){}\[\]"'“”.:,/*$?=\n -]|and|or|not|adj3|NEAR/2|ti|\[tiab\]|é){0,60}`).Draw(t, "text"))
		p := rapid.SampledFrom(append(strategy.Platforms(), "", "web")).Draw(t, "platform")
		for _, w := range strategy.Lint(lines, p) {
			if w.Text == "" || w.Code == "" || w.Column < 0 {
				t.Errorf("%+v", w)
			}
		}
	})
}
