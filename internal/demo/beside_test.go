package demo_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// told counts what was told beside the requests: rows by the kind of their address, and case studies by stage.
func (d *desk) told() map[string]int {
	d.mu.Lock()
	defer d.mu.Unlock()
	counts := map[string]int{}
	for path, n := range d.rows {
		counts[someID.ReplaceAllString(path, "#")] += n
	}
	for _, s := range d.written {
		counts[string(s.Stage)]++
	}
	for _, rec := range d.requests {
		if rec.heard != "" {
			counts["heard"]++
		}
	}
	return counts
}

var someID = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

func TestWhatStandsBesideTheRequests(t *testing.T) {
	t.Parallel()
	keep := keeping(t)
	d := newDesk(t, keep)
	if err := seed(t, d, keep); err != nil {
		t.Fatal(err)
	}
	const of = "/api/v1/libraries/#/"
	want := map[string]int{
		of + "directory": 8, of + "survey": 1, of + "wellbeing/service": 1, of + "wellbeing/signposts": 1, of + "mdt-teams": 2,
		of + "staffing/2024": 1, of + "staffing/2025": 2, of + "staffing/2026": 2, of + "returns/2024": 1, of + "returns/2025": 1, of + "gift-rates": 1,
		of + "contracts": 6, of + "leave": 2, of + "embedded-roles": 3, of + "outcome-tags": 7, of + "outcome-years/2026": 1, of + "outcome-years/2027": 1,
		of + "outcome-years/2027/actions": 2, of + "report-schedules": 2, of + "published-reports": 1, "/api/v1/published-reports/#/reviews": 1,
		"/api/v1/requests/#/topic": 4, "/api/v1/requests/#/check-in": 4, "published": 1, "draft": 1, "candidate": 1, "heard": 21,
	}
	if diff := cmp.Diff(want, d.told()); diff != "" {
		t.Error(diff)
	}
}
