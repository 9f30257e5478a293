package guard_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"evidencedesk/internal/guard"
	"evidencedesk/internal/guard/score"
)

// BenchmarkScan scans ordinary requests joined to 10 kB and to 100 kB: the time
// a byte takes should be the same.
func BenchmarkScan(b *testing.B) {
	text := corpusText(b)
	for _, size := range []int{10 << 10, 100 << 10} {
		b.Run(sizeName(size), func(b *testing.B) {
			sample := strings.ToValidUTF8(strings.Repeat(text, size/len(text)+1)[:size], "")
			b.SetBytes(int64(len(sample)))
			for b.Loop() {
				guard.Scan(sample, guard.Options{})
			}
		})
	}
}

func sizeName(size int) string {
	if size == 10<<10 {
		return "10kB"
	}
	return "100kB"
}

func corpusText(tb testing.TB) string {
	tb.Helper()
	raw, err := os.ReadFile("testdata/corpus.jsonl")
	if err != nil {
		tb.Fatal(err)
	}
	items, err := score.Read(bytes.NewReader(raw))
	if err != nil {
		tb.Fatal(err)
	}
	var text strings.Builder
	for _, item := range items {
		text.WriteString(item.Text + "\n")
	}
	return text.String()
}
