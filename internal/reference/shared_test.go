package reference_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"evidencedesk/internal/reference"
)

// Real exports lose no record. They are counted by rules that know nothing of the readers.
func TestRealExportsLoseNoRecord(t *testing.T) {
	t.Parallel()
	folder := filepath.Join("..", "..", "..", "shared", "data", "references")
	files, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("%s is not there", folder)
	}
	rules := map[reference.Format]*regexp.Regexp{
		reference.RIS:          regexp.MustCompile(`(?m)(?:^|\r|\x{FEFF})TY  -`),
		reference.NBIB:         regexp.MustCompile(`(?m)^PMID- `),
		reference.BibTeX:       regexp.MustCompile(`(?m)^@[A-Z]+\{`),
		reference.WebOfScience: regexp.MustCompile(`(?m)^PT `),
	}
	for _, path := range files {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		items, summary, err := reference.ReadAll(bytes.NewReader(raw), reference.Options{})
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(path), err)
			continue
		}
		want := len(rules[summary.Format].FindAll(raw, -1))
		if summary.Records != want || len(items) != want || want == 0 {
			t.Errorf("%s (%s): %d records, the rule counts %d", filepath.Base(path), summary.Format, summary.Records, want)
		}
		t.Logf("%s: %s, %s, %d records, %d warnings", filepath.Base(path), summary.Format, summary.Encoding, summary.Records, summary.Warnings)
	}
}
