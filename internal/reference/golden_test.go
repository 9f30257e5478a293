package reference_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/reference"
)

var update = flag.Bool("update", false, "write the golden files again")

// What is read of exports in the flavours of many databases is exactly what the golden files say, warnings and all.
func TestFixtures(t *testing.T) {
	t.Parallel()
	for _, path := range fixtures(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			items, summary, err := reference.ReadAll(bytes.NewReader(raw), reference.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			enc := json.NewEncoder(&out)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", " ")
			if err := enc.Encode(struct {
				Summary reference.Summary
				Items   []reference.Item
			}{summary, items}); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "golden", filepath.Base(path)+".json")
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), out.String()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Whatever a database exported can be carried to any format and back without a change.
func TestFixturesTravelThroughEveryFormat(t *testing.T) {
	t.Parallel()
	for _, path := range fixtures(t) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		items, _, err := reference.ReadAll(bytes.NewReader(raw), reference.Options{})
		if err != nil {
			t.Fatal(err)
		}
		records := make([]reference.Record, len(items))
		for i := range items {
			records[i] = items[i].Record
		}
		for _, f := range written() {
			again, _, err := reference.ReadAll(bytes.NewReader(write(t, f, records)), reference.Options{})
			if err != nil {
				t.Errorf("%s as %s: %v", path, f, err)
				continue
			}
			got := make([]reference.Record, len(again))
			for i := range again {
				got[i] = again[i].Record
			}
			if diff := cmp.Diff(records, got); diff != "" {
				t.Errorf("%s as %s (-want +got):\n%s", path, f, diff)
			}
		}
	}
}

func fixtures(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "fixtures", "*"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	return paths
}
