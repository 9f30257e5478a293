package guard_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"evidencedesk/internal/guard"
	"evidencedesk/internal/guard/score"
)

var update = flag.Bool("update", false, "write the corpus from its marked-up source")

// smallestCorpus and smallestShare are the sizes the corpus has to keep.
const (
	smallestCorpus = 450
	smallestShare  = 20
)

func TestCorpus(t *testing.T) {
	for _, name := range []string{"corpus", "second", "third", "fourth", "fifth"} {
		source, err := os.ReadFile("testdata/" + name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		want := buildCorpus(t, name[:1], source)
		path := "testdata/" + name + ".jsonl"
		if *update {
			if err := os.WriteFile(path, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what its source says; run with -update", path)
		}
		checkBars(t, got)
	}
}

func checkBars(t *testing.T, corpus []byte) {
	t.Helper()
	items, err := score.Read(bytes.NewReader(corpus))
	if err != nil {
		t.Fatal(err)
	}
	result := score.Measure(items, scanPlain)
	for _, m := range result.Mistakes {
		t.Logf("line %d, %d-%d: %s miss=%v", m.Line, m.Start, m.End, m.Kind, m.Miss)
	}
	for _, k := range result.BelowBar() {
		c := result.Kinds[k]
		t.Errorf("%s is below its bar: recall %.3f precision %.3f", k, c.Recall(), c.Precision())
	}
}

func scanPlain(text string) []guard.Finding { return guard.Scan(text, guard.Options{}) }

func TestCorpusHasEnoughOfEach(t *testing.T) {
	t.Parallel()
	corpus, err := os.ReadFile("testdata/corpus.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	items, err := score.Read(bytes.NewReader(corpus))
	if err != nil {
		t.Fatal(err)
	}
	if len(items) < smallestCorpus {
		t.Errorf("%d texts, want at least %d", len(items), smallestCorpus)
	}
	result := score.Measure(items, scanPlain)
	for _, rule := range guard.Rules() {
		c := result.Kinds[rule.Kind]
		if c.Found+c.Missed < smallestShare || c.Traps < smallestShare {
			t.Errorf("%s: %d positives and %d traps, want %d of each", rule.Kind, c.Found+c.Missed, c.Traps, smallestShare)
		}
	}
}
