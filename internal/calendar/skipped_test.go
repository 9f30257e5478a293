package calendar_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
)

func TestExplainSkippedDays(t *testing.T) {
	t.Parallel()
	friday := calendar.Spec{Version: 1, Zone: "Europe/London", Nation: calendar.NationNone}
	friday.Week.Friday = []calendar.Period{hours("22:00", "24:00")}
	cases := []struct {
		name   string
		spec   calendar.Spec
		start  string
		budget int
		pauses []string
		want   []string
	}{
		{"a due instant at midnight is of the day before", friday, "2026-06-12 22:00", 120, nil, nil},
		{
			"a day covered by a pause to midnight", office(calendar.EnglandAndWales), "2026-06-12 12:00", 480,
			[]string{"2026-06-12 15:00", "2026-06-14 00:00"},
			[]string{"2026-06-14"},
		},
		{
			"a day covered but for a minute", office(calendar.EnglandAndWales), "2026-06-12 12:00", 480,
			[]string{"2026-06-12 15:00", "2026-06-13 23:59"},
			[]string{"2026-06-13", "2026-06-14"},
		},
		{
			"a day of 25 hours covered for 24", office(calendar.EnglandAndWales), "2026-10-23 12:00", 480,
			[]string{"2026-10-23 15:00", "2026-10-25 23:30"},
			[]string{"2026-10-25"},
		},
		{"the day of the start", office(calendar.EnglandAndWales), "2026-06-13 12:00", 60, nil, []string{"2026-06-13", "2026-06-14"}},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			clock := calendar.Clock{Start: at(t, tc.start), Budget: tc.budget, Pauses: pauses(t, tc.pauses...)}
			var got []string
			for _, d := range explain(t, tc.spec, clock, clock.Start).SkippedDays {
				got = append(got, d.Date)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
