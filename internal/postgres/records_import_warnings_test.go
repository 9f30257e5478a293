package postgres_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

// TestWarningsAreKeptInOrderAndOnce breaks the reading off and goes on: every warning is there, those of the file first, and no
// page of them leaves one out.
func TestWarningsAreKeptInOrderAndOnce(t *testing.T) {
	d := newDesk(t)
	var file strings.Builder
	file.WriteString("Results of a search\n\n")
	for n := range 1203 {
		fmt.Fprintf(&file, "TY  - ODDITY\nTI  - Study %d\nER  - \n\n", n+1)
	}
	i, imports, a := d.upload(file.String()), d.content.Imports(), d.as(d.librarian)
	items, summary, err := reference.ReadAll(strings.NewReader(file.String()), reference.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := imports.Reading(t.Context(), i.ID); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := imports.AddRecords(t.Context(), i.ID, items[:500], reference.Summary{Format: reference.RIS, Warnings: 500}); err != nil {
			t.Fatal(err)
		}
	}
	d.reads(i.ID)
	var want, got []reference.Warning
	want = append(want, summary.File...)
	for _, it := range items {
		want = append(want, it.Warnings...)
	}
	for w := (postgres.WarningWindow{Most: 100}); ; {
		page, err := imports.Warnings(t.Context(), a, i.ID, w)
		if err != nil || page.Total != len(want) || page.Kept != len(want) || len(page.Items) > 100 {
			t.Fatalf("%d of %d, %d kept: %v", len(page.Items), page.Total, page.Kept, err)
		}
		for _, x := range page.Items {
			got, w.At = append(got, x.Warning), x.Key
		}
		if !page.More {
			break
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || len(want) < 1204 {
		t.Error(diff)
	}
	back, err := imports.Warnings(t.Context(), a, i.ID, postgres.WarningWindow{At: postgres.WarningKey{Record: 7, N: 1}, Before: true, Most: 3})
	if err != nil || !back.More || len(back.Items) != 3 || back.Items[0].Record != 4 || back.Items[2].Record != 6 {
		t.Errorf("before the seventh record: %+v, %v", back, err)
	}
	_, err = imports.Warnings(t.Context(), a, evidence.ImportID(d.id()), postgres.WarningWindow{Most: 1})
	refusal(t, err, evidence.NotFound)
	_, err = imports.Warnings(t.Context(), d.as(d.requester), i.ID, postgres.WarningWindow{Most: 1})
	refusal(t, err, evidence.NotPermitted)
}
