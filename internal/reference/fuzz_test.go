package reference_test

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/reference"
)

func FuzzRIS(f *testing.F)           { fuzz(f, reference.RIS) }
func FuzzNBIB(f *testing.F)          { fuzz(f, reference.NBIB) }
func FuzzBibTeX(f *testing.F)        { fuzz(f, reference.BibTeX) }
func FuzzEndNoteXML(f *testing.F)    { fuzz(f, reference.EndNoteXML) }
func FuzzEndNoteTagged(f *testing.F) { fuzz(f, reference.EndNoteTagged) }
func FuzzWebOfScience(f *testing.F)  { fuzz(f, reference.WebOfScience) }
func FuzzCSV(f *testing.F)           { fuzz(f, reference.CSV) }
func FuzzPubMedXML(f *testing.F)     { fuzz(f, reference.PubMedXML) }
func FuzzRefWorks(f *testing.F)      { fuzz(f, reference.RefWorks) }
func FuzzLabelled(f *testing.F)      { fuzz(f, reference.Labelled) }
func FuzzLabelledXML(f *testing.F)   { fuzz(f, reference.LabelledXML) }
func FuzzPubMedText(f *testing.F)    { fuzz(f, reference.PubMedText) }
func FuzzCSLJSON(f *testing.F)       { fuzz(f, reference.CSLJSON) }
func FuzzAny(f *testing.F)           { fuzz(f, "") }

// fuzz reads anything as a format: it never fails but by a refusal, gives records in their clean form, counts them right, and
// they survive being written and read.
func fuzz(f *testing.F, format reference.Format) {
	for _, path := range fixtures(f) {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		items, summary, err := reference.ReadAll(bytes.NewReader(raw), reference.Options{Format: format})
		if refusal := new(reference.Refusal); err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		}
		if summary.Records != len(items) {
			t.Fatalf("%d records, %d counted", len(items), summary.Records)
		}
		to := format
		if !slices.Contains(written(), to) {
			to = reference.RIS
		}
		records := make([]reference.Record, len(items))
		for i, it := range items {
			records[i] = it.Record
			if it.Number != i+1 || it.Line < 1 {
				t.Fatalf("record %d has number %d, line %d", i+1, it.Number, it.Line)
			}
			if diff := cmp.Diff(reference.Clean(it.Record), it.Record); diff != "" {
				t.Fatalf("not clean (-want +got):\n%s", diff)
			}
		}
		again, _, err := reference.ReadAll(bytes.NewReader(write(t, to, records)), reference.Options{Format: to})
		if err != nil && len(records) > 0 {
			t.Fatal(err)
		}
		for i := range records {
			if i >= len(again) {
				t.Fatalf("%d records were written, %d read", len(records), len(again))
			}
			if diff := cmp.Diff(records[i], again[i].Record); diff != "" {
				t.Fatalf("as %s (-want +got):\n%s", to, diff)
			}
		}
	})
}
