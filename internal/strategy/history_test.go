package strategy_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/strategy"
)

// The golden files are rewritten with -update; read the difference before keeping it.
var update = flag.Bool("update", false, "rewrite the golden files")

func TestHistoriesAsPeoplePasteThem(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/history/*.txt")
	if err != nil || len(files) < 24 {
		t.Fatalf("%d histories: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			list := strategy.ParseHistory(string(raw))
			got, err := json.MarshalIndent(list, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(file, ".txt") + ".json"
			if *update {
				if err := os.WriteFile(golden, append(got, '\n'), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(strings.TrimSpace(string(want)), string(got)); diff != "" {
				t.Error(diff)
			}
			if lost := lost(string(raw), list); lost != "" {
				t.Errorf("%q is lost", lost)
			}
		})
	}
}

var word = regexp.MustCompile(`[\p{L}\p{N}]+`)

// lost gives a word of a pasted text that stands nowhere in what was read.
func lost(text string, list []strategy.History) string {
	var said strings.Builder
	for _, h := range list {
		fmt.Fprintln(&said, h.Platform, h.Source, h.Coverage, h.RunOn, strings.Join(h.Other, " "))
		for _, l := range h.Lines {
			fmt.Fprintln(&said, l.N, l.Text, l.Note)
			if l.Hits != nil {
				fmt.Fprintln(&said, *l.Hits)
			}
		}
	}
	labels := map[string]bool{"set": true, "view": true, "result": true, "results": true, "hits": true, "items": true, "found": true, "record": true, "records": true}
	kept := map[string]bool{}
	for _, w := range word.FindAllString(ungroup(said.String()), -1) {
		kept[strings.ToLower(w)] = true
	}
	for _, w := range word.FindAllString(ungroup(text), -1) {
		w = strings.ToLower(w)
		if !kept[w] && !kept[strings.TrimPrefix(w, "s")] && !labels[w] {
			return w
		}
	}
	return ""
}

var thousands = regexp.MustCompile(`([0-9]),([0-9])`)

// ungroup takes the commas out of numbers; twice, because the digits between two commas belong to both.
func ungroup(s string) string {
	return thousands.ReplaceAllString(thousands.ReplaceAllString(s, "$1$2"), "$1$2")
}

func FuzzParseHistory(f *testing.F) {
	files, err := filepath.Glob("testdata/history/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(raw))
	}
	f.Fuzz(func(t *testing.T, text string) {
		list := strategy.ParseHistory(text)
		if w := lost(text, list); w != "" {
			t.Errorf("%q is lost of %q: %+v", w, text, list)
		}
		for _, h := range list {
			before := 0
			for _, l := range h.Lines {
				if l.Text == "" || l.N <= before {
					t.Errorf("line %d after %d says %q", l.N, before, l.Text)
				}
				before = l.N
			}
			_ = strategy.Check(h.Strategy())
		}
	})
}
